"""The check of a plan in exact arithmetic, by code that knows no solver: feasible, loss, bound."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.errors import UncertifiedPlanError
from asp_decide.optimize.cuts import cut_rows
from asp_decide.optimize.duality import GRID, Duality
from asp_decide.optimize.evaluation import breaches, loss_of, takes_one_each
from asp_decide.optimize.presolve import Presolved, presolve
from asp_decide.optimize.programme import Programme, Row
from asp_decide.optimize.proof import Case, Leaf, Proof, Split, leaves


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is proven of a plan: its loss, a bound below every plan's loss, and its proof.

    `loss`, `bound` and `value_captured` are exact money.
    """

    taken: tuple[str, ...]
    loss: Fraction
    bound: Fraction
    value_captured: Fraction
    proof: Proof

    @property
    def gap(self) -> Fraction | None:
        """Loss less bound as a share of value captured; None if nothing is captured but lost."""
        if self.loss == self.bound:
            return Fraction(0)
        if self.value_captured <= 0:
            return None
        return (self.loss - self.bound) / self.value_captured


def certify(
    programme: Programme, taken: Sequence[str], proof: Proof, left: Presolved | None = None
) -> Certificate:
    """The certificate of a plan, from nothing but the programme and the proof.

    `left` is what presolve leaves of the programme, for who has just made it.

    Any multipliers prove a bound; wrong ones a weaker one. Raises UncertifiedPlanError, which
    names what is wrong: a choice that is not there, an initiative without a choice or with two,
    a row that is broken, a multiplier of no row or below zero, a cut that does not follow.
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
    loss = loss_of(programme, numbers)
    bound = proven_bound(programme, proof, left)
    if bound > loss:
        raise UncertifiedPlanError(f"the bound {bound} lies above the loss {loss} of a plan")
    return Certificate(
        taken=programme.ids(numbers),
        loss=loss,
        bound=bound,
        value_captured=programme.worth - loss,
        proof=proof,
    )


def proven_bound(programme: Programme, proof: Proof, left: Presolved | None = None) -> Fraction:
    """A loss that no plan of the programme can go below, by weak duality and case by case.

    With multipliers y at least zero on rows `a x <= b`, every plan loses at least
    `- y b + sum over initiatives of the least (loss + y a)`; rows that say `one choice each` need
    no multiplier. Cuts are derived again, cases cover every plan, and the bound is that of the
    lowest case. Every loss is a multiple of one amount, so the bound is rounded up to it. Raises
    UncertifiedPlanError for a cut or a case that cannot be.
    """
    left = presolve(programme) if left is None else left
    assert left.impossible is None, "a programme without any plan has no bound"
    duality = Duality(left.programme, cut_rows(left.programme, proof.cuts))
    _refuse_false_multipliers((*programme.rows, *duality.rows.values()), proof)
    whole = duality.weigh(proof.multipliers)
    least = duality.least(whole)
    assert least is not None, "every initiative has a choice"
    bound = duality.in_money(least)
    if proof.cases is None or proof.aim is None:
        return bound
    priced_out = duality.priced_out(whole, reaching=proof.aim)
    of_cases = _of_cases(duality, proof.cases, priced_out)
    lowest = min((each for each in of_cases if each is not None), default=None)
    return max(bound, proof.aim if lowest is None else min(proof.aim, duality.in_money(lowest)))


def _of_cases(duality: Duality, cases: Case, priced_out: frozenset[int]) -> Iterator[int | None]:
    """What each case loses at least; None for one that holds no plan."""
    numbers = duality.programme.number_of()
    group_of = {n: group for group in duality.programme.groups for n in group}
    waiting = [(cases, priced_out)]
    while waiting:
        case, without = waiting.pop()
        match case:
            case Leaf(multipliers=multipliers):
                yield duality.least(duality.weigh(multipliers), without)
            case Split(among=among, taken=taken, left=left):
                found = frozenset(numbers[id_] for id_ in among if id_ in numbers)
                groups = {group_of[number] for number in found}
                if len(found) != len(among) or len(groups) != 1:
                    raise UncertifiedPlanError(
                        f"a case is split at `{', '.join(among)}`: no choices of one initiative"
                    )
                others = frozenset(next(iter(groups))) - found
                waiting += [(left, without | found), (taken, without | others)]


def row_price(row: Row, multiplier: int, unit: Fraction) -> Fraction:
    """What one unit of the row is worth in money, with the sign of an upper bound's price.

    Above zero for an upper bound that binds, below zero for a floor that costs.
    """
    sign = -1 if row.sense == ">=" else 1
    return sign * Fraction(multiplier, GRID) * unit / row.scale


def _refuse_false_multipliers(known: Iterable[Row], proof: Proof) -> None:
    rows = {row.origin: row for row in known}
    for origin, multiplier in (one for leaf in leaves(proof) for one in leaf.multipliers.items()):
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
