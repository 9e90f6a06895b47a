"""What one question says along the line of all amounts: the same between any two of its limits."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.clauses.condition import Comparison, QuantityTest, Test
from asp_decide.model.subject import Measured
from asp_decide.policy.suppositions import Supposed

type Amount = Fraction | None
type _Piece = tuple[int, bool] | None
"""How many limits lie below an amount, and whether it is one itself; None is a missing amount."""


@dataclass(frozen=True, slots=True)
class Line:
    """The answer to a question in each piece of the line, and where nothing is known."""

    limits: tuple[Fraction, ...]
    answers: Mapping[_Piece, int]

    def levels(self, places: Sequence[int | None], order: Mapping[Fraction, int]) -> list[int]:
        """The answers for amounts at these places of an order that has the limits as well."""
        limits = [order[limit] for limit in self.limits]
        return [self.answers[_piece(place, limits)] for place in places]


def overlaid(lines: Sequence[Line], amounts: Sequence[Amount]) -> list[tuple[int, ...]]:
    """For each amount the answers of all lines, from those that were asked for in their pieces."""
    known = {amount for amount in amounts if amount is not None}
    known.update(limit for line in lines for limit in line.limits)
    order = {amount: place for place, amount in enumerate(sorted(known))}
    places = [None if amount is None else order[amount] for amount in amounts]
    return list(zip(*(line.levels(places, order) for line in lines), strict=True))


def line_of(test: Test, answers: Mapping[Amount, tuple[int, ...]]) -> Line:
    """The line of a question, from what was answered of an amount in each of its pieces."""
    ends = (test.limit, test.upper) if isinstance(test, QuantityTest) else ()
    limits = tuple(sorted({end for end in ends if end is not None}))
    return Line(limits, {_piece(amount, limits): level for amount, (level,) in answers.items()})


def is_of_now(asked: Sequence[Comparison]) -> bool:
    """Whether all questions are of one present amount, and none of its past."""
    return all(
        one.what in {"measure", "ratio"}
        and not (isinstance(one.test, QuantityTest) and one.test.window is not None)
        for one in asked
    )


def amount_of(supposed: Supposed) -> Amount:
    """The present amount that is supposed."""
    assert supposed.value is None or isinstance(supposed.value, Measured), "an amount of now"
    return None if supposed.value is None else supposed.value.value


def _piece[N: (int, Fraction)](amount: N | None, limits: Sequence[N]) -> _Piece:
    if amount is None:
        return None
    below = bisect_left(limits, amount)
    return below, below < len(limits) and limits[below] == amount
