"""What a scanner of YAML complains of, in the words of people, each with its mend."""

import re
from dataclasses import dataclass

from asp_decide.diagnostics import Mend

REFUSALS: dict[int, tuple[str, str]] = {
    1: ("yaml-syntax", ""),
    2: ("not-plain-text", ""),
    3: ("too-large", "divide it into several files"),
    4: ("one-document", "one file holds one document; move this into a file of its own"),
    5: ("no-anchors", "write it out where it is needed"),
    6: ("no-tags", "write the value without a tag"),
    7: ("duplicate-key", "keep one of the two"),
    8: ("empty-value", "give it a value, or leave it out"),
    9: ("comment-in-text", "put the whole text in quotes"),
}
"""Everything that is refused here: its number, the same in each family, its name and its mend."""


@dataclass(frozen=True, slots=True)
class Misreading:
    """What is wrong in one line, from a column (counted from zero) over a width, and its mend."""

    column: int
    width: int
    message: str
    mend: Mend


_COMPARISON = re.compile(r"(?<=[ :-])(?P<symbol>> ?=|>) ?(?P<limit>[-0-9$][^#]*)")


_BOUND = re.compile(r"\b(?P<key>at_most|at_least): *$")


def comparison_in(line: str, column: int = 0) -> Misreading | None:
    """A comparison written with `>`, which YAML takes for the start of a folded text.

    >>> comparison_in("wip: >= 5 initiatives").mend.help
    'write it in words: `at least 5 initiatives`'
    """
    found = _COMPARISON.search(line, column)
    if found is None:
        return None
    symbol, limit = found.group("symbol"), found.group("limit").strip()
    words: str | None = "above" if symbol == ">" else "at least"
    mend = f"write it in words: `{words} {limit}`"
    if bound := _BOUND.search(line[: found.start()]):
        # The key says the comparison; what another symbol behind it means, nobody can tell.
        mend = f"the key says the comparison: write `{bound['key']}: {limit}`"
        words = "" if bound["key"] == "at_least" and symbol != ">" else None
    return Misreading(
        column=found.start("symbol"),
        width=len(symbol),
        message="a comparison may not begin with `>`",
        mend=Mend(mend, words),
    )


_COMPLAINTS = (
    (
        "mapping values are not allowed",
        "a second `: ` in one line",
        "put a text that holds `: ` in quotes",
    ),
    (
        "cannot start any token",
        "no text begins with this character",
        "put a text that begins with it in quotes",
    ),
    (
        "quoted scalar",
        "a quote is opened and never closed",
        "close it, or double it inside the text",
    ),
    (
        "could not find expected ':'",
        "a key without `:`",
        "write `key: value`, or indent the rest of the text",
    ),
)


def in_words(problem: str, context: str) -> tuple[str, str]:
    """What the scanner says, told so that an author of policies can act on it, and the mend."""
    complaint = f"{problem} {context}".strip()
    for part, message, mend in _COMPLAINTS:
        if part in complaint:
            return message, mend
    return complaint.lower(), "check the indentation of this line and of the one before"
