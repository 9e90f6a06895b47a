"""Releases: the rows of one deployment, one for each change in it, become one."""

from datetime import UTC, datetime, timedelta
from typing import Any

from asp_decide.load.read_rows import ReadRows
from asp_decide.load.typed_rows import TypedRow, TypedTable, agreed
from asp_decide.model.release import Release, ReleasedChange

_OF_THE_RELEASE = (
    "value_stream_id",
    "component",
    "deployed_at",
    "usable_on",
    "failed",
    "restored_at",
    "is_unplanned_repair",
    "repairs_id",
)

_ELSEWHERE = timedelta(days=1)
"""By so much the day of a place may be before that of UTC."""


def read_releases(table: TypedTable | None, read: ReadRows) -> tuple[Release, ...]:
    """The releases, sorted by id; a further row of one states another change in it."""
    grouped: dict[str, list[TypedRow]] = {}
    for row in table.rows if table else ():
        if row.sound:
            grouped.setdefault(row.text("id") or "", []).append(row)
    releases = []
    for name, rows in sorted(grouped.items()):
        releases.append(_release(name, rows))
        read.note("releases", name, (), *rows)
    return tuple(releases)


def _release(name: str, rows: list[TypedRow]) -> Release:
    _each_change_once(name, rows)
    agreed_on = agreed(rows, _OF_THE_RELEASE, of=name)
    told: dict[str, Any] = {column: value for column, (value, _) in agreed_on.items()}
    deployed_at = int(told["deployed_at"])
    deployed_on = datetime.fromtimestamp(deployed_at, tz=UTC).date()
    usable_on = told.setdefault("usable_on", deployed_on)
    if usable_on < deployed_on - _ELSEWHERE:
        mend = "nobody uses what is not deployed"
        agreed_on["usable_on"][1].refuse(
            "I044", "usable_on", "`usable_on` is before `deployed_at`", mend
        )
    if told.get("restored_at", deployed_at) < deployed_at:
        row = agreed_on["restored_at"][1]
        row.refuse("I044", "restored_at", "`restored_at` is before `deployed_at`")
    if told.get("repairs_id") == name:
        row = agreed_on["repairs_id"][1]
        row.refuse("I050", "repairs_id", f"`{name}` repairs itself", "name what it repairs")
    for row in rows:
        committed_at = row.moment("committed_at")
        if committed_at is not None and committed_at > deployed_at:
            row.refuse("I044", "deployed_at", "`deployed_at` is before `committed_at`")
    return Release(
        id=name,
        feature_ids=tuple(sorted({one for row in rows for one in row.members("feature_ids")})),
        changes=tuple(
            ReleasedChange(change_id=row.text("change_id"), committed_at=row.moment("committed_at"))
            for row in sorted(rows, key=_by_change)
        ),
        **told,
    )


def _by_change(row: TypedRow) -> tuple[str, int]:
    return row.text("change_id") or "", row.moment("committed_at") or 0


def _each_change_once(name: str, rows: list[TypedRow]) -> None:
    """Tell a further row of a release that does not state another change."""
    seen = {rows[0].text("change_id")}
    for row in rows[1:]:
        if row.text("change_id") in {None, *seen}:
            told = f"`{name}` stands here and at {rows[0].spot().place} already"
            row.refuse("I040", "id", told, "a further row of a release states another `change_id`")
        seen.add(row.text("change_id"))
