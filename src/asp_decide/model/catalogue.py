"""Everything a policy may name of a subject: attributes, fields, measures and links."""

from dataclasses import dataclass
from typing import Literal

from asp_decide.model.subject import Layer, SubjectKind


@dataclass(frozen=True, slots=True)
class AttributeSpec:
    """One word about a subject; `words` is closed, and empty where the words are the user's."""

    name: str
    subject: SubjectKind
    words: tuple[str, ...]
    meaning: str


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """Something about a subject that is known or missing, and can be asked for."""

    name: str
    subject: SubjectKind
    meaning: str


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """An amount computed from facts, with its unit.

    `history`: one value per closed interval, so it takes a window. `planned`: also computed of
    the plan, so a bound on it may become rows of the optimizer.
    """

    name: str
    subject: SubjectKind
    unit: str
    meaning: str
    history: bool = False
    planned: bool = False
    layer: Layer = "portfolio"


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """A way from one subject to others of a kind."""

    name: str
    source: SubjectKind
    target: SubjectKind


_YES_NO = ("yes", "no")
_STATES = (
    "intake triage held discovery_queue investigate investment_framing delivery_queue implementing "
    "outcome_assessment rejected declined stopped superseded assessed"
)
_GRADES = ("experiment", "comparison", "before_after", "expert", "anecdote")
_CATEGORIES = ("business", "enabler", "technical_quality", "run", "improvement")


def _attribute(subject: SubjectKind, name: str, words: str, meaning: str) -> AttributeSpec:
    return AttributeSpec(name, subject, tuple(words.split()), meaning)


ATTRIBUTES: tuple[AttributeSpec, ...] = (
    _attribute("signal", "kind", "market regulatory strategic other", "what the signal is about"),
    _attribute("signal", "origin", "environment organization", "where it arose"),
    AttributeSpec("holds_continuously", "signal", _YES_NO, "whether the obligation has no end"),
    _attribute(
        "signal",
        "disposition",
        "need requirement theme_change assumption_change none",
        "what it was filed as; missing until somebody has filed it",
    ),
    _attribute(
        "requirement",
        "category",
        "regulatory business_rule non_functional operational",
        "kind of the standing constraint",
    ),
    _attribute("theme", "status", "proposed active retired", "whether the theme counts"),
    _attribute("initiative", "state", _STATES, "where it stands in the portfolio flow"),
    _attribute("initiative", "kind", "initiative strategic", "strategic ones never enter delivery"),
    _attribute("initiative", "horizon", "H0 H1 H2 H3", "retiring, investing, emerging, evaluating"),
    AttributeSpec("category", "initiative", _CATEGORIES, "capacity class"),
    _attribute(
        "initiative",
        "urgency",
        "standard deadline expiring first_mover enabler",
        "how its value depends on time",
    ),
    _attribute("initiative", "deadline_is", "priced hard", "what lateness does"),
    AttributeSpec("expedite", "initiative", _YES_NO, "whether it asks to go first"),
    AttributeSpec("evidence_grade", "initiative", _GRADES, "best grade of evidence about success"),
    _attribute(
        "initiative",
        "tripped_kill",
        "none stop redirect review",
        "gravest action of a tripped kill criterion; missing while a due one lacks evidence",
    ),
    _attribute("value_stream", "customer", "external internal both", "whom it serves"),
)

FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("affects_themes", "signal", "the themes it touches"),
    FieldSpec("affects_initiatives", "signal", "the initiatives it touches"),
    FieldSpec("affects_assumptions", "signal", "the assumptions it touches"),
    FieldSpec("lead", "initiative", "who leads it"),
    FieldSpec("value_hypothesis", "initiative", "what it is expected to change"),
    FieldSpec("benefit_model", "initiative", "every amount and date that its urgency needs"),
    FieldSpec(
        "effort_and_outlay", "initiative", "effort, duration and outlay of an option to fund"
    ),
    FieldSpec("probability_of_success", "initiative", "how likely its hypothesis holds"),
    FieldSpec("assumption_ids", "initiative", "the assumptions it rests on"),
    FieldSpec("first_slice", "initiative", "a tranche or mvp option to begin with"),
    FieldSpec("operability", "initiative", "who will run it and how"),
    FieldSpec("review_on", "initiative", "when it is looked at next"),
    FieldSpec("theme_ids", "initiative", "the strategic themes it serves"),
    FieldSpec("requirement_ids", "initiative", "the standing requirements it serves"),
)


def _m(
    subject: SubjectKind,
    name: str,
    unit: str,
    meaning: str,
    kind: Literal["", "H", "P", "HP"] = "",
) -> MeasureSpec:
    return MeasureSpec(name, subject, unit, meaning, history="H" in kind, planned="P" in kind)


MEASURES: tuple[MeasureSpec, ...] = (
    _m("initiative", "value_realised", "¤", "value measured in the interval", "H"),
    _m("initiative", "value_forecast", "¤", "value foretold for the interval", "H"),
    _m("initiative", "remaining_value", "¤", "expected value from here on, at the best moment"),
    _m(
        "initiative", "remaining_outlay", "¤", "mean outlay to complete beyond the streams' funding"
    ),
    _m("initiative", "linked_outlay", "¤", "the same for all parts of its linked group together"),
    _m("initiative", "remaining_effort", "team-weeks", "mean capacity to complete, all streams"),
    _m("initiative", "linked_effort", "team-weeks", "the same for its linked group"),
    _m("initiative", "remaining_cost_of_delay", "¤/week", "money lost per week of waiting now"),
    _m("initiative", "remaining_duration", "weeks", "how long it still holds its scarcest stream"),
    _m("initiative", "relevance", "%", "weights of the active themes it serves; 100 % for a duty"),
    _m("initiative", "value_of_examining", "¤", "worth of what analysis would show, less its cost"),
    _m("initiative", "net_value_whole", "¤", "value less cost less capacity at its price, whole"),
    _m("initiative", "net_value_staged", "¤", "the same with the right to stop after each stage"),
    _m(
        "initiative", "gain_from_stopping", "¤", "forward value of stopping less that of continuing"
    ),
    _m("initiative", "gain_from_redirecting", "¤", "the same for the best redirection"),
    _m("initiative", "gain_from_pausing", "¤", "the same for a pause of one interval"),
    _m("initiative", "evidence_age", "weeks", "since the last evidence about its outcome"),
    _m("initiative", "sponsor_review_age", "weeks", "since its sponsor last looked at evidence"),
    _m("initiative", "business_case_age", "weeks", "since the version of its case in force"),
    _m("initiative", "kill_criteria", "criteria", "number agreed in the case in force"),
    _m(
        "initiative", "requirements_violated", "requirements", "duties that evidence says it breaks"
    ),
    _m(
        "initiative",
        "assumptions_changed",
        "assumptions",
        "cited assumptions that were contradicted",
    ),
    _m("initiative", "window_left", "weeks", "until its value is gone; 0 or less is closed"),
    _m("initiative", "weeks_to_requirement", "weeks", "to the earliest date of its requirements"),
    _m("initiative", "requirement_slack", "weeks", "that date less the time it is done", "P"),
    _m("initiative", "streams_touched", "value_streams", "value streams whose capacity it needs"),
    _m("initiative", "unmet_predecessors", "initiatives", "predecessors not yet done"),
    _m("initiative", "outcome_reached", "%", "of the target of its outcome hypothesis"),
    _m("initiative", "verdict_overdue", "weeks", "past the day on which it was to be judged"),
    _m("value_stream", "demonstrated_capacity", "team-weeks", "net capacity per interval, likely"),
    _m("value_stream", "capacity_age", "weeks", "since that was stated"),
    _m("value_stream", "load", "%", "planned capacity as a share of net capacity", "P"),
    _m(
        "value_stream", "load_p85", "%", "the same as a share of the capacity met in 85 of 100", "P"
    ),
    _m("value_stream", "run_rate", "¤/week", "standing funding"),
    _m("value_stream", "queue_cost", "¤/week", "cost of delay of all that waits there"),
    _m("value_stream", "capacity_price", "¤/team-week", "what one more team-week would bring"),
    _m("value_stream", "realisation", "%", "sum realised over sum foretold", "H"),
    _m(
        "portfolio",
        "stopped_share",
        "%",
        "initiatives that the run stops, of those in delivery",
        "P",
    ),
    _m(
        "portfolio",
        "moved_share",
        "%",
        "capacity of the first interval used otherwise than today",
        "P",
    ),
    _m(
        "portfolio",
        "unknown_share",
        "%",
        "open initiatives that end in review for want of data",
        "P",
    ),
    _m("portfolio", "planned_outlay", "¤", "outlay of the plan's first interval", "P"),
    _m("signal", "weeks_to_effect", "weeks", "until it takes hold"),
    _m("requirement", "weeks_to_force", "weeks", "until it is law; 0 or less is in force"),
    _m("requirement", "weeks_to_end", "weeks", "until it lapses; missing if never"),
    _m("theme", "weeks_to_end", "weeks", "until it lapses; missing if never"),
    _m("theme", "weight", "%", "its weight in relevance and funding"),
)
"""The measures of the portfolio layer, in the order in which people meet them."""

LINKS: tuple[LinkSpec, ...] = (
    LinkSpec("requirement", "initiative", "requirement"),
    LinkSpec("theme", "initiative", "theme"),
    LinkSpec("signal", "initiative", "signal"),
    LinkSpec("value_stream", "initiative", "value_stream"),
    LinkSpec("predecessor", "initiative", "initiative"),
    LinkSpec("successor", "initiative", "initiative"),
    LinkSpec("signal", "requirement", "signal"),
)

DELIVERY_NAMES: frozenset[str] = frozenset(
    [
        "age",
        "days_blocked",
        "size_against_interval",
        "net_value",
        "features_in_state",
        "age_of_oldest",
        "behaviour_kept",
        "sprint_predictability",
        "commitment_load",
        "throughput",
        "flow_time_p85",
        "flow_efficiency",
        "predictability",
        "change_fail_rate",
        "change_fail_excess",
        "rework_rate",
        "rework_excess",
        "recovery_time",
        "lead_time",
        "deployment_frequency",
        "flow_kind",
        "commitment",
        "is_ready",
        "story_kind",
        "acceptance",
        "initiative_state",
        "initiative_order",
        "hypothesis",
    ]
)
"""Names of the delivery layer: a portfolio policy that uses one is told so."""
