"""The calendar of planning intervals, and time as weeks from the day of the run."""

from datetime import date
from fractions import Fraction
from typing import Self

from pydantic import Field, model_validator

from asp_decide.model.base import Model
from asp_decide.model.ids import IntervalId


class Interval(Model):
    """A planning interval; both days belong to it."""

    id: IntervalId = Field(min_length=1)
    first_day: date
    last_day: date

    @model_validator(mode="after")
    def _takes_time(self) -> Self:
        if self.last_day < self.first_day:
            raise ValueError("an interval ends on or after the day on which it begins")
        return self

    @property
    def weeks(self) -> Fraction:
        """Its length in weeks of seven days."""
        return Fraction((self.last_day - self.first_day).days + 1, 7)


class Calendar(Model):
    """The planning intervals of a workspace, in order, without gaps or overlaps."""

    intervals: tuple[Interval, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _follow_each_other(self) -> Self:
        for before, after in zip(self.intervals, self.intervals[1:], strict=False):
            if (after.first_day - before.last_day).days != 1:
                raise ValueError(f"`{after.id}` does not begin on the day after `{before.id}`")
        if len({interval.id for interval in self.intervals}) != len(self.intervals):
            raise ValueError("two intervals share one id")
        return self

    def closed(self, as_of: date) -> tuple[Interval, ...]:
        """The intervals that have ended by the end of the day `as_of`, oldest first."""
        return tuple(i for i in self.intervals if i.last_day <= as_of)

    def ahead(self, as_of: date) -> tuple[Interval, ...]:
        """The intervals that begin on `as_of` or later: the first of them opens the plan."""
        return tuple(i for i in self.intervals if i.first_day >= as_of)


def weeks_until(day: date, as_of: date) -> Fraction:
    """Weeks from the end of `as_of` to the end of `day`; negative for a day that is past."""
    return Fraction((day - as_of).days, 7)
