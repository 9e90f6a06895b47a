"""A row written at the end of a YAML table, in the form of the rows before it."""

import json
import re
from collections.abc import Mapping

_FIRST_ROW = re.compile(rb"^( *)- ", re.MULTILINE)
_PLAIN = re.compile(r"[A-Za-z0-9][\w ./()%-]*")
_TAKEN_OTHERWISE = re.compile(r"(?i)(true|false|null|on|off|y|n|~)")


def with_yaml_row(body: bytes, row: Mapping[str, str | tuple[str, ...]]) -> bytes:
    """The table with one more row; every byte that was there stays as it is.

    A text stands plain where nobody could read it otherwise, else in double quotes. Cells that are
    empty are left out.
    """
    found = _FIRST_ROW.search(body)
    inset = " " * len(found[1]) if found else ""
    newline = "\r\n" if b"\r\n" in body else "\n"
    lines = [f"{inset}{'- ' if not n else '  '}{cell}" for n, cell in enumerate(cell_lines(row))]
    before = body if not body or body.endswith(b"\n") else body + newline.encode()
    return before + (newline.join(lines) + newline).encode()


def cell_lines(row: Mapping[str, str | tuple[str, ...]]) -> list[str]:
    """Each cell that is not empty, as it stands on a line of its own."""
    return [f"{name}: {_told(cell)}" for name, cell in row.items() if cell]


def _told(cell: str | tuple[str, ...]) -> str:
    if isinstance(cell, tuple):
        return "[" + ", ".join(_text(each) for each in cell) + "]"
    return _text(cell)


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and not _TAKEN_OTHERWISE.fullmatch(text) and text == text.strip():
        return text
    return json.dumps(text, ensure_ascii=False)
