"""Features and releases are read as stated; what cannot be meant is refused with its place."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from asp_decide.delivery.feature_flow import FEATURE_FLOW
from asp_decide.delivery.improvement_flow import IMPROVEMENT_FLOW
from asp_decide.delivery.team_flow import TEAM_FLOW
from asp_decide.flows.flow import Flow
from asp_decide.model.delivery_facts import delivery_digest
from asp_decide.model.feature import STATES_OF
from asp_decide.model.snapshot import facts_digest
from workspace_builder import problem_of, problems_of, snapshot_of

STREAMS = "id,name,teams\npayments,Payments,pay-1;pay-2\nbooking,Booking,book-1\n"
RELEASE = "id,value_stream_id,deployed_at"
AT = "2026-10-06T08:00:00+02:00"


@pytest.mark.parametrize("flow", [FEATURE_FLOW, IMPROVEMENT_FLOW, TEAM_FLOW], ids=lambda f: f.item)
def test_an_item_stands_where_its_flow_has_a_state(flow: Flow) -> None:
    assert STATES_OF[flow.item] == tuple(flow.named)  # type: ignore[index]


def test_a_feature_needs_a_name_of_its_own_and_a_value_stream(tmp_path: Path) -> None:
    (feature,) = snapshot_of(
        tmp_path, features="id,value_stream_id\nFEA-1,payments\n"
    ).delivery.features

    assert (feature.item, feature.name, feature.commitment) == ("feature", "FEA-1", "none")
    assert (feature.state, feature.cost_of_delay, feature.is_ready) == (None, None, False)


def test_what_a_feature_states_is_kept_in_base_units(tmp_path: Path) -> None:
    rows = (
        "id,item,name,value_stream_id,team,initiative_id,category,flow_kind,state,is_ready,"
        "value_likely,cost_of_delay_low,cost_of_delay_likely,cost_of_delay_high,"
        "remaining_effort_likely,remaining_duration_likely,planned_interval,commitment\n"
        "FEA-1,feature,Refund to card,payments,pay-1,INI-1,business,feature,ready,yes,"
        "320000,2500,4000,6500,3,21 days,2027Q1,committed\n"
    )

    (feature,) = snapshot_of(tmp_path, features=rows, value_streams=STREAMS).delivery.features

    assert feature.initiative_id == "INI-1"
    assert feature.cost_of_delay is not None
    assert feature.cost_of_delay.mean == Fraction(4300)
    assert feature.remaining_duration_weeks is not None
    assert feature.remaining_duration_weeks.likely == 3
    assert (feature.commitment, feature.planned_interval) == ("committed", "2027Q1")


@pytest.mark.parametrize(
    ("columns", "row", "code", "column"),
    [
        ("id,value_stream_id", "FEA-1,paiments", "I041", 7),
        ("id,value_stream_id", "FEA-1,", "I022", 7),
        ("id,value_stream_id,initiative_id", "FEA-1,payments,INI-9", "I041", 16),
        ("id,value_stream_id,parent_id", "FEA-1,payments,FEA-9", "I041", 16),
        ("id,value_stream_id,parent_id", "FEA-1,payments,FEA-1", "I053", 16),
        ("id,value_stream_id,team", "FEA-1,payments,book-1", "I041", 16),
        ("id,value_stream_id,item,state", "FEA-1,payments,story,verifying", "I023", 22),
        ("id,value_stream_id,state", "FEA-1,payments,", "I022", 16),
        ("id,value_stream_id,due_by", "FEA-1,payments,2027-01-01", "I020", 20),
        ("id,value_stream_id", "FEA-1,payments\nFEA-1,booking", "I040", 1),
    ],
)
def test_a_feature_that_cannot_be_meant_is_refused(
    columns: str, row: str, code: str, column: int, tmp_path: Path
) -> None:
    told = problem_of(tmp_path, features=f"{columns}\n{row}\n", value_streams=STREAMS)

    assert (told.code, told.level, told.place.column) == (code, "error", column)


def test_a_feature_is_never_of_a_strategic_initiative(tmp_path: Path) -> None:
    initiatives = "id,name,state,kind\nINI-1,N,triage,strategic\nINI-2,N,triage,initiative\n"
    features = "id,value_stream_id,initiative_id\nFEA-1,payments,INI-1\nFEA-2,payments,INI-2\n"

    told = problem_of(tmp_path, initiatives=initiatives, features=features)

    assert (told.code, told.place.line) == ("I052", 2)


def test_a_story_is_a_part_of_a_feature_and_a_feature_of_a_goal(tmp_path: Path) -> None:
    rows = (
        "id,value_stream_id,item,parent_id\nGOA-1,payments,pi_goal,\nFEA-1,payments,feature,GOA-1\n"
        "STO-1,payments,story,FEA-1\n"
    )

    assert problems_of(tmp_path, features=rows) == []


def test_what_a_committed_feature_leaves_unknown_is_warned_of(tmp_path: Path) -> None:
    rows = (
        "id,value_stream_id,state,commitment,planned_interval,remaining_effort_likely\n"
        "FEA-1,payments,ready,committed,,\nFEA-2,payments,funnel,none,,\n"
    )

    told = problems_of(tmp_path, features=rows)

    assert [(d.code, d.level, d.place.line) for d in told] == [("I060", "warning", 2)] * 2
    assert {d.message.partition(" ")[0] for d in told} == {
        "`remaining_effort_likely`",
        "`planned_interval`",
    }


def test_what_is_worked_on_owes_its_hypothesis_and_its_criteria(tmp_path: Path) -> None:
    """Row 29: nothing enters a sprint or a commitment before it says when it is good."""
    rows = (
        "id,value_stream_id,item,state,hypothesis,acceptance\nFEA-1,payments,feature,ready,,\n"
        "FEA-2,payments,feature,funnel,,\nFEA-3,payments,feature,released,,\n"
        "STO-1,payments,story,in_progress,,\n"
    )

    told = problems_of(tmp_path, features=rows)

    assert {(d.code, d.place.line, d.message.split()[0]) for d in told} == {
        ("I060", 2, "`hypothesis`"),
        ("I060", 2, "`acceptance`"),
        ("I060", 5, "`acceptance`"),
    }


def test_the_rows_of_one_release_are_the_changes_in_it(tmp_path: Path) -> None:
    rows = (
        f"{RELEASE},change_id,committed_at,feature_ids,failed,restored_at\n"
        f"DEP-1,payments,{AT},CHG-2,2026-10-05T08:00:00Z,FEA-2,yes,2026-10-06T07:30:00Z\n"
        "DEP-1,payments,,CHG-1,2026-10-01T08:00:00Z,FEA-1,,\n"
    ).replace("payments,,", f"payments,{AT},")
    features = "id,value_stream_id\nFEA-1,payments\nFEA-2,payments\n"

    (release,) = snapshot_of(tmp_path, releases=rows, features=features).delivery.releases

    assert [change.change_id for change in release.changes] == ["CHG-1", "CHG-2"]
    assert release.feature_ids == ("FEA-1", "FEA-2")
    assert release.usable_on.isoformat() == "2026-10-06"
    assert release.restored_at == release.deployed_at + 90 * 60


@pytest.mark.parametrize(
    ("columns", "row", "code"),
    [
        ("", f"DEP-1,payments,{AT}\nDEP-1,payments,{AT}", "I040"),
        ("", "DEP-1,payments,2026-10-06T08:00:00", "I032"),
        ("", "DEP-1,payments,2026-10-06", "I032"),
        (",change_id", f"DEP-1,payments,{AT},A\nDEP-1,booking,{AT},B", "I043"),
        (",usable_on", f"DEP-1,payments,{AT},2026-10-01", "I044"),
        (",restored_at", f"DEP-1,payments,{AT},2026-10-05T08:00:00Z", "I044"),
        (",committed_at", f"DEP-1,payments,{AT},2026-10-07T08:00:00Z", "I044"),
        (",repairs_id", f"DEP-1,payments,{AT},DEP-1", "I050"),
        (",repairs_id", f"DEP-1,payments,{AT},DEP-7", "I041"),
        (",feature_ids", f"DEP-1,payments,{AT},FEA-7", "I041"),
    ],
)
def test_a_release_that_cannot_be_meant_is_refused(
    columns: str, row: str, code: str, tmp_path: Path
) -> None:
    assert problem_of(tmp_path, releases=f"{RELEASE}{columns}\n{row}\n").code == code


def test_evidence_about_a_feature_names_one_that_is_there(tmp_path: Path) -> None:
    evidence = "id,about_kind,about_id,informs,source\nEVI-1,feature,FEA-9,effort,A look\n"
    features = "id,value_stream_id\nFEA-1,payments\n"

    assert problem_of(tmp_path / "kept", evidence=evidence, features=features).code == "I041"
    assert problems_of(tmp_path / "not kept", evidence=evidence) == []


def test_no_fact_of_delivery_makes_a_plan_of_the_portfolio_stale(tmp_path: Path) -> None:
    """Invariant 22: what crosses upward is demonstrated capacity and nothing else."""
    changes: dict[str, Any] = {
        "features": "id,value_stream_id\nFEA-1,payments\n",
        "releases": f"{RELEASE}\nDEP-1,payments,{AT}\n",
    }

    bare, worked = snapshot_of(tmp_path / "bare"), snapshot_of(tmp_path / "worked", **changes)

    assert facts_digest(bare) == facts_digest(worked)
    assert delivery_digest(bare.delivery) != delivery_digest(worked.delivery)
    assert worked.delivery.assumptions[0] == "no row of features says what it is: each is a feature"


def test_the_order_of_rows_does_not_show(tmp_path: Path) -> None:
    one, other = "FEA-1,payments\n", "FEA-2,booking\n"
    head = "id,value_stream_id\n"

    found = [
        snapshot_of(tmp_path / str(n), features=head + rows).delivery.features
        for n, rows in enumerate((one + other, other + one))
    ]

    assert found[0] == found[1]
