"""Criteria agreed at Gate 2 upon which work stops: how many there are, and which have tripped."""

from collections.abc import Sequence
from typing import Literal

from asp_decide.model.outcome import GRADES, Grade, Outcome
from asp_decide.portfolio.dossier import Dossiers

type Tripped = Literal["none", "stop", "redirect", "review"]

_GRAVEST_FIRST: tuple[Tripped, ...] = ("stop", "redirect", "review", "none")


def tripped_kill(rows: Sequence[Outcome], told: Dossiers) -> Tripped | None:
    """The gravest action of a criterion that has tripped, or `none`.

    None (missing) while a criterion that is due lacks the evidence it asks for and might be
    graver: missing evidence stops nothing, and it clears nothing either.
    """
    tripped: Tripped = "none"
    in_doubt: Tripped = "none"
    for row in _criteria(rows):
        if not told.is_closed(row):
            continue
        verdict = _has_tripped(row)
        action: Tripped = row.kill_action or "review"
        if verdict is None:
            in_doubt = _graver(in_doubt, action)
        elif verdict:
            tripped = _graver(tripped, action)
    return tripped if _graver(tripped, in_doubt) == tripped else None


def kill_criteria(rows: Sequence[Outcome]) -> int:
    """The number of criteria that the case in force has agreed."""
    return len(_criteria(rows))


def _criteria(rows: Sequence[Outcome]) -> tuple[Outcome, ...]:
    return tuple(row for row in rows if row.kill_if is not None)


def _has_tripped(row: Outcome) -> bool | None:
    """Whether the actual is on the wrong side; None if it is missing or shown too weakly."""
    if row.status != "measured" or row.actual is None or row.kill_threshold is None:
        return None
    wrong = (
        row.actual < row.kill_threshold
        if row.kill_if == "below"
        else row.actual > row.kill_threshold
    )
    if wrong and not _is_shown(row):
        return None
    return wrong


def _is_shown(row: Outcome) -> bool:
    """Whether the method of measuring is at least of the grade that the criterion asks for.

    An actual that was attributed by no method is an anecdote.
    """
    if row.kill_min_grade is None:
        return True
    shown: Grade = "anecdote" if row.method is None or row.method == "none" else row.method
    return GRADES.index(shown) <= GRADES.index(row.kill_min_grade)


def _graver(one: Tripped, other: Tripped) -> Tripped:
    return min(one, other, key=_GRAVEST_FIRST.index)
