"""The nouns of the delivery layer: what flows through a value stream, and the goals it serves."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from asp_decide.model.base import Model
from asp_decide.model.estimate import Estimate
from asp_decide.model.ids import FeatureId, InitiativeId, IntervalId, ValueStreamId
from asp_decide.model.initiative import Category

type FlowKind = Literal["feature", "defect", "risk", "debt"]
type Commitment = Literal["none", "committed", "stretch", "deferred"]
type FeatureKind = Literal["feature", "improvement", "story", "pi_goal", "sprint_goal"]

type FeatureState = Literal[
    "funnel",
    "analyzing",
    "ready",
    "implementing",
    "integrating",
    "verifying",
    "deploying",
    "released",
    "discarded",
    "withdrawn",
    "sensed",
    "chosen",
    "trying",
    "adopted",
    "established",
    "abandoned",
    "backlog",
    "refinement",
    "sprint_backlog",
    "in_progress",
    "review",
    "done",
    "open",
    "met",
    "missed",
]

STATES_OF: dict[FeatureKind, tuple[FeatureState, ...]] = {
    "feature": (
        *("funnel", "analyzing", "ready", "implementing", "integrating", "verifying"),
        *("deploying", "released", "discarded", "withdrawn"),
    ),
    "improvement": ("sensed", "chosen", "trying", "adopted", "established", "abandoned"),
    "story": ("backlog", "refinement", "sprint_backlog", "in_progress", "review", "done"),
    "pi_goal": ("open", "met", "missed"),
    "sprint_goal": ("open", "met", "missed"),
}
"""Where each kind of them can stand, in the order of its flow."""

PARENTS_OF: dict[FeatureKind, tuple[FeatureKind, ...]] = {
    "story": ("feature", "improvement", "sprint_goal"),
    "feature": ("pi_goal",),
    "improvement": ("pi_goal",),
    "sprint_goal": ("pi_goal",),
    "pi_goal": (),
}
"""What each kind of them may be a part of."""


class Feature(Model):
    """Something that a value stream works on: a feature, an improvement, a story, or a goal.

    `item` says which. It belongs to one value stream, and traces to an initiative or to a standing
    class of the stream's work by its `category`. Where a table states no `state` it is None: then
    events alone tell where it stands. Amounts that are None are unknown. `value` is money if it is
    released, `cost_of_delay` money a week; both order work within the delivery layer, and no
    decision of the portfolio sees them. `actual_effort` is what it took, in team-weeks, once it has
    ended: capacity is read off it, and no decision about the feature. `integrated_on` and
    `tested_on` are the days on which a story had become a part of the whole, and on which it had
    passed its tests as that.
    """

    id: FeatureId = Field(min_length=1)
    item: FeatureKind = "feature"
    name: str = Field(min_length=1)
    value_stream_id: ValueStreamId
    state: FeatureState | None = None
    team: str | None = None
    initiative_id: InitiativeId | None = None
    parent_id: FeatureId | None = None
    component: str | None = None
    skill: str | None = None
    category: Category | None = None
    flow_kind: FlowKind | None = None
    story_kind: Literal["functional", "enabler", "spike"] | None = None
    hypothesis: str | None = None
    acceptance: str | None = None
    is_ready: bool = False
    integrated_on: date | None = None
    tested_on: date | None = None
    value: Estimate | None = None
    cost_of_delay: Estimate | None = None
    relative_value: Decimal | None = None
    relative_urgency: Decimal | None = None
    relative_risk: Decimal | None = None
    relative_size: Decimal | None = None
    probability_of_success: Decimal = Field(default=Decimal(1), ge=0, le=1)
    remaining_effort: Estimate | None = None
    actual_effort: Decimal | None = Field(default=None, ge=0)
    remaining_duration_weeks: Estimate | None = None
    due_on: date | None = None
    planned_interval: IntervalId | None = None
    planned_sprint: str | None = None
    commitment: Commitment = "none"
    planned_value: Decimal | None = None
    achieved_value: Decimal | None = None
    expedite: bool = False
