"""Two organizations on the same worlds: what waiting costs, how long things take, what they earn.

Statistics over simulated worlds, in floats.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from asp_decide.model.organization import KnownDemand, OrganizationDesign
from asp_decide.scenario.organization_draws import drawn_jobs, interval_of_mean, percentile
from asp_decide.scenario.organization_flow import Played, play

_MOST = 85


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is measured of a world: its name, its unit, and whether less of it is better.

    `unit` is `money`, `weeks` or `items`.
    """

    name: str
    unit: str
    less_is_better: bool


MEASURES: tuple[Measure, ...] = (
    Measure("cost of delay", "money", less_is_better=True),
    Measure("value within the weeks", "money", less_is_better=False),
    Measure("cost of releases", "money", less_is_better=True),
    Measure("from gate, mean", "weeks", less_is_better=True),
    Measure("from gate, P85", "weeks", less_is_better=True),
    Measure("from start, mean", "weeks", less_is_better=True),
    Measure("from start, P85", "weeks", less_is_better=True),
    Measure("most open at once in a stream", "items", less_is_better=True),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure under both designs: means over the worlds, and between which the difference lies.

    `low` and `high` hold the mean difference (changed less as it is) with nine chances in ten.
    `better_in` is the share of worlds in which the changed design is better, `worse_in` worse.
    """

    measure: Measure
    as_it_is: float
    changed: float
    low: float
    high: float
    better_in: float
    worse_in: float

    @property
    def differs(self) -> bool:
        """Whether the interval leaves no doubt on which side of nothing the difference lies."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Worlds:
    """Which worlds are drawn: from what demand, how many, from which seed."""

    demand: KnownDemand
    runs: int
    seed: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both designs over so many worlds, drawn from one seed, and how many items came in each."""

    runs: int
    seed: int
    items: float
    measures: tuple[Compared, ...]


def compare_designs(
    as_it_is: OrganizationDesign,
    changed: OrganizationDesign,
    worlds: Worlds,
    *,
    progress: Callable[[str], None],
) -> Comparison:
    """Each world is played once by each design, so that luck is the same for both."""
    demand, runs, seed = worlds.demand, worlds.runs, worlds.seed
    before: list[Mapping[str, float]] = []
    after: list[Mapping[str, float]] = []
    items = 0
    for run in range(runs):
        progress(f"world {run + 1} of {runs}")
        jobs = drawn_jobs(demand, seed=seed, run=run)
        items += len(jobs)
        for design, found in ((as_it_is, before), (changed, after)):
            found.append(measured(play(design, jobs), design, weeks=demand.weeks))
    compared = tuple(_compared(one, before, after, seed=seed) for one in MEASURES)
    return Comparison(runs, seed, items / runs, compared)


def measured(played: Played, design: OrganizationDesign, *, weeks: int) -> Mapping[str, float]:
    """The measures of one world, of all that brings something.

    Value is what comes in before the end, at level rates.
    """
    useful = [one for one in played.delivered if one.brings]
    waits = [float(one.from_gate) for one in useful] or [0.0]
    worked = [float(one.from_start) for one in useful] or [0.0]
    rates = [float(one.job.cost_of_delay) for one in useful] or [0.0]
    left = [max(0.0, weeks - float(one.delivered_at)) for one in useful] or [0.0]
    return {
        "cost of delay": sum(r * w for r, w in zip(rates, waits, strict=True)),
        "value within the weeks": sum(r * time for r, time in zip(rates, left, strict=True)),
        "cost of releases": float(design.release_cost) * played.releases,
        "from gate, mean": sum(waits) / len(waits),
        "from gate, P85": percentile(waits, _MOST),
        "from start, mean": sum(worked) / len(worked),
        "from start, P85": percentile(worked, _MOST),
        "most open at once in a stream": float(
            max((one.open_with_it for one in played.starts), default=0)
        ),
    }


def _compared(
    measure: Measure,
    before: Sequence[Mapping[str, float]],
    after: Sequence[Mapping[str, float]],
    *,
    seed: int,
) -> Compared:
    was = [one[measure.name] for one in before]
    becomes = [one[measure.name] for one in after]
    more = [b - a for a, b in zip(was, becomes, strict=True)]
    gains = [-one if measure.less_is_better else one for one in more]
    low, high = interval_of_mean(more, seed=seed)
    return Compared(
        measure,
        sum(was) / len(was),
        sum(becomes) / len(becomes),
        low,
        high,
        sum(one > 0 for one in gains) / len(gains),
        sum(one < 0 for one in gains) / len(gains),
    )
