"""Conditions as the witness judges many subjects: one plain function for each condition.

It finds the same as `Witness.level`, without the values and margins that are told of one subject:
false, unknown and true are 0, 1 and 2, and amounts are compared by multiplying crosswise.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from asp_decide.clauses.condition import (
    All,
    AnyOf,
    Comparison,
    Condition,
    HoldsTest,
    KnownTest,
    Linked,
    Not,
    QuantityTest,
    Test,
    WordTest,
)
from asp_decide.model.subject import Subject, SubjectKey, Subjects
from asp_decide.rules.witnessed_comparisons import Values, values_of
from asp_decide.rules.witnessed_conditions import Given, as_it_holds, level_of_given

FALSE, UNKNOWN, TRUE = 0, 1, 2

type Level = Callable[[int], int]
"""From the place of a subject among all, to what is so of it."""

type _Asked = tuple[str, tuple[str, str] | None]

NOWHERE = -1
"""The place of something that the facts do not have."""


@dataclass(slots=True)
class Levels:
    """All subjects in the order of their keys; `risen` says how high each conclusion has come.

    `given` are the words of tables by output and place, each with whether it is known: nothing is
    given for certain where no row holds.
    """

    subjects: Subjects
    keys: tuple[SubjectKey, ...] = field(init=False)
    risen: dict[str, list[int]] = field(default_factory=dict)
    given: dict[str, list[Given]] = field(default_factory=dict)
    place: Mapping[SubjectKey, int] = field(init=False)
    _values: dict[_Asked, list[tuple[Values, bool]]] = field(default_factory=dict)
    _last: dict[_Asked, list[tuple[int, int] | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.keys = tuple(sorted(self.subjects))
        self.place = {key: place for place, key in enumerate(self.keys)}

    def conclusion(self, name: str) -> list[int]:
        """How high a conclusion has come, by place; at first it is false of everybody."""
        if name not in self.risen:
            self.risen[name] = [FALSE] * len(self.keys)
        return self.risen[name]

    def given_by(self, output: str) -> list[Given]:
        """What a table gives for an output, by place; at first nothing to anybody."""
        if output not in self.given:
            self.given[output] = [(None, True)] * len(self.keys)
        return self.given[output]

    def along(self, leaf: Linked, place: int) -> list[int]:
        """The places of what the link leads to; `NOWHERE` where it leads out of the facts."""
        linked = set(self.subjects[self.keys[place]].links.get(leaf.link, ()))
        kind = leaf.that.subject
        return [self.place.get(SubjectKey(kind, one), NOWHERE) for one in linked]

    def of(self, condition: Condition) -> Level:
        """The condition as a function of the subject's place."""
        match condition:
            case Comparison():
                return self._comparison(condition)
            case Linked():
                return self._linked(condition)
            case All():
                return _least([self.of(part) for part in condition.parts])
            case AnyOf():
                return _greatest([self.of(part) for part in condition.parts])
            case Not():
                part = self.of(condition.part)
                return lambda place: TRUE - part(place)
            case _:
                assert_never(condition)

    def _linked(self, leaf: Linked) -> Level:
        that = self._comparison(leaf.that)
        if leaf.quantifier == "some":
            return lambda place: max(map(that, self.along(leaf, place)), default=FALSE)
        return lambda place: min(map(that, self.along(leaf, place)), default=TRUE)

    def _comparison(self, comparison: Comparison) -> Level:
        test, name = comparison.test, comparison.name
        if comparison.what == "output":
            return self._output(test, self.given_by(name))
        match test:
            case HoldsTest():
                return self._holds(self.conclusion(name), holds=test.holds)
            case KnownTest():
                known = self._known(comparison)
                wanted = test.known
                return lambda place: TRUE if known(place) is wanted else FALSE
            case WordTest():
                return self._worded(name, test)
            case QuantityTest():
                return self._as_it_holds(comparison, test)
            case _:
                assert_never(test)

    def _as_it_holds(self, comparison: Comparison, test: QuantityTest) -> Level:
        """The comparison with the amounts that hold in each subject's value streams."""
        common = self._quantity(comparison, test)
        if not comparison.in_streams:
            return common
        made: dict[Comparison, Level] = {comparison: common}
        by_place: list[Level] = []
        for key in self.keys:
            own = as_it_holds(comparison, key, self.subjects[key])
            if own not in made:
                assert isinstance(own.test, QuantityTest), "an overlay sets amounts only"
                made[own] = self._quantity(own, own.test)
            by_place.append(made[own])
        return lambda place: common(place) if place == NOWHERE else by_place[place](place)

    def _holds(self, risen: list[int], *, holds: bool) -> Level:
        def level(place: int) -> int:
            found = UNKNOWN if place == NOWHERE else risen[place]
            return found if holds else TRUE - found

        return level

    def _output(self, test: Test, given: list[Given]) -> Level:
        def level(place: int) -> int:
            return level_of_given(test, (None, False) if place == NOWHERE else given[place])

        return level

    def _known(self, comparison: Comparison) -> Callable[[int], bool]:
        name = comparison.name
        if comparison.what == "field":
            return lambda place: bool(self._subject(place).fields.get(name))
        if comparison.what == "attribute":
            return lambda place: self._subject(place).attributes.get(name) is not None
        amounts = self._amounts(comparison)
        return lambda place: place != NOWHERE and _last(amounts[place][0]) is not None

    def _worded(self, name: str, test: WordTest) -> Level:
        words, wanted = frozenset(test.words), not test.negated

        def level(place: int) -> int:
            word = self._subject(place).attributes.get(name)
            if word is None:
                return UNKNOWN
            return TRUE if (word in words) is wanted else FALSE

        return level

    def _quantity(self, comparison: Comparison, test: QuantityTest) -> Level:
        stands = _standing(test)
        if test.window is not None:
            amounts = [*self._amounts(comparison), _NOTHING]
            needed, length = test.window.at_least, test.window.of_last
            return lambda place: _in_window(amounts[place], stands, needed, length)
        known = self._known_amounts(comparison)

        def level(place: int) -> int:
            value = known[place]
            if value is None:
                return UNKNOWN
            return TRUE if stands(*value) else FALSE

        return level

    def _known_amounts(self, comparison: Comparison) -> list[tuple[int, int] | None]:
        """The last value by place as numerator and denominator; the last place is `NOWHERE`."""
        asked = (comparison.name, comparison.ratio_of)
        found = self._last.get(asked)
        if found is None:
            amounts = (_last(values) for values, _ in self._amounts(comparison))
            found = [None if value is None else value.as_integer_ratio() for value in amounts]
            found.append(None)
            self._last[asked] = found
        return found

    def _amounts(self, comparison: Comparison) -> list[tuple[Values, bool]]:
        """The values of a measure by place; of subjects of another kind there are none."""
        asked = (comparison.name, comparison.ratio_of)
        known = self._values.get(asked)
        if known is None:
            known = [values_of(self.subjects[key], *asked) for key in self.keys]
            self._values[asked] = known
        return known

    def _subject(self, place: int) -> Subject:
        return _NOBODY if place == NOWHERE else self.subjects[self.keys[place]]


_NOBODY = Subject(SubjectKey("portfolio", ""))
_NOTHING: tuple[Values, bool] = ([], False)


def _standing(test: QuantityTest) -> Callable[[int, int], bool]:
    """Whether a value, given as numerator and denominator, stands to the limit as the word says."""
    above, below = test.limit.as_integer_ratio()
    match test.word:
        case "below":
            return lambda number, parts: number * below < above * parts
        case "at most":
            return lambda number, parts: number * below <= above * parts
        case "above":
            return lambda number, parts: number * below > above * parts
        case "at least":
            return lambda number, parts: number * below >= above * parts
        case "between":
            assert test.upper is not None, "between has two ends"
            top, of = test.upper.as_integer_ratio()
            return lambda number, parts: (
                number * below >= above * parts and number * of <= top * parts
            )
        case _:
            assert_never(test.word)


def _in_window(
    amounts: tuple[Values, bool], stands: Callable[[int, int], bool], needed: int, length: int
) -> int:
    """What holds of a window, whatever the holes in it turn out to be: at worst, and at best."""
    values, is_history = amounts
    if not is_history and _last(values) is None:
        return UNKNOWN
    looked_at = values[-length:]
    if len(looked_at) < length:
        return FALSE
    sides = [
        None if value is None else stands(*value.as_integer_ratio()) for _, value, _ in looked_at
    ]
    if sum(side is True for side in sides) >= needed:
        return TRUE
    return UNKNOWN if sum(side is not False for side in sides) >= needed else FALSE


def _last(values: Values) -> Fraction | None:
    return values[-1][1] if values else None


def _least(parts: Sequence[Level]) -> Level:
    def level(place: int) -> int:
        least = TRUE
        for part in parts:
            found = part(place)
            if found == FALSE:
                return FALSE
            least = min(least, found)
        return least

    return level


def _greatest(parts: Sequence[Level]) -> Level:
    def level(place: int) -> int:
        greatest = FALSE
        for part in parts:
            found = part(place)
            if found == TRUE:
                return TRUE
            greatest = max(greatest, found)
        return greatest

    return level
