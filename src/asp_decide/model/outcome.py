"""What an initiative was to bring, what it brought, and how well that is known."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from asp_decide.model.base import Model
from asp_decide.model.estimate import Estimate
from asp_decide.model.ids import InitiativeId, IntervalId, RequirementId

type Grade = Literal["experiment", "comparison", "before_after", "expert", "anecdote"]

GRADES: tuple[Grade, ...] = ("experiment", "comparison", "before_after", "expert", "anecdote")
"""Grades of evidence, the best first."""

OF_THE_MODEL = frozenset({"value", "success", "cost", "effort", "duration"})
"""Quantities that the model measures itself; any other is a metric of the hypothesis."""


class Outcome(Model):
    """One quantity of an initiative in one interval: forecast, kill criterion, actual, verdict.

    `quantity` is `value` (money of benefit in the interval), `success`, `cost`, `effort`,
    `duration`, or the name of an outcome metric; `actual` is None until it is measured.
    """

    initiative_id: InitiativeId
    quantity: str = Field(min_length=1)
    unit: str | None = None
    interval: IntervalId
    baseline: Decimal | None = None
    forecast: Estimate | None = None
    forecast_probability: Decimal | None = None
    forecast_made_on: date | None = None
    kill_if: Literal["below", "above"] | None = None
    kill_threshold: Decimal | None = None
    kill_action: Literal["stop", "redirect", "review"] | None = None
    kill_min_grade: Grade | None = None
    kill_agreed_on: date | None = None
    status: Literal["open", "measured", "not_measured", "withheld"] = "open"
    actual: Decimal | None = None
    method: Literal["experiment", "comparison", "before_after", "none"] | None = None
    verdict: Literal["confirmed", "partly", "refuted", "not_measurable"] | None = None
    verdict_on: date | None = None
    verdict_by: str | None = None


class Evidence(Model):
    """An observation about something, with the grade of its strength and its source."""

    id: str = Field(min_length=1)
    about_kind: Literal["initiative", "option", "feature", "improvement", "assumption"]
    about_id: str = Field(min_length=1)
    informs: Literal[
        "success",
        "benefit",
        "effort",
        "duration",
        "outlay",
        "relevance",
        "requirement",
        "behaviour",
        "assumption",
    ]
    requirement_id: RequirementId | None = None
    reading: Literal["supports", "contradicts", "neutral"] | None = None
    likelihood_ratio: Decimal | None = None
    estimate: Estimate | None = None
    metric: str | None = None
    interval: IntervalId | None = None
    grade: Grade | None = None
    origin: Literal["outcome", "market", "delivery", "expert"] | None = None
    observed_on: date | None = None
    recorded_by: str | None = None
    source: str = Field(min_length=1)
