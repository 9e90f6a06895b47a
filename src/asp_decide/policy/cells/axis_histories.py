"""Histories that stand for all histories: one for each way in which windows can come out."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.clauses.condition import Comparison, QuantityTest, Window
from asp_decide.model.subject import History

MOST_STATES = 5_000
"""Ways in which the windows over one measure may stand: beyond this nobody reads them together."""

type Value = Fraction | None
type _Counted = tuple[int, int]


class TooManyCellsError(Exception):
    """More cells than are looked at: what was asked is not decided."""


@dataclass(frozen=True, slots=True)
class _State:
    """How the last interval is seen, and how far each window beyond it has counted."""

    last: int
    counts: tuple[_Counted, ...]


@dataclass(frozen=True, slots=True)
class _Looking:
    """A comparison, the intervals that it looks at, and which values satisfy it, by number."""

    window: Window
    satisfied_by: frozenset[int]

    def counted(self, value: int | None, before: _Counted) -> _Counted:
        """How many intervals are certain and how many unknown, with one more."""
        sure, unknown = before
        if sure < 0:
            return before
        if value is None:
            return sure, unknown + 1
        return (sure + 1, unknown) if value in self.satisfied_by else before

    def settled(self, counted: _Counted, looked_at: int) -> _Counted:
        """The counts with everything taken off that can no longer make a difference."""
        sure, unknown = counted
        if sure < 0:
            return counted
        needed, left = self.window.at_least, self.window.of_last - looked_at
        if sure >= needed:
            return needed, 0
        if sure + unknown + max(0, left) < needed:
            return -1, 0
        return sure, min(unknown, needed - sure)


def histories(comparisons: Sequence[Comparison], values: Sequence[Value]) -> Iterator[History]:
    """A history for each way in which the comparisons can come out, young ones included.

    `values` are the amounts that one interval can have, None for a hole. Counted from the last
    interval backwards: histories that count alike so far go on alike, and before the last interval
    only what those see who look so far back tells values apart. Raises TooManyCellsError.
    """
    looking = _all_looking(comparisons, values)
    near = [one for one in looking if one.window.of_last == 1]
    far = [one for one in looking if one.window.of_last > 1]
    numbers = [None if value is None else number for number, value in enumerate(values)]
    ways: dict[Hashable, int] = {}
    reached: dict[_State, tuple[Value, ...]] = {}
    yield _history(())
    for number, value in zip(numbers, values, strict=True):
        seen = (value is None, value == 0, *(number in one.satisfied_by for one in near))
        way = ways.setdefault(seen, len(ways))
        counts = tuple(one.settled(one.counted(number, (0, 0)), 1) for one in far)
        reached.setdefault(_State(way, counts), (value,))
    for length in range(2, max((one.window.of_last for one in far), default=1) + 1):
        _refuse_too_many(reached)
        yield from (_history(found) for found in reached.values())
        further: dict[_State, tuple[Value, ...]] = {}
        told_apart = _told_apart(numbers, far, length)
        for state, so_far in reached.items():
            for number in told_apart:
                counts = _further(state.counts, far, number, length)
                value = None if number is None else values[number]
                further.setdefault(_State(state.last, counts), (value, *so_far))
        reached = further
    _refuse_too_many(reached)
    yield from (_history(found) for found in reached.values())


def _all_looking(comparisons: Sequence[Comparison], values: Sequence[Value]) -> list[_Looking]:
    """The comparisons with an amount, each with the numbers of the values that satisfy it."""
    tests = [one.test for one in comparisons if isinstance(one.test, QuantityTest)]
    in_order = sorted((value, n) for n, value in enumerate(values) if value is not None)
    amounts, numbers = [value for value, _ in in_order], [n for _, n in in_order]
    return [
        _Looking(test.window or Window(1, 1), frozenset(numbers[_satisfying(test, amounts)]))
        for test in tests
    ]


def _told_apart(
    numbers: Sequence[int | None], far: Sequence[_Looking], length: int
) -> Sequence[int | None]:
    """Of the values that all who look so far back see alike, the first."""
    seeing = [one.satisfied_by for one in far if length <= one.window.of_last]
    found: dict[tuple[bool, ...] | None, int | None] = {}
    for number in numbers:
        seen = None if number is None else tuple(number in satisfied for satisfied in seeing)
        found.setdefault(seen, number)
    return list(found.values())


def _further(
    counts: Sequence[_Counted], far: Sequence[_Looking], number: int | None, length: int
) -> tuple[_Counted, ...]:
    """The counts with one more interval before those that were counted."""
    return tuple(
        one.settled(one.counted(number, count), length) if length <= one.window.of_last else count
        for one, count in zip(far, counts, strict=True)
    )


def _refuse_too_many(reached: Collection[_State]) -> None:
    if len(reached) > MOST_STATES:
        raise TooManyCellsError


def _history(values: Sequence[Value]) -> History:
    return History(tuple(str(number) for number in range(len(values))), tuple(values))


def _satisfying(test: QuantityTest, amounts: Sequence[Fraction]) -> slice:
    """Which of the amounts, in ascending order, satisfy the test: a stretch of them."""
    match test.word:
        case "below":
            return slice(bisect_left(amounts, test.limit))
        case "at most":
            return slice(bisect_right(amounts, test.limit))
        case "above":
            return slice(bisect_right(amounts, test.limit), None)
        case "at least":
            return slice(bisect_left(amounts, test.limit), None)
        case "between":
            assert test.upper is not None, "between has two ends"
            return slice(bisect_left(amounts, test.limit), bisect_right(amounts, test.upper))
