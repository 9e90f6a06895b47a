"""Outcomes and evidence: what was expected, what came of it, and how well that is known."""

from fractions import Fraction
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.load.cell_values import Scale, plain_decimal
from asp_decide.load.read_rows import ReadRows, about
from asp_decide.load.table_columns import ScaleName
from asp_decide.load.typed_rows import TypedRow, TypedTable, each_once
from asp_decide.model.estimate import Estimate
from asp_decide.model.initiative import STATE_GROUPS
from asp_decide.model.outcome import Evidence, Outcome
from asp_decide.model.subject import SubjectKey

_OUTCOME = (
    "initiative_id quantity unit interval forecast_probability forecast_made_on kill_if "
    "kill_action kill_min_grade kill_agreed_on status method verdict verdict_on verdict_by"
)
_EVIDENCE = (
    "id about_kind about_id informs requirement_id reading likelihood_ratio metric interval grade "
    "origin observed_on recorded_by source"
)
_BARE = Scale("", "44")

# Quantities that the model measures itself have their unit; any other has the one that it states.
_OWN_SCALE: dict[str, ScaleName] = {
    "value": "money",
    "success": "share",
    "cost": "money",
    "effort": "capacity",
    "duration": "weeks",
}
_OF_WORK = ("cost", "effort", "duration")
_DONE = (*STATE_GROUPS["learning"], *STATE_GROUPS["closed"])
_INFORMED_SCALE: dict[str, ScaleName] = {
    "benefit": "money a week",
    "effort": "capacity",
    "duration": "weeks",
    "outlay": "money",
    "success": "share",
}


def read_outcomes(
    table: TypedTable | None, states: dict[str, str], rows: ReadRows
) -> tuple[Outcome, ...]:
    """The outcomes, sorted by initiative, quantity, interval and day of the forecast.

    `states` are those of the initiatives: what was spent on one that still runs is refused, since
    no decision on it may see money spent.
    """
    if table is None:
        return ()
    read = [_outcome(row, states) for row in table.rows if row.sound]
    for key, row in each_once(table, _id).items():
        rows.note("outcomes", key, about("initiative", row.text("initiative_id")), row)
    return tuple(sorted((each for each in read if each is not None), key=_in_order))


def read_evidence(table: TypedTable | None, rows: ReadRows) -> tuple[Evidence, ...]:
    """The evidence, sorted by id."""
    if table is None:
        return ()
    evidence = []
    for name, row in each_once(table, lambda row: row.text("id") or "").items():
        _layer(row)
        scale = _INFORMED_SCALE.get(row.text("informs") or "")
        measured = row.table.frame.scales[scale] if scale else _BARE
        points = (row.own_unit(f"estimate_{p}", measured) for p in ("low", "likely", "high"))
        estimate = row.in_order("estimate", *points)
        evidence.append(Evidence(**row.told(_EVIDENCE), estimate=estimate))
        rows.note("evidence", name, _about(evidence[-1]), row)
    return tuple(evidence)


def _about(evidence: Evidence) -> tuple[SubjectKey, ...]:
    """The initiative that it is about, or one of whose options; no other subject is measured."""
    match evidence.about_kind:
        case "initiative":
            return about("initiative", evidence.about_id)
        case "option":
            return about("initiative", evidence.about_id.rpartition("/")[0])
        case _:
            return ()


def _layer(row: TypedRow) -> None:
    """Delivery says how much work is left and how long it takes, not whether it is worth doing."""
    informs = row.text("informs")
    if (
        row.text("origin") == "delivery"
        and row.text("about_kind") in {"initiative", "option"}
        and informs not in {"effort", "duration", "outlay"}
    ):
        told = f"evidence from delivery does not inform `{informs}` of an initiative"
        row.refuse("I056", "origin", told, "delivery informs effort, duration and outlay")


def _id(row: TypedRow) -> str:
    """What sets an outcome apart: initiative, quantity, interval, and the forecast's day."""
    parts = [row.text(column) or "" for column in ("initiative_id", "quantity", "interval")]
    made_on = row.day("forecast_made_on")
    return "/".join([*parts, made_on.isoformat()] if made_on else parts)


def _in_order(outcome: Outcome) -> tuple[str, ...]:
    made_on = outcome.forecast_made_on
    return (
        outcome.initiative_id,
        outcome.quantity,
        outcome.interval,
        made_on.isoformat() if made_on else "",
    )


def _outcome(row: TypedRow, states: dict[str, str]) -> Outcome | None:
    actual = _amount(row, "actual")
    forecast = _forecast(row)
    told = row.told(_OUTCOME)
    for column in ("baseline", "kill_threshold"):
        if (amount := _amount(row, column)) is not None:
            told[column] = plain_decimal(amount)
    _measured_or_open(row, actual, told)
    _kill_criterion(row)
    if (unit := _own_unit_name(row)) is not None:
        told["unit"] = unit
    quantity, initiative = row.text("quantity"), row.text("initiative_id") or ""
    if actual is not None and quantity in _OF_WORK:
        state = states.get(initiative)
        if state is not None and state not in _DONE:
            mend = "state it when the work is done; until then only forecasts are facts"
            row.refuse("I055", "actual", f"`{initiative}` still runs", mend)
    if not row.sound:
        return None
    shown = None if actual is None else plain_decimal(actual)
    return Outcome(**told, forecast=forecast, actual=shown)


def _scale(row: TypedRow) -> Scale:
    own = _OWN_SCALE.get(row.text("quantity") or "")
    return row.table.frame.scales[own] if own else _BARE


def _own_unit_name(row: TypedRow) -> str | None:
    """The unit of a quantity that the model measures itself; its amounts are kept in it."""
    frame, quantity = row.table.frame, row.text("quantity")
    if quantity in {"value", "cost"}:
        return frame.currency
    if quantity == "effort":
        return "team-weeks" if frame.scales["capacity"].takes == "team-weeks" else frame.currency
    return "weeks" if quantity == "duration" else None


def _amount(row: TypedRow, column: str) -> Fraction | None:
    unit = None if row.text("quantity") == "success" else row.text("unit")
    amount = row.own_unit(column, _scale(row), unit=unit)
    if amount is None:
        return None
    try:
        decimal_text(amount)
    except ValueError:
        row.misfits.add(column)
        told = f"`{column}` is no finite number of weeks"
        row.refuse("I026", column, told, "write it in weeks, with a decimal point")
        return None
    return amount


def _forecast(row: TypedRow) -> Estimate | None:
    unit = None if row.text("quantity") == "success" else row.text("unit")
    scale = _scale(row)
    points = [row.own_unit(f"forecast_{p}", scale, unit=unit) for p in ("low", "likely", "high")]
    return row.in_order("forecast", *points)


def _measured_or_open(row: TypedRow, actual: Fraction | None, told: dict[str, Any]) -> None:
    if not row.table.has("status"):
        told["status"] = "open" if actual is None else "measured"
        return
    status = row.text("status")
    if status == "measured" and actual is None:
        row.unknown("actual", "the row says that it was measured")
    elif status != "measured" and actual is not None:
        told_of = f"`actual` is stated, and `status` is `{status}`"
        row.refuse("I043", "actual", told_of, "set `status` to `measured`, or empty the cell")


def _kill_criterion(row: TypedRow) -> None:
    if row.text("kill_if") is None:
        return
    if not row.row.cells.get("kill_threshold"):
        row.unknown("kill_threshold", "the criterion can never trip without it")
    for column in ("kill_action", "kill_min_grade"):
        if row.text(column) is None:
            row.unknown(column, "the criterion can never trip without it")
