"""Stages of a search: each keeps the best plan, and whoever watches may end it at any of them."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from asp_decide.errors import NoFeasiblePlanError
from asp_decide.optimize import search
from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.cut_relaxation import CutRelaxation, Guide
from asp_decide.optimize.diving import DIVES, dive
from asp_decide.optimize.evaluation import is_feasible, loss_of
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.list_rules import by_density, by_place
from asp_decide.optimize.live import Answer
from asp_decide.optimize.part_by_part import PartByPart
from asp_decide.optimize.parts import Parts
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.room import Room
from asp_decide.optimize.solver import Means, WorkLimit
from asp_decide.optimize.start_plan import place
from asp_decide.optimize.watch import Ended, Found, Watch
from asp_decide.optimize.workers import Workers
from random_portfolios import ROW_KINDS, a_portfolio, best_of_all

PORTFOLIOS = st.tuples(st.integers(0, 10_000), st.sets(st.sampled_from(ROW_KINDS), max_size=4))
MEANS = Means(PulpSolver(), WorkLimit(nodes=50, rounds=12))


def guided(seed: int, kinds: set[str]) -> tuple[Programme, CutRelaxation, Guide]:
    portfolio = a_portfolio(seed, sorted(kinds))
    left = presolve(formulate(portfolio.choice_set, portfolio.frame))
    assume(left.impossible is None)
    programme = arrange(left.programme)
    relaxation = CutRelaxation(programme, PulpSolver().live(programme))
    guide = relaxation.guide()
    assume(guide is not None)
    assert guide is not None
    return programme, relaxation, guide


def loss(programme: Programme, plan: tuple[str, ...]) -> Fraction:
    return loss_of(programme, programme.numbers(plan))


@given(PORTFOLIOS, st.data())
@settings(max_examples=60)
def test_a_plan_of_a_part_and_what_stays_are_a_plan_of_the_whole(
    drawn: tuple[int, set[str]], data: st.DataObject
) -> None:
    programme, _, _ = guided(*drawn)
    plan = place(Room(programme), by_place(programme, {}))
    assume(plan is not None)
    assert plan is not None
    taken = frozenset(programme.numbers(plan))
    groups = data.draw(st.frozensets(st.integers(0, len(programme.groups) - 1), min_size=1))

    inside = {n for g in groups for n in programme.groups[g]}
    parts = Parts(programme)
    part = parts.part(parts.used(taken), taken & inside, [programme.groups[g] for g in groups])
    best = best_of_all(part, {})

    assert best is not None, "what the plan has is a plan of the part"
    stays = sum((programme.losses[n] for n in taken - inside), Fraction(0))
    everything = best_of_all(programme, {})
    assert everything is not None
    assert everything.loss <= stays + best.loss <= loss(programme, plan)


@given(PORTFOLIOS)
@settings(max_examples=40)
def test_part_by_part_a_plan_only_gets_better_and_stays_a_plan(
    drawn: tuple[int, set[str]],
) -> None:
    programme, relaxation, guide = guided(*drawn)
    plan = place(Room(programme), by_place(programme, {}))
    assume(plan is not None)
    assert plan is not None

    with Workers(1) as workers:
        around = PartByPart(relaxation, guide, MEANS, Room(programme), workers)
        plans = [plan, *around.improved(plan, rounds=12)]

    assert all(is_feasible(programme, programme.numbers(each)) for each in plans)
    for before, after in pairwise(plans):
        assert loss(programme, after) < loss(programme, before)


@given(PORTFOLIOS)
@settings(max_examples=40)
def test_between_two_plans_lies_one_that_is_no_worse_and_has_what_they_agree_about(
    drawn: tuple[int, set[str]],
) -> None:
    programme, relaxation, guide = guided(*drawn)
    room = Room(programme)
    rankings = by_place(programme, {}), by_density(programme)
    one, other = (place(room, ranking) for ranking in rankings)
    assume(one is not None and other is not None)
    assert one is not None
    assert other is not None

    with Workers(1) as workers:
        found = PartByPart(relaxation, guide, MEANS, room, workers).crossed(one, other)

    assert is_feasible(programme, programme.numbers(found))
    assert loss(programme, found) <= loss(programme, one)
    assert set(found) >= set(one) & set(other)


@given(PORTFOLIOS)
@settings(max_examples=40)
def test_a_dive_ends_with_a_plan_or_nowhere_and_leaves_the_relaxation_as_it_was(
    drawn: tuple[int, set[str]],
) -> None:
    programme, relaxation, guide = guided(*drawn)
    before = relaxation.live.solve()

    plans = [dive(relaxation, guide, Room(programme), how) for how in DIVES]

    for plan in plans:
        assert plan is None or is_feasible(programme, programme.numbers(plan))
    after = relaxation.live.solve()
    assert isinstance(before, Answer)
    assert isinstance(after, Answer)
    assert after.value == pytest.approx(before.value, abs=2**20)


@given(PORTFOLIOS)
@settings(max_examples=40)
def test_without_ever_seeing_the_whole_the_plan_is_no_worse_than_any_list(
    drawn: tuple[int, set[str]],
) -> None:
    """As for a large portfolio: lists, dives, part by part, and the root of the whole."""
    programme, relaxation, guide = guided(*drawn)
    listed = place(Room(programme), by_place(programme, {}))
    assume(listed is not None)
    assert listed is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_SMALL", 0)
        found = search.Search(relaxation, guide, MEANS, Room(programme)).run([listed], [])

    assert found.taken is not None
    assert is_feasible(programme, programme.numbers(found.taken))
    assert found.bound is not None
    assert found.bound <= loss(programme, found.taken) <= loss(programme, listed)


def watching(told: list[Found], ended: Callable[[], Ended | None]) -> Means:
    return replace(MEANS, watch=Watch(told.append, ended, clocked=False))


@pytest.mark.parametrize("seed", range(5))
def test_whoever_watches_sees_the_plan_get_better_and_the_bound_rise(seed: int) -> None:
    portfolio = a_portfolio(seed, ["wip", "precedence"])
    told: list[Found] = []

    found = solve_programme(
        formulate(portfolio.choice_set, portfolio.frame),
        watching(told, lambda: None),
        order=portfolio.order,
    )

    assert told[0].loss is not None
    assert told[0].bound is None, "a plan is in hand before anything is relaxed"
    assert not found.exploratory
    for before, after in pairwise(told):
        assert (after.loss or 0) <= (before.loss or after.loss or 0)
        assert (after.bound or 0) >= (before.bound or 0)
    assert told[-1].gap is None or told[-1].gap >= 0


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("why", ["time limit", "interrupted"])
def test_a_search_that_is_ended_returns_what_it_has_with_its_gap_as_exploratory(
    seed: int, why: Ended
) -> None:
    portfolio = a_portfolio(seed, ["wip", "precedence"])
    programme = formulate(portfolio.choice_set, portfolio.frame)
    told: list[Found] = []

    found = solve_programme(
        programme, watching(told, lambda: why if told else None), order=portfolio.order
    )

    assert is_feasible(programme, programme.numbers(found.taken))
    assert found.certificate.bound <= found.certificate.loss
    assert found.exploratory


@given(PORTFOLIOS, st.integers(0, 6))
@settings(max_examples=40)
def test_whatever_a_relaxation_is_ended_at_its_bound_is_below_every_plan(
    drawn: tuple[int, set[str]], answers: int
) -> None:
    """As for a large portfolio, of which a relaxation takes minutes and comes from the interior."""
    portfolio = a_portfolio(drawn[0], sorted(drawn[1]))
    programme = formulate(portfolio.choice_set, portfolio.frame)
    best = best_of_all(programme, portfolio.order)
    assume(best is not None)
    assert best is not None
    asked = iter(range(answers))
    means = watching([], lambda: None if next(asked, None) is not None else "time limit")

    found = solve_programme(
        programme, replace(means, solver=PulpSolver(large=0)), order=portfolio.order
    )

    assert found.exploratory or found.outcome == "optimal"
    assert is_feasible(programme, programme.numbers(found.taken))
    assert found.certificate.bound <= best.loss <= found.certificate.loss


@given(PORTFOLIOS)
@settings(max_examples=40)
def test_relaxed_from_the_interior_the_plan_is_as_good_and_so_is_its_bound(
    drawn: tuple[int, set[str]],
) -> None:
    portfolio = a_portfolio(drawn[0], sorted(drawn[1]))
    programme = formulate(portfolio.choice_set, portfolio.frame)
    best = best_of_all(programme, portfolio.order)
    means = replace(MEANS, limit=WorkLimit(nodes=10_000), solver=PulpSolver(large=0))

    try:
        found = solve_programme(programme, means, order=portfolio.order)
    except NoFeasiblePlanError:
        assert best is None
        return

    assert best is not None
    assert found.certificate.bound <= found.certificate.loss == best.loss


def test_that_there_is_no_plan_is_told_even_if_the_search_is_ended_at_once() -> None:
    portfolios = (a_portfolio(seed, ["pins", "date", "exclusion", "wip"]) for seed in range(300))
    programme, order = next(
        (found, portfolio.order)
        for portfolio in portfolios
        if best_of_all(found := formulate(portfolio.choice_set, portfolio.frame), portfolio.order)
        is None
    )

    with pytest.raises(NoFeasiblePlanError) as none:
        solve_programme(programme, watching([], lambda: "time limit"), order=order)

    assert none.value.origins
