"""An uncertain quantity, as people state it: low, likely, high."""

from fractions import Fraction
from typing import Self

from pydantic import model_validator

from asp_decide.model.base import Model
from asp_decide.model.exact_number import ExactNumber


class Estimate(Model):
    """Three exact points: one in ten turns out below `low`, one in ten above `high`.

    Only `likely` is compulsory; `low` and `high` come together or not at all.
    """

    likely: ExactNumber
    low: ExactNumber | None = None
    high: ExactNumber | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high come together or not at all")
        if (
            self.low is not None
            and self.high is not None
            and not self.low <= self.likely <= self.high
        ):
            raise ValueError("an estimate runs from low through likely to high")
        return self

    @property
    def mean(self) -> Fraction:
        """Swanson's mean of the three points, 30 %, 40 %, 30 % (Hurst, Brown & Swanson 2000)."""
        if self.low is None or self.high is None:
            return self.likely
        (low, of_low), (likely, of_likely), (high, of_high) = (
            one.as_integer_ratio() for one in (self.low, self.likely, self.high)
        )
        if of_low == of_likely == of_high:  # most are stated alike, and whole numbers are quick
            return Fraction(3 * low + 4 * likely + 3 * high, 10 * of_low)
        return (3 * self.low + 4 * self.likely + 3 * self.high) / 10
