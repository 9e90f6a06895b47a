"""What policies mean as plain texts, lists and mappings: the content of every digest of meaning."""

from fractions import Fraction
from typing import Any, assert_never

from asp_decide.canonical import canonical_json
from asp_decide.clauses.condition import Window
from asp_decide.model.catalogue import AttributeSpec
from asp_decide.model.effective import Period
from asp_decide.policy.written.document import (
    Bounded,
    Chosen,
    Decide,
    DefinedMeasure,
    Derive,
    Escalate,
    Force,
    Joined,
    Leaf,
    Link,
    Parameter,
    Require,
    Rule,
    Table,
    Written,
)
from asp_decide.policy.written.exemptions import WrittenExemption
from asp_decide.policy.written.phrase import (
    Amount,
    Bound,
    Conclusion,
    Equality,
    Named,
    Number,
    Presence,
)
from asp_decide.policy.written.policy_set import Output, PolicySet
from asp_decide.policy.written.resolution import members_of, resolve, stored
from asp_decide.policy.written.rule_parts import subject_of
from asp_decide.policy.written.vocabulary import expanded


class PlainMeaning:
    """Rules and conditions as plain nested texts, lists and mappings."""

    def __init__(self, policies: PolicySet) -> None:
        self.policies = policies

    def rule(self, rule: Rule) -> dict[str, Any]:
        """A rule with all that can move a decision, and nothing else."""
        subject = subject_of(rule)
        head = {
            "rule": rule.head.id.text,
            "owner": rule.head.owner.text,
            "effective": _period(rule.head.effective),
            "subject": subject,
            "where": self.where(rule.head.where, subject),
        }
        return head | self.body(rule, subject)

    def body(self, rule: Rule, subject: str) -> dict[str, Any]:
        """What is of the rule's kind alone."""
        match rule:
            case Bounded():
                return {
                    "kind": rule.kind,
                    "measure": self.measure(rule.measure.text, subject),
                    rule.side: self.amount(rule.amount.amount),
                    "when": self.optional(rule.when, subject),
                } | _force(rule.force)
            case Decide():
                return {
                    "kind": "decide",
                    "answer": rule.answer.text,
                    "at": rule.at.text,
                    "when": self.fires(rule.when, rule.unless, subject),
                    "missing": rule.missing,
                } | _force(rule.force)
            case Require():
                return {
                    "kind": "require",
                    "name": rule.name.text,
                    "at": rule.at.text,
                    "before": sorted({answer.text for answer in rule.before}),
                    "else": rule.otherwise.text,
                    "that": self.condition(rule.that, subject),
                    "unless": self.optional(rule.unless, subject),
                } | _force(rule.force)
            case Derive():
                return {
                    "kind": "derive",
                    "name": rule.name.text,
                    "when": self.fires(rule.when, rule.unless, subject),
                }
            case Escalate():
                return {
                    "kind": "escalate",
                    "name": rule.name.text,
                    "when": self.fires(rule.when, rule.unless, subject),
                    "to": [[step.role.text, step.within_days] for step in rule.to],
                    "halts": rule.halts_apply,
                } | ({} if rule.force is None else {"forces": True} | _force(rule.force))
            case Table():
                return self.table(rule, subject)
            case _:
                assert_never(rule)

    def exemption(self, written: WrittenExemption) -> dict[str, Any]:
        """An exemption with all but its prose."""
        kind, amount = written.kind.text, written.replaced
        return {
            "rule": written.rule.text,
            "for": [kind, written.subject.text],
            "does": "suspend" if amount is None else self.amount(amount.amount),
            "granted": [written.by.text, written.person.text, written.on.isoformat()],
            "second_approver": None if (two := written.second_approver) is None else two.text,
            "effective": _period(written.effective),
            "lapses_when": [self.condition(one, kind) for one in written.lapses_when],
        }

    def table(self, table: Table, subject: str) -> dict[str, Any]:
        """Columns and names of rows say nothing; the order of rows only where it decides."""
        rows = [
            {
                "if": [self.leaf(cell, subject) for cell in row.cells if cell is not None],
                "then": {o.text: w.text for o, w in zip(table.outputs, row.then, strict=True)},
            }
            for row in table.rows
        ]
        for row in rows:
            row["if"] = sorted(row["if"], key=canonical_json)
        told = {
            "kind": "table",
            "name": table.name.text,
            "hit": table.hit,
            "at": table.at.text if table.at is not None else None,
            "rows": rows if table.hit == "first" else sorted(rows, key=canonical_json),
            "missing": table.missing,
        }
        return told if table.force is None else told | _force(table.force)

    def fires(self, when: Written, unless: Written | None, subject: str) -> Any:
        """A condition and what spares, as one: `unless` is a `not`."""
        if unless is None:
            return self.condition(when, subject)
        both = [self.condition(when, subject), _negated(self.condition(unless, subject))]
        return _joined("all", both)

    def optional(self, condition: Written | None, subject: str) -> Any:
        """A condition, or None where there is none."""
        return None if condition is None else self.condition(condition, subject)

    def condition(self, condition: Written, subject: str) -> Any:
        """A condition about subjects of that kind."""
        match condition:
            case Leaf():
                return self.leaf(condition, subject)
            case Link(quantifier, link, that):
                target = self.policies.words.links[subject, link.text].target
                return {quantifier: link.text, "that": self.leaf(that, target)}
            case Joined("not", parts):
                return _negated(self.condition(parts[0], subject))
            case Joined(word, parts):
                return _joined(word, [self.condition(part, subject) for part in parts])
            case _:
                assert_never(condition)

    def leaf(self, leaf: Leaf, subject: str) -> Any:
        """One comparison, with the definition of what it compares."""
        spec = resolve(leaf.name.text, subject, self.policies)
        named: Any = [subject, leaf.name.text]
        if isinstance(spec, DefinedMeasure):
            named = self.measure(leaf.name.text, subject)
        match leaf.phrase:
            case Presence(known):
                return {"of": named, "is_known": known}
            case Equality(words, negated):
                assert isinstance(spec, AttributeSpec | Output), "these are words"
                return {"of": named, "words": list(stored(spec, words)), "negated": negated}
            case Conclusion(holds):
                return {"of": named, "holds": holds}
            case Bound(word, limit, upper, window):
                return {
                    "of": named,
                    "word": word,
                    "limit": self.amount(limit),
                    "upper": None if upper is None else self.amount(upper),
                    "window": _window(window),
                }
            case _:
                assert_never(leaf.phrase)

    def where(self, where: tuple[Chosen, ...], subject: str) -> dict[str, list[str]]:
        """The words that choose subjects, groups of states spelled out."""
        chosen = {}
        for line in where:
            spec = self.policies.words.spec(subject, line.attribute.text)
            assert isinstance(spec, AttributeSpec), "`where` was checked to name attributes"
            words = tuple(word.text for word in line.words)
            chosen[line.attribute.text] = list(expanded(spec, words))
        return chosen

    def measure(self, name: str, subject: str) -> Any:
        """A measure: of the catalogue by its name, of an author with its definition."""
        declared = self.policies.measures.get(name)
        if declared is None:
            return [subject, name]
        measure = declared.thing
        unit = self.policies.unit(measure.unit.text)
        assert unit is not None, "a defined measure was checked to have a unit"
        return {
            "name": name,
            measure.kind: [of.text for of in measure.of],
            "basis": measure.basis,
            "dimension": unit.dimension,
            "where": self.where(measure.where, members_of(measure, self.policies)),
        }

    def amount(self, amount: Amount) -> Any:
        """An amount in its base unit, or a parameter with all its values."""
        if isinstance(amount, Number):
            return self.number(amount)
        assert isinstance(amount, Named), "an amount is a number or a parameter"
        return self.parameter(self.policies.parameters[amount.parameter].thing)

    def parameter(self, parameter: Parameter) -> dict[str, Any]:
        """A parameter with its values by date, and those that value streams set."""
        values = [[v.from_day.isoformat(), self.number(v.number)] for v in parameter.values]
        told = {
            "parameter": parameter.name.text,
            "values": values,
            "overlays": parameter.overlays,
        }
        streams = self.streams(parameter.name.text)
        return told | ({"streams": streams} if streams else {})

    def streams(self, parameter: str) -> list[Any]:
        """What value streams set the parameter to, on all days."""
        return sorted(
            [overlay.stream.text, _period(overlay.effective), self.number(setting.number)]
            for overlay in self.policies.overlays
            if (setting := overlay.value_of(parameter)) is not None
        )

    def number(self, number: Number) -> list[str]:
        """A number in its base unit, with its dimension."""
        unit = self.policies.unit(number.unit)
        assert unit is not None, "an amount was checked to have a unit"
        value: Fraction = number.value * unit.factor
        return [str(value), unit.dimension]


def _joined(word: str, parts: list[Any]) -> Any:
    """Parts of a join in a fixed order, each once, joins of the same word flattened."""
    flat: dict[bytes, Any] = {}
    for part in parts:
        inner = part[word] if isinstance(part, dict) and set(part) == {word} else [part]
        for one in inner:
            flat[canonical_json(one)] = one
    ordered = [flat[key] for key in sorted(flat)]
    return ordered[0] if len(ordered) == 1 else {word: ordered}


def _negated(condition: Any) -> Any:
    if isinstance(condition, dict) and set(condition) == {"not"}:
        return condition["not"]
    return {"not": condition}


def _force(force: Force) -> dict[str, Any]:
    override = force.override
    return {
        "enforce": force.enforce,
        "override": None
        if override is None
        else [override.by.text, override.longest_intervals, sorted(set(override.needs))],
    }


def _window(window: Window | None) -> list[int] | None:
    return None if window is None else [window.at_least, window.of_last]


def _period(period: Period) -> list[str | None]:
    until = period.until
    return [period.from_day.isoformat(), until.isoformat() if until else None]
