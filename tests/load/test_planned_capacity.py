"""Effort that nobody could ever work on is told before a plan is asked for."""

from pathlib import Path

import pytest

from workspace_builder import TABLES, problem_of, problems_of

OPTIONS = TABLES["options"]


@pytest.mark.parametrize(
    "booking",
    ["booking,2026Q4,13", "booking,2029Q4,13"],
    ids=["only in the past", "only behind the plan"],
)
def test_capacity_counts_only_in_the_intervals_of_the_plan(booking: str, tmp_path: Path) -> None:
    rows = f"value_stream_id,interval,net\npayments,2027Q1,26\n{booking}\n"

    told = problem_of(tmp_path, capacity=rows)

    assert told.code == "I051"
    assert str(told.place) == "facts/options.csv:3:7"
    assert "from `2027Q1` to `2028Q4`" in told.message


def test_the_last_interval_of_the_plan_is_one_of_them(tmp_path: Path) -> None:
    rows = "value_stream_id,interval,net\npayments,2027Q1,26\nbooking,2028Q4,13\n"

    assert problems_of(tmp_path, capacity=rows) == []


def test_a_pool_is_told_once_however_many_options_need_it(tmp_path: Path) -> None:
    rows = "value_stream_id,interval,net\npayments,2027Q1,26\nbooking,2026Q1,13\n"
    options = OPTIONS + "INI-1,booking,6,12\n"

    assert [d.code for d in problems_of(tmp_path, capacity=rows, options=options)] == ["I051"]


@pytest.mark.parametrize("effort", ["0", "0 team-weeks"])
def test_no_effort_needs_no_capacity(effort: str, tmp_path: Path) -> None:
    rows = "value_stream_id,interval,net\npayments,2027Q1,26\nbooking,2026Q1,13\n"
    options = OPTIONS.replace("booking,6", f"booking,{effort}")

    assert problems_of(tmp_path, capacity=rows, options=options) == []


def test_work_that_is_over_needs_no_capacity(tmp_path: Path) -> None:
    rows = "value_stream_id,interval,net\npayments,2027Q1,26\nbooking,2026Q1,13\n"
    initiatives = TABLES["initiatives"].replace("investment_framing", "declined")

    assert problems_of(tmp_path, capacity=rows, initiatives=initiatives) == []


def test_analysis_needs_analysts_and_not_delivery(tmp_path: Path) -> None:
    options = (
        "initiative_id,value_stream_id,function,remaining_effort_likely,remaining_duration_likely\n"
        "INI-1,payments,delivery,15,12\nINI-2,,analysis,6,8\n"
    )

    told = problem_of(tmp_path, options=options)

    assert told.code == "I051"
    assert told.message.startswith("the portfolio has no analysis capacity")


def test_a_skill_with_a_slip_comes_with_the_skill_that_was_meant(tmp_path: Path) -> None:
    capacity = (
        "value_stream_id,interval,skill,net\npayments,2027Q1,,26\npayments,2027Q1,backend,9\n"
        "booking,2027Q1,,13\n"
    )
    options = (
        "initiative_id,value_stream_id,skill,remaining_effort_likely,remaining_duration_likely\n"
        "INI-1,payments,bakend,15,12\nINI-2,booking,,6,8\n"
    )

    told = problem_of(tmp_path, capacity=capacity, options=options)

    assert (told.code, told.help) == ("I051", "did you mean `backend`?")
    assert str(told.place) == "facts/options.csv:2:16"
