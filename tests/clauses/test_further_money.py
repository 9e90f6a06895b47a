"""Row 6b: adding money with a negative margin is refused with the number."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from asp_decide.clauses.further_money import FurtherMoney, further_money, pinned_money
from asp_decide.model.plan import Course, Decision
from plan_builders import a_decision, a_plan, a_run

SCALES = {"first": ("mvp", 100, 40), "whole": ("whole", 300, -50), "all": ("extended", 400, 10)}


def _case(
    scales: Mapping[str, tuple[str, int, int | None]] = SCALES,
    taken: str | None = None,
    decision: str = "decline",
) -> Decision:
    """A case at Gate 2 with these scales: kind, cost and margin; a margin adds up to a worth."""
    courses = []
    for option, (kind, cost, margin) in scales.items():
        worth = None if margin is None else str(margin)
        courses.append(Course(option=option, kind=kind, worth=worth, cost=str(cost), margin=worth))
    return a_decision(
        "INI-1",
        decision,
        state="investment_framing",
        point="gate_2",
        option=taken,
        courses=tuple(courses),
    )


def _found(decision: Decision, answer: str, option: str | None = None) -> FurtherMoney:
    found = further_money(decision, answer, option)
    assert found is not None
    return found


def test_a_scale_that_is_not_worth_its_money_is_found_with_the_amount() -> None:
    found = _found(_case(), "fund", "whole")

    assert (found.course.option, found.shortfall, found.instead) == (
        "whole",
        Fraction(50),
        "`first`",
    )


@pytest.mark.parametrize("option", ["first", "all", None])
def test_a_scale_that_earns_its_money_may_be_asked_for(option: str | None) -> None:
    """Without a name the plan may pick the one that earns."""
    assert further_money(_case(), "fund", option) is None


def test_where_no_scale_earns_its_money_the_least_bad_is_told() -> None:
    losing = {"first": ("mvp", 100, -40), "whole": ("whole", 300, -90)}

    found = _found(_case(losing), "fund")

    assert (found.course.option, found.instead) == ("first", "doing nothing")
    assert found.shortfall == Fraction(40)


def test_less_money_than_was_recommended_is_no_further_money() -> None:
    """Against the numbers, a board may still fund less than the plan would."""
    losing = {"first": ("mvp", 100, -40), "whole": ("whole", 300, 90)}
    decision = _case(losing, taken="whole", decision="fund")

    assert further_money(decision, "fund", "first") is None


@pytest.mark.parametrize("answer", ["return", "decline", "review", "fund_tranche"])
def test_what_adds_no_money_is_not_asked(answer: str) -> None:
    assert further_money(_case(), answer, None) is None


def test_what_is_not_known_is_no_loss() -> None:
    assert further_money(_case({"whole": ("whole", 0, None)}), "fund", None) is None


def test_a_pin_is_asked_like_any_other_wish() -> None:
    pinned, free = _case(taken="whole", decision="fund"), _case(taken="whole", decision="fund")
    other = free.model_copy(update={"initiative": "INI-2"})

    found = list(pinned_money(a_plan([pinned, other], run=a_run(pinned=("INI-1",)))))

    assert [(one.initiative, more.shortfall) for one, more in found] == [("INI-1", Fraction(50))]
