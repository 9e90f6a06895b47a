"""What has one right answer is mended in the text itself: all else stays as it was written."""

import re
from collections.abc import Iterable

from asp_decide.diagnostics import Diagnostic
from asp_decide.plain_text import decoded

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_QUOTES = ("'", '"')


def mended(text: bytes, found: Iterable[Diagnostic]) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """The text of one file with what `found` says to write instead, and what of it was done.

    Nothing but the marked places changes: comments, quotes, order and ends of lines stay. Of
    places that overlap the first is mended; the others are found again, if they are still there.
    """
    try:
        lines = _LINE.findall(text.decode("utf-8"))
    except UnicodeDecodeError:
        return text, ()
    done: list[Diagnostic] = []
    free: dict[int, int] = {}
    for one in sorted({d for d in found if d.instead is not None}, reverse=True):
        number, begin = one.place.line - 1, one.place.column - 1
        end = begin + one.width
        if not _stands_as_counted(lines, number) or end > free.get(number, end):
            continue
        line = _with(lines[number], begin, end, one.instead or "")
        if line != lines[number]:
            lines[number], free[number] = line, begin
            done.append(one)
    return "".join(lines).encode(), tuple(reversed(done))


def _stands_as_counted(lines: list[str], number: int) -> bool:
    """Whether columns of the line, as problems count them, are those of the file."""
    return number < len(lines) and decoded(lines[number]).rstrip("\n") == lines[number].rstrip(
        "\r\n"
    )


def _with(line: str, begin: int, end: int, instead: str) -> str:
    """The line with a part of it replaced; quotes around it stay, and no blank is left twice."""
    marked = line[begin:end]
    if len(marked) > 1 and marked[0] in _QUOTES and marked[-1] == marked[0]:
        begin, end = begin + 1, end - 1
    if not instead and line[:begin].endswith(" ") and line[end:].startswith(" "):
        end += 1
    return line[:begin] + instead + line[end:]
