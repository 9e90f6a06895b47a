"""How work flows in one value stream, as a report tells it: from the log of the run's own facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from asp_decide.delivery.board import Board, days
from asp_decide.delivery.flow_figure import FlowFigure
from asp_decide.delivery.flow_time import UnderWay, ageing, flow_times
from asp_decide.delivery.release_figures import release_figures
from asp_decide.delivery.spread import Spread
from asp_decide.delivery.stream_work import StreamWork
from asp_decide.delivery.throughput_forecast import Forecast, forecast, weekly_done
from asp_decide.delivery.usual_time import usual_times
from asp_decide.model.interval import Interval
from asp_decide.model.work_event import SECONDS_A_DAY, end_of_day

WINDOW_WEEKS = 26
"""What the figures and the forecast look back on: two quarters."""

SHOWN_WEEKS = 52
"""What the pictures look back on: a year, so that seasons show."""

SEED = 1
_WEEK = 7 * SECONDS_A_DAY
_KIND = "feature"

BANDS: Mapping[str, tuple[str, ...]] = {
    "analyzing": ("analyzing",),
    "ready": ("ready",),
    "in flow": ("implementing", "integrating", "verifying", "deploying"),
    "released": ("released",),
}
"""What is counted together in cumulative flow, in the order of the flow."""


@dataclass(frozen=True, slots=True)
class Done:
    """A feature that was done: on which day, and how many days its clock ran."""

    name: str
    on: date
    took_days: Fraction


@dataclass(frozen=True, slots=True)
class OfInterval:
    """How a stream delivered in an interval that is over; None is not known."""

    id: str
    done: int
    p85_days: Fraction | None
    releases: Mapping[str, Fraction | None]


@dataclass(frozen=True, slots=True)
class FlowTold:
    """Everything that a stream's report says of its flow, up to and with the day `as_of`."""

    as_of: date
    figures: tuple[tuple[str, FlowFigure, FlowFigure | None], ...]
    usual: Spread | None
    under_way: tuple[UnderWay, ...]
    done: tuple[Done, ...]
    standing: tuple[tuple[date, Mapping[str, int]], ...]
    forecast: Forecast | None
    horizon_weeks: int
    intervals: tuple[OfInterval, ...]
    excluded: int


def flow_told(work: StreamWork, *, as_of: date) -> FlowTold | None:
    """What is told of the work of one value stream; None where none of its features has begun.

    The forecast reaches to the end of the next interval of the calendar.
    """
    if _KIND not in work.histories:
        return None
    board = work.board(_KIND)
    if not board.items:
        return None
    since = work.until - WINDOW_WEEKS * _WEEK
    ahead = next((one for one in work.intervals if one.last_day > as_of), None)
    horizon = 13 if ahead is None else max(1, (ahead.last_day - as_of).days // 7)
    under_way = ageing(board, usual_times(board, work.rows, since=since))
    return FlowTold(
        as_of=as_of,
        figures=tuple(work.beside_before(since=since)),
        usual=flow_times(board, since=since),
        under_way=under_way,
        done=_done(board, since=work.until - SHOWN_WEEKS * _WEEK),
        standing=_standing(board, as_of),
        forecast=forecast(
            weekly_done(board, weeks=WINDOW_WEEKS),
            horizon_weeks=horizon,
            wanted=len(under_way),
            seed=SEED,
        ),
        horizon_weeks=horizon,
        intervals=tuple(_of_interval(work, one) for one in work.intervals if one.last_day <= as_of),
        excluded=board.excluded,
    )


def _done(board: Board, *, since: int) -> tuple[Done, ...]:
    found = (
        Done(item.history.item_id, _day_of(item.done), days(item.done - item.began))
        for item in board.done_since(since)
        if item.done is not None
    )
    return tuple(sorted(found, key=lambda one: (one.on, one.name)))


def _standing(board: Board, as_of: date) -> tuple[tuple[date, Mapping[str, int]], ...]:
    """How many stood in each band at the end of each week; what was done counts from the first."""
    ends = [as_of - timedelta(weeks=back) for back in range(SHOWN_WEEKS, -1, -1)]
    before = _counted(board, end_of_day(ends[0]))["released"]
    told = []
    for day in ends:
        counts = _counted(board, end_of_day(day))
        told.append((day, {**counts, "released": counts["released"] - before}))
    return tuple(told)


def _counted(board: Board, at: int) -> dict[str, int]:
    band_of = {state: band for band, states in BANDS.items() for state in states}
    counts = dict.fromkeys(BANDS, 0)
    for item in board.items:
        standing = next(
            (
                stay.state
                for stay in item.history.stays
                if stay.entered <= at and (stay.left is None or stay.left > at)
            ),
            None,
        )
        if standing in band_of:
            counts[band_of[standing]] += 1
    return counts


def _of_interval(work: StreamWork, interval: Interval) -> OfInterval:
    until = end_of_day(interval.last_day)
    since = end_of_day(interval.first_day) - SECONDS_A_DAY
    board = work.board(_KIND, until)
    times = flow_times(board, since=since)
    own = [one for one in work.facts.releases if since < one.deployed_at <= until]
    return OfInterval(
        id=interval.id,
        done=len(board.done_since(since)),
        p85_days=None if times is None else times.p85,
        releases={
            figure.name: figure.value
            for figure in release_figures(own, since=since, until=until)
            if figure.n
        },
    )


def _day_of(at: int) -> date:
    return date(1970, 1, 1) + timedelta(days=at // SECONDS_A_DAY)
