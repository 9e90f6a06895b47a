"""Text from facts is data: what could steer a page or a terminal is taken out at the door."""

from collections.abc import Mapping
from typing import Any

from asp_decide.model.base import Model
from asp_decide.plain_text import UNSEEN


def printable[M: Model](model: M) -> M:
    """The same, with every text on one line and without characters that nobody sees.

    Among these are marks that turn the direction of writing: they let a name pose as another.
    """
    return type(model).model_validate(printable_in_depth(model.model_dump()))


def on_one_line(text: str) -> str:
    r"""The text on one line, single spaces between words, without characters that steer.

    >>> on_one_line("two\nlines\x1b[31m")
    'two lines[31m'
    """
    return " ".join(UNSEEN.sub("", " ".join(text.split())).split())


def printable_in_depth(data: Any) -> Any:
    """The same data with every text in it, keys too, on one line and without what nobody sees."""
    match data:
        case str():
            return on_one_line(data)
        case Mapping():
            return {
                printable_in_depth(key): printable_in_depth(value) for key, value in data.items()
            }
        case tuple() | list():
            return tuple(printable_in_depth(value) for value in data)
        case _:
            return data
