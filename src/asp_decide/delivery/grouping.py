"""By what work may be told apart: never by who did it."""

from collections.abc import Iterable, Mapping
from typing import Literal

from asp_decide.errors import UsageError
from asp_decide.flows.replay import History
from asp_decide.model.feature import Feature

type GroupedBy = Literal["value_stream", "team", "component", "category", "flow_kind"]

_FIELD: dict[GroupedBy, str] = {
    "value_stream": "value_stream_id",
    "team": "team",
    "component": "component",
    "category": "category",
    "flow_kind": "flow_kind",
}
_OF_PEOPLE = frozenset({"actor", "assignee", "author", "developer", "member", "owner", "person"})
"""Names under which output of people is asked for. It is refused by all of them."""


def grouped_by(name: str) -> GroupedBy:
    """The grouping of that name. Raises UsageError for one that is none, or that measures people.

    What a person gets done says nothing of how work flows, and as a target it is played (the system
    is measured, and improved, as a whole).
    """
    if name in _OF_PEOPLE:
        mend = "how work flows is a matter of the stream: --by value_stream, team or component"
        raise UsageError(f"what a person gets done is never measured: `{name}`", mend=mend)
    for known in _FIELD:
        if name == known:
            return known
    raise UsageError(f"nothing is grouped by `{name}`", mend="--by " + ", ".join(_FIELD))


def groups(
    histories: Iterable[History], features: Mapping[str, Feature], by: GroupedBy
) -> Mapping[str, tuple[History, ...]]:
    """The histories by the group of their rows, sorted by it; those without one are in none."""
    found: dict[str, list[History]] = {}
    for history in histories:
        row = features.get(history.item_id)
        group = None if row is None else getattr(row, _FIELD[by])
        if group is not None:
            found.setdefault(group, []).append(history)
    return {group: tuple(own) for group, own in sorted(found.items())}
