"""Phrases: one comparison in words, one amount with its unit, and perhaps a window."""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from asp_decide.canonical import decimal_text
from asp_decide.clauses.condition import Window, Word
from asp_decide.policy.written.grammar import AMOUNT_ALONE, PHRASE, WORD, shortened
from asp_decide.policy.written.misread import BadPhrase, why_not

LONGEST_PHRASE = 200
"""Characters of a phrase; more is not one comparison."""


@dataclass(frozen=True, slots=True)
class Number:
    """An amount as it was written: `unit` is empty where none stands. `column` begins at zero."""

    value: Fraction
    unit: str
    column: int = field(default=0, compare=False)
    width: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Named:
    """An amount given by a parameter: `$hurdle`."""

    parameter: str
    column: int = field(default=0, compare=False)

    @property
    def width(self) -> int:
        """How far the name with its sign reaches."""
        return len(self.parameter) + 1


type Amount = Number | Named


@dataclass(frozen=True, slots=True)
class Presence:
    """`known`, or `missing`."""

    known: bool


@dataclass(frozen=True, slots=True)
class Equality:
    """`is`, `is not`, `one of`; `columns` say where each word begins."""

    words: tuple[str, ...]
    negated: bool = False
    columns: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """`holds`, or `does not hold`."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparison with an amount, both ends of `between` included."""

    word: Word
    limit: Amount
    upper: Amount | None = None
    window: Window | None = None
    window_column: int = field(default=0, compare=False)


type Phrase = Presence | Equality | Conclusion | Bound


def parse_phrase(text: str) -> Phrase | BadPhrase:
    """The comparison that `text` states, or why it is none and from where on. Never raises.

    >>> parse_phrase("below 40 % for 2 intervals in a row").limit.value
    Fraction(40, 1)
    >>> parse_phrase("below ten weeks").column
    6
    """
    if len(text) > LONGEST_PHRASE:
        return BadPhrase(
            f"a phrase has at most {LONGEST_PHRASE} characters", 0, "one comparison is one phrase"
        )
    if (found := PHRASE.fullmatch(text)) is None:
        return why_not(text)
    window = _window(found)
    if found.group("bound") or found.group("lower"):
        return _bound(found, window)
    if window is not None:
        message, column = "only a comparison with an amount takes a window", found.start("window")
        return BadPhrase(message, column, "leave the window out")
    return _word_phrase(found)


def parse_amount(text: str) -> Amount | BadPhrase:
    """The amount that `text` states: `5 initiatives`, `40 %`, `$wip_limit`. Never raises."""
    if len(text) <= LONGEST_PHRASE and (found := AMOUNT_ALONE.fullmatch(text)):
        return _amount(found, "amount")
    return BadPhrase(
        f"`{shortened(text)}` is no amount",
        0,
        "write a number and its unit, such as `5 initiatives`",
    )


def in_words(phrase: Phrase) -> str:
    """The phrase as it is written: parsing it again gives the same phrase."""
    match phrase:
        case Presence():
            return "known" if phrase.known else "missing"
        case Conclusion():
            return "holds" if phrase.holds else "does not hold"
        case Equality(words, negated):
            if len(words) == 1:
                return ("is not " if negated else "is ") + words[0]
            return "one of " + ", ".join(words)
        case Bound(word, limit, upper, window):
            amounts = amount_in_words(limit)
            if upper is not None:
                amounts += f" and {amount_in_words(upper)}"
            return f"{word} {amounts}{window_in_words(window)}"
        case _:
            assert_never(phrase)


def amount_in_words(amount: Amount) -> str:
    """The amount as it is written."""
    if isinstance(amount, Named):
        return f"${amount.parameter}"
    return f"{decimal_text(amount.value)} {amount.unit}".rstrip()


def window_in_words(window: Window | None) -> str:
    """` for 2 intervals in a row`, ` in 3 of the last 4 intervals`, or nothing."""
    if window is None:
        return ""
    if window.in_a_row:
        noun = "interval" if window.of_last == 1 else "intervals"
        return f" for {window.of_last} {noun} in a row"
    return f" in {window.at_least} of the last {window.of_last} intervals"


_WORDS: dict[str, Word] = {
    "below": "below",
    "at most": "at most",
    "above": "above",
    "at least": "at least",
}


def _window(found: re.Match[str]) -> Window | None:
    if row := found.group("row"):
        return Window(int(row), int(row))
    if n := found.group("n"):
        return Window(int(found.group("k")), int(n))
    return None


def _bound(found: re.Match[str], window: Window | None) -> Bound | BadPhrase:
    column = found.start("window") + 1
    if window is not None and not 1 <= window.at_least <= window.of_last:
        message = f"a window of {window.at_least} of {window.of_last} intervals cannot be"
        return BadPhrase(message, column, "at least 1, and no more of them than there are")
    if word := found.group("bound"):
        return Bound(_WORDS[_single(word)], _amount(found, "limit"), None, window, column)
    lower, upper = _amount(found, "lower"), _amount(found, "upper")
    return Bound("between", lower, upper, window, column)


def _word_phrase(found: re.Match[str]) -> Phrase:
    if presence := found.group("presence"):
        return Presence(presence == "known")
    if conclusion := found.group("conclusion"):
        return Conclusion(conclusion == "holds")
    return _equality(found)


def _equality(found: re.Match[str]) -> Equality:
    if (word := found.group("word")) is not None:
        negated = _single(found.group("equality")) == "is not"
        return Equality((word,), negated, (found.start("word"),))
    start = found.start("words")
    each = list(re.finditer(WORD, found.group("words")))
    return Equality(tuple(m.group() for m in each), columns=tuple(start + m.start() for m in each))


def _amount(found: re.Match[str], group: str) -> Amount:
    start = found.start(group)
    if name := found.group(f"{group}_name"):
        return Named(name, start)
    digits = found.group(f"{group}_number").replace("_", "")
    unit = found.group(f"{group}_unit") or ""
    return Number(Fraction(digits), unit, start, found.end(group) - start)


def _single(words: str) -> str:
    return re.sub(" +", " ", words)
