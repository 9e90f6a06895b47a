"""A sheet of numbers: what a workbook holds and a page shows are the same cells."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from asp_decide.report.amounts import NONE_GIVEN, figures, number
from asp_decide.report.page import Column, Row, RowGroup, Table

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
    """Rows of text and exact numbers under their heads; None is an amount that nobody stated."""

    name: str
    caption: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[SheetCell, ...], ...]

    def __post_init__(self) -> None:
        titles = [column.title for column in self.columns]
        assert len(set(titles)) == len(titles), f"two columns of `{self.name}` have one title"
        for row in self.rows:
            assert len(row) == len(self.columns), f"a row of `{self.name}` lacks a cell"

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
    groups = [RowGroup(tuple(Row(_shown(row, sheet)) for row in sheet.rows))]
    if sheet.totals is not None:
        groups.append(RowGroup((Row(_shown(sheet.totals, sheet, nothing="")),)))
    return Table(sheet.caption, columns, tuple(groups))


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
