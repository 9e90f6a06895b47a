"""What remains to be done, as exact amounts: time, capacity of pools, and money."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.choice import Pool


@dataclass(frozen=True, slots=True)
class Load:
    """Effort in one stream, and the pools that it draws on: the stream, and a scarce skill in it.

    `step` is the interval of execution in which it falls (counted from 1), None if it is spread.
    """

    pools: tuple[Pool, ...]
    effort: Fraction
    transition_effort: Fraction
    step: int | None


@dataclass(frozen=True, slots=True)
class Work:
    """Everything that remains of an option, at the means of its estimates."""

    weeks: Fraction
    outlay: Fraction
    transition_cost: Fraction
    loads: tuple[Load, ...]

    @property
    def effort(self) -> Fraction:
        """Capacity to complete in all streams together, without the effort of switching."""
        return sum((load.effort for load in self.loads), Fraction(0))

    def capacity(self) -> Mapping[Pool, Fraction]:
        """Capacity that it takes from each pool, switching included."""
        taken: dict[Pool, Fraction] = defaultdict(Fraction)
        for load in self.loads:
            for pool in load.pools:
                taken[pool] += load.effort + load.transition_effort
        return dict(taken)
