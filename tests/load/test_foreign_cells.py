"""Cells as others write them: exact where they are read, and never read by guessing."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.load.cell_values import Absence, Misfit
from asp_decide.load.foreign_cells import (
    DATE_STYLES,
    absence_in,
    read_foreign_day,
    read_foreign_money,
    read_foreign_number,
)
from asp_decide.load.mapping import CellStyles, Wording, wording

BRITISH = CellStyles(("dd/mm/yyyy",), ",", ".", "GBP", "£", ())
GERMAN = CellStyles(("dd.mm.yyyy",), ".", ",", "EUR", "€", ())
SWISS = CellStyles((), "'", ".", "CHF", "", ())
BARE = CellStyles((), "", ".", None, "", ())
ONE = Fraction(1)


def code(value: object) -> str:
    assert isinstance(value, Misfit)
    return value.code


@pytest.mark.parametrize(
    ("text", "styles", "value"),
    [
        ("£12,343.96", BRITISH, "12343.96"),
        ("£278", BRITISH, "278"),
        ("£ 0.00", BRITISH, "0"),
        ("1234567.5", BRITISH, "1234567.5"),
        (" £1,234,567 ", BRITISH, "1234567"),
        ("12.500", GERMAN, "12500"),
        ("3,75 €", GERMAN, "3.75"),
        ("1'234.50", SWISS, "1234.50"),
        ("0012", BARE, "12"),
    ],
)
def test_an_amount_is_read_as_its_country_writes_it(
    text: str, styles: CellStyles, value: str
) -> None:
    assert read_foreign_money(text, styles, ONE) == Fraction(value)


def test_millions_are_exact_in_base_units() -> None:
    assert read_foreign_money("£33.73", BRITISH, Fraction(1_000_000)) == 33_730_000


@pytest.mark.parametrize(
    ("text", "styles", "expected"),
    [
        ("£1,23", BRITISH, "I025"),
        ("£1.234,50", BRITISH, "I025"),
        ("12,5", BARE, "I025"),
        ("1 234", BARE, "I025"),
        ("$1,234", BRITISH, "I027"),
        ("€3", BRITISH, "I027"),
        ("-£7", BRITISH, "I028"),
        ("(£1,200)", BRITISH, "I028"),
        ("£", BRITISH, "I024"),
        ("ten", BRITISH, "I024"),
        ("=A1", BRITISH, "I024"),
        ("1e6", BRITISH, "I024"),
        ("٣", BRITISH, "I024"),
        ("9" * 19, BRITISH, "I024"),
        ("9" * 16, BRITISH, "I028"),
    ],
)
def test_what_can_be_read_in_two_ways_or_in_none_is_rejected(
    text: str, styles: CellStyles, expected: str
) -> None:
    assert code(read_foreign_money(text, styles, ONE)) == expected


@given(
    st.decimals(min_value=0, max_value=Decimal(10) ** 12, places=2, allow_nan=False),
    st.sampled_from([BRITISH, GERMAN, SWISS]),
)
def test_every_amount_comes_back_from_how_it_is_written(
    amount: Decimal, styles: CellStyles
) -> None:
    english = f"{amount:,.2f}"
    written = english.translate(str.maketrans(",.", styles.thousands + styles.decimal))

    assert read_foreign_money(styles.sign + written, styles, ONE) == Fraction(amount)


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("yyyy-mm-dd", "2027-06-30"),
        ("dd/mm/yyyy", "30/06/2027"),
        ("mm/dd/yyyy", "6/30/2027"),
        ("dd.mm.yyyy", "30.6.2027"),
        ("dd-mon-yy", "30-Jun-27"),
        ("dd-mon-yyyy", "30-JUN-2027"),
        ("dd/mon/yy", "30/jun/27"),
    ],
)
def test_each_style_reads_its_own_days(style: str, text: str) -> None:
    styles = CellStyles((style,), "", ".", None, "", ())

    assert read_foreign_day(text, styles) == date(2027, 6, 30)
    assert set(DATE_STYLES) == {
        *("yyyy-mm-dd", "dd/mm/yyyy", "mm/dd/yyyy", "dd.mm.yyyy"),
        *("dd-mon-yy", "dd-mon-yyyy", "dd/mon/yy"),
    }


@pytest.mark.parametrize(
    "text",
    ["30/06/27", "Q2 2026/27", "FY 2025/2026", "31/04/2027", "30/06/2027 (under review)", "TBD"],
)
def test_what_is_no_day_of_the_named_style_is_rejected(text: str) -> None:
    assert code(read_foreign_day(text, BRITISH)) == "I029"


def test_a_day_that_stands_for_no_end_is_no_day() -> None:
    assert code(read_foreign_day("31/12/9999", BRITISH)) == "I028"


def test_a_month_that_no_calendar_has_is_rejected() -> None:
    styles = CellStyles(("dd-mon-yy",), "", ".", None, "", ())

    assert code(read_foreign_day("30-Jux-27", styles)) == "I029"


def test_three_kinds_of_absence_are_kept_apart() -> None:
    absences: tuple[tuple[Wording, Absence], ...] = (
        (wording("Exempt ..."), "withheld"),
        (wording("... (under review)"), "empty"),
        (wording("N/A"), "not applicable"),
    )
    styles = CellStyles((), "", ".", None, "", absences)

    told = {
        text: absence_in(text, styles, (wording("£0.00"),))
        for text in (
            *("", "  ", "exempt under\nSection 26", "30-Jun-27 (under review)", "n/a", "£0.00"),
            *("Withheld", "not applicable", "N/A today", "0"),
        )
    }

    assert told == {
        "": "empty",
        "  ": "empty",
        "exempt under\nSection 26": "withheld",
        "30-Jun-27 (under review)": "empty",
        "n/a": "not applicable",
        "£0.00": "empty",
        "Withheld": "withheld",
        "not applicable": "not applicable",
        "N/A today": None,
        "0": None,
    }


@given(st.text(max_size=40), st.sampled_from([BRITISH, GERMAN, SWISS, BARE]))
def test_no_text_makes_a_cell_fail(text: str, styles: CellStyles) -> None:
    for value in (
        read_foreign_money(text, styles, ONE),
        read_foreign_number(text, styles, ONE),
        read_foreign_day(text, styles),
    ):
        assert isinstance(value, Misfit | Fraction | date)
        assert not isinstance(value, Fraction) or value >= 0
        assert not isinstance(value, Misfit) or "\n" not in value.message
