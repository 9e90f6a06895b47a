"""What a report is made of: sections of sentences, tables and figures, as plain data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

type Chart = Mapping[str, Any]
type ColumnKind = Literal["text", "short", "reason", "number", "code"]


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column and what stands in it, which says how it is set."""

    title: str
    kind: ColumnKind = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, the first of them its head; `subject` is the initiative it speaks of."""

    cells: tuple[str, ...]
    subject: str = ""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows that belong together under a title; the waterline is a group without rows."""

    rows: tuple[Row, ...] = ()
    title: str = ""
    note: str = ""
    is_waterline: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; every row has as many cells as there are columns."""

    caption: str
    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            assert len(row.cells) == len(self.columns), f"a row of `{self.caption}` lacks a cell"

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row of every group, in order."""
        return tuple(row for group in self.groups for row in group.rows)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text; an alert is something that people must settle before they go on."""

    text: str
    tone: Literal["plain", "alert", "quiet"] = "plain"


@dataclass(frozen=True, slots=True)
class Sentences:
    """A list of sentences, one an entry."""

    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """Text to be copied as it stands: a command, or the checkpoint for the minutes."""

    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that states its finding, with its numbers in a table."""

    caption: str
    chart: Chart
    table: Table


type Block = Paragraph | Sentences | Command | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report under its own heading; `id` is unique in the report."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """One number that a reader sees first, with what it means."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All that one audience reads: headline numbers, then sections, what matters most first.

    `foot` stands on every printed page, so that paper can be traced to the record.
    """

    title: str
    subtitle: str
    lead: tuple[Paragraph, ...]
    headlines: tuple[Headline, ...]
    sections: tuple[Section, ...]
    foot: str

    def figures(self) -> Iterator[Figure]:
        """The figures in the order in which they are numbered."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Figure):
                    yield block


def table(caption: str, columns: tuple[Column, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    """A table whose rows stand in one group."""
    return Table(caption, columns, (RowGroup(tuple(Row(cells) for cells in rows)),))
