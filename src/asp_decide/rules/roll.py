"""The subjects of one kind in their order, with every comparison of them decided column by column.

A comparison cuts the axis of its measure at one place, so one ordering of the values serves all
limits: each comparison is a beginning or an end of it. Values stay exact; nothing is rounded.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from asp_decide.clauses.condition import (
    Comparison,
    HoldsTest,
    KnownTest,
    QuantityTest,
    WordTest,
)
from asp_decide.model.subject import Subject, SubjectKey, SubjectKind
from asp_decide.rules.rails import Bits, Rails, at_least, bits_of, places_of
from asp_decide.rules.readings import Readings, readings

type Measure = tuple[str, tuple[str, str] | None]


@dataclass(frozen=True, slots=True)
class Axis:
    """The known values of a measure at one distance from the last, with who stands at or below.

    `upto[i]` are the subjects whose value is one of the first i of `values`; `holes` are those of
    which that value is not known.
    """

    values: tuple[Fraction, ...]
    upto: tuple[Bits, ...]
    holes: Bits

    @property
    def known(self) -> Bits:
        """Everybody whose value is known."""
        return self.upto[-1]

    def side(self, test: QuantityTest) -> Bits:
        """Whose value stands to the limit as the word says."""
        match test.word:
            case "below":
                return self._under(test.limit)
            case "at most":
                return self._up_to(test.limit)
            case "above":
                return self.known & ~self._up_to(test.limit)
            case "at least":
                return self.known & ~self._under(test.limit)
            case "between":
                assert test.upper is not None, "between has two ends"
                return self._up_to(test.upper) & ~self._under(test.limit)
            case _:
                assert_never(test.word)

    def _under(self, limit: Fraction) -> Bits:
        return self.upto[bisect_left(self.values, limit)]

    def _up_to(self, limit: Fraction) -> Bits:
        return self.upto[bisect_right(self.values, limit)]


@dataclass(slots=True)
class Roll:
    """The subjects of one kind by place, and what comparisons say of all of them at once."""

    kind: SubjectKind
    subjects: tuple[Subject, ...]
    place: dict[SubjectKey, int] = field(init=False)
    everybody: Bits = field(init=False)
    _words: dict[str, dict[str | None, Bits]] = field(default_factory=dict)
    _readings: dict[Measure, tuple[Readings, ...]] = field(default_factory=dict)
    _axes: dict[tuple[Measure, int], Axis] = field(default_factory=dict)
    _lengths: dict[Measure, tuple[Bits, dict[int, Bits]]] = field(default_factory=dict)
    _keys: dict[Bits, tuple[SubjectKey, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.place = {subject.key: place for place, subject in enumerate(self.subjects)}
        self.everybody = (1 << len(self.subjects)) - 1

    def keys(self, bits: Bits) -> tuple[SubjectKey, ...]:
        """The keys of these subjects in order; the same tuple for the same subjects."""
        known = self._keys.get(bits)
        if known is None:
            known = self._keys[bits] = tuple(self.subjects[p].key for p in places_of(bits))
        return known

    def where(self, holds: Callable[[Subject], bool]) -> Bits:
        """The places of the subjects of which something is so."""
        found = (place for place, subject in enumerate(self.subjects) if holds(subject))
        return bits_of(found, len(self.subjects))

    def words(self, attribute: str) -> dict[str | None, Bits]:
        """By word, whose attribute it is; None are those whose attribute is missing."""
        known = self._words.get(attribute)
        if known is None:
            places: dict[str | None, list[int]] = {None: []}
            for place, subject in enumerate(self.subjects):
                places.setdefault(subject.attributes.get(attribute), []).append(place)
            known = {word: bits_of(found, len(self.subjects)) for word, found in places.items()}
            self._words[attribute] = known
        return known

    def compared(self, comparison: Comparison) -> Rails:
        """For whom the comparison is certain, and for whom possible; conclusions are drawn."""
        test = comparison.test
        match test:
            case KnownTest():
                known = self._known(comparison)
                held = known if test.known else self.everybody & ~known
                return Rails(held, held)
            case WordTest():
                return self._worded(comparison.name, test)
            case QuantityTest():
                return self.measured((comparison.name, comparison.ratio_of), test)
            case HoldsTest():
                raise AssertionError(f"{comparison.key}: a conclusion is drawn, not compared")
            case _:
                assert_never(test)

    def _known(self, comparison: Comparison) -> Bits:
        name = comparison.name
        if comparison.what == "attribute":
            return self.everybody & ~self.words(name)[None]
        if comparison.what == "field":
            return self.where(lambda subject: subject.fields.get(name, False))
        return self._axis((name, comparison.ratio_of), 0).known

    def _worded(self, attribute: str, test: WordTest) -> Rails:
        words = self.words(attribute)
        missing = words[None]
        held = 0
        for word in test.words:
            held |= words.get(word, 0)
        if test.negated:
            held = self.everybody & ~held & ~missing
        return Rails(held, held | missing)

    def measured(self, measure: Measure, test: QuantityTest) -> Rails:
        """For whom the amount stands to the limit as the test says, in its window."""
        last = self._axis(measure, 0)
        if test.window is None:
            held = last.side(test)
            return Rails(held, held | last.holes)
        needed, length = test.window.at_least, test.window.of_last
        axes = [self._axis(measure, back) for back in range(length)]
        sides = [axis.side(test) for axis in axes]
        maybe = [side | axis.holes for side, axis in zip(sides, axes, strict=True)]
        old_enough, nothing_known = self._ages(measure, length)
        return Rails(
            at_least(sides, needed) & old_enough,
            at_least(maybe, needed) & old_enough | nothing_known,
        )

    def _ages(self, measure: Measure, length: int) -> tuple[Bits, Bits]:
        """Whose history is long enough, and of whom nothing at all is known, young or old."""
        found = self._lengths.get(measure)
        if found is None:
            ages: dict[int, list[int]] = {}
            nothing: list[int] = []
            for place, one in enumerate(self._read(measure)):
                if not one.is_history and one.last.value is None:
                    nothing.append(place)
                else:
                    ages.setdefault(len(one.values), []).append(place)
            count = len(self.subjects)
            by_age = {age: bits_of(places, count) for age, places in ages.items()}
            found = self._lengths[measure] = bits_of(nothing, count), by_age
        nothing_known, by_age = found
        old_enough = 0
        for age, bits in by_age.items():
            if age >= length:
                old_enough |= bits
        return old_enough, nothing_known

    def _read(self, measure: Measure) -> tuple[Readings, ...]:
        found = self._readings.get(measure)
        if found is None:
            found = tuple(readings(subject, *measure) for subject in self.subjects)
            self._readings[measure] = found
        return found

    def _axis(self, measure: Measure, back: int) -> Axis:
        """The axis of the value that lies so many intervals before the last."""
        axis = self._axes.get((measure, back))
        if axis is None:
            axis = self._axes[measure, back] = _axis(self._read(measure), back)
        return axis


def _axis(found: Sequence[Readings], back: int) -> Axis:
    holes: list[int] = []
    places: dict[Fraction, list[int]] = {}
    for place, one in enumerate(found):
        if len(one.values) <= back:
            if back == 0:
                holes.append(place)
            continue
        value = one.values[-1 - back].value
        if value is None:
            holes.append(place)
        else:
            places.setdefault(value, []).append(place)
    ordered = sorted(places)
    below = bytearray((len(found) + 7) // 8)
    upto = [0]
    for value in ordered:
        for place in places[value]:
            below[place >> 3] |= 1 << (place & 7)
        upto.append(int.from_bytes(below, "little"))
    return Axis(tuple(ordered), tuple(upto), bits_of(holes, len(found)))
