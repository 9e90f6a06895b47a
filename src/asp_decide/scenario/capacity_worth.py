"""What a little more capacity would bring, by value stream and interval: found by asking again."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.decide.investment import Planned
from asp_decide.model.choice import Pool
from asp_decide.optimize.certify import row_price
from asp_decide.optimize.prices import price_of_more
from asp_decide.optimize.programme import Origin, Row

type Progress = Callable[[str], None]

PART = Fraction(1, 10)
"""The step, as a part of the capacity that there is, where it is not counted in team-weeks."""


@dataclass(frozen=True, slots=True)
class CapacityWorth:
    """What one step more of a pool's capacity in one interval brings, in money.

    `more` is the step, in the unit of capacity. The true worth lies from `low` to `high`;
    `plan_change` is by how much less the plan found with it loses, `bound_change` by how much less
    every plan must lose at the least, and `direction` what the relaxation's multiplier promises,
    which is a direction only.
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


def capacity_worth(
    planned: Planned, *, most: int, counted_in_money: bool, progress: Progress
) -> tuple[CapacityWorth, ...]:
    """The places where capacity promises most, each asked again with one step more.

    At most so many places, dearest first by what the relaxation promises; where it promises
    nothing, nothing is asked. A step is one team-week, or a tenth where capacity is money. A choice
    that no capacity of today could carry is not among those weighed. Raises SolverFailedError.
    """
    programme = planned.outlook.prepared.programme
    promising = sorted(
        ((price, row) for row in programme.rows if (price := _promise(planned, row)) > 0),
        key=lambda found: (-found[0], found[1].origin),
    )
    return tuple(
        _asked(planned, row, price, counted_in_money=counted_in_money, progress=progress)
        for price, row in promising[:most]
    )


def _promise(planned: Planned, row: Row) -> Fraction:
    """What the relaxation says that one unit more of this capacity is worth."""
    programme = planned.outlook.prepared.programme
    tails = {step.id for step in programme.grid if step.is_tail}
    origin = row.origin
    if (origin.kind, origin.id) != ("fact", "capacity") or origin.interval in tails:
        return Fraction(0)
    multiplier = planned.solved.certificate.proof.multipliers.get(origin, 0)
    return row_price(row, multiplier, programme.unit) if multiplier else Fraction(0)


def _asked(
    planned: Planned, row: Row, price: Fraction, *, counted_in_money: bool, progress: Progress
) -> CapacityWorth:
    progress(f"asking what more capacity of {row.origin.group} in {row.origin.interval} brings")
    more = row.limit * PART if counted_in_money else Fraction(1)
    wanted: dict[Origin, Fraction] = {row.origin: more}
    again = price_of_more(
        planned.outlook.prepared.programme,
        wanted,
        planned.solved,
        planned.means,
        order=planned.order,
    )
    return CapacityWorth(
        pool=_pool(planned, row),
        interval=row.origin.interval,
        more=more,
        low=again.low,
        high=again.high,
        measurable=again.measurable,
        plan_change=planned.solved.certificate.loss - again.other.certificate.loss,
        bound_change=planned.solved.certificate.bound - again.other.certificate.bound,
        direction=price * more,
    )


def _pool(planned: Planned, row: Row) -> Pool:
    pools = {str(pool): pool for pool, _ in planned.outlook.prepared.inputs.choice_set.capacity}
    return pools[row.origin.group]
