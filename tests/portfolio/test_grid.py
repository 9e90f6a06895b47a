"""The grid of a plan: intervals, blocks that wait behind them, and work spread over both."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.portfolio.grid import Grid, time_grid
from builders import AS_OF, a_calendar, a_charter, quarters


def test_a_plan_opens_with_the_first_interval_that_begins_on_the_day_of_the_run_or_later() -> None:
    told = time_grid(a_charter(planning_intervals=2, tail_intervals=()), date(2027, 2, 1))

    assert [step.id for step in told.steps] == ["2027Q2", "2027Q3"]
    assert told.begins == Fraction((date(2027, 3, 31) - date(2027, 2, 1)).days, 7)


def test_on_the_first_day_of_an_interval_that_interval_is_still_planned_whole() -> None:
    told = time_grid(a_charter(planning_intervals=1, tail_intervals=()), date(2027, 1, 1))

    assert [step.id for step in told.steps] == ["2027Q1"]
    assert told.steps[0].weeks == Fraction(90, 7)


def test_a_tail_block_is_made_of_the_calendars_next_intervals() -> None:
    told = time_grid(a_charter(planning_intervals=1, tail_intervals=(2, 1)), AS_OF)

    assert [step.id for step in told.steps] == ["2027Q1", "2027Q2..2027Q3", "2027Q4"]
    assert [step.is_tail for step in told.steps] == [False, True, True]
    assert told.steps[1].intervals == ("2027Q2", "2027Q3")
    assert told.ends == Fraction(365, 7)


def test_behind_the_calendar_a_block_is_as_long_as_the_last_planned_interval() -> None:
    charter = a_charter(calendar=quarters(2027, 2027), planning_intervals=3, tail_intervals=(2, 4))
    told = time_grid(charter, AS_OF)
    third = told.steps[2].weeks

    assert [step.id for step in told.steps[3:]] == ["tail-1", "tail-2"]
    assert [step.intervals for step in told.steps[3:]] == [("2027Q4",), ()]
    assert told.steps[3].weeks == Fraction(92, 7) + third
    assert told.steps[4].weeks == 4 * third


def test_there_are_fewer_planning_intervals_where_the_calendar_ends() -> None:
    charter = a_charter(calendar=a_calendar(count=3), planning_intervals=8, tail_intervals=())

    assert [step.id for step in time_grid(charter, AS_OF).steps] == ["P1", "P2", "P3"]


@given(st.integers(0, 5), st.integers(0, 60), st.integers(1, 900))
def test_work_is_spread_evenly_over_its_days(start: int, offset: int, days: int) -> None:
    """Day by day: each day of the work falls into the step that holds it."""
    grid = time_grid(a_charter(planning_intervals=4, tail_intervals=(2, 4)), AS_OF)
    begins = grid.steps[start].begins + Fraction(min(offset, 80), 7)
    told = grid.execution(start, begins=begins, weeks=Fraction(days, 7))
    by_day = [_step_of(grid, begins + Fraction(2 * day + 1, 14)) for day in range(days)]

    if None in by_day:
        assert told is None
        return
    assert told is not None
    assert dict(told.shares) == {
        step: Fraction(by_day.count(step), days) for step in by_day if step is not None
    }
    assert told.finish == max(step for step in by_day if step is not None)
    assert sum(share for _, share in told.shares) == 1


def test_work_that_ends_on_the_last_day_of_a_step_is_done_in_it() -> None:
    grid = time_grid(a_charter(calendar=a_calendar(weeks=10), planning_intervals=2), AS_OF)
    exact = grid.execution(0, begins=Fraction(0), weeks=Fraction(10))
    longer = grid.execution(0, begins=Fraction(0), weeks=Fraction(71, 7))

    assert exact is not None
    assert longer is not None
    assert (exact.finish, longer.finish) == (0, 1)


def test_an_interval_of_execution_counts_into_tail_blocks() -> None:
    grid = time_grid(a_charter(planning_intervals=2, tail_intervals=(2, 4)), AS_OF)

    assert [grid.interval_of_execution(1, number) for number in range(1, 9)] == [
        *(1, 2, 2, 3, 3, 3, 3),
        None,
    ]


def _step_of(grid: Grid, moment: Fraction) -> int | None:
    return next((s.number for s in grid.steps if s.begins < moment < s.ends), None)


def test_the_calendar_of_builders_is_the_real_one() -> None:
    first = quarters().intervals[0]

    assert first.first_day == date(2025, 1, 1)
    assert first.last_day + timedelta(days=1) == date(2025, 4, 1)
