"""A sheet of numbers: what a workbook holds and a page shows are the same cells."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from asp_decide.report.amounts import NONE_GIVEN, figures, number
from asp_decide.report.page import Column, Row, RowGroup, Table
from asp_decide.report.record_numbers import Records, cited, together

type CellKind = Literal["text", "money", "amount"]
type SheetCell = str | Fraction | None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """The head of a column, with its unit, what stands in it, and whether it is summed up."""

    title: str
    kind: CellKind = "text"
    is_summed: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of text and exact numbers under their heads; None is an amount that nobody stated.

    `records` are those that each row rests on, in the order of the rows.
    """

    name: str
    caption: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[SheetCell, ...], ...]
    records: tuple[Records, ...]

    def __post_init__(self) -> None:
        titles = [column.title for column in self.columns]
        assert len(set(titles)) == len(titles), f"two columns of `{self.name}` have one title"
        for row in self.rows:
            assert len(row) == len(self.columns), f"a row of `{self.name}` lacks a cell"
        assert len(self.records) == len(self.rows), f"a row of `{self.name}` has no records"

    @property
    def totals(self) -> tuple[SheetCell, ...] | None:
        """The sums of the columns that are summed, under the first head the word; or None."""
        if not any(column.is_summed for column in self.columns):
            return None
        sums = (
            sum((cell for row in self.rows if isinstance(cell := row[n], Fraction)), Fraction(0))
            if column.is_summed
            else None
            for n, column in enumerate(self.columns)
        )
        return ("Total", *list(sums)[1:])


def as_table(sheet: Sheet) -> Table:
    """The sheet as a table of a page: every number as people read it, the totals last."""
    columns = tuple(
        Column(column.title, "text" if column.kind == "text" else "number")
        for column in sheet.columns
    )
    told = (
        Row(_shown(row, sheet), records=own)
        for row, own in zip(sheet.rows, sheet.records, strict=True)
    )
    groups = [RowGroup(tuple(told))]
    if sheet.totals is not None:
        totals = _shown(sheet.totals, sheet, nothing="")
        groups.append(RowGroup((Row(totals, records=together(*sheet.records)),)))
    return Table(sheet.caption, columns, tuple(groups))


def with_records(sheet: Sheet) -> Sheet:
    """The sheet as a workbook has it: with a last column that cites the records of each row.

    Before a run is recorded there are none, and there is no such column.
    """
    if not any(sheet.records):
        return sheet
    rows = tuple((*row, cited(own)) for row, own in zip(sheet.rows, sheet.records, strict=True))
    return replace(sheet, columns=(*sheet.columns, SheetColumn("Record")), rows=rows)


def _shown(
    row: tuple[SheetCell, ...], sheet: Sheet, *, nothing: str = NONE_GIVEN
) -> tuple[str, ...]:
    cells = []
    for cell, column in zip(row, sheet.columns, strict=True):
        match cell:
            case Fraction():
                cells.append(figures(cell) if column.kind == "money" else number(cell, 2))
            case None:
                cells.append(nothing)
            case _:
                cells.append(cell)
    return tuple(cells)
