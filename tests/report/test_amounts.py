"""Amounts as people read them."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.report.amounts import (
    beside_limit,
    cd3_or_none,
    figures_or_none,
    money,
    money_between,
    number,
    percent,
    quantity,
)

SHARES = st.fractions(0, 2, max_denominator=10**6)
AMOUNTS = st.fractions(-(10**9), 10**9, max_denominator=10**4)


def read(shown: str) -> Fraction:
    """The number in an amount as it was written."""
    return Fraction("".join(c for c in shown if c.isdigit() or c in ".-"))


@given(SHARES, SHARES)
def test_a_value_never_looks_as_if_it_stood_on_the_other_side_of_its_limit(
    value: Fraction, limit: Fraction
) -> None:
    shown_value, shown_limit = map(read, beside_limit(value * 100, limit * 100, "%", "EUR"))

    assert (shown_value < shown_limit) == (value < limit)
    assert (shown_value > shown_limit) == (value > limit)


def test_39_96_percent_is_not_shown_as_40_beside_a_limit_of_40() -> None:
    assert beside_limit(Fraction("39.96"), Fraction(40), "%", "EUR") == ("39.96 %", "40 %")
    assert beside_limit(Fraction("39.9"), Fraction(40), "%", "EUR") == ("39.9 %", "40 %")


def test_counts_and_money_need_no_decimals_to_stand_beside_their_limit() -> None:
    assert beside_limit(Fraction(5), Fraction(4), "initiatives", "EUR") == (
        "5 initiatives",
        "4 initiatives",
    )
    assert beside_limit(Fraction("1499.6"), Fraction(1500), "EUR/week", "EUR") == (
        "EUR 1,499.6 a week",
        "EUR 1,500 a week",
    )


@given(AMOUNTS, AMOUNTS)
def test_an_interval_of_money_still_holds_all_that_it_held(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    shown = money_between(low, high, "EUR").split(" to ")

    if low == high:
        assert len(shown) == 1
    else:
        assert read(shown[0]) <= low
        assert read(shown[1]) >= high


@given(AMOUNTS)
def test_what_is_not_nothing_is_never_shown_as_nothing(amount: Fraction) -> None:
    for shown in (money(amount, "EUR"), number(amount, 0), percent(amount)):
        assert (read(shown) == 0) == (amount == 0)


@given(AMOUNTS)
def test_money_is_off_by_at_most_half_of_its_last_place(amount: Fraction) -> None:
    assert abs(read(money(amount, "EUR")) - amount) <= Fraction(1, 2)


@given(SHARES)
def test_a_share_rounded_up_promises_no_more_than_was_proven(share: Fraction) -> None:
    assert read(percent(share, "up")) / 100 >= share


def test_money_is_written_with_its_currency_and_thousands_apart() -> None:
    assert money(Fraction(1234567), "EUR") == "EUR 1,234,567"
    assert money(Fraction("99.5"), "EUR") == "EUR 99.50"
    assert money(Fraction(-1200), "CHF") == "CHF -1,200"


def test_units_are_counted_as_people_count_them() -> None:
    assert quantity(Fraction(1), "criteria", "EUR") == "1 criterion"
    assert quantity(Fraction(1), "stories", "EUR") == "1 story"
    assert quantity(Fraction("2.5"), "team-weeks", "EUR") == "2.5 team-weeks"
    assert quantity(Fraction(1), "week", "EUR") == "1 week"
    assert quantity(Fraction(1500), "EUR/week/week", "EUR") == "EUR 1,500 a week per week of work"


def test_what_a_plan_does_not_state_is_a_dash_and_not_a_nought() -> None:
    assert figures_or_none(None) == "–"
    assert cd3_or_none(None) == "–"
    assert figures_or_none("0") == "0"
