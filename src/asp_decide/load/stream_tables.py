"""Value streams and their capacity: the joint of the two layers."""

from decimal import Decimal
from fractions import Fraction

from asp_decide.load.capacity_deductions import SplitLosses, deductions_of
from asp_decide.load.cell_values import plain_decimal
from asp_decide.load.read_rows import ReadRows, about
from asp_decide.load.typed_rows import TypedRow, TypedTable, each_once
from asp_decide.model.ids import IntervalId, ValueStreamId
from asp_decide.model.value_stream import Burn, Capacity, Staffing, ValueStream

_STREAM_FIELDS = (
    "product customer owner formed_on retired_on teams funding_per_week cost_per_team_week "
    "ramp_up_loss disruption_cost release_transaction_cost planning_transaction_cost"
)
_DEDUCTIONS = ("run_share", "absence_share", "improvement_share")
_GROSS = ("gross", *_DEDUCTIONS, "focus")


def read_value_streams(
    table: TypedTable | None, capacity: TypedTable | None, read: ReadRows
) -> tuple[ValueStream, ...]:
    """The streams, sorted by id; without a table of their own, those that `capacity` names."""
    if table is None:
        return _named_by(capacity, read)
    streams = []
    for name, row in each_once(table, lambda row: row.text("id") or "").items():
        row.runs_forward("formed_on", "retired_on")
        told = row.told(_STREAM_FIELDS)
        streams.append(ValueStream(id=ValueStreamId(name), name=row.text("name") or name, **told))
        read.note("value_streams", name, about("value_stream", name), row)
    return tuple(streams)


def split_losses(table: TypedTable | None) -> SplitLosses:
    """Of each team that serves several streams, what it loses in each of them.

    Teams are whole unless somebody says what it costs to split them: a team of two streams
    without `split_loss` is refused.
    """
    serving: dict[str, list[TypedRow]] = {}
    for row in table.rows if table else ():
        for team in row.members("teams"):
            serving.setdefault(team, []).append(row)
    losses: dict[tuple[str, str], Fraction] = {}
    for team, rows in serving.items():
        for row in rows if len(rows) > 1 else ():
            loss = row.number("split_loss")
            if loss is None:
                told = f"`{team}` serves {len(rows)} value streams, and what that loses is missing"
                mend = "teams are whole; where one is split, state the share that is lost"
                row.refuse("I022", "split_loss", told, mend)
                continue
            losses[row.text("id") or "", team] = loss
    return losses


def read_capacity(
    table: TypedTable | None, read: ReadRows, *, split: SplitLosses
) -> tuple[Capacity, ...]:
    """Net capacity by stream, interval, function, team and skill, sorted by them.

    It is what past delivery has shown where `basis` is measured, and left to the log of work where
    it is throughput. Otherwise it is `net`, or gross capacity less run, absence and improvement,
    times focus, less what a split team loses.
    """
    if table is None:
        return ()
    _one_way_to_say_it(table)
    capacities = []
    for key, row in each_once(table, _key).items():
        stream, function = row.text("value_stream_id"), row.text("function") or "delivery"
        if stream is None and function == "delivery":
            told = "delivery capacity without a value stream"
            row.refuse("I022", "value_stream_id", told, "name the stream")
            continue
        fields = row.told("interval function team skill stated_on funded")
        if not table.has("basis"):
            shown = row.number("demonstrated_likely") is not None
            fields["basis"] = "measured" if shown else "estimated"
        else:
            fields["basis"] = row.text("basis")
        amounts = _amounts(row, fields["basis"], split)
        capacities.append(Capacity(value_stream_id=stream, **fields, **amounts))
        read.note("capacity", key, about("value_stream", stream), row)
    return tuple(sorted(capacities, key=_in_order))


def read_staffing(table: TypedTable | None) -> tuple[Staffing, ...]:
    """Who was there, by stream, team and interval, of the rows that say anything of it."""
    told = []
    for row in table.rows if table else ():
        stream, interval = row.text("value_stream_id"), row.text("interval")
        counts = {name: row.whole(name) for name in ("members", "joined", "left")}
        members = row.members("member_ids")
        if stream is None or interval is None or not (members or any(counts.values())):
            continue
        told.append(
            Staffing(
                value_stream_id=ValueStreamId(stream),
                interval=IntervalId(interval),
                team=row.text("team"),
                member_ids=members,
                **counts,
            )
        )
    return tuple(sorted(told, key=lambda one: (one.value_stream_id, one.team or "", one.interval)))


def read_burns(table: TypedTable | None) -> tuple[Burn, ...]:
    """What streams were funded with and spent, by stream and interval, of the rows that say so.

    Rows of teams add up later; a row that lacks one of the two amounts leaves the sum unknown.
    """
    burns = []
    for row in table.rows if table else ():
        stream, interval = row.text("value_stream_id"), row.text("interval")
        funded, spent = row.number("funded"), row.number("spent_to_date")
        if stream is None or interval is None or (funded is None and spent is None):
            continue
        amounts = {"funded": funded, "spent": spent}
        known = {name: plain_decimal(value) for name, value in amounts.items() if value is not None}
        burns.append(Burn(value_stream_id=ValueStreamId(stream), interval=interval, **known))
    return tuple(sorted(burns, key=_by_stream))


def _by_stream(burn: Burn) -> tuple[str, str, Decimal, Decimal]:
    nothing = Decimal(0)
    return burn.value_stream_id, burn.interval, burn.funded or nothing, burn.spent or nothing


def _named_by(capacity: TypedTable | None, read: ReadRows) -> tuple[ValueStream, ...]:
    named: dict[str, TypedRow] = {}
    for row in capacity.rows if capacity else ():
        if stream := row.text("value_stream_id"):
            named.setdefault(stream, row)
    for name, row in sorted(named.items()):
        read.note("value_streams", name, about("value_stream", name), row)
    return tuple(ValueStream(id=ValueStreamId(name), name=name) for name in sorted(named))


def _key(row: TypedRow) -> str:
    """The name of a capacity: `payments/2027Q1`, and what sets it apart from others of these."""
    parts = [row.text("value_stream_id") or "portfolio", row.text("interval") or ""]
    if row.text("function") == "analysis":
        parts.append("analysis")
    parts += [f"{what} {name}" for what in ("team", "skill") if (name := row.text(what))]
    return "/".join(parts)


def _in_order(capacity: Capacity) -> tuple[str, ...]:
    return (
        capacity.value_stream_id or "",
        capacity.interval,
        capacity.function,
        capacity.team or "",
        capacity.skill or "",
    )


def _one_way_to_say_it(table: TypedTable) -> None:
    """Tell a table that cannot state how much any stream can do."""
    lacking = [column for column in _GROSS if not table.has(column)]
    if not table.source.columns or table.has("net") or table.has("demonstrated_likely"):
        return
    if lacking:
        mend = "state `net`, or `gross` with its four deductions, or `demonstrated_likely`"
        told = "the table has no column that says how much there is"
        if len(lacking) < len(_GROSS):
            told = f"the table has no column `{lacking[0]}`"
        table.refuse("I021", told, mend)


def _amounts(row: TypedRow, basis: str | None, split: SplitLosses) -> dict[str, Decimal]:
    match basis:
        case "measured":
            return _shown(row)
        case "throughput":
            _leaves_it_to_the_log(row)
            return {}
        case _:
            return _stated(row, split)


def _leaves_it_to_the_log(row: TypedRow) -> None:
    """Tell a row that asks for what the log of work shows, and says it itself or asks in vain."""
    if row.number("demonstrated_likely") is not None:
        told = "`basis` is throughput, and the capacity that was demonstrated is stated as well"
        row.refuse("I043", "demonstrated_likely", told, "leave it out, or write `measured`")
    if row.text("skill") is not None or row.text("function") == "analysis":
        told = "finished features show the capacity of a stream or a team, and of nothing else"
        row.refuse("I043", "basis", told, "write `measured` or `estimated`, with its amounts")


def _shown(row: TypedRow) -> dict[str, Decimal]:
    estimate = row.estimate("demonstrated")
    if estimate is None:
        row.unknown("demonstrated_likely", "the capacity of this interval is unknown with it")
        return {}
    points = {"low": estimate.low, "likely": estimate.likely, "high": estimate.high}
    return {point: plain_decimal(value) for point, value in points.items() if value is not None}


def _stated(row: TypedRow, split: SplitLosses) -> dict[str, Decimal]:
    net, computed = row.number("net"), _net_of_gross(row, split)
    if net is not None and computed is not None and net != computed:
        told = f"`net` is {net}, and `gross` less its deductions is {plain_decimal(computed)}"
        row.refuse("I043", "net", told, "state one of the two")
    if net is None and computed is None:
        # What is lacking is the rest of the gross, where that is stated; else the first way to say.
        ways = (
            _GROSS if row.number("gross") is not None else ("net", "gross", "demonstrated_likely")
        )
        lacking = [column for column in ways if row.table.has(column) and row.absence(column)]
        if lacking:
            row.unknown(lacking[0], "the capacity of this interval is unknown with it")
        return {}
    known = net if net is not None else computed
    return {} if known is None else {"likely": plain_decimal(known)}


def _net_of_gross(row: TypedRow, split: SplitLosses) -> Fraction | None:
    """Gross capacity less run, absence and improvement, times focus, less what splitting loses."""
    known = deductions_of(row, split)
    if known is None or known.net is None:
        return None
    if known.taken is not None and known.taken > 1:
        told = "the deductions of this row are more than the whole"
        row.refuse("I028", "run_share", told, "shares of run, absence and improvement reach 100 %")
        return None
    return known.net
