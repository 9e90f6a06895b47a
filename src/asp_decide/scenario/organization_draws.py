"""Worlds that ask for capacity, drawn by number, and how sure an average over them is.

Floats, as all of a simulation: nothing of it is a decision. Only the raw bits of a generator are
used, whose stream never changes for a seed, so that whoever audits a change of the design years
later draws the same worlds.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from asp_decide.model.estimate import Estimate
from asp_decide.model.organization import KnownDemand, KnownPart
from asp_decide.scenario.organization_flow import Job

_RESAMPLES = 1000
_ENDS = (5, 95)

_HALF = 32
_BITS_OF_A_FLOAT = 53


class _Draws:
    """What is drawn from one seed."""

    def __init__(self, *seed: int) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence(seed))

    def share(self) -> float:
        """From 0 to below 1, each as likely."""
        upper: int = int(self._bits.random_raw()) >> (64 - _BITS_OF_A_FLOAT)
        return upper / float(1 << _BITS_OF_A_FLOAT)

    def wait(self, rate: float) -> float:
        """Until the next of what comes at random moments, so many a week."""
        return -math.log1p(-self.share()) / rate

    def one_of(self, count: int) -> int:
        """A place among so many."""
        return ((int(self._bits.random_raw()) >> _HALF) * count) >> _HALF

    def many_of(self, count: int, rows: int) -> NDArray[np.int64]:
        """As many places among so many, and that for each of the rows."""
        drawn = self._bits.random_raw(rows * count).astype(np.uint64) >> np.uint64(_HALF)
        places = (drawn * np.uint64(count)) >> np.uint64(_HALF)
        return places.astype(np.int64).reshape(rows, count)


def drawn_jobs(demand: KnownDemand, *, seed: int, run: int) -> tuple[Job, ...]:
    """The demand of one world. It follows from seed and number alone, whatever the design.

    Who is present stands there in week 0; the others come at random moments (a Poisson process)
    and are like a known initiative each, with its amounts drawn from their three points.
    """
    draws = _Draws(seed, run)
    jobs: list[Job] = []
    for parts in demand.present:
        jobs += _jobs_of(parts, 0.0, demand.streams, draws, begins=len(jobs))
    for at in _moments(demand, draws):
        parts = demand.known[draws.one_of(len(demand.known))]
        jobs += _jobs_of(parts, at, demand.streams, draws, begins=len(jobs))
    return tuple(jobs)


def interval_of_mean(values: Sequence[float], *, seed: int) -> tuple[float, float]:
    """Between which the mean lies with nine chances in ten: the percentile bootstrap of Efron."""
    drawn = _Draws(seed, len(values)).many_of(len(values), _RESAMPLES)
    low, high = np.percentile(np.asarray(values)[drawn].mean(axis=1), _ENDS)
    return float(low), float(high)


def percentile(values: Sequence[float], part: int) -> float:
    """The value that so many of a hundred do not exceed, by straight lines."""
    return float(np.percentile(np.asarray(values), part))


def _moments(demand: KnownDemand, draws: _Draws) -> Iterator[float]:
    rate = float(demand.arrivals_per_week)
    if not demand.known or rate <= 0:
        return
    at = draws.wait(rate)
    while at < demand.weeks:
        yield at
        at += draws.wait(rate)


def _jobs_of(
    parts: Sequence[KnownPart],
    at: float,
    streams: Sequence[str],
    draws: _Draws,
    *,
    begins: int,
) -> Iterator[Job]:
    luck = draws.share()
    for number, part in enumerate(parts, begins):
        effort = _drawn(part.effort, draws)
        place = (streams.index(part.stream) + draws.share()) / len(streams)
        rate = float(part.cost_of_delay)
        yield Job(number, at, effort, float(part.fastest), rate, place, luck)


def _drawn(estimate: Estimate, draws: _Draws) -> float:
    """An amount between its three points: one in ten below low, one in ten above high.

    The outer tenths are as wide as a quarter of what lies between them and likely, so that no
    amount is drawn that nobody has thought of.
    """
    likely = float(estimate.likely)
    if estimate.low is None or estimate.high is None:
        return likely
    low, high = float(estimate.low), float(estimate.high)
    ends = [max(low - (likely - low) / 4, low / 2), low, likely, high, high + (high - likely) / 4]
    return float(np.interp(draws.share(), [0.0, 0.1, 0.5, 0.9, 1.0], ends))
