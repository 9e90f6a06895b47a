"""The terminal that somebody reads on: how wide it is, and what it must not be sent."""

import os
from typing import IO

from asp_decide.diagnostics import COLUMNS


def columns_of(stream: IO[str]) -> int:
    """How many columns the terminal behind the stream has; where there is none, the usual."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or COLUMNS
    except OSError:  # a file or a pipe, which is as wide as what is written
        return COLUMNS


def printable(text: str) -> str:
    """The text with a question mark for all that a terminal would obey and not show.

    Names come from files: a control character could redraw the reader's screen.
    """
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)
