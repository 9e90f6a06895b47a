"""The piece of a line that a problem stands in, as wide as a terminal, with a caret under it."""

import unicodedata
from dataclasses import dataclass

from asp_decide.plain_text import STAND_IN, shown

CUT = "..."
"""What stands in the place of text that is left out."""

NARROWEST = 40
"""Columns that an excerpt takes at least: with fewer a marked word could not be recognised."""

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a line, and blanks and carets that mark what is meant in the line below it."""

    text: str
    carets: str


def excerpt(line: str, *, column: int, width: int, columns: int) -> Excerpt:
    """As much of the line as fits in `columns` of a terminal, around what is marked.

    What is marked begins at the character `column`, from one, and has `width` characters. What
    cannot be seen is shown by a stand-in. Where the line holds letters that are read from right to
    left, a terminal may move them away from their caret: there the marked text is said again.

    >>> cut = excerpt("because: " + "so " * 40 + "teh end", column=130, width=3, columns=40)
    >>> cut.text
    '...so so so so so so so so so teh end'
    >>> cut.carets
    '                              ^^^'
    """
    columns = max(columns, NARROWEST)
    begin = min(max(column - 1, 0), len(line))
    end = min(begin + max(width, 1), max(len(line), begin))
    # Of a line of any length only this much can be shown, so only this much is looked at.
    first, last = max(0, begin - columns), min(len(line), begin + columns)
    # A mark above a letter stays with its letter, also where the line is cut.
    while first > max(0, begin - 2 * columns) and not _cells(line[first]):
        first -= 1
    seen = _visible(line[first:last])
    sizes = [_cells(character) for character in seen]
    at, to = begin - first, min(end - first, len(seen))
    left, right = _window(sizes, at, to, columns, whole=last - first == len(line))
    before = CUT if left + first > 0 else ""
    after = CUT if right + first < len(line) else ""
    text = before + seen[left:right] + after
    blank = " " * (len(before) + sum(sizes[left:at]))
    carets = blank + "^" * max(1, sum(sizes[at : min(to, right)]))
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text):
        carets += f" `{seen[at : min(to, right)]}`"
    return Excerpt(text, carets)


def _window(sizes: list[int], at: int, to: int, columns: int, *, whole: bool) -> tuple[int, int]:
    """From where to where the text is shown: all of it, or what is marked with text around it."""
    if whole and sum(sizes) <= columns:
        return 0, len(sizes)
    room = columns - 2 * len(CUT)
    marked = sum(sizes[at:to])
    behind = sum(sizes[to:])
    # What is to come gets half of the room that is left, and what it does not need goes before.
    spare = max(0, room - marked)
    left = _back(sizes, at, spare - min(behind, spare // 2))
    right = left
    used = 0
    while right < len(sizes) and used + sizes[right] <= room:
        used += sizes[right]
        right += 1
    return left, right


def _back(sizes: list[int], at: int, room: int) -> int:
    """The first character that is shown, where `room` columns before `at` may be used."""
    left, used = at, 0
    while left > 0 and used + sizes[left - 1] <= room:
        left -= 1
        used += sizes[left]
    while left < at and not sizes[left]:
        left += 1
    return left


def _visible(text: str) -> str:
    """The text with a stand-in for all that a terminal does not show or would obey."""
    return "".join(
        character if character.isprintable() else " " if character.isspace() else STAND_IN
        for character in shown(text)
    )


def _cells(character: str) -> int:
    """How many columns a terminal gives it (Unicode Standard Annex 11): none, one or two."""
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
