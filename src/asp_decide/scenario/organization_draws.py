"""Worlds that ask for capacity, drawn by number, and how sure an average over them is.

Floats, as all of a simulation: nothing of it is a decision.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from asp_decide.model.estimate import Estimate
from asp_decide.scenario.organization import KnownDemand, KnownPart
from asp_decide.scenario.organization_flow import Job

_RESAMPLES = 1000
_ENDS = (5, 95)


def drawn_jobs(
    demand: KnownDemand, streams: Sequence[str], *, seed: int, run: int
) -> tuple[Job, ...]:
    """The demand of one world. It follows from seed and number alone, whatever the design.

    Who is present stands there in week 0; the others come at random moments (a Poisson process)
    and are like a known initiative each, with its amounts drawn from their three points.
    """
    rng = np.random.default_rng(np.random.SeedSequence([seed, run]))
    jobs: list[Job] = []
    for parts in demand.present:
        jobs += _jobs_of(parts, 0.0, streams, rng, begins=len(jobs))
    for at in _moments(demand, rng):
        parts = demand.known[int(rng.integers(len(demand.known)))]
        jobs += _jobs_of(parts, at, streams, rng, begins=len(jobs))
    return tuple(jobs)


def interval_of_mean(values: Sequence[float], *, seed: int) -> tuple[float, float]:
    """Between which the mean lies with nine chances in ten: the percentile bootstrap of Efron."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, len(values)]))
    drawn = rng.integers(len(values), size=(_RESAMPLES, len(values)))
    low, high = np.percentile(np.asarray(values)[drawn].mean(axis=1), _ENDS)
    return float(low), float(high)


def percentile(values: Sequence[float], part: int) -> float:
    """The value that so many of a hundred do not exceed, by straight lines."""
    return float(np.percentile(np.asarray(values), part))


def _moments(demand: KnownDemand, rng: np.random.Generator) -> Iterator[float]:
    rate = float(demand.arrivals_per_week)
    if not demand.known or rate <= 0:
        return
    at = float(rng.exponential(1 / rate))
    while at < demand.weeks:
        yield at
        at += float(rng.exponential(1 / rate))


def _jobs_of(
    parts: Sequence[KnownPart],
    at: float,
    streams: Sequence[str],
    rng: np.random.Generator,
    *,
    begins: int,
) -> Iterator[Job]:
    for number, part in enumerate(parts, begins):
        effort = _drawn(part.effort, rng)
        place = (streams.index(part.stream) + float(rng.random())) / len(streams)
        rate = float(part.cost_of_delay)
        yield Job(number, at, effort, float(part.fastest), rate, place)


def _drawn(estimate: Estimate, rng: np.random.Generator) -> float:
    """An amount between its three points: one in ten below low, one in ten above high.

    The outer tenths are as wide as a quarter of what lies between them and likely, so that no
    amount is drawn that nobody has thought of.
    """
    likely = float(estimate.likely)
    if estimate.low is None or estimate.high is None:
        return likely
    low, high = float(estimate.low), float(estimate.high)
    ends = [max(low - (likely - low) / 4, low / 2), low, likely, high, high + (high - likely) / 4]
    return float(np.interp(rng.random(), [0.0, 0.1, 0.5, 0.9, 1.0], ends))
