"""The text of a file in one form: decoded, normalised, with its lines as people count them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)
"""Characters that nobody sees: controls, breaks of lines that editors do not count, and those that
turn the direction of reading, so that a text may say another thing than it shows."""

STAND_IN = "\ufffd"
"""What is shown and read in the place of a character that cannot be seen."""


def decoded(text: bytes | str) -> str:
    """The text with lines that end in a line feed, without a byte order mark, in Unicode form NFC.

    Two ways to write one letter are one text, as they are for the eye. Bytes that are no UTF-8
    raise UnicodeDecodeError; `position_of` says where.
    """
    told = text.decode("utf-8") if isinstance(text, bytes) else text
    told = told.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return told if told.isascii() else unicodedata.normalize("NFC", told)


def position_of(error: UnicodeDecodeError) -> tuple[int, int]:
    """Line and column, from one, of the first byte that is no UTF-8."""
    before = error.object[: error.start].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1


def lines_of(text: bytes | str) -> tuple[str, ...]:
    r"""The lines of a file as places count them, to be shown beside a problem.

    Bytes that are no UTF-8 are replaced: a problem is shown even where it is one of these.

    >>> lines_of(b"id,name\r\nINI-1,Refunds")
    ('id,name', 'INI-1,Refunds')
    """
    told = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return tuple(decoded(told).split("\n"))


def is_plain(text: str) -> bool:
    """Whether every character can be seen, and each letter is written in its one form."""
    return (text.isascii() and text.isprintable()) or (
        not UNSEEN.search(text) and unicodedata.is_normalized("NFC", text)
    )


def unseen_in(lines: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Line, column and name of the first character of each line that cannot be seen."""
    for number, line in enumerate(lines, start=1):
        if not (line.isascii() and line.isprintable()) and (match := UNSEEN.search(line)):
            yield number, match.start() + 1, f"U+{ord(match.group()):04X}"


@lru_cache(maxsize=1)
def shown(line: str) -> str:
    """The line with one visible character for each of its own, so that a caret stands right.

    The last one is remembered: all problems of one line share one text, however many they are.
    """
    return UNSEEN.sub(STAND_IN, line).replace("\t", " ")
