"""What more or less money or capacity would buy: the plan at each level, from tight to loose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.decide.judging import Judges
from asp_decide.decide.preparation import Inputs, prepare
from asp_decide.errors import NoFeasiblePlanError
from asp_decide.model.snapshot import Snapshot
from asp_decide.optimize.capacity_price import capacity_prices
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.solver import Means
from asp_decide.portfolio.choices import choices
from asp_decide.portfolio.queue_order import cd3_order

type Axis = Literal["budget", "capacity"]
type Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Level:
    """The plan at one level of what there is, as a share of today's.

    `value` is what the plan captures and `most` what no plan at this level captures more than,
    both certified, in money. `begun` are the initiatives whose work begins in the planning
    intervals. Without a plan `value` is None, and `conflict` names what cannot hold together.
    """

    share: Fraction
    value: Fraction | None
    most: Fraction | None
    begun: tuple[str, ...]
    conflict: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What stays the same at every level: facts, policies, who judges and what a solve may use."""

    snapshot: Snapshot
    policies: CompiledPolicies
    judges: Judges
    means: Means


def frontier(
    ground: Ground, axis: Axis, shares: Sequence[Fraction], *, progress: Progress
) -> tuple[Level, ...]:
    """The plan at each share of today's budget or capacity, ascending.

    The rules are asked again at each level, of the facts as they would be then. Every level begins
    with the plan of the one before, so more never buys less. Raises SolverFailedError.
    """
    levels: list[Level] = []
    before: tuple[str, ...] = ()
    for share in sorted(set(shares)):
        progress(f"planning with {share.numerator * 100 // share.denominator} % of the {axis}")
        level, taken = _at(ground, axis, share, before)
        before = taken or before
        levels.append(level)
    return tuple(levels)


def _at(
    ground: Ground, axis: Axis, share: Fraction, before: tuple[str, ...]
) -> tuple[Level, tuple[str, ...]]:
    changed, means = scaled(ground.snapshot, axis, share), ground.means
    choice_set = choices(changed)
    inputs = Inputs(
        snapshot=changed,
        policies=ground.policies,
        choice_set=choice_set,
        capacity_prices=capacity_prices(choice_set, means.solver),
    )
    programme = prepare(inputs, ground.judges).programme
    order = {one: place for place, one in enumerate(cd3_order(changed))}
    try:
        solved = solve_programme(programme, means, order=order, starts=[before] if before else [])
    except NoFeasiblePlanError as error:
        return Level(share, None, None, (), error.origins), ()
    proven = solved.certificate
    most = proven.value_captured + proven.loss - proven.bound
    return Level(share, proven.value_captured, most, _begun(programme, solved.taken)), solved.taken


def _begun(programme: Programme, taken: Sequence[str]) -> tuple[str, ...]:
    known = {choice.id: choice for choice in programme.choices}
    return tuple(
        sorted(
            choice.initiative
            for choice in (known[one] for one in taken)
            if choice.begins_work
            and choice.start is not None
            and not programme.grid[choice.start].is_tail
        )
    )


def scaled(snapshot: Snapshot, axis: Axis, share: Fraction) -> Snapshot:
    """The facts with that share of today's budget, or of every capacity."""
    charter = snapshot.charter
    if axis == "budget":
        budgets = {interval: _part(money, share) for interval, money in charter.budgets.items()}
        return snapshot.model_copy(
            update={"charter": charter.model_copy(update={"budgets": budgets})}
        )
    capacities = tuple(
        one.model_copy(
            update={
                name: None if (amount := getattr(one, name)) is None else _part(amount, share)
                for name in ("low", "likely", "high")
            }
        )
        for one in snapshot.capacities
    )
    return snapshot.model_copy(update={"capacities": capacities})


def _part(amount: Decimal, share: Fraction) -> Decimal:
    part = Fraction(amount) * share
    return (Decimal(part.numerator) / Decimal(part.denominator)).quantize(Decimal("0.000001"))
