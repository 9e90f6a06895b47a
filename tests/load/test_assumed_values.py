"""What is assumed is computed exactly, and only from what is known."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.load.assumed_forms import ByDates, CapacityOfCosts, IdFromName, StraightLine
from asp_decide.load.assumed_values import (
    capacity_of,
    days_left,
    id_from_name,
    remaining_cost,
    state_by_dates,
)
from asp_decide.load.mapped_cells import FieldValue
from asp_decide.load.mapped_records import MappedRecord, Outcome
from asp_decide.model.ids import IntervalId
from asp_decide.model.interval import Interval

AS_OF = date(2022, 3, 31)
STATES = ByDates("implementing", "investigate", "")
IN_LINE = StraightLine(None, "")


def a_record(values: Mapping[str, FieldValue], **outcomes: Outcome) -> MappedRecord:
    return MappedRecord(values, outcomes, {}, ())


def an_interval(begin: date, days: int) -> Interval:
    end = begin + timedelta(days=days - 1)
    return Interval(id=IntervalId("I"), first_day=begin, last_day=end)


@pytest.mark.parametrize(
    ("starts", "ends", "state"),
    [
        (date(2020, 1, 1), date(2022, 3, 31), "outcome_assessment"),
        (date(2020, 1, 1), date(2022, 4, 1), "implementing"),
        (date(2022, 3, 31), date(2023, 3, 31), "implementing"),
        (date(2022, 4, 1), date(2023, 3, 31), "delivery_queue"),
        (date(2020, 1, 1), None, "implementing"),
        (date(2023, 1, 1), None, "delivery_queue"),
        (None, date(2021, 1, 1), "outcome_assessment"),
        (None, date(2025, 1, 1), "implementing"),
        (None, None, "implementing"),
    ],
)
def test_the_state_follows_from_the_dates(
    starts: date | None, ends: date | None, state: str
) -> None:
    stated = {"starts_on": starts, "ends_on": ends}
    record = a_record({name: day for name, day in stated.items() if day is not None})

    assert state_by_dates(record, STATES, AS_OF) == state


def test_dates_that_do_not_apply_yet_say_that_work_has_not_begun() -> None:
    record = a_record({}, starts_on="not applicable", ends_on="empty")
    withheld = a_record({}, starts_on="not applicable", ends_on="withheld")

    assert state_by_dates(record, STATES, AS_OF) == "investigate"
    assert state_by_dates(withheld, STATES, AS_OF) == "implementing"


def test_half_of_the_time_left_is_half_of_the_cost() -> None:
    record = a_record(
        {
            "starts_on": date(2021, 4, 1),
            "ends_on": date(2023, 3, 31),
            "whole_life_cost": Fraction(730),
        }
    )

    assert days_left(record, AS_OF) == 365
    assert remaining_cost(record, IN_LINE, AS_OF) == 365


@pytest.mark.parametrize("lacks", ["starts_on", "ends_on", "whole_life_cost", "cost_this_year"])
def test_what_remains_is_unknown_without_any_of_its_parts(lacks: str) -> None:
    values: dict[str, FieldValue] = {
        "starts_on": date(2021, 4, 1),
        "ends_on": date(2023, 3, 31),
        "whole_life_cost": Fraction(730),
        "cost_this_year": Fraction(100),
    }
    del values[lacks]

    assert remaining_cost(a_record(values), StraightLine(Fraction(2), ""), AS_OF) is None


@given(
    st.integers(1, 20_000),
    st.integers(1, 20_000),
    st.fractions(min_value=0, max_value=10**12),
    st.fractions(min_value=0, max_value=10**9),
)
def test_what_remains_is_never_more_than_the_whole_nor_than_the_years_left_allow(
    begun: int, left: int, cost: Fraction, this_year: Fraction
) -> None:
    record = a_record(
        {
            "starts_on": AS_OF - timedelta(days=begun - 1),
            "ends_on": AS_OF + timedelta(days=left),
            "whole_life_cost": cost,
            "cost_this_year": this_year,
        }
    )

    in_line = remaining_cost(record, IN_LINE, AS_OF)
    bounded = remaining_cost(record, StraightLine(Fraction(2), ""), AS_OF)

    assert in_line == cost * left / (begun + left)
    assert bounded == min(in_line, 2 * this_year * left / Fraction("365.25"))


@pytest.mark.parametrize(
    ("begin", "days", "part"),
    [
        (date(2022, 4, 1), 365, Fraction(1)),
        (date(2023, 4, 1), 366, Fraction(1)),
        (date(2022, 4, 1), 91, Fraction(1, 4)),
        (date(2022, 1, 1), 90, Fraction(1, 4)),
        (date(2022, 7, 1), 92, Fraction(1, 4)),
        (date(2022, 4, 4), 70, Fraction(280, 1461)),
        (date(2022, 4, 1), 730, Fraction(2920, 1461)),
    ],
)
def test_an_interval_has_its_part_of_the_year(begin: date, days: int, part: Fraction) -> None:
    """Quarters are no longer or shorter than a quarter; ten weeks are ten weeks."""
    assumed = CapacityOfCosts(Fraction(11, 10), "")

    assert capacity_of(Fraction(1000), an_interval(begin, days), assumed) == 1100 * part


@pytest.mark.parametrize(
    ("name", "words", "made"),
    [
        ("Geological Disposal Facility Programme (GDF)", 3, "geological-disposal-facility"),
        ("  A400M ", 6, "a400m"),
        ("Fraud, Error & Debt", 6, "fraud-error-debt"),
        ("Café Ümläut", 6, "café-ümläut"),
        ("(?)", 6, ""),
    ],
)
def test_an_id_is_made_of_the_words_of_a_name(name: str, words: int, made: str) -> None:
    assert id_from_name(name, IdFromName(words, "")) == made
