"""The check of a plan in exact arithmetic, by code that knows no solver: feasible, loss, bound."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.errors import UncertifiedPlanError
from asp_decide.optimize.evaluation import breaches, loss_of, takes_one_each
from asp_decide.optimize.presolve import presolve, whole_amounts
from asp_decide.optimize.programme import Origin, Programme, Row

GRID = 2**40
"""Multipliers are whole numbers over this."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is proven of a plan: its loss, a bound below every plan's loss, and the multipliers.

    `loss`, `bound` and `value_captured` are exact money; `multipliers` are those that are not
    zero, by the origin of their row, whole numbers over 2**40 in the normal form.
    """

    taken: tuple[str, ...]
    loss: Fraction
    bound: Fraction
    value_captured: Fraction
    multipliers: Mapping[Origin, int]

    @property
    def gap(self) -> Fraction | None:
        """Loss less bound as a share of value captured; None if nothing is captured but lost."""
        if self.loss == self.bound:
            return Fraction(0)
        if self.value_captured <= 0:
            return None
        return (self.loss - self.bound) / self.value_captured


def certify(
    programme: Programme, taken: Sequence[str], multipliers: Mapping[Origin, int]
) -> Certificate:
    """The certificate of a plan, from nothing but the programme and the multipliers.

    Any multipliers prove a bound; wrong ones a weaker one. Raises UncertifiedPlanError, which
    names what is wrong: a choice that is not there, an initiative without a choice or with two,
    a row that is broken, a multiplier of no row or below zero.
    """
    known = programme.number_of()
    unknown = sorted(set(taken) - known.keys())
    if unknown:
        raise UncertifiedPlanError(f"the plan takes `{unknown[0]}`, which is no choice of this run")
    numbers = [known[id_] for id_ in taken]
    if not takes_one_each(programme, numbers):
        raise UncertifiedPlanError(
            f"the plan does not take exactly one choice of `{_miscounted(programme, numbers)}`"
        )
    for breach in breaches(programme, numbers):
        raise UncertifiedPlanError(f"the plan breaks `{breach.row.origin}` by {breach.by}")
    _refuse_false_multipliers(programme, multipliers)
    loss = loss_of(programme, numbers)
    bound = proven_bound(programme, multipliers)
    if bound > loss:
        raise UncertifiedPlanError(f"the bound {bound} lies above the loss {loss} of a plan")
    return Certificate(
        taken=programme.ids(numbers),
        loss=loss,
        bound=bound,
        value_captured=programme.worth - loss,
        multipliers={origin: y for origin, y in sorted(multipliers.items()) if y},
    )


def proven_bound(programme: Programme, multipliers: Mapping[Origin, int]) -> Fraction:
    """A loss that no plan of the programme can go below, by weak duality.

    With multipliers y at least zero on rows `a x <= b`, every plan loses at least
    `- y b + sum over initiatives of the least (loss + y a)`; rows that say `one choice each` need
    no multiplier. Every loss is a multiple of one amount, so the bound is rounded up to it.
    """
    left = presolve(programme)
    assert left.impossible is None, "a programme without any plan has no bound"
    weights, constant = priced_losses(left.programme, multipliers)
    least = sum((min(weights[n] for n in group) for group in left.programme.groups), constant)
    return _rounded_up(least, left.programme.losses)


def priced_losses(
    programme: Programme, multipliers: Mapping[Origin, int]
) -> tuple[list[Fraction], Fraction]:
    """Each choice's loss with what it takes of the rows at their price, and what the rows give."""
    weights = list(programme.losses)
    constant = Fraction(0)
    for row in programme.rows:
        price = row_price(row, multipliers.get(row.origin, 0), programme.unit)
        if price:
            constant -= price * row.limit
            for number, amount in row.terms:
                weights[number] += price * amount
    return weights, constant


def row_price(row: Row, multiplier: int, unit: Fraction) -> Fraction:
    """What one unit of the row is worth in money, with the sign of an upper bound's price.

    Above zero for an upper bound that binds, below zero for a floor that costs.
    """
    sign = -1 if row.sense == ">=" else 1
    return sign * Fraction(multiplier, GRID) * unit / row.scale


def _refuse_false_multipliers(programme: Programme, multipliers: Mapping[Origin, int]) -> None:
    rows = {row.origin: row for row in programme.rows}
    for origin, multiplier in sorted(multipliers.items()):
        row = rows.get(origin)
        if row is None:
            raise UncertifiedPlanError(f"a multiplier is given for `{origin}`, which is no row")
        if multiplier < 0 and row.sense != "=":
            raise UncertifiedPlanError(f"the multiplier of `{origin}` is below zero")


def _miscounted(programme: Programme, numbers: Sequence[int]) -> str:
    for group in programme.groups:
        if sum(numbers.count(number) for number in group) != 1:
            return programme.choices[group[0]].initiative
    raise AssertionError("one choice of each was taken after all")


def _rounded_up(bound: Fraction, losses: Sequence[Fraction]) -> Fraction:
    step = whole_amounts(losses)
    return Fraction(-((-bound * step).__floor__()), step)
