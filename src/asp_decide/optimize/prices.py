"""What a rule, a pin or a bit more capacity is worth: found by asking again, as an interval."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.certify import Certificate
from asp_decide.optimize.pipeline import Solved, solve_again, solve_programme
from asp_decide.optimize.programme import Origin, Programme, Row, make_row
from asp_decide.optimize.solver import Means

FORCED = Origin("pin", "in the plan")
"""The row that forces one of some choices, with the initiative as its group."""


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """What changes between two programmes, in money, and the plan of the other one.

    The true difference of their least losses lies from `low` to `high`: each programme is known
    up to its gap. `measurable` is false where that leaves open whether there is any.
    """

    low: Fraction
    high: Fraction
    measurable: bool
    other: Solved

    @property
    def taken(self) -> tuple[str, ...]:
        """The choices of the other plan, by initiative."""
        return self.other.taken


def price_without(
    programme: Programme,
    of_origin: Callable[[Origin], bool],
    base: Solved,
    means: Means,
    *,
    order: Mapping[InitiativeId, int],
) -> AskedAgain:
    """What the rows of these origins cost: the loss that the plan without them would not have.

    Never below zero, as that programme is looser; it starts from the plan that it is compared
    with. A review is no option: where its row goes nobody is held, and the plan is asked what it
    would decide. Where all of that loses more, people may still hold the work, and the rule costs
    nothing. Raises SolverFailedError, NoFeasiblePlanError.
    """
    gone = [row for row in programme.rows if of_origin(row.origin)]
    holds = _held_only_by(programme, gone)
    kept = (number for number in range(len(programme.choices)) if number not in holds)
    looser = programme.without(gone).only(kept)
    other = solve_again(looser, base, means, order=order)
    if holds and other.certificate.loss > base.certificate.loss:
        other = replace(base, certificate=_no_better_than(other, base))
    return _difference(tighter=base, looser=other, other=other, nested=True)


def price_of_looser(
    looser: Programme,
    base: Solved,
    means: Means,
    *,
    order: Mapping[InitiativeId, int],
    starts: Sequence[Sequence[str]] = (),
) -> AskedAgain:
    """What a programme brings that allows every plan of the one that `base` solves, and more.

    It begins with that plan, and with those of `starts` that fit. Raises SolverFailedError.
    """
    other = solve_again(looser, base, means, order=order, starts=starts)
    return _difference(tighter=base, looser=other, other=other, nested=True)


def with_more(programme: Programme, more: Mapping[Origin, Fraction]) -> Programme:
    """The same programme with so much more room in these rows, each in its own unit."""
    rows = tuple(_with_more(row, more.get(row.origin, Fraction(0))) for row in programme.rows)
    return replace(programme, rows=rows)


def price_of_taking(
    programme: Programme,
    one_of: Sequence[int],
    base: Solved,
    means: Means,
    *,
    order: Mapping[InitiativeId, int],
) -> AskedAgain:
    """What it would cost to take one of these choices of one initiative, and with whom.

    Where `other` loses less than the plan, it is the better plan. Raises NoFeasiblePlanError if
    none can be taken, with what stands against it; SolverFailedError.
    """
    other = solve_programme(taking(programme, one_of), means, order=order, starts=[base.taken])
    return _difference(tighter=other, looser=base, other=other, nested=True)


def taking(programme: Programme, one_of: Sequence[int]) -> Programme:
    """The same programme with a row that takes one of these choices of one initiative."""
    initiative = programme.choices[one_of[0]].initiative
    terms = [(number, Fraction(1)) for number in one_of]
    forced = make_row(FORCED._replace(group=initiative), "=", Fraction(1), terms)
    return programme.with_rows([forced])


def _difference(*, tighter: Solved, looser: Solved, other: Solved, nested: bool) -> AskedAgain:
    """Least loss of the tighter programme less that of the looser one, as an interval."""
    upper, lower = tighter.certificate, looser.certificate
    low, high = upper.bound - lower.loss, upper.loss - lower.bound
    if nested:
        low, high = max(Fraction(0), low), max(Fraction(0), high)
    exact = upper.loss == upper.bound and lower.loss == lower.bound
    return AskedAgain(low, high, exact or low > 0 or high < 0, other)


def _no_better_than(other: Solved, base: Solved) -> Certificate:
    """The proof of the plan in hand, with a bound that holds for what else there is as well."""
    bound = min(other.certificate.bound, base.certificate.bound)
    return replace(base.certificate, bound=bound)


def _held_only_by(programme: Programme, gone: list[Row]) -> set[int]:
    """Reviews that only these rows hold, of work that could also go on."""
    forced = {n for row in gone if row.sense == "=" for n, _ in row.terms}
    return {
        number
        for group in programme.groups
        for number in group
        if number in forced
        and programme.choices[number].kind == "review"
        and any(programme.choices[n].kind == "continue" for n in group)
    }


def _with_more(row: Row, more: Fraction) -> Row:
    return replace(row, limit=row.limit + more) if more else row
