"""Options: the rows of one option become one, its demands beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.load.cell_values import plain_decimal
from asp_decide.load.read_rows import ReadRows, about
from asp_decide.load.typed_rows import TypedRow, TypedTable, Value, agreed
from asp_decide.model.estimate import Estimate
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Demand, Option

_DURATION = tuple(f"remaining_duration_{point}" for point in ("low", "likely", "high"))
_OF_THE_OPTION = (
    "kind",
    *_DURATION,
    "benefit_share",
    "probability_of_success",
    "test_sensitivity",
    "test_specificity",
    "continues_with",
    "transition_cost",
    "earliest_start_on",
    "latest_start_on",
    "needs_ids",
)
_BUYS_EVIDENCE = ("discovery", "tranche")
_TAKES_NOTHING = ("stop", "pause")


@dataclass(frozen=True, slots=True)
class _Rows:
    """All rows of one option; `values` are those that belong to the option as a whole."""

    initiative: str
    option: str
    kind: str
    rows: tuple[TypedRow, ...]
    values: Mapping[str, tuple[Value, TypedRow]]

    @property
    def first(self) -> TypedRow:
        return self.rows[0]


def read_options(
    table: TypedTable | None, states: Mapping[str, str], read: ReadRows
) -> tuple[Option, ...]:
    """The options, sorted by initiative and option; `states` are those of the initiatives."""
    if table is None:
        return ()
    grouped = [_merged(*each, states) for each in _grouped(table, states).items()]
    merged = [rows for rows in grouped if rows is not None]
    kept = {rows.initiative: _share(rows) for rows in merged if rows.kind == "stop"}
    options = []
    for rows in merged:
        options.append(_option(rows, kept.get(rows.initiative, Fraction(0))))
        key, subject = f"{rows.initiative}/{rows.option}", about("initiative", rows.initiative)
        read.note("options", key, subject, *rows.rows)
    return tuple(options)


def _grouped(table: TypedTable, states: Mapping[str, str]) -> dict[tuple[str, str], list[TypedRow]]:
    grouped: dict[tuple[str, str], list[TypedRow]] = {}
    for row in table.rows:
        initiative = row.text("initiative_id")
        if initiative is None or not row.sound:
            continue
        name = row.text("option") or row.text("kind")
        if name is None and not table.has("kind"):
            name = _usual_kind(states.get(initiative))
        if name is None:
            row.refuse("I022", "kind", "`kind` is missing", "say what the option is")
            continue
        grouped.setdefault((initiative, name), []).append(row)
    return dict(sorted(grouped.items()))


def _usual_kind(state: str | None) -> str:
    return "continue" if state == "implementing" else "whole"


def _merged(key: tuple[str, str], rows: list[TypedRow], states: Mapping[str, str]) -> _Rows | None:
    values = agreed(rows, _OF_THE_OPTION, of="/".join(key))
    if "kind" in values:
        kind = str(values["kind"][0])
    elif rows[0].table.has("kind"):
        rows[0].refuse("I022", "kind", "`kind` is missing", "say what the option is")
        return None
    else:
        kind = _usual_kind(states.get(key[0]))
    return _Rows(*key, kind, tuple(rows), values)


def _option(rows: _Rows, released: Fraction) -> Option:
    told_of = {column: value for column, (value, _) in rows.values.items()}
    fields = {column: _plain(told_of[column]) for column in told_of if column not in _DURATION}
    share = _share(rows) if "benefit_share" in rows.values else None
    if share is not None and share < released:
        row = rows.values["benefit_share"][1]
        mend = "an option keeps at least the `benefit_share` of the option `stop`"
        row.refuse("I054", "benefit_share", f"less than {_percent(released)} is kept", mend)
    elif share is None:
        fields["benefit_share"] = plain_decimal(_usual_share(rows.kind, released))
    _window(rows)
    told: dict[str, Any] = {
        **fields,
        "kind": rows.kind,
        "demands": _demands(rows),
        "remaining_duration_weeks": _duration(rows),
        "remaining_outlay": _outlay(rows),
    }
    return Option(initiative_id=InitiativeId(rows.initiative), option=rows.option, **told)


def _plain(value: Value) -> object:
    return plain_decimal(value) if isinstance(value, Fraction) else value


def _share(rows: _Rows) -> Fraction:
    share = rows.values.get("benefit_share")
    return share[0] if share and isinstance(share[0], Fraction) else Fraction(0)


def _usual_share(kind: str, released: Fraction) -> Fraction:
    """What is released keeps earning; only an option that delivers earns the whole."""
    if kind == "stop":
        return Fraction(0)
    return released if kind in _BUYS_EVIDENCE else Fraction(1)


def _percent(share: Fraction) -> str:
    return f"{decimal_text(share * 100)} %"


def _window(rows: _Rows) -> None:
    first, last = (rows.values.get(f"{end}_start_on") for end in ("earliest", "latest"))
    if first is None or last is None:
        return
    (begin, _), (end, row) = first, last
    if isinstance(begin, date) and isinstance(end, date) and end < begin:
        row.refuse("I044", "latest_start_on", "`latest_start_on` is before `earliest_start_on`")


def _duration(rows: _Rows) -> Estimate | None:
    points = [rows.values.get(column) for column in _DURATION]
    stated = next((point[1] for point in points if point), rows.first)
    low, likely, high = (
        point[0] if point and isinstance(point[0], Fraction) else None for point in points
    )
    estimate = stated.in_order("remaining_duration", low, likely, high)
    if rows.kind == "stop":
        return estimate
    if likely is None:
        rows.first.unknown("remaining_duration_likely", "the option cannot be planned without it")
    elif likely == 0:
        told = "what remains of an initiative takes some time"
        stated.refuse("I028", "remaining_duration_likely", told)
    return estimate


def _outlay(rows: _Rows) -> Estimate | None:
    if not rows.first.table.has("remaining_outlay_likely"):
        return Estimate(likely=Fraction(0))
    stated = [each for row in rows.rows if (each := row.estimate("remaining_outlay"))]
    if not stated:
        told = "the option cannot be planned without it"
        rows.first.unknown("remaining_outlay_likely", f"{told}; write 0 if there is none")
        return None
    return _sum(stated)


def _sum(stated: list[Estimate]) -> Estimate:
    """The rows of an option add up, point by point; a row without a spread adds none."""
    likely = sum((each.likely for each in stated), Fraction(0))
    if all(each.low is None for each in stated):
        return Estimate(likely=likely)
    low = sum((each.likely if each.low is None else each.low for each in stated), Fraction(0))
    high = sum((each.likely if each.high is None else each.high for each in stated), Fraction(0))
    return Estimate(low=low, likely=likely, high=high)


def _demands(rows: _Rows) -> tuple[Demand, ...]:
    demands: dict[tuple[str, str, str, int], tuple[Demand, TypedRow]] = {}
    for row in rows.rows:
        demand = _demand(row, rows.kind)
        if demand is None:
            continue
        key = (
            demand.value_stream_id or "",
            demand.function,
            demand.skill or "",
            demand.step or 0,
        )
        _, first = demands.setdefault(key, (demand, row))
        if first is not row:
            what = f"the effort of `{rows.initiative}/{rows.option}` in this stream"
            told = f"{what} stands here and at {first.spot().place} already"
            row.refuse("I040", None, told, "add the two up in one row")
    return tuple(demands[key][0] for key in sorted(demands))


def _demand(row: TypedRow, kind: str) -> Demand | None:
    stream = row.text("value_stream_id")
    function = row.text("function") or ("analysis" if kind == "discovery" else "delivery")
    effort = row.estimate("remaining_effort")
    if stream is None and function == "delivery":
        if effort is not None or row.number("transition_effort"):
            row.refuse("I022", "value_stream_id", "effort without a value stream", "name it")
        elif kind not in _TAKES_NOTHING:
            row.refuse("I022", "value_stream_id", "`value_stream_id` is missing", "name it")
        return None
    if effort is None and kind != "stop":  # stopping takes what closing takes, often nothing
        row.unknown("remaining_effort_likely", "the option cannot be planned without it")
    step = row.whole("step")
    if step == 0:
        row.refuse("I028", "step", "steps of execution are counted from 1")
        step = None
    told: dict[str, Any] = {"value_stream_id": stream, "function": function, "step": step}
    told |= row.told("skill transition_effort")
    return Demand(remaining_effort=effort, **told)
