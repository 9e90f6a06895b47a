"""A calendar is listed or generated; what it cannot be is refused before anything is planned."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.load.calendar_reader import read_calendar
from asp_decide.load.keyed_values import Page
from asp_decide.model.interval import Calendar
from asp_decide.plain_text import lines_of
from asp_decide.strict_yaml import read_yaml


def calendar_of(text: str) -> tuple[Calendar | None, list[str]]:
    node = read_yaml(text, "asp.yaml", family="W").value
    assert node is not None
    page = Page(lines_of(text))
    calendar = read_calendar(node, page)
    return calendar, [problem.code for problem in page.problems]


def test_quarters_are_counted_on_from_the_first() -> None:
    calendar, _ = calendar_of("{first: 2026Q3, from: 2026-07-01, quarters: 4}")

    assert calendar is not None
    told = [(i.id, i.first_day, i.last_day) for i in calendar.intervals]
    assert told == [
        ("2026Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2027Q1", date(2027, 1, 1), date(2027, 3, 31)),
        ("2027Q2", date(2027, 4, 1), date(2027, 6, 30)),
    ]


def test_a_fiscal_year_may_begin_in_any_month() -> None:
    calendar, _ = calendar_of("{first: FY27-Q1, from: 2026-10-01, quarters: 2}")
    named, _ = calendar_of("{first: 2027-Q4, from: 2026-10-01, quarters: 2}")

    assert calendar is None
    assert named is not None
    assert [i.id for i in named.intervals] == ["2027-Q4", "2028-Q1"]
    assert named.intervals[1].first_day == date(2027, 1, 1)


def test_intervals_of_weeks_keep_the_width_of_their_number() -> None:
    calendar, _ = calendar_of("{first: PI-09, from: 2027-01-04, weeks: 10, intervals: 3}")

    assert calendar is not None
    assert [i.id for i in calendar.intervals] == ["PI-09", "PI-10", "PI-11"]
    assert {i.weeks for i in calendar.intervals} == {10}


@given(
    st.dates(date(2000, 1, 1), date(2100, 12, 28)).filter(lambda day: day.day <= 28),
    st.integers(1, 80),
    st.integers(1, 4),
)
def test_generated_quarters_follow_each_other_and_begin_on_one_day_of_the_month(
    begin: date, count: int, quarter: int
) -> None:
    calendar, codes = calendar_of(
        f"{{first: {begin.year}Q{quarter}, from: {begin}, quarters: {count}}}"
    )

    assert codes == []
    assert calendar is not None
    assert len(calendar.intervals) == count
    assert {i.first_day.day for i in calendar.intervals} == {begin.day}
    assert calendar.intervals[0].first_day == begin


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 26), st.integers(1, 50))
def test_a_generated_calendar_is_the_listed_one(begin: date, weeks: int, count: int) -> None:
    listed = "\n".join(
        f"- {{id: P{n + 1}, from: {begin + timedelta(weeks=weeks * n)}, "
        f"until: {begin + timedelta(weeks=weeks * (n + 1), days=-1)}}}"
        for n in range(count)
    )

    generated = f"{{first: P1, from: {begin}, weeks: {weeks}, intervals: {count}}}"

    assert calendar_of(generated) == calendar_of(listed)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("quarters", ["W013"]),
        ("[]", ["W015"]),
        ("[2027Q1]", ["W013"]),
        ("{first: 2027Q1, from: 2027-01-01}", ["W012"]),
        ("{first: 2027Q1, from: 2027-01-01, quarters: 0}", ["W014"]),
        ("{first: 2027Q1, from: 2027-01-01, quarters: 401}", ["W014"]),
        ("{first: 2027Q5, from: 2027-01-01, quarters: 4}", ["W015"]),
        ("{first: first, from: 2027-01-01, weeks: 10, intervals: 4}", ["W015"]),
        ("{first: 2027Q1, from: 2027-01-31, quarters: 4}", ["W015"]),
        ("{first: 9985Q1, from: 9985-01-01, quarters: 40}", ["W015"]),
        ("{first: 2027Q1, from: 2027-02-30, quarters: 4}", ["W014"]),
        ("{first: 2027Q1, from: 2027-01-01, quarters: 4, weeks: 10}", ["W011", "W012"]),
        ("[{id: A, from: 2027-01-01}]", ["W012"]),
        ("[{id: A, from: 2027-01-02, until: 2027-01-01}]", ["W015"]),
        (
            "[{id: A, from: 2027-01-01, until: 2027-01-02}, {id: A, from: 2027-01-03, until: 2027-01-04}]",
            ["W015"],
        ),
        (
            "[{id: A, from: 2027-01-01, until: 2027-01-02}, {id: B, from: 2027-01-02, until: 2027-01-04}]",
            ["W015"],
        ),
    ],
)
def test_what_is_no_calendar_is_refused(text: str, codes: list[str]) -> None:
    calendar, told = calendar_of(text)

    assert calendar is None
    assert told == codes


@given(st.text(alphabet="{}[]:, 0123456789Qqfromfirstquartersidunil-\n", max_size=80))
def test_whatever_stands_there_it_is_a_calendar_or_refused(text: str) -> None:
    node = read_yaml(f"calendar: {text}\n", "asp.yaml", family="W").value
    if node is None:
        return
    page = Page(lines_of(f"calendar: {text}\n"))

    assert (read_calendar(node, page) is None) == bool(page.problems)
