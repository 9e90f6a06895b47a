"""What a column of a facts table is: its kind of value, its words, its scale, what it refers to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

type ColumnKind = Literal[
    "id", "text", "word", "day", "moment", "interval", "yes_no", "number", "own_unit"
]
type ScaleName = Literal[
    "money",
    "money a week",
    "money a team-week",
    "weeks",
    "share",
    "erosion",
    "capacity",
    "points",
    "whole",
    "above zero",
    "any",
]

CATEGORIES = "business enabler technical_quality run improvement"
"""Classes of capacity: initiatives and features have the same."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the closed schema.

    `many`: a cell is a list. `refers_to` names the tables one of which has the id. `needed`: the
    column must be there; `in_every_row`: so must a value. A column that is not `kept` is read and
    checked, and has no field in any type that a decision reads.
    """

    name: str
    kind: ColumnKind
    words: tuple[str, ...] = ()
    scale: ScaleName = "any"
    many: bool = False
    refers_to: tuple[str, ...] = ()
    needed: bool = False
    in_every_row: bool = False
    kept: bool = True


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The closed schema of one table."""

    name: str
    columns: dict[str, Column]


def a_table(name: str, *groups: Iterable[Column]) -> TableColumns:
    """The schema of these columns; each table also takes `source` and `noted_on`.

    No decision sees those two; the records of rules name them beside what was measured.
    """
    columns = {column.name: column for group in groups for column in group}
    for column in (*texts("source"), *days("noted_on")):
        columns.setdefault(column.name, column)
    return TableColumns(name, columns)


def ids(names: str, *, refers_to: str = "", many: bool = False) -> tuple[Column, ...]:
    """Columns of ids, or of lists of them."""
    target = tuple(refers_to.split())
    return tuple(Column(n, "id", refers_to=target, many=many) for n in names.split())


def texts(names: str) -> tuple[Column, ...]:
    """Columns of prose."""
    return tuple(Column(name, "text") for name in names.split())


def words(name: str, allowed: str, *, many: bool = False) -> tuple[Column, ...]:
    """A column of words from a closed list."""
    return (Column(name, "word", words=tuple(allowed.split()), many=many),)


def days(names: str) -> tuple[Column, ...]:
    """Columns of days."""
    return tuple(Column(name, "day") for name in names.split())


def moments(names: str) -> tuple[Column, ...]:
    """Columns of moments: a day and a time with its offset."""
    return tuple(Column(name, "moment") for name in names.split())


def intervals(names: str) -> tuple[Column, ...]:
    """Columns of planning intervals."""
    return tuple(Column(name, "interval") for name in names.split())


def yes_no(names: str) -> tuple[Column, ...]:
    """Columns of `yes` and `no`."""
    return tuple(Column(name, "yes_no") for name in names.split())


def numbers(scale: ScaleName, names: str) -> tuple[Column, ...]:
    """Columns of numbers on one scale."""
    return tuple(Column(name, "number", scale=scale) for name in names.split())


def three_points(scale: ScaleName, names: str) -> tuple[Column, ...]:
    """For each name the columns `_low`, `_likely`, `_high`."""
    told = " ".join(f"{n}_{point}" for n in names.split() for point in ("low", "likely", "high"))
    return numbers(scale, told)


def in_own_unit(names: str) -> tuple[Column, ...]:
    """Columns of numbers whose unit another column of the row gives."""
    return tuple(Column(name, "own_unit") for name in names.split())


def needed(*groups: Iterable[Column]) -> tuple[Column, ...]:
    """These columns must be there."""
    return tuple(replace(column, needed=True) for group in groups for column in group)


def in_every_row(*groups: Iterable[Column]) -> tuple[Column, ...]:
    """These columns must be there, and hold a value in every row."""
    told = [column for group in groups for column in group]
    return tuple(replace(column, needed=True, in_every_row=True) for column in told)


def filled(*groups: Iterable[Column]) -> tuple[Column, ...]:
    """These columns may be left out; where one is used it holds a value in every row."""
    return tuple(replace(column, in_every_row=True) for group in groups for column in group)


def dropped(*groups: Iterable[Column]) -> tuple[Column, ...]:
    """These columns are read and checked, and no decision sees them."""
    return tuple(replace(column, kept=False) for group in groups for column in group)
