"""What a stream keeps when work ends, and what a gate never does by itself."""

import json
from pathlib import Path
from typing import Any

import pytest

from asp_decide.model.initiative import Initiative
from command_line import asp
from delivery_workspace import delivery_workspace, told
from workspace_builder import TABLES, snapshot_of

STATED = """\
value_stream_id,interval,net,stated_on
payments,2027Q1,26,2026-12-10
payments,2027Q2,26,2026-12-10
booking,2027Q1,13,{booking}
"""

STREAMS = """\
id,name,teams,funding_per_week,formed_on
payments,Payments,pay-1;pay-2,54000,2023-04-01
booking,Booking,book-1,18000,2023-04-01
"""


GATE = """\
asp: policy/v1
policy: portfolio/gates
layer: portfolio
title: What is asked at the gate
owner: portfolio_manager
approved: {by: portfolio_board, on: 2025-12-15}
effective: {from: 2026-01-01}

decisions:
  gate_2: {order: [return, decline, fund_tranche, fund], otherwise: plan}

rules:
"""


def _rule(folder: Path, name: str) -> str:
    """One rule of the pack that ships, as it stands there."""
    text = (folder / "policies" / "portfolio" / "gates.yaml").read_text(encoding="utf-8")
    (found,) = (one for one in text.split("\n  - id: ") if one.startswith(name))
    return f"  - id: {found}\n"


def _planned(folder: Path, *, booking: str = "2026-12-10", **tables: str) -> dict[str, Any]:
    """The plan of two initiatives under the rule that asks for capacity, as machines read it."""
    capacity = {"capacity": STATED.format(booking=booking), "value_streams": STREAMS}
    delivery_workspace(folder, [told("FEA-1", "ready")], **{**capacity, **tables})
    gate = GATE + _rule(folder, "GATE-23")
    for one in (folder / "policies" / "portfolio").iterdir():
        one.unlink()
    (folder / "policies" / "portfolio" / "gates.yaml").write_text(gate, encoding="utf-8")
    said = asp("-C", folder, "plan", "--as-of", "2026-12-31", "--format", "json")
    found: dict[str, Any] = json.loads(said.out)
    assert "decisions" in found, said.out
    return found


def _of(plan: dict[str, Any], initiative: str) -> dict[str, Any]:
    (found,) = (one for one in plan["decisions"] if one["initiative"] == initiative)
    return dict(found)


@pytest.mark.parametrize("stated_on", ["2026-09-01", ""])
def test_row_13_gate_2_cannot_be_decided_where_capacity_is_stale_or_of_unknown_age(
    tmp_path: Path, stated_on: str
) -> None:
    """And it is the capacity that is named, not the case."""
    decision = _of(_planned(tmp_path, booking=stated_on), "INI-2")

    assert (decision["point"], decision["decision"]) == ("gate_2", "review")
    told_of = [one["message"] for one in decision["reasons"] if one["rule"] == "GATE-23"]
    assert any(
        "capacity is not known: age of the capacity figure of booking" in one for one in told_of
    )


def test_pitfall_24_a_gate_whose_criteria_are_met_stays_shut_until_somebody_decides(
    tmp_path: Path,
) -> None:
    """The cost of waiting stands beside it; nothing moves and nothing is recorded."""
    plan = _planned(tmp_path)
    before = (tmp_path / "facts" / "initiatives.csv").read_bytes()

    again = _planned(tmp_path)

    decision = _of(again, "INI-2")
    assert decision["point"] == "gate_2"
    assert decision["state"] == _of(plan, "INI-2")["state"] == "investment_framing"
    assert float(decision["cost_of_delay_per_week"]) > 0
    assert (tmp_path / "facts" / "initiatives.csv").read_bytes() == before
    assert not (tmp_path / "ledger.sqlite").exists()


def test_row_15_what_is_funded_draws_team_weeks_of_named_streams_and_gets_no_budget(
    tmp_path: Path,
) -> None:
    """Money stays with the streams: an initiative has no field that could hold any of it."""
    plan = _planned(tmp_path)

    drawn = {
        (one["initiative"], one["value_stream"]): float(one["amount"])
        for one in plan["allocations"]
    }
    assert drawn[("INI-1", "payments")] == 15
    assert set(drawn) <= {("INI-1", "payments"), ("INI-2", "booking")}
    assert not [name for name in Initiative.model_fields if "budget" in name or "fund" in name]


@pytest.mark.parametrize("ended", ["stopped", "assessed", "declined"])
def test_row_12_an_initiative_that_ends_leaves_its_stream_byte_for_byte_as_it_was(
    tmp_path: Path, ended: str
) -> None:
    """Identity, teams, funding and capacity."""
    running = snapshot_of(tmp_path / "running", value_streams=STREAMS)
    closed = TABLES["initiatives"].replace("implementing", ended)
    over = snapshot_of(tmp_path / "over", value_streams=STREAMS, initiatives=closed)

    def streams(snapshot: Any) -> list[bytes]:
        kept = (*snapshot.value_streams, *snapshot.capacities, *snapshot.burns)
        return [one.model_dump_json().encode() for one in kept]

    assert streams(over) == streams(running)
    assert {one.state for one in over.initiatives} != {one.state for one in running.initiatives}
