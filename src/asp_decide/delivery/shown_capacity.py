"""How much a flow brings in an interval, shown by what it brought, and not what it was to bring."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from asp_decide.delivery.board import Board
from asp_decide.delivery.flow_figure import FlowFigure
from asp_decide.model.interval import Interval
from asp_decide.model.work_event import SECONDS_A_DAY, end_of_day

LAST = 8
"""Intervals that are looked back on: two years of quarters, so that each season counts twice."""


def shown_capacity(board: Board, intervals: Sequence[Interval]) -> Iterator[FlowFigure]:
    """What was done in an interval: in half of them so much or more, and in 85 of a hundred.

    The second is the P15 of the closed intervals: whoever promises it keeps it that often. Nothing
    is said before three intervals are over in which work was under way.
    """
    closed = [one for one in intervals if end_of_day(one.last_day) <= board.as_of][-LAST:]
    begun = min((item.began for item in board.items), default=None)
    lived = [one for one in closed if begun is not None and begun <= end_of_day(one.first_day)]
    if len(lived) < 3:
        return
    counts = sorted(_done_in(board, one) for one in lived)
    unit = f"{board.flow.item}s/interval"
    for name, share in (("P50", Fraction(1, 2)), ("P85", Fraction(3, 20))):
        value = _quantile(counts, share)
        yield FlowFigure(f"capacity shown {name}", unit, value, len(lived), board.excluded)


def _done_in(board: Board, interval: Interval) -> int:
    since, until = end_of_day(interval.first_day) - SECONDS_A_DAY, end_of_day(interval.last_day)
    return sum(item.done is not None and since < item.done <= until for item in board.items)


def _quantile(ranked: Sequence[int], share: Fraction) -> Fraction:
    """By straight lines between order statistics (Hyndman & Fan 1996, type 7)."""
    place = share * (len(ranked) - 1)
    below = int(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (place - below) * (ranked[above] - ranked[below])
