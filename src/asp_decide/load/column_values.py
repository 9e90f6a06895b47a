"""One cell by its column: which scale a number has, which words and intervals are known."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from asp_decide.diagnostics import nearest
from asp_decide.load.cell_values import (
    Misfit,
    Scale,
    absence_of,
    read_day,
    read_id,
    read_moment,
    read_number,
    read_word,
    read_yes_no,
)
from asp_decide.load.facts_table import Cell
from asp_decide.load.table_columns import Column, ColumnKind, ScaleName
from asp_decide.model.charter import Charter

LONGEST_WEEKS = 100_000
"""Nineteen centuries; more is a slip of the unit."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the charter says about values of cells; None where `asp.yaml` could not be read."""

    currency: str | None
    intervals: frozenset[str] | None
    scales: dict[ScaleName, Scale] = field(repr=False)


def frame_of(charter: Charter | None) -> Frame:
    """The scales and names that a workspace measures its facts by."""
    if charter is None:
        return Frame(None, None, _scales("EUR", "team-weeks"))
    names = frozenset(str(interval.id) for interval in charter.calendar.intervals)
    return Frame(charter.currency, names, _scales(charter.currency, charter.capacity_unit))


def read_cell(
    cell: Cell, column: Column, frame: Frame
) -> str | date | bool | int | Fraction | tuple[str, ...] | Misfit | None:
    """The value of a cell, why it misfits, or None if it states that there is none."""
    if column.many:
        return _members(cell, column)
    if not isinstance(cell, str):
        if len(cell) != 1:
            told = f"{len(cell)} values stand where `{column.name}` has one"
            return Misfit("I031", told, "write one value")
        (cell,) = cell
    if cell in column.words:  # before its absence: `withheld` is also a word of one column
        return cell
    return None if absence_of(cell) is not None else _single(cell, column, frame)


def _single(cell: str, column: Column, frame: Frame) -> str | date | bool | int | Fraction | Misfit:
    match column.kind:
        case "number":
            return read_number(cell, frame.scales[column.scale], frame.currency)
        case "word":
            return read_word(cell, column.words)
        case "interval":
            return _interval(cell, frame)
        case _:
            return _READERS[column.kind](cell)


def read_own_unit(
    cell: Cell, scale: Scale, unit: str | None, frame: Frame
) -> Fraction | Misfit | None:
    """A number whose scale its row gives; the cell may repeat the row's own name of the unit."""
    if not isinstance(cell, str):
        return Misfit("I031", f"{len(cell)} values stand where one belongs", "write one value")
    if absence_of(cell) is not None:
        return None
    if unit and scale.takes == "":
        cell = cell.removesuffix(unit).rstrip()
    elif unit and cell[-1].isdigit():
        cell = f"{cell} {unit}"
    return read_number(cell, scale, frame.currency)


def _prose(text: str) -> str:
    return " ".join(text.split("\t"))


_READERS: dict[ColumnKind, Callable[[str], str | date | bool | int | Misfit]] = {
    "text": _prose,
    "id": read_id,
    "day": read_day,
    "moment": read_moment,
    "yes_no": read_yes_no,
}


def _members(cell: Cell, column: Column) -> tuple[str, ...] | Misfit | None:
    if isinstance(cell, str):
        if absence_of(cell) is not None:
            return None
        cell = tuple(text for part in cell.split(";") if (text := part.strip()))
    for member in cell:
        read = read_word(member, column.words) if column.kind == "word" else read_id(member)
        if isinstance(read, Misfit):
            return read
    return tuple(sorted(set(cell)))


def _interval(text: str, frame: Frame) -> str | Misfit:
    if frame.intervals is None or text in frame.intervals:
        return text
    near = nearest(text, frame.intervals) if len(text) < 80 else None
    mend = f"did you mean `{near}`?" if near else "add it to the calendar of `asp.yaml`"
    return Misfit("I042", f"`{text[:60]}` is no interval of the calendar", mend)


def _scales(currency: str, capacity_unit: str) -> dict[ScaleName, Scale]:
    zero, one = Decimal(0), Decimal(1)
    capacity = Scale("team-weeks", "12 team-weeks", least=zero)
    if capacity_unit == "money":
        capacity = Scale("money", f"12000 {currency}", least=zero)
    weeks = Scale("time", "18 weeks", least=zero, most=Decimal(LONGEST_WEEKS))
    return {
        "money": Scale("money", f"12000 {currency}", least=zero),
        "money a week": Scale("money per week", f"12000 {currency}/week", least=zero),
        "money a team-week": Scale(
            "money per team-week", f"18000 {currency}/team-week", least=zero
        ),
        "weeks": weeks,
        "share": Scale("share", "20 %", least=zero, most=one),
        "erosion": Scale("share", "2 %", least=zero, most=Decimal("0.999999")),
        "capacity": capacity,
        "points": Scale("points", "5 points", least=zero),
        "whole": Scale("", "3", least=zero, whole=True),
        "above zero": Scale("", "2.5", least=zero),
        "any": Scale("", "2.5"),
    }
