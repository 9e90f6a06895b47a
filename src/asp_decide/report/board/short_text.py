"""Text and lists cut to the room that a sheet of paper has, each cut to be seen as one."""

from collections.abc import Callable, Sequence
from unicodedata import east_asian_width

from asp_decide.report.page import Row
from asp_decide.report.record_numbers import cited

_LINE_OF_HEAD, _SMALL = 20, 8
_WIDE = frozenset({"W", "F"})
_BROAD = frozenset("MW@%")

IN_THE_APPENDIX = "the appendix has all"
"""Where what is cut from the board's paper stands whole."""

THIRDS = 3
"""The room of a sheet is counted in thirds of a line, since rows stand a third of a line apart."""

OF_A_TITLE = 5
"""What a line takes that stands out in a table."""


def height(lines: int) -> int:
    """What a row or a paragraph of so many lines takes, with the space behind it."""
    return THIRDS * lines + 1


def cut_short(text: str, room: int) -> str:
    """The text within so many letters of usual width; where it is cut, at a word and with a sign.

    >>> cut_short("The festival brings our guests", 16), cut_short("short", 16)
    ('The festival …', 'short')
    """
    if width(text) <= room:
        return text
    kept, used = "", 0
    for letter in text:
        used += width(letter)
        if used > room - 2:
            break
        kept += letter
    at_a_word = kept.rpartition(" ")[0]
    return f"{at_a_word if len(at_a_word) * 2 > len(kept) else kept} …"


def width(text: str) -> int:
    """How many letters of usual width the text takes: the broadest take two, as in East Asia."""
    return sum(2 if letter in _BROAD or east_asian_width(letter) in _WIDE else 1 for letter in text)


def lines_needed(text: str, room: int) -> int:
    """How many lines the text takes where so many letters stand on one, broken between words.

    >>> lines_needed("", 10), lines_needed("ten letter", 10), lines_needed("eight more letters", 10)
    (1, 1, 2)
    """
    lines, used = 1, 0
    for word in text.split(" "):
        needed = width(word)
        if used and used + 1 + needed > room:
            lines, used = lines + 1, 0
        used += needed + (used > 0)
        if used > room:  # a word that is longer than a line is broken anywhere
            lines, used = lines + (used - 1) // room, (used - 1) % room + 1
    return lines


def lines_of_head(row: Row) -> int:
    """How many lines the head of a row takes with the numbers of its records, which are smaller."""
    used = width(row.cells[0]) + width(cited(row.records)) * _SMALL // 10
    return max(1, -(-used // _LINE_OF_HEAD))


def fair_shares[T](
    lists: Sequence[Sequence[T]], room: int, *, cost: Callable[[T], int]
) -> list[tuple[T, ...]]:
    """The first of each list, then the second of each, and so on until the room is used up.

    So no list is crowded out by a longer one that stands before it. A list ends where its next
    entry has no room.

    >>> fair_shares(["abcde", "xy", ""], 4, cost=lambda _: 1)
    [('a', 'b'), ('x', 'y'), ()]
    """
    taken = [0] * len(lists)
    is_open = [bool(own) for own in lists]
    while any(is_open):
        for number, own in enumerate(lists):
            if not is_open[number]:
                continue
            needed = cost(own[taken[number]])
            if needed > room:
                is_open[number] = False
                continue
            room -= needed
            taken[number] += 1
            is_open[number] = taken[number] < len(own)
    return [tuple(own[:count]) for own, count in zip(lists, taken, strict=True)]
