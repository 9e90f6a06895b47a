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
from asp_decide.model.subject import UNKNOWN, History, Measured, Subject, SubjectKey

type Via = tuple[SubjectKey, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """How a comparison and its unit are told to people: made once, used for every subject."""

    test: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One measured value of one interval, or None with the reason why it is not known."""

    interval: str
    value: Fraction | None
    why: str = ""


def compare(comparison: Comparison, subject: Subject, words: Words, *, via: Via = ()) -> Seen:
    """Whether what is known of the subject satisfies the comparison, with value and margin.

    A missing value is unknown and stays unknown: absence must never look like a small number, or
    it would stop initiatives. Comparisons of conclusions are decided by `conclude`.
    """
    test = comparison.test
    match test:
        case KnownTest():
            return _known(comparison, test, subject, words, via)
        case WordTest():
            return _worded(comparison, test, subject, words, via)
        case QuantityTest():
            return _measured(comparison, test, subject, words, via)
        case HoldsTest():
            raise AssertionError("a conclusion is drawn by rules and not read off a subject")
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


def readings(
    subject: Subject, name: str, ratio_of: tuple[str, str] | None
) -> tuple[tuple[Reading, ...], bool]:
    """The values of a measure, oldest first, and whether they are a history.

    A ratio that the subject does not carry under its own name is divided here, interval by
    interval where both of its parts have a history.
    """
    own = subject.measures.get(name)
    if own is None and ratio_of is not None:
        above, below = (subject.measures.get(part, UNKNOWN) for part in ratio_of)
        return _divided(above, below)
    return _read(UNKNOWN if own is None else own), isinstance(own, History)


def last_reading(found: Sequence[Reading]) -> Reading:
    """The value of the last closed interval, or of a measure without a history."""
    return found[-1] if found else Reading("", None, "no closed interval yet")


def _known(
    comparison: Comparison, test: KnownTest, subject: Subject, words: Words, via: Via
) -> Seen:
    values: tuple[tuple[str, Fraction | None], ...] = ()
    word: str | None = None
    match comparison.what:
        case "attribute":
            word = subject.attributes.get(comparison.name)
            known, why = word is not None, ""
        case "field":
            known = subject.fields.get(comparison.name, False)
            word, why = "known" if known else "missing", ""
        case _:
            last = last_reading(readings(subject, comparison.name, comparison.ratio_of)[0])
            values, known, why = ((last.interval, last.value),), last.value is not None, last.why
    truth = Truth.TRUE if known is test.known else Truth.FALSE
    why = "" if known else why or "missing"
    return Seen(
        comparison.key,
        comparison.name,
        words.test,
        truth,
        values=values,
        word=word,
        why=why,
        via=via,
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
    comparison: Comparison, test: QuantityTest, subject: Subject, words: Words, via: Via
) -> Seen:
    found, is_history = readings(subject, comparison.name, comparison.ratio_of)
    window = test.window
    if window is not None and not is_history and found[-1].value is None:
        window = None  # nothing at all is known, so nothing says that the subject is young
    needed = window.at_least if window else 1
    looked_at = found[-window.of_last :] if window else (last_reading(found),)
    limit, margin = test.limit, None
    if window is not None and len(looked_at) < window.of_last:
        truth, why = Truth.FALSE, f"too young: {len(looked_at)} of {window.of_last} intervals"
    else:
        truth = _enough(test, looked_at, needed)
        why = _gaps(looked_at) if truth is Truth.UNKNOWN else ""
        limit, margin = _decisive(test, looked_at, needed, truth)
    return Seen(
        comparison.key,
        comparison.name,
        words.test,
        truth,
        values=tuple((reading.interval, reading.value) for reading in looked_at),
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


def _enough(test: QuantityTest, looked_at: Sequence[Reading], needed: int) -> Truth:
    known = [reading.value for reading in looked_at if reading.value is not None]
    certain = sum(1 for value in known if holds(test, value))
    if certain >= needed:
        return Truth.TRUE
    possible = certain + len(looked_at) - len(known)
    return Truth.FALSE if possible < needed else Truth.UNKNOWN


def _decisive(
    test: QuantityTest, looked_at: Sequence[Reading], needed: int, truth: Truth
) -> tuple[Fraction, Fraction | None]:
    """Limit and margin of the value with which the result would turn, were values to move.

    Values are taken in the order of their distance to the limit; enough of them crossing it turn
    the result, and the last of those decides.
    """
    if truth is Truth.UNKNOWN:
        return test.limit, None
    known = [reading.value for reading in looked_at if reading.value is not None]
    sides = [_margin(test, value) for value in known if holds(test, value) is (truth is Truth.TRUE)]
    sides.sort(key=lambda side: (abs(side[1]), side))
    if truth is Truth.TRUE:
        return sides[len(sides) - needed]
    failing_too_many = len(sides) - (len(looked_at) - needed)
    return sides[failing_too_many - 1]


def _margin(test: QuantityTest, value: Fraction) -> tuple[Fraction, Fraction]:
    """The end of the range that is nearer to the value, and value less that end."""
    ends = [test.limit] if test.upper is None else [test.limit, test.upper]
    limit = min(ends, key=lambda end: abs(value - end))
    return limit, value - limit


def _gaps(looked_at: Sequence[Reading]) -> str:
    whys = [reading.why for reading in looked_at if reading.value is None]
    return ", ".join(dict.fromkeys(whys))


def _read(measure: Measured | History) -> tuple[Reading, ...]:
    if isinstance(measure, Measured):
        why = "" if measure.value is not None else measure.why or "missing"
        return (Reading("", measure.value, why),)
    return tuple(
        Reading(interval, value, "" if value is not None else _in_interval("hole", interval))
        for interval, value in zip(measure.intervals, measure.values, strict=True)
    )


def _divided(
    above: Measured | History, below: Measured | History
) -> tuple[tuple[Reading, ...], bool]:
    if not (isinstance(above, History) and isinstance(below, History)):
        return (_quotient(last_reading(_read(above)), last_reading(_read(below))),), False
    both = min(len(above.values), len(below.values))
    pairs = zip(_read(above)[-both:] if both else (), _read(below)[-both:], strict=False)
    return tuple(_quotient(numerator, denominator) for numerator, denominator in pairs), True


def _quotient(above: Reading, below: Reading) -> Reading:
    assert not (above.interval and below.interval) or above.interval == below.interval, (
        "two histories of one subject end with the same closed interval"
    )
    interval = above.interval or below.interval
    if below.value == 0:
        return Reading(interval, None, _in_interval("zero denominator", interval))
    if above.value is None or below.value is None:
        return Reading(interval, None, above.why if above.value is None else below.why)
    return Reading(interval, above.value / below.value)


def _in_interval(why: str, interval: str) -> str:
    return f"{why} in {interval}" if interval else why
