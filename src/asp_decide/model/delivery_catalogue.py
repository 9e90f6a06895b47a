"""What the delivery layer may name: features, the stories in them, and how they flow."""

from dataclasses import replace

from asp_decide.model.catalogue import (
    AttributeSpec,
    Catalogue,
    FieldSpec,
    LinkSpec,
    MeasureSpec,
    attribute,
    measure,
)
from asp_decide.model.initiative import STATE_GROUPS
from asp_decide.model.portfolio_amounts import PUBLISHED_UPWARD
from asp_decide.model.portfolio_catalogue import CATEGORIES, CUSTOMERS, STATES
from asp_decide.model.subject import SubjectKind

UPSTREAM = ("funnel", "analyzing", "ready")
IN_PROGRESS = ("implementing", "integrating", "verifying", "deploying")

FEATURE_STATES = {
    "upstream": UPSTREAM,
    "in_progress": IN_PROGRESS,
    "closed": ("released", "discarded", "withdrawn"),
}
"""Groups of states of a feature: options, work that flows, and what has ended."""

_FEATURE_WORDS = " ".join(state for states in FEATURE_STATES.values() for state in states)
_YES_NO = ("yes", "no")

_OF_A_STREAM: tuple[SubjectKind, ...] = ("feature", "story", "improvement", "flow_state", "team")

ATTRIBUTES: tuple[AttributeSpec, ...] = (
    attribute("feature", "state", _FEATURE_WORDS, "where it stands in the flow", FEATURE_STATES),
    AttributeSpec("category", "feature", CATEGORIES, "capacity class"),
    attribute("feature", "flow_kind", "feature defect risk debt", "what kind of work it is"),
    attribute(
        "feature",
        "commitment",
        "none committed stretch deferred",
        "what became of it at the planning of its interval",
    ),
    AttributeSpec("is_ready", "feature", _YES_NO, "whether it meets the definition of ready"),
    AttributeSpec("expedite", "feature", _YES_NO, "whether it asks to go first"),
    replace(
        attribute("feature", "initiative_state", STATES, "state of its initiative", STATE_GROUPS),
        published_by="portfolio",
    ),
    attribute(
        "story",
        "state",
        "backlog refinement sprint_backlog in_progress review done",
        "where it stands with its team",
    ),
    attribute("story", "story_kind", "functional enabler spike", "what kind of story it is"),
    AttributeSpec("is_ready", "story", _YES_NO, "whether it meets the definition of ready"),
    attribute(
        "improvement",
        "state",
        "sensed chosen trying adopted established abandoned",
        "how far the changed behaviour has come",
    ),
    attribute("flow_state", "state", _FEATURE_WORDS, "which state of a stream", FEATURE_STATES),
    attribute("value_stream", "customer", CUSTOMERS, "whom it serves"),
)

FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("hypothesis", "feature", "the benefit that it is expected to bring"),
    FieldSpec("acceptance", "feature", "criteria written before the work"),
    FieldSpec("initiative_id", "feature", "the initiative that it is traced to"),
    FieldSpec("acceptance", "story", "criteria written before the work"),
    FieldSpec("sprint_goal", "story", "a goal of its team for the sprint that it is planned for"),
    FieldSpec("hypothesis", "improvement", "the behaviour that is to change"),
)

MEASURES: tuple[MeasureSpec, ...] = (
    measure("feature", "age", "days", "since work on it began"),
    measure("feature", "age_against_p85", "%", "that age, of the P85 of flow times of its class"),
    measure("feature", "days_blocked", "days", "of the present block"),
    measure("feature", "unmet_predecessors", "features", "predecessors not yet verified"),
    measure("feature", "requirements_violated", "requirements", "duties that it is seen to break"),
    measure(
        "feature",
        "size_against_interval",
        "%",
        "remaining effort, of its stream's net capacity in one interval",
    ),
    measure("feature", "net_value", "¤", "chance of benefit times benefit, less remaining cost"),
    measure(
        "feature", "expedite_gain", "¤", "delay cost saved less delay cost caused less switching"
    ),
    measure("feature", "free_slots", "slots", "room under the limits of the state it would enter"),
    replace(
        measure(
            "feature", "initiative_order", "places", "place of its initiative among the funded"
        ),
        published_by="portfolio",
    ),
    measure("story", "age_against_p85", "%", "age, of the P85 of flow times of its class"),
    measure("story", "days_blocked", "days", "of the present block"),
    measure("story", "free_slots", "slots", "room under the limits of the state it would enter"),
    measure(
        "improvement",
        "behaviour_kept",
        "%",
        "occasions on which the behaviour was seen without support",
        "H",
    ),
    measure("improvement", "age_in_state", "weeks", "in its present state"),
    replace(
        measure("flow_state", "features_in_state", "features", "open in that state"), counts=True
    ),
    measure("flow_state", "age_of_oldest", "days", "age of the oldest of them"),
    measure("team", "sprint_predictability", "%", "committed stories done", "H"),
    *(replace(spec, published_by=None) for spec in PUBLISHED_UPWARD),
    measure(
        "value_stream",
        "commitment_load",
        "%",
        "committed work, of the capacity met in 85 of 100 intervals",
        "P",
    ),
    measure("value_stream", "throughput", "features/week", "released", "H"),
    measure("value_stream", "flow_time_p85", "days", "85 of 100 features took no longer"),
    measure("value_stream", "flow_efficiency", "%", "sum of active over sum of elapsed time"),
    measure("value_stream", "predictability", "%", "value achieved over planned, no stretch", "H"),
    measure(
        "value_stream", "change_fail_rate", "%", "deployments that needed immediate repair", "H"
    ),
    measure(
        "value_stream",
        "change_fail_excess",
        "pp",
        "points over the upper edge of its own band, 0 inside it",
        "H",
    ),
    measure("value_stream", "rework_rate", "%", "unplanned repair deployments", "H"),
    measure(
        "value_stream",
        "rework_excess",
        "pp",
        "points over the upper edge of its own band, 0 inside it",
        "H",
    ),
    measure("value_stream", "recovery_time", "hours", "median, failed to restored", "H"),
    measure("value_stream", "lead_time", "hours", "median, commit to deployed", "H"),
    measure("value_stream", "deployment_frequency", "deployments/week", "to production", "H"),
)
"""The measures of the delivery layer, in the order in which people meet them."""

LINKS: tuple[LinkSpec, ...] = (
    *(LinkSpec("value_stream", kind, "value_stream") for kind in _OF_A_STREAM),
    LinkSpec("predecessor", "feature", "feature"),
    LinkSpec("feature", "story", "feature"),
)

DELIVERY_LAYER = Catalogue("delivery", ATTRIBUTES, FIELDS, MEASURES, LINKS)
"""Everything that a policy of the delivery layer may name."""
