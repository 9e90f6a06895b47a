"""What may be pulled next: finish before start, a place for whoever begins, a rule for each wait."""

from datetime import date
from pathlib import Path

import pytest

from asp_decide.decide.pull import Held, StreamPull, pull
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.runs.delivering.delivery_run import delivery_run
from asp_decide.runs.workspace import open_workspace
from delivery_workspace import RUN_DAY, Told, delivery_workspace, done, told


def _payments(folder: Path, *rows: Told, **tables: str) -> StreamPull:
    workspace = open_workspace(delivery_workspace(folder, rows, **tables))
    run = delivery_run(workspace, as_of=RUN_DAY.date(), engine="reference")
    return next(one for one in pull(run.judged) if one.stream == "payments")


def _committed(name: str, **cells: object) -> Told:
    row = told(name, "ready")
    asked = {"commitment": "committed", "planned_interval": "2027Q1", **cells}
    row.row |= {column: str(cell) for column, cell in asked.items()}
    return row


def _under_way(count: int, *, blocked: dict[int, float] | None = None) -> list[Told]:
    known = blocked or {}
    return [
        told(f"FEA-0{n}", "implementing", days_ago=10 + n, blocked=known.get(n))
        for n in range(1, count + 1)
    ]


def _wait(found: StreamPull, name: str) -> Held:
    return next(one for one in found.held if one.id == name)


def test_row_8_a_full_state_takes_nothing_in_and_asks_for_help_with_the_oldest_block(
    tmp_path: Path,
) -> None:
    found = _payments(tmp_path, *_under_way(8, blocked={3: 2, 5: 4}), _committed("FEA-10"))

    assert not found.pulls
    assert _wait(found, "FEA-10").told == ("FWIP-01: 8 stand in implementing and the limit is 8",)
    (helped,) = found.helps
    assert helped.id == "FEA-05", "blocked for longer than FEA-03, though younger than FEA-08"
    assert helped.told == ("no place is free, and of what is open it is blocked the longest",)


def test_without_a_block_the_oldest_is_helped_in_a_full_state(tmp_path: Path) -> None:
    found = _payments(tmp_path, *_under_way(8), _committed("FEA-10"))

    assert [one.id for one in found.helps] == ["FEA-08"]


def test_what_loses_most_by_waiting_takes_the_free_places(tmp_path: Path) -> None:
    waiting = [
        _committed("FEA-11", cost_of_delay_likely=1000),
        _committed("FEA-12", cost_of_delay_likely=9000),
        _committed("FEA-13", cost_of_delay_likely=5000),
    ]

    found = _payments(tmp_path, *_under_way(6), *waiting)

    assert [(one.id, one.place) for one in found.pulls] == [("FEA-12", 1), ("FEA-13", 2)]
    assert _wait(found, "FEA-11").told == ("the free places go to FEA-12, FEA-13",)


def test_to_ask_to_go_first_gains_nothing_where_the_order_loses_least_already(
    tmp_path: Path,
) -> None:
    waiting = [
        _committed("FEA-11", cost_of_delay_likely=5000, remaining_duration_likely=1),
        _committed(
            "FEA-12", cost_of_delay_likely=20000, remaining_duration_likely=5, expedite="yes"
        ),
    ]

    found = _payments(tmp_path, *_under_way(7), *waiting)

    # Its CD3 of 4,000 is below the other's 5,000: it gains 20,000 and costs 25,000.
    assert [one.id for one in found.pulls] == ["FEA-11"]


def test_what_is_not_ready_waits_by_the_rule_that_says_so(tmp_path: Path) -> None:
    found = _payments(tmp_path, _committed("FEA-10", is_ready="no"))

    held = _wait(found, "FEA-10")
    assert (held.answer, held.rules) == ("wait", ("PULL-01",))


def test_what_nobody_committed_to_is_not_asked(tmp_path: Path) -> None:
    found = _payments(tmp_path, told("FEA-10", "ready"))

    assert not found.pulls
    assert not found.held


def _story(name: str, state: str, **cells: object) -> Told:
    row = told(name, state, item="story", story_kind="functional")
    row.row |= {"team": "pay-1", "planned_sprint": "2026Q4.6"}
    row.row |= {column: str(cell) for column, cell in cells.items()}
    return row


GOAL = told("GOAL", "open", item="sprint_goal", team="pay-1", planned_sprint="2026Q4.6")
GOAL.events.clear()


def test_row_29_a_story_of_a_sprint_without_a_goal_waits(tmp_path: Path) -> None:
    """A story enters a sprint only if it is ready, and the sprint has a goal of its team."""
    stories = [
        _story("STO-1", "sprint_backlog"),
        _story("STO-2", "sprint_backlog", team="pay-2"),
        _story("STO-3", "sprint_backlog", planned_sprint=""),
        _story("STO-4", "sprint_backlog", is_ready="no"),
    ]

    found = _payments(tmp_path, *stories, GOAL)

    assert [one.id for one in found.pulls] == ["STO-1"]
    for name in ("STO-2", "STO-3"):
        assert _wait(found, name).rules == ("PULL-11",)
        assert "sprint goal" in _wait(found, name).told[0]
    assert "definition of ready" in _wait(found, "STO-4").told[0]


def test_where_one_feature_goes_first_another_that_asks_waits_and_the_rest_do_not(
    tmp_path: Path,
) -> None:
    first = told("FEA-01", "implementing", expedite="yes")
    waiting = [_committed("FEA-11", expedite="yes"), _committed("FEA-12")]

    found = _payments(tmp_path, first, *waiting)

    assert [one.id for one in found.pulls] == ["FEA-12"]
    assert _wait(found, "FEA-11").told == ("EXP-12: 1 are counted as expedited and the limit is 1",)


def test_a_story_takes_a_free_place_and_waits_where_none_is(tmp_path: Path) -> None:
    busy = [GOAL, *(_story(f"STO-{n}", "in_progress") for n in range(1, 6))]
    waiting = _story("STO-9", "sprint_backlog")

    free = _payments(tmp_path / "a", *busy, waiting)
    full = _payments(tmp_path / "b", *busy, _story("STO-6", "review"), waiting)

    assert [(one.id, one.team, one.place) for one in free.pulls] == [("STO-9", "pay-1", 1)]
    assert not full.pulls
    assert _wait(full, "STO-9").told == (
        "FWIP-02: 6 are counted as stories_open and the limit is 6",
    )


def test_without_a_limit_on_its_state_nobody_knows_of_a_free_place(tmp_path: Path) -> None:
    folder = delivery_workspace(tmp_path, [_story("STO-1", "sprint_backlog"), GOAL])
    for part in ("wip.yaml", "wip.tests.yaml"):
        (folder / "policies" / "delivery" / part).unlink()

    run = delivery_run(open_workspace(folder), as_of=RUN_DAY.date(), engine="reference")

    (held,) = next(one for one in pull(run.judged) if one.stream == "payments").held
    assert held.answer == "review"
    assert held.told == ("`free_slots` is not known: no limit stands on the state it enters",)


@pytest.mark.parametrize(
    ("blocked", "role", "due"),
    [
        (6, "facilitator", date(2027, 1, 1)),
        (8.5, "value_stream_owner", date(2027, 1, 4)),
        (30, "value_stream_owner", date(2026, 12, 13)),
    ],
    ids=["on time", "first time over", "all time over"],
)
def test_the_clock_of_an_escalation_runs_from_the_day_on_which_its_rule_came_true(
    tmp_path: Path, blocked: float, role: str, due: date
) -> None:
    """After five days blocked the facilitator has two days, then the stream's owner five."""
    rows = [told("FEA-01", "implementing", days_ago=40, blocked=blocked)]

    (asked,) = _payments(tmp_path, *rows).asked

    assert (asked.rule, asked.clock.role, asked.clock.due) == ("AGE-01", role, due)


def test_help_comes_from_the_rule_where_it_is_older_than_most(tmp_path: Path) -> None:
    usual = [done(f"FEA-9{n}", took_days=20) for n in range(7)]

    found = _payments(tmp_path, *usual, told("FEA-01", "implementing", days_ago=30))

    (helped,) = found.helps
    assert (helped.id, helped.rules) == ("FEA-01", ("HELP-01",))


def test_while_intake_is_held_only_what_repairs_is_pulled(tmp_path: Path) -> None:
    releases = "id,value_stream_id,deployed_at,failed,is_unplanned_repair\n"
    calendar = "{first: 2024Q1, from: 2024-01-01, quarters: 16}"
    quarters = [(y, q) for y in (2024, 2025, 2026) for q in range(4)]
    for at, (year, quarter) in enumerate(quarters):
        for day in range(1, 11):
            failed = "yes" if day <= (8 if at > 9 else 1) else "no"
            releases += (
                f"R{at}-{day},payments,{year}-{3 * quarter + 2:02}-{day:02}T09:00:00Z,{failed},no\n"
            )
    charter = f"name: Example\ncurrency: EUR\ndiscount_rate_per_year: 10 %\ncalendar: {calendar}\n"
    rows = [_committed("FEA-10"), _committed("FEA-11", category="technical_quality")]

    found = _payments(tmp_path, *rows, releases=releases, charter=charter)

    assert [one.id for one in found.pulls] == ["FEA-11"]
    assert _wait(found, "FEA-10").rules == ("QUAL-04",)


def test_where_a_conclusion_is_not_known_it_is_told_what_it_would_be_drawn_from(
    tmp_path: Path,
) -> None:
    releases = "id,value_stream_id,deployed_at,failed,is_unplanned_repair\n"
    releases += "R1,payments,2026-08-02T09:00:00Z,no,no\nR2,payments,2026-11-02T09:00:00Z,no,no\n"

    (brake,) = _payments(tmp_path, told("FEA-1", "ready"), releases=releases).answered

    assert (brake.point, brake.answer) == ("quality_brake", "review")
    assert all("quality_slipping" not in sentence for sentence in brake.told)
    assert any("change_fail_excess" in sentence for sentence in brake.told)


def test_what_is_admitted_discarded_or_sent_back_stands_beside_with_its_rule(
    tmp_path: Path,
) -> None:
    found = _payments(
        tmp_path,
        told("FEA-1", "funnel", value_likely=90_000),
        told("FEA-2", "analyzing", value_likely=5_000),
        told("FEA-3", "funnel", value_likely=90_000, hypothesis=""),
        told("FEA-4", "funnel"),
    )

    answers = {one.subject.id: (one.answer, one.rules) for one in found.answered}
    assert answers == {
        "FEA-1": ("admit", ("ADM-02",)),
        "FEA-2": ("discard", ("ADM-03",)),
        "FEA-3": ("return", ("ADM-01",)),
        "FEA-4": ("review", ("ADM-03",)),
    }


INITIATIVES = """\
id,name,state,urgency,benefit_per_week_likely,benefit_life,sponsor
INI-1,Instant refunds,implementing,standard,{benefit},156,{sponsor}
INI-2,Gift cards,investment_framing,standard,3500,104,R. Vega
"""


def test_row_7_a_pull_asks_nothing_of_the_portfolio_and_its_money_moves_no_feature(
    tmp_path: Path,
) -> None:
    """Only where an initiative stands and its place in the order cross the line downward."""
    rows = [_committed("FEA-10", cost_of_delay_likely=900), _committed("FEA-11", category="run")]

    poor, rich = (
        delivery_run(
            open_workspace(delivery_workspace(tmp_path / who, rows, initiatives=table)),
            as_of=RUN_DAY.date(),
            engine="reference",
        ).judged
        for who, table in (
            ("a", INITIATIVES.format(benefit=10_000, sponsor="R. Vega")),
            ("b", INITIATIVES.format(benefit=990_000, sponsor="The board")),
        )
    )

    assert {POINTS_BY_NAME[one.point].layer for one in poor.answers} == {"delivery"}
    assert pull(poor) == pull(rich)
    assert poor.findings == rich.findings
