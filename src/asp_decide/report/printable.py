"""Text from facts is data: what could steer a page or a terminal is taken out at the door."""

import re
from collections.abc import Mapping
from typing import Any

from asp_decide.model.base import Model
from asp_decide.plain_text import UNSEEN

_MAY_STEER = re.compile(r"""\\|[^\S ]|[ ]{2}|"[ ]|[ ]\"""")
"""In JSON without spaces of its own: an escape, white space that is no space, or one too many."""


def printable[M: Model](model: M) -> M:
    """The same, with every text on one line and without characters that nobody sees.

    Among these are marks that turn the direction of writing: they let a name pose as another.
    """
    # Most facts are clean, and going through a whole plan costs as much as telling it.
    if _is_clean(model):
        return model
    return type(model).model_validate(printable_in_depth(model.model_dump()))


def on_one_line(text: str) -> str:
    r"""The text on one line, single spaces between words, without characters that steer.

    >>> on_one_line("two\nlines\x1b[31m")
    'two lines[31m'
    """
    return " ".join(UNSEEN.sub("", " ".join(text.split())).split())


def _is_clean(model: Model) -> bool:
    try:
        text = model.model_dump_json()
    except ValueError:  # half a character, which no file can hold
        return False
    return not (_MAY_STEER.search(text) or UNSEEN.search(text))


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
