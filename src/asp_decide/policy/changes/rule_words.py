"""The parts of a rule as people read them, one by one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from asp_decide.model.effective import Period
from asp_decide.policy.changes.condition_changes import Version, spared, words_of
from asp_decide.policy.compiling.plain_meaning import PlainMeaning
from asp_decide.policy.written.dated import value_on
from asp_decide.policy.written.document import (
    Bounded,
    Chosen,
    Decide,
    Derive,
    Escalate,
    Force,
    Require,
    Row,
    Rule,
    Table,
    Written,
)
from asp_decide.policy.written.phrase import Named, amount_in_words, in_words
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.rule_parts import force_of, subject_of


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """A rule with the policies that it is one of, and the day on which it is looked at."""

    rule: Rule
    policies: PolicySet
    as_of: date

    @property
    def meaning(self) -> dict[str, Any]:
        """All of it that can move a decision, as plain texts."""
        return PlainMeaning(self.policies).rule(self.rule)

    def condition(self, written: Written | None) -> Version:
        """One of its conditions."""
        return Version(written, PlainMeaning(self.policies), subject_of(self.rule))


def sentence_of(rule: Rule) -> str:
    """A rule in one line, as it is written."""
    where = f" of {where_in_words(rule.head.where)}" if rule.head.where else ""
    match rule:
        case Bounded():
            told = f"{rule.kind} {rule.measure.text} {rule.side.replace('_', ' ')} "
            told += f"{amount_in_words(rule.amount.amount)} per {rule.per.text}{where}"
            told += f" when {words_of(rule.when)}" if rule.when is not None else ""
        case Decide():
            told = f"decide {rule.answer.text} at {rule.at.text}{where} when {_fires(rule)}"
        case Require():
            told = f"require {rule.name.text} at {rule.at.text} before {_before(rule)}{where}: "
            told += f"{words_of(rule.that)}{_unless(rule.unless)}, else {rule.otherwise.text}"
        case Derive():
            told = f"derive {rule.name.text} for each {rule.for_each.text}{where} "
            told += f"when {_fires(rule)}"
        case Escalate():
            told = f"escalate {rule.name.text} to {_steps(rule)} for each {rule.for_each.text}"
            told += f"{where} when {_fires(rule)}"
            told += ", and force a decision" if rule.force is not None else ""
        case Table():
            outputs = ", ".join(output.text for output in rule.outputs)
            told = f"table {rule.name.text}, {rule.hit} of {len(rule.rows)} rows gives {outputs}"
            told += where
    force = force_of(rule)
    return told if force is None else f"{told}; {force.enforce}"


def part_in_words(key: str, version: RuleVersion) -> str:
    """One part of a rule by its name in the meaning; nothing where the rule has no such part."""
    return _PARTS[key](version)


def row_in_words(row: Row, table: Table) -> str:
    """What a row asks, and what it gives."""
    asked = " and ".join(f"{one.name.text} {in_words(one.phrase)}" for one in row.cells if one)
    given = (f"{name.text} {word.text}" for name, word in zip(table.outputs, row.then, strict=True))
    return f"{asked or 'anything'}: {', '.join(given)}"


def period_in_words(period: Period) -> str:
    """From which day until which."""
    until = f" until {period.until}" if period.until is not None else ""
    return f"from {period.from_day}{until}"


def where_in_words(where: Sequence[Chosen]) -> str:
    """The lines of `where`, in an order that does not depend on how they are written."""
    lines = (
        f"{line.attribute.text} {' or '.join(sorted(word.text for word in line.words))}"
        for line in sorted(where, key=lambda line: line.attribute.text)
    )
    return " and ".join(lines)


def _bound(version: RuleVersion, side: str) -> str:
    rule = version.rule
    if not isinstance(rule, Bounded) or rule.side != side:
        return ""
    amount = rule.amount.amount
    told = amount_in_words(amount)
    if isinstance(amount, Named):
        value = value_on(version.policies.parameters[amount.parameter].thing, version.as_of)
        told += f" ({value.text.text})" if value is not None else ""
    return told


def _name(rule: Rule) -> str:
    return "" if isinstance(rule, Bounded | Decide) else rule.name.text


def _fires(rule: Decide | Derive | Escalate) -> str:
    return words_of(spared(rule.when, rule.unless))


def _before(rule: Rule) -> str:
    if not isinstance(rule, Require):
        return ""
    return ", ".join(sorted({answer.text for answer in rule.before}))


def _steps(rule: Rule) -> str:
    if not isinstance(rule, Escalate):
        return ""
    return ", then ".join(f"{step.role.text} within {step.within_days} days" for step in rule.to)


def _override(force: Force | None) -> str:
    if force is None or force.override is None:
        return ""
    one = force.override
    longest = f"{one.longest_intervals} interval{'' if one.longest_intervals == 1 else 's'}"
    return f"by {one.by.text} for {longest}, with {', '.join(sorted(set(one.needs)))}"


def _unless(condition: Written | None) -> str:
    return "" if condition is None else f", unless {words_of(condition)}"


_PARTS: Mapping[str, Callable[[RuleVersion], str]] = {
    "owner": lambda of: of.rule.head.owner.text,
    "effective": lambda of: period_in_words(of.rule.head.effective),
    "subject": lambda of: subject_of(of.rule),
    "where": lambda of: where_in_words(of.rule.head.where),
    "at_most": lambda of: _bound(of, "at_most"),
    "at_least": lambda of: _bound(of, "at_least"),
    "measure": lambda of: of.rule.measure.text if isinstance(of.rule, Bounded) else "",
    "answer": lambda of: of.rule.answer.text if isinstance(of.rule, Decide) else "",
    "at": lambda of: "" if (at := getattr(of.rule, "at", None)) is None else at.text,
    "missing": lambda of: getattr(of.rule, "missing", ""),
    "name": lambda of: _name(of.rule),
    "before": lambda of: _before(of.rule),
    "else": lambda of: of.rule.otherwise.text if isinstance(of.rule, Require) else "",
    "to": lambda of: _steps(of.rule),
    "halts": lambda of: "apply" if isinstance(of.rule, Escalate) and of.rule.halts_apply else "",
    "forces": lambda of: "decision" if isinstance(of.rule, Escalate) and of.rule.force else "",
    "hit": lambda of: of.rule.hit if isinstance(of.rule, Table) else "",
    "enforce": lambda of: "" if (force := force_of(of.rule)) is None else force.enforce,
    "override": lambda of: _override(force_of(of.rule)),
}
