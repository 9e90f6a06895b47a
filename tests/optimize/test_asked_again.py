"""A programme that differs in a few numbers has the plan that solving it anew would find."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.errors import NoFeasiblePlanError
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.growing_model import GrowingModel
from asp_decide.optimize.pipeline import Solved, solve_again, solve_programme
from asp_decide.optimize.programme import Origin, Programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from asp_decide.optimize.watch import UNWATCHED, Watch
from choice_builders import a_choice, a_choice_set, a_frame, a_grid, leave
from random_portfolios import ROW_KINDS, a_portfolio

LIMIT = WorkLimit(nodes=10_000)
MEANS = Means(PulpSolver(), LIMIT)


@dataclass(frozen=True, slots=True)
class Watched(PulpSolver):
    """The solver itself, and the programmes that a relaxation was built of to search with."""

    built: list[Programme] = field(default_factory=list)

    def live(self, programme: Programme, watch: Watch = UNWATCHED) -> GrowingModel:
        """The relaxation, as ever."""
        self.built.append(programme)
        return GrowingModel(programme, seed=self.seed, watch=watch)


def _changed(programme: Programme, parts: Sequence[int]) -> Programme:
    """Limits of facts and losses times a little more or less."""

    def part(number: int) -> Fraction:
        return Fraction(parts[number % len(parts)], 10)

    rows = tuple(
        replace(row, limit=row.limit * part(n)) if row.origin.kind == "fact" else row
        for n, row in enumerate(programme.rows)
    )
    losses = tuple(
        loss if programme.choices[n].kind == "leave" else loss * part(n + 1)
        for n, loss in enumerate(programme.losses)
    )
    return replace(programme, rows=rows, losses=losses)


def _solved(programme: Programme, known: Solved | None) -> Solved | str:
    try:
        if known is None:
            return solve_programme(programme, MEANS, order={})
        return solve_again(programme, known, MEANS, order={})
    except NoFeasiblePlanError as error:
        return str(error)


@given(
    st.integers(0, 10_000),
    st.sets(st.sampled_from(ROW_KINDS), max_size=4),
    st.lists(st.integers(8, 14), min_size=1, max_size=5),
    st.integers(0, 1),
)
@settings(max_examples=60)
def test_asked_again_or_anew_it_is_the_same_plan_with_the_same_bound(
    seed: int, kinds: set[str], parts: list[int], dropped: int
) -> None:
    portfolio = a_portfolio(seed, sorted(kinds), most=6)
    programme = formulate(portfolio.choice_set, portfolio.frame)
    known = _solved(programme, None)
    if isinstance(known, str):
        return
    other = _changed(programme, parts)
    other = other.without(other.rows[:dropped])

    again, anew = _solved(other, known), _solved(other, None)

    assert isinstance(again, str) == isinstance(anew, str)
    if isinstance(again, str) or isinstance(anew, str):
        return
    assert again.taken == anew.taken
    assert again.certificate.loss == anew.certificate.loss
    assert again.certificate.bound == anew.certificate.bound
    assert again.outcome == anew.outcome


def _two_pools() -> Programme:
    """Three bets that would like the pool of cards, and a pool of rails with room to spare."""
    choices = [
        option
        for name, value in (("A", 10), ("B", 8), ("C", 5))
        for option in (
            leave(name, value),
            a_choice(name, value=value, needs={"cards": 2, "rails": 1}),
        )
    ]
    choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"cards": 5, "rails": 9})
    return formulate(choice_set, a_frame())


@pytest.mark.parametrize(("pool", "times", "searched"), [("rails", 2, 0), ("cards", 2, 1)])
def test_where_the_known_proof_holds_nothing_is_searched_for(
    pool: str, times: int, searched: int
) -> None:
    programme = _two_pools()
    known = solve_programme(programme, MEANS, order={})
    origin = Origin("fact", "capacity", pool, "Q1")
    rows = tuple(
        replace(row, limit=row.limit * times) if row.origin == origin else row
        for row in programme.rows
    )
    solver = Watched()

    solve_again(replace(programme, rows=rows), known, Means(solver, LIMIT), order={})

    assert len(solver.built) == searched
