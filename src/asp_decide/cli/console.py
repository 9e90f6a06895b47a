"""What people see on a terminal: tables, talk, progress. Colour only there, and never alone."""

import json
import os
import sys
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal, Protocol, Self

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from asp_decide.cli.terminal import printable

type Format = Literal["table", "json", "md"]

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
    for number, name in enumerate(columns):
        figures = bool(rows) and all(_is_figure(row[number]) for row in rows)
        table.add_column(name, justify="right" if figures else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape(printable(cell)) for cell in row))
    if not out.is_terminal:
        out.width = max(out.width, 160)
    _put(out, table)


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
                f"## {section.title}\n\n" + "".join(f"{_cell(line)}\n\n" for line in section.lines)
            )
        else:
            _put(out, f"\n[bold]{escape(section.title)}[/bold]")
            for line in section.lines:
                _put(out, escape(printable(line)))
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
    _put(console(no_color=no_color), escape(printable(text)))


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


def _put(out: Console, content: str | Table) -> None:
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
