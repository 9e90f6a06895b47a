"""The limits of a plan as people read them."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.clauses.clause import Clause
from asp_decide.errors import NoFeasiblePlanError
from asp_decide.model.choice import Choice
from asp_decide.optimize.bound_readings import BoundReading, read_bounds
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from choice_builders import (
    a_choice,
    a_choice_set,
    a_frame,
    a_grid,
    an_initiative_subject,
    in_time,
    largest,
    leave,
    share,
    wip,
)
from random_portfolios import ROW_KINDS, a_portfolio

HALF = Fraction(1, 2)


def offered(name: str, needs: int = 2) -> list[Choice]:
    return [leave(name, 10), a_choice(name, value=10, needs={"cards": needs})]


def readings(*clauses: Clause, taken: tuple[str, ...], capacity: int = 8) -> list[BoundReading]:
    choices = [*offered("A"), *offered("B")]
    choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"cards": capacity})
    subjects = [an_initiative_subject("A", category="quality")]
    subjects += [an_initiative_subject("B", category="business")]
    programme = formulate(choice_set, a_frame(*clauses, subjects=subjects))
    return list(read_bounds(programme, taken))


def _exactly(*amounts: int) -> list[Fraction]:
    return [Fraction(amount) for amount in amounts]


BOTH = ("A/whole/0", "B/whole/0")
ONE = ("A/whole/0", "B/leave/-")


def test_a_count_is_read_with_its_limit_and_what_is_left() -> None:
    (told,) = readings(wip(3), taken=BOTH)

    assert (told.rule, told.group, told.interval) == ("WIP-01", "cards", "Q1")
    assert [told.planned, told.limit, told.stated, told.slack] == _exactly(2, 3, 3, 1)
    assert told.kept
    assert not told.binding


def test_at_its_limit_it_binds() -> None:
    (told,) = readings(wip(2), taken=BOTH)

    assert told.slack == 0
    assert told.binding
    assert told.kept


def test_a_share_of_what_is_available_is_read_as_a_share() -> None:
    (told,) = readings(share("GRD-01", "quality", at_least=Fraction(1, 8)), taken=BOTH)

    assert told.planned == Fraction(1, 4)
    assert told.slack == Fraction(1, 8)
    assert told.at == "least"


def test_a_share_of_what_is_allocated_is_read_of_the_plan() -> None:
    cap = share("GRD-02", "quality", at_most=Fraction(3, 4), basis="allocated")

    (told,) = readings(cap, taken=BOTH)

    assert told.planned == HALF
    assert told.limit == Fraction(3, 4)


def test_of_nothing_allocated_there_is_no_share() -> None:
    cap = share("GRD-02", "quality", at_most=HALF, basis="allocated")

    assert readings(cap, taken=("A/leave/-", "B/leave/-")) == []


def test_of_several_bets_the_largest_is_told_once() -> None:
    (told,) = readings(largest("GRD-04", HALF), taken=ONE)

    assert (told.group, told.planned) == ("cards", Fraction(1, 4))


def test_an_advisory_limit_is_read_though_it_is_broken() -> None:
    (told,) = readings(replace(wip(1), enforce="advisory"), taken=BOTH)

    assert told.advisory
    assert not told.kept
    assert told.slack == -1


def test_work_that_runs_over_the_limit_is_within_the_row_and_not_within_the_rule() -> None:
    running = [
        choice
        for name in "RS"
        for choice in (
            a_choice(name, "continue", value=10, needs={"cards": 1}),
            a_choice(name, "stop", best=10),
        )
    ]
    choice_set = a_choice_set(running, grid=a_grid(1), capacity={"cards": 8}, running="RS")
    programme = formulate(choice_set, a_frame(wip(1)))

    (told,) = read_bounds(programme, ("R/continue/0", "S/continue/0"))

    assert [told.planned, told.limit, told.stated] == _exactly(2, 2, 1)
    assert told.binding
    assert not told.kept


def test_a_date_is_read_in_weeks_and_binds_where_it_keeps_out_something_better() -> None:
    choices = [
        leave("A", 10),
        a_choice("A", "mvp", 0, value=6, best=10, needs={"cards": 1}),
        a_choice("A", "whole", 1, value=10, needs={"cards": 1}),
    ]
    choice_set = a_choice_set(choices, grid=a_grid(2), capacity={"cards": 8})
    due = an_initiative_subject("A", weeks_to_requirement=20)
    frame = a_frame(in_time(), subjects=[due], applies={("GRD-11", "A"): True})

    (told,) = read_bounds(formulate(choice_set, frame), ("A/mvp/0",))

    assert told.group == "A"
    assert [told.planned, told.slack] == _exactly(7, 7)
    assert told.binding


@given(st.integers(0, 10_000), st.sets(st.sampled_from(ROW_KINDS), max_size=5))
@settings(max_examples=40)
def test_a_plan_keeps_every_limit_that_bound_it(seed: int, kinds: set[str]) -> None:
    portfolio = a_portfolio(seed, sorted(kinds))
    programme = formulate(portfolio.choice_set, portfolio.frame)
    try:
        means = Means(PulpSolver(), WorkLimit(nodes=1000))
        plan = solve_programme(programme, means, order=portfolio.order)
    except NoFeasiblePlanError:
        return

    for told in read_bounds(programme, plan.taken):
        assert told.slack >= 0
        assert told.kept == (told.slack >= abs(told.limit - told.stated))
