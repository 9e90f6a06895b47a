"""The closed schemas of the facts tables that a snapshot is read from."""

from asp_decide.load.delivery_tables import FEATURES, RELEASES
from asp_decide.load.table_columns import (
    CATEGORIES,
    TableColumns,
    a_table,
    days,
    dropped,
    filled,
    ids,
    in_every_row,
    in_own_unit,
    intervals,
    needed,
    numbers,
    texts,
    three_points,
    words,
    yes_no,
)
from asp_decide.model.initiative import STATE_GROUPS
from asp_decide.model.outcome import GRADES

_STATES = " ".join(state for states in STATE_GROUPS.values() for state in states)
_FUNCTIONS = "delivery analysis"
_GRADES = " ".join(GRADES)

VALUE_STREAMS = a_table(
    "value_streams",
    in_every_row(ids("id")),
    texts("name product owner"),
    words("customer", "external internal both"),
    days("formed_on retired_on"),
    ids("teams", many=True),
    numbers("money a week", "funding_per_week"),
    numbers("money a team-week", "cost_per_team_week"),
    numbers("money", "disruption_cost release_transaction_cost planning_transaction_cost"),
    numbers("above zero", "ramp_up_loss"),
    numbers("share", "split_loss"),
    dropped(
        ids("calendar"),
        days("product_ends_on"),
    ),
)

CAPACITY = a_table(
    "capacity",
    needed(ids("value_stream_id", refers_to="value_streams")),
    in_every_row(intervals("interval")),
    filled(words("function", _FUNCTIONS), words("basis", "measured estimated throughput")),
    ids("team skill"),
    numbers("capacity", "net gross"),
    numbers("share", "run_share absence_share improvement_share focus"),
    three_points("capacity", "demonstrated"),
    days("stated_on"),
    numbers("money", "funded spent_to_date"),
    dropped(
        numbers("whole", "members joined left"),
        ids("member_ids", many=True),
    ),
)

INITIATIVES = a_table(
    "initiatives",
    in_every_row(ids("id"), texts("name"), words("state", _STATES)),
    filled(words("kind", "initiative strategic")),
    ids("parent_id", refers_to="initiatives"),
    ids("linked_group reference_class"),
    days("submitted_on state_since"),
    texts("sponsor lead problem value_hypothesis operability"),
    ids("theme_ids", refers_to="themes", many=True),
    ids("requirement_ids", refers_to="requirements", many=True),
    ids("signal_ids", refers_to="signals", many=True),
    ids("assumption_ids", many=True),
    words("horizon", "H0 H1 H2 H3"),
    words("category", CATEGORIES),
    words("urgency", "standard deadline expiring first_mover enabler"),
    three_points("money a week", "benefit_per_week late_cost_per_week"),
    three_points("money", "late_penalty"),
    numbers("weeks", "benefit_life"),
    words("deadline_is", "priced hard"),
    days("benefit_ends_on deadline_on late_until_on window_opens_on window_closes_on"),
    days("erosion_from_on case_agreed_on review_on sponsor_reviewed_on"),
    numbers("erosion", "peak_erosion"),
    numbers("share", "probability_of_success value_if_refuted"),
    numbers("points", "relative_value relative_urgency relative_risk relative_size"),
    numbers("whole", "case_version"),
    yes_no("expedite"),
    dropped(numbers("money", "spent_to_date")),
)

OPTIONS = a_table(
    "options",
    in_every_row(ids("initiative_id", refers_to="initiatives")),
    needed(ids("value_stream_id", refers_to="value_streams")),
    needed(numbers("capacity", "remaining_effort_likely")),
    needed(numbers("weeks", "remaining_duration_likely")),
    filled(ids("option")),
    ids("continues_with skill"),
    words("kind", "discovery tranche mvp whole extended continue redirect pause stop"),
    words("function", _FUNCTIONS),
    numbers("whole", "step"),
    numbers("capacity", "remaining_effort_low remaining_effort_high transition_effort"),
    numbers("weeks", "remaining_duration_low remaining_duration_high"),
    three_points("money", "remaining_outlay"),
    numbers("share", "benefit_share probability_of_success test_sensitivity test_specificity"),
    numbers("money", "transition_cost"),
    days("earliest_start_on latest_start_on"),
    ids("needs_ids", refers_to="initiatives", many=True),
)

DEPENDENCIES = a_table(
    "dependencies",
    in_every_row(ids("from_id to_id")),
    filled(words("level", "initiative feature")),
    filled(words("kind", "finish_start shared_stream shared_skill excludes")),
    numbers("weeks", "lag"),
    days("needed_by"),
    numbers("share", "needed_probability"),
    yes_no("agreed"),
)

THEMES = a_table(
    "themes",
    in_every_row(ids("id")),
    texts("intent"),
    numbers("share", "weight"),
    words("status", "proposed active retired"),
    days("valid_from valid_to review_on"),
    dropped(
        texts("objective key_result metric_unit"),
        in_own_unit("baseline target current"),
        days("due_on"),
    ),
)

REQUIREMENTS = a_table(
    "requirements",
    in_every_row(ids("id")),
    words("category", "regulatory business_rule non_functional operational"),
    texts("statement owner"),
    days("valid_from valid_to"),
    ids("applies_to_streams", refers_to="value_streams", many=True),
    words("applies_to_categories", CATEGORIES, many=True),
    words("checked_at", "gate_2 verify", many=True),
    numbers("money a week", "breach_cost_per_week"),
    ids("signal_id", refers_to="signals"),
)

SIGNALS = a_table(
    "signals",
    in_every_row(ids("id")),
    words("kind", "market regulatory strategic other"),
    words("origin", "environment organization"),
    days("observed_on effective_on disposed_on"),
    texts("description disposed_by"),
    yes_no("holds_continuously"),
    ids("affects_themes", refers_to="themes", many=True),
    ids("affects_initiatives", refers_to="initiatives", many=True),
    ids("affects_streams", refers_to="value_streams", many=True),
    ids("affects_assumptions", many=True),
    words("disposition", "open need requirement theme_change assumption_change none"),
    ids("became_ids", refers_to="initiatives requirements themes", many=True),
)

OUTCOMES = a_table(
    "outcomes",
    in_every_row(ids("initiative_id", refers_to="initiatives"), texts("quantity")),
    in_every_row(intervals("interval")),
    texts("unit verdict_by"),
    in_own_unit("baseline forecast_low forecast_likely forecast_high kill_threshold actual"),
    numbers("share", "forecast_probability"),
    days("forecast_made_on kill_agreed_on verdict_on"),
    words("kill_if", "below above"),
    words("kill_action", "stop redirect review"),
    words("kill_min_grade", _GRADES),
    filled(words("status", "open measured not_measured withheld")),
    words("method", "experiment comparison before_after none"),
    words("verdict", "confirmed partly refuted not_measurable"),
)

EVIDENCE = a_table(
    "evidence",
    in_every_row(ids("id about_id"), texts("source")),
    in_every_row(words("about_kind", "initiative option feature improvement assumption")),
    in_every_row(
        words(
            "informs",
            "success benefit effort duration outlay relevance requirement behaviour assumption",
        )
    ),
    ids("requirement_id", refers_to="requirements"),
    words("reading", "supports contradicts neutral"),
    numbers("above zero", "likelihood_ratio"),
    in_own_unit("estimate_low estimate_likely estimate_high"),
    texts("metric recorded_by"),
    intervals("interval"),
    words("grade", _GRADES),
    words("origin", "outcome market delivery expert"),
    days("observed_on"),
)

TABLES: dict[str, TableColumns] = {
    table.name: table
    for table in (
        VALUE_STREAMS,
        CAPACITY,
        INITIATIVES,
        OPTIONS,
        DEPENDENCIES,
        THEMES,
        REQUIREMENTS,
        SIGNALS,
        OUTCOMES,
        EVIDENCE,
        FEATURES,
        RELEASES,
    )
}
"""The tables that are read, by name."""

NEEDED_TABLES = ("capacity", "initiatives", "options")
"""Without these three there is no plan."""

READ_APART = ("work_events",)
"""Facts that no snapshot holds: what happened to items of work, line by line."""
