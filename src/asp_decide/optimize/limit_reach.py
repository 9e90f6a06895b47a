"""How far what a limit bounds can go at all, and which limits leave no room: proven, not solved.

A linear programme allows parts of choices. Its multipliers (of Farkas, where nothing fits) come
from a solver and are only a hint: each bound that is told is reckoned from them in exact numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.model.choice import Choice
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.certify import row_price
from asp_decide.optimize.programme import Origin, Programme, Row, make_row
from asp_decide.optimize.solver import Solver

_ONE, _NOTHING = Fraction(1), Fraction(0)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the sum of a row can go: at most, or of a floor at least; proven by these rows.

    Both the sum and the limit are in the row's own numbers. `within` says that the row cannot be
    broken, whatever is chosen.
    """

    row: Row
    sum: Fraction
    limit: Fraction
    proven_by: tuple[Origin, ...]

    @property
    def within(self) -> bool:
        """Whether the row's own limit is never overstepped."""
        at_most = self.row.sense == "<="
        return self.sum <= self.limit if at_most else self.sum >= self.limit


def reach_of(row: Row, facts: Programme, solver: Solver) -> Reach:
    """How far the row's sum can go under the rows of these facts alone. Raises SolverFailedError.

    What no choice of all initiatives reaches together needs no solver.
    """
    alone = _reach(row, facts, (), {})
    if alone.within:
        return alone
    sign = -_ONE if row.sense == "<=" else _ONE
    programme = _minimising(facts, {number: sign * amount for number, amount in row.terms})
    relaxed = solver.relax(programme)
    if relaxed is None:
        return alone
    used = tuple(sorted(origin for origin, y in relaxed.multipliers.items() if y))
    return _reach(row, programme, used, relaxed.multipliers)


def _reach(
    row: Row, programme: Programme, used: tuple[Origin, ...], multipliers: Mapping[Origin, int]
) -> Reach:
    sign = -_ONE if row.sense == "<=" else _ONE
    programme = _minimising(programme, {number: sign * amount for number, amount in row.terms})
    return Reach(row, sign * _least(programme, multipliers), stated_limit_of(row), used)


def stated_limit_of(row: Row) -> Fraction:
    """What the rule says, also where what runs today is above it."""
    reading = row.reading
    if reading is None or reading.of:
        return row.limit
    return reading.stated * reading.available


def without_room(facts: Programme, limits: Sequence[Row], solver: Solver) -> tuple[Row, ...] | None:
    """Limits that cannot hold together under these facts; None if all can.

    Without any one of them the others can, in parts of choices. Proven exactly: in every plan
    some of them are overstepped. Raises SolverFailedError.
    """
    if solver.relax(facts.with_rows(limits)) is not None:
        return None
    left = list(limits)
    for row in limits:
        fewer = [one for one in left if one is not row]
        if solver.relax(facts.with_rows(fewer)) is None:
            left = fewer
    return tuple(left) if _overstepped(facts, left, solver) else None


def _overstepped(facts: Programme, limits: Sequence[Row], solver: Solver) -> bool:
    """Whether it is proven that some of the limits is overstepped, whatever is chosen."""
    elastic = facts
    for number, row in enumerate(limits):
        elastic = _with_overstep(elastic, row, number)
    relaxed = solver.relax(elastic)
    return relaxed is not None and _least(elastic, relaxed.multipliers) > 0


def _with_overstep(programme: Programme, row: Row, number: int) -> Programme:
    """The programme with the row, which may be overstepped as far as can be, at a loss of 1."""
    sign = _ONE if row.sense == "<=" else -_ONE
    farthest = _farthest(programme, row)
    name = InitiativeId(f"overstep {number}")
    first = len(programme.choices)
    kept, overstepped = (
        Choice(f"{name}/{what}", name, what, "leave", None, None, _NOTHING, loss)
        for what, loss in (("none", _NOTHING), ("all", _ONE))
    )
    terms = (*row.terms, (first + 1, -sign * farthest))
    loosened = make_row(row.origin, row.sense, row.limit, terms)
    return replace(
        programme,
        choices=(*programme.choices, kept, overstepped),
        groups=(*programme.groups, (first, first + 1)),
        losses=(*programme.losses, _NOTHING, _ONE),
        rows=(*programme.rows, loosened),
    )


def _farthest(programme: Programme, row: Row) -> Fraction:
    """By how much the row can be overstepped at most."""
    sign = _ONE if row.sense == "<=" else -_ONE
    amounts = {number: sign * amount for number, amount in row.terms}
    most = sum(
        (max(amounts.get(n, _NOTHING) for n in group) for group in programme.groups), _NOTHING
    )
    return max(most - sign * row.limit, _ONE)


def _minimising(programme: Programme, losses: dict[int, Fraction]) -> Programme:
    found = tuple(losses.get(number, _NOTHING) for number in range(len(programme.choices)))
    unit = max((abs(loss) for loss in found), default=_NOTHING) or _ONE
    return replace(programme, losses=found, worth=_NOTHING, unit=unit)


def _least(programme: Programme, multipliers: Mapping[Origin, int]) -> Fraction:
    """The loss below which not even parts of choices go, by weak duality: any multipliers prove it.

    At multipliers y of rows `a x <= b`, no less than `- y b` and the least `loss + y a` of each
    initiative. Those below zero of rows that are no equations prove nothing, and are left out.
    """
    weights, constant = list(programme.losses), _NOTHING
    for row in programme.rows:
        multiplier = multipliers.get(row.origin, 0)
        if multiplier > 0 or row.sense == "=":
            price = row_price(row, multiplier, programme.unit)
            constant -= price * row.limit
            for number, amount in row.terms:
                weights[number] += price * amount
    return sum((min(weights[n] for n in group) for group in programme.groups), constant)


def facts_alone(programme: Programme) -> Programme:
    """The programme under its capacity and its budget, and nothing that anybody has decided."""
    return replace(programme, rows=tuple(_of_kind(programme.rows, "fact")), watched=())


def limits_of(programme: Programme) -> tuple[Row, ...]:
    """The rows of the limits that bind a plan."""
    return tuple(_of_kind(programme.rows, "rule"))


def _of_kind(rows: Iterable[Row], kind: str) -> Iterable[Row]:
    return (row for row in rows if row.origin.kind == kind)
