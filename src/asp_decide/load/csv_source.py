"""A table in a text file, its cells parted by comma, semicolon or TAB; read by position."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from asp_decide.diagnostics import Checked, Diagnostic, Place
from asp_decide.load.facts_table import MOST_BYTES, MOST_ROWS, Row, Table
from asp_decide.load.input_codes import Spot, problem
from asp_decide.plain_text import STAND_IN, UNSEEN, decoded, position_of, shown, unseen_in

_SEPARATORS = (",", ";", "\t")


def read_csv(body: bytes, file: str, *, name: str) -> Checked[Table]:
    """The table in the bytes of a CSV file in UTF-8.

    The first line that is not blank names the columns, and its separator is the file's. Blank rows
    are left out, and so are columns without a name whose cells are empty. A column that is named
    twice is refused, since nobody can say which of the two is meant.
    """
    if len(body) > MOST_BYTES:
        told = f"the file has {len(body)} bytes; at most {MOST_BYTES} are read"
        return Checked(None, (problem("I003", Place(file), told, "divide it"),))
    lines = lines_of_csv(body, file)
    if lines.value is None:
        return Checked(None, lines.diagnostics)
    found = list(lines.diagnostics)
    table = _table(lines.value, file, name, found)
    return Checked(table, tuple(sorted(found)))


def lines_of_csv(body: bytes, file: str) -> Checked[list[str]]:
    """The lines of a text file, what cannot be seen in them told and replaced; None if it is none.

    Its lines are good for showing and dividing even where there are errors.
    """
    try:
        lines = decoded(body).split("\n")
    except UnicodeDecodeError as error:
        told = f"byte 0x{error.object[error.start]:02x} is no UTF-8"
        place = Place(file, *position_of(error))
        return Checked(None, (problem("I002", place, told, "save the file as UTF-8"),))
    found = tuple(
        problem("I002", Spot(Place(file, line, column), shown(lines[line - 1])), told, "delete it")
        for line, column, code in unseen_in(lines)
        for told in (f"the character {code} cannot be seen",)
    )
    return Checked([UNSEEN.sub(STAND_IN, line) for line in lines] if found else lines, found)


def _table(lines: list[str], file: str, name: str, found: list[Diagnostic]) -> Table | None:
    separator = separator_of(lines)
    broken: list[Diagnostic] = []
    rows = _rows(lines, separator, file, broken)
    first = next(rows, None)
    if first is None:
        mend = "name the columns in the first line"
        empty = problem("I014", Place(file), "the file holds no table", mend)
        found += broken or [empty]
        return None
    number, headers = first
    where = CsvPlaces(file, tuple(lines), separator, number, tuple(headers))
    columns = {header: index for index, header in reversed(list(enumerate(headers))) if header}
    for index, header in enumerate(headers):
        if header and columns[header] != index:
            told = f"column `{header}` stands here and in column {columns[header] + 1} already"
            found.append(problem("I016", where.at(number, index), told, "keep one of the two"))
    named = sorted(columns.items(), key=lambda each: each[1])
    kept: list[Row] = []
    for number, fields in rows:
        width = len(fields)
        cells = {h: fields[i] for h, i in named if i < width and fields[i]}
        if len(cells) != sum(map(bool, fields)):
            found += where.strays(number, fields, columns)
        if cells:
            kept.append(Row(number, cells))
    found += broken
    names = tuple(header for header, _ in named)
    return Table(name, file, names, tuple(kept), where, complete=not broken)


def separator_of(lines: Sequence[str]) -> str:
    """The separator that the header line has most of."""
    header = next((line for line in lines if line.strip()), "")
    return max(_SEPARATORS, key=header.count)


def _rows(
    lines: Sequence[str], separator: str, file: str, broken: list[Diagnostic]
) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line it begins in; ends at a broken one."""
    # The module's own limit on a field stays: a cell of more than 128 kB is a quote never closed.
    reader = csv.reader((line + "\n" for line in lines), delimiter=separator, strict=True)
    begins, rows = 1, 0
    try:
        for fields in reader:
            texts = [field.strip() for field in fields]
            if any(texts):
                rows += 1
                if rows > MOST_ROWS:
                    told = f"more than {MOST_ROWS} rows"
                    broken.append(problem("I003", Place(file, begins), told, "divide the table"))
                    return
                yield begins, texts
            begins = reader.line_num + 1
    except csv.Error as error:
        source = shown(lines[begins - 1])
        told = f"the quotes of this row do not fit: {error}".lower()
        mend = "close each quote before the separator, and double a quote inside a text"
        broken.append(problem("I015", Spot(Place(file, begins), source), told, mend))


@dataclass(frozen=True, slots=True)
class CsvPlaces:
    """Finds cells of a CSV file again; asked only where there is something to tell.

    `headers` are the names of the columns by position, `head` is the line that they stand in.
    """

    file: str
    lines: tuple[str, ...]
    separator: str
    head: int
    headers: tuple[str, ...]

    def row(self, number: int) -> Spot:
        """Where a row begins."""
        return Spot(Place(self.file, number), shown(self.lines[number - 1]))

    def header(self, column: str) -> Spot:
        """Where a column is named first."""
        return self.at(self.head, self.headers.index(column))

    def cell(self, number: int, column: str) -> Spot:
        """Where a cell stands."""
        return self.at(number, self.headers.index(column))

    def at(self, number: int, index: int) -> Spot:
        """The spot of a field by position, in the line where it begins."""
        line, column, field = number, 0, 0
        quoted, within = self.lines[line - 1].startswith('"'), False
        while field < index:
            if column >= len(self.lines[line - 1]):
                if not within:
                    break
                line, column = line + 1, 0
                continue
            character = self.lines[line - 1][column]
            column += 1
            # A quote counts where the field begins with one; elsewhere it is a letter.
            within ^= quoted and character == '"'
            if character == self.separator and not within:
                field += 1
                quoted = self.lines[line - 1].startswith('"', column)
        text = self.lines[line - 1]
        rest = text[column:]
        column += len(rest) - len(rest.lstrip()) if rest.strip() else 0
        width = len(_first_field(text[column:], self.separator).rstrip())
        return Spot(Place(self.file, line, column + 1), shown(text), max(1, width))

    def strays(self, number: int, fields: list[str], columns: dict[str, int]) -> list[Diagnostic]:
        """Problems of cells that stand under no header."""
        under = set(columns.values())
        told = "this cell stands under no header"
        mend = "name its column in the first line, or quote a text that holds the separator"
        return [
            problem("I015", self.at(number, index), told, mend)
            for index, text in enumerate(fields)
            if text and index not in under and not self._repeated(index)
        ]

    def _repeated(self, index: int) -> bool:
        return index < len(self.headers) and bool(self.headers[index])


def _first_field(text: str, separator: str) -> str:
    quoted, within = text.startswith('"'), False
    for index, character in enumerate(text):
        within ^= quoted and character == '"'
        if character == separator and not within:
            return text[:index]
    return text
