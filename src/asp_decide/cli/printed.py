"""What a verb prints: one object for a program, or its parts one below the other for people."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from asp_decide.cli.console import (
    Format,
    print_headline,
    print_json,
    print_line,
    print_rows,
    print_text,
    talk,
)


@dataclass(frozen=True, slots=True)
class Headline:
    """What the answer says in one line, above all else of it."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One of several lines below a headline."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A line as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; without a row only its heads are shown, and nothing where it is `if_any`."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[str]]
    if_any: bool = False


@dataclass(frozen=True, slots=True)
class Aside:
    """A line beside the answer, on stderr."""

    text: str


type Part = Headline | Line | Text | Rows | Aside


def print_answer(
    as_json: Callable[[], Mapping[str, Any]],
    *parts: Part | None,
    style: Format,
    no_color: bool,
) -> int:
    """Print the answer in the style asked for, parts that are None left out. Returns exit code 0.

    A program is told the object alone: nothing is said aside.
    """
    if style == "json":
        print_json(as_json())
        return 0
    for part in parts:
        if part is not None:
            _print_part(part, style=style, no_color=no_color)
    return 0


def _print_part(part: Part, *, style: Format, no_color: bool) -> None:
    match part:
        case Headline(text):
            print_headline(text, style=style, no_color=no_color)
        case Line(text):
            print_line(text, style=style, no_color=no_color)
        case Text(text):
            print_text(text, no_color=no_color)
        case Rows(title, columns, of_table, if_any):
            rows = list(of_table)
            if rows or not if_any:
                print_rows(title, columns, rows, style=style, no_color=no_color)
        case Aside(text):
            talk(text)
        case _:
            assert_never(part)
