"""Findings and answers as records: every rule and every subject, fired or not."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.clauses.calibration_records import cited
from asp_decide.clauses.clause import Clause, CompiledPolicies
from asp_decide.clauses.enforcement import enforced_by
from asp_decide.clauses.firmness_records import firmness_by_answer
from asp_decide.clauses.input_records import Inputs
from asp_decide.model.decision_point import DECISION_POINTS
from asp_decide.model.finding import Answer, Finding, Seen, TableOutcome
from asp_decide.model.flip import FindingKey, Flip
from asp_decide.model.plan import Plan
from asp_decide.model.quantity import unit
from asp_decide.model.subject import Layer, SubjectKey

PLACES = 9
"""Decimal places of an amount that no finite decimal can hold; rounded half-even."""

_LAYERS: tuple[Layer, ...] = ("portfolio", "delivery")
_POINT_ORDER = {point.name: number for number, point in enumerate(DECISION_POINTS)}


def rule_records(
    policies: CompiledPolicies,
    findings: Iterable[Finding],
    flips: Mapping[FindingKey, Flip],
    *,
    currency: str,
    inputs: Inputs,
) -> list[dict[str, Any]]:
    """A record for each finding, by layer, rule and subject; amounts in the units of the rules.

    `inputs` say from what the values were read.
    """
    clauses: dict[str, Clause] = {c.heading.rule: c for c in policies.clauses}
    return [
        _rule_record(one, clauses[one.rule], flips.get((one.rule, one.subject)), currency)
        | {"inputs": inputs.of_finding(one)}
        for one in sorted_findings(policies, findings)
    ]


def sorted_findings(policies: CompiledPolicies, findings: Iterable[Finding]) -> list[Finding]:
    """The findings in the order of their records: by layer, rule and subject."""
    clauses: dict[str, Clause] = {c.heading.rule: c for c in policies.clauses}
    return sorted(findings, key=lambda finding: _place_of(finding, clauses))


def answer_records(answers: Iterable[Answer], plan: Plan) -> list[dict[str, Any]]:
    """A record for each answer, by decision point and subject, beside what the plan made of it.

    What is decided at Gate 2 cites the calibration by which its forecasts were read. What the plan
    decides says how firm that is, where it was asked.
    """
    calibration, firmness = cited(plan), firmness_by_answer(plan)
    planned = {
        (one.point, one.initiative): one.decision for one in plan.decisions if one.by == "plan"
    }
    return [
        {
            "kind": "answer",
            "point": answer.point,
            "subject": subject_of(answer.subject),
            **answer_told(answer),
            "from_plan": planned.get((answer.point, answer.subject.id)),
        }
        | ({"calibration": calibration} if calibration and answer.point == "gate_2" else {})
        | firmness.get((answer.point, answer.subject.id), {})
        for answer in sorted_answers(answers)
    ]


def answer_told(answer: Answer) -> dict[str, Any]:
    """What rules make of a decision point and a subject, as a record has it."""
    return {
        "proposed": answer.answer,
        "by": sorted(answer.by),
        "over": [{"answer": word, "rule": rule} for word, rule in sorted(answer.over)],
        "blocked_by": sorted(answer.blocked_by),
        "blocked_answers": sorted(answer.blocked_answers),
        "otherwise": answer.otherwise,
        "why": answer.why,
    }


def sorted_answers(answers: Iterable[Answer]) -> list[Answer]:
    """The answers in the order of their records: by decision point as they are asked, subject."""
    return sorted(answers, key=lambda answer: (_POINT_ORDER[answer.point], answer.subject))


def subject_of(key: SubjectKey | None) -> dict[str, str] | None:
    """The subject as a record has it: its id under its kind."""
    return None if key is None else {key.kind: key.id}


def amount_text(value: Fraction, factor: Fraction = Fraction(1)) -> str:
    """A base value in a unit of that factor: exact if a finite decimal, else to nine places.

    >>> amount_text(Fraction(2, 5), Fraction(1, 100)), amount_text(Fraction(1, 3))
    ('40', '0.333333333')
    """
    try:
        return decimal_text(value / factor)
    except ValueError:
        return decimal_text(value / factor, PLACES)


def _place_of(finding: Finding, clauses: Mapping[str, Clause]) -> tuple[int, str, bool, str, str]:
    layer = _LAYERS.index(clauses[finding.rule].heading.layer)
    key = finding.subject
    if key is None:
        return (layer, finding.rule, False, "", "")
    return (layer, finding.rule, True, key.kind, key.id)


def _rule_record(
    finding: Finding, clause: Clause, flip: Flip | None, currency: str
) -> dict[str, Any]:
    heading = clause.heading
    return {
        "kind": "rule",
        "rule": heading.rule,
        "rule_hash": heading.meaning,
        "at": str(heading.place),
        "enforce": enforced_by(clause),
        "owner": heading.owner,
        "subject": subject_of(finding.subject),
        "result": finding.result,
        "comparisons": [seen_told(seen, currency) for seen in finding.seen],
        "flip": None if flip is None else _flip(flip, finding.subject),
        "message": finding.message,
    } | ({} if finding.table is None else outputs_told(finding.table))


def _flip(flip: Flip, own: SubjectKey | None) -> dict[str, Any]:
    """The one value that would have to be another, in the unit of its comparison."""
    told: dict[str, Any] = {
        "k": _number(flip.key),
        "from": amount_text(flip.from_value, flip.unit.factor),
        "to": amount_text(flip.to_value, flip.unit.factor),
        "would_give": flip.would_give,
    }
    if flip.interval:
        told["interval"] = flip.interval
    if flip.subject != own:
        told["of"] = subject_of(flip.subject)
    if flip.beyond:
        told["beyond"] = True
    if flip.gives:
        told["outputs"] = {name: list(words) for name, words in flip.gives}
    return told


def _number(key: str) -> int:
    """The number of a comparison in its rule."""
    return int(key.rpartition("/")[2])


def outputs_told(outcome: TableOutcome) -> dict[str, Any]:
    """What a table gives: the words for each output, and the rows that give or may give them."""
    return {
        "outputs": {name: list(words) for name, words in outcome.outputs},
        "rows": list(outcome.rows),
    }


def seen_told(seen: Seen, currency: str) -> dict[str, Any]:
    """One comparison as a record has it, amounts in the unit of its rule."""
    measured_in = unit(seen.unit, currency) if seen.unit else None
    factor = measured_in.factor if measured_in else Fraction(1)
    told: dict[str, Any] = {
        "k": _number(seen.key),
        "measure": seen.name,
        "test": seen.test,
        "seen": _seen(seen, factor),
        "truth": seen.truth.value,
    }
    if seen.spares:
        told["unless"] = True
    if seen.limit is not None:
        told["limit"] = amount_text(seen.limit, factor)
    if seen.margin is not None:
        told["margin"] = amount_text(seen.margin, factor)
    if seen.via:
        told["via"] = [subject_of(key) for key in seen.via]
    texts = {"unit": seen.unit, "limit_from": seen.limit_from, "why": seen.why}
    return told | {name: text for name, text in texts.items() if text}


def _seen(seen: Seen, factor: Fraction) -> list[dict[str, str | None]]:
    if not seen.values:
        return [] if seen.word is None else [{"value": seen.word}]
    found: list[dict[str, str | None]] = []
    for interval, value in seen.values:
        told = None if value is None else amount_text(value, factor)
        found.append({"interval": interval, "value": told} if interval else {"value": told})
    return found
