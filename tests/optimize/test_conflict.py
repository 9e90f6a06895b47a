"""Where no plan exists, the names of those that cannot hold together, and no name too many."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from asp_decide.errors import NoFeasiblePlanError
from asp_decide.model.ids import InitiativeId
from asp_decide.model.pin import Pin
from asp_decide.optimize.conflict import conflict
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.programme import Programme, Row
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from choice_builders import (
    a_choice,
    a_choice_set,
    a_decision,
    a_frame,
    a_grid,
    an_answer,
    an_initiative_subject,
    before,
    in_time,
    leave,
    share,
    wip,
)
from random_portfolios import ROW_KINDS, a_portfolio, best_of_all

MEANS = Means(PulpSolver(), WorkLimit(nodes=10_000))


def has_a_plan(programme: Programme, rows: Iterable[Row]) -> bool:
    return best_of_all(replace(programme, rows=tuple(rows)), {}) is not None


@given(st.integers(0, 10_000), st.sets(st.sampled_from(ROW_KINDS), min_size=2, max_size=6))
@settings(max_examples=60)
def test_the_named_rows_conflict_and_without_any_of_them_the_others_do_not(
    seed: int, kinds: set[str]
) -> None:
    portfolio = a_portfolio(seed, sorted({*kinds, "date", "pins"}), most=5)
    programme = formulate(portfolio.choice_set, portfolio.frame)
    assume(not has_a_plan(programme, programme.rows))

    found = conflict(programme, MEANS)

    assert found is not None
    assert found.smallest
    assert not has_a_plan(programme, found.rows)
    for row in found.rows:
        assert has_a_plan(programme, [other for other in found.rows if other != row])


def test_two_dates_and_one_stream_are_named_and_nothing_else() -> None:
    choices = [
        option
        for name in ("A", "B", "C", "D")
        for option in (
            leave(name, 10),
            a_choice(name, start=0, value=10, needs={"cards": 3}),
            a_choice(name, start=1, value=8, best=10, needs={"cards": 3}),
        )
    ]
    subjects = [an_initiative_subject(name, weeks_to_requirement=13) for name in ("A", "B")]
    frame = a_frame(
        in_time(),
        wip(3),
        share("GRD-02", "business", at_most=Fraction(9, 10)),
        subjects=subjects,
        applies={("GRD-11", "A"): True, ("GRD-11", "B"): True},
    )
    programme = formulate(a_choice_set(choices, grid=a_grid(2), capacity={"cards": 5}), frame)

    with pytest.raises(NoFeasiblePlanError) as error:
        solve_programme(programme, MEANS, order={})

    assert error.value.origins == ("GRD-11 A", "GRD-11 B", "capacity cards Q1")
    assert error.value.smallest
    assert error.value.exit_code == 3


def test_a_conflict_that_only_indivisible_choices_have_is_found() -> None:
    """In parts they would fit: half of each choice meets the floor exactly."""
    choices = [
        option
        for name in ("A", "B")
        for option in (leave(name, 10), a_choice(name, value=10, needs={"cards": 4}))
    ]
    floor = share("GRD-01", "", at_least=Fraction(9, 10))
    ceiling = wip(1)
    programme = formulate(
        a_choice_set(choices, grid=a_grid(1), capacity={"cards": 6}), a_frame(floor, ceiling)
    )

    found = conflict(programme, MEANS)

    assert found is not None
    assert found.origins == ("GRD-01 cards", "WIP-01 cards Q1")


def test_what_may_be_overridden_is_named_rather_than_what_may_not() -> None:
    """Both caps contradict the floor; a board can suspend only one of them."""
    choices = [leave("A", 10), a_choice("A", value=10, needs={"cards": 4})]
    choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"cards": 8})
    firm = share("GRD-01", "", at_most=Fraction(1, 4))
    soft = replace(share("GRD-02", "", at_most=Fraction(1, 4)), enforce="overridable")
    floor = share("GRD-03", "", at_least=Fraction(1, 2))

    found = conflict(formulate(choice_set, a_frame(firm, soft, floor)), MEANS)

    assert found is not None
    assert found.origins == ("GRD-02 cards", "GRD-03 cards")


def test_a_predecessor_that_is_dropped_stops_a_pinned_successor() -> None:
    choices = [
        option
        for name in ("A", "B")
        for option in (
            leave(name, 10),
            a_choice(name, start=0, value=10, needs={"cards": 1}),
            a_choice(name, start=1, value=9, best=10, needs={"cards": 1}),
        )
    ]
    choice_set = a_choice_set(choices, grid=a_grid(2), capacity={"cards": 8})
    frame = replace(
        a_frame(dependencies=[before("A", "B")]),
        pinned=(Pin.read("B"),),
        dropped=(InitiativeId("A"),),
    )

    found = conflict(formulate(choice_set, frame), MEANS)

    assert found is not None
    assert found.origins == ("drop A", "pin B", "precedence A before B")


def test_an_answer_that_no_option_can_carry_out_is_named_alone() -> None:
    choices = [a_choice("A", "continue", value=10), a_choice("A", "stop", best=10)]
    redirect = a_decision("RED-01", "validation", "redirect", enforce="overridable")
    programme = formulate(
        a_choice_set(choices, grid=a_grid(1), running=["A"]),
        a_frame(redirect, answers=[an_answer("A", "validation", "redirect", "RED-01")]),
    )

    found = conflict(programme, MEANS)

    assert found is not None
    assert found.origins == ("RED-01 A",)


def test_where_there_is_a_plan_there_is_no_conflict() -> None:
    portfolio = a_portfolio(1)

    assert conflict(formulate(portfolio.choice_set, portfolio.frame), MEANS) is None
