"""What may be chosen for work in delivery, and how review holds it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from asp_decide.model.charter import Charter
from asp_decide.model.choice import Choice, ChoiceSet, Pool
from asp_decide.model.ids import InitiativeId, ValueStreamId
from asp_decide.model.initiative import Option
from asp_decide.portfolio.choices import choices
from builders import (
    a_calendar,
    a_capacity,
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
INI_1 = InitiativeId("INI-1")
STOP = an_option(option="stop", effort={}, outlay=0)


def test_work_in_delivery_is_continued_or_stopped_now_redirected_whenever_paused_until_later() -> (
    None
):
    told = _told(
        an_option(option="continue"),
        STOP,
        an_option(option="pause"),
        an_option(option="smaller", kind="redirect"),
    )

    assert [choice.id for choice in told.choices] == [
        "INI-1/continue",
        "INI-1/pause@P2",
        "INI-1/pause@P3..P4",
        "INI-1/pause@P5..P8",
        "INI-1/review",
        "INI-1/smaller@P1",
        "INI-1/smaller@P2",
        "INI-1/smaller@P3..P4",
        "INI-1/smaller@P5..P8",
        "INI-1/stop",
    ]
    assert told.running == {INI_1}


def test_there_is_no_leaving_work_in_delivery_to_itself() -> None:
    assert "leave" not in {choice.kind for choice in _told(an_option(option="continue")).choices}


def test_what_nobody_has_described_can_only_be_held() -> None:
    """Work without any option must not be stopped for want of another answer."""
    assert [choice.id for choice in _told().choices] == ["INI-1/review"]


def test_a_plain_stop_costs_nothing_and_keeps_nothing() -> None:
    told = _told(an_option(option="continue"), STOP)
    stop = _one(told, "stop")

    assert stop.value == 0
    assert not stop.demand
    assert not stop.outlay
    assert stop.active == ()
    assert stop.loss == told.best_value[INI_1] > 0


def test_stopping_costs_its_exit_and_keeps_what_is_released() -> None:
    """Of 100,000 over a life of 100 weeks 30 percent is released and goes on earning."""
    stop = an_option(
        option="stop",
        outlay=30,
        transition_cost=Decimal(20),
        benefit_share=Decimal("0.3"),
        demands=(a_demand(effort=None, transition_effort=Decimal(2)),),
    )
    told = _told(an_option(option="continue"), stop, rate="0")
    stopped = _one(told, "stop")

    assert stopped.value == 30_000
    assert stopped.loss == 100_000 - 30_000 + 50
    assert stopped.outlay == {0: 50}
    assert stopped.demand == {(PAYMENTS, 0): 2}


def test_what_is_released_makes_delay_look_no_dearer() -> None:
    """Only the part still to come waits: 70 percent of the loss of a candidate like it."""
    profile = standard(1_000, ends_on=weeks_after(300))
    kept = an_option(option="stop", effort={}, benefit_share=Decimal("0.3"))
    told = choices(
        a_snapshot(
            [an_initiative(state="implementing", profile=profile)],
            [an_option(option="redirect", weeks=10), kept],
            charter=_charter("0"),
        )
    )
    first, second = (c.value for c in told.choices if c.kind == "redirect" and c.start in {0, 1})

    assert first - second == Fraction(7, 10) * 1_000 * 10


def test_pausing_is_worth_what_the_work_brings_after_its_restart_and_costs_the_restart() -> None:
    told = _told(
        an_option(option="continue", outlay=100),
        an_option(option="pause", outlay=100, transition_cost=Decimal(7)),
    )
    redirect = _told(an_option(option="redirect", outlay=100, transition_cost=Decimal(7)))
    paused = [c for c in told.choices if c.kind == "pause"]
    later = [c for c in redirect.choices if c.kind == "redirect" and c.start]

    assert [(c.start, c.value, c.outlay) for c in paused] == [
        (c.start, c.value, c.outlay) for c in later
    ]
    assert {sum(c.outlay.values()) for c in paused} == {107}


def test_review_holds_what_continuing_uses_in_the_first_step_and_no_more() -> None:
    told = _told(an_option(option="continue", effort=30, weeks=15, outlay=300))
    review, going_on = _one(told, "review"), _one(told, "continue")

    assert review.demand == {(PAYMENTS, 0): going_on.demand[PAYMENTS, 0]} == {(PAYMENTS, 0): 20}
    assert review.outlay == {0: 200}
    assert (review.start, review.finish, review.active) == (0, None, (0,))
    assert (review.value, review.loss) == (going_on.value, going_on.loss)
    assert review.streams == ("payments",)


def test_work_that_asks_more_than_there_is_takes_longer_and_is_not_stopped_for_it() -> None:
    """40 team-weeks in ten weeks of a stream that has 26: half of it in each of two intervals."""
    told = _told(an_option(option="continue", effort=40, weeks=10, outlay=100), STOP)
    going_on, review = _one(told, "continue"), _one(told, "review")

    assert going_on.demand == {(PAYMENTS, 0): 20, (PAYMENTS, 1): 20}
    assert going_on.outlay == {0: 50, 1: 50}
    assert going_on.finish == 1
    assert review.demand == {(PAYMENTS, 0): 20}
    assert (
        "INI-1 takes until P2: as stated it needs 40 team-weeks of payments in P1, which has 26"
    ) in told.assumptions


def test_work_that_no_length_of_time_carries_is_not_continued_and_says_why() -> None:
    told = _told(an_option(option="continue", effort=400, weeks=10), STOP)

    assert [choice.kind for choice in told.choices] == ["review", "stop"]
    assert _one(told, "review").demand == {(PAYMENTS, 0): 26}
    assert [(r.option, r.reason) for r in told.removed] == [
        ("continue", "needs 400 team-weeks of payments in P1, which has 26")
    ]


def test_work_that_lasts_longer_than_the_plan_goes_on_and_is_not_done_in_it() -> None:
    """A level benefit whose end is fixed: worth what is left of it when the work is done."""
    profile = standard(10, ends_on=weeks_after(300))
    told = choices(
        a_snapshot(
            [an_initiative(state="implementing", profile=profile)],
            [an_option(option="continue", effort=100, weeks=100, outlay=1_000), STOP],
            charter=_charter("0"),
        )
    )
    going_on = _one(told, "continue")

    assert going_on.finish is None
    assert going_on.value == 10 * 200
    assert going_on.active == (0, 1, 2, 3)
    assert sum(going_on.demand.values()) == 80
    assert sum(going_on.outlay.values()) == 800
    assert going_on.loss == told.best_value[INI_1] - going_on.value + 1_000
    assert "INI-1 goes on beyond the horizon of the plan" in told.assumptions


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        (an_option(option="continue", effort=None), "the remaining effort in payments"),
        (an_option(option="continue", weeks=None), "the remaining duration"),
        (an_option(option="continue", outlay=None), "the remaining outlay"),
    ],
)
def test_an_unknown_amount_of_what_runs_leaves_review_and_what_is_known(
    option: Option, reason: str
) -> None:
    told = _told(option, STOP)

    assert [choice.kind for choice in told.choices] == ["review", "stop"]
    assert [r.reason for r in told.removed] == [f"{reason} is not known"]
    assert "INI-1 holds no capacity while it is in review: what remains is not known" in (
        told.assumptions
    )


def test_a_running_initiative_of_unknown_benefit_can_be_held_and_ended_and_claims_nothing() -> None:
    told = choices(
        a_snapshot(
            [an_initiative(state="implementing", profile=None)],
            [an_option(option="continue"), STOP],
        )
    )
    review = _one(told, "review")

    assert [choice.kind for choice in told.choices] == ["review", "stop"]
    assert {review.value, review.loss, told.best_value[INI_1]} == {Fraction(0)}
    assert review.demand == {(PAYMENTS, 0): 12}


def test_an_unknown_worth_of_what_is_released_cannot_be_weighed_against_going_on() -> None:
    told = choices(
        a_snapshot(
            [an_initiative(state="implementing", profile=None)],
            [an_option(option="stop", effort={}, benefit_share=Decimal("0.5"))],
        )
    )

    assert [choice.kind for choice in told.choices] == ["review"]


def test_unknown_capacity_ends_nothing_and_redirects_nothing() -> None:
    told = choices(
        a_snapshot(
            [an_initiative(state="implementing")],
            [an_option(option="continue"), an_option(option="redirect"), STOP],
            capacities=[a_capacity(interval="2027Q1", likely=None)],
        )
    )

    assert [choice.kind for choice in told.choices] == ["continue", "review", "stop"]
    assert {r.reason for r in told.removed if r.start == 0} == {
        "capacity of payments in 2027Q1 is not known"
    }


def test_a_scale_for_candidates_is_not_offered_to_what_runs() -> None:
    told = _told(an_option(option="continue"), an_option(option="extended"))

    assert [(r.option, r.start, r.reason) for r in told.removed] == [
        ("extended", None, "`extended` is offered from Investment Framing on, before work begins")
    ]


def test_going_on_after_a_hard_deadline_is_no_option_and_stopping_is() -> None:
    late = deadline(date(2027, 2, 1), cost_per_week=10, until_on=date(2029, 1, 1), hard=True)
    told = choices(
        a_snapshot(
            [an_initiative(state="implementing", profile=late)],
            [an_option(option="continue"), STOP],
            charter=_charter("0.1"),
        )
    )

    assert [choice.kind for choice in told.choices] == ["review", "stop"]
    assert {choice.value for choice in told.choices} == {told.best_value[INI_1]} == {Fraction(0)}


def _charter(rate: str) -> Charter:
    return a_charter(
        calendar=a_calendar(weeks=10, count=8),
        planning_intervals=2,
        discount_rate_per_year=Decimal(rate),
    )


def _told(*offered: Option, rate: str = "0.10") -> ChoiceSet:
    """One initiative in delivery, worth 100,000 over a life of a hundred weeks."""
    running = an_initiative(state="implementing", profile=standard(1_000, life_weeks=100))
    return choices(a_snapshot([running], offered, charter=_charter(rate)))


def _one(told: ChoiceSet, kind: str) -> Choice:
    (choice,) = (choice for choice in told.choices if choice.kind == kind)
    return choice
