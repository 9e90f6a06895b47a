"""What one question says along the line of all amounts: the same between any two of its limits."""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from asp_decide.clauses.condition import Comparison, QuantityTest, Test
from asp_decide.model.subject import History, Measured
from asp_decide.policy.cells.suppositions import Supposed

type Nothing = Literal["missing", "hole", "young"]
"""Why there is no present amount: none is stated, not of the last interval, or none has closed."""

type Amount = Fraction | Nothing
type _Piece = tuple[int, bool] | Nothing
"""How many limits lie below an amount, and whether it is one itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """The answer to a question in each piece of the line, and where nothing is known."""

    limits: tuple[Fraction, ...]
    answers: Mapping[_Piece, int]

    def levels(self, amounts: Sequence[Fraction]) -> list[int]:
        """The answers for amounts in ascending order: the same on each stretch between limits."""
        found: list[int] = []
        for number, limit in enumerate(self.limits):
            for ends, is_limit in (bisect_left, False), (bisect_right, True):
                more = ends(amounts, limit) - len(found)
                if more:
                    found += [self.answers[number, is_limit]] * more
        if rest := len(amounts) - len(found):
            found += [self.answers[len(self.limits), False]] * rest
        return found


def overlaid(lines: Sequence[Line], amounts: Sequence[Amount]) -> list[tuple[int, ...]]:
    """For each amount the answers of all lines, from those that were asked for in their pieces."""
    in_order = sorted({amount for amount in amounts if isinstance(amount, Fraction)})
    answers = zip(*(line.levels(in_order) for line in lines), strict=True)
    found: dict[Amount, tuple[int, ...]] = dict(zip(in_order, answers, strict=True))
    for amount in amounts:
        if not isinstance(amount, Fraction):
            found[amount] = tuple(line.answers[amount] for line in lines)
    return [found[amount] for amount in amounts]


def line_of(test: Test, answers: Mapping[Amount, tuple[int, ...]]) -> Line:
    """The line of a question, from what was answered of an amount in each of its pieces."""
    limits = _limits_of(test)
    return Line(limits, {_piece(amount, limits): level for amount, (level,) in answers.items()})


def is_of_now(question: Comparison) -> bool:
    """Whether the question is of one present amount, and not of its past."""
    windowed = isinstance(question.test, QuantityTest) and question.test.window is not None
    return question.what in {"measure", "ratio"} and not windowed


def seen_alike(tests: Sequence[Test], supposed: Sequence[Supposed]) -> list[Hashable]:
    """How these tests see each thing supposed: what is the same on all intervals is seen alike.

    Whatever a window counts, it counts what is on the same side of its limits alike.
    """
    limits = [_limits_of(test) for test in tests]
    known: dict[Fraction | None, Hashable] = {None: "hole"}

    def seen(value: Fraction | None) -> Hashable:
        if value not in known:
            assert value is not None, "a hole is known"
            known[value] = tuple(_piece(value, ends) for ends in limits)
        return known[value]

    return [
        tuple(seen(value) for value in one.value.values)
        if isinstance(one.value, History)
        else amount_of(one)
        for one in supposed
    ]


def amount_of(supposed: Supposed) -> Amount:
    """The present amount that is supposed: of a history that of its last interval."""
    match supposed.value:
        case Measured(value=Fraction() as amount):
            return amount
        case History(values=(*_, last)):
            return "hole" if last is None else last
        case History():
            return "young"
        case _:
            return "missing"


def _limits_of(test: Test) -> tuple[Fraction, ...]:
    ends = (test.limit, test.upper) if isinstance(test, QuantityTest) else ()
    return tuple(sorted({end for end in ends if end is not None}))


def _piece(amount: Amount, limits: Sequence[Fraction]) -> _Piece:
    if isinstance(amount, str):
        return amount
    below = bisect_left(limits, amount)
    return below, below < len(limits) and limits[below] == amount
