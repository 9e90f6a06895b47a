"""A cut follows from its row for every whole plan, whatever its recipe says; a false one is told."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from asp_decide.errors import UncertifiedPlanError
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.cuts import Cut, Knapsack, cut_row, cut_rows, groups_by_choice, knapsack
from asp_decide.optimize.evaluation import is_feasible, slack_of, sum_of
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.live import Answer
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.programme import Origin, Programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.separation import Separation
from choice_builders import a_choice, a_choice_set, a_frame, a_grid, leave
from random_portfolios import ROW_KINDS, a_portfolio

CAPACITY = Origin("fact", "capacity", "s", "Q1")
PORTFOLIOS = st.tuples(st.integers(0, 10_000), st.sets(st.sampled_from(ROW_KINDS), max_size=4))


def left_of(seed: int, kinds: set[str]) -> Programme:
    portfolio = a_portfolio(seed, sorted(kinds), most=4)
    left = presolve(formulate(portfolio.choice_set, portfolio.frame))
    assume(left.impossible is None)
    return left.programme


def plans_of(programme: Programme) -> Iterator[tuple[int, ...]]:
    for numbers in itertools.product(*programme.groups):
        if is_feasible(programme, numbers):
            yield numbers


def assert_every_plan_keeps(programme: Programme, cuts: tuple[Cut, ...]) -> None:
    rows = cut_rows(programme, cuts)
    for numbers in plans_of(programme):
        for row in rows:
            assert slack_of(row, sum_of(row, frozenset(numbers))) >= 0


@st.composite
def recipes(draw: st.DrawFn, sack: Knapsack, of: Origin) -> Cut:
    """Any recipe that names what the row has."""
    match draw(st.sampled_from(["rounded", "threshold", "cover"])):
        case "rounded":
            return Cut("rounded", of, part=draw(st.integers(1, 9)))
        case "threshold":
            return Cut("threshold", of, least=draw(st.fractions(Fraction(1, 20), Fraction(1, 2))))
        case _:
            weights = sorted(set(sack.weights.values()))
            members = st.dictionaries(
                st.sampled_from(sorted(set(sack.initiatives.values()))),
                st.sampled_from([Fraction(weight, sack.room) for weight in weights]),
            )
            found = draw(members)
            assume(sum(found.values()) > 1)
            return Cut("cover", of, members=tuple(sorted(found.items())))


@given(PORTFOLIOS, st.data())
@settings(max_examples=150)
def test_whatever_the_recipe_every_plan_keeps_the_cut(
    drawn: tuple[int, set[str]], data: st.DataObject
) -> None:
    programme = left_of(*drawn)
    sacks = [
        (row.origin, sack)
        for row in programme.rows
        if (sack := knapsack(programme, row, groups_by_choice(programme)))
    ]
    assume(sacks)
    origin, sack = data.draw(st.sampled_from(sacks))

    assert_every_plan_keeps(programme, (data.draw(recipes(sack, origin)),))


@given(PORTFOLIOS)
@settings(max_examples=80)
def test_what_is_separated_is_broken_by_the_relaxation_and_by_no_plan(
    drawn: tuple[int, set[str]],
) -> None:
    programme = arrange(left_of(*drawn))
    answer = PulpSolver().live(programme).solve()
    assume(isinstance(answer, Answer))
    assert isinstance(answer, Answer)
    cuts = Separation(programme).violated(answer.shares)

    for row in cut_rows(programme, cuts):
        taken = sum(amount * answer.shares[number] for number, amount in row.terms)
        assert taken > row.limit * 2**40
    assert_every_plan_keeps(programme, cuts)


@pytest.fixture
def two_of_three() -> Programme:
    """Three bets of four in a capacity of ten: the relaxation takes two and a half."""
    choices = [
        option
        for name in "ABC"
        for option in (leave(name, 10), a_choice(name, value=10, needs={"s": 4}))
    ]
    choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"s": 10})
    return arrange(presolve(formulate(choice_set, a_frame())).programme)


def test_three_of_four_in_ten_are_two_at_most(two_of_three: Programme) -> None:
    answer = PulpSolver().live(two_of_three).solve()
    assert isinstance(answer, Answer)

    found = Separation(two_of_three).violated(answer.shares)

    assert any(row.limit / next(iter(row.terms))[1] == 2 for row in cut_rows(two_of_three, found))


def members(**shares: str) -> tuple[tuple[InitiativeId, Fraction], ...]:
    return tuple((InitiativeId(name), Fraction(share)) for name, share in shares.items())


GOOD = Cut("cover", CAPACITY, members=members(A="2/5", B="2/5", C="2/5"))


@pytest.mark.parametrize(
    ("forged", "told"),
    [
        (Cut("rounded", CAPACITY), "rounds to no part"),
        (Cut("threshold", CAPACITY, least=Fraction(3, 5)), "has a threshold of 3/5"),
        (Cut("threshold", CAPACITY), "has a threshold of 0"),
        (replace(GOOD, members=members(A="2/5", B="2/5")), "fit together"),
        (replace(GOOD, members=(*members(A="2/5"), *members(A="2/5", B="2/5"))), "twice"),
        (replace(GOOD, members=members(A="6/5", B="0")), "for nothing"),
        (replace(GOOD, of=Origin("fact", "capacity", "t", "Q1")), "can give none"),
    ],
)
def test_a_recipe_that_cannot_be_is_refused_by_name(
    two_of_three: Programme, forged: Cut, told: str
) -> None:
    cut_rows(two_of_three, (GOOD,))

    with pytest.raises(UncertifiedPlanError, match=told):
        cut_rows(two_of_three, (forged,))


def test_a_choice_that_takes_the_place_of_two_counts_for_two(two_of_three: Programme) -> None:
    row = next(row for row in two_of_three.rows if row.origin == CAPACITY)
    sack = knapsack(two_of_three, row, groups_by_choice(two_of_three))
    assert sack is not None
    large = {number: 2 * weight for number, weight in sack.weights.items()}

    counted = cut_row(replace(sack, weights=large), GOOD, 1)

    assert {amount for _, amount in counted.terms} == {2}
