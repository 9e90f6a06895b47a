"""A table in a sheet of a workbook; places are row and column of the sheet."""

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from asp_decide.diagnostics import Checked, Diagnostic, Place
from asp_decide.load.facts_table import MOST_BYTES, MOST_ROWS, Row, Table
from asp_decide.load.input_codes import Spot, problem
from asp_decide.plain_text import STAND_IN, UNSEEN, decoded

MOST_UNPACKED = 10 * MOST_BYTES
"""A workbook is a packed file; a small one could unpack to more than any memory holds."""


def read_workbook(body: bytes, file: str, *, name: str) -> Checked[Table]:
    """The table in the sheet that bears its name, or in the only sheet.

    The first row that is not blank names the columns. Dates are days, yes and no are words, and a
    formula stays the text that it is: what a workbook would compute is no fact yet.
    """
    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(BytesIO(body)).infolist())
        if len(body) > MOST_BYTES or unpacked > MOST_UNPACKED:
            told = f"the workbook unpacks to {unpacked} bytes; at most {MOST_UNPACKED} are read"
            return Checked(None, (problem("I003", Place(file), told, "divide it"),))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations, which we do not read
            workbook = openpyxl.load_workbook(BytesIO(body), read_only=True, data_only=False)
            names = workbook.sheetnames
            chosen = name if name in names else names[0] if len(names) == 1 else None
            grid = list(workbook[chosen].iter_rows(values_only=True)) if chosen else []
    except Exception as error:  # noqa: BLE001 - the reader raises whatever it stumbles over
        told = f"the file is no workbook that can be read: {_one_line(error)}"
        return Checked(None, (problem("I014", Place(file), told, "save it again as .xlsx"),))
    if chosen is None:
        told = f"none of the {len(names)} sheets is named `{name}`"
        return Checked(None, (problem("I014", Place(file), told, "rename the one that is meant"),))
    found: list[Diagnostic] = []
    return Checked(_table(grid, file, name, found), tuple(sorted(found)))


def _table(
    grid: Sequence[tuple[object, ...]], file: str, name: str, found: list[Diagnostic]
) -> Table | None:
    rows = _rows(grid, file, found)
    first = next(rows, None)
    if first is None:
        found.append(problem("I014", Place(file), "the sheet holds no table"))
        return None
    number, headers = first
    columns: dict[str, int] = {}
    for index, header in enumerate(headers):
        if header and columns.setdefault(header, index) != index:
            told = f"column `{header}` stands here and in column {columns[header] + 1} already"
            place = Place(file, number, index + 1)
            found.append(problem("I016", place, told, "keep one of the two"))
    kept: list[Row] = []
    for row, texts in rows:
        cells = {h: texts[i] for h, i in columns.items() if i < len(texts) and texts[i]}
        for index, text in enumerate(texts):
            if text and (index >= len(headers) or not headers[index]):
                place = Place(file, row, index + 1)
                found.append(problem("I015", place, "this cell stands under no header"))
        if cells:
            kept.append(Row(row, cells))
        if len(kept) > MOST_ROWS:
            found.append(problem("I003", Place(file, row), f"more than {MOST_ROWS} rows"))
            return None
    return Table(name, file, tuple(columns), tuple(kept), _Workbook(file, number, columns))


def _rows(
    grid: Sequence[tuple[object, ...]], file: str, found: list[Diagnostic]
) -> Iterator[tuple[int, list[str]]]:
    for number, values in enumerate(grid, start=1):
        texts = [_text(value) for value in values]
        for index, text in enumerate(texts):
            if hidden := UNSEEN.search(text):
                told = f"the character U+{ord(hidden.group()):04X} cannot be seen"
                place = Place(file, number, index + 1)
                found.append(problem("I002", place, told, "delete it"))
                texts[index] = UNSEEN.sub(STAND_IN, text)
        if any(texts):
            yield number, texts


def _text(value: object) -> str:
    told: object = "" if value is None else value
    if isinstance(value, bool):
        told = "yes" if value else "no"
    elif isinstance(value, datetime) and value.time() == time():
        told = value.date().isoformat()
    elif isinstance(value, datetime | date | time):
        told = value.isoformat()
    elif isinstance(value, ArrayFormula | DataTableFormula):
        told = f"={getattr(value, 'text', None) or ''}"
    elif isinstance(value, float):
        # The shortest text that a spreadsheet would show for it, without an exponent.
        told = _plain(Decimal(repr(value)))
    return decoded(str(told)).strip()


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__


@dataclass(frozen=True, slots=True)
class _Workbook:
    """Finds cells again by row and column of the sheet."""

    file: str
    head: int
    columns: dict[str, int]

    def row(self, number: int) -> Spot:
        return Spot(Place(self.file, number))

    def header(self, column: str) -> Spot:
        return self.cell(self.head, column)

    def cell(self, number: int, column: str) -> Spot:
        return Spot(Place(self.file, number, self.columns[column] + 1))
