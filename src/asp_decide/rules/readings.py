"""The measured values that a comparison looks at: of one measure, or of a ratio of two."""

from dataclasses import dataclass, field
from fractions import Fraction

from asp_decide.model.subject import UNKNOWN, History, Measured, Subject


@dataclass(frozen=True, slots=True)
class Reading:
    """One measured value of one interval, or None with the reason why it is not known."""

    interval: str
    value: Fraction | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Readings:
    """The values of a measure, oldest first: of a history, or the one that it has.

    `shown` are the same as pairs of interval and value.
    """

    values: tuple[Reading, ...]
    is_history: bool
    shown: tuple[tuple[str, Fraction | None], ...] = field(init=False)

    def __post_init__(self) -> None:
        shown = tuple((one.interval, one.value) for one in self.values)
        object.__setattr__(self, "shown", shown)

    @property
    def last(self) -> Reading:
        """The value of the last closed interval, or of a measure without a history."""
        return self.values[-1] if self.values else Reading("", None, "no closed interval yet")


def readings(subject: Subject, name: str, ratio_of: tuple[str, str] | None) -> Readings:
    """What the subject shows of a measure.

    A ratio that the subject does not carry under its own name is divided here, interval by
    interval where both of its parts have a history.
    """
    own = subject.measures.get(name)
    if own is None and ratio_of is not None:
        above, below = (subject.measures.get(part, UNKNOWN) for part in ratio_of)
        return _divided(_read(above), _read(below))
    return _read(UNKNOWN if own is None else own)


def _read(measure: Measured | History) -> Readings:
    if isinstance(measure, Measured):
        why = "" if measure.value is not None else measure.why or "missing"
        return Readings((Reading("", measure.value, why),), is_history=False)
    both = zip(measure.intervals, measure.values, strict=True)
    values = tuple(
        Reading(interval, value, "" if value is not None else _in_interval("no value", interval))
        for interval, value in both
    )
    return Readings(values, is_history=True)


def _divided(above: Readings, below: Readings) -> Readings:
    if not (above.is_history and below.is_history):
        return Readings((_quotient(above.last, below.last),), is_history=False)
    length = min(len(above.values), len(below.values))
    begins = (len(above.values) - length, len(below.values) - length)
    pairs = zip(above.values[begins[0] :], below.values[begins[1] :], strict=True)
    return Readings(tuple(_quotient(*pair) for pair in pairs), is_history=True)


def _quotient(above: Reading, below: Reading) -> Reading:
    assert not (above.interval and below.interval) or above.interval == below.interval, (
        "two histories of one subject end with the same closed interval"
    )
    interval = above.interval or below.interval
    if below.value == 0:
        return Reading(interval, None, _in_interval("divided by zero", interval))
    if above.value is None or below.value is None:
        return Reading(interval, None, above.why if above.value is None else below.why)
    return Reading(interval, above.value / below.value)


def _in_interval(why: str, interval: str) -> str:
    return f"{why} in {interval}" if interval else why
