"""Capacity is what was shown, or what is stated, or what is left of the gross."""

from decimal import Decimal
from pathlib import Path

import pytest

from asp_decide.model.value_stream import Capacity
from workspace_builder import problem_of, problems_of, snapshot_of

SHOWN = "value_stream_id,interval,demonstrated_low,demonstrated_likely,demonstrated_high"
GROSS = "value_stream_id,interval,gross,run_share,absence_share,improvement_share,focus"
BOOKING = "booking,2027Q1"


def first_capacity(folder: Path, header: str, row: str, rest: str) -> Capacity:
    rows = f"{header}\n{row}\n{BOOKING}{rest}\n"
    return snapshot_of(folder, capacity=rows).capacities[1]


def test_gross_capacity_less_its_deductions_times_focus_is_net(tmp_path: Path) -> None:
    # The golden row of formula F14: 13 (1 - 0.45) 0.9 = 6.435 team-weeks.
    capacity = first_capacity(
        tmp_path, GROSS, "payments,2027Q1,13,25 %,12 %,8 %,0.9", ",13,0,0,0,1"
    )

    assert capacity.likely == Decimal("6.435")
    assert capacity.basis == "estimated"
    assert capacity.low is None


def test_capacity_that_was_shown_comes_with_its_spread(tmp_path: Path) -> None:
    capacity = first_capacity(tmp_path, SHOWN, "payments,2027Q1,5.1,6.4,7.2", ",11,13,14")

    shown = (capacity.low, capacity.likely, capacity.high)
    assert shown == (Decimal("5.1"), Decimal("6.4"), Decimal("7.2"))
    assert capacity.basis == "measured"


def test_where_past_delivery_counts_what_is_stated_beside_it_does_not(tmp_path: Path) -> None:
    header = f"{SHOWN},net,basis"

    measured = first_capacity(
        tmp_path, header, "payments,2027Q1,5,6,7,9,measured", ",,,,13,estimated"
    )
    estimated = first_capacity(
        tmp_path, header, "payments,2027Q1,5,6,7,9,estimated", ",,,,13,estimated"
    )

    assert (measured.likely, estimated.likely) == (Decimal(6), Decimal(9))


def test_net_and_gross_that_agree_are_one_statement(tmp_path: Path) -> None:
    row = "payments,2027Q1,13,25 %,12 %,8 %,0.9"

    agreeing = first_capacity(tmp_path, f"{GROSS},net", f"{row},6.435", ",,,,,,13")
    assert agreeing.likely == Decimal("6.435")

    told = problem_of(tmp_path, capacity=f"{GROSS},net\n{row},6.5\n{BOOKING},,,,,,13\n")
    assert told.code == "I043"
    assert "6.435" in told.message


def test_deductions_of_more_than_the_whole_are_refused(tmp_path: Path) -> None:
    rows = f"{GROSS}\npayments,2027Q1,13,50 %,40 %,20 %,0.9\n{BOOKING},13,0,0,0,1\n"

    assert problem_of(tmp_path, capacity=rows).code == "I028"


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        (f"{GROSS}\npayments,2027Q1,13,25 %,,8 %,0.9\n{BOOKING},13,0,0,0,1\n", "absence_share"),
        (f"{GROSS}\npayments,2027Q1,,25 %,,8 %,0.9\n{BOOKING},13,0,0,0,1\n", "gross"),
        (f"{SHOWN}\npayments,2027Q1,,,\n{BOOKING},11,13,14\n", "demonstrated_likely"),
        ("value_stream_id,interval,net\npayments,2027Q1,\nbooking,2027Q1,13\n", "net"),
    ],
)
def test_an_empty_amount_is_unknown_and_never_zero(rows: str, column: str, tmp_path: Path) -> None:
    told = problem_of(tmp_path, capacity=rows)

    assert (told.code, told.level, told.place.line) == ("I060", "warning", 2)
    assert f"`{column}`" in told.message
    assert snapshot_of(tmp_path, capacity=rows).capacities[1].likely is None


def test_without_a_table_of_their_own_the_streams_are_those_that_capacity_names(
    tmp_path: Path,
) -> None:
    snapshot = snapshot_of(tmp_path)

    assert [(s.id, s.name) for s in snapshot.value_streams] == [
        ("booking", "booking"),
        ("payments", "payments"),
    ]
    assert {"value_streams/booking", "value_streams/payments"} <= snapshot.rows.keys()


def test_a_described_stream_keeps_what_is_said_of_it(tmp_path: Path) -> None:
    streams = (
        "id,name,teams,formed_on,funding_per_week,cost_per_team_week,customer\n"
        "payments,Payments,pay-2;pay-1;pay-2,2023-04-01,54000 EUR/week,18_000,both\n"
        "booking,,,,,,\n"
    )

    booking, payments = snapshot_of(tmp_path, value_streams=streams).value_streams

    assert payments.teams == ("pay-1", "pay-2")
    assert (payments.funding_per_week, payments.cost_per_team_week) == (
        Decimal(54_000),
        Decimal(18_000),
    )
    assert (booking.name, booking.customer) == ("booking", None)


def test_a_stream_that_the_table_of_streams_does_not_have_is_unknown(tmp_path: Path) -> None:
    told = problems_of(tmp_path, value_streams="id\npayments\n")

    assert {(d.code, d.place.file) for d in told} == {
        ("I041", "facts/capacity.csv"),
        ("I041", "facts/options.csv"),
    }


def test_a_stream_ends_after_it_begins(tmp_path: Path) -> None:
    streams = "id,formed_on,retired_on\npayments,2027-01-01,2026-01-01\nbooking,,\n"

    assert problem_of(tmp_path, value_streams=streams).code == "I044"


def test_analysts_of_the_portfolio_stand_in_no_stream(tmp_path: Path) -> None:
    rows = (
        "value_stream_id,interval,function,net\n,2027Q1,analysis,4\n"
        "payments,2027Q1,delivery,26\nbooking,2027Q1,delivery,13\n"
    )

    snapshot = snapshot_of(tmp_path, capacity=rows)

    assert snapshot.capacities[0].value_stream_id is None
    assert snapshot.capacities[0].function == "analysis"
    assert "capacity/portfolio/2027Q1/analysis" in snapshot.rows


def test_delivery_capacity_belongs_to_a_stream(tmp_path: Path) -> None:
    rows = "value_stream_id,interval,net\n,2027Q1,4\npayments,2027Q1,26\nbooking,2027Q1,13\n"

    assert problem_of(tmp_path, capacity=rows).code == "I022"


def test_rows_of_teams_and_skills_are_kept_apart(tmp_path: Path) -> None:
    rows = (
        "value_stream_id,interval,team,skill,net\npayments,2027Q1,pay-1,,6\n"
        "payments,2027Q1,pay-1,backend,4\npayments,2027Q1,backend,,7\nbooking,2027Q1,,,13\n"
    )

    snapshot = snapshot_of(tmp_path, capacity=rows)

    assert [(c.team, c.skill, c.likely) for c in snapshot.capacities[1:]] == [
        ("backend", None, Decimal(7)),
        ("pay-1", None, Decimal(6)),
        ("pay-1", "backend", Decimal(4)),
    ]


def test_capacity_of_a_workspace_in_money_is_an_amount_of_money(tmp_path: Path) -> None:
    charter = (
        "name: X\ncurrency: GBP\ndiscount_rate_per_year: 3.5 %\ncapacity_unit: money\n"
        "calendar: {first: 2026Q1, from: 2026-01-01, quarters: 16}\n"
    )
    rows = "value_stream_id,interval,net\npayments,2027Q1,5000 GBP\nbooking,2027Q1,10 team-weeks\n"

    assert problem_of(tmp_path, charter=charter, capacity=rows).code == "I026"


def test_what_a_stream_was_funded_with_and_spent_is_kept_apart_from_its_capacity(
    tmp_path: Path,
) -> None:
    header = "value_stream_id,interval,team,net,funded,spent_to_date"
    rows = f"""{header}
booking,2026Q4,b-1,13,90000,
booking,2026Q4,b-2,13,,95000
payments,2027Q1,,13,,
booking,2027Q1,,13,180000,0
"""

    told = snapshot_of(tmp_path, capacity=rows)

    assert [(b.value_stream_id, b.interval, b.funded, b.spent) for b in told.burns] == [
        ("booking", "2026Q4", None, 95000),
        ("booking", "2026Q4", 90000, None),
        ("booking", "2027Q1", 180000, 0),
    ]
    assert "spent_to_date" not in Capacity.model_fields


SPLIT = (
    "id,name,teams,split_loss\npayments,Payments,pay-1;shared,{loss}\nbooking,Booking,shared,20 %\n"
)
OF_TEAMS = """\
value_stream_id,interval,team,gross,run_share,absence_share,improvement_share,focus
booking,2027Q1,shared,13,0,0,0,1
payments,2027Q1,pay-1,10,0,0,0,1
payments,2027Q1,shared,10,0,0,0,1
"""


def test_pitfall_22_a_team_of_two_streams_states_what_splitting_it_loses(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, value_streams=SPLIT.format(loss=""))

    assert problem.code == "I022"
    assert problem.message == "`shared` serves 2 value streams, and what that loses is missing"


def test_what_splitting_loses_is_taken_from_the_gross_of_that_team_alone(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, value_streams=SPLIT.format(loss="30 %"), capacity=OF_TEAMS)

    likely = {(one.value_stream_id, one.team): one.likely for one in snapshot.capacities}
    assert likely == {
        ("booking", "shared"): Decimal("10.4"),
        ("payments", "pay-1"): Decimal(10),
        ("payments", "shared"): Decimal(7),
    }


def test_a_whole_team_owes_no_loss(tmp_path: Path) -> None:
    whole = "id,name,teams\npayments,Payments,pay-1\nbooking,Booking,book-1\n"

    assert len(snapshot_of(tmp_path, value_streams=whole).value_streams) == 2
