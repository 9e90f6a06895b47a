"""Rows of one option become one; what they state together must agree."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from asp_decide.model.estimate import Estimate
from asp_decide.model.initiative import Option
from workspace_builder import problem_of, problems_of, snapshot_of

HEAD = "initiative_id,value_stream_id,remaining_effort_likely,remaining_duration_likely"
SECOND = "INI-2,booking,6,8"


def rows_of(*rows: str, columns: str = "", second: str = "") -> str:
    head = f"{HEAD},{columns}" if columns else HEAD
    return "\n".join([head, *rows, SECOND + second, ""])


def options_of(folder: Path, *rows: str, columns: str = "", second: str = "") -> list[Option]:
    snapshot = snapshot_of(folder, options=rows_of(*rows, columns=columns, second=second))
    return [option for option in snapshot.options if option.initiative_id == "INI-1"]


def test_streams_of_one_option_are_demands_beside_each_other(tmp_path: Path) -> None:
    (option, _) = options_of(tmp_path, "INI-1,payments,15,12", "INI-1,booking,3,")

    told = [(d.value_stream_id, d.remaining_effort) for d in option.demands]
    assert told == [
        ("booking", Estimate(likely=Fraction(3))),
        ("payments", Estimate(likely=Fraction(15))),
    ]
    assert option.remaining_duration_weeks == Estimate(likely=Fraction(12))


def test_an_option_without_a_name_or_kind_continues_what_runs_and_else_is_the_whole(
    tmp_path: Path,
) -> None:
    snapshot = snapshot_of(tmp_path)

    told = [(o.initiative_id, o.option, o.kind) for o in snapshot.options]
    assert told == [
        ("INI-1", "continue", "continue"),
        ("INI-1", "stop", "stop"),
        ("INI-2", "whole", "whole"),
    ]


def test_work_in_delivery_without_a_stop_may_be_stopped_free_keeping_nothing(
    tmp_path: Path,
) -> None:
    snapshot = snapshot_of(tmp_path)

    stop = snapshot.options[1]
    assert stop.remaining_outlay == Estimate(likely=Fraction(0))
    assert not stop.demands
    assert stop.benefit_share == stop.transition_cost == 0
    assert snapshot.assumptions[-1].endswith("keeping nothing: INI-1")


def test_a_stated_stop_is_taken_as_it_is(tmp_path: Path) -> None:
    told = options_of(
        tmp_path,
        "INI-1,payments,15,12,continue,",
        "INI-1,payments,1,,stop,30 %",
        columns="kind,benefit_share",
        second=",whole,",
    )

    assert [(o.option, o.kind, o.benefit_share) for o in told] == [
        ("continue", "continue", Decimal(1)),
        ("stop", "stop", Decimal("0.3")),
    ]


def test_stopping_needs_neither_effort_nor_duration_to_be_known(tmp_path: Path) -> None:
    rows = rows_of(
        "INI-1,payments,15,12,continue", "INI-1,payments,,,stop", columns="kind", second=",whole"
    )

    assert problems_of(tmp_path, options=rows) == []


def test_work_that_nobody_described_gets_no_stop_either(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, options=rows_of())

    assert [o.initiative_id for o in snapshot.options] == ["INI-2"]
    assert problem_of(tmp_path, options=rows_of()).code == "I063"


def test_another_option_named_stop_does_not_take_the_place_of_stopping(tmp_path: Path) -> None:
    told = options_of(
        tmp_path, "INI-1,payments,15,12,stop,pause", columns="option,kind", second=",whole,whole"
    )

    assert [(o.option, o.kind) for o in told] == [("stop", "pause"), ("stop at no cost", "stop")]


def test_what_buys_evidence_releases_nothing_more_than_what_is_released(tmp_path: Path) -> None:
    told = options_of(
        tmp_path,
        "INI-1,payments,4,6,tranche,",
        "INI-1,payments,15,12,continue,",
        "INI-1,payments,1,,stop,30 %",
        columns="kind,benefit_share",
        second=",whole,",
    )

    assert {o.kind: o.benefit_share for o in told}["tranche"] == Decimal("0.3")


def test_outlay_and_effort_add_up_and_a_row_without_a_spread_adds_none(tmp_path: Path) -> None:
    columns = "remaining_outlay_low,remaining_outlay_likely,remaining_outlay_high"
    (option, _) = options_of(
        tmp_path,
        "INI-1,payments,15,12,30000,40000,60000",
        "INI-1,booking,3,,,5000,",
        columns=columns,
        second=",,0,",
    )

    assert option.remaining_outlay == Estimate(
        low=Fraction(35_000), likely=Fraction(45_000), high=Fraction(65_000)
    )
    assert option.remaining_outlay.mean == 43_000 + 5_000


@pytest.mark.parametrize(
    ("rows", "code", "column"),
    [
        (["INI-1,payments,15,", "INI-1,booking,3,"], "I060", "remaining_duration_likely"),
        (["INI-1,payments,,12"], "I060", "remaining_effort_likely"),
        (["INI-1,payments,15,12", "INI-1,booking,3,14"], "I043", "remaining_duration_likely"),
        (["INI-1,payments,15,12", "INI-1,payments,3,12"], "I040", None),
        (["INI-1,payments,15,0"], "I028", "remaining_duration_likely"),
        (["INI-1,,15,12"], "I022", "value_stream_id"),
        (["INI-1,,,12"], "I022", "value_stream_id"),
        (["INI-1,payments,-1,12"], "I028", "remaining_effort_likely"),
    ],
)
def test_a_slip_of_an_option_is_told_once_at_its_cell(
    rows: list[str], code: str, column: str | None, tmp_path: Path
) -> None:
    told = problem_of(tmp_path, options=rows_of(*rows))

    assert told.code == code
    row = rows[told.place.line - 2].split(",")
    named = 0 if column is None else HEAD.split(",").index(column)
    assert told.place.column == 1 + sum(len(cell) + 1 for cell in row[:named])


def test_a_contradiction_names_both_places(tmp_path: Path) -> None:
    rows = rows_of("INI-1,payments,15,12", "INI-1,booking,3,14")

    told = problem_of(tmp_path, options=rows)

    assert str(told.place) == "facts/options.csv:3:17"
    assert "facts/options.csv:2:19" in told.message


def test_the_same_stated_again_is_no_contradiction(tmp_path: Path) -> None:
    (option, _) = options_of(tmp_path, "INI-1,payments,15,12 weeks", "INI-1,booking,3,84 days")

    assert option.remaining_duration_weeks == Estimate(likely=Fraction(12))


def test_an_unknown_outlay_is_not_nothing(tmp_path: Path) -> None:
    rows = rows_of("INI-1,payments,15,12,", columns="remaining_outlay_likely", second=",0")

    told = problem_of(tmp_path, options=rows)

    assert told.code == "I060"
    option = snapshot_of(tmp_path, options=rows).options[0]
    assert option.remaining_outlay is None


def test_discovery_takes_the_portfolios_own_analysts(tmp_path: Path) -> None:
    capacity = (
        "value_stream_id,interval,function,net\n,2027Q1,analysis,4\n"
        "payments,2027Q1,delivery,26\nbooking,2027Q1,delivery,13\n"
    )
    rows = rows_of("INI-1,,2,3,discovery", columns="kind", second=",whole")

    snapshot = snapshot_of(tmp_path, options=rows, capacity=capacity)

    (demand,) = snapshot.options[0].demands
    assert (demand.value_stream_id, demand.function) == (None, "analysis")


def test_skills_and_steps_of_execution_are_demands_of_their_own(tmp_path: Path) -> None:
    capacity = (
        "value_stream_id,interval,skill,net\npayments,2027Q1,,26\npayments,2027Q1,backend,9\n"
        "booking,2027Q1,,13\n"
    )
    rows = rows_of(
        "INI-1,payments,5,12,backend,1",
        "INI-1,payments,4,,,2",
        "INI-1,payments,3,,,1",
        columns="skill,step",
        second=",,",
    )

    demands = snapshot_of(tmp_path, options=rows, capacity=capacity).options[0].demands

    assert [(d.skill, d.step) for d in demands] == [(None, 1), (None, 2), ("backend", 1)]


@pytest.mark.parametrize(
    ("columns", "cells", "code"),
    [
        ("step", "0", "I028"),
        ("step", "1.5", "I028"),
        ("skill", "backend", "I051"),
        ("earliest_start_on,latest_start_on", "2027-06-01,2027-05-01", "I044"),
        ("needs_ids", "INI-2;INI-9", "I041"),
        ("continues_with", "mvp", "I041"),
        ("continues_with", "continue", "I049"),
        ("transition_cost", "-5", "I028"),
        ("kind", "continued", "I023"),
        ("kind", "", "I022"),
    ],
)
def test_what_an_option_cannot_say_is_refused(
    columns: str, cells: str, code: str, tmp_path: Path
) -> None:
    second = ",whole" if columns == "kind" else "," * (columns.count(",") + 1)
    rows = rows_of(f"INI-1,payments,15,12,{cells}", columns=columns, second=second)

    assert problem_of(tmp_path, options=rows).code == code


def test_options_that_continue_with_each_other_are_a_circle(tmp_path: Path) -> None:
    rows = rows_of(
        "INI-1,payments,15,12,mvp,tranche",
        "INI-1,payments,15,12,tranche,mvp",
        columns="kind,continues_with",
        second=",whole,",
    )

    told = problems_of(tmp_path, options=rows)

    assert [d.code for d in told] == ["I049", "I049"]
    assert told[0].message == "a circle of options: `tranche` → `mvp` → `tranche`"


def test_an_option_keeps_at_least_what_is_released(tmp_path: Path) -> None:
    rows = rows_of(
        "INI-1,payments,15,12,continue,29 %",
        "INI-1,payments,1,,stop,30 %",
        columns="kind,benefit_share",
        second=",whole,",
    )

    assert problem_of(tmp_path, options=rows).code == "I054"
    assert problems_of(tmp_path, options=rows.replace("29 %", "30 %")) == []
