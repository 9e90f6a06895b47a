"""When something is in force: one function for rules, parameters, overrides and all else."""

from datetime import date
from typing import Self

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


def in_force(period: Period, as_of: date) -> bool:
    """Whether the period holds on that day: its first and its last day belong to it."""
    return period.from_day <= as_of and (period.until is None or as_of <= period.until)
