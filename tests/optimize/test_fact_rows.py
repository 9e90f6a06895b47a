"""Capacity and budget as rows: what there is, what is not known, what a review holds."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from asp_decide.model.choice import Choice
from asp_decide.optimize.evaluation import is_feasible
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Origin, Programme, Row
from choice_builders import (
    a_choice,
    a_choice_set,
    a_frame,
    a_grid,
    an_answer,
    leave,
)


def row_of(programme: Programme, name: str) -> Row:
    return next(row for row in programme.rows if str(row.origin) == name)


def offered(name: str, needs: int = 2, outlay: int = 0) -> list[Choice]:
    return [
        leave(name, 10),
        *(
            a_choice(name, start=start, value=10, needs={"cards": needs}, outlay=outlay)
            for start in (0, 1)
        ),
    ]


def test_each_pool_has_a_row_for_each_step_that_is_asked_for() -> None:
    choice_set = a_choice_set(offered("A"), grid=a_grid(3), capacity={"cards": 5, "loans": 3})

    rows = formulate(choice_set, a_frame()).rows

    assert [str(row.origin) for row in rows] == ["capacity cards Q1", "capacity cards Q2"]
    assert {row.limit for row in rows} == {Fraction(5)}


def test_a_stream_whose_capacity_nobody_knows_starts_nothing() -> None:
    programme = formulate(a_choice_set(offered("A"), grid=a_grid(2)), a_frame())

    assert row_of(programme, "capacity cards Q1").limit == 0


def test_a_stream_whose_capacity_nobody_knows_goes_on_with_what_runs() -> None:
    running = [
        a_choice("R", "continue", value=10, needs={"cards": 3}),
        a_choice("R", "stop", best=10),
    ]
    choice_set = a_choice_set([*running, *offered("A")], grid=a_grid(2), running=["R"])

    programme = formulate(choice_set, a_frame())

    assert row_of(programme, "capacity cards Q1").limit == 3
    assert row_of(programme, "capacity cards Q2").limit == 0


def test_reviews_may_hold_more_than_there_is_and_leave_nothing_for_others() -> None:
    reviews = [
        choice
        for name in ("R", "S")
        for choice in (
            a_choice(name, "continue", value=10, needs={"cards": 3}),
            a_choice(name, "review", value=10, needs={"cards": 3}),
            a_choice(name, "stop", best=10),
        )
    ]
    held = [replace(an_answer(name, "validation", "review"), why="unknown") for name in ("R", "S")]
    choice_set = a_choice_set(
        [*reviews, *offered("A", needs=1)],
        grid=a_grid(2),
        capacity={"cards": 5},
        running=["R", "S"],
    )

    programme = formulate(choice_set, a_frame(answers=held))

    plan = ["R/review/0", "S/review/0"]
    assert is_feasible(programme, programme.numbers([*plan, "A/leave/-"]))
    assert is_feasible(programme, programme.numbers([*plan, "A/whole/1"]))
    assert not is_feasible(programme, programme.numbers([*plan, "A/whole/0"]))


def budgets(rows: Iterable[Row]) -> dict[Origin, Fraction]:
    return {row.origin: row.limit for row in rows if row.origin.id == "budget"}


def test_money_that_is_left_serves_the_next_interval_where_it_carries_over() -> None:
    choices = [*offered("A", outlay=4), *offered("B", outlay=4)]
    choice_set = a_choice_set(choices, grid=a_grid(2), capacity={"cards": 9}, budget={0: 5, 1: 5})

    carries = formulate(choice_set, a_frame())
    lapses = formulate(choice_set, replace(a_frame(), budget_carries_over=False))

    later = ["A/whole/1", "B/whole/1"]
    assert is_feasible(carries, carries.numbers(later))
    assert not is_feasible(lapses, lapses.numbers(later))
    assert list(budgets(carries.rows).values()) == [5, 10]
    assert list(budgets(lapses.rows).values()) == [5, 5]


def test_a_step_without_a_budget_is_not_limited_and_adds_nothing() -> None:
    choice_set = a_choice_set(
        offered("A", outlay=9), grid=a_grid(2), capacity={"cards": 9}, budget={1: 5}
    )

    programme = formulate(choice_set, a_frame())

    assert is_feasible(programme, programme.numbers(["A/whole/0"]))
    assert not is_feasible(programme, programme.numbers(["A/whole/1"]))
