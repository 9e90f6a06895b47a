"""Which observations move what a case says of an initiative, and with what weight."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from asp_decide.model.initiative import Initiative
from asp_decide.model.outcome import GRADES, Evidence, Grade

_OF_WORK = frozenset({"effort", "duration", "outlay"})
_BY_LEAD: Grade = "expert"
"""The best grade of what a lead recorded of the own work, or what nobody says who recorded."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A row of evidence with the weight at which it counts; `why_not` says why it moves nothing."""

    row: Evidence
    weight: Decimal
    why_not: str = ""


def counted(
    rows: Iterable[Evidence],
    initiative: Initiative,
    *,
    as_of: date,
    weights: Mapping[Grade, Decimal],
) -> tuple[Counted, ...]:
    """Every row about an initiative or its options, with its weight; sorted by id.

    What was seen by the day on which the case was agreed is already in it; what is seen after the
    day of the run is not known on it. Of rows with one source about one question the best grade
    counts; among equals the latest, then the first id.
    """
    found = sorted(rows, key=lambda row: row.id)
    grades = {row.id: _grade(row, initiative) for row in found}
    told = {
        row.id: _why_not(row, grades[row.id], initiative, as_of=as_of, weights=weights)
        for row in found
    }
    strongest = _one_of_each_source([row for row in found if not told[row.id]], grades)
    return tuple(
        Counted(row, _weight(grades[row.id], weights), told[row.id])
        if told[row.id] or row.id in strongest
        else Counted(row, Decimal(0), "its source already counts once")
        for row in found
    )


def is_own(row: Evidence, initiative: Initiative) -> bool:
    """Whether the lead of an initiative recorded it, or nobody says who did.

    Who recorded is written as role and person.
    """
    if row.recorded_by is None:
        return True
    lead = (initiative.lead or "").casefold()
    recorded = row.recorded_by.casefold()
    return bool(lead) and (recorded == lead or recorded.endswith(f" {lead}"))


def _grade(row: Evidence, initiative: Initiative) -> Grade | None:
    if row.grade is not None and is_own(row, initiative):
        return max(row.grade, _BY_LEAD, key=GRADES.index)
    return row.grade


def _why_not(
    row: Evidence,
    grade: Grade | None,
    initiative: Initiative,
    *,
    as_of: date,
    weights: Mapping[Grade, Decimal],
) -> str:
    agreed, day = initiative.case_agreed_on, row.observed_on
    if day is None:
        return "nobody says when it was observed"
    if day > as_of:
        return "it was observed after the day of the run"
    if agreed is not None and day <= agreed:
        return f"it was known when the case was agreed on {agreed}"
    if row.origin == "delivery" and row.informs not in _OF_WORK:
        return "delivery tells what the work takes and not what it is worth"
    return _without_weight(row, grade, weights)


def _without_weight(row: Evidence, grade: Grade | None, weights: Mapping[Grade, Decimal]) -> str:
    if row.informs == "success" and row.likelihood_ratio is None:
        return "it states no likelihood ratio"
    if row.informs != "success" and row.estimate is None:
        return "it states no estimate"
    if grade is None:
        return "it has no grade"
    return "" if _weight(grade, weights) else f"the grade `{grade}` has no weight"


def _weight(grade: Grade | None, weights: Mapping[Grade, Decimal]) -> Decimal:
    return Decimal(0) if grade is None else weights[grade]


def _one_of_each_source(
    rows: Sequence[Evidence], grades: Mapping[str, Grade | None]
) -> frozenset[str]:
    best: dict[tuple[str, str], Evidence] = {}

    def strength(row: Evidence) -> tuple[int, int, str]:
        grade = grades[row.id]
        assert grade is not None, "what has no grade does not count"
        assert row.observed_on is not None, "what has no day does not count"
        return GRADES.index(grade), -row.observed_on.toordinal(), row.id

    for row in rows:
        key = row.source, row.informs
        best[key] = min(best.get(key, row), row, key=strength)
    return frozenset(row.id for row in best.values())
