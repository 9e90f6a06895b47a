"""What moving a dimension of the organization means for its work, as changes of the design.

A score of 1 is a long-lived delivery system and has no such loss; at 0 the thing happens once a
year, as a project's budget, plan and release do. Between them it is so much of a year as the score
lacks. That is an assumption, and told as one wherever it is used.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.errors import UsageError

_A_YEAR = 52
_A_QUARTER = 13
_PLACES = 4


@dataclass(frozen=True, slots=True)
class KnownLosses:
    """What facts say of losses: the weeks of pace that a new team loses, and how much work fails.

    Both are None where no fact says it.
    """

    ramp_up_weeks: Fraction | None
    failing: Fraction | None


@dataclass(frozen=True, slots=True)
class DimensionMove:
    """A dimension from one score to another: what holds of the design before, and what changes."""

    before: tuple[str, ...]
    changes: tuple[str, ...]
    told: str


_EVERY: Mapping[str, tuple[str, str]] = {
    "funding": ("funding-every", "money comes"),
    "planning": ("planning-every", "the queue is ordered"),
    "delivery-continuity": ("release-every", "finished work goes out"),
}
_NEW_PEOPLE = {
    "team-structure": "teams are formed for their work",
    "knowledge-retention": "those who know it are gone",
}
_LEARNING = "learning-loops"

MOVABLE: tuple[str, ...] = (*_NEW_PEOPLE, *_EVERY, _LEARNING)
"""The six dimensions by the names by which they are moved."""


def movable(dimension: str) -> str:
    """The name by which a dimension of the scorecard is moved."""
    return dimension.replace(" ", "-")


def move(dimension: str, now: Fraction, then: Fraction, losses: KnownLosses) -> DimensionMove:
    """The changes of the design that moving a dimension means. Raises UsageError if no fact says.

    >>> move("funding", Fraction(1, 2), Fraction(1), KnownLosses(None, None)).changes
    ('funding-every=0',)
    """
    frame = f"{dimension} moves from {decimal_text(now, 2)} to {decimal_text(then, 2)}: "
    if dimension in _EVERY:
        name, what = _EVERY[dimension]
        before, after = ((1 - score) * _A_YEAR for score in (now, then))
        told = f"{what} {_when(before)}, then {_when(after)}"
        return DimensionMove((_change(name, before),), (_change(name, after),), frame + told)
    if dimension in _NEW_PEOPLE:
        if losses.ramp_up_weeks is None:
            told = "no value stream states `ramp_up_loss`, the weeks that a new team loses"
            raise UsageError(told, mend="state it in facts/value_streams, or say ramp-up=WEEKS")
        before, after = ((1 - score) * losses.ramp_up_weeks for score in (now, then))
        told = f"where {_NEW_PEOPLE[dimension]} each piece of work loses {_said(before)} weeks of"
        told += f" its pace, then {_said(after)}"
        return DimensionMove(
            (_change("ramp-up", before),), (_change("ramp-up", after),), frame + told
        )
    if not losses.failing:
        told = "no case says that its chance of success is below 1, so that nothing fails"
        raise UsageError(told, mend="say failing=30% and look-every=WEEKS")
    before, after = (_A_QUARTER + (1 - score) * (_A_YEAR - _A_QUARTER) for score in (now, then))
    told = f"{_said(losses.failing * 100)} % of the work brings nothing, and is stopped"
    told += f" {_said(before)} weeks after its start, then {_said(after)}"
    return DimensionMove(
        (_change("failing", losses.failing), _change("look-every", before)),
        (_change("look-every", after),),
        frame + told,
    )


def _change(name: str, number: Fraction) -> str:
    return f"{name}={decimal_text(number, _PLACES)}"


def _when(weeks: Fraction) -> str:
    return f"every {_said(weeks)} weeks" if weeks else "at once"


def _said(number: Fraction) -> str:
    return decimal_text(number, 1)
