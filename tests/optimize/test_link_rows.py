"""What must be finished before what begins, and what excludes what."""

import itertools
from collections.abc import Iterable

import pytest

from asp_decide.model.choice import Choice
from asp_decide.optimize.evaluation import is_feasible
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Programme
from choice_builders import a_choice, a_choice_set, a_frame, before, excludes, leave


def offered(name: str, *, steps: int = 1, after: Iterable[str] = ()) -> list[Choice]:
    return [
        leave(name, 10),
        *(
            a_choice(name, start=s, value=10, needs={"cards": 1}, steps=steps, after=after)
            for s in range(4 - steps)
        ),
    ]


def allows(programme: Programme, *taken: str) -> bool:
    return is_feasible(programme, programme.numbers(taken))


@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [
        ("A/whole/0", "B/whole/1", True),
        ("A/whole/0", "B/whole/2", True),
        ("A/whole/1", "B/whole/1", False),
        ("A/whole/1", "B/whole/0", False),
        ("A/leave/-", "B/whole/2", False),
        ("A/leave/-", "B/leave/-", True),
        ("A/whole/2", "B/leave/-", True),
    ],
)
def test_a_successor_begins_after_its_predecessor_is_done_and_only_then(
    first: str, second: str, *, fits: bool
) -> None:
    choice_set = a_choice_set([*offered("A"), *offered("B")], capacity={"cards": 9})

    programme = formulate(choice_set, a_frame(dependencies=[before("A", "B")]))

    assert allows(programme, first, second) is fits


@pytest.mark.parametrize(("lag_weeks", "fits"), [(0, True), (13, False), (1, False)])
def test_a_lag_counts_from_the_last_day_of_the_predecessors_step(
    lag_weeks: int, *, fits: bool
) -> None:
    choice_set = a_choice_set([*offered("A"), *offered("B")], capacity={"cards": 9})

    programme = formulate(choice_set, a_frame(dependencies=[before("A", "B", lag_weeks)]))

    assert allows(programme, "A/whole/0", "B/whole/1") is fits
    assert allows(programme, "A/whole/0", "B/whole/2")


def test_work_that_runs_already_is_not_held_back() -> None:
    running = [a_choice("B", "continue", value=10), a_choice("B", "stop", best=10)]
    choice_set = a_choice_set([*offered("A"), *running], capacity={"cards": 9}, running=["B"])

    programme = formulate(choice_set, a_frame(dependencies=[before("A", "B")]))

    assert allows(programme, "A/leave/-", "B/continue/0")


def test_a_predecessor_that_only_pauses_or_stops_delivers_nothing() -> None:
    running = [
        a_choice("A", "continue", value=10, needs={"cards": 1}),
        a_choice("A", "pause", 1, value=8, best=10, needs={"cards": 1}),
        a_choice("A", "stop", best=10),
    ]
    choice_set = a_choice_set([*running, *offered("B")], capacity={"cards": 9}, running=["A"])

    programme = formulate(choice_set, a_frame(dependencies=[before("A", "B")]))

    assert allows(programme, "A/continue/0", "B/whole/1")
    assert not allows(programme, "A/stop/0", "B/whole/1")
    assert not allows(programme, "A/pause/1", "B/whole/2")


def test_a_predecessor_outside_the_run_binds_nobody_here() -> None:
    choice_set = a_choice_set(offered("B"), capacity={"cards": 9})

    assert allows(formulate(choice_set, a_frame(dependencies=[before("done", "B")])), "B/whole/0")


def test_one_option_may_need_what_another_does_without() -> None:
    choices = [
        *offered("A"),
        leave("B", 10),
        a_choice("B", "whole", 1, value=10, needs={"cards": 1}, after=["A"]),
        a_choice("B", "mvp", 1, value=6, best=10, needs={"cards": 1}),
    ]

    programme = formulate(a_choice_set(choices, capacity={"cards": 9}), a_frame())

    assert not allows(programme, "A/leave/-", "B/whole/1")
    assert allows(programme, "A/whole/0", "B/whole/1")
    assert allows(programme, "A/leave/-", "B/mvp/1")


def test_of_those_that_exclude_each_other_one_is_done() -> None:
    choices = [choice for name in "ABCD" for choice in offered(name)]
    links = [excludes(one, other) for one, other in itertools.combinations("ABC", 2)]

    programme = formulate(a_choice_set(choices, capacity={"cards": 9}), a_frame(dependencies=links))

    rows = [row for row in programme.rows if row.origin.kind == "link"]
    assert [str(row.origin) for row in rows] == ["one of A, B, C"]
    left = ("B/leave/-", "C/leave/-")
    assert allows(programme, "A/whole/0", *left, "D/whole/0")
    assert not allows(programme, "A/whole/0", "B/whole/1", "C/leave/-", "D/leave/-")


def test_pairs_that_form_no_triangle_are_covered_pair_by_pair() -> None:
    choices = [choice for name in "ABC" for choice in offered(name)]
    links = [excludes("A", "B"), excludes("C", "B")]

    programme = formulate(a_choice_set(choices, capacity={"cards": 9}), a_frame(dependencies=links))

    assert allows(programme, "A/whole/0", "B/leave/-", "C/whole/0")
    assert not allows(programme, "A/leave/-", "B/whole/0", "C/whole/0")
