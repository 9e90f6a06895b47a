"""Whether evidence says that something breaks a standing requirement in whose scope it is."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from asp_decide.model.initiative import Category
from asp_decide.model.outcome import GRADES, Evidence
from asp_decide.model.signal import Requirement
from asp_decide.model.subject import Measured, counted_by_name

type CheckedAt = Literal["gate_2", "verify"]


def duties_broken(requirements: Iterable[Requirement], rows: Sequence[Evidence]) -> Measured:
    """How many of these requirements the latest evidence says it breaks.

    Unknown while there is no evidence about one of them and none that says it breaks another.
    """
    violated: list[str] = []
    silent = []
    for requirement in requirements:
        reading = _latest_reading(requirement, rows)
        if reading == "contradicts":
            violated.append(requirement.id)
        if reading is None:
            silent.append(requirement.id)
    if silent and not violated:
        return Measured(None, f"no evidence about {', '.join(sorted(silent))}")
    return counted_by_name(violated)


def is_in_scope(
    requirement: Requirement,
    *,
    checked_at: CheckedAt,
    category: Category | None,
    streams: Sequence[str],
    as_of: date,
) -> bool:
    """Whether it stands, blocks there, and speaks of this category and of a touched stream.

    Where a category is unknown the requirement counts: absence must not free of a duty.
    """
    if requirement.valid_to is not None and requirement.valid_to < as_of:
        return False
    if requirement.checked_at and checked_at not in requirement.checked_at:
        return False
    categories = requirement.applies_to_categories
    if categories and category is not None and category not in categories:
        return False
    scope = requirement.applies_to_streams
    return not scope or not streams or bool(set(scope) & set(streams))


def _latest_reading(requirement: Requirement, rows: Sequence[Evidence]) -> str | None:
    """What the latest evidence about a requirement says; of one day the best grade counts."""
    about = [
        row
        for row in rows
        if row.informs == "requirement"
        and row.requirement_id == requirement.id
        and row.reading in {"supports", "contradicts"}
    ]
    latest = max((row.observed_on for row in about if row.observed_on is not None), default=None)
    on_that_day = [row for row in about if row.observed_on == latest]
    if not on_that_day:
        return None
    return min(on_that_day, key=lambda row: (_grade_place(row), row.id)).reading


def _grade_place(row: Evidence) -> int:
    return len(GRADES) if row.grade is None else GRADES.index(row.grade)
