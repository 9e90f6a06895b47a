"""What is measured of a flow: time, work in progress and throughput, and when they belong together."""

from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.delivery.board import Board, board_of
from asp_decide.delivery.feature_flow import FEATURE_FLOW
from asp_decide.delivery.flow_time import ageing, flow_efficiency, flow_times, time_in_state
from asp_decide.delivery.spread import spread_of
from asp_decide.delivery.throughput import flow_balance, throughput_per_week, wip_limit
from asp_decide.delivery.usual_time import usual_times
from asp_decide.flows.replay import replay
from asp_decide.model.work_event import SECONDS_A_DAY, WorkEvent

WEEK = 7
_WAY = tuple(state.name for state in FEATURE_FLOW.states[:8])


def _feature(name: str, begins: int, *stays: int) -> list[WorkEvent]:
    """A feature that enters the funnel on a day and stays so many days in each state from there."""
    events, day, source = [], begins, None
    for row, target in enumerate(_WAY[: len(stays) + 1], 2):
        at = day * SECONDS_A_DAY
        events.append(
            WorkEvent("feature", name, "moved", source, target, at, None, None, None, row)
        )
        source, day = target, day + (stays[row - 2] if row - 2 < len(stays) else 0)
    return events


def _board(*features: list[WorkEvent], as_of: int) -> Board:
    until = as_of * SECONDS_A_DAY
    events = [event for feature in features for event in feature if event.at <= until]
    return board_of(FEATURE_FLOW, replay(FEATURE_FLOW, events), as_of=until)


def _done(name: str, begins: int, takes: int) -> list[WorkEvent]:
    return _feature(name, begins, 1, takes - 5, 1, 1, 1, 1, 1)


def test_percentiles_show_what_a_mean_hides() -> None:
    """Golden number G17."""
    taken = (12, 15, 18, 20, 22, 25, 28, 31, 40, 75)
    known = spread_of(days * SECONDS_A_DAY for days in taken)

    assert known is not None
    assert (known.n, known.mean) == (10, Fraction("28.6"))
    assert (known.p50, known.p85) == (Fraction("23.5"), Fraction("36.85"))


@given(st.lists(st.integers(0, 20 * 365 * SECONDS_A_DAY), min_size=1, max_size=40))
def test_percentiles_are_exact_and_rise_between_the_extremes(taken: list[int]) -> None:
    known = spread_of(taken)

    assert known is not None
    cuts = [Fraction(min(taken)), known.p50 * SECONDS_A_DAY, known.p85 * SECONDS_A_DAY]
    assert cuts == sorted(cuts)
    assert known.p85 <= known.p95 <= Fraction(max(taken), SECONDS_A_DAY)
    assert known.p50 * SECONDS_A_DAY == median([Fraction(each) for each in taken])
    assert spread_of(reversed(taken)) == known


def test_nothing_has_no_spread() -> None:
    assert spread_of([]) is None


def test_the_clock_runs_from_analysis_to_release_and_waiting_counts() -> None:
    board = _board(_feature("A", 0, 100, 3, 40, 5, 1, 1, 2), as_of=200)

    known = flow_times(board, since=0)

    assert known is not None
    assert known.p50 == 52, "a hundred days in the funnel are no part of it, forty of waiting are"
    assert flow_efficiency(board, since=0) == Fraction(12, 52)
    assert time_in_state(board, since=0)["ready"].mean == 40


def test_efficiency_is_a_ratio_of_sums() -> None:
    quick = _feature("quick", 0, 1, 1, 0, 0, 0, 0, 1)[:2]
    slow = _feature("slow", 0, 1, 10, 80, 4, 2, 2, 2)
    short = _feature("short", 0, 1, 1, 1, 1, 1, 1, 1)

    board = _board(quick, slow, short, as_of=200)

    assert flow_efficiency(board, since=0) == Fraction(20 + 5, 100 + 6)


def test_an_item_that_cannot_have_happened_counts_for_nothing_but_is_counted() -> None:
    torn = _done("torn", 0, 20)
    del torn[3]

    board = _board(torn, _done("whole", 0, 30), as_of=90)

    assert (len(board.items), board.excluded) == (1, 1)


def test_the_oldest_item_is_told_first_against_what_others_took() -> None:
    finished = [_done(f"done-{n}", 0, 20) for n in range(7)]
    board = _board(*finished, _feature("old", 10, 1, 60), _feature("new", 60, 1, 5), as_of=81)

    old, new = ageing(board, usual_times(board, {}, since=0))

    assert [(each.item_id, each.state) for each in (old, new)] == [
        ("old", "ready"),
        ("new", "ready"),
    ]
    assert (old.age_days, new.age_days, old.of_p85) == (Fraction(70), Fraction(20), Fraction(7, 2))


def test_what_was_given_up_is_not_under_way() -> None:
    given_up = _feature("A", 0, 1, 5)
    given_up.append(
        given_up[-1]._replace(
            from_state="ready", to_state="discarded", reason="no_effect", at=30 * SECONDS_A_DAY
        )
    )

    board = _board(given_up, as_of=90)

    assert board.on_their_way == ()
    assert board.items[0].done is None


def test_work_in_progress_of_twelve_at_three_a_quarter_takes_four_quarters() -> None:
    """Row 16b: and half the time needs half of the work in progress."""
    quarter = 13 * WEEK
    done = [_done(f"D{n:02}", n * quarter // 3, 4 * quarter) for n in range(40)]
    board = _board(*done, as_of=12 * quarter)

    balance = flow_balance(board, since=5 * quarter * SECONDS_A_DAY)

    assert balance.flow_time_days == 4 * quarter
    assert abs(balance.wip - 12) < 1
    assert balance.expected_wip is not None
    assert abs(balance.expected_wip - balance.wip) < 1
    assert balance.unstable == ()
    assert round(wip_limit(balance, flow_time_weeks=Fraction(26))) == 6


def test_work_that_piles_up_is_said_and_not_put_into_the_law() -> None:
    """Pitfall 20."""
    begun = [_feature(f"B{n:02}", n, 1, 300) for n in range(30)]

    balance = flow_balance(_board(_done("D", 0, 20), *begun, as_of=40), since=0)

    assert balance.unstable[0] == "31 began and 1 left: they are more than a fifth apart"


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(6, 60)), min_size=1, max_size=12))
def test_a_window_that_holds_everything_obeys_littles_law(drawn: list[tuple[int, int]]) -> None:
    """With nothing under way at either end, work in progress is throughput times flow time."""
    features = [_done(f"F{n}", begins, takes) for n, (begins, takes) in enumerate(drawn)]
    board = _board(*features, as_of=400)

    balance = flow_balance(board, since=0)

    assert balance.arrived == balance.left == len(drawn)
    assert balance.expected_wip == balance.wip
    assert throughput_per_week(board, since=0) == len(drawn) / Fraction(400, WEEK)


def test_a_window_needs_a_length() -> None:
    with pytest.raises(AssertionError, match="a window has a length"):
        throughput_per_week(_board(as_of=7), since=7 * SECONDS_A_DAY)
