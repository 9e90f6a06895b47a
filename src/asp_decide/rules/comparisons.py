"""Each comparison decided by us, exactly and in three values, before any network sees it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from asp_decide.clauses.condition import (
    Comparison,
    HoldsTest,
    KnownTest,
    QuantityTest,
    WordTest,
)
from asp_decide.model.finding import Seen, Truth
from asp_decide.model.subject import Subject, SubjectKey
from asp_decide.rules.readings import Readings
from asp_decide.rules.wording import ROW_NOT_KNOWN

type Via = tuple[SubjectKey, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """How a comparison and its unit are told to people: made once, used for every subject."""

    test: str
    unit: str = ""


def compare(
    comparison: Comparison, subject: Subject, found: Readings, words: Words, *, via: Via = ()
) -> Seen:
    """Whether what is known of the subject satisfies the comparison, with value and margin.

    `found` are the readings of the measure that is compared, if it is one.
    A missing value is unknown and stays unknown: absence must never look like a small number, or
    it would stop initiatives. Comparisons of conclusions are decided by `conclude`.
    """
    test = comparison.test
    assert comparison.what != "conclusion", "a conclusion is drawn by rules, not read off a subject"
    match test:
        case KnownTest():
            if comparison.what in {"attribute", "field"}:
                return _known_word(comparison, test, subject, words, via)
            return _known_measure(comparison, test, found, words, via)
        case WordTest():
            return _worded(comparison, test, subject, words, via)
        case QuantityTest():
            return _measured(comparison, test, found, words, via)
        case HoldsTest():
            raise AssertionError(f"{comparison.key}: only a conclusion holds")
        case _:
            assert_never(test)


def conclude(comparison: Comparison, drawn: Truth, words: Words, *, via: Via = ()) -> Seen:
    """Whether the conclusion `holds`, or `does not hold`, given what the rules have drawn."""
    assert isinstance(comparison.test, HoldsTest), "a conclusion holds or does not hold"
    truth = drawn if comparison.test.holds else negated(drawn)
    why = "not known whether it holds" if drawn is Truth.UNKNOWN else ""
    return Seen(
        comparison.key, comparison.name, words.test, truth, word=drawn.value, why=why, via=via
    )


def compare_given(
    comparison: Comparison, given: tuple[str | None, bool], words: Words, *, via: Via = ()
) -> Seen:
    """Whether the word that a table gave satisfies the comparison.

    `given` is the word, and whether it is known which. Where no row holds there is for certain
    no word: it is none of those asked for.
    """
    word, is_known = given
    test = comparison.test
    if isinstance(test, KnownTest):
        truth = Truth.TRUE if (word is not None) is test.known else Truth.FALSE
    else:
        assert isinstance(test, WordTest), "an output is a word"
        holds = (word in test.words) is not test.negated
        truth = (Truth.TRUE if holds else Truth.FALSE) if is_known else Truth.UNKNOWN
    why = "" if word is not None else ("no row" if is_known else ROW_NOT_KNOWN)
    return Seen(comparison.key, comparison.name, words.test, truth, word=word, why=why, via=via)


def negated(truth: Truth) -> Truth:
    """True and false change places; unknown stays."""
    return {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE}.get(truth, truth)


def all_of(truths: Iterable[Truth]) -> Truth:
    """False if one is false; otherwise unknown if one is unknown; otherwise true."""
    seen = set(truths)
    if Truth.FALSE in seen:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.TRUE


def any_of(truths: Iterable[Truth]) -> Truth:
    """True if one is true; otherwise unknown if one is unknown; otherwise false."""
    seen = set(truths)
    if Truth.TRUE in seen:
        return Truth.TRUE
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.FALSE


def _known_word(
    comparison: Comparison, test: KnownTest, subject: Subject, words: Words, via: Via
) -> Seen:
    if comparison.what == "attribute":
        word = subject.attributes.get(comparison.name)
        known = word is not None
    else:
        known = subject.fields.get(comparison.name, False)
        word = "known" if known else "missing"
    truth = Truth.TRUE if known is test.known else Truth.FALSE
    why = "" if known else "missing"
    return Seen(comparison.key, comparison.name, words.test, truth, word=word, why=why, via=via)


def _known_measure(
    comparison: Comparison, test: KnownTest, found: Readings, words: Words, via: Via
) -> Seen:
    last = found.last
    truth = Truth.TRUE if (last.value is not None) is test.known else Truth.FALSE
    values = ((last.interval, last.value),)
    return Seen(
        comparison.key, comparison.name, words.test, truth, values=values, why=last.why, via=via
    )


def _worded(
    comparison: Comparison, test: WordTest, subject: Subject, words: Words, via: Via
) -> Seen:
    found = subject.attributes.get(comparison.name)
    if found is None:
        truth, why = Truth.UNKNOWN, "missing"
    else:
        truth, why = Truth.TRUE if (found in test.words) is not test.negated else Truth.FALSE, ""
    return Seen(comparison.key, comparison.name, words.test, truth, word=found, why=why, via=via)


def _measured(
    comparison: Comparison, test: QuantityTest, found: Readings, words: Words, via: Via
) -> Seen:
    window = test.window
    if window is not None and not found.is_history and found.last.value is None:
        window = None  # nothing at all is known, so nothing says that the subject is young
    looked_at = found.values[-window.of_last :] if window else (found.last,)
    shown = found.shown[-window.of_last :] if window else found.shown[-1:] or (("", None),)
    limit, margin, why = test.limit, None, ""
    if window is not None and len(looked_at) < window.of_last:
        truth, why = Truth.FALSE, f"too young: {len(looked_at)} of {window.of_last} intervals"
    else:
        needed = window.at_least if window else 1
        sides = [None if one.value is None else holds(test, one.value) for one in looked_at]
        truth = _enough(sides, needed)
        if truth is Truth.UNKNOWN:
            why = ", ".join(dict.fromkeys(one.why for one in looked_at if one.value is None))
        else:
            same = [
                one.value
                for one, side in zip(looked_at, sides, strict=True)
                if one.value is not None and side is (truth is Truth.TRUE)
            ]
            spare = len(same) - (needed if truth is Truth.TRUE else len(looked_at) - needed + 1)
            limit, margin = _decisive(test, same, spare)
    return Seen(
        key=comparison.key,
        name=comparison.name,
        test=words.test,
        truth=truth,
        values=shown,
        limit=limit,
        unit=words.unit,
        limit_from=test.limit_from,
        margin=margin,
        why=why,
        via=via,
    )


def holds(test: QuantityTest, value: Fraction) -> bool:
    """Whether one known value stands to the limit as the word says, exactly."""
    match test.word:
        case "below":
            return value < test.limit
        case "at most":
            return value <= test.limit
        case "above":
            return value > test.limit
        case "at least":
            return value >= test.limit
        case "between":
            assert test.upper is not None, "between has two ends"
            return test.limit <= value <= test.upper
        case _:
            assert_never(test.word)


def _enough(sides: Sequence[bool | None], needed: int) -> Truth:
    certain = sides.count(True)
    if certain >= needed:
        return Truth.TRUE
    return Truth.FALSE if certain + sides.count(None) < needed else Truth.UNKNOWN


def _decisive(
    test: QuantityTest, values: Sequence[Fraction], spare: int
) -> tuple[Fraction, Fraction]:
    """Limit and margin of the value with which the result would turn, were values to move.

    `values` all stand on the side that gives the result, and it could spare so many of them. They
    are taken in the order of their distance to the limit: the one after the spare ones decides.
    """
    margins = [_margin(test, value) for value in values]
    if len(margins) > 1:
        margins.sort(key=lambda margin: (abs(margin[1]), margin))
    return margins[spare]


def _margin(test: QuantityTest, value: Fraction) -> tuple[Fraction, Fraction]:
    """The end of the range that is nearer to the value (the lower of two), and value less it."""
    margin = value - test.limit
    if test.upper is None or abs(margin) <= abs(value - test.upper):
        return test.limit, margin
    return test.upper, value - test.upper
