"""Sheets as an Excel workbook: real numbers, native tables, and never a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from io import BytesIO
from textwrap import wrap

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from asp_decide.report.sheet import Sheet, SheetCell, SheetColumn, with_records

_HEAD, _FIRST = 2, 3
"""The rows, counted from nought, of the heads and of the first cells; the caption is row nought."""

_NARROWEST, _WIDEST = 10, 75
"""The widths of columns, in characters; a text that is longer goes on in the next line."""

_LINE_POINTS = 15
"""The height of one line of a cell."""

_LONGEST_TEXT = 32_767
"""The most characters that a cell of Excel holds."""


@dataclass(frozen=True, slots=True)
class _Formats:
    caption: Format
    head: Format
    text: Format
    money: Format
    amount: Format
    total: Format
    total_money: Format


def write_workbook(sheets: Sequence[Sheet], *, as_of: date, title: str, foot: str) -> bytes:
    """The workbook's bytes; the same sheets give the same bytes, since it is dated `as_of`.

    A text is a text whatever it begins with: what looks like a formula is none.
    """
    body = BytesIO()
    book = Workbook(
        body,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    made = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": title, "created": made})
    formats = _formats(book)
    for number, sheet in enumerate(sheets, start=1):
        _write(book.add_worksheet(sheet.name), with_records(sheet), formats, number)
        book.worksheets()[-1].set_footer(f"&L{foot.replace('&', '&&')}&R&P of &N")
    book.close()
    return body.getvalue()


def _formats(book: Workbook) -> _Formats:
    money, amount = "#,##0.00", "#,##0.00####"
    return _Formats(
        caption=book.add_format({"bold": True, "font_size": 12}),
        head=book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1}),
        text=book.add_format({"valign": "top", "text_wrap": True}),
        money=book.add_format({"num_format": money, "valign": "top"}),
        amount=book.add_format({"num_format": amount, "valign": "top"}),
        total=book.add_format({"bold": True, "top": 1}),
        total_money=book.add_format({"bold": True, "top": 1, "num_format": money}),
    )


def _write(page: Worksheet, sheet: Sheet, formats: _Formats, number: int) -> None:
    """The caption, the table under it, the sums under that."""
    page.write_string(0, 0, sheet.caption, formats.caption)
    page.freeze_panes(_FIRST, 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEAD)
    widths = [_width(sheet, n) for n in range(len(sheet.columns))]
    for n, (column, width) in enumerate(zip(sheet.columns, widths, strict=True)):
        page.set_column(n, n, width)
        page.write_string(_HEAD, n, column.title, formats.head)
    _set_height(page, _HEAD, [column.title for column in sheet.columns], widths)
    if not sheet.rows:
        page.write_string(_FIRST, 0, "Nothing.", formats.text)
        return
    last = _HEAD + len(sheet.rows)
    heads = [{"header": column.title, "header_format": formats.head} for column in sheet.columns]
    place = {"columns": heads, "name": f"table_{number}", "style": "Table Style Light 1"}
    page.add_table(_HEAD, 0, last, len(sheet.columns) - 1, place)
    for line, row in enumerate(sheet.rows, start=_FIRST):
        _set_height(page, line, row, widths)
        for n, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _put(page, (line, n), cell, _format_of(column, formats))
    for n, total in enumerate(sheet.totals or ()):
        of_money = isinstance(total, Fraction)
        _put(page, (last + 1, n), total, formats.total_money if of_money else formats.total)


def _put(page: Worksheet, place: tuple[int, int], cell: SheetCell, format_: Format) -> None:
    match cell:
        case None:
            page.write_blank(*place, None, format_)
        case Fraction():
            page.write_number(*place, cell, format_)
        case _:
            page.write_string(*place, cell[:_LONGEST_TEXT], format_)


def _format_of(column: SheetColumn, formats: _Formats) -> Format:
    match column.kind:
        case "text":
            return formats.text
        case "money":
            return formats.money
        case "amount":
            return formats.amount


def _width(sheet: Sheet, column: int) -> int:
    """Wide enough for every number and every word of the head, and for texts that are not long."""
    cells = [row[column] for row in (*sheet.rows, *filter(None, [sheet.totals]))]
    shown = [f"{cell:,.2f}" if isinstance(cell, Fraction) else cell or "" for cell in cells]
    words = sheet.columns[column].title.split()
    longest = max(map(len, (*shown, *words)))
    return max(_NARROWEST, min(_WIDEST, longest + 3))


def _set_height(
    page: Worksheet, line: int, cells: Sequence[SheetCell], widths: Sequence[int]
) -> None:
    """As many lines as the longest text of the row needs; programs do not count them alike."""
    lines = max(
        len(wrap(cell, width - 2)) if isinstance(cell, str) else 1
        for cell, width in zip(cells, widths, strict=True)
    )
    page.set_row(line, _LINE_POINTS * max(1, lines))
