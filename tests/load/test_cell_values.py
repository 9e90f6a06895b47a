"""A cell is read exactly or refused: never guessed, never rounded."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.load.cell_values import (
    MOST_DIGITS,
    Misfit,
    Scale,
    absence_of,
    plain_decimal,
    read_day,
    read_id,
    read_number,
    read_word,
    read_yes_no,
)

ANY = Scale("", "2.5")
WEEKS = Scale("time", "18 weeks", least=Decimal(0), most=Decimal(100_000))
SHARE = Scale("share", "20 %", least=Decimal(0), most=Decimal(1))
MONEY = Scale("money", "12000 EUR", least=Decimal(0))
RATE = Scale("money per week", "12000 EUR/week", least=Decimal(0))
COUNT = Scale("", "3", least=Decimal(0), whole=True)


@pytest.mark.parametrize(
    ("text", "scale", "value"),
    [
        ("18", WEEKS, 18),
        ("18 weeks", WEEKS, 18),
        ("1 week", WEEKS, 1),
        ("84 days", WEEKS, 12),
        ("10 days", WEEKS, Fraction(10, 7)),
        ("36500 days", WEEKS, Fraction(36500, 7)),
        ("20 %", SHARE, Fraction(1, 5)),
        ("0.20", SHARE, Fraction(1, 5)),
        ("12_000 EUR", MONEY, 12_000),
        ("12000.50EUR", MONEY, Fraction(24_001, 2)),
        ("500 EUR/week", RATE, 500),
        ("-3.5", ANY, Fraction(-7, 2)),
        ("+3", ANY, 3),
        ("012", ANY, 12),
        ("12.500", ANY, Fraction(25, 2)),
    ],
)
def test_a_number_is_read_exactly_in_the_unit_of_its_column(
    text: str, scale: Scale, value: Fraction
) -> None:
    assert read_number(text, scale, "EUR") == value


@pytest.mark.parametrize(
    ("text", "scale", "code"),
    [
        ("TBD", ANY, "I024"),
        ("1e3", ANY, "I026"),
        ("0x1F", ANY, "I026"),
        ("=A1+B1", ANY, "I024"),
        ("#N/A", ANY, "I024"),
        ("Exempt under Section 43", ANY, "I024"),
        ("5.", ANY, "I024"),
        (".5", ANY, "I024"),
        ("NaN", ANY, "I024"),
        ("Infinity", ANY, "I024"),
        ("٣", ANY, "I024"),
        ("12.500,00", ANY, "I025"),
        ("3,75", ANY, "I025"),
        ("1,234,567", ANY, "I025"),
        ("1 234", ANY, "I025"),
        ("1\u00a0234", ANY, "I025"),
        ("$500", MONEY, "I025"),
        ("£12,343.96", MONEY, "I025"),
        ("(1,200)", MONEY, "I025"),
        ("500 USD", MONEY, "I027"),
        ("500 USD/week", RATE, "I027"),
        ("500 EUR", RATE, "I026"),
        ("5 weks", WEEKS, "I026"),
        ("5 points", WEEKS, "I026"),
        ("5 weeks", COUNT, "I026"),
        ("-1", WEEKS, "I028"),
        ("100001", WEEKS, "I028"),
        ("20", SHARE, "I028"),
        ("2.5", COUNT, "I028"),
        ("9" * (MOST_DIGITS + 1), ANY, "I024"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(text: str, scale: Scale, code: str) -> None:
    misfit = read_number(text, scale, "EUR")

    assert isinstance(misfit, Misfit)
    assert misfit.code == code
    assert misfit.mend or code == "I024"


def test_a_slip_in_a_unit_comes_with_the_unit_that_was_meant() -> None:
    misfit = read_number("5 weks", WEEKS, "EUR")

    assert isinstance(misfit, Misfit)
    assert misfit.mend == "did you mean `weeks`?"


def test_without_a_known_currency_every_currency_is_one() -> None:
    assert read_number("500 USD", MONEY, None) == 500


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-9, max_value=9**9))
def test_a_plain_decimal_reads_as_itself_whatever_zeros_follow(value: Decimal) -> None:
    read = read_number(f"{value:f}", ANY, "EUR")

    assert read == Fraction(value)
    assert isinstance(read, Fraction)
    assert plain_decimal(read) == value
    assert str(plain_decimal(read)) == str(plain_decimal(Fraction(f"{value:f}000")))


@given(st.integers(0, 700_000))
def test_days_and_weeks_of_one_length_are_one_number(days: int) -> None:
    assert read_number(f"{days} days", WEEKS, "EUR") == Fraction(days, 7)


@given(st.text(), st.sampled_from([ANY, WEEKS, SHARE, MONEY, RATE, COUNT]))
def test_whatever_the_text_a_number_is_read_or_refused_and_never_raises(
    text: str, scale: Scale
) -> None:
    assert isinstance(read_number(text, scale, "EUR"), Fraction | Misfit)


@pytest.mark.parametrize(
    "text", ["31/12/2026", "2026-13-01", "2026-02-30", "20260101", "2026-W01-1", "TBD", "Q2 2026"]
)
def test_a_day_is_written_in_one_way_only(text: str) -> None:
    misfit = read_day(text)

    assert isinstance(misfit, Misfit)
    assert misfit.code == "I029"


@given(st.dates())
def test_every_day_of_the_calendar_is_read(day: date) -> None:
    assert read_day(day.isoformat()) == day


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("no", False)])
def test_yes_and_no_are_words(text: str, value: bool) -> None:  # noqa: FBT001 - an expected value
    assert read_yes_no(text) is value


@pytest.mark.parametrize("text", ["Yes", "true", "1", "n", "on"])
def test_nothing_else_means_yes_or_no(text: str) -> None:
    assert isinstance(read_yes_no(text), Misfit)


def test_a_word_with_a_slip_comes_with_the_word_that_was_meant() -> None:
    misfit = read_word("implementig", ("implementing", "intake"))

    assert misfit == Misfit(
        "I023",
        "`implementig` is none of the words that belong here",
        "did you mean `implementing`?",
    )


@pytest.mark.parametrize("text", ["INI;1", "INI\n1", "INI\t1", "x" * 201])
def test_what_cannot_stand_in_a_list_is_no_id(text: str) -> None:
    assert isinstance(read_id(text), Misfit)


@pytest.mark.parametrize("text", ["007", "1e3", "No. 5", "Ωmega", "INI-112/whole"])
def test_an_id_stays_the_text_that_it_is(text: str) -> None:
    assert read_id(text) == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        ("withheld", "withheld"),
        ("Withheld", "withheld"),
        ("not applicable", "not applicable"),
        ("0", None),
        ("n/a", None),
        ("-", None),
    ],
)
def test_three_kinds_of_absence_are_kept_apart_and_none_is_zero(
    text: str, kind: str | None
) -> None:
    assert absence_of(text) == kind
