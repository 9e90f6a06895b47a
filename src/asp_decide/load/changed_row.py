"""Cells set in a row of a YAML table, every other line of the file left as it is."""

import re
from collections.abc import Mapping, Sequence

from asp_decide.load.entered_row import cell_lines

_ROW = re.compile(r"^( *)- ")


def with_yaml_cells(
    body: bytes, row: str, cells: Mapping[str, str | tuple[str, ...]]
) -> bytes | None:
    """The table with these cells in the row of that id; an empty one is taken out.

    None where the row is not written line by line: then only people know how to write in it.
    """
    lines = body.decode("utf-8").splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if _ROW.match(line)]
    if not starts:
        return None
    inset = min(len(found[1]) for n in starts if (found := _ROW.match(lines[n])))
    starts = [n for n in starts if lines[n].startswith(" " * inset + "- ")]
    bounds = zip(starts, [*starts[1:], len(lines)], strict=True)
    place = next((b for b in bounds if _has_id(lines[slice(*b)], inset, row)), None)
    if place is None:
        return None
    first, last = place
    while not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#"):
        last -= 1
    kept = _without(lines[first:last], inset, cells)
    if kept is None:
        return None
    newline = "\r\n" if b"\r\n" in body else "\n"
    new = [f"{' ' * (inset + 2)}{line}{newline}" for line in cell_lines(cells)]
    kept = [line if line.endswith("\n") else line + newline for line in kept]
    return "".join([*lines[:first], *kept, *new, *lines[last:]]).encode()


def _has_id(lines: Sequence[str], inset: int, row: str) -> bool:
    told = rf"(?:- |  )id: *[\"']?{re.escape(row)}[\"']? *(?:#.*)?"
    return any(re.fullmatch(told, line[inset:].rstrip()) for line in lines)


def _without(
    lines: Sequence[str], inset: int, cells: Mapping[str, str | tuple[str, ...]]
) -> list[str] | None:
    """The lines of a row but those of these cells; None where one takes more than its line."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        name = line[inset + 2 :].partition(":")[0]
        if name not in cells:
            kept.append(line)
            continue
        after = lines[number + 1] if number + 1 < len(lines) else ""
        goes_on = after.startswith((" " * (inset + 3), " " * (inset + 2) + "- "))
        if number == 0 or goes_on:
            return None
    return kept
