"""What rules, capacity and wishes cost: intervals that hold the truth, and never below nothing."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from asp_decide.clauses.clause import Clause
from asp_decide.errors import NoFeasiblePlanError
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import Solved, solve_programme
from asp_decide.optimize.prices import (
    price_of_looser,
    price_of_taking,
    price_without,
    with_more,
)
from asp_decide.optimize.programme import Origin, Programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from choice_builders import (
    a_choice,
    a_choice_set,
    a_decision,
    a_frame,
    a_grid,
    an_answer,
    leave,
    wip,
)
from random_portfolios import ROW_KINDS, a_portfolio, best_of_all

MEANS = Means(PulpSolver(), WorkLimit(nodes=10_000))
CAPACITY = Origin("fact", "capacity", "cards", "Q1")


def of_wip(origin: Origin) -> bool:
    return "WIP-01" in origin.rules


def plan_of(programme: Programme) -> Solved:
    return solve_programme(programme, MEANS, order={})


def two_bets(*clauses: Clause) -> Programme:
    choices = [
        option
        for name, value in (("A", 10), ("B", 8))
        for option in (leave(name, value), a_choice(name, value=value, needs={"cards": 2}))
    ]
    choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"cards": 4})
    return formulate(choice_set, a_frame(*clauses))


class TestTheInterval:
    @given(st.integers(0, 10_000), st.sets(st.sampled_from(ROW_KINDS), max_size=3))
    @settings(max_examples=60)
    def test_holds_what_the_rule_truly_costs_and_nothing_below_zero(
        self, seed: int, kinds: set[str]
    ) -> None:
        portfolio = a_portfolio(seed, sorted({*kinds, "wip"}), most=5)
        programme = formulate(portfolio.choice_set, portfolio.frame)
        best = best_of_all(programme, portfolio.order)
        assume(best is not None)
        looser = programme.without(row for row in programme.rows if of_wip(row.origin))
        free = best_of_all(looser, portfolio.order)
        assert best is not None
        assert free is not None
        base = solve_programme(programme, MEANS, order=portfolio.order)

        price = price_without(programme, of_wip, base, MEANS, order=portfolio.order)

        assert 0 <= price.low <= best.loss - free.loss <= price.high
        assert price.measurable or price.low == 0

    @given(st.integers(0, 10_000))
    @settings(max_examples=40)
    def test_of_forcing_holds_the_true_regret(self, seed: int) -> None:
        portfolio = a_portfolio(seed, ["wip"], most=5)
        programme = formulate(portfolio.choice_set, portfolio.frame)
        base = solve_programme(programme, MEANS, order=portfolio.order)
        initiative = InitiativeId("INI-1")
        assume(_can_be_forced(programme))

        begins = _begins(programme, initiative)
        price = price_of_taking(programme, begins, base, MEANS, order=portfolio.order)

        forced = [c for c in price.taken if c.startswith("INI-1/")]
        assert forced != ["INI-1/leave/-"]
        best = best_of_all(programme, portfolio.order)
        assert best is not None
        regret = price.other.certificate.loss - best.loss
        assert price.low <= regret <= price.high


def _begins(programme: Programme, initiative: str) -> list[int]:
    """The choices that begin its work in the planning intervals."""
    tails = {step.number for step in programme.grid if step.is_tail}
    group = programme.of_initiative()[InitiativeId(initiative)]
    return [n for n in group if programme.choices[n].start not in {None, *tails}]


def _can_be_forced(programme: Programme) -> bool:
    group = programme.of_initiative()[InitiativeId("INI-1")]
    begins = _begins(programme, "INI-1")
    rest = tuple(tuple(begins) if g == group else g for g in programme.groups)
    return best_of_all(replace(programme, groups=rest), {}) is not None


def test_what_cannot_begin_is_told_with_what_stands_against_it() -> None:
    programme = two_bets(wip(0))

    with pytest.raises(NoFeasiblePlanError) as error:
        price_of_taking(programme, _begins(programme, "B"), plan_of(programme), MEANS, order={})

    assert error.value.origins == ("in the plan B", "WIP-01 cards Q1")


def test_a_limit_of_one_costs_what_the_second_would_have_brought() -> None:
    programme = two_bets(wip(1))
    base = plan_of(programme)

    price = price_without(programme, of_wip, base, MEANS, order={})

    assert price.low == price.high == 8
    assert price.measurable
    assert price.taken == ("A/whole/0", "B/whole/0")


def test_a_limit_that_does_not_bind_costs_exactly_nothing() -> None:
    programme = two_bets(wip(5))

    price = price_without(programme, of_wip, plan_of(programme), MEANS, order={})

    assert price.low == price.high == 0
    assert price.measurable


def test_a_difference_within_the_gap_is_not_measurable() -> None:
    """Of the first programme only a weak proof is at hand: it may lose as little as nothing."""
    programme = two_bets(wip(2))
    proven = plan_of(programme)
    base = replace(proven, certificate=replace(proven.certificate, bound=Fraction(-5)))

    price = price_without(programme, of_wip, base, MEANS, order={})

    assert price.low == price.high == 0
    assert not price.measurable


def test_two_more_team_weeks_bring_the_bet_that_did_not_fit() -> None:
    choices = [
        option
        for name, value in (("A", 10), ("B", 8))
        for option in (leave(name, value), a_choice(name, value=value, needs={"cards": 3}))
    ]
    programme = formulate(a_choice_set(choices, grid=a_grid(1), capacity={"cards": 4}), a_frame())
    base = plan_of(programme)

    one, two = (
        price_of_looser(with_more(programme, {CAPACITY: Fraction(n)}), base, MEANS, order={})
        for n in (1, 2)
    )

    assert one.other.certificate.loss == base.certificate.loss
    assert base.certificate.loss - two.other.certificate.loss == 8
    assert two.high >= 8


def test_forcing_one_in_tells_whom_it_displaces() -> None:
    programme = two_bets(wip(1))
    base = plan_of(programme)

    price = price_of_taking(programme, _begins(programme, "B"), base, MEANS, order={})

    assert base.taken == ("A/whole/0", "B/leave/-")
    assert price.taken == ("A/leave/-", "B/whole/0")
    assert price.low == price.high == 2


def test_without_its_hold_a_reviewed_initiative_is_decided_and_not_held() -> None:
    running = [
        a_choice("R", "continue", value=10, needs={"cards": 2}, steps=2),
        a_choice("R", "review", value=10, needs={"cards": 2}),
        a_choice("R", "stop", best=10),
    ]
    rule = a_decision("REV-01", "validation", "review", enforce="mandatory")
    frame = a_frame(rule, answers=[an_answer("R", "validation", "review", "REV-01")])
    choice_set = a_choice_set(running, grid=a_grid(2), capacity={"cards": 4}, running=["R"])
    programme = formulate(choice_set, frame)
    base = plan_of(programme)

    price = price_without(programme, lambda o: "REV-01" in o.rules, base, MEANS, order={})

    assert base.taken == ("R/review/0",)
    assert price.taken == ("R/continue/0",)


def test_where_deciding_loses_more_than_waiting_for_people_a_review_costs_nothing() -> None:
    """To go on takes both intervals of the stream, and then N cannot begin; held it takes one."""
    offered = [
        a_choice("R", "continue", value=10, needs={"cards": 4}, steps=2),
        a_choice("R", "review", value=10, needs={"cards": 4}),
        a_choice("R", "stop", best=10),
        a_choice("N", value=30, start=1, needs={"cards": 4}),
        leave("N", 30),
    ]
    rule = a_decision("REV-01", "validation", "review", enforce="mandatory")
    frame = a_frame(rule, answers=[an_answer("R", "validation", "review", "REV-01")])
    choice_set = a_choice_set(offered, grid=a_grid(2), capacity={"cards": 4}, running=["R"])
    programme = formulate(choice_set, frame)
    base = plan_of(programme)

    price = price_without(programme, lambda o: "REV-01" in o.rules, base, MEANS, order={})

    assert base.certificate.loss == 0
    assert price.low == price.high == 0
    assert price.measurable
    assert price.taken == base.taken
