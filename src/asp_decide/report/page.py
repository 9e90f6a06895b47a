"""What a report is made of: sections of sentences, tables and figures, as plain data."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from asp_decide.report.record_numbers import Records, together

type Chart = Mapping[str, Any]
type ColumnKind = Literal["text", "short", "reason", "number", "share", "code"]
"""A `share` is a number of a hundred: where a page can draw, its cell is filled that far."""


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
    records: Records = ()


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows that belong together under a title; the waterline is a group without rows.

    `own_records` are those behind the title where they are not the rows' together.
    """

    rows: tuple[Row, ...] = ()
    title: str = ""
    note: str = ""
    is_waterline: bool = False
    own_records: Records = ()

    @property
    def records(self) -> Records:
        """What the title rests on."""
        return self.own_records or together(*(row.records for row in self.rows))


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
    tone: Literal["plain", "alert"] = "plain"
    records: Records = ()


@dataclass(frozen=True, slots=True)
class Sentences:
    """A list of sentences, one an entry, that rest on the same records."""

    entries: tuple[str, ...]
    records: Records = ()


@dataclass(frozen=True, slots=True)
class Command:
    """Text to be copied as it stands: a command, or the checkpoint for the minutes.

    `purpose` says what it is for; it states nothing, and so rests on no record.
    """

    text: str
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that states its finding, with its numbers in a table."""

    caption: str
    chart: Chart
    table: Table
    records: Records = ()


type Block = Paragraph | Sentences | Command | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report under its own heading; `id` is unique in the report.

    One that `opens_page` begins a new sheet where the report is printed.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    opens_page: bool = False


@dataclass(frozen=True, slots=True)
class Headline:
    """One number that a reader sees first, with what it means."""

    label: str
    value: str
    note: str = ""
    records: Records = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All that one audience reads: headline numbers, then sections, what matters most first.

    `foot` stands on every printed page, so that paper can be traced to the record; `guide` says
    what the numbers behind the sentences are and how a record is looked up. One that `is_paper` is
    set small, since it has to fit on the sheets that it opens.
    """

    title: str
    subtitle: Paragraph
    lead: tuple[Paragraph, ...]
    headlines: tuple[Headline, ...]
    sections: tuple[Section, ...]
    foot: str
    guide: str = ""
    is_paper: bool = False

    def figures(self) -> Iterator[Figure]:
        """The figures in the order in which they are numbered."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Figure):
                    yield block


def table(
    caption: str,
    columns: tuple[Column, ...],
    rows: tuple[tuple[str, ...], ...],
    records: Iterable[Records] = (),
) -> Table:
    """A table whose rows stand in one group; `records` are those of each row, in their order."""
    of_rows = tuple(records) or tuple(() for _ in rows)
    told = (Row(cells, records=own) for cells, own in zip(rows, of_rows, strict=True))
    return Table(caption, columns, (RowGroup(tuple(told)),))
