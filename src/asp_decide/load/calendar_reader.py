"""The calendar of planning intervals: listed one by one, or generated from the first."""

import re
from datetime import date, timedelta
from typing import Any

from asp_decide.load.keyed_values import KeyedValues, Page
from asp_decide.model.ids import IntervalId
from asp_decide.model.interval import Calendar, Interval
from asp_decide.strict_yaml import Mapping, Node, Scalar, Sequence

MOST_INTERVALS = 400
"""A century of quarters; a calendar is read by people."""

_QUARTER = re.compile(r"(?P<year>[0-9]{4})(?P<mark>[^0-9]*)(?P<quarter>[1-4])")
_COUNTED = re.compile(r"(?P<head>.*?)(?P<number>[0-9]{1,6})")


def read_calendar(node: Node, page: Page) -> Calendar | None:
    """The calendar of a workspace, in one of three forms.

    A list, each interval with both of its days::

        calendar:
          - {id: 2027Q1, from: 2027-01-01, until: 2027-03-31}
          - {id: 2027Q2, from: 2027-04-01, until: 2027-06-30}

    Quarters of three months each, named by counting on from the first; the year of a name changes
    after its fourth quarter, whichever month that ends in::

        calendar: {first: 2027Q1, from: 2027-01-01, quarters: 12}

    Intervals of equal length in weeks, named by counting on from the number at the end::

        calendar: {first: PI-7, from: 2027-01-04, weeks: 10, intervals: 12}

    Problems are added to the page; None if there are any.
    """
    before = len(page.problems)
    match node:
        case Sequence():
            intervals = _listed(node, page)
        case Mapping():
            intervals = _generated(KeyedValues(node, "`calendar`", page))
        case Scalar():
            mend = "write `calendar: {first: 2027Q1, from: 2027-01-01, quarters: 12}`"
            page.refuse("W013", node.place, "`calendar` holds intervals", mend=mend)
            intervals = []
    if len(page.problems) > before:
        return None
    if not intervals:
        page.refuse("W015", node.place, "the calendar has no interval")
        return None
    return Calendar(intervals=tuple(intervals))


def _listed(node: Sequence, page: Page) -> list[Interval]:
    intervals: list[Interval] = []
    ids: set[str] = set()
    if len(node.items) > MOST_INTERVALS:
        page.refuse("W015", node.place, f"more than {MOST_INTERVALS} intervals")
        return []
    for item in node.items:
        if not isinstance(item, Mapping):
            page.refuse("W013", item.place, "an interval has `id`, `from` and `until`")
            continue
        keys = KeyedValues(item, "an interval", page)
        keys.expect(("id", "from", "until"), needed=("id", "from", "until"))
        name, begin, end = keys.text("id"), keys.day("from"), keys.day("until")
        if name is None or begin is None or end is None:
            continue
        if name in ids:
            page.refuse("W015", item.place, f"two intervals are named `{name}`")
        elif end < begin:
            page.refuse("W015", item.place, f"`{name}` ends before it begins")
        elif intervals and begin - intervals[-1].last_day != timedelta(days=1):
            told = f"`{name}` does not begin on the day after `{intervals[-1].id}` ends"
            page.refuse("W015", item.place, told)
        else:
            intervals.append(_interval(name, begin, end))
        ids.add(name)
    return intervals


def _generated(keys: KeyedValues) -> list[Interval]:
    in_weeks = keys.has("weeks") or keys.has("intervals")
    needed = ("first", "from", *(("weeks", "intervals") if in_weeks else ("quarters",)))
    keys.expect(needed, needed=needed)
    first, begin = keys.text("first"), keys.day("from")
    if in_weeks:
        weeks = keys.whole("weeks", least=1, most=104)
        count = keys.whole("intervals", least=1, most=MOST_INTERVALS)
    else:
        weeks, count = None, keys.whole("quarters", least=1, most=MOST_INTERVALS)
    if first is None or begin is None or count is None or (in_weeks and weeks is None):
        return []
    names = _names(first, count, quarterly=weeks is None)
    place = keys.node.place
    if names is None:
        example = "PI-7" if in_weeks else "2027Q1"
        told = f"one cannot count on from `{first}`"
        keys.page.refuse("W015", place, told, mend=f"name the first interval like `{example}`")
        return []
    if weeks is None and begin.day > 28:
        told = f"quarters cannot begin on day {begin.day} of a month"
        keys.page.refuse("W015", place, told, mend="list the intervals one by one")
        return []
    if begin.year + count * (weeks or 13) // 52 > 9990:
        keys.page.refuse("W015", place, "the calendar runs past the year 9990")
        return []
    days = [_begin(begin, number, weeks) for number in range(count + 1)]
    return [
        _interval(name, days[number], days[number + 1] - timedelta(days=1))
        for number, name in enumerate(names)
    ]


def _begin(first: date, number: int, weeks: int | None) -> date:
    if weeks is not None:
        return first + timedelta(weeks=weeks * number)
    months = first.month - 1 + 3 * number
    return first.replace(year=first.year + months // 12, month=months % 12 + 1)


def _names(first: str, count: int, *, quarterly: bool) -> list[str] | None:
    if quarterly:
        if (found := _QUARTER.fullmatch(first)) is None:
            return None
        start = 4 * int(found["year"]) + int(found["quarter"]) - 1
        steps = range(start, start + count)
        return [f"{step // 4:04}{found['mark']}{step % 4 + 1}" for step in steps]
    if (found := _COUNTED.fullmatch(first)) is None:
        return None
    width, start = len(found["number"]), int(found["number"])
    return [f"{found['head']}{number:0{width}}" for number in range(start, start + count)]


def _interval(name: str, begin: date, end: date) -> Interval:
    told: dict[str, Any] = {"id": IntervalId(name), "first_day": begin, "last_day": end}
    return Interval(**told)
