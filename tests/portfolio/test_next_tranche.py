"""D11, step 5: getting more evidence is an action itself, with an end, beside going on and ending.

2,000 EUR if the hypothesis holds (0.35), 100 if not; to go on costs 900, a tranche 150 with a sign of
sensitivity 0.8 and specificity 0.75, to stop 30. After a good sign (0.4425) it holds with 0.28/0.4425.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.model.choice import Choice, Pool
from asp_decide.model.ids import InitiativeId, ValueStreamId
from asp_decide.model.initiative import Option
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.book import open_book
from asp_decide.portfolio.choices import choices
from asp_decide.portfolio.next_tranche import gain_from_tranche
from asp_decide.portfolio.open_courses import OpenCourse, courses_of
from builders import a_charter, a_snapshot, an_initiative, an_option, standard

CENT = Fraction("0.01")
INI_1 = InitiativeId("INI-1")
PAYMENTS = Pool(ValueStreamId("payments"))
GOOD, TRUE_IF_GOOD = Fraction("0.4425"), Fraction("0.28") / Fraction("0.4425")
CONTINUE = an_option(option="continue", outlay=900)
STOP = an_option(option="stop", effort={}, outlay=30)
TEST: dict[str, Any] = {
    "test_sensitivity": Decimal("0.8"),
    "test_specificity": Decimal("0.75"),
    "continues_with": "continue",
}
TRANCHE = an_option(option="one-city", kind="tranche", outlay=150, effort=3, weeks=6, **TEST)


def _running(*offered: Option, **changes: Any) -> Snapshot:
    initiative = an_initiative(
        profile=standard(20, life_weeks=100),
        probability_of_success=Decimal("0.35"),
        value_if_refuted=Decimal("0.05"),
        **({"state": "implementing"} | changes),
    )
    return a_snapshot([initiative], offered, charter=a_charter(discount_rate_per_year=Decimal(0)))


def _told(snapshot: Snapshot) -> dict[str, OpenCourse]:
    return {one.option.option: one for one in courses_of(snapshot, {})[INI_1]}


def test_a_tranche_is_worth_what_its_sign_tells_less_its_cost_and_that_of_ending() -> None:
    told = _told(_running(CONTINUE, STOP, TRANCHE))

    after_good = TRUE_IF_GOOD * 2000 + (1 - TRUE_IF_GOOD) * 100 - 900
    worth = -150 + GOOD * after_good + (1 - GOOD) * -30
    assert told["continue"].worth.value == -135
    assert told["stop"].worth.value == -30
    assert _differ(told["one-city"].worth.value, worth) <= CENT
    found = told["one-city"]
    assert _differ(found.worth.value, (found.gain or Fraction(0)) - 30) == 0
    assert _differ(found.information, (found.gain or Fraction(0)) + 150) == 0


def test_after_a_sign_the_best_of_what_is_open_is_taken() -> None:
    """A redirect that needs no hypothesis is better than to stop after a bad sign (F22)."""
    sure = an_option(
        option="small",
        kind="redirect",
        outlay=0,
        benefit_share=Decimal("0.1"),
        probability_of_success=Decimal("0.35"),
    )
    alone = _told(_running(CONTINUE, STOP, TRANCHE))["one-city"].worth.value
    beside = _told(_running(CONTINUE, STOP, sure, TRANCHE))["one-city"].worth.value
    bad = 1 - GOOD
    true_if_bad = Fraction("0.07") / bad

    assert alone is not None
    assert beside is not None
    expected = bad * (Fraction("0.1") * (true_if_bad * 2000 + (1 - true_if_bad) * 100) + 30)
    assert _differ(beside - alone, expected) <= 2 * CENT


def test_the_measure_is_the_gain_over_the_best_that_can_be_decided_at_once() -> None:
    book = open_book(_running(CONTINUE, STOP, TRANCHE))

    assert gain_from_tranche(book, INI_1, {PAYMENTS: Fraction(0)}).value == (
        _told(_running(CONTINUE, STOP, TRANCHE))["one-city"].gain
    )


def test_without_a_tranche_there_is_nothing_to_gain_and_of_what_does_not_run_nobody_asks() -> None:
    running = open_book(_running(CONTINUE, STOP))
    waiting = open_book(_running(an_option(), state="delivery_queue"))

    assert gain_from_tranche(running, INI_1, {PAYMENTS: Fraction(0)}).value == 0
    assert gain_from_tranche(waiting, INI_1, {PAYMENTS: Fraction(0)}).why == "not in delivery"


def test_what_is_not_known_of_it_is_said() -> None:
    blind = TRANCHE.model_copy(update={"test_sensitivity": None})

    assert _told(_running(CONTINUE, STOP, blind))["one-city"].worth.why == (
        "how well its test tells is not known"
    )


@given(st.integers(0, 2_000), st.integers(0, 300))
def test_a_free_sign_is_never_worth_less_than_none(going_on: int, stopping: int) -> None:
    """Whatever it costs to go on or to end: who may still decide after the sign loses nothing."""
    free = an_option(option="one-city", kind="tranche", outlay=0, effort={}, weeks=0, **TEST)
    told = _told(
        _running(
            an_option(option="continue", outlay=going_on),
            an_option(option="stop", effort={}, outlay=stopping),
            free,
        )
    )

    assert told["one-city"].gain is not None
    assert told["one-city"].gain >= -Fraction("0.01")


def _differ(found: Fraction | None, expected: Fraction) -> Fraction:
    assert found is not None
    return abs(found - expected)


def _choice(snapshot: Snapshot) -> Choice:
    (found,) = (one for one in choices(snapshot).choices if one.kind == "tranche")
    return found


def test_it_is_a_column_of_the_plan_that_goes_on_now_and_begins_nothing() -> None:
    found = _choice(_running(CONTINUE, STOP, TRANCHE))

    assert (found.start, found.finish, found.begins_work, found.delivers) == (0, 0, False, False)
    assert found.demand[PAYMENTS, 0] == 3


def test_what_follows_is_booked_at_its_chance_and_so_is_the_end() -> None:
    """900 to go on after a good sign, 30 to stop after a bad one; the columns hold no price."""
    found = _choice(_running(CONTINUE, STOP, TRANCHE))

    assert sum(found.outlay.values()) == 150 + GOOD * 900 + (1 - GOOD) * 30
    later = sum(amount for (_, step), amount in found.demand.items() if step > 0)
    assert later == GOOD * 12
    assert _differ(found.value, GOOD * (TRUE_IF_GOOD * 1900 + 100)) <= CENT


def test_a_tranche_ends_on_the_last_day_of_its_interval() -> None:
    snapshot = _running(CONTINUE, STOP, TRANCHE)
    step = choices(snapshot).grid[0]

    assert step.last_day(snapshot.as_of) == date(2027, 3, 31)
    assert replace(step, ends=Fraction(1)).last_day(date(2027, 1, 1)) == date(2027, 1, 8)
