"""Why an initiative waits, and the least that would let it in without displacing anybody."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.model.choice import Choice
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.blockers import blockers
from asp_decide.optimize.evaluation import breaches, is_feasible
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from choice_builders import a_choice, a_choice_set, a_frame, a_grid, before, leave, wip
from random_portfolios import a_portfolio

A, B = InitiativeId("A"), InitiativeId("B")


def offered(name: str, value: int, needs: int) -> list[Choice]:
    return [
        leave(name, value),
        a_choice(name, start=0, value=value, needs={"cards": needs}),
        a_choice(name, start=1, value=value - 2, best=value, needs={"cards": needs}),
    ]


def test_the_capacity_that_is_missing_is_told_exactly() -> None:
    choice_set = a_choice_set(
        [*offered("A", 20, 3), *offered("B", 10, 3)], grid=a_grid(2), capacity={"cards": 5}
    )
    programme = formulate(choice_set, a_frame())

    first, *_ = blockers(programme, ("A/whole/0", "B/whole/1"), B)

    assert first.choice.id == "B/whole/0"
    assert first.gain == 2
    (short,) = first.shortages
    assert str(short.row.origin) == "capacity cards Q1"
    assert short.missing == 1
    assert first.needs_only_more


def test_every_row_in_the_way_is_named() -> None:
    choice_set = a_choice_set(
        [*offered("A", 20, 3), *offered("B", 10, 3)], grid=a_grid(2), capacity={"cards": 5}
    )
    programme = formulate(choice_set, a_frame(wip(1)))

    found = blockers(programme, ("A/whole/0", "B/leave/-"), B)

    told = {b.choice.id: [str(s.row.origin) for s in b.shortages] for b in found}
    assert told["B/whole/0"] == ["capacity cards Q1", "WIP-01 cards Q1"]
    assert told["B/whole/1"] == []


def test_what_waits_for_a_predecessor_is_not_let_in_by_more_capacity() -> None:
    choice_set = a_choice_set(
        [*offered("A", 20, 3), *offered("B", 10, 6)], grid=a_grid(2), capacity={"cards": 5}
    )
    programme = formulate(choice_set, a_frame(dependencies=[before("A", "B")]))

    found = blockers(programme, ("A/whole/0", "B/leave/-"), B)

    assert [b.choice.id for b in found] == ["B/whole/1", "B/whole/0"]
    assert found[0].needs_only_more
    assert not found[1].needs_only_more


def test_what_has_its_best_choice_is_blocked_by_nothing() -> None:
    choice_set = a_choice_set(offered("A", 20, 3), grid=a_grid(2), capacity={"cards": 5})

    assert blockers(formulate(choice_set, a_frame()), ("A/whole/0",), A) == ()


@given(st.integers(0, 10_000))
@settings(max_examples=40)
def test_with_what_is_missing_the_choice_fits_and_with_less_it_does_not(seed: int) -> None:
    portfolio = a_portfolio(seed, ["wip", "ceiling"])
    programme = formulate(portfolio.choice_set, portfolio.frame)
    means = Means(PulpSolver(), WorkLimit(nodes=1000))
    plan = solve_programme(programme, means, order=portfolio.order)
    number_of = programme.number_of()

    for initiative, group in programme.of_initiative().items():
        for blocked in blockers(programme, plan.taken, initiative):
            others = [n for n in programme.numbers(plan.taken) if n not in group]
            moved = sorted([*others, number_of[blocked.choice.id]])
            broken = {b.row.origin: b.by for b in breaches(programme, moved)}
            assert broken == {s.row.origin: s.missing for s in blocked.shortages}
            assert is_feasible(programme, moved) == (blocked.shortages == ())
            assert blocked.gain > Fraction(0)
