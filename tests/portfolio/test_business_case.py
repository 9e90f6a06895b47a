"""Gate economics from facts: whole, in stages, or not before somebody has looked."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.model.charter import Charter
from asp_decide.model.choice import Pool
from asp_decide.model.ids import InitiativeId, ValueStreamId
from asp_decide.model.initiative import Initiative, Option
from asp_decide.portfolio.book import Book, open_book
from asp_decide.portfolio.business_case import (
    net_value_staged,
    net_value_whole,
    remaining_value,
    value_of_examining,
)
from asp_decide.portfolio.examination import Examination, Payoff, staged_net
from asp_decide.portfolio.forward_value import known_prices
from asp_decide.portfolio.queue_order import priority
from builders import (
    a_capacity,
    a_charter,
    a_snapshot,
    an_initiative,
    an_option,
    deadline,
    standard,
    weeks_after,
)
from strategies import shares

INI_1 = InitiativeId("INI-1")
PAYMENTS = Pool(ValueStreamId("payments"))
TEST: dict[str, Any] = {
    "test_sensitivity": Decimal("0.8"),
    "test_specificity": Decimal("0.75"),
    "continues_with": "whole",
}


def test_g10_plain_value_says_no_where_the_staged_one_says_examine_first() -> None:
    """G10, row 6."""
    book = _book(an_option(outlay=900), an_option(option="tranche", outlay=150, effort={}, **TEST))

    assert net_value_whole(book, INI_1, {PAYMENTS: Fraction(0)}).value == -135
    assert net_value_staged(book, INI_1, {PAYMENTS: Fraction(0)}).value == 28


@given(
    probability=shares(),
    refuted=shares(),
    sensitivity=shares(),
    specificity=shares(),
    outlay=st.integers(0, 3_000),
)
def test_staged_facts_are_worth_what_the_textbook_says(
    probability: Decimal, refuted: Decimal, sensitivity: Decimal, specificity: Decimal, outlay: int
) -> None:
    """Two stages from facts against the closed form over payoffs, to the cent."""
    initiative = _initiative(probability_of_success=probability, value_if_refuted=refuted)
    told: dict[str, Any] = {"test_sensitivity": sensitivity, "test_specificity": specificity}
    tranche = an_option(option="tranche", outlay=150, continues_with="whole", **told)
    book = open_book(
        a_snapshot([initiative], [an_option(outlay=outlay), tranche], charter=_undiscounted())
    )
    build = Payoff(Fraction(2_000 - outlay), 2_000 * Fraction(refuted) - outlay)
    leave = Payoff(Fraction(0), Fraction(0))
    examination = Examination(Fraction(sensitivity), Fraction(specificity))
    expected = staged_net(Fraction(probability), [build, leave], examination, cost=Fraction(150))

    found = net_value_staged(book, INI_1, known_prices(book, {})).value
    assert found == round(expected, 2)


def test_what_a_discovery_would_tell_is_worth_its_price_or_not() -> None:
    book = _book(
        an_option(outlay=900),
        an_option(option="discovery", outlay=150, effort=2, **TEST),
    )
    analysts = Pool(ValueStreamId(""), "analysis")
    prices = known_prices(book, {})

    assert value_of_examining(book, INI_1, prices).value == 28
    assert value_of_examining(book, INI_1, {**prices, analysts: Fraction(20)}).value == -12


def test_capacity_counts_at_its_price_in_every_stage() -> None:
    """12 team-weeks at 10: the case is 120 dearer, the staged one by a good sign's chance of it."""
    book = _book(an_option(outlay=900), an_option(option="tranche", outlay=150, effort=3, **TEST))
    prices = {PAYMENTS: Fraction(10)}

    assert net_value_whole(book, INI_1, prices).value == -135 - 120
    assert net_value_staged(book, INI_1, prices).value == round(
        28 - 30 - Fraction("0.4425") * 120, 2
    )


def test_without_a_stage_the_staged_value_is_the_whole() -> None:
    book = _book(an_option(outlay=900))

    assert net_value_staged(book, INI_1, known_prices(book, {})).value == -135


def test_the_best_scale_counts() -> None:
    book = _book(
        an_option(outlay=900),
        an_option(option="mvp", outlay=100, effort=2, benefit_share=Decimal("0.4")),
    )

    assert net_value_whole(book, INI_1, known_prices(book, {})).value == Fraction("0.4") * 765 - 100
    assert remaining_value(book, INI_1).value == 765


def test_one_unknown_amount_makes_the_comparison_unknown() -> None:
    """Unknown routes to review: the known scale must not win because the other is not written."""
    book = _book(an_option(outlay=900), an_option(option="mvp", outlay=None))
    told = net_value_whole(book, INI_1, known_prices(book, {}))

    assert told.value is None
    assert told.why == "`mvp`: the remaining outlay is not known"


def test_a_pool_of_unknown_capacity_has_no_price() -> None:
    snapshot = a_snapshot(
        options=[an_option()], capacities=[a_capacity(interval="2027Q1", likely=None)]
    )
    book = open_book(snapshot)
    told = net_value_whole(book, INI_1, known_prices(book, {}))

    assert told.value is None
    assert told.why == "`whole`: the price of capacity of payments is not known"


def test_what_cannot_be_in_time_for_a_hard_deadline_only_costs() -> None:
    late = deadline(weeks_after(5), cost_per_week=10, hard=True)
    book = open_book(a_snapshot([an_initiative(profile=late)], [an_option(weeks=10, outlay=40)]))

    assert net_value_whole(book, INI_1, known_prices(book, {})).value == -40
    assert remaining_value(book, INI_1).value == 0


def test_a_case_without_an_option_is_unknown_and_says_why() -> None:
    book = _book()

    assert net_value_whole(book, INI_1, {}).why == "no option delivers it"
    assert value_of_examining(book, INI_1, {}).why == "no discovery option"


def test_a_worthless_short_piece_of_work_fails_the_gate_whatever_its_place_in_the_list() -> None:
    """Pitfall 4: CD3 says in what order, never whether."""
    hasty = _initiative(profile=standard(1_000, ends_on=weeks_after(2)), probability_of_success=1)
    told = open_book(
        a_snapshot([hasty], [an_option(weeks=1, outlay=5_000)], charter=_undiscounted())
    )

    assert priority(told, INI_1).cd3 == 1_000
    assert net_value_whole(told, INI_1, known_prices(told, {})).value == 1_000 - 5_000


def _book(*offered: Option) -> Book:
    return open_book(a_snapshot([_initiative()], offered, charter=_undiscounted()))


def _initiative(**changes: Any) -> Initiative:
    """2,000 if true at 0.35, 100 if not."""
    told: dict[str, Any] = {
        "profile": standard(20, life_weeks=100),
        "probability_of_success": Decimal("0.35"),
        "value_if_refuted": Decimal("0.05"),
    }
    return an_initiative(**(told | changes))


def _undiscounted() -> Charter:
    return a_charter(discount_rate_per_year=Decimal(0))
