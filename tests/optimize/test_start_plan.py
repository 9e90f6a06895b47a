"""Lists as starts: each is a plan, none is better than what follows from it."""

from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.evaluation import is_feasible, loss_of
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.list_rules import (
    by_density,
    by_excess,
    by_place,
    by_shares,
    by_urgency,
)
from asp_decide.optimize.live import Answer
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.prices import taking
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.room import Room
from asp_decide.optimize.start_plan import (
    better_of,
    exchange,
    place,
    repaired,
)
from choice_builders import a_choice, a_choice_set, a_frame, a_grid, before, leave, share
from random_portfolios import ROW_KINDS, a_portfolio

kinds_of_rows = st.sets(st.sampled_from(ROW_KINDS), max_size=4)


def reduced(seed: int, kinds: set[str]) -> Programme:
    portfolio = a_portfolio(seed, sorted(kinds))
    left = presolve(formulate(portfolio.choice_set, portfolio.frame))
    assume(left.impossible is None)
    return arrange(left.programme)


@given(st.integers(0, 10_000), kinds_of_rows)
@settings(max_examples=60)
def test_whatever_is_placed_keeps_every_row(seed: int, kinds: set[str]) -> None:
    programme = reduced(seed, kinds)
    answer = PulpSolver().live(programme).solve()
    assume(isinstance(answer, Answer))
    assert isinstance(answer, Answer)

    for ranking in (
        by_place(programme, {}),
        by_urgency(programme),
        by_density(programme),
        by_shares(programme, answer.shares),
        by_excess(programme, answer.shares),
    ):
        plan = place(Room(programme), ranking)
        assert plan is None or is_feasible(programme, programme.numbers(plan))


@given(st.integers(0, 10_000), kinds_of_rows)
@settings(max_examples=60)
def test_an_exchange_keeps_every_row_and_never_loses_more(seed: int, kinds: set[str]) -> None:
    programme = reduced(seed, kinds)
    plan = place(Room(programme), by_place(programme, {}))
    assume(plan is not None)
    assert plan is not None

    better = exchange(Room(programme), plan, [0] * len(programme.choices))

    assert is_feasible(programme, programme.numbers(better))
    before_it, after_it = (loss_of(programme, programme.numbers(p)) for p in (plan, better))
    assert after_it <= before_it


def test_the_list_takes_what_is_first_and_then_what_still_fits() -> None:
    choices = [
        option
        for name, needs in (("A", 3), ("B", 3), ("C", 1))
        for option in (leave(name, 10), a_choice(name, value=10, needs={"s": needs}))
    ]
    programme = formulate(a_choice_set(choices, grid=a_grid(1), capacity={"s": 4}), a_frame())
    order = {c.initiative: "BAC".index(c.initiative) for c in choices}

    assert place(Room(programme), by_place(programme, order)) == (
        "A/leave/-",
        "B/whole/0",
        "C/whole/0",
    )


def test_what_must_be_taken_is_found_a_place_although_it_stands_last() -> None:
    choices = [
        leave("A", 10),
        a_choice("A", value=10, needs={"s": 3}),
        leave("Z", 1),
        a_choice("Z", value=1, needs={"s": 3}),
    ]
    choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"s": 4})
    floor = share("GRD-01", "", at_least=Fraction(1))
    links = [before("A", "Z")]
    programme = formulate(choice_set, a_frame(dependencies=links))

    assert place(Room(programme), by_place(programme, {})) == ("A/whole/0", "Z/leave/-")
    floored = formulate(choice_set, a_frame(floor))
    assert place(Room(floored), by_place(floored, {})) is None


def test_the_better_of_plans_is_the_one_that_loses_less_and_the_first_of_equals() -> None:
    choices = [leave("A", 10), a_choice("A", value=10), a_choice("A", "mvp", value=10)]
    programme = formulate(a_choice_set(choices, grid=a_grid(1)), a_frame())

    plans = [None, ("A/leave/-",), ("A/whole/0",), ("A/mvp/0",)]

    assert better_of(programme, plans) == ("A/whole/0",)
    assert better_of(programme, [None]) is None


@given(st.integers(0, 10_000), kinds_of_rows, st.data())
@settings(max_examples=40)
def test_a_plan_that_no_longer_fits_is_repaired_and_one_that_fits_stays(
    seed: int, kinds: set[str], data: st.DataObject
) -> None:
    programme = reduced(seed, kinds)
    plan = place(Room(programme), by_density(programme))
    assume(plan is not None)
    assert plan is not None
    number = data.draw(st.integers(0, len(programme.choices) - 1))
    forced = taking(programme, [number])
    left = presolve(forced)

    again = None if left.impossible else repaired(Room(forced), plan)

    assert repaired(Room(programme), plan) == plan
    if again is not None:
        assert is_feasible(forced, forced.numbers(again))
        assert again == plan or not is_feasible(forced, forced.numbers(plan))
