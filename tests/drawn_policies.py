"""Policies and subjects drawn from a seed, as text and facts: whatever the catalogue can name.

A policy is drawn as an author might write it, from the same catalogue and grammar that loading
uses, so a name, a unit or a kind of subject that is added is drawn from then on. What is drawn may
be refused (too wide, circular): the test counts how often it is not.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

from asp_decide.clauses.clause import CompiledPolicies, LimitClause
from asp_decide.clauses.condition import Condition, QuantityTest, comparisons
from asp_decide.model.catalogue import AttributeSpec, FieldSpec, MeasureSpec
from asp_decide.model.decision_point import DECISION_POINTS, DecisionPoint
from asp_decide.model.portfolio_amounts import MEASURES
from asp_decide.model.portfolio_catalogue import ATTRIBUTES, FIELDS, LINKS
from asp_decide.model.quantity import CURRENCY
from asp_decide.model.subject import (
    PORTFOLIO,
    History,
    Measured,
    Subject,
    SubjectKey,
    SubjectKind,
)
from asp_decide.policy.vocabulary import words_of

type Drawn = dict[str, Any]

_PORTFOLIO = "portfolio"
_INTERVALS = tuple(f"2026Q{n}" for n in (1, 2, 3, 4))
_STREAMS = ("cards", "lending")
_WORDS = ("below", "at most", "above", "at least")
_RATIO = "realised_share"


@dataclass
class _Names:
    """What may be named so far: of each kind of subject the conclusions with their height."""

    conclusions: dict[str, list[str]] = field(default_factory=dict)

    def of(self, subject: str) -> Sequence[str]:
        return self.conclusions.get(subject, ())


def drawn_policy(chance: Random) -> str:
    """One policy file of the portfolio layer, as JSON, which is YAML."""
    names = _Names()
    rules = [_derive(chance, n, names) for n in range(chance.randint(0, 4))]
    points = [p for p in DECISION_POINTS if p.layer == _PORTFOLIO]
    used = chance.sample(points, chance.randint(1, 3))
    rules += [_decide(chance, n, chance.choice(used), names) for n in range(chance.randint(1, 4))]
    rules += [_require(chance, n, chance.choice(used), names) for n in range(chance.randint(0, 2))]
    rules += [_bound(chance, n, names) for n in range(chance.randint(0, 2))]
    rules += [_escalate(chance, n, names) for n in range(chance.randint(0, 1))]
    return json.dumps(
        {
            "asp": "policy/v1",
            "policy": "portfolio/drawn",
            "layer": "portfolio",
            "title": "Drawn by chance",
            "owner": "portfolio_manager",
            "approved": {"by": "portfolio_board", "on": "2025-12-15"},
            "effective": {"from": "2026-01-01"},
            "measures": {
                _RATIO: {"ratio": ["value_realised", "value_forecast"], "unit": "%"},
                "open_work": {"count": "initiative", "unit": "initiatives"}
                | _maybe(chance, "where", _where(chance, "initiative")),
                "held": {"sum": "initiative", "of": _summed(chance), "unit": "team-weeks"}
                | _maybe(chance, "where", _where(chance, "initiative")),
                "bold_share": {
                    "share_of": "capacity",
                    "basis": chance.choice(["available", "allocated"]),
                    "unit": "%",
                }
                | _maybe(chance, "where", _where(chance, "initiative")),
            },
            "decisions": {point.name: _order(chance, point) for point in used},
            "rules": rules,
        }
    )


def _maybe(chance: Random, key: str, value: Any) -> Drawn:
    return {key: value} if value and chance.random() < 0.4 else {}


def _head(rule: str) -> Drawn:
    return {
        "id": rule,
        "title": f"Rule {rule}",
        "owner": "portfolio_manager",
        "because": "It was drawn by chance.",
        "message": f"{rule} speaks",
    }


def _order(chance: Random, point: DecisionPoint) -> Drawn:
    answers = list(point.answers)
    chance.shuffle(answers)
    if chance.random() < 0.2:
        answers.insert(chance.randint(0, len(answers)), "review")
    return {"order": answers, "otherwise": chance.choice(point.otherwise)}


def _enforce(chance: Random) -> Drawn:
    enforce = chance.choice(["mandatory", "overridable", "advisory"])
    if enforce != "overridable":
        return {"enforce": enforce}
    override = {"by": "portfolio_board", "longest": "1 interval", "needs": ["reason"]}
    return {"enforce": enforce, "override": override}


def _derive(chance: Random, number: int, names: _Names) -> Drawn:
    subject = chance.choice(["initiative", "initiative", "requirement", "signal", "value_stream"])
    name = f"conclusion_{number}"
    rule = _head(f"DER-{number:02}") | {"derive": name, "for_each": subject}
    below = _Names({kind: list(known) for kind, known in names.conclusions.items()})
    rule["when"] = _condition(chance, subject, below, own=(subject, name))
    rule |= _maybe(chance, "unless", _condition(chance, subject, below, depth=1))
    rule |= _maybe(chance, "where", _where(chance, subject))
    names.conclusions.setdefault(subject, []).append(name)
    return rule


def _decide(chance: Random, number: int, point: DecisionPoint, names: _Names) -> Drawn:
    rule = _head(f"DEC-{number:02}") | {
        "decide": chance.choice([*point.answers, "review"]),
        "at": point.name,
        "when": _condition(chance, point.subject, names),
        "missing": "review",
    }
    rule |= _maybe(chance, "unless", _condition(chance, point.subject, names, depth=1))
    return rule | _maybe(chance, "where", _where(chance, point.subject)) | _enforce(chance)


def _require(chance: Random, number: int, point: DecisionPoint, names: _Names) -> Drawn:
    safe = [word for word in (*point.otherwise, "review") if word != "plan"]
    rule = _head(f"REQ-{number:02}") | {
        "require": f"requirement_{number}",
        "at": point.name,
        "before": chance.sample(point.answers, chance.randint(1, len(point.answers))),
        "that": _condition(chance, point.subject, names),
        "else": chance.choice(safe),
    }
    rule |= _maybe(chance, "unless", _condition(chance, point.subject, names, depth=1))
    rule |= _maybe(chance, "where", _where(chance, point.subject))
    enforced = _enforce(chance)
    return rule | (enforced if enforced["enforce"] != "advisory" else {"enforce": "mandatory"})


def _summed(chance: Random) -> str:
    """A measure of initiatives that adds up: one that the plan sets, or one that it does not."""
    return chance.choice(["demand", "remaining_effort", "linked_effort"])


def _bound(chance: Random, number: int, names: _Names) -> Drawn:
    kind = chance.choice(["limit", "share", "sum", "measure"])
    side = chance.choice(["at_most", "at_least"])
    if kind == "limit":
        per = chance.choice(["value_stream", _PORTFOLIO])
        rule: Drawn = {
            "limit": "open_work",
            "per": per,
            "at_most": f"{chance.randint(0, 3)} initiatives",
        }
    elif kind == "share":
        per = chance.choice(["value_stream", _PORTFOLIO])
        rule = {"guardrail": "bold_share", "per": per, side: f"{chance.randint(0, 60)} %"}
    elif kind == "sum":
        per = chance.choice(["value_stream", _PORTFOLIO])
        rule = {"guardrail": "held", "per": per, side: f"{chance.randint(0, 40)} team-weeks"}
    else:
        spec = chance.choice([m for m in MEASURES if m.subject == "initiative" and not m.history])
        per = spec.subject
        rule = {"guardrail": spec.name, "per": per, side: _amount(chance, spec.unit)}
    rule = _head(f"BND-{number:02}") | rule
    rule |= _maybe(chance, "when", _condition(chance, per, names, depth=1))
    return rule | _enforce(chance)


def _escalate(chance: Random, number: int, names: _Names) -> Drawn:
    subject = chance.choice(["initiative", _PORTFOLIO, "value_stream", "theme"])
    return _head(f"ESC-{number:02}") | {
        "escalate": f"escalation_{number}",
        "for_each": subject,
        "when": _condition(chance, subject, names),
        "to": [{"role": "portfolio_board", "within": "14 days"}],
    }


def _where(chance: Random, subject: str) -> Drawn:
    closed = [a for a in ATTRIBUTES if a.subject == subject and words_of(a)]
    if not closed:
        return {}
    spec = chance.choice(closed)
    known = words_of(spec)
    return {spec.name: chance.sample(known, chance.randint(1, min(3, len(known))))}


def _condition(
    chance: Random,
    subject: str,
    names: _Names,
    *,
    depth: int = 2,
    own: tuple[str, str] | None = None,
) -> Drawn:
    """A condition of a subject; `own` is the conclusion that it draws, which it may meet again."""
    shape = chance.choice(["leaf", "all", "any", "not", "link"]) if depth else "leaf"
    if shape == "not":
        return {"not": _condition(chance, subject, names, depth=depth - 1)}
    if shape in {"all", "any"}:
        count = chance.randint(2, 3)
        return {
            shape: [
                _condition(chance, subject, names, depth=depth - 1, own=own) for _ in range(count)
            ]
        }
    links = [link for link in LINKS if link.source == subject]
    if shape == "link" and links:
        link = chance.choice(links)
        if own and own[0] == link.target == subject and chance.random() < 0.5:
            return {"some": link.name, "that": {own[1]: "holds"}}
        return {
            chance.choice(["some", "every"]): link.name,
            "that": _leaf(chance, link.target, names),
        }
    return _leaf(chance, subject, names)


def _leaf(chance: Random, subject: str, names: _Names) -> Drawn:
    known: list[Callable[[], Drawn]] = []
    for name in names.of(subject):
        known += [lambda name=name: {name: chance.choice(["holds", "does not hold"])}] * 3  # type: ignore[misc]
    every: tuple[AttributeSpec | FieldSpec | MeasureSpec, ...] = (*ATTRIBUTES, *FIELDS, *MEASURES)
    specs = [spec for spec in every if spec.subject == subject]
    known += [lambda spec=spec: {spec.name: _phrase(chance, spec)} for spec in specs]  # type: ignore[misc]
    if subject == "initiative":
        known += [lambda: {_RATIO: _bounded(chance, "%", history=True)}] * 3
    return chance.choice(known)() if known else {"name": "known"}


def _phrase(chance: Random, spec: AttributeSpec | FieldSpec | MeasureSpec) -> str:
    if isinstance(spec, FieldSpec) or chance.random() < 0.15:
        return chance.choice(["known", "missing"])
    if isinstance(spec, MeasureSpec):
        return _bounded(chance, spec.unit, history=spec.history)
    known = words_of(spec)
    if not known:
        return "known"
    shape = chance.choice(["is", "is not", "one of"])
    if shape == "one of":
        return "one of " + ", ".join(chance.sample(known, min(2, len(known))))
    return f"{shape} {chance.choice(known)}"


def _bounded(chance: Random, unit: str, *, history: bool) -> str:
    if chance.random() < 0.15:
        low, high = sorted((chance.randint(-2, 4), chance.randint(-2, 4)))
        shown = unit.replace(CURRENCY, "EUR")
        text = f"between {low} {shown} and {high} {shown}"
    else:
        text = f"{chance.choice(_WORDS)} {_amount(chance, unit)}"
    if not history or chance.random() < 0.4:
        return text
    if chance.random() < 0.5:
        return f"{text} for {chance.randint(1, 3)} intervals in a row"
    last = chance.randint(2, 4)
    return f"{text} in {chance.randint(1, last)} of the last {last} intervals"


def _amount(chance: Random, unit: str) -> str:
    number = chance.choice([str(chance.randint(-2, 4)), f"{chance.randint(0, 3)}.5"])
    return f"{number} {unit.replace(CURRENCY, 'EUR')}"


def drawn_subjects(chance: Random, policies: CompiledPolicies) -> list[Subject]:
    """Subjects of every kind whose amounts lie at, under and over the limits that are asked for."""
    near = _limits(policies)
    ids = _ids(chance)
    return [
        _subject(chance, kind, name, ids, near) for kind, names in ids.items() for name in names
    ]


def _ids(chance: Random) -> dict[SubjectKind, tuple[str, ...]]:
    return {
        "signal": tuple(f"SIG-{n}" for n in range(chance.randint(0, 2))),
        "requirement": tuple(f"REQ-{n}" for n in range(chance.randint(0, 2))),
        "theme": tuple(f"THM-{n}" for n in range(chance.randint(0, 2))),
        "initiative": tuple(f"INI-{n}" for n in range(chance.randint(1, 5))),
        "value_stream": _STREAMS,
        "portfolio": (PORTFOLIO,),
    }


def _limits(policies: CompiledPolicies) -> Mapping[tuple[str, str], list[Fraction]]:
    near: dict[tuple[str, str], list[Fraction]] = {}
    for clause in policies.clauses:
        for name in ("when", "that", "unless"):
            condition: Condition | None = getattr(clause, name, None)
            for leaf in comparisons(condition):
                if isinstance(leaf.test, QuantityTest):
                    names = leaf.ratio_of or (leaf.name,)
                    for one in names:
                        found = near.setdefault((leaf.subject, one), [])
                        found += [v for v in (leaf.test.limit, leaf.test.upper) if v is not None]
        if isinstance(clause, LimitClause):
            bound = clause.at_most if clause.at_most is not None else clause.at_least
            assert bound is not None, "a limit has a bound"
            near.setdefault((clause.per, clause.name), []).append(bound)
    return near


def _subject(
    chance: Random,
    kind: SubjectKind,
    name: str,
    ids: Mapping[SubjectKind, tuple[str, ...]],
    near: Mapping[tuple[str, str], list[Fraction]],
) -> Subject:
    attributes: dict[str, str | None] = {
        spec.name: None if chance.random() < 0.2 else chance.choice(spec.words or ("some_word",))
        for spec in ATTRIBUTES
        if spec.subject == kind and chance.random() < 0.9
    }
    fields = {f.name: chance.random() < 0.5 for f in FIELDS if f.subject == kind}
    links = {
        link.name: tuple(chance.sample(found, chance.randint(0, min(2, len(found)))))
        for link in LINKS
        if link.source == kind and (found := (*ids.get(link.target, ()), "NOWHERE"))
    }
    measures: dict[str, Measured | History] = {}
    for spec in MEASURES:
        if spec.subject == kind and chance.random() < 0.9:
            limits = near.get((kind, spec.name), [Fraction(1)])
            measures[spec.name] = _measured(chance, limits, history=spec.history)
    for group, defined in near:
        if group == kind and defined not in measures and chance.random() < 0.5:
            measures[defined] = _measured(chance, near[group, defined], history=False)
    streams = links.get("value_stream", ()) if kind == "initiative" else ()
    own = tuple(stream for stream in streams if stream in _STREAMS)
    return Subject(SubjectKey(kind, name), name, attributes, fields, measures, links, own)


def _measured(chance: Random, limits: Sequence[Fraction], *, history: bool) -> Measured | History:
    if not history or chance.random() < 0.1:
        return Measured(_value(chance, limits), "missing")
    values = tuple(_value(chance, limits) for _ in range(chance.randint(0, 4)))
    return History(_INTERVALS[len(_INTERVALS) - len(values) :], values)


def _value(chance: Random, limits: Sequence[Fraction]) -> Fraction | None:
    if chance.random() < 0.15:
        return None
    return chance.choice(limits) + chance.choice([-1, 0, 0, 1]) * Fraction(
        1, chance.choice([1, 700])
    )


def as_subjects(subjects: Iterable[Subject]) -> dict[SubjectKey, Subject]:
    """The subjects by their keys, in the order given."""
    return {subject.key: subject for subject in subjects}
