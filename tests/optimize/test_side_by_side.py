"""Parts of a plan solved side by side: however many solve them, there is one plan."""

import threading
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from asp_decide.errors import SolverFailedError
from asp_decide.optimize import search
from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.cut_relaxation import CutRelaxation
from asp_decide.optimize.evaluation import is_feasible, loss_of
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.joining import joined
from asp_decide.optimize.list_rules import by_place
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.room import Room
from asp_decide.optimize.solver import Means, WorkLimit
from asp_decide.optimize.start_plan import listed, place
from asp_decide.optimize.watch import Ended, Found, Watch
from asp_decide.optimize.workers import Workers
from choice_builders import a_choice, a_choice_set, a_frame, a_grid, leave
from random_portfolios import ROW_KINDS, a_portfolio

PORTFOLIOS = st.tuples(st.integers(0, 10_000), st.sets(st.sampled_from(ROW_KINDS), max_size=4))
MEANS = Means(PulpSolver(), WorkLimit(nodes=50, rounds=12))
PATIENCE_SECONDS = 30


def programme_of(seed: int, kinds: set[str]) -> Programme:
    portfolio = a_portfolio(seed, sorted(kinds))
    left = presolve(formulate(portfolio.choice_set, portfolio.frame))
    assume(left.impossible is None)
    return arrange(left.programme)


def searched(programme: Programme, means: Means) -> search.Searched:
    """As for a large portfolio: lists, dives, parts, and the root of the whole beside them."""
    relaxation = CutRelaxation(programme, means.solver.live(programme))
    guide = relaxation.guide()
    assume(guide is not None)
    assert guide is not None
    room = Room(programme)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_SMALL", 0)
        return search.Search(relaxation, guide, means, room).run(tuple(listed(room, {})), [])


@given(PORTFOLIOS)
@settings(max_examples=30)
def test_one_and_three_workers_come_to_the_same_plan_bound_and_work(
    drawn: tuple[int, set[str]],
) -> None:
    programme = programme_of(*drawn)

    alone = searched(programme, MEANS)

    assert searched(programme, replace(MEANS, workers=3)) == alone


def test_two_calls_of_two_workers_are_made_at_the_same_time() -> None:
    meeting = threading.Barrier(2, timeout=PATIENCE_SECONDS)

    with Workers(2) as workers:
        begun = [workers.begin(meeting.wait), workers.begin(meeting.wait)]
        places = [answer() for answer in begun]

    assert sorted(places) == [0, 1], "alone each would have waited in vain"


@pytest.mark.parametrize("number", [1, 3])
def test_what_a_call_raises_is_raised_where_its_answer_is_asked_for(number: int) -> None:
    def fail() -> None:
        raise SolverFailedError("no answer")

    with Workers(number) as workers:
        answer = workers.begin(fail)
        with pytest.raises(SolverFailedError, match="no answer"):
            answer()


def rivals(capacity: int) -> Programme:
    """Three bets of one team-week each on one stream; the second is worth the most."""
    values = {"A": 20, "B": 30, "C": 10}
    choices = [
        option
        for name, value in values.items()
        for option in (leave(name, value), a_choice(name, value=value, needs={"s": Fraction(1)}))
    ]
    return formulate(a_choice_set(choices, grid=a_grid(1), capacity={"s": capacity}), a_frame())


@pytest.mark.parametrize(
    ("capacity", "kept"),
    [(1, {"B/whole/0"}), (2, {"B/whole/0", "A/whole/0"})],
)
def test_of_gains_that_want_the_same_room_the_first_has_it_and_the_others_are_dropped(
    capacity: int, kept: set[str]
) -> None:
    programme = rivals(capacity)
    idle = programme.numbers(["A/leave/-", "B/leave/-", "C/leave/-"])
    changes = [programme.numbers([one]) for one in ("B/whole/0", "A/whole/0", "C/whole/0")]

    plan = programme.ids(joined(Room(programme), idle, changes))

    assert {one for one in plan if "whole" in one} == kept


def test_what_gains_least_for_the_room_that_is_missing_is_left_out() -> None:
    programme = rivals(2)
    idle = programme.numbers(["A/leave/-", "B/leave/-", "C/leave/-"])
    first, both = programme.numbers(["B/whole/0"]), programme.numbers(["A/whole/0", "C/whole/0"])

    plan = programme.ids(joined(Room(programme), idle, [first, both]))

    assert plan == ("A/whole/0", "B/whole/0", "C/leave/-")


def test_what_makes_room_for_something_better_is_not_done_for_nothing() -> None:
    """B leaves so that A and C may come: where C cannot, B stays."""
    programme = rivals(1)
    with_b = programme.numbers(["A/leave/-", "B/whole/0", "C/leave/-"])
    change = programme.numbers(["A/whole/0", "B/leave/-", "C/whole/0"])

    assert joined(Room(programme), with_b, [change]) == frozenset(with_b)


@given(PORTFOLIOS, st.data())
@settings(max_examples=40)
def test_whatever_is_joined_to_a_plan_leaves_a_plan_that_loses_no_more(
    drawn: tuple[int, set[str]], data: st.DataObject
) -> None:
    programme = programme_of(*drawn)
    room = Room(programme)
    plan = place(room, by_place(programme, {}))
    assume(plan is not None)
    assert plan is not None
    numbers = programme.numbers(plan)
    change = st.tuples(*(st.sampled_from([None, *group]) for group in programme.groups))
    drawn_changes = data.draw(st.lists(change, max_size=5))
    changes = [[n for n in drawn_change if n is not None] for drawn_change in drawn_changes]

    found = joined(room, numbers, changes)

    assert is_feasible(programme, sorted(found))
    assert loss_of(programme, found) <= loss_of(programme, numbers)


@given(PORTFOLIOS, st.sampled_from([1, 3]), st.integers(0, 12))
@settings(max_examples=30)
def test_a_search_that_is_ended_among_its_parts_returns_a_plan_and_what_is_proven(
    drawn: tuple[int, set[str]], workers: int, patience: int
) -> None:
    programme = programme_of(*drawn)
    told: list[Found] = []
    asked = iter(range(patience))

    def ended() -> Ended | None:
        dived = any(found.stage == "dives" for found in told)
        return None if not dived or next(asked, None) is not None else "interrupted"

    watch = Watch(told.append, ended, clocked=False)
    found = searched(programme, replace(MEANS, workers=workers, watch=watch))
    assume(found.taken is not None)

    assert found.taken is not None
    assert is_feasible(programme, programme.numbers(found.taken))
    assert found.bound is not None
    assert found.bound <= loss_of(programme, programme.numbers(found.taken))
