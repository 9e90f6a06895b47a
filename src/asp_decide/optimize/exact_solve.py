"""A solver's plan made exact: what is feasible only nearly is cut off and solved on."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from asp_decide.errors import SolverFailedError
from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.evaluation import breaches
from asp_decide.optimize.presolve import Presolved, presolve
from asp_decide.optimize.programme import Origin, Programme, Row, Solution, make_row
from asp_decide.optimize.solver import Means

_MOST_CUTS = 50
"""Near misses that are cut off before the solver is given up."""


def solve_exactly(
    programme: Programme, means: Means, *, start: Sequence[str] | None = None
) -> Solution:
    """The solver's best plan that keeps every row in exact arithmetic.

    What reaches the solver is presolved and in canonical order. Raises SolverFailedError.
    """
    left = presolve(programme)
    if left.impossible is not None:
        return Solution("infeasible")
    begin = None if start is None else carried(start, left)
    return solve_stated(arrange(left.programme), means, start=begin)


def solve_stated(
    stated: Programme, means: Means, *, start: Sequence[str] | None = None
) -> Solution:
    """The same for a programme that is presolved and arranged, as it goes to the solver.

    A plan that oversteps a row by less than the solver's tolerance is not rounded away: the
    combination that oversteps is forbidden, which no true plan needs, and the solver goes on.
    """
    cuts: list[Row] = []
    for _ in range(_MOST_CUTS):
        solution = means.solver.solve(
            stated.with_rows(cuts), limit=means.limit, watch=means.watch, start=start
        )
        if solution.taken is None:
            return solution
        taken = frozenset(stated.numbers(solution.taken))
        broken = breaches(stated, sorted(taken))
        if not broken:
            return solution
        cuts += [
            forbidden(_together(stated, breach.row, taken), f"near miss {len(cuts) + n}")
            for n, breach in enumerate(broken)
        ]
    raise SolverFailedError(f"the solver offered {_MOST_CUTS} plans that break a row by a trifle")


def carried(taken: Iterable[str], left: Presolved) -> tuple[str, ...] | None:
    """A plan in the choices that presolve left; None if it takes one that does not fit.

    Where a choice was removed for a better one, that takes its place: it asks for no more.
    """
    instead = {removed.choice: removed.instead for removed in left.removed}
    kept: list[str] = []
    for choice in taken:
        last = choice
        while last in instead:
            last = instead[last]
        if not last:
            return None
        kept.append(last)
    return tuple(kept)


def forbidden(numbers: Iterable[int], name: str) -> Row:
    """A row that forbids taking all of these choices together, and nothing else."""
    terms = [(number, Fraction(1)) for number in numbers]
    return make_row(Origin("fact", name), "<=", Fraction(len(terms) - 1), terms)


def _together(programme: Programme, row: Row, taken: frozenset[int]) -> list[int]:
    """The choices that break the row together, whatever else is taken.

    Under an upper bound without negative terms, those with a part in it. Otherwise all choices
    of the initiatives that have a part in it.
    """
    if row.sense == "<=" and all(amount > 0 for _, amount in row.terms):
        return [number for number, _ in row.terms if number in taken]
    touched = {programme.choices[number].initiative for number, _ in row.terms}
    return sorted(n for n in taken if programme.choices[n].initiative in touched)


def without_losses(programme: Programme) -> Programme:
    """The same programme with nothing to minimise: is there any plan at all?"""
    nothing = tuple(Fraction(0) for _ in programme.losses)
    return replace(programme, losses=nothing, worth=Fraction(1), unit=Fraction(1))
