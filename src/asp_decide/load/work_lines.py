"""The lines of a log of work, from any of the files that a table may stand in."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

from asp_decide.diagnostics import Diagnostic, Place, nearest
from asp_decide.load.csv_source import CsvPlaces, lines_of_csv, separator_of
from asp_decide.load.facts_table import Locator, Table
from asp_decide.load.input_codes import problem
from asp_decide.load.workbook_source import read_workbook
from asp_decide.load.yaml_source import read_yaml_table

MOST_BYTES = 1_000_000_000

TABLE = "work_events"
COLUMNS = (
    "item_kind",
    "item_id",
    "event",
    "from_state",
    "to_state",
    "at",
    "actor",
    "reason",
    "decision_id",
    "blocked_by",
    "exception_id",
    "source",
    "noted_on",
)
"""The columns of the table; the first nine are those of a work event."""

_NEEDED = ("item_kind", "item_id", "event", "at")

type Cells = tuple[str, ...]
"""The texts of a line in the order of the columns; an empty one states nothing."""


@dataclass(frozen=True, slots=True)
class WorkLines:
    """The lines of a file as they come; `problems` grow while they are read."""

    rows: Iterator[tuple[int, Cells]]
    places: Locator
    problems: list[Diagnostic]


def file_of(folder: Path) -> Path | None:
    """The file of the log under `facts/` of the workspace, if there is one."""
    found = [folder / "facts" / f"{TABLE}{end}" for end in (".csv", ".yaml", ".yml", ".xlsx")]
    return next((path for path in found if path.is_file()), None)


def read_lines(path: Path, place: str) -> WorkLines | tuple[Diagnostic, ...]:
    """The lines of the file, or why it holds none."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            told = f"the file has {size} bytes; at most {MOST_BYTES} are read"
            return (problem("I003", Place(place), told, "leave out the oldest years"),)
        body = path.read_bytes()
    except OSError as error:
        told = f"the file cannot be read: {error.strerror}".lower()
        return (problem("I014", Place(place), told),)
    if path.suffix == ".csv":
        return _csv(body, place)
    reader = read_workbook if path.suffix == ".xlsx" else read_yaml_table
    checked = reader(body, place, name=TABLE)
    if checked.value is None or checked.errors:
        return checked.diagnostics
    return _table(checked.value, list(checked.diagnostics))


def _table(table: Table, told: list[Diagnostic]) -> WorkLines:
    told += _headers(table.columns, table.locator)
    rows = (
        (row.number, tuple(_text(row.cells.get(column, "")) for column in COLUMNS))
        for row in table.rows
    )
    return WorkLines(rows, table.locator, told)


def _text(cell: str | tuple[str, ...]) -> str:
    return cell if isinstance(cell, str) else ";".join(cell)


def _csv(body: bytes, place: str) -> WorkLines | tuple[Diagnostic, ...]:
    readable = lines_of_csv(body, place)
    if readable.value is None:
        return readable.diagnostics
    lines, problems = readable.value, list(readable.diagnostics)
    separator = separator_of(lines)
    reader = csv.reader((line + "\n" for line in lines), delimiter=separator, strict=True)
    headers: list[str] = []
    while not any(headers):
        begins = reader.line_num + 1
        try:
            headers = [header.strip() for header in next(reader)]
        except (StopIteration, csv.Error):
            mend = "name the columns in the first line"
            return (problem("I014", Place(place), "the file holds no table", mend),)
    places = CsvPlaces(place, tuple(lines), separator, begins, tuple(headers))
    problems += _headers([header for header in headers if header], places)
    problems += [
        problem("I016", places.at(begins, n), f"column `{header}` stands twice", "keep one of them")
        for n, header in enumerate(headers)
        if header and header in headers[:n]
    ]
    return WorkLines(_csv_rows(reader, headers, places, problems), places, problems)


def _csv_rows(
    reader: Any, headers: Sequence[str], places: CsvPlaces, told: list[Diagnostic]
) -> Iterator[tuple[int, Cells]]:
    """The lines of the file, each with where it begins; ends at one that cannot be divided."""
    width, begins = len(headers), reader.line_num + 1
    blank = [""] * width
    in_order = itemgetter(*(headers.index(c) if c in headers else width for c in COLUMNS))
    try:
        for fields in reader:
            if len(fields) > width:
                mend = "name its column in the first line, or quote a text with the separator"
                spot = places.at(begins, width)
                told.append(problem("I015", spot, "this cell stands under no header", mend))
            cells = [*fields[:width], *blank[len(fields) :], ""]
            if any(cells):
                yield begins, tuple(map(str.strip, in_order(cells)))
            begins = reader.line_num + 1
    except csv.Error as error:
        mend = "close each quote before the separator, and double a quote inside a text"
        said = f"the quotes of this row do not fit: {error}".lower()
        told.append(problem("I015", places.row(begins), said, mend))


def _headers(columns: Sequence[str], places: Locator) -> Iterator[Diagnostic]:
    for name in columns:
        if name not in COLUMNS:
            near = nearest(name, COLUMNS)
            mend = f"did you mean `{near}`?" if near else "events have " + ", ".join(COLUMNS)
            told = f"unknown column `{name[:80]}` of {TABLE}"
            yield problem("I020", places.header(name), told, mend)
    for name in _NEEDED:
        if name not in columns:
            told = f"the table has no column `{name}`"
            yield problem("I021", places.header(columns[0]), told)
