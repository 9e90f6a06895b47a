"""The closed schemas of the tables that describe the delivery layer."""

from asp_decide.load.table_columns import (
    CATEGORIES,
    a_table,
    days,
    filled,
    ids,
    in_every_row,
    intervals,
    moments,
    numbers,
    texts,
    three_points,
    words,
    yes_no,
)
from asp_decide.model.feature import STATES_OF

_STATES = " ".join(dict.fromkeys(state for own in STATES_OF.values() for state in own))

FEATURES = a_table(
    "features",
    in_every_row(ids("id")),
    in_every_row(ids("value_stream_id", refers_to="value_streams")),
    filled(words("item", " ".join(STATES_OF)), words("state", _STATES)),
    texts("name hypothesis acceptance"),
    ids("team component skill planned_sprint"),
    ids("initiative_id", refers_to="initiatives"),
    ids("parent_id", refers_to="features"),
    words("category", CATEGORIES),
    words("flow_kind", "feature defect risk debt"),
    words("story_kind", "functional enabler spike"),
    words("commitment", "none committed stretch deferred"),
    yes_no("is_ready expedite"),
    three_points("money", "value"),
    three_points("money a week", "cost_of_delay"),
    three_points("capacity", "remaining_effort"),
    numbers("capacity", "actual_effort"),
    three_points("weeks", "remaining_duration"),
    numbers("points", "relative_value relative_urgency relative_risk relative_size"),
    numbers("points", "planned_value achieved_value"),
    numbers("share", "probability_of_success"),
    days("due_on integrated_on tested_on"),
    intervals("planned_interval"),
)

RELEASES = a_table(
    "releases",
    in_every_row(ids("id")),
    in_every_row(ids("value_stream_id", refers_to="value_streams")),
    in_every_row(moments("deployed_at")),
    ids("change_id component"),
    moments("committed_at restored_at"),
    days("usable_on"),
    ids("feature_ids", refers_to="features", many=True),
    yes_no("failed is_unplanned_repair"),
    ids("repairs_id", refers_to="releases"),
)
