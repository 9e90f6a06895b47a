"""Every side's plan, counted again exactly: no side's own figure is believed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from asp_decide.optimize.evaluation import breaches, loss_of, takes_one_each
from asp_decide.optimize.programme import Programme

NEARLY = Fraction(1, 10**5)
"""A plan that oversteps a row by less than this part of its scale counts, and is marked."""

_CARELESS = 1e-6
"""What a bound may lie above a plan's loss by, as a part of the worth: solvers count in floats."""

type Keeps = Literal["exactly", "nearly", "not"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a plan amounts to: whether it keeps every row, its exact loss, what it captures.

    There is neither loss nor captured value where it is no plan.
    """

    keeps: Keeps
    loss: Fraction | None = None
    captured: Fraction | None = None
    broken: str = ""


def judge(programme: Programme, taken: Sequence[int] | None) -> Judged:
    """The plan of these numbers of choices, in exact arithmetic."""
    if taken is None or not takes_one_each(programme, taken):
        return Judged("not", broken="" if taken is None else "not one choice of each initiative")
    overstepped = {str(b.row.origin): b.by / b.row.scale for b in breaches(programme, taken)}
    worst = max(overstepped, key=lambda origin: overstepped[origin], default="")
    if worst and overstepped[worst] > NEARLY:
        return Judged("not", broken=worst)
    loss = loss_of(programme, taken)
    return Judged("nearly" if worst else "exactly", loss, programme.worth - loss, worst)


def gap(judged: Judged, bound: float | None) -> float | None:
    """Distance from plan to bound, as a share of value captured; None where one is missing."""
    if judged.loss is None or judged.captured is None or bound is None or judged.captured <= 0:
        return None
    return max(0.0, float(judged.loss) - bound) / float(judged.captured)


def false_bounds(
    programme: Programme, plans: Mapping[str, Judged], bounds: Mapping[str, float | None]
) -> frozenset[str]:
    """The sides whose bound a plan of some side goes below: their word is worth nothing."""
    exact = [one.loss for one in plans.values() if one.keeps == "exactly" and one.loss is not None]
    if not exact:
        return frozenset()
    least = float(min(exact)) + _CARELESS * float(programme.worth)
    return frozenset(side for side, bound in bounds.items() if bound is not None and bound > least)
