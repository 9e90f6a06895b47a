"""How long it takes to learn, against how fast the world changes (after Senge 1990)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from statistics import median

_DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Lesson:
    """One verdict: the day of the first release behind it, its own, and when it was first used.

    `released_on` and `used_on` are None where they are not known, or not yet.
    """

    released_on: date | None
    judged_on: date
    used_on: date | None


@dataclass(frozen=True, slots=True)
class Latency:
    """How long learning takes, in weeks, each a median over as many cases as are known.

    `to_verdict` runs from the first release to the verdict, `to_use` from the verdict to the first
    decision that knew it, `between_changes` from one change that broke an assumption to the next.
    """

    verdicts: int
    to_verdict: Fraction | None
    to_use: Fraction | None
    between_changes: Fraction | None

    @property
    def total(self) -> Fraction | None:
        """From release to use; None while either half is not known."""
        if self.to_verdict is None or self.to_use is None:
            return None
        return self.to_verdict + self.to_use

    @property
    def loop_ratio(self) -> Fraction | None:
        """Learning over change: below 1 an organization learns faster than its world changes."""
        if self.total is None or not self.between_changes:
            return None
        return self.total / self.between_changes


def latency(lessons: Iterable[Lesson], changes: Iterable[date]) -> Latency:
    """The medians; `changes` are the days on which an assumption was broken, each once."""
    known = tuple(lessons)
    days = sorted(set(changes))
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return Latency(
        verdicts=len(known),
        to_verdict=_median_weeks(
            [(one.judged_on - one.released_on).days for one in known if one.released_on]
        ),
        to_use=_median_weeks([(one.used_on - one.judged_on).days for one in known if one.used_on]),
        between_changes=_median_weeks(gaps),
    )


def _median_weeks(days: Sequence[int]) -> Fraction | None:
    """The middle of so many spans of days, in weeks; half-way between the two middle ones."""
    return median(Fraction(one, _DAYS_A_WEEK) for one in days) if days else None
