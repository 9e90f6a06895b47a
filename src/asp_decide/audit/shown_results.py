"""Results and answers decided again from what records show: their values are taken as given.

Whoever has the records and the policies that they are of needs no facts for this. Whether the
values are those of the facts is another question, which the whole bundle answers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from asp_decide.audit.shown_subject import ShownSubject, Told, key_of
from asp_decide.clauses.act_records import is_override
from asp_decide.clauses.clause import Clause, CompiledPolicies, TableClause
from asp_decide.clauses.result_records import answer_told, outputs_told, seen_told
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.finding import Finding, TableOutcome
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import Subject
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.reference_evaluator import outcome_on, result_on, seen_by

_FOLLOWS = ("test", "truth", "limit", "limit_from", "unit", "unless")
"""What of a comparison follows from its rule and its values; why it is unknown does not."""

_AS_TOLD = Fraction(2, 10**9)
"""A margin lies between two amounts, each told to nine places."""


def result_told_otherwise(record: Told, clause: Clause, currency: str) -> str:
    """Where a record of a rule says something else than the rule does of the values in it.

    Empty where all of it follows. Raises what reading something that is no such record raises.
    """
    shown = ShownSubject.of(record, clause, currency)
    subject, witness = shown.subject, shown.witness
    told: dict[str, Any] = {"result": result_on(clause, witness, subject)}
    if isinstance(clause, TableClause) and "outputs" in record:
        told |= outputs_told(outcome_on(clause, witness, subject))
    seen = [seen_told(one, currency) for one in seen_by(clause, witness, subject)]
    differences = (*_unlike(record, told), *_seen_otherwise(record["comparisons"], seen))
    return next(iter(differences), "")


def answer_told_otherwise(
    record: Told, of_subject: Sequence[Told], policies: CompiledPolicies
) -> str:
    """Where an answer is another than the results of that subject give; empty where it is not.

    `of_subject` are the records of rules and exemptions about it. A result that halts the run
    raises MissingFactError.
    """
    key, point = key_of(record), POINTS_BY_NAME[record["point"]]
    findings = [_finding(one) for one in of_subject if one["kind"] == "rule"]
    asked: dict[str, str | None] = {"state": point.states[0]} if point.states else {}
    if point.asks_for:
        asked[point.asks_for] = point.asks_word
    subjects = {key: Subject(key, attributes=asked)}
    held = replace(policies, suspended={(rule, key): id_ for rule, id_ in _spared(of_subject)})
    found = [one for one in prevailing(held, findings, subjects) if one.point == point.name]
    if not found:
        return f"no rule asks for an answer at `{point.name}`"
    return next(_unlike(record, answer_told(found[0])), "")


def _spared(of_subject: Iterable[Told]) -> Iterator[tuple[RuleId, str]]:
    """The rules that an exemption which the run followed suspends, each with its id."""
    for one in of_subject:
        if one["kind"] == "override" and not is_override(one) and one["state"] != "refused":
            yield from ((rule, one["id"]) for rule in one["rules"] if one["does"] == "suspend")


def _finding(record: Told) -> Finding:
    outcome = None
    if "outputs" in record:
        outputs = tuple((name, tuple(words)) for name, words in record["outputs"].items())
        outcome = TableOutcome(record["result"], outputs, tuple(record["rows"]))
    return Finding(record["rule"], key_of(record), record["result"], table=outcome)


def _unlike(record: Told, again: Mapping[str, Any], place: str = "") -> Iterator[str]:
    for name, value in again.items():
        if record.get(name) != value:
            yield f"{place}{name} is `{record.get(name)}`, by what it shows it is `{value}`"


def _seen_otherwise(told: Sequence[Told], again: Sequence[Told]) -> Iterator[str]:
    if len(told) != len(again):
        yield f"it tells of {len(told)} comparisons, and its rule makes {len(again)}"
        return
    for number, (one, other) in enumerate(zip(told, again, strict=True)):
        place = f"comparisons[{number}]."
        yield from _unlike(one, {name: other.get(name) for name in _FOLLOWS}, place)
        if not _as_near(one.get("margin"), other.get("margin")):
            yield from _unlike(one, {"margin": other.get("margin")}, place)


def _as_near(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(Fraction(one) - Fraction(other)) <= _AS_TOLD
