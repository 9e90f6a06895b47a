"""What a source lacks, computed from what it states by the declared forms, exactly."""

import re
from datetime import date, timedelta
from fractions import Fraction

from asp_decide.load.assumed_forms import (
    Assumed,
    ByDates,
    CapacityOfCosts,
    GroupBenefit,
    IdFromName,
    StraightLine,
)
from asp_decide.load.mapped_records import MappedRecord
from asp_decide.load.mapping import folded
from asp_decide.model.interval import Interval

DAYS_A_YEAR = Fraction(1461, 4)
DAY = timedelta(days=1)

_OVER, _RUNS, _WAITS = "outcome_assessment", "implementing", "delivery_queue"
_SAME_LENGTH = Fraction(2, 100)
"""Quarters differ by this much: an interval so near a whole part of a year is that part."""


def id_from_name(name: str, assumed: IdFromName) -> str:
    """The first words of a name in lower case letters and digits, joined by hyphens.

    >>> id_from_name("1617 New Property Model (Programme)", IdFromName(3, ""))
    '1617-new-property'
    """
    return "-".join(re.findall(r"[^\W_]+", folded(name))[: assumed.words])


def state_by_dates(record: MappedRecord, assumed: ByDates, as_of: date) -> str:
    """Over where it ended by the day of the plan, running where it had started, else waiting."""
    starts, ends = record.day("starts_on"), record.day("ends_on")
    if ends is not None and ends <= as_of:
        return _OVER
    if starts is not None:
        return _RUNS if starts <= as_of else _WAITS
    absent = record.absence("starts_on", "ends_on")
    return assumed.not_yet_dated if absent == "not applicable" else assumed.without_dates


def benefit_per_week(record: MappedRecord, of_group: GroupBenefit) -> Fraction | None:
    """A multiple of the whole-life cost, evenly over the benefit's life; money a week."""
    cost = record.number("whole_life_cost")
    return None if cost is None else cost * of_group.ratio / of_group.life_weeks


def group_benefit(record: MappedRecord, assumed: Assumed) -> GroupBenefit | None:
    """The ratio and the life of the record's group."""
    group = record.text("group")
    return None if assumed.benefit is None or group is None else assumed.benefit.by_group[group]


def days_left(record: MappedRecord, as_of: date) -> int | None:
    """Days of work behind the day of the plan, from its start to its end, both included."""
    starts, ends = record.day("starts_on"), record.day("ends_on")
    if ends is None:
        return None
    done = as_of if starts is None else max(starts - DAY, as_of)
    return max(0, (ends - done).days)


def remaining_cost(record: MappedRecord, assumed: StraightLine, as_of: date) -> Fraction | None:
    """The whole-life cost in the proportion of the days left; money, never money spent.

    At most so many times the cost of this year in each year left: a baseline may hold decades of
    operation behind the end of the work. Unknown where any of these is.
    """
    cost, left = record.number("whole_life_cost"), days_left(record, as_of)
    starts, ends = record.day("starts_on"), record.day("ends_on")
    if cost is None or left is None or starts is None or ends is None:
        return None
    in_line = cost * left / ((ends - starts).days + 1)
    if assumed.most_per_year is None:
        return in_line
    this_year = record.number("cost_this_year")
    if this_year is None:
        return None
    return min(in_line, assumed.most_per_year * this_year * left / DAYS_A_YEAR)


def capacity_of(costs_a_year: Fraction, interval: Interval, assumed: CapacityOfCosts) -> Fraction:
    """The capacity of an interval of a stream whose work costs that much a year."""
    return assumed.factor * costs_a_year * _part_of_year(interval)


def _part_of_year(interval: Interval) -> Fraction:
    days = interval.weeks * 7
    parts = round(DAYS_A_YEAR / days)
    if parts and abs(parts * days - DAYS_A_YEAR) <= _SAME_LENGTH * DAYS_A_YEAR:
        return Fraction(1, parts)
    return days / DAYS_A_YEAR
