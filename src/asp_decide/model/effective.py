"""When something is in force: one function for rules, parameters, overlays and exemptions."""

from datetime import date, timedelta
from typing import Protocol, Self

from pydantic import model_validator

from asp_decide.model.base import Model


class Period(Model):
    """Days on which something is in force, both included; without `until` it has no end."""

    from_day: date
    until: date | None = None

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.until is not None and self.until < self.from_day:
            raise ValueError("a period ends on or after the day on which it begins")
        return self


class Dated(Protocol):
    """What has a time of its own: a rule, a file, a value, an overlay, an exemption."""

    @property
    def effective(self) -> Period:
        """The days on which it is in force."""
        ...


def in_force(thing: Dated | Period, as_of: date) -> bool:
    """Whether the thing is in force on that day: its first and its last day belong to it."""
    period = thing if isinstance(thing, Period) else thing.effective
    return period.from_day <= as_of and (period.until is None or as_of <= period.until)


def overlap(one: Period, other: Period) -> Period | None:
    """The days on which both are in force, or None."""
    begins = max(one.from_day, other.from_day)
    ends = min(one.until or date.max, other.until or date.max)
    if ends < begins:
        return None
    return Period(from_day=begins, until=None if ends == date.max else ends)


def day_after(period: Period) -> date | None:
    """The first day on which it is not in force any more; None if it has no end."""
    return None if period.until in (None, date.max) else period.until + timedelta(days=1)
