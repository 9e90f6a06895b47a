"""Features, improvements, stories and goals, as the table states them."""

from collections.abc import Collection, Mapping
from typing import get_args

from asp_decide.diagnostics import nearest
from asp_decide.load.cell_values import in_a_row
from asp_decide.load.read_rows import ReadRows, about
from asp_decide.load.typed_rows import TypedRow, TypedTable, each_once
from asp_decide.model.feature import PARENTS_OF, STATES_OF, Feature, FeatureKind

_FIELDS = (
    "id item value_stream_id state team initiative_id parent_id component skill category flow_kind "
    "story_kind hypothesis acceptance is_ready relative_value relative_urgency relative_risk "
    "relative_size probability_of_success due_on planned_interval planned_sprint commitment "
    "planned_value achieved_value expedite actual_effort integrated_on tested_on"
)
_KINDS: dict[str, FeatureKind] = {word: word for word in get_args(FeatureKind.__value__)}
_SIZED = ("ready", "implementing", "integrating", "verifying", "deploying")
"""From the commitment on a decision needs to know what is left of a feature."""

_IN_FLOW = ("implementing", "integrating", "verifying", "deploying")
_IN_SPRINT = ("sprint_backlog", "in_progress", "review")
_WRITTEN_BY = (
    (
        "hypothesis",
        ("analyzing", "ready", *_IN_FLOW, "chosen", "trying", "adopted"),
        "what it is to bring, or to change, is written before anybody works on it",
    ),
    ("acceptance", ("ready", *_IN_FLOW, *_IN_SPRINT), "it is ready once its criteria are written"),
)
"""What an open item owes from which states on; nothing is asked of what has ended."""

_COMMITTED = ("committed", "stretch")
_ENDED = ("released", "discarded", "withdrawn", "established", "abandoned", "done", "met", "missed")


def read_features(
    table: TypedTable | None,
    read: ReadRows,
    *,
    teams: Mapping[str, Collection[str]],
    strategic: Collection[str],
) -> tuple[Feature, ...]:
    """The features, sorted by id.

    `teams` are those of each value stream that names its teams, `strategic` the initiatives that
    never enter delivery.
    """
    if table is None:
        return ()
    found = each_once(table, lambda row: row.text("id") or "")
    kinds = {name: _kind(row) for name, row in found.items()}
    features = []
    for name, row in found.items():
        _state_of_its_flow(row, kinds[name])
        _parent(row, kinds)
        _team(row, teams)
        if row.text("initiative_id") in strategic:
            told = f"`{row.text('initiative_id')}` is strategic and never enters delivery"
            row.refuse("I052", "initiative_id", told, "name the initiative that has it as a parent")
        features.append(_feature(row, name))
        read.note("features", name, about("feature", name), row)
    return tuple(features)


def _kind(row: TypedRow) -> FeatureKind:
    return _KINDS[row.text("item") or "feature"]


def _feature(row: TypedRow, name: str) -> Feature:
    for stem, needs in (
        ("remaining_effort", "it cannot be committed without it"),
        ("remaining_duration", "it cannot be ordered without it"),
    ):
        sized = _kind(row) == "feature" and row.text("state") in _SIZED
        if sized and row.number(f"{stem}_likely") is None:
            row.unknown(f"{stem}_likely", needs)
    for column, states, needs in _WRITTEN_BY:
        if row.text("state") in states and row.text(column) is None:
            row.unknown(column, needs)
    if row.text("commitment") in _COMMITTED and row.text("planned_interval") is None:
        row.unknown("planned_interval", "the row says that it is planned")
    if row.number("actual_effort") is not None and row.text("state") not in (None, *_ENDED):
        mend = "state what is left of it as `remaining_effort`; what it took, once it has ended"
        row.refuse("I055", "actual_effort", "it is still under way", mend)
    return Feature(
        **row.told(_FIELDS),
        name=row.text("name") or name,
        value=row.estimate("value"),
        cost_of_delay=row.estimate("cost_of_delay"),
        remaining_effort=row.estimate("remaining_effort"),
        remaining_duration_weeks=row.estimate("remaining_duration"),
    )


def _state_of_its_flow(row: TypedRow, kind: FeatureKind) -> None:
    state = row.text("state")
    if state is None or state in STATES_OF[kind]:
        return
    near = nearest(state, STATES_OF[kind])
    mend = f"did you mean `{near}`?" if near else "write " + in_a_row(STATES_OF[kind])
    row.misfits.add("state")
    row.refuse("I023", "state", f"no {kind} stands in `{state}`", mend)


def _parent(row: TypedRow, kinds: Mapping[str, FeatureKind]) -> None:
    """A story is a part of a feature, a feature of a goal; nothing is a part of its like."""
    parent, own = row.text("parent_id"), _kind(row)
    if parent is None or parent not in kinds or kinds[parent] in PARENTS_OF[own]:
        return
    may_be = PARENTS_OF[own]
    mend = f"its parent is a {in_a_row(may_be)}" if may_be else "leave `parent_id` empty"
    told = f"`{parent}` is a {kinds[parent]}, and this is a {own}"
    row.refuse("I053", "parent_id", told, mend)


def _team(row: TypedRow, teams: Mapping[str, Collection[str]]) -> None:
    team, stream = row.text("team"), row.text("value_stream_id") or ""
    known = teams.get(stream)
    if team is None or known is None or team in known:
        return
    near = nearest(team, known)
    mend = f"did you mean `{near}`?" if near else f"its teams are {in_a_row(sorted(known))}"
    row.refuse("I041", "team", f"`{stream}` has no team `{team}`", mend)
