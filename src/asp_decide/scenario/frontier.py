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
from asp_decide.optimize.pipeline import Solved, solve_again, solve_programme
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.solver import Means
from asp_decide.portfolio.choices import choices
from asp_decide.portfolio.queue_order import cd3_order
from asp_decide.scenario.executor import Where, ask_all

type Axis = Literal["budget", "capacity"]
type Progress = Callable[[str], None]

HERE = Where(batch=1)
"""In this process, one level after the other."""


@dataclass(frozen=True, slots=True)
class Level:
    """The plan at one level of what there is, as a share of today's.

    `value` is what the plan captures and `most` what no plan at this level captures more than,
    both certified, in money. `begun` are the initiatives whose work begins in the planning
    intervals, `taken` its choices. Without a plan `value` is None, and `conflict` names what cannot
    hold together.
    """

    share: Fraction
    value: Fraction | None
    most: Fraction | None
    begun: tuple[str, ...]
    taken: tuple[str, ...] = ()
    conflict: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What stays the same at every level: facts, policies, who judges and what a solve may use."""

    snapshot: Snapshot
    policies: CompiledPolicies
    judges: Judges
    means: Means


def frontier(
    ground: Ground,
    axis: Axis,
    shares: Sequence[Fraction],
    *,
    where: Where = HERE,
    progress: Progress,
) -> tuple[Level, ...]:
    """The plan at each share of today's budget or capacity, ascending.

    The rules are asked again at each level, of the facts as they would be then. Today's level
    comes first, and its plan and its proof stand wherever they hold; the others are then asked by
    themselves, `where` that may be. One that found less than a tighter level is asked once more
    from that level's plan, so more never buys less. Raises SolverFailedError, and what a cluster
    raises.
    """
    ascending = tuple(sorted(set(shares)))
    progress(f"asking what today's {axis} buys")
    today, known = _at(ground, axis, Fraction(1))
    others = tuple(share for share in ascending if share != 1)
    asked = range(len(others))
    shared = ground, axis, others, known
    found = list(ask_all(some_levels, shared, asked, where=where, progress=progress))
    if len(others) < len(ascending):
        found = sorted([*found, today], key=lambda level: level.share)
    levels: list[Level] = []
    for level in found:
        before = levels[-1] if levels else None
        if _found_less(level, before):
            assert before is not None, "there is a tighter level"
            progress(f"asking once more what {level.share:.0%} of the {axis} buys")
            again, _ = _at(ground, axis, level.share, known, starts=[before.taken])
            levels.append(level if _found_less(again, level) else again)
        else:
            levels.append(level)
    return tuple(levels)


def some_levels(
    shared: tuple[Ground, Axis, tuple[Fraction, ...], Solved | None], numbers: Sequence[int]
) -> tuple[Level, ...]:
    """Some of the levels, by their places; with today's plan, where there is one."""
    ground, axis, shares, known = shared
    return tuple(_at(ground, axis, shares[number], known)[0] for number in numbers)


def _found_less(level: Level, before: Level | None) -> bool:
    """Whether a level captures less than a tighter one, and may just not have found its plan."""
    if before is None or before.value is None:
        return False
    return level.value is None or level.value < before.value


def _at(
    ground: Ground,
    axis: Axis,
    share: Fraction,
    known: Solved | None = None,
    *,
    starts: Sequence[tuple[str, ...]] = (),
) -> tuple[Level, Solved | None]:
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
        if known is None:
            solved = solve_programme(programme, means, order=order, starts=starts)
        else:
            solved = solve_again(programme, known, means, order=order, starts=starts)
    except NoFeasiblePlanError as error:
        return Level(share, None, None, (), conflict=error.origins), None
    proven = solved.certificate
    most = proven.value_captured + proven.loss - proven.bound
    begun = _begun(programme, solved.taken)
    return Level(share, proven.value_captured, most, begun, taken=solved.taken), solved


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
