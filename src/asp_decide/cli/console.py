"""What people see on a terminal: tables, talk, progress. Colour only there, and never alone."""

import json
import os
import sys
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal, Protocol, Self

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from asp_decide.cli.terminal import printable

type Format = Literal["table", "json", "md"]

_BETWEEN_COLUMNS = 3

_WIDE = 100
"""Columns from which on a terminal has room for everything."""

_QUIET_NANOSECONDS = 500_000_000


def console(*, no_color: bool = False) -> Console:
    """A console for results; plain wherever it is not a terminal, or plain text was asked for."""
    plain = no_color or bool(os.environ.get("NO_COLOR"))
    return Console(
        color_system=None if plain else "auto",
        emoji=False,
        highlight=False,
        soft_wrap=not sys.stdout.isatty(),
    )


def print_json(content: Mapping[str, Any]) -> None:
    """One JSON object on stdout, keys in the order given; escaped where letters cannot be said."""
    escaped = not _says_unicode(sys.stdout.encoding)
    sys.stdout.write(json.dumps(content, ensure_ascii=escaped, indent=2) + "\n")


def print_rows(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    style: Format = "table",
    no_color: bool = False,
) -> None:
    """A table: drawn on a terminal, aligned text in a pipe, Markdown when asked for."""
    rows = [[str(cell) for cell in row] for row in rows]
    if style == "md":
        sys.stdout.write(_markdown(title, columns, rows))
        return
    out = console(no_color=no_color)
    table = Table(title=title or None, title_justify="left", box=_box(out), pad_edge=False)
    if not out.is_terminal:
        out.width = max(out.width, 160)
    widths = _widths(columns, rows, out.width)
    for number, name in enumerate(columns):
        figures = bool(rows) and all(_is_figure(row[number]) for row in rows)
        justify: Literal["right", "left"] = "right" if figures else "left"
        table.add_column(name, justify=justify, overflow="fold", width=widths[number])
    for row in rows:
        table.add_row(*(escape(printable(cell)) for cell in row))
    _put(out, table)


def _widths(
    columns: Sequence[str], rows: Sequence[Sequence[str]], width: int
) -> Sequence[int | None]:
    """The widest columns made narrower until all fit, but none than its longest word.

    Where not even the longest words fit, those break. Nothing is said where everything fits.
    """
    table = [[printable(cell) for cell in line] for line in (columns, *rows)]
    cells = list(zip(*table, strict=True))
    wide = [max(cell_len(part) for cell in found for part in cell.split("\n")) for found in cells]
    least = [
        max((cell_len(w) for cell in found for w in cell.split()), default=0) for found in cells
    ]
    room = width - _BETWEEN_COLUMNS * len(columns) + 1
    if sum(wide) <= room or room < len(columns):
        return [None] * len(columns)
    while sum(least) > room:
        least[least.index(max(least))] -= 1
    while sum(wide) > room:
        _, widest = max((n, place) for place, n in enumerate(wide) if n > least[place])
        wide[widest] -= 1
    return wide


class Section(Protocol):
    """A heading with lines of text, then rows under columns; either may be empty."""

    @property
    def title(self) -> str:
        """The heading."""
        ...

    @property
    def lines(self) -> tuple[str, ...]:
        """Text, a line each."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        ...

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Cells of the table, by row."""
        ...


def print_sections(
    sections: Iterable[Section],
    *,
    style: Format = "table",
    no_color: bool = False,
    left_out: Collection[str] = (),
) -> None:
    """Sections one below the other without the columns `left_out`; empty ones are not shown."""
    out = console(no_color=no_color)
    for section in sections:
        if not section.lines and not section.rows:
            continue
        if style == "md":
            sys.stdout.write(
                f"## {section.title}\n\n"
                + "".join(f"{_cell(line.strip())}\n\n" for line in section.lines)
            )
        else:
            _put(out, f"\n[bold]{escape(section.title)}[/bold]")
            for line in section.lines:
                _put(out, _laid(line, out))
        if section.rows:
            kept = [n for n, name in enumerate(section.columns) if name not in left_out]
            print_rows(
                "",
                [section.columns[n] for n in kept],
                [[row[n] for n in kept] for row in section.rows],
                style=style,
                no_color=no_color,
            )


def print_text(text: str, *, no_color: bool = False) -> None:
    """A line of result on stdout, as it is."""
    out = console(no_color=no_color)
    _put(out, _laid(text, out))


def print_headline(text: str, *, style: Format = "table", no_color: bool = False) -> None:
    """What the result says in one line, above all else of it."""
    print_text(f"# {_cell(text)}\n" if style == "md" else text, no_color=no_color)


def print_line(text: str, *, style: Format = "table", no_color: bool = False) -> None:
    """One of several lines below a headline: set in, or an entry of a list."""
    bullet = "  - " if text.startswith(" ") else "- "
    print_text(
        f"{bullet}{_cell(text.strip())}" if style == "md" else f"  {text}", no_color=no_color
    )


def print_exact(text: str) -> None:
    """Text on stdout that is copied from there: no line broken, no letter exchanged, in UTF-8."""
    sys.stdout.flush()
    sys.stdout.buffer.write(f"{printable(text)}\n".encode())
    sys.stdout.buffer.flush()


def talk(text: str) -> None:
    """A line beside the result, on stderr."""
    sys.stderr.write(printable(text) + "\n")


class Progress:
    """One line on stderr that follows long work: only on a terminal, only after half a second."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._began = time.monotonic_ns()
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __call__(self, text: str) -> None:
        """Show what is being done now."""
        if not sys.stderr.isatty() or time.monotonic_ns() - self._began < _QUIET_NANOSECONDS:
            return
        self._shown = True
        sys.stderr.write(f"\r\x1b[2K{self._what}: {printable(text)}")
        sys.stderr.flush()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[2K")


def is_narrow() -> bool:
    """Whether the result goes to a terminal without room for what only some readers look for."""
    out = console()
    return out.is_terminal and out.width < _WIDE


def _laid(text: str, out: Console) -> str | Padding:
    """A line that is set in stays set in where a terminal breaks it."""
    shown = escape(printable(text))
    inset = len(shown) - len(shown.lstrip(" "))
    if not inset or "\n" in shown or not out.is_terminal:
        return shown
    return Padding(shown.lstrip(" "), (0, 0, 0, inset), expand=False)


def _put(out: Console, content: str | Table | Padding) -> None:
    # The library ends the program where the reader of a pipe has gone; we end it ourselves.
    with out.capture() as written:
        out.print(content)
    sys.stdout.write(written.get())


def _box(out: Console) -> box.Box:
    return box.SIMPLE_HEAD if _says_unicode(out.encoding) else box.ASCII


def _says_unicode(encoding: str | None) -> bool:
    return (encoding or "").lower().startswith("utf")


def _is_figure(cell: str) -> bool:
    return cell in {"", "-"} or cell.replace(",", "").replace(".", "").strip("-+ %").isdigit()


def _markdown(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"### {title}", ""] if title else []
    lines.append("| " + " | ".join(columns) + " |")
    lines.append("|" + " --- |" * len(columns))
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join([*lines, "", ""])


def _cell(text: str) -> str:
    return printable(text).replace("|", "\\|").replace("\n", " ")
