"""The plan of least loss, against every plan there is, and the laws that hold at any size."""

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.clauses.clause import LimitClause
from asp_decide.errors import NoFeasiblePlanError
from asp_decide.model.choice import Choice, ChoiceSet
from asp_decide.model.dependency import Dependency
from asp_decide.optimize.columns import Frame
from asp_decide.optimize.evaluation import is_feasible
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import Solved, solve_programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from asp_decide.optimize.ties import tie_key
from choice_builders import (
    a_choice,
    a_choice_set,
    a_frame,
    a_grid,
    a_job,
    a_weekly_grid,
    before,
    leave,
    wip,
)
from random_portfolios import ROW_KINDS, Portfolio, a_portfolio, best_of_all

MEANS = Means(PulpSolver(), WorkLimit(nodes=10_000))
kinds_of_rows = st.sets(st.sampled_from(ROW_KINDS), max_size=4)
seeds = st.integers(0, 10_000)


def solved(portfolio: Portfolio) -> Solved | None:
    programme = formulate(portfolio.choice_set, portfolio.frame)
    try:
        return solve_programme(programme, MEANS, order=portfolio.order)
    except NoFeasiblePlanError:
        return None


def loss(portfolio: Portfolio) -> Fraction | None:
    found = solved(portfolio)
    return None if found is None else found.certificate.loss


def assert_nothing_is_better(portfolio: Portfolio) -> None:
    programme = formulate(portfolio.choice_set, portfolio.frame)
    best = best_of_all(programme, portfolio.order)

    found = solved(portfolio)

    assert (found is None) == (best is None)
    if found is not None and best is not None:
        assert found.certificate.loss == best.loss
        assert tie_key(programme, found.taken, portfolio.order) == best.key
        assert is_feasible(programme, programme.numbers(found.taken))


@pytest.mark.parametrize("kind", ROW_KINDS)
def test_no_plan_loses_less_under_each_kind_of_row_alone(kind: str) -> None:
    for seed in range(10):
        assert_nothing_is_better(a_portfolio(seed, [kind], most=6))


@given(seeds, kinds_of_rows)
@settings(max_examples=250)
def test_no_plan_loses_less_and_none_as_good_has_a_lower_key(seed: int, kinds: set[str]) -> None:
    assert_nothing_is_better(a_portfolio(seed, sorted(kinds), most=6))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_no_plan_of_ten_initiatives_loses_less(seed: int) -> None:
    assert_nothing_is_better(a_portfolio(seed, ["wip", "precedence", "running"], most=10))


@given(seeds, kinds_of_rows)
@settings(max_examples=25)
def test_the_same_portfolio_in_another_order_gives_the_same_plan(
    seed: int, kinds: set[str]
) -> None:
    portfolio = a_portfolio(seed, sorted(kinds))
    shuffled = list(portfolio.choice_set.choices)
    random.Random(seed).shuffle(shuffled)
    links = tuple(reversed(portfolio.frame.dependencies))
    clauses = portfolio.frame.policies.clauses
    relisted = replace(
        portfolio,
        choice_set=replace(portfolio.choice_set, choices=tuple(shuffled)),
        frame=replace(
            portfolio.frame,
            dependencies=links,
            answers=tuple(reversed(portfolio.frame.answers)),
            policies=replace(portfolio.frame.policies, clauses=tuple(reversed(clauses))),
        ),
    )

    assert solved(relisted) == solved(portfolio)


@given(seeds, kinds_of_rows)
@settings(max_examples=25)
def test_seven_times_the_money_decides_the_same(seed: int, kinds: set[str]) -> None:
    portfolio = a_portfolio(seed, sorted(kinds))
    richer = replace(portfolio, choice_set=_with_money_times(portfolio, Fraction(7)))

    one, seven = solved(portfolio), solved(richer)

    assert (one is None) == (seven is None)
    if one is not None and seven is not None:
        assert seven.taken == one.taken
        assert seven.certificate.loss == 7 * one.certificate.loss
        assert seven.certificate.proof.multipliers == one.certificate.proof.multipliers


@given(seeds, kinds_of_rows)
@settings(max_examples=25)
def test_more_capacity_never_makes_the_plan_worse(seed: int, kinds: set[str]) -> None:
    # Shares of what is available would move with the capacity; here only the capacity moves.
    fixed = kinds - {"floor", "ceiling", "largest"}
    portfolio = a_portfolio(seed, sorted(fixed))
    capacity = {place: amount + 1 for place, amount in portfolio.choice_set.capacity.items()}
    more = replace(portfolio, choice_set=replace(portfolio.choice_set, capacity=capacity))

    less_lost, lost = loss(more), loss(portfolio)

    assert lost is None or (less_lost is not None and less_lost <= lost)


@given(seeds, st.sets(st.sampled_from(ROW_KINDS), max_size=3))
@settings(max_examples=25)
def test_a_tighter_limit_never_makes_the_plan_better(seed: int, kinds: set[str]) -> None:
    portfolio = a_portfolio(seed, sorted(kinds - {"wip"}))
    limited = [
        replace(portfolio, frame=_with_limit(portfolio, wip(most, rule="WIP-09")))
        for most in (1, 2, 3)
    ]

    losses = [loss(each) for each in (*limited, portfolio)]

    for tighter, looser in pairwise(losses):
        assert tighter is None or (looser is not None and looser <= tighter)


def test_the_plan_is_never_worse_than_the_one_in_force() -> None:
    portfolio = a_portfolio(4, ["wip", "running"])
    programme = formulate(portfolio.choice_set, portfolio.frame)
    best = solve_programme(programme, MEANS, order=portfolio.order)
    hasty = Means(PulpSolver(), WorkLimit(nodes=0))

    found = solve_programme(programme, hasty, order=portfolio.order, starts=[best.taken])

    assert found.certificate.loss == best.certificate.loss


@pytest.mark.parametrize("seed", range(6))
def test_hardly_any_work_still_gives_a_certified_plan(seed: int) -> None:
    portfolio = a_portfolio(seed, ["wip", "precedence", "ceiling"])
    programme = formulate(portfolio.choice_set, portfolio.frame)

    found = solve_programme(
        programme, Means(PulpSolver(), WorkLimit(nodes=0)), order=portfolio.order
    )

    assert found.certificate.bound <= found.certificate.loss


class TestOneAfterAnother:
    """Golden cases of scheduling: what must be done, in which order, at what least cost."""

    @staticmethod
    def least_cost(
        jobs: Iterable[list[Choice]],
        *,
        weeks: int,
        lanes: int = 1,
        links: Iterable[Dependency] = (),
    ) -> Fraction:
        choices = [choice for job in jobs for choice in job]
        choice_set = a_choice_set(choices, grid=a_weekly_grid(weeks), capacity={"lane": lanes})
        programme = formulate(choice_set, a_frame(dependencies=links))
        order = {choice.initiative: 0 for choice in choices}
        return solve_programme(programme, MEANS, order=order).certificate.loss

    def test_with_one_lane_and_steady_costs_the_order_of_cd3_is_best(self) -> None:
        """Smith (1956): 1,491, where the dearest first costs 1,526."""
        jobs = {"A": (30, 10), "B": (4, 1), "C": (45, 9), "D": (14, 4), "E": (5, 2)}

        cost = self.least_cost(
            [a_job(name, p, _times(c), horizon=26) for name, (c, p) in jobs.items()], weeks=26
        )

        assert cost == 1491

    def test_with_two_lanes_the_large_one_gets_its_own(self) -> None:
        jobs = {"A": (11, 10), "B": (11, 10), "C": (24, 24)}

        cost = self.least_cost(
            [a_job(name, p, _times(c), horizon=34) for name, (c, p) in jobs.items()],
            weeks=34,
            lanes=2,
        )

        assert cost == 906

    def test_a_deadline_is_neither_expedited_nor_left_to_the_end(self) -> None:
        jobs = [
            a_job("A", 4, _times(10), horizon=9),
            a_job("B", 3, _times(6), horizon=9),
            a_job("X", 2, lambda week: 200 if week > 6 else 0, horizon=9),
        ]

        assert self.least_cost(jobs, weeks=9) == 94

    def test_what_costs_nothing_itself_goes_first_for_what_waits_for_it(self) -> None:
        jobs = [
            a_job("P", 1, _times(0), horizon=4),
            a_job("Q", 2, _times(30), horizon=4),
            a_job("R", 1, _times(8), horizon=4),
        ]

        assert self.least_cost(jobs, weeks=4, links=[before("P", "Q")]) == 122

    def test_a_closing_window_may_wait_when_its_value_is_mostly_gone(self) -> None:
        """600 that shrink as the square of what is left of twelve weeks, against 60 a week."""
        jobs = [
            a_job("U", 6, lambda week: 600 - _left(week), horizon=12),
            a_job("L", 6, _times(60), horizon=12),
        ]

        assert self.least_cost(jobs, weeks=12) == 960


class TestWhatToDoAtAll:
    def test_a_portfolio_without_initiatives_has_the_plan_to_do_nothing(self) -> None:
        programme = formulate(a_choice_set([], capacity={"s": 3}), a_frame())

        found = solve_programme(programme, MEANS, order={})

        assert found.taken == ()
        assert found.certificate.gap == 0

    def test_a_ranked_list_by_value_for_effort_is_not_a_plan(self) -> None:
        """One bet of the best density fills what two others would use for more."""
        choices = [
            option
            for name, value, effort in (("A", 100, 6), ("B", 70, 5), ("C", 70, 5))
            for option in (leave(name, value), a_choice(name, value=value, needs={"s": effort}))
        ]
        choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"s": 10})

        found = solve_programme(formulate(choice_set, a_frame()), MEANS, order={})

        assert found.taken == ("A/leave/-", "B/whole/0", "C/whole/0")
        assert found.certificate.value_captured == 140

    def test_redirecting_pays_until_capacity_has_a_better_use(self) -> None:
        """At 40 a team-week continuing brings 100, redirecting 170, stopping -30."""
        running = [
            a_choice("I", "continue", 0, value=900, best=1100, needs={"s": 20}),
            a_choice("I", "redirect", 0, value=1100, best=1100, needs={"s": 22}, cost=50),
            a_choice("I", "stop", 0, value=0, best=1100, cost=30),
        ]
        waiting = [
            option
            for n in range(22)
            for option in (
                leave(f"W{n:02d}", 40),
                a_choice(f"W{n:02d}", value=40, needs={"s": 1}),
            )
        ]
        choice_set = a_choice_set(
            [*running, *waiting], grid=a_grid(1), capacity={"s": 22}, running=["I"]
        )

        found = solve_programme(formulate(choice_set, a_frame()), MEANS, order={})

        assert "I/redirect/0" in found.taken


def _times(cost_per_week: int) -> Callable[[int], int]:
    return lambda week: cost_per_week * week


def _left(week: int) -> int:
    return 600 * (12 - week) ** 2 // 144


def _with_limit(portfolio: Portfolio, clause: LimitClause) -> Frame:
    policies = portfolio.frame.policies
    return replace(portfolio.frame, policies=replace(policies, clauses=(*policies.clauses, clause)))


def _with_money_times(portfolio: Portfolio, factor: Fraction) -> ChoiceSet:
    known = portfolio.choice_set
    return replace(
        known,
        choices=tuple(
            replace(
                choice,
                value=choice.value * factor,
                loss=choice.loss * factor,
                outlay={step: money * factor for step, money in choice.outlay.items()},
            )
            for choice in known.choices
        ),
        budget={step: money * factor for step, money in known.budget.items()},
        best_value={initiative: value * factor for initiative, value in known.best_value.items()},
    )
