"""Rows of texts to rows of values: every cell read by its column, every misfit told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from asp_decide.diagnostics import Diagnostic, nearest
from asp_decide.load.cell_values import Absence, Misfit, Scale, absence_of, plain_decimal
from asp_decide.load.column_values import Frame, read_cell, read_own_unit
from asp_decide.load.facts_table import Row, Table
from asp_decide.load.input_codes import Spot, problem
from asp_decide.load.table_columns import Column, TableColumns
from asp_decide.model.estimate import Estimate

type Value = str | date | bool | int | Fraction | tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TypedRow:
    """The values of one row by column; what is empty, absent or misfits has none.

    `misfits` are the columns whose cell could not be read: told already, and not told again.
    """

    row: Row
    table: "TypedTable"
    values: Mapping[str, Value]
    misfits: set[str]

    def told(self, columns: str) -> dict[str, Any]:
        """What the row states in these columns, in the form of a field of the same name.

        A column without a value is left out: the field's default holds then.
        """
        values = self.values
        return {
            column: plain_decimal(value) if isinstance(value, Fraction) else value
            for column in columns.split()
            if (value := values.get(column)) is not None
        }

    def text(self, column: str) -> str | None:
        """A text, an id, a word or an interval."""
        value = self.values.get(column)
        assert value is None or isinstance(value, str), f"`{column}` is a column of texts"
        return value

    def members(self, column: str) -> tuple[str, ...]:
        """The members of a list, sorted, each once: their order says nothing."""
        value = self.values.get(column, ())
        assert isinstance(value, tuple), f"`{column}` is a column of lists"
        return value

    def day(self, column: str) -> date | None:
        """A day."""
        value = self.values.get(column)
        assert value is None or isinstance(value, date), f"`{column}` is a column of days"
        return value

    def moment(self, column: str) -> int | None:
        """A moment in whole seconds since 1970."""
        value = self.values.get(column)
        assert value is None or isinstance(value, int), f"`{column}` is a column of moments"
        return value

    def yes(self, column: str) -> bool | None:
        """Yes or no."""
        value = self.values.get(column)
        assert value is None or isinstance(value, bool), f"`{column}` is a column of yes and no"
        return value

    def number(self, column: str) -> Fraction | None:
        """A number in the base unit of its column: weeks, shares of one, money."""
        value = self.values.get(column)
        assert value is None or isinstance(value, Fraction), f"`{column}` is a column of numbers"
        return value

    def decimal(self, column: str) -> Decimal | None:
        """A number of a column that no unit of time measures, as a decimal."""
        value = self.number(column)
        return None if value is None else plain_decimal(value)

    def whole(self, column: str) -> int | None:
        """A whole number."""
        value = self.number(column)
        return None if value is None else int(value)

    def estimate(self, stem: str) -> Estimate | None:
        """The three points of a column, None where its likely one is unknown."""
        low, likely, high = (self.number(f"{stem}_{p}") for p in ("low", "likely", "high"))
        return self.in_order(stem, low, likely, high)

    def in_order(
        self, stem: str, low: Fraction | None, likely: Fraction | None, high: Fraction | None
    ) -> Estimate | None:
        """The three points as an estimate; told are a point that lacks and a wrong order."""
        names = {point: f"{stem}_{point}" for point in ("low", "likely", "high")}
        if (low is None) != (high is None):
            lacking, stated = ("low", "high") if low is None else ("high", "low")
            if names[lacking] not in self.misfits:
                told = f"`{names[stated]}` is stated without `{names[lacking]}`"
                self.refuse("I046", names[stated], told, "state both or neither")
            return None
        if likely is None:
            if low is not None and names["likely"] not in self.misfits:
                told = f"`{names['low']}` is stated without `{names['likely']}`"
                self.refuse("I046", names["low"], told, "state the likely amount too")
            return None
        if low is not None and high is not None and not low <= likely <= high:
            above = names["low"] if low > likely else names["high"]
            than = "above" if low > likely else "below"
            told = f"`{above}` is {than} `{names['likely']}`"
            self.refuse("I045", above, told, "low, likely and high rise in this order")
            return None
        return Estimate(low=low, likely=likely, high=high)

    def own_unit(self, column: str, scale: Scale, *, unit: str | None = None) -> Fraction | None:
        """A number whose scale another column of the row gives; `unit` is a name of one's own."""
        cell = self.row.cells.get(column)
        if cell is None or column in self.misfits:
            return None
        value = read_own_unit(cell, scale, unit, self.table.frame)
        if isinstance(value, Misfit):
            self.misfits.add(column)
            self.refuse(value.code, column, value.message, value.mend)
            return None
        return value

    def absence(self, column: str) -> Absence | None:
        """The kind of absence that the cell states; None where a value or a misfit stands."""
        if column in self.values or column in self.misfits:
            return None
        cell = self.row.cells.get(column, "")
        return absence_of(cell) if isinstance(cell, str) else None

    def runs_forward(self, first: str, last: str, *, same_day: bool = True) -> None:
        """Tell where the second day is before the first one (or is the same, if it may not be)."""
        begin, end = self.day(first), self.day(last)
        if begin is None or end is None or begin < end or (same_day and begin == end):
            return
        told = (
            f"`{last}` is not after `{first}`" if begin == end else f"`{last}` is before `{first}`"
        )
        self.refuse("I044", last, told)

    def unknown(self, column: str, needs: str) -> None:
        """Tell that a decision needs an amount which the row does not state, and how it lacks.

        Of a column that the table does not use at all, the table's own problems tell.
        """
        match self.absence(column) if self.table.has(column) else None:
            case "empty":
                told = f"`{column}` is unknown; {needs}"
                self.refuse("I060", column, told, "state it, or the decision is `review`")
            case "withheld":
                self.refuse("I072", column, f"`{column}` is withheld; {needs}")
            case _:
                pass

    def refuse(self, code: str, column: str | None, message: str, mend: str = "") -> None:
        """Add a problem, at the cell of the column or at the row."""
        self.table.problems.append(problem(code, self.spot(column), message, mend))

    def spot(self, column: str | None = None) -> Spot:
        """Where the cell stands, or the row."""
        locator = self.table.source.locator
        if column is None or column not in self.table.source.columns:
            return locator.row(self.row.number)
        return locator.cell(self.row.number, column)

    @property
    def sound(self) -> bool:
        """Whether every cell that the row holds could be read."""
        return not self.misfits


@dataclass(frozen=True, slots=True, eq=False)
class TypedTable:
    """A table whose cells are values; problems of its cells and columns are collected in it."""

    source: Table
    schema: TableColumns
    frame: Frame
    problems: list[Diagnostic] = field(default_factory=list)
    rows: list[TypedRow] = field(default_factory=list)

    def has(self, column: str) -> bool:
        """Whether the table uses the column at all."""
        return column in self.source.columns

    def refuse(self, code: str, message: str, mend: str = "") -> None:
        """Add a problem of the table as a whole, at its first column."""
        self.problems.append(problem(code, _top(self.source), message, mend))


def type_rows(source: Table, schema: TableColumns, frame: Frame) -> TypedTable:
    """The table with every cell read by its column; unknown and missing columns are told."""
    table = TypedTable(source, schema, frame)
    _columns(table)
    seen: dict[str, dict[str, Value | Misfit]] = {name: {} for name in schema.columns}
    always = [c.name for c in schema.columns.values() if c.in_every_row and table.has(c.name)]
    # Told once of the table: a row is none the sounder for that.
    lacking = {c.name for c in schema.columns.values() if c.needed and not table.has(c.name)}
    for row in source.rows:
        values: dict[str, Value] = {}
        typed = TypedRow(row, table, values, set(lacking))
        for name, cell in row.cells.items():
            column = schema.columns.get(name)
            if column is None or column.kind == "own_unit":
                continue
            # One text has one value in one column: most cells of a table repeat another's.
            known = seen[name]
            key = cell if isinstance(cell, str) else "\n".join(("", *cell))
            if key not in known:
                read = read_cell(cell, column, frame)
                if read is None:
                    continue
                known[key] = read
            value = known[key]
            if isinstance(value, Misfit):
                typed.misfits.add(name)
                typed.refuse(value.code, name, value.message, value.mend)
            else:
                values[name] = value
        for name in always:
            if name not in values and name not in typed.misfits:
                typed.misfits.add(name)
                typed.refuse("I022", name, f"`{name}` is missing", "every row states it")
        table.rows.append(typed)
    return table


def each_once(table: TypedTable, key_of: Callable[[TypedRow], str]) -> dict[str, TypedRow]:
    """The first row of each key, sorted by key; a second one is told with both places."""
    rows: dict[str, TypedRow] = {}
    for row in table.rows:
        if not row.sound:
            continue
        key = key_of(row)
        first = rows.setdefault(key, row)
        if first is not row:
            told = f"`{key}` stands here and at {first.spot().place} already"
            row.refuse("I040", None, told, "keep one of the two")
    return dict(sorted(rows.items()))


def agreed(
    rows: Sequence[TypedRow], columns: Iterable[str], *, of: str
) -> dict[str, tuple[Value, TypedRow]]:
    """What several rows about one thing state together, each with the row that states it first.

    A column may be filled in one row or alike in many; two values are told with both places.
    """
    values: dict[str, tuple[Value, TypedRow]] = {}
    for column in columns:
        for row in rows:
            if (value := row.values.get(column)) is None:
                continue
            first, stated_by = values.setdefault(column, (value, row))
            if first != value:
                told = f"`{column}` of `{of}` is stated differently at "
                mend = "state it in one of the rows, or alike in each"
                row.refuse("I043", column, f"{told}{stated_by.spot(column).place}", mend)
    return values


def _columns(table: TypedTable) -> None:
    schema, source = table.schema, table.source
    for name in source.columns:
        if name not in schema.columns:
            near = nearest(name, schema.columns) if len(name) < 80 else None
            mend = f"did you mean `{near}`?" if near else "delete it, or move it to its own table"
            told = f"unknown column `{name[:80]}` of {schema.name}"
            table.problems.append(problem("I020", source.locator.header(name), told, mend))
    if not source.rows and not source.columns:
        return
    for column in schema.columns.values():
        if column.needed and column.name not in source.columns:
            table.refuse("I021", f"the table has no column `{column.name}`")
    unread = [c for c in schema.columns.values() if not c.kept and _is_used(source, c)]
    if unread:
        names = ", ".join(f"`{column.name}`" for column in unread)
        told = f"checked, and seen by no decision: {names}"
        table.problems.append(problem("I071", source.locator.header(unread[0].name), told))


def _top(source: Table) -> Spot:
    return source.locator.header(source.columns[0])


def _is_used(source: Table, column: Column) -> bool:
    return column.name in source.columns and any(column.name in r.cells for r in source.rows)
