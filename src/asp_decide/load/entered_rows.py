"""Cells entered into a CSV table where they belong, every other byte of the file left as it is."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from asp_decide.load.csv_source import separator_of

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Entered:
    """A row by the cells that tell it from others (`key`), and the cells that are set in it."""

    key: Mapping[str, str]
    cells: Mapping[str, str]


def with_entered(body: bytes, rows: Sequence[Entered]) -> bytes:
    """The table with these cells set; a row or a column that is not there is added at the end.

    `body` is a CSV table that can be read, or nothing. Of several rows with one key the first is
    taken.
    """
    bom, text = (_BOM, body[len(_BOM) :]) if body.startswith(_BOM) else (b"", body)
    lines = text.decode("utf-8").splitlines(keepends=True)
    separator = separator_of(lines) if lines else ","
    newline = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    found = list(_rows(lines, separator))
    head, records = (found[0], found[1:]) if found else (_Found("", []), [])
    columns = [name.strip() for name in head.fields]
    wanted = dict.fromkeys(name for row in rows for name in (*row.key, *row.cells))
    columns += [name for name in wanted if name not in columns]
    if columns != [name.strip() for name in head.fields]:
        head = _Found.of(columns, separator, newline)
    for row in rows:
        places = [n for n, one in enumerate(records) if _is(one.fields, columns, row.key)]
        old = records[places[0]].fields if places else []
        fields = [*old, *[""] * (len(columns) - len(old))]
        for name, value in {**row.key, **row.cells}.items():
            fields[columns.index(name)] = value
        new = _Found.of(fields, separator, newline)
        if places:
            records[places[0]] = new
        else:
            records.append(new)
    return bom + "".join(_ended(one.text, newline) for one in (head, *records)).encode()


@dataclass(frozen=True, slots=True)
class _Found:
    """A row as it stands in the file, and its cells."""

    text: str
    fields: list[str]

    @classmethod
    def of(cls, fields: Sequence[str], separator: str, newline: str) -> "_Found":
        told = io.StringIO()
        csv.writer(told, delimiter=separator, lineterminator=newline).writerow(fields)
        return cls(told.getvalue(), list(fields))


def _rows(lines: Sequence[str], separator: str) -> Iterator[_Found]:
    """The rows with their own text, blank ones among them."""
    reader, begins = csv.reader(lines, delimiter=separator), 0
    for fields in reader:
        yield _Found("".join(lines[begins : reader.line_num]), fields)
        begins = reader.line_num


def _is(fields: Sequence[str], columns: Sequence[str], key: Mapping[str, str]) -> bool:
    cells = {name: text.strip() for name, text in zip(columns, fields, strict=False)}
    return all(cells.get(name, "") == value for name, value in key.items())


def _ended(text: str, newline: str) -> str:
    return text if text.endswith("\n") else text + newline
