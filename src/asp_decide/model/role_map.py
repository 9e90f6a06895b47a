"""The roles of the delivery system and which of them decides what, before a workspace says else."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

type Level = Literal["organization", "portfolio", "value stream", "team", "outside"]


class RoleOfModel(NamedTuple):
    """A role by its key, on which level of the organization it stands, and what it is for."""

    key: str
    level: Level
    told: str


class Right(NamedTuple):
    """A decision: at which point, what is asked there, who answers for it, and who prepares it."""

    point: str
    asks: str
    holder: str
    prepared_by: str


MODEL_ROLES: tuple[RoleOfModel, ...] = (
    RoleOfModel("sponsor", "organization", "has a mandate to fund; submits needs, owns outcomes"),
    RoleOfModel("portfolio_board", "portfolio", "decides gates, validation and relevance"),
    RoleOfModel("portfolio_manager", "portfolio", "prepares all of it; holds order and pulls"),
    RoleOfModel("finance", "portfolio", "allocates funding by cycle, signs off its variance"),
    RoleOfModel("initiative_lead", "portfolio", "owns the case; never approves it"),
    RoleOfModel("value_stream_owner", "value stream", "confirms capacity, runs within guardrails"),
    RoleOfModel("product_manager", "value stream", "feature order, go or no-go upstream"),
    RoleOfModel("product_owner", "team", "backlog order, acceptance of features"),
    RoleOfModel("facilitator", "value stream", "cadence, transparency, escalation; no content"),
    RoleOfModel("architecture_owner", "value stream", "veto only through standing requirements"),
    RoleOfModel("team", "team", "commitment, pull, done"),
    RoleOfModel("auditor", "outside", "sees everything, changes nothing"),
)
"""The roles of the model; a workspace may add to them."""

_BOARD, _MANAGER = "portfolio_board", "portfolio_manager"
_OWNER, _PRODUCT, _TEAM = "value_stream_owner", "product_manager", "team"

MODEL_RIGHTS: tuple[Right, ...] = (
    Right("signal", "what does a signal turn into?", _MANAGER, _MANAGER),
    Right("intake", "is a need registered?", _MANAGER, _MANAGER),
    Right("gate_1", "is it worth examining?", _BOARD, _MANAGER),
    Right("relevance", "is what waits still of use?", _BOARD, _MANAGER),
    Right("analysis", "what is examined next?", _MANAGER, _MANAGER),
    Right("gate_2", "is it worth funding, and at what scale?", _BOARD, _MANAGER),
    Right("expedite", "does an initiative go first?", _MANAGER, _MANAGER),
    Right("start", "what begins now?", _MANAGER, _MANAGER),
    Right("validation", "continue, one more tranche, redirect, pause or stop?", _BOARD, _MANAGER),
    Right("outcome", "did it work?", _MANAGER, _MANAGER),
    Right("stream", "is a value stream kept, shrunk, merged, retired?", _BOARD, _MANAGER),
    Right("rebalance", "does capacity move within the cycle?", _BOARD, _MANAGER),
    Right("reorder", "does a new order pay for its switching?", _MANAGER, _MANAGER),
    Right("quality_brake", "does intake give way to quality?", _OWNER, "facilitator"),
    Right("pull_story", "which story is pulled?", _TEAM, "product_owner"),
    Right("improvement", "is a new behaviour established?", _OWNER, "facilitator"),
    Right("admit", "is a feature worth going on with?", _PRODUCT, "product_owner"),
    Right("expedite_feature", "does a feature go first?", _PRODUCT, "product_owner"),
    Right("commit", "what is committed at planning?", _TEAM, _PRODUCT),
    Right("help", "who helps to finish what is stuck?", _TEAM, "facilitator"),
    Right("pull", "which feature is pulled?", _TEAM, _PRODUCT),
    Right("brake", "may a run change so much at once?", _BOARD, _MANAGER),
)
"""Each decision of the system with exactly one accountable role."""

ROLES: tuple[str, ...] = tuple(role.key for role in MODEL_ROLES)

DEFAULT_RIGHTS: Mapping[str, str] = {right.point: right.holder for right in MODEL_RIGHTS}
"""Which role holds which decision point where a workspace does not say otherwise."""

PREPARED_BY: Mapping[str, str] = {right.point: right.prepared_by for right in MODEL_RIGHTS}
"""Who prepares what another role, or the same, decides."""
