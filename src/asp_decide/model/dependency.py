"""Links between items: what must be finished before what, and what excludes what."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field

from asp_decide.model.base import Model
from asp_decide.model.exact_number import ExactNumber

type Level = Literal["initiative", "feature"]


class Dependency(Model):
    """A link from a predecessor (or one side of an exclusion) to a successor."""

    from_id: str = Field(min_length=1)
    to_id: str = Field(min_length=1)
    level: Level = "initiative"
    kind: Literal["finish_start", "shared_stream", "shared_skill", "excludes"] = "finish_start"
    lag_weeks: ExactNumber = Field(default=Fraction(0), ge=0)
    needed_by: date | None = None
    needed_probability: Decimal = Field(default=Decimal(1), ge=0, le=1)
    agreed: bool = False
