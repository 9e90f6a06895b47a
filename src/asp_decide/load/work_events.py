"""The log of work: millions of events, read line by line, and what in it cannot have happened."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

from asp_decide.diagnostics import Checked, Diagnostic, Place, nearest
from asp_decide.flows.flow import Flow
from asp_decide.flows.replay import History, by_kind, replay
from asp_decide.flows.work_event import WorkEvent
from asp_decide.load.csv_source import CsvPlaces, separator_of
from asp_decide.load.facts_table import Locator, Table
from asp_decide.load.input_codes import CODE_OF, Spot, problem
from asp_decide.load.workbook_source import read_workbook
from asp_decide.load.yaml_source import read_yaml_table
from asp_decide.plain_text import STAND_IN, UNSEEN, decoded, position_of, shown, unseen_in

MOST_BYTES = 1_000_000_000
MOST_EVENTS = 5_000_000
"""Twenty years of a thousand events a week in five streams; more is refused, not cut off."""

TABLE = "work_events"
_KINDS = ("initiative", "feature", "improvement", "story")
_EVENTS = ("moved", "blocked", "unblocked")
_COLUMNS = (
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
_NEEDED = ("item_kind", "item_id", "event", "at")
_USED = 9  # the first so many columns are those of an event

type _Cells = tuple[str, ...]
"""The texts of an event in the order of the columns; an empty one states nothing."""


@dataclass(frozen=True, slots=True)
class WorkLog:
    """The histories of all items by their kind, sorted by id, and how many events told them."""

    histories: Mapping[str, tuple[History, ...]]
    events: int


def read_work_log(folder: Path, flows: Mapping[str, Flow], *, until: int) -> Checked[WorkLog]:
    """The log of work under `facts/` of the workspace, each item held against the flow of its kind.

    What happens after `until` (seconds since 1970) is read and not seen. `facts/work_events` is
    CSV, YAML or a workbook; where there is none, nothing has happened. A line that cannot be read
    is an error and the value then None. An event that cannot have happened is a warning, and its
    item counts for nothing that is measured; nothing is mended.
    """
    path = _file(folder)
    if path is None:
        return Checked(WorkLog({}, 0))
    place = f"facts/{path.name}"
    source = _read(path, place)
    if isinstance(source, tuple):
        return Checked(None, tuple(sorted(source)))
    told: list[Diagnostic] = []
    events = [event for event in _events(source, told) if event.at <= until]
    told += source.problems
    if any(one.level == "error" for one in told):
        return Checked(None, tuple(sorted(told)))
    histories = {kind: replay(flows[kind], own) for kind, own in sorted(by_kind(events).items())}
    told += _faults(histories, source.places)
    return Checked(WorkLog(histories, len(events)), tuple(sorted(told)))


@dataclass(frozen=True, slots=True)
class _Source:
    """The lines of a file as they come; `problems` grow while they are read."""

    rows: Iterator[tuple[int, _Cells]]
    places: Locator
    problems: list[Diagnostic]


def _file(folder: Path) -> Path | None:
    found = [folder / "facts" / f"{TABLE}{end}" for end in (".csv", ".yaml", ".yml", ".xlsx")]
    return next((path for path in found if path.is_file()), None)


def _read(path: Path, place: str) -> _Source | tuple[Diagnostic, ...]:
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


def _table(table: Table, told: list[Diagnostic]) -> _Source:
    told += _headers(table.columns, table.locator)
    rows = (
        (row.number, tuple(_text(row.cells.get(column, "")) for column in _COLUMNS))
        for row in table.rows
    )
    return _Source(rows, table.locator, told)


def _text(cell: str | tuple[str, ...]) -> str:
    return cell if isinstance(cell, str) else ";".join(cell)


def _csv(body: bytes, place: str) -> _Source | tuple[Diagnostic, ...]:
    try:
        lines = decoded(body).split("\n")
    except UnicodeDecodeError as error:
        told = f"byte 0x{error.object[error.start]:02x} is no UTF-8"
        spot = Place(place, *position_of(error))
        return (problem("I002", spot, told, "save the file as UTF-8"),)
    problems = [
        problem("I002", Spot(Place(place, line, column), shown(lines[line - 1])), told, "delete it")
        for line, column, code in unseen_in(lines)
        for told in (f"the character {code} cannot be seen",)
    ]
    if problems:
        lines = [UNSEEN.sub(STAND_IN, line) for line in lines]
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
    return _Source(_csv_rows(reader, headers, places, problems), places, problems)


def _csv_rows(
    reader: Any, headers: Sequence[str], places: CsvPlaces, told: list[Diagnostic]
) -> Iterator[tuple[int, _Cells]]:
    """The lines of the file, each with where it begins; ends at one that cannot be divided."""
    width, begins = len(headers), reader.line_num + 1
    in_order = itemgetter(*(headers.index(c) if c in headers else width for c in _COLUMNS))
    try:
        for fields in reader:
            if len(fields) > width:
                mend = "name its column in the first line, or quote a text with the separator"
                spot = places.at(begins, width)
                told.append(problem("I015", spot, "this cell stands under no header", mend))
            cells = [*fields[:width], *[""] * (width + 1 - len(fields))]
            if any(cells):
                yield begins, tuple(map(str.strip, in_order(cells)))
            begins = reader.line_num + 1
    except csv.Error as error:
        mend = "close each quote before the separator, and double a quote inside a text"
        said = f"the quotes of this row do not fit: {error}".lower()
        told.append(problem("I015", places.row(begins), said, mend))


def _headers(columns: Sequence[str], places: Locator) -> Iterator[Diagnostic]:
    for name in columns:
        if name not in _COLUMNS:
            near = nearest(name, _COLUMNS)
            mend = f"did you mean `{near}`?" if near else "events have " + ", ".join(_COLUMNS)
            told = f"unknown column `{name[:80]}` of {TABLE}"
            yield problem("I020", places.header(name), told, mend)
    for name in _NEEDED:
        if name not in columns:
            told = f"the table has no column `{name}`"
            yield problem("I021", places.header(columns[0]), told)


def _events(source: _Source, told: list[Diagnostic]) -> Iterator[WorkEvent]:
    if any(one.level == "error" for one in source.problems):
        return
    moments: dict[str, int | None] = {}
    count = 0
    for row, cells in source.rows:
        count += 1
        if count > MOST_EVENTS:
            spot, mend = source.places.row(row), "leave out the oldest years"
            told.append(problem("I003", spot, f"more than {MOST_EVENTS} events", mend))
            return
        kind, item, event, origin, target, when, actor, reason, decision = cells[:_USED]
        at = moments[when] if when in moments else moments.setdefault(when, _moment(when))
        if kind not in _KINDS or event not in _EVENTS or not item or at is None:
            told += _unread(cells, row, source.places)
            continue
        yield WorkEvent(
            kind,  # type: ignore[arg-type]
            item,
            event,  # type: ignore[arg-type]
            origin or None,
            target or None,
            at,
            actor or None,
            reason or None,
            decision or None,
            row,
        )


def _moment(text: str) -> int | None:
    """Seconds since 1970 of a day and time with its offset: without one it is two moments."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo is None else int(moment.timestamp() // 1)


def _unread(cells: _Cells, row: int, places: Locator) -> Iterator[Diagnostic]:
    checks: tuple[tuple[str, Callable[[str], bool], str, str, str], ...] = (
        ("item_kind", _KINDS.__contains__, "I023", "is no kind of item", ", ".join(_KINDS)),
        ("event", _EVENTS.__contains__, "I023", "is no event", ", ".join(_EVENTS)),
        ("item_id", bool, "I022", "", "every row states it"),
        (
            "at",
            lambda text: _moment(text) is not None,
            "I032",
            "is no moment",
            "write day, time and offset, as 2026-12-14T10:20:00+01:00",
        ),
    )
    for column, fits, code, why, mend in checks:
        cell = cells[_COLUMNS.index(column)]
        if fits(cell):
            continue
        if cell:
            yield problem(code, places.cell(row, column), f"`{cell[:80]}` {why}", mend)
        else:
            yield problem("I022", places.cell(row, column), f"`{column}` is missing", mend)


def _faults(histories: Mapping[str, Sequence[History]], places: Locator) -> Iterator[Diagnostic]:
    for kind, own in histories.items():
        for history in own:
            for fault in history.faults:
                told = f"{kind} `{history.item_id}`: {fault.told}"
                mend = "" if history.is_sound else "until it is mended, the item is not measured"
                yield problem(CODE_OF[fault.kind], places.row(fault.row), told, mend)
