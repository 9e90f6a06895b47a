"""What each course is worth from here on: what further money earns, and what ending costs."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.model.choice import Pool
from asp_decide.model.ids import InitiativeId, ValueStreamId
from asp_decide.model.initiative import Option
from asp_decide.portfolio.book import open_book
from asp_decide.portfolio.business_case import net_value_staged, net_value_whole
from asp_decide.portfolio.forward_value import known_prices
from asp_decide.portfolio.open_courses import (
    OpenCourse,
    courses_of,
    open_courses,
    smallest_worth_its_cost,
)
from builders import a_calendar, a_charter, a_snapshot, an_initiative, an_option, standard

INI_1 = InitiativeId("INI-1")
PRICES = {Pool(ValueStreamId("payments")): Fraction(40)}
TEST: dict[str, Any] = {
    "test_sensitivity": Decimal("0.8"),
    "test_specificity": Decimal("0.75"),
    "continues_with": "whole",
}


def test_g10_the_whole_is_refused_with_its_number_and_the_tranche_is_what_pays() -> None:
    """-135 as a whole, +28 in stages; the sign is worth 178 and costs 150; the rest loses 163."""
    tranche = an_option(option="tranche", outlay=150, effort={}, **TEST)
    small, large = _at_gate_2(tranche, an_option(outlay=900))

    assert [one.option.option for one in (small, large)] == ["tranche", "whole"]
    assert [small.worth.value, small.information, small.gain] == [28, 178, 28]
    assert [large.worth.value, large.margin] == [-135, -163]
    assert smallest_worth_its_cost([small, large]) == small


def test_the_smallest_tranche_that_pays_is_taken_and_the_next_tells_what_it_adds() -> None:
    """Row 6b.

    A cheap test that tells little, one that pays, and a thorough one that pays no more.
    """
    offered = [
        _tranche("glance", outlay=20, sensitivity="0.5", specificity="0.5"),
        _tranche("pilot", outlay=150, sensitivity="0.8", specificity="0.75"),
        _tranche("study", outlay=240, sensitivity="0.9", specificity="0.8"),
    ]
    told = _at_gate_2(*offered, an_option(outlay=900))
    found = smallest_worth_its_cost(told)

    assert [one.option.option for one in told] == ["glance", "pilot", "study", "whole"]
    assert [one.worth.value for one in told[:2]] == [-20, 28]
    assert found is not None
    assert found.option.option == "pilot"
    assert told[2].worth.value is not None
    assert told[2].margin == told[2].worth.value - 28
    assert told[2].margin < 0


def test_what_would_be_funded_anyway_needs_no_test() -> None:
    """The sign changes nobody's mind: it is worth nothing, and costs."""
    told = _at_gate_2(_tranche("pilot", outlay=10), an_option(outlay=50))

    assert told[0].information == 0
    assert told[0].gain is not None
    assert told[0].gain < 0
    assert smallest_worth_its_cost(told) is None


@given(st.integers(0, 2_000), st.integers(0, 400))
def test_courses_are_the_measures_of_the_gate_one_by_one(whole: int, test: int) -> None:
    offered = [_tranche("pilot", outlay=test), an_option(outlay=whole)]
    book = open_book(_case(offered))
    prices = known_prices(book, {})
    told = {one.option.option: one for one in open_courses(book, book.initiatives[INI_1], prices)}
    pilot, at_once = told["pilot"], told["whole"].worth.value

    assert pilot.worth == net_value_staged(book, INI_1, prices)
    assert told["whole"].worth == net_value_whole(book, INI_1, prices)
    assert at_once is not None
    assert pilot.worth.value is not None
    assert pilot.information is not None
    assert pilot.gain == pilot.worth.value - max(Fraction(0), at_once)
    # The two amounts are rounded to cents each.
    assert abs(pilot.gain - (pilot.information - test)) <= Fraction("0.01")


def test_g12_every_course_stands_beside_the_others() -> None:
    offered = [
        an_option(option="continue", effort=20, benefit_share=Decimal("0.9")),
        an_option(option="redirect", effort=22, benefit_share=Decimal("1.1"), transition_cost=50),
        an_option(option="stop", outlay=30),
    ]
    snapshot = a_snapshot(
        [an_initiative(state="implementing", profile=standard(10, life_weeks=100))],
        offered,
        charter=a_charter(calendar=a_calendar(weeks=10), discount_rate_per_year=Decimal(0)),
    )
    told = {one.option.kind: one.worth.value for one in courses_of(snapshot, PRICES)[INI_1]}

    assert told == {"continue": 100, "redirect": 170, "stop": -30}


def test_what_is_not_known_stands_last_and_says_why() -> None:
    told = _at_gate_2(an_option(option="mvp", outlay=None), an_option(outlay=900))

    assert [one.option.option for one in told] == ["whole", "mvp"]
    assert told[1].worth.why == "the remaining outlay is not known"
    assert told[1].margin is None


def test_nothing_is_compared_before_gate_2_or_after_the_work() -> None:
    for state in ("triage", "discovery_queue", "delivery_queue", "outcome_assessment"):
        book = open_book(a_snapshot([an_initiative(state=state)], [an_option()]))

        assert open_courses(book, book.initiatives[INI_1], {}) == ()


def _at_gate_2(*offered: Option) -> tuple[OpenCourse, ...]:
    return courses_of(_case(offered), {})[INI_1]


def _case(offered: Any) -> Any:
    """2,000 if true at 0.35, 100 if not; nothing is discounted, capacity is free."""
    initiative = an_initiative(
        profile=standard(20, life_weeks=100),
        probability_of_success=Decimal("0.35"),
        value_if_refuted=Decimal("0.05"),
    )
    charter = a_charter(discount_rate_per_year=Decimal(0))
    return a_snapshot([initiative], offered, charter=charter)


def _tranche(
    name: str, *, outlay: int, sensitivity: str = "0.8", specificity: str = "0.75"
) -> Option:
    told = {"test_sensitivity": Decimal(sensitivity), "test_specificity": Decimal(specificity)}
    return an_option(option=name, kind="tranche", outlay=outlay, effort={}, **(TEST | told))
