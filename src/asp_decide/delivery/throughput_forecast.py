"""How many will be done by a day, and when so many are: replayed from what a flow has shown.

Weeks of the past are drawn with replacement, run after run (Vacanti 2015), so that a week in which
nothing came out counts as much as a good one. Only the raw bits of a generator are used, whose
stream never changes for a seed: the same history and seed give the same forecast for ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asp_decide.delivery.board import Board
from asp_decide.model.work_event import SECONDS_A_DAY

RUNS = 10_000
"""Runs of a forecast: their percentiles then vary by less than one in a hundred between seeds."""

FARTHEST_WEEKS = 520
"""Ten years; what is not done by then is told as never."""

SURE = (50, 85, 95)
"""In how many of a hundred runs a forecast is kept: even odds, what to promise, and nearly sure."""

_WEEK_SECONDS = 7 * SECONDS_A_DAY
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast from so many `weeks` of history, of which `idle` brought nothing.

    `done` is how many items at least are done within the horizon, `by_week` the same after each of
    its weeks, and `weeks_until` within how many weeks so many are, each by how many of a hundred
    runs keep it; None is not within ten years.
    """

    weeks: int
    idle: int
    runs: int
    seed: int
    done: Mapping[int, int]
    by_week: Mapping[int, tuple[int, ...]]
    weeks_until: Mapping[int, int | None]


def weekly_done(board: Board, *, weeks: int) -> tuple[int, ...]:
    """How many items were done in each of the last whole weeks up to now, the oldest first."""
    counts = [0] * weeks
    for item in board.items:
        if item.done is None:
            continue
        back = (board.as_of - item.done) // _WEEK_SECONDS
        if back < weeks:
            counts[weeks - 1 - back] += 1
    return tuple(counts)


def forecast(
    history: Sequence[int], *, horizon_weeks: int, wanted: int, seed: int, runs: int = RUNS
) -> Forecast | None:
    """How many items are done within the horizon, and when as many as are wanted.

    None where the history shows nothing that was done: from that nothing follows.
    """
    assert 0 <= horizon_weeks <= FARTHEST_WEEKS, "a horizon lies within ten years"
    if not any(history):
        return None
    past = np.asarray(history, dtype=np.int64)
    bits = np.random.PCG64(seed)
    total = np.zeros(runs, dtype=np.int64)
    by_week: dict[int, list[int]] = {sure: [] for sure in SURE}
    until = np.full(runs, 0 if wanted <= 0 else FARTHEST_WEEKS + 1, dtype=np.int64)
    for week in range(1, FARTHEST_WEEKS + 1):
        if week > horizon_weeks and bool((until <= FARTHEST_WEEKS).all()):
            break
        total = total + past[_drawn(bits, runs, len(past))]
        until[(until > FARTHEST_WEEKS) & (total >= wanted)] = week
        if week <= horizon_weeks:
            for sure, path in by_week.items():
                path.append(_kept(total, 100 - sure))
    return Forecast(
        weeks=len(past),
        idle=sum(count == 0 for count in history),
        runs=runs,
        seed=seed,
        done={sure: path[-1] if path else 0 for sure, path in by_week.items()},
        by_week={sure: tuple(path) for sure, path in by_week.items()},
        weeks_until={sure: _soon(_kept(until, sure)) for sure in SURE},
    )


def _drawn(bits: np.random.PCG64, runs: int, weeks: int) -> NDArray[np.int64]:
    """A week of the past for each run: the upper half of each draw, scaled down without floats."""
    upper = bits.random_raw(runs).astype(np.uint64) >> _HALF
    return ((upper * np.uint64(weeks)) >> _HALF).astype(np.int64)


def _kept(drawn: NDArray[np.int64], percent: int) -> int:
    """The order statistic below or at which so many of a hundred runs lie."""
    ranked = np.sort(drawn)
    return int(ranked[max(0, -(-len(ranked) * percent // 100) - 1)])


def _soon(weeks: int) -> int | None:
    return weeks if weeks <= FARTHEST_WEEKS else None
