"""The witness's own eyes: each comparison decided again, by other means than the engine's.

It shares nothing with `comparisons`. Where that counts what is certain and what is possible, this
supposes the best and the worst of what is not known; where that reckons which value decides, this
moves values across the limit until the result turns.
"""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.clauses.condition import Comparison, KnownTest, QuantityTest, WordTest
from asp_decide.model.finding import Truth
from asp_decide.model.subject import History, Measured, Subject

type Values = list[tuple[str, Fraction | None, str]]

_STANDS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "below": operator.lt,
    "at most": operator.le,
    "above": operator.gt,
    "at least": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Sighting:
    """How a comparison came out: its truth, and what of a `Seen` depends on the subject."""

    truth: Truth
    values: tuple[tuple[str, Fraction | None], ...] = ()
    word: str | None = None
    limit: Fraction | None = None
    margin: Fraction | None = None
    why: str = ""


def sight(comparison: Comparison, subject: Subject) -> Sighting:
    """The comparison as the subject shows it; conclusions are not seen but drawn."""
    test = comparison.test
    if isinstance(test, QuantityTest):
        values, is_history = values_of(subject, comparison.name, comparison.ratio_of)
        return _quantity(test, values, is_history=is_history)
    if comparison.what == "field":
        known = bool(subject.fields.get(comparison.name))
        word: str | None = "known" if known else "missing"
    elif comparison.what == "attribute":
        word = subject.attributes.get(comparison.name)
        known = word is not None
    else:
        assert isinstance(test, KnownTest), "an amount is known, missing or compared"
        last = _last(values_of(subject, comparison.name, comparison.ratio_of)[0])
        why = last[2] if last[1] is None else ""
        told = Truth.TRUE if (last[1] is None) != test.known else Truth.FALSE
        return Sighting(told, values=(last[:2],), why=why)
    why = "" if known else "missing"
    if isinstance(test, KnownTest):
        return Sighting(Truth.TRUE if known == test.known else Truth.FALSE, word=word, why=why)
    assert isinstance(test, WordTest), "a conclusion is drawn and not seen"
    if not known:
        return Sighting(Truth.UNKNOWN, why=why)
    return Sighting(Truth.TRUE if (word in test.words) ^ test.negated else Truth.FALSE, word=word)


def values_of(subject: Subject, name: str, ratio_of: tuple[str, str] | None) -> tuple[Values, bool]:
    """The values of a measure or ratio, oldest first, and whether they are a history."""
    if name in subject.measures or ratio_of is None:
        return _listed(subject, name)
    (above, above_is_long), (below, below_is_long) = (_listed(subject, n) for n in ratio_of)
    if above_is_long and below_is_long:
        length = min(len(above), len(below))
        pairs = list(zip(above[len(above) - length :], below[len(below) - length :], strict=True))
        return [_over(*pair) for pair in pairs], True
    return [_over(_last(above), _last(below))], False


def _listed(subject: Subject, name: str) -> tuple[Values, bool]:
    match subject.measures.get(name):
        case None:
            return [("", None, "missing")], False
        case Measured(value=value, why=why):
            return [("", value, "" if value is not None else why or "missing")], False
        case History(intervals=intervals, values=values):
            both = zip(intervals, values, strict=True)
            listed = [(i, v, "" if v is not None else _at("no value", i)) for i, v in both]
            return listed, True


def _last(values: Values) -> tuple[str, Fraction | None, str]:
    return values[-1] if values else ("", None, "no closed interval yet")


def _over(
    above: tuple[str, Fraction | None, str], below: tuple[str, Fraction | None, str]
) -> tuple[str, Fraction | None, str]:
    interval = above[0] or below[0]
    if below[1] is not None and not below[1]:
        return interval, None, _at("divided by zero", interval)
    for _, value, why in (above, below):
        if value is None:
            return interval, None, why
    assert above[1] is not None and below[1] is not None, "both parts are known by now"
    return interval, above[1] / below[1], ""


def _at(why: str, interval: str) -> str:
    return " in ".join(part for part in (why, interval) if part)


def _quantity(test: QuantityTest, values: Values, *, is_history: bool) -> Sighting:
    nothing_known = not is_history and values[-1][1] is None
    if test.window is None or nothing_known:
        looked_at, needed = [_last(values)], 1
    else:
        looked_at, needed = values[-test.window.of_last :], test.window.at_least
        if len(looked_at) < test.window.of_last:
            why = f"too young: {len(looked_at)} of {test.window.of_last} intervals"
            return Sighting(Truth.FALSE, _shown(looked_at), limit=test.limit, why=why)
    sides = [None if value is None else _side(test, value) for _, value, _ in looked_at]
    truth = _supposed(sides, needed)
    if truth is Truth.UNKNOWN:
        whys = list(dict.fromkeys(why for _, value, why in looked_at if value is None))
        return Sighting(truth, _shown(looked_at), limit=test.limit, why=", ".join(whys))
    limit, margin = _turning_point(test, looked_at, sides, needed)
    return Sighting(truth, _shown(looked_at), limit=limit, margin=margin)


def _shown(values: Values) -> tuple[tuple[str, Fraction | None], ...]:
    return tuple((interval, value) for interval, value, _ in values)


def _side(test: QuantityTest, value: Fraction) -> bool:
    if test.word == "between":
        return not (value < test.limit or (test.upper is not None and value > test.upper))
    return _STANDS[test.word](value, test.limit)


def _supposed(sides: Sequence[bool | None], needed: int) -> Truth:
    worst = [False if side is None else side for side in sides]
    best = [True if side is None else side for side in sides]
    if sum(worst) >= needed:
        return Truth.TRUE
    return Truth.UNKNOWN if sum(best) >= needed else Truth.FALSE


def _turning_point(
    test: QuantityTest, looked_at: Values, sides: Sequence[bool | None], needed: int
) -> tuple[Fraction, Fraction]:
    """Values cross the limit, nearest first, until the result is no longer what it was.

    Of two that are as near the one below the limit crosses first.
    """
    before = _supposed(sides, needed)
    moved = list(sides)
    for _, limit, margin, number in sorted(_distances(test, looked_at)):
        if sides[number] is not (before is Truth.TRUE):
            continue
        moved[number] = not moved[number]
        if _supposed(moved, needed) is not before:
            return limit, margin
    raise AssertionError("a certain result turns when enough values cross the limit")


def _distances(
    test: QuantityTest, looked_at: Values
) -> list[tuple[Fraction, Fraction, Fraction, int]]:
    """Distance to the nearer end of the range, that end, value less it, and which value it is."""
    ends = [end for end in (test.limit, test.upper) if end is not None]
    return [
        (*min((abs(value - end), end, value - end) for end in ends), number)
        for number, (_, value, _) in enumerate(looked_at)
        if value is not None
    ]
