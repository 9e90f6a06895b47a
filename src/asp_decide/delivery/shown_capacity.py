"""How much a flow brings in an interval, shown by what it brought, and not what it was to bring."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from asp_decide.delivery.board import Board, Journey
from asp_decide.delivery.flow_figure import FlowFigure
from asp_decide.model.interval import Interval
from asp_decide.model.work_event import SECONDS_A_DAY, end_of_day

LAST = 8
"""Intervals that are looked back on: two years of quarters, so that each season counts twice."""

FEWEST = 3
"""Intervals before which nothing is said: two have a middle, and no spread."""

HALF, IN_85 = Fraction(1, 2), Fraction(3, 20)


def shown_capacity(board: Board, intervals: Sequence[Interval]) -> Iterator[FlowFigure]:
    """What was done in an interval: in half of them so much or more, and in 85 of a hundred.

    The second is the P15 of the closed intervals: whoever promises it keeps it that often. Nothing
    is said before three intervals are over in which work was under way.
    """
    lived = looked_back_on(board, intervals)
    if len(lived) < FEWEST:
        return
    counts = sorted(Fraction(len(done_in(board, one))) for one in lived)
    unit = f"{board.flow.plural}/interval"
    for name, share in (("P50", HALF), ("P85", IN_85)):
        value = quantile(counts, share)
        yield FlowFigure(f"capacity shown {name}", unit, value, len(lived), board.excluded)


def looked_back_on(board: Board, intervals: Sequence[Interval]) -> list[Interval]:
    """The last closed intervals in which work was under way and the log was kept, oldest first.

    An interval after the last event is none in which nothing was done: nobody wrote down what was.
    """
    closed = [one for one in intervals if end_of_day(one.last_day) <= board.as_of]
    begun = min((item.began for item in board.items), default=None)
    told = last_told(board)
    return [
        one
        for one in closed[-LAST:]
        if begun is not None
        and told is not None
        and begun <= end_of_day(one.first_day)
        and told > end_of_day(one.first_day) - SECONDS_A_DAY
    ]


def last_told(board: Board) -> int | None:
    """When something was told last of what the board holds, in seconds; None where nothing was."""
    return max((item.history.stays[-1].entered for item in board.items), default=None)


def done_in(board: Board, interval: Interval) -> list[Journey]:
    """What was done in an interval."""
    since, until = end_of_day(interval.first_day) - SECONDS_A_DAY, end_of_day(interval.last_day)
    return [item for item in board.items if item.done is not None and since < item.done <= until]


def quantile(ranked: Sequence[Fraction], share: Fraction) -> Fraction:
    """By straight lines between order statistics (Hyndman & Fan 1996, type 7)."""
    place = share * (len(ranked) - 1)
    below = int(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (place - below) * (ranked[above] - ranked[below])
