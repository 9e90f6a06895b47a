"""Why a text is no phrase, and from which character on."""

import re
from dataclasses import dataclass

from asp_decide.diagnostics import did_you_mean, nearest
from asp_decide.policy.written.grammar import AMOUNT_ALONE, PHRASE, WORD, amount_pattern, shortened


@dataclass(frozen=True, slots=True)
class BadPhrase:
    """Why a text is no phrase, and from which character on, counted from zero.

    `instead` is what to write from there on, where only one thing can be meant.
    """

    message: str
    column: int
    mend: str = ""
    instead: str | None = None


_OPENINGS = (
    "known",
    "missing",
    "is not",
    "is",
    "one of",
    "holds",
    "does not hold",
    "below",
    "at most",
    "above",
    "at least",
    "between",
)
_SYMBOLS = {
    "<=": "at most",
    "=<": "at most",
    ">=": "at least",
    "=>": "at least",
    "==": "is",
    "!=": "is not",
    "<": "below",
    ">": "above",
    "=": "is",
    "≤": "at most",
    "≥": "at least",
}


def why_not(text: str) -> BadPhrase:
    """Where a text stops being a phrase: at its first word, its amount or word, or its end."""
    for symbol, word in _SYMBOLS.items():
        if text.startswith(symbol):
            rest = text.removeprefix(symbol).strip()
            words = f"{word} {rest}".rstrip()
            message = f"a comparison is written in words, not with `{symbol}`"
            sound = PHRASE.fullmatch(words)
            return BadPhrase(message, 0, f"write `{words}`", words if sound else None)
    for opening in _OPENINGS:
        pattern = opening.replace(" ", " +") + r"(?![A-Za-z0-9_])"
        if found := re.match(pattern, text):
            return _after(text, opening, found.end())
    return _no_opening(text)


def _no_opening(text: str) -> BadPhrase:
    first = re.match(r"\S+(?: +\S+)?", text)
    begun = first.group() if first else ""
    near = nearest(begun, _OPENINGS) or nearest(begun.split(" ")[0], _OPENINGS)
    if re.fullmatch(WORD, text) and near is None:
        return BadPhrase(f"`{text}` is no phrase", 0, f"write `is {text}`, if that is meant")
    if AMOUNT_ALONE.fullmatch(text):
        return BadPhrase(
            f"`{shortened(text)}` says no comparison",
            0,
            f"write `at least {text}`, or what is meant",
        )
    message = f"`{shortened(text)}` is no phrase"
    if near is None:
        return BadPhrase(message, 0, "begin with `is`, `below`, `at most`, `known` ...")
    return BadPhrase(message, 0, f"did you mean `{near}`?", _begun_well(text, begun))


def _begun_well(text: str, begun: str) -> str | None:
    """The text with its first word or two as they were meant, if it is a phrase then."""
    for wrong in (begun, begun.split(" ", maxsplit=1)[0]):
        opening = did_you_mean(wrong, _OPENINGS).instead
        words = f"{opening}{text.removeprefix(wrong)}"
        if opening and PHRASE.fullmatch(words):
            return words
    return None


def _after(text: str, opening: str, end: int) -> BadPhrase:
    """What is wrong behind a good first word."""
    rest = len(text) - len(text[end:].lstrip(" "))
    if opening in {"known", "missing", "holds", "does not hold"}:
        return _left_over(text, rest)
    if opening in {"is", "is not", "one of"}:
        listed = rf"{WORD}(?: *, *{WORD})*" if opening == "one of" else WORD
        operand, example = re.compile(listed).match(text, rest), "a word, such as `H1`"
    else:
        pattern = amount_pattern("amount")
        if opening == "between":
            pattern += f" +and +{amount_pattern('upper')}"
        operand = re.compile(pattern).match(text, rest)
        example = "two amounts, such as `1 week and 4 weeks`"
        if opening != "between":
            example = "an amount, such as `40 %` or `$hurdle`"
    if operand is None:
        found = f"`{shortened(text[rest:])}` is none" if rest < len(text) else "nothing follows"
        mend = f"write `{opening} ...` with {example}"
        return BadPhrase(f"after `{opening}` comes {example}; {found}", rest, mend)
    stop = operand.end()
    return _left_over(text, len(text) - len(text[stop:].lstrip(" ")))


def _left_over(text: str, column: int) -> BadPhrase:
    rest = shortened(text[column:])
    if re.match(r"(?:for|in)\b", text[column:]):
        mend = "write `for 2 intervals in a row`, or `in 2 of the last 3 intervals`"
        return BadPhrase(f"`{rest}` is no window", column, mend)
    if re.match(r"(?:and|or)\b|,", text[column:]):
        mend = "write two conditions under `all:` or `any:`"
        return BadPhrase("a phrase says one thing", column, mend)
    return BadPhrase(f"`{rest}` does not belong here", column, "one comparison is one phrase")
