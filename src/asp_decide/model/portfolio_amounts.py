"""The measures of the portfolio layer: what is known of an amount, and in which unit."""

from dataclasses import replace

from asp_decide.model.catalogue import MeasureSpec, measure

PUBLISHED_UPWARD: tuple[MeasureSpec, ...] = tuple(
    replace(spec, published_by="delivery")
    for spec in (
        measure(
            "value_stream",
            "demonstrated_capacity",
            "team-weeks",
            "net capacity per interval as shown by past delivery, likely",
        ),
        measure("value_stream", "capacity_age", "weeks", "since that was stated"),
    )
)
"""What delivery tells the portfolio: capacity that was demonstrated, and when. Nothing else."""

MEASURES: tuple[MeasureSpec, ...] = (
    measure("initiative", "value_realised", "¤", "value measured in the interval", "H"),
    measure("initiative", "value_forecast", "¤", "value foretold for the interval", "H"),
    measure(
        "initiative", "remaining_value", "¤", "expected value from here on, at the best moment"
    ),
    measure(
        "initiative", "remaining_outlay", "¤", "mean outlay to complete beyond the streams' funding"
    ),
    measure(
        "initiative", "linked_outlay", "¤", "the same for all parts of its linked group together"
    ),
    measure(
        "initiative", "remaining_effort", "team-weeks", "mean capacity to complete, all streams"
    ),
    measure("initiative", "linked_effort", "team-weeks", "the same for its linked group"),
    measure(
        "initiative", "remaining_cost_of_delay", "¤/week", "money lost per week of waiting now"
    ),
    measure(
        "initiative", "remaining_duration", "weeks", "how long it still holds its scarcest stream"
    ),
    measure("initiative", "demand", "team-weeks", "capacity that it takes in an interval", "P"),
    measure(
        "initiative", "relevance", "%", "weights of the active themes it serves; 100 % for a duty"
    ),
    measure(
        "initiative", "value_of_examining", "¤", "worth of what analysis would show, less its cost"
    ),
    measure(
        "initiative", "net_value_whole", "¤", "value less cost less capacity at its price, whole"
    ),
    measure(
        "initiative", "net_value_staged", "¤", "the same with the right to stop after each stage"
    ),
    measure(
        "initiative", "gain_from_stopping", "¤", "forward value of stopping less that of continuing"
    ),
    measure("initiative", "gain_from_redirecting", "¤", "the same for the best redirection"),
    measure("initiative", "gain_from_pausing", "¤", "the same for a pause of one interval"),
    measure(
        "initiative",
        "gain_from_tranche",
        "¤",
        "worth of one more tranche less that of the best that can be decided at once",
    ),
    measure("initiative", "evidence_age", "weeks", "since the last evidence about its outcome"),
    measure(
        "initiative", "sponsor_review_age", "weeks", "since its sponsor last looked at evidence"
    ),
    measure("initiative", "business_case_age", "weeks", "since the version of its case in force"),
    measure(
        "initiative", "calibration_age", "weeks", "since the calibration that its forecasts cite"
    ),
    measure("initiative", "kill_criteria", "criteria", "number agreed in the case in force"),
    measure(
        "initiative", "requirements_violated", "requirements", "duties that evidence says it breaks"
    ),
    measure(
        "initiative",
        "assumptions_changed",
        "assumptions",
        "cited assumptions that were contradicted",
    ),
    measure("initiative", "window_left", "weeks", "until its value is gone; 0 or less is closed"),
    measure(
        "initiative", "weeks_to_requirement", "weeks", "to the earliest date of its requirements"
    ),
    measure("initiative", "requirement_slack", "weeks", "that date less the time it is done", "P"),
    measure("initiative", "age_in_state", "weeks", "in its present state"),
    measure(
        "initiative", "age_against_p85", "%", "that age, of the P85 of completed stays in the state"
    ),
    measure(
        "initiative", "streams_touched", "value_streams", "value streams whose capacity it needs"
    ),
    measure(
        "initiative", "free_slots", "slots", "least room under the limits that its next move uses"
    ),
    measure("initiative", "unmet_predecessors", "initiatives", "predecessors not yet done"),
    measure("initiative", "times_deferred", "runs", "runs in a row that left it waiting"),
    measure(
        "initiative",
        "expedite_gain",
        "¤",
        "delay cost saved less delay cost caused less switching",
    ),
    measure("initiative", "outcome_reached", "%", "of the target of its outcome hypothesis"),
    measure("initiative", "verdict_overdue", "weeks", "past the day on which it was to be judged"),
    *PUBLISHED_UPWARD,
    measure("value_stream", "load", "%", "planned capacity as a share of net capacity", "P"),
    measure(
        "value_stream", "load_p85", "%", "the same as a share of the capacity met in 85 of 100", "P"
    ),
    measure("value_stream", "run_rate", "¤/week", "standing funding"),
    measure(
        "value_stream", "run_rate_change", "%", "size of its change against the interval before"
    ),
    replace(
        measure("value_stream", "burn_variance", "%", "spent against funded, of the stream", "H"),
        alone=True,
    ),
    measure("value_stream", "queue_cost", "¤/week", "cost of delay of all that waits there"),
    measure("value_stream", "capacity_price", "¤/team-week", "what one more team-week would bring"),
    measure("value_stream", "rebalance_gain", "¤", "best gain of moving a team, less the ramp-up"),
    measure(
        "value_stream",
        "reorder_gain",
        "¤",
        "gain of the new order less the cost of switching; known to `reorder`, in a plan unknown",
    ),
    measure("value_stream", "realisation", "%", "sum realised over sum foretold", "H"),
    measure(
        "portfolio",
        "stopped_share",
        "%",
        "initiatives that the run stops, of those in delivery",
        "P",
    ),
    measure(
        "portfolio",
        "moved_share",
        "%",
        "capacity of the first interval used otherwise than today",
        "P",
    ),
    measure(
        "portfolio",
        "unknown_share",
        "%",
        "open initiatives that end in review for want of data",
        "P",
    ),
    measure("portfolio", "planned_outlay", "¤", "outlay of the plan's first interval", "P"),
    measure("signal", "weeks_to_effect", "weeks", "until it takes hold"),
    measure("requirement", "weeks_to_force", "weeks", "until it is law; 0 or less is in force"),
    measure("requirement", "weeks_to_end", "weeks", "until it lapses; missing if never"),
    measure("theme", "weeks_to_end", "weeks", "until it lapses; missing if never"),
    measure("theme", "weight", "%", "its weight in relevance and funding"),
)
"""The measures of the portfolio layer, in the order in which people meet them."""
