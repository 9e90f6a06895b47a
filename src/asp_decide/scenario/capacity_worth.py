"""What a little more capacity would bring, by value stream and interval: found by asking again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.decide.investment import Planned
from asp_decide.model.choice import Pool
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.pipeline import Solved
from asp_decide.optimize.prices import price_of_looser, with_more
from asp_decide.optimize.programme import Programme, Row
from asp_decide.optimize.solver import Means
from asp_decide.scenario.executor import Where, ask_all
from asp_decide.scenario.promising import Promise, promises

type Progress = Callable[[str], None]

PART = Fraction(1, 10)
"""The step, as a part of the capacity that there is, where it is not counted in team-weeks."""


@dataclass(frozen=True, slots=True)
class CapacityWorth:
    """What one step more of a pool's capacity in one interval brings, in money.

    `more` is the step, in the unit of capacity. The true worth lies from `low` to `high`;
    `plan_change` is by how much less the plan found with it loses, `bound_change` by how much less
    every plan must lose at the least. Before any plan was asked `direction` is what the relaxation
    gains, a direction only, and `sure` what one changed choice alone gains.
    """

    pool: Pool
    interval: str
    more: Fraction
    low: Fraction
    high: Fraction
    measurable: bool
    plan_change: Fraction
    bound_change: Fraction
    direction: Fraction
    sure: Fraction


@dataclass(frozen=True, slots=True)
class Asking:
    """What all places share: the programme with its plan, the means, and what was promised."""

    programme: Programme
    solved: Solved
    means: Means
    order: Mapping[InitiativeId, int]
    pools: Mapping[str, Pool]
    promised: tuple[Promise, ...]


def capacity_worth(
    planned: Planned, *, most: int, counted_in_money: bool, where: Where, progress: Progress
) -> tuple[CapacityWorth, ...]:
    """The places where one step more capacity promises most, each asked again with it.

    At most so many places, in the order of `promises`; where nothing is promised, nothing is
    asked. A step is one team-week, or a tenth where capacity is money. A choice that no capacity
    of today could carry is not among those weighed. Raises SolverFailedError, and what a cluster
    raises.
    """
    prepared = planned.outlook.prepared
    steps = {
        row: row.limit * PART if counted_in_money else Fraction(1)
        for row in prepared.programme.rows
        if _is_capacity(row, prepared.programme)
    }
    progress("asking where more capacity promises anything")
    promised = promises(prepared.programme, planned.solved.taken, steps)[:most]
    pools = {str(pool): pool for pool, _ in prepared.inputs.choice_set.capacity}
    asking = Asking(
        prepared.programme, planned.solved, planned.means, dict(planned.order), pools, promised
    )
    return ask_all(some_worth, asking, range(len(promised)), where=where, progress=progress)


def some_worth(asking: Asking, numbers: Sequence[int]) -> tuple[CapacityWorth, ...]:
    """What some of the promised places bring, by their numbers."""
    return tuple(_asked(asking, asking.promised[number]) for number in numbers)


def _is_capacity(row: Row, programme: Programme) -> bool:
    tails = {step.id for step in programme.grid if step.is_tail}
    origin = row.origin
    return (origin.kind, origin.id) == ("fact", "capacity") and origin.interval not in tails


def _asked(asking: Asking, promise: Promise) -> CapacityWorth:
    origin, proven = promise.row.origin, asking.solved.certificate
    again = price_of_looser(
        with_more(asking.programme, {origin: promise.more}),
        asking.solved,
        asking.means,
        order=asking.order,
        starts=[promise.swap] if promise.swap else [],
    )
    return CapacityWorth(
        pool=asking.pools[origin.group],
        interval=origin.interval,
        more=promise.more,
        low=again.low,
        high=again.high,
        measurable=again.measurable,
        plan_change=proven.loss - again.other.certificate.loss,
        bound_change=proven.bound - again.other.certificate.bound,
        direction=promise.relaxed,
        sure=promise.sure,
    )
