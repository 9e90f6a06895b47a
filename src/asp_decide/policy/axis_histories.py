"""Histories that stand for all histories: one for each way in which windows can come out."""

from collections.abc import Iterator, Sequence
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
    """How far each comparison has counted, and what the last interval is like."""

    counts: tuple[_Counted, ...]
    last_is_known: bool = False
    last_is_zero: bool = False


@dataclass(frozen=True, slots=True)
class _Looking:
    """A comparison with a window: the intervals that it looks at, and whether one satisfies it."""

    test: QuantityTest
    window: Window

    def counted(self, value: Value, before: _Counted) -> _Counted:
        """How many intervals are certain and how many unknown, with one more."""
        sure, unknown = before
        if sure < 0:
            return before
        if value is None:
            return sure, unknown + 1
        return (sure + 1, unknown) if _satisfies(self.test, value) else before

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
    interval backwards: histories that count alike so far go on alike. Raises TooManyCellsError.
    """
    looking = [
        _Looking(one.test, one.test.window or Window(1, 1))
        for one in comparisons
        if isinstance(one.test, QuantityTest)
    ]
    longest = max(one.window.of_last for one in looking)
    reached: dict[_State, tuple[Value, ...]] = {_State(tuple((0, 0) for _ in looking)): ()}
    yield _history(())
    for length in range(1, longest + 1):
        further: dict[_State, tuple[Value, ...]] = {}
        for state, so_far in reached.items():
            for value in values:
                moved = _moved(state, looking, value, length)
                further.setdefault(moved, (value, *so_far))
        if len(further) > MOST_STATES:
            raise TooManyCellsError
        reached = further
        yield from (_history(found) for found in reached.values())


def _moved(state: _State, looking: Sequence[_Looking], value: Value, length: int) -> _State:
    """The state with one more interval before those that were counted."""
    counts = tuple(
        one.settled(one.counted(value, count), length) if length <= one.window.of_last else count
        for one, count in zip(looking, state.counts, strict=True)
    )
    if length == 1:
        return _State(counts, last_is_known=value is not None, last_is_zero=value == 0)
    return _State(counts, state.last_is_known, state.last_is_zero)


def _history(values: Sequence[Value]) -> History:
    return History(tuple(str(number) for number in range(len(values))), tuple(values))


def _satisfies(test: QuantityTest, value: Fraction) -> bool:
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
