"""Text from facts is data: what could steer a page or a terminal is taken out at the door."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from asp_decide.model.base import Model

_STEERS_DIRECTION = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def printable[M: Model](model: M) -> M:
    """The same, with every text on one line and without control characters.

    Marks that turn the direction of writing go too: they let a name pose as another.
    """
    return type(model).model_validate(_cleaned(model.model_dump()))


def on_one_line(text: str) -> str:
    r"""The text on one line, single spaces between words, without characters that steer.

    >>> on_one_line("two\nlines\x1b[31m")
    'two lines[31m'
    """
    kept = "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or not _steers(character)
    )
    return " ".join(kept.split())


def _steers(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} or character in _STEERS_DIRECTION


def _cleaned(data: Any) -> Any:
    match data:
        case str():
            return on_one_line(data)
        case Mapping():
            return {_cleaned(key): _cleaned(value) for key, value in data.items()}
        case tuple() | list():
            return tuple(_cleaned(value) for value in data)
        case _:
            return data
