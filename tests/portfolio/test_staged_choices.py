"""Options that buy evidence: a discovery by analysts, a tranche with what may follow it."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from asp_decide.model.charter import Charter
from asp_decide.model.choice import Choice, ChoiceSet, Pool
from asp_decide.model.ids import InitiativeId, ValueStreamId
from asp_decide.model.initiative import Option
from asp_decide.portfolio.choices import choices
from builders import (
    a_calendar,
    a_charter,
    a_demand,
    a_snapshot,
    an_initiative,
    an_option,
    deadline,
    standard,
    weeks_after,
)

PAYMENTS = Pool(ValueStreamId("payments"))
ANALYSTS = Pool(ValueStreamId(""), "analysis")
INI_1 = InitiativeId("INI-1")
GOOD = Fraction("0.4425")
"""Chance of a good sign in G10: 0.35 * 0.8 + 0.65 * 0.25."""

TEST: dict[str, Any] = {
    "test_sensitivity": Decimal("0.8"),
    "test_specificity": Decimal("0.75"),
    "continues_with": "whole",
}


def test_examining_is_worth_what_its_sign_tells_and_takes_analysts() -> None:
    """G10: a sign worth 178 for an outlay of 150, where building at once would lose 135."""
    told = _told("discovery_queue", _discovery(), an_option(outlay=900))
    first = _at(told, "discovery", 0)

    assert first.value == 178
    assert told.best_value[INI_1] == 178
    assert first.loss == 150
    assert first.demand == {(ANALYSTS, 0): 3}
    assert first.outlay == {0: 150}
    assert {choice.kind for choice in told.choices} == {"discovery", "leave"}


def test_a_tranche_books_what_follows_at_the_chance_of_a_good_sign() -> None:
    told = _told("investment_framing", _tranche(), an_option(effort=20, weeks=20, outlay=900))
    first = _at(told, "tranche", 0)
    worth_of_going_on = Fraction("0.28") * 2000 + Fraction("0.1625") * 100

    assert first.value == worth_of_going_on == Fraction("576.25")
    assert first.demand == {
        (PAYMENTS, 0): 4,
        (PAYMENTS, 1): 10 * GOOD,
        (PAYMENTS, 2): 10 * GOOD,
    }
    assert first.outlay == {0: 150, 1: 450 * GOOD, 2: 450 * GOOD}
    assert first.value - sum(first.outlay.values()) == 28
    assert (first.finish, first.active, first.delivers) == (0, (0,), False)


def test_the_whole_beside_its_tranche_loses_what_a_plain_case_would() -> None:
    told = _told("investment_framing", _tranche(), an_option(outlay=900))
    whole, leave = _at(told, "whole", 0), next(c for c in told.choices if c.kind == "leave")

    assert whole.value - sum(whole.outlay.values()) == -135
    assert leave.loss - whole.loss == -135


def test_what_is_not_worth_going_on_with_books_nothing_behind_the_tranche() -> None:
    told = _told("investment_framing", _tranche(), an_option(outlay=5_000))
    first = _at(told, "tranche", 0)

    assert first.value == 0
    assert first.demand == {(PAYMENTS, 0): 4}
    assert first.outlay == {0: 150}


def test_what_a_tranche_releases_earns_after_a_bad_sign_too() -> None:
    """A fifth of the whole from the tranche on; the rest only after a good sign."""
    told = _told(
        "investment_framing",
        _tranche(benefit_share=Decimal("0.2")),
        an_option(outlay=900),
    )

    expected = Fraction("0.2") * 765 + Fraction("0.8") * Fraction("576.25")

    assert _at(told, "tranche", 0).value == expected


def test_a_second_tranche_is_reached_by_two_good_signs() -> None:
    told = _told(
        "investment_framing",
        _tranche(continues_with="second"),
        an_option(option="second", kind="tranche", effort=10, weeks=10, outlay=0, **TEST),
        an_option(outlay=900, effort=10, weeks=10),
    )
    demand = _at(told, "tranche", 0).demand
    both = Fraction("0.35") * Fraction("0.64") + Fraction("0.65") * Fraction("0.0625")

    assert demand[PAYMENTS, 1] == 10 * GOOD
    assert demand[PAYMENTS, 2] == 10 * both


def test_a_tranche_whose_follow_up_does_not_end_in_the_plan_is_not_offered() -> None:
    told = _told("investment_framing", _tranche(), an_option(weeks=60, effort=12))
    last = [r for r in told.removed if r.option == "tranche"][-1]

    assert last.start == 3
    assert last.reason == "its follow-up `whole` would not be finished when the plan's horizon ends"


def test_a_follow_up_waits_for_its_window() -> None:
    opened = an_option(outlay=900, weeks=10, effort=10, earliest_start_on=weeks_after(25))
    told = _told("investment_framing", _tranche(), opened)

    assert {step for _, step in _at(told, "tranche", 0).demand} == {0, 2}


def test_a_follow_up_too_late_for_a_hard_deadline_is_no_reason_to_examine() -> None:
    profile = deadline(weeks_after(15), cost_per_week=100, until_on=weeks_after(60), hard=True)
    snapshot = a_snapshot(
        [an_initiative(state="discovery_queue", profile=profile)],
        [_discovery(), an_option()],
        charter=_charter(),
    )

    assert {choice.value for choice in choices(snapshot).choices} == {0}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"test_sensitivity": None}, "how well its test tells is not known"),
        ({"continues_with": None}, "the option that follows a good sign is not known"),
        ({"continues_with": "missing"}, "the option that follows a good sign is not known"),
        ({"continues_with": "tranche"}, "the option that follows a good sign is not known"),
    ],
)
def test_a_stage_of_which_something_is_unknown_is_not_offered(
    changes: dict[str, Any], reason: str
) -> None:
    told = _told("investment_framing", _tranche(**changes), an_option(outlay=900))

    assert [r.reason for r in told.removed if r.option == "tranche"] == [reason]


def test_an_unknown_amount_of_the_follow_up_is_named_with_it() -> None:
    told = _told("investment_framing", _tranche(), an_option(outlay=None))

    assert "`whole`: the remaining outlay is not known" in {r.reason for r in told.removed}


def _discovery() -> Option:
    return an_option(
        option="discovery",
        weeks=5,
        outlay=150,
        demands=(a_demand(None, 3, function="analysis"),),
        **TEST,
    )


def _tranche(**changes: Any) -> Option:
    return an_option(option="tranche", effort=4, weeks=10, outlay=150, **(TEST | changes))


def _told(state: str, *offered: Option) -> ChoiceSet:
    """G10: 2,000 if true at 0.35, 100 if not; nothing is discounted and the life moves."""
    initiative = an_initiative(
        state=state,
        profile=standard(20, life_weeks=100),
        probability_of_success=Decimal("0.35"),
        value_if_refuted=Decimal("0.05"),
    )
    return choices(a_snapshot([initiative], offered, charter=_charter()))


def _charter() -> Charter:
    return a_charter(
        calendar=a_calendar(weeks=10, count=8),
        planning_intervals=2,
        discount_rate_per_year=Decimal(0),
    )


def _at(told: ChoiceSet, option: str, start: int) -> Choice:
    (choice,) = (c for c in told.choices if c.option == option and c.start == start)
    return choice
