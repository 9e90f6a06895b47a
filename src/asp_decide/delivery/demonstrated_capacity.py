"""Net capacity as it was demonstrated: the team-weeks that a stream's finished features took."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction

from asp_decide.delivery.board import Board
from asp_decide.delivery.flow_figure import FlowFigure
from asp_decide.delivery.shown_capacity import (
    FEWEST,
    HALF,
    done_in,
    last_told,
    looked_back_on,
    quantile,
)
from asp_decide.model.capacity_by_pool import p15
from asp_decide.model.estimate import Estimate
from asp_decide.model.feature import Feature
from asp_decide.model.interval import Interval

MOST_UNSIZED = Fraction(1, 5)
"""Of what was finished, the part that may state no effort: more, and the sum is a guess."""

_LOW, _HIGH = Fraction(1, 10), Fraction(9, 10)
_HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Finished:
    """What was finished in a closed interval: so many features, which took so many team-weeks."""

    interval: Interval
    features: int
    team_weeks: Fraction


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """What closed intervals show of a stream's net capacity; `why` says what is lacking.

    `per_week` are P10, P50 and P90 of the team-weeks finished a week, None where too little is
    known. `shown_on` is the day up to which the log shows it. `unsized` features were finished and
    do not say what they took: each counts as the mean of the others.
    """

    finished: tuple[Finished, ...] = ()
    per_week: Estimate | None = None
    shown_on: date | None = None
    unsized: int = 0
    why: str = ""

    def in_interval(self, interval: Interval) -> Estimate | None:
        """Team-weeks of an interval of that length, to the hundredth; of a closed one what it had.

        An interval that is over was what it was: its three points are one.
        """
        over = [one.team_weeks for one in self.finished if one.interval.id == interval.id]
        if over:
            return Estimate(likely=_to_hundredths(over[0]))
        if self.per_week is None or self.per_week.low is None or self.per_week.high is None:
            return None
        return Estimate(
            low=_to_hundredths(self.per_week.low * interval.weeks),
            likely=_to_hundredths(self.per_week.likely * interval.weeks),
            high=_to_hundredths(self.per_week.high * interval.weeks),
        )


def demonstrated_capacity(
    board: Board, rows: Mapping[str, Feature], intervals: Sequence[Interval]
) -> Demonstrated:
    """The net capacity that the features on a board show: what those took that were finished.

    A feature counts in the interval in which it was released, whatever its category: commitments
    take features of every category from this capacity. What was withdrawn shows none. Unknown
    before three intervals are over in which work was under way, and where more than a fifth of what
    was finished does not say what it took.
    """
    lived = looked_back_on(board, intervals)
    done = {one.id: done_in(board, one) for one in lived}
    names = [item.history.item_id for found in done.values() for item in found]
    sizes = {
        name: Fraction(row.actual_effort)
        for name in names
        if (row := rows.get(name)) is not None and row.actual_effort is not None
    }
    if len(lived) < FEWEST:
        return Demonstrated(
            why=f"its log shows {len(lived)} closed intervals, and {FEWEST} are needed"
        )
    unsized = len(names) - len(sizes)
    if not sizes or unsized > MOST_UNSIZED * len(names):
        return Demonstrated(
            unsized=unsized,
            why=f"what they took is missing of {unsized} of its {len(names)} finished features",
        )
    mean = sum(sizes.values(), Fraction(0)) / len(sizes)
    finished = tuple(
        Finished(
            one,
            len(done[one.id]),
            sum((sizes.get(item.history.item_id, mean) for item in done[one.id]), Fraction(0)),
        )
        for one in lived
    )
    rates = sorted(one.team_weeks / one.interval.weeks for one in finished)
    low, likely, high = (quantile(rates, share) for share in (_LOW, HALF, _HIGH))
    told = last_told(board)
    assert told is not None, "there are intervals in which something was told"
    return Demonstrated(
        finished=finished,
        per_week=Estimate(low=low, likely=likely, high=high),
        shown_on=min(lived[-1].last_day, datetime.fromtimestamp(told, UTC).date()),
        unsized=unsized,
    )


def demonstrated_figures(
    board: Board, rows: Mapping[str, Feature], intervals: Sequence[Interval]
) -> Iterator[FlowFigure]:
    """The capacity demonstrated for the interval that begins next: P50, and P85 of intervals."""
    shown = demonstrated_capacity(board, rows, intervals)
    until = shown.shown_on
    coming = next((one for one in intervals if until is not None and one.first_day > until), None)
    estimate = None if coming is None else shown.in_interval(coming)
    if estimate is None or estimate.low is None:
        return
    values = (("P50", estimate.likely), ("P85", p15(estimate.low, estimate.likely)))
    for name, value in values:
        unit, n = "team-weeks/interval", len(shown.finished)
        yield FlowFigure(f"capacity demonstrated {name}", unit, value, n, shown.unsized)


def _to_hundredths(amount: Fraction) -> Fraction:
    return Fraction(round(amount * _HUNDREDTHS), _HUNDREDTHS)
