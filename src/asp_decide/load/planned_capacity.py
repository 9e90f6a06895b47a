"""Where effort is planned there is capacity: else nothing of it could ever start."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from asp_decide.diagnostics import nearest
from asp_decide.load.typed_rows import TypedRow, TypedTable
from asp_decide.model.charter import Charter
from asp_decide.model.initiative import STATE_GROUPS, Option

type _Pool = tuple[str, str, str]

_OVER = (*STATE_GROUPS["learning"], *STATE_GROUPS["closed"])


def check_capacity(
    table: TypedTable,
    options: Iterable[Option],
    capacity: TypedTable,
    *,
    streams: Collection[str],
    planned: Sequence[str],
) -> None:
    """Tell a pool that one of the options needs and that has no row in any planned interval.

    A pool is a stream (or the portfolio's own analysts), a function, and a skill if one is named.
    It is told once, at the first row that needs it.
    """
    pools = _pools(capacity, planned)
    rows = _first_rows(table)
    told: set[_Pool] = set()
    for option in options:
        for demand in option.demands:
            stream, skill = demand.value_stream_id or "", demand.skill or ""
            pool: _Pool = (stream, demand.function, skill)
            nothing = demand.remaining_effort is not None and demand.remaining_effort.mean == 0
            unknown = bool(stream) and stream not in streams
            if pool in pools or pool in told or nothing or unknown:
                continue
            told.add(pool)
            row = rows[option.initiative_id, stream, skill]
            if (stream, demand.function, "") in pools:
                _no_skill(row, pool, pools)
            else:
                _no_capacity(row, pool, planned)


def is_over(state: str | None) -> bool:
    """Whether nothing is left to deliver of an initiative in this state."""
    return state in _OVER


def planned_intervals(charter: Charter, as_of: date) -> tuple[str, ...]:
    """The ids of the intervals that a plan of that day covers, the first one first."""
    ahead = charter.calendar.ahead(as_of)[: charter.planning_intervals]
    return tuple(str(interval.id) for interval in ahead)


def _pools(capacity: TypedTable, planned: Sequence[str]) -> set[_Pool]:
    """The pools with a row in the plan; a row whose interval misfits may be meant for it."""
    pools: set[_Pool] = set()
    for row in capacity.rows:
        if row.text("interval") in planned or "interval" in row.misfits:
            stream, function = row.text("value_stream_id"), row.text("function")
            for skill in {"", row.text("skill") or ""}:
                pools.add((stream or "", function or "delivery", skill))
    return pools


def _first_rows(table: TypedTable) -> dict[tuple[str, str, str], TypedRow]:
    rows: dict[tuple[str, str, str], TypedRow] = {}
    for row in table.rows:
        names = (row.text(c) or "" for c in ("initiative_id", "value_stream_id", "skill"))
        initiative, stream, skill = names
        rows.setdefault((initiative, stream, skill), row)
    return rows


def _no_skill(row: TypedRow, pool: _Pool, pools: set[_Pool]) -> None:
    stream, function, skill = pool
    skills = sorted({each[2] for each in pools if each[:2] == (stream, function) and each[2]})
    near = nearest(skill, skills)
    mend = f"did you mean `{near}`?" if near else "leave `skill` empty if it is not scarce"
    told = f"no planned capacity of `{stream or 'the portfolio'}` states the skill `{skill}`"
    row.refuse("I051", "skill", told, mend)


def _no_capacity(row: TypedRow, pool: _Pool, planned: Sequence[str]) -> None:
    stream, function, _ = pool
    whose = f"`{stream}` has" if stream else "the portfolio has"
    told = f"{whose} no {function} capacity in any interval from `{planned[0]}` to `{planned[-1]}`"
    row.refuse("I051", "value_stream_id", told, "add its rows to the table `capacity`")
