"""What one question says along the line of all amounts: the same between any two of its limits."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from asp_decide.clauses.condition import Comparison, QuantityTest, Test
from asp_decide.model.subject import History, Measured
from asp_decide.policy.suppositions import Supposed

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

    def levels(self, places: Sequence[int | Nothing], order: Mapping[Fraction, int]) -> list[int]:
        """The answers for amounts at these places of an order that has the limits as well."""
        limits = [order[limit] for limit in self.limits]
        return [self.answers[_piece(place, limits)] for place in places]


def overlaid(lines: Sequence[Line], amounts: Sequence[Amount]) -> list[tuple[int, ...]]:
    """For each amount the answers of all lines, from those that were asked for in their pieces."""
    known = {amount for amount in amounts if isinstance(amount, Fraction)}
    known.update(limit for line in lines for limit in line.limits)
    order = {amount: place for place, amount in enumerate(sorted(known))}
    places = [order[amount] if isinstance(amount, Fraction) else amount for amount in amounts]
    return list(zip(*(line.levels(places, order) for line in lines), strict=True))


def line_of(test: Test, answers: Mapping[Amount, tuple[int, ...]]) -> Line:
    """The line of a question, from what was answered of an amount in each of its pieces."""
    ends = (test.limit, test.upper) if isinstance(test, QuantityTest) else ()
    limits = tuple(sorted({end for end in ends if end is not None}))
    return Line(limits, {_piece(amount, limits): level for amount, (level,) in answers.items()})


def is_of_now(question: Comparison) -> bool:
    """Whether the question is of one present amount, and not of its past."""
    windowed = isinstance(question.test, QuantityTest) and question.test.window is not None
    return question.what in {"measure", "ratio"} and not windowed


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


def _piece[N: (int, Fraction)](amount: N | Nothing, limits: Sequence[N]) -> _Piece:
    if isinstance(amount, str):
        return amount
    below = bisect_left(limits, amount)
    return below, below < len(limits) and limits[below] == amount
