"""A file of others to records of cells: decoded, divided by position, turned, its headers found."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from asp_decide.diagnostics import Checked, Diagnostic, Place, nearest
from asp_decide.load.facts_table import MOST_BYTES, MOST_ROWS
from asp_decide.load.input_codes import problem
from asp_decide.load.mapping import Encoding, FieldSource, SourceMapping, folded
from asp_decide.plain_text import STAND_IN, UNSEEN

LONGEST_NEAR_HEADER = 120
"""A suggestion compares letter by letter; a header of a paragraph is none that is mistyped."""

# Bytes that cp1252 leaves undefined stay controls, which are told wherever they stand.
_CP1252 = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell: its text with white space single, and where it stands, counted from one.

    A cell that is not `whole` holds bytes or characters that could not be read.
    """

    text: str
    row: int
    column: int
    whole: bool = True


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """The cells of one record by field; of a rating that stands under several headers, several."""

    cells: Mapping[str, tuple[SourceCell, ...]]


@dataclass(frozen=True, slots=True)
class SourceRecords:
    """The records that are not blank, and what could not be read of any cell of the file."""

    records: tuple[SourceRecord, ...]
    rejected: tuple[Diagnostic, ...]


def read_source(body: bytes, file: str, mapping: SourceMapping) -> Checked[SourceRecords]:
    """The records of a file as the mapping says it is divided.

    The value is None where the file cannot be divided or a header that the mapping names is not
    there, or there twice: then nobody can say which cell is meant.
    """
    if len(body) > MOST_BYTES:
        told = f"the file has {len(body)} bytes; at most {MOST_BYTES} are read"
        return Checked(None, (problem("I003", Place(file), told, "divide it"),))
    lines = _lines(_decoded(body, mapping.form.encoding), file, mapping)
    if lines.value is None:
        return Checked(None, lines.diagnostics)
    grid = _Grid(lines.value, turned=mapping.form.records == "columns")
    found: list[Diagnostic] = []
    places = {
        name: [_header(source, grid.headers, found) for source in sources]
        for name, sources in mapping.fields.items()
    }
    if found:
        return Checked(None, tuple(sorted(found)))
    records = [
        SourceRecord(
            {
                name: tuple(grid.cell(header, number) for header in headers if header is not None)
                for name, headers in places.items()
            }
        )
        for number in grid.numbers
    ]
    kept = tuple(one for one in records if any(c.text for cs in one.cells.values() for c in cs))
    return Checked(SourceRecords(kept, _unreadable(lines.value, file, mapping.form.encoding)))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the file: its number as a spreadsheet counts, and its cells as they stand."""

    number: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class _Grid:
    """Lines seen as headers and numbered records, whichever way round the file has them."""

    lines: Sequence[_Line]
    turned: bool
    headers: tuple[str, ...] = field(init=False)
    numbers: range = field(init=False)

    def __post_init__(self) -> None:
        if self.turned:
            self.headers = tuple(line.cells[0] if line.cells else "" for line in self.lines)
            self.numbers = range(1, max((len(line.cells) for line in self.lines), default=0))
        else:
            self.headers = self.lines[0].cells if self.lines else ()
            self.numbers = range(1, len(self.lines))

    def cell(self, header: int, number: int) -> SourceCell:
        """The cell of a record under a header, empty where the line is shorter."""
        line = self.lines[header if self.turned else number]
        index = number if self.turned else header
        text = line.cells[index] if index < len(line.cells) else ""
        whole = not UNSEEN.search(" ".join(text.split()))
        return SourceCell(plain(text), line.number, index + 1, whole)


def plain(text: str) -> str:
    """The text in one line, its white space single, in one form of letters, all of it visible."""
    visible = UNSEEN.sub(STAND_IN, " ".join(text.split()))
    return visible if visible.isascii() else unicodedata.normalize("NFC", visible)


def _decoded(body: bytes, encoding: Encoding) -> str:
    """The text; a byte that the encoding does not have becomes a character that cannot be seen."""
    if encoding == "cp1252":
        text = body.decode("latin-1").translate(_CP1252)
    else:
        text = body.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    return re.sub(r"\r+\n|\r", "\n", text)


def _lines(text: str, file: str, mapping: SourceMapping) -> Checked[tuple[_Line, ...]]:
    """The lines that are neither blank nor left out by the mapping."""
    kept: list[_Line] = []
    number = 0
    try:
        rows = csv.reader(
            io.StringIO(text, newline=""), delimiter=mapping.form.separator, strict=True
        )
        for number, cells in enumerate(rows, start=1):
            first = folded(cells[0]) if cells else ""
            if not any(map(str.strip, cells)) or any(w.fits(first) for w in mapping.form.skip):
                continue
            kept.append(_Line(number, tuple(cells)))
            if len(kept) > MOST_ROWS:
                told = problem("I003", Place(file, number), f"more than {MOST_ROWS} rows", "divide")
                return Checked(None, (told,))
    except csv.Error as error:
        told_of = f"the quotes of this row do not fit: {error}".lower()
        mend = "check the separator that the mapping names, and close each quote"
        return Checked(None, (problem("I015", Place(file, number + 1), told_of, mend),))
    if not kept:
        return Checked(None, (problem("I014", Place(file), "the file holds no table"),))
    return Checked(tuple(kept))


def _header(source: FieldSource, headers: Sequence[str], found: list[Diagnostic]) -> int | None:
    known = [folded(header) for header in headers]
    fitting = [position for position, header in enumerate(known) if source.wording.fits(header)]
    if source.number is not None and source.number <= len(fitting):
        return fitting[source.number - 1]
    if len(fitting) == 1 and source.number is None:
        return fitting[0]
    if not fitting:
        short = [header for header in headers if len(header) <= LONGEST_NEAR_HEADER]
        near = nearest(source.header, map(plain, short))
        mend = f"did you mean `{near}`?" if near else "check separator, encoding and `records` too"
        told = f"no header of the file is `{source.header}`"
        found.append(problem("I021", source.place, told, mend))
    elif source.number is None:
        told = f"{len(fitting)} headers of the file are `{source.header}`"
        mend = f"say which one: `{{header: {source.header}, number: 1}}`"
        found.append(problem("I016", source.place, told, mend))
    else:
        told = f"only {len(fitting)} headers of the file are `{source.header}`"
        found.append(problem("I021", source.place, told))
    return None


def _unreadable(lines: Sequence[_Line], file: str, encoding: Encoding) -> tuple[Diagnostic, ...]:
    """Every cell of the file, used or not, with a byte or character that cannot be read."""
    return tuple(
        problem("I002", Place(file, line.number, index + 1), _named(found.group(), encoding))
        for line in lines
        for index, text in enumerate(line.cells)
        if not (text.isascii() and text.isprintable())
        if (found := UNSEEN.search(" ".join(text.split())))
    )


def _named(character: str, encoding: Encoding) -> str:
    point = ord(character)
    if 0xDC80 <= point <= 0xDCFF:
        return f"byte 0x{point - 0xDC00:02x} is no UTF-8"
    if encoding == "cp1252" and 0x80 <= point <= 0x9F:
        return f"byte 0x{point:02x} is not defined in cp1252"
    return f"the character U+{point:04X} cannot be seen"
