"""`policy show`: a rule read aloud, with its present value and what it did last."""

import json
from pathlib import Path
from typing import Any

import pytest

from command_line import a_planned_workspace, apply, asp
from workspace_builders import AS_OF, a_workspace

SAYS = {
    "WIP-01": "For each value stream, wip is at most 5 initiatives.",
    "GATE-21": (
        "At gate_2, before fund or fund_tranche of an initiative: benefit model is known and "
        "effort, duration and outlay is known; else return."
    ),
    "STOP-02": (
        "At validation, stop is proposed for an initiative when gain from stopping is above 0 EUR."
    ),
}


def _shown(folder: Path, rule: str, as_of: object = AS_OF) -> dict[str, Any]:
    said = asp("-C", folder, "policy", "show", rule, "--as-of", as_of, "--format", "json")
    assert said.code == 0, said.err
    answer: dict[str, Any] = json.loads(said.out)
    return answer


@pytest.mark.parametrize("rule", SAYS)
def test_a_rule_is_read_aloud(rule: str, tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "mini")

    assert _shown(folder, rule)["says"] == SAYS[rule]


def test_the_value_in_force_is_the_last_that_has_begun(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "mini")
    path = folder / "policies/portfolio/basics.yaml"
    line = "      - {from: 2026-01-01, value: 5 initiatives}\n"
    later = line.replace("2026-01-01", "2027-01-01").replace("5 init", "4 init")
    path.write_text(path.read_text().replace(line, line + later))

    before, after = _shown(folder, "WIP-01"), _shown(folder, "WIP-01", "2027-02-01")

    assert [one["in_force"] for one in before["parameters"]] == [True, False]
    assert [one["in_force"] for one in after["parameters"]] == [False, True]
    assert before["says"] != after["says"]


def test_what_it_did_last_comes_from_the_recorded_runs(tmp_path: Path) -> None:
    folder = a_planned_workspace(tmp_path / "mini")
    assert _shown(folder, "GATE-21")["runs"] == []
    assert apply(folder).code == 0

    (run,) = _shown(folder, "GATE-21")["runs"]

    assert run["run"] == "2027Q1"
    assert run["results"]["unmet"] == 1
    assert run["named"] == ["INI-7"]


def test_people_see_who_may_act_against_it(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "mini")

    told = asp("-C", folder, "policy", "show", "STOP-02", "--as-of", AS_OF).out

    assert "overridable by portfolio_board for at most 1 interval, with reason" in told
    assert "owner portfolio_manager" in told


def test_a_rule_that_nobody_knows_is_asked_back(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "mini")

    said = asp("-C", folder, "policy", "show", "STOP-20", "--as-of", AS_OF)

    assert said.code == 2
    assert "did you mean `STOP-02`?" in said.err


def test_what_it_costs_comes_from_the_newest_plan(tmp_path: Path) -> None:
    folder = a_planned_workspace(tmp_path / "mini")
    path = folder / "policies/portfolio/basics.yaml"
    assert _shown(folder, "WIP-01")["price"]["binds"] is False

    path.write_text(path.read_text().replace("value: 5 init", "value: 0 init"))
    before = _shown(folder, "WIP-01")["price"]
    assert before["same_policies"] is False, "the plan is of the policies before"
    assert asp("-C", folder, "plan", "--as-of", AS_OF, "-o", "plan.json").code == 0
    plan = json.loads((folder / "plan.json").read_text())
    priced = next(one for one in plan["prices"] if one["origin"] == "WIP-01")

    price = _shown(folder, "WIP-01")["price"]

    assert (price["low"], price["high"]) == (priced["low"], priced["high"])
    assert price["same_policies"] is True
    told = asp("-C", folder, "policy", "show", "WIP-01", "--as-of", AS_OF).out
    assert "costs EUR" in told
    assert "in the newest plan, 2027Q1" in told


def test_without_a_plan_no_price_is_told(tmp_path: Path) -> None:
    assert _shown(a_workspace(tmp_path / "mini"), "WIP-01")["price"] is None
