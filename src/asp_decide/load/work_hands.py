"""Who had a hand in what, by pseudonyms: for whether knowledge stays, and for no other question."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from asp_decide.load.cell_values import seconds_of
from asp_decide.load.work_lines import COLUMNS, file_of, read_lines

_TEAM = "team"
"""The role of those who make a change; whoever orders or accepts it knows it less well."""

_KIND, _ITEM, _AT, _ACTOR = (
    COLUMNS.index(name) for name in ("item_kind", "item_id", "at", "actor")
)


def hands_in_features(folder: Path, *, until: int) -> Mapping[str, frozenset[str]]:
    """The pseudonyms of those in a team who moved or blocked a feature, by the feature's id.

    `folder` is the workspace, `until` seconds since 1970. Lines that cannot be read have been told
    by whoever reads the log; here they say nothing.
    """
    path = file_of(folder)
    source = None if path is None else read_lines(path, f"facts/{path.name}")
    if source is None or isinstance(source, tuple):
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    for _, cells in source.rows:
        role, _, pseudonym = cells[_ACTOR].partition("/")
        if cells[_KIND] != "feature" or role != _TEAM or not pseudonym:
            continue
        at = seconds_of(cells[_AT])
        if at is not None and at <= until:
            found[cells[_ITEM]].add(pseudonym)
    return {item: frozenset(hands) for item, hands in sorted(found.items())}
