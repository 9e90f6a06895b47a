"""The plan nearest to another one: by trying all, no plan that loses as little changes less."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.errors import NoFeasiblePlanError
from asp_decide.optimize.evaluation import is_feasible, loss_of
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.nearest_plan import nearest_plan
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.prices import taking
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from random_portfolios import ROW_KINDS, a_portfolio

MEANS = Means(PulpSolver(), WorkLimit(nodes=10_000))


def _fewest_changes(programme: Programme, to: frozenset[str], most_loss: Fraction) -> int:
    """By trying every plan."""
    return min(
        sum(programme.choices[n].id not in to for n in numbers)
        for numbers in product(*programme.groups)
        if loss_of(programme, numbers) <= most_loss and is_feasible(programme, numbers)
    )


@given(
    st.integers(0, 10_000),
    st.sets(st.sampled_from(ROW_KINDS), max_size=3),
    st.integers(0, 50),
    st.integers(0, 8),
)
@settings(max_examples=50)
def test_it_is_a_plan_within_the_loss_that_changes_least(
    seed: int, kinds: set[str], which: int, room: int
) -> None:
    portfolio = a_portfolio(seed, sorted(kinds), most=4)
    programme = formulate(portfolio.choice_set, portfolio.frame)
    forced = taking(programme, [which % len(programme.choices)])
    try:
        base = solve_programme(programme, MEANS, order={}).taken
        other = solve_programme(forced, MEANS, order={})
    except NoFeasiblePlanError:
        return
    most_loss = other.certificate.loss + room

    found = nearest_plan(forced, to=base, known=other.taken, most_loss=most_loss, means=MEANS)

    numbers = forced.numbers(found)
    assert is_feasible(forced, numbers)
    assert loss_of(forced, numbers) <= most_loss
    changed = len(set(found) - set(base))
    assert changed == _fewest_changes(forced, frozenset(base), most_loss)


def test_of_a_large_programme_nobody_moves_who_had_not_moved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("asp_decide.optimize.nearest_plan._MOST_CHOICES", 0)
    nearer = 0
    for seed in range(12):
        portfolio = a_portfolio(seed, ["wip"], most=7, least=7)
        programme = formulate(portfolio.choice_set, portfolio.frame)
        base = solve_programme(programme, MEANS, order={})
        known = _a_bad_plan(programme)
        if known is None:
            continue
        most_loss = loss_of(programme, programme.numbers(known))

        found = nearest_plan(
            programme, to=base.taken, known=known, most_loss=most_loss, means=MEANS
        )

        numbers = programme.numbers(found)
        assert is_feasible(programme, numbers)
        assert loss_of(programme, numbers) <= most_loss
        assert set(found) & set(base.taken) >= set(known) & set(base.taken)
        nearer += len(set(found) & set(base.taken)) > len(set(known) & set(base.taken))
    assert nearer, "some of them is nearer than the plan that was known"


def _a_bad_plan(programme: Programme) -> tuple[str, ...] | None:
    """A plan that loses much: what the solver takes where losses count the other way round."""
    most = max(programme.losses)
    reverse = replace(programme, losses=tuple(most - loss for loss in programme.losses))
    return PulpSolver().solve(reverse, limit=MEANS.limit).taken


def test_where_the_plan_itself_is_allowed_it_is_the_nearest() -> None:
    portfolio = a_portfolio(5, ["wip"], most=6)
    programme = formulate(portfolio.choice_set, portfolio.frame)
    base = solve_programme(programme, MEANS, order={})

    found = nearest_plan(
        programme,
        to=base.taken,
        known=base.taken,
        most_loss=base.certificate.loss,
        means=MEANS,
    )

    assert found == base.taken
