"""Every figure of a flow says what it rests on; streams are counted together, never averaged."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.delivery.board import Board, board_of
from asp_decide.delivery.board_figures import board_figures, distribution
from asp_decide.delivery.feature_flow import FEATURE_FLOW
from asp_decide.delivery.flow_figure import FlowFigure
from asp_decide.delivery.flow_time import flow_times
from asp_decide.delivery.grouping import grouped_by, groups
from asp_decide.delivery.predictability import predictability
from asp_decide.delivery.release_figures import release_continuity, release_figures
from asp_decide.delivery.shown_capacity import shown_capacity
from asp_decide.delivery.team_flow import TEAM_FLOW
from asp_decide.errors import UsageError
from asp_decide.flows.replay import History, known_at, replay
from asp_decide.model.feature import Feature
from asp_decide.model.interval import Interval
from asp_decide.model.release import Release, ReleasedChange
from asp_decide.model.work_event import SECONDS_A_DAY, WorkEvent, end_of_day

HOUR = 3600
_FIRSTS = [date(1970, month, 1) for month in range(1, 8)]
_MONTHS = tuple(
    Interval(id=f"M{first.month}", first_day=first, last_day=after - timedelta(days=1))
    for first, after in pairwise(_FIRSTS)
)
QUARTER = Interval(id="2026Q4", first_day=date(2026, 10, 1), last_day=date(2026, 12, 31))
_WAY = tuple(state.name for state in FEATURE_FLOW.states[:8])


def _history(name: str, *days: int) -> History:
    """A feature that enters the states of its flow one after another, on these days."""
    events = [
        WorkEvent("feature", name, "moved", source, target, day * SECONDS_A_DAY, *(None,) * 3, row)
        for row, (source, target, day) in enumerate(zip((None, *_WAY), _WAY, days, strict=False), 2)
    ]
    return replay(FEATURE_FLOW, events)[0]


def _done(name: str, begins: int, takes: int) -> History:
    """A feature whose clock runs so many days, all of them in analysis."""
    ends = begins + takes
    return _history(name, begins - 1, begins, *(ends - back for back in (5, 4, 3, 2, 1)), ends)


def _board(*histories: History, as_of: int) -> Board:
    return board_of(FEATURE_FLOW, histories, as_of=as_of * SECONDS_A_DAY)


def _named(figures: list[FlowFigure]) -> dict[str, FlowFigure]:
    return {figure.name: figure for figure in figures}


def test_a_figure_says_its_unit_its_cases_and_what_was_left_out() -> None:
    torn = _history("torn", 1, 0)
    board = _board(_done("A", 1, 20), _done("B", 11, 40), torn, as_of=70)

    told = _named(list(board_figures(board, since=0)))

    assert told["flow time P50"] == FlowFigure("flow time P50", "days", Fraction(30), 2, 1)
    assert told["throughput"].unit == "features/week"
    assert told["throughput"].value == Fraction(2, 10)
    assert told["in analyzing P85"].n == 2


def test_the_total_of_two_streams_is_counted_and_not_averaged() -> None:
    """Golden number G14: what waits in two streams is no function of their average."""
    quick = [_done(f"Q{n}", 1 + n, 6) for n in range(9)]
    slow = [_done("S", 1, 60)]

    streams = [flow_times(_board(*own, as_of=70), since=0) for own in (quick, slow)]
    whole = flow_times(_board(*quick, *slow, as_of=70), since=0)

    assert whole is not None
    mean_of_streams = sum((one.p50 for one in streams if one), Fraction(0)) / 2
    assert whole.p50 == 6
    assert mean_of_streams == 33


def test_flow_debt_is_above_zero_where_new_work_overtakes_old() -> None:
    overtaken = [_history(f"O{n}", 0, 1) for n in range(5)]
    quick = [_done(f"Q{n}", 10 * n + 1, 8) for n in range(8)]

    told = _named(list(board_figures(_board(*overtaken, *quick, as_of=90), since=0)))
    fair = _named(list(board_figures(_board(*quick, as_of=90), since=0)))

    assert told["flow debt"].value is not None
    assert told["flow debt"].value > 30
    assert fair["flow debt"].value == 0


def test_kinds_of_work_are_shares_of_what_says_its_kind() -> None:
    board = _board(*(_done(name, 1, 20) for name in "ABCD"), as_of=70)
    rows = {
        name: _row(name, flow_kind=kind)
        for name, kind in (("A", "feature"), ("B", "feature"), ("C", "defect"), ("D", None))
    }

    told = _named(list(distribution(board, rows, since=0)))

    assert told["done as feature"] == FlowFigure("done as feature", "share", Fraction(2, 3), 3, 1)
    assert told["done as risk"].value == 0
    assert sum((one.value or Fraction(0) for one in told.values()), Fraction(0)) == 1


def _row(name: str, **told: object) -> Feature:
    return Feature.model_validate({"id": name, "name": name, "value_stream_id": "payments", **told})


def test_predictability_is_a_ratio_of_sums_without_stretch_in_what_it_is_divided_by() -> None:
    """F30, and golden number G13: a small goal does not weigh as much as a large one."""
    amounts = (("100", "150"), ("1000", "400"), ("50", "100"))
    goals = [
        _row(
            f"G{n}",
            item="pi_goal",
            planned_interval="2026Q4",
            planned_value=planned,
            achieved_value=achieved,
        )
        for n, (planned, achieved) in enumerate(amounts)
    ]
    stretch = goals[2].model_copy(update={"commitment": "stretch"})
    unknown = goals[2].model_copy(update={"achieved_value": None})

    (told,) = predictability(goals, {}, intervals=(QUARTER,))
    (without,) = predictability([*goals[:2], stretch], {}, intervals=(QUARTER,))
    (holed,) = predictability([*goals[:2], unknown], {}, intervals=(QUARTER,))

    assert told.value == Fraction(650, 1150)
    assert round(told.value, 3) == Fraction("0.565")
    assert without.value == Fraction(650, 1100)
    assert (holed.n, holed.excluded) == (2, 1)
    assert list(predictability(goals, {}, intervals=_MONTHS)) == []


def test_row_33_a_sprint_is_predictable_by_what_its_events_say_was_done_in_it() -> None:
    """One number: the figure of a review and the measure of a rule count the same stories."""
    stories = [
        _row(f"S{n}", item="story", planned_interval="2026Q4", commitment=word)
        for n, word in enumerate(("committed", "committed", "committed", "stretch"))
    ]
    in_time, late = (_story(name, at) for name, at in (("S0", 0), ("S1", 1)))

    (told,) = predictability(stories, {"S0": in_time, "S1": late}, intervals=(QUARTER,))

    assert (told.name, told.value) == ("sprint predictability", Fraction(1, 2))
    assert (told.n, told.excluded) == (2, 1), "of S2 nothing is told; S3 was no promise"


def _story(name: str, days_late: int) -> History:
    """A story that was done so many days behind the end of the quarter."""
    at = end_of_day(QUARTER.last_day) + days_late * SECONDS_A_DAY
    way = (None, "backlog", "refinement", "sprint_backlog", "in_progress", "review", "done")
    events = [
        WorkEvent("story", name, "moved", source, target, at - 9 + row, *(None,) * 3, row)
        for row, (source, target) in enumerate(pairwise(way), 2)
    ]
    return replay(TEAM_FLOW, events)[0]


def _release(name: str, day: int, **told: object) -> Release:
    at = day * SECONDS_A_DAY
    return Release.model_validate(
        {
            "id": name,
            "value_stream_id": "payments",
            "deployed_at": at,
            "usable_on": "2026-01-01",
            "changes": [ReleasedChange(committed_at=at - 6 * HOUR)],
            **told,
        }
    )


def test_the_five_of_delivery_are_measured_over_the_releases_of_the_window() -> None:
    """F32: frequency, lead time, change fail rate, recovery, rework."""
    failed = {"failed": True, "restored_at": 20 * SECONDS_A_DAY + 2 * HOUR}
    releases = [
        _release("D1", 10, failed=False, is_unplanned_repair=False),
        _release("D2", 20, **failed, is_unplanned_repair=False),
        _release("D3", 21, failed=False, is_unplanned_repair=True),
        _release("D4", 30, failed=None, is_unplanned_repair=False),
        _release("before", 3, failed=True),
    ]

    told = _named(
        list(release_figures(releases, since=7 * SECONDS_A_DAY, until=35 * SECONDS_A_DAY))
    )

    assert told["deployment frequency"].value == 1
    assert told["change lead time"].value == 6
    assert told["change fail rate"] == FlowFigure(
        "change fail rate", "share", Fraction(1, 3), 3, 1
    ), "a release that nobody judged is left out, and counted"
    assert told["failed-deployment recovery"].value == 2
    assert told["rework rate"].value == Fraction(1, 4)


def test_a_stream_that_pauses_shows_in_the_intervals_without_a_release() -> None:
    """Rows 14 and 24: cadence is a release in every interval."""
    releases = [_release("D1", 40), _release("D2", 45), _release("D3", 95), _release("later", 190)]

    told = release_continuity(releases, _MONTHS, until=150 * SECONDS_A_DAY)

    assert (told.value, told.n) == (Fraction(2, 3), 3), "February and April, not March"


def test_capacity_is_shown_by_what_intervals_brought() -> None:
    """In 85 of 100 intervals it is the P15 of them, and with fewer than three nothing is said."""
    done = [_done(f"D{n}", begins, 20) for n, begins in enumerate((1, 33, 35, 61, 62, 63, 92))]
    board = _board(_history("first", 0, 1), _history("last", 130, 131), *done, as_of=152)
    silent = _board(_history("first", 0, 1), *done, as_of=152)

    likely, sure = shown_capacity(board, _MONTHS)
    without, _ = shown_capacity(silent, _MONTHS)

    assert (likely.value, likely.n) == (Fraction(3, 2), 4)
    assert sure.value == Fraction("0.45")
    assert without.n == 3, "of May nobody wrote anything down, which is not that nothing was done"
    assert list(shown_capacity(_board(*done[:1], as_of=58), _MONTHS)) == []


def test_what_was_not_committed_or_mended_is_left_out_and_counted() -> None:
    one = _release("D1", 10, failed=True, changes=[ReleasedChange()])

    told = _named(list(release_figures([one], since=0, until=35 * SECONDS_A_DAY)))

    for name in ("change lead time", "failed-deployment recovery"):
        assert (told[name].value, told[name].n, told[name].excluded) == (None, 0, 1)


@pytest.mark.parametrize("name", ["actor", "person", "assignee", "member"])
def test_what_a_person_gets_done_is_never_measured(name: str) -> None:
    """Pitfall 34, row 32."""
    with pytest.raises(UsageError, match="what a person gets done is never measured"):
        grouped_by(name)


def test_work_is_told_apart_by_what_its_rows_say() -> None:
    rows = {"A": _row("A", team="pay-1"), "B": _row("B", team="pay-2"), "C": _row("C")}
    histories = [_done(name, 1, 20) for name in "ABCD"]

    found = groups(histories, rows, grouped_by("team"))

    assert {team: [one.item_id for one in own] for team, own in found.items()} == {
        "pay-1": ["A"],
        "pay-2": ["B"],
    }
    with pytest.raises(UsageError, match="nothing is grouped by `colour`"):
        grouped_by("colour")


@given(st.lists(st.integers(0, 30), min_size=8, max_size=8), st.integers(0, 260))
def test_a_history_as_it_was_known_is_what_its_events_told_by_then(
    stays: list[int], at: int
) -> None:
    days = [sum(stays[: n + 1]) + n for n in range(8)]
    whole = _history("A", *days)
    until = at * SECONDS_A_DAY

    known = known_at(whole, until)

    by_then = [day for day in days if day <= at]
    assert known == (_history("A", *by_then) if by_then else None)
