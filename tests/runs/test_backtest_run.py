"""`backtest`: recorded quarters under other policies, from their bundles alone."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from command_line import a_copy, a_planned_workspace, apply, asp, edit, files_of
from workspace_builders import AS_OF

POLICIES = "policies/portfolio/basics.yaml"
LATER = "2027-04-05"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_planned_workspace(tmp_path_factory.mktemp("backtested") / "mini")
    assert apply(folder).code == 0
    return folder


@pytest.fixture
def mini(recorded: Path, tmp_path: Path) -> Path:
    return a_copy(recorded, tmp_path / "mini")


def _tested(folder: Path, policies: Path, as_of: object = AS_OF) -> Mapping[str, Any]:
    said = asp("-C", folder, "backtest", policies, "--as-of", as_of, "--format", "json")
    assert said.code == 0, said.err
    answer: dict[str, Any] = json.loads(said.out)
    return answer


def _harsher(folder: Path) -> Path:
    """Policies that stop whatever is not far better than what its capacity could do elsewhere."""
    edit(folder, POLICIES, "above 0 EUR", "above -10_000_000 EUR")
    return folder / "policies"


def test_the_policies_that_decided_change_nothing(mini: Path) -> None:
    answer = _tested(mini, mini / "policies")

    assert [run["run"] for run in answer["runs"]] == ["2027Q1"]
    assert answer["runs"][0]["changed"] == []
    assert answer["runs"][0]["moved"] == "0"


def test_other_policies_are_tried_on_the_facts_of_the_day(mini: Path) -> None:
    (changed, *_), run = (r := _tested(mini, _harsher(mini))["runs"][0])["changed"], r

    assert (changed["was"], changed["would_be"]) == ("continue", "stop")
    assert changed["rules"] == ["STOP-02"]
    assert changed["effect"] == "not observed yet"
    assert run["moved"] != "0"


def test_one_file_is_tried_in_the_place_of_the_workspaces_own(mini: Path, tmp_path: Path) -> None:
    of_folder = _tested(mini, _harsher(a_copy(mini, tmp_path / "other")))
    draft = tmp_path / "draft.yaml"
    draft.write_bytes((tmp_path / "other" / POLICIES).read_bytes())

    assert _tested(mini, draft) == of_folder


def test_a_value_measured_since_judges_the_stop_that_would_have_been(mini: Path) -> None:
    (mini / "facts/outcomes.csv").write_text(
        "initiative_id,quantity,unit,interval,status,actual,method\n"
        "INI-1,value,EUR,2027Q1,measured,1000000,before_after\n"
    )

    answer = _tested(mini, _harsher(mini), LATER)

    (judged,) = [one for one in answer["runs"][0]["changed"] if one["regret"] is not None]
    assert (judged["initiative"], judged["effect"]) == ("INI-1", "false stop")
    assert judged["observed"] == ["2027Q1"]
    assert answer["regret"] == judged["regret"]


def test_a_backtest_that_can_say_little_says_so_first(mini: Path) -> None:
    told = asp("-C", mini, "backtest", _harsher(mini), "--as-of", AS_OF).out

    first = told.split("Backtest\n", 1)[1].splitlines()[0]
    assert "only 0 can be judged by what was observed" in first


def test_capacity_that_moves_is_told_in_all_and_for_each_change(mini: Path) -> None:
    (run,) = _tested(mini, _harsher(mini))["runs"]

    told = asp("-C", mini, "backtest", mini / "policies", "--as-of", AS_OF).out

    assert f"{run['moved']} team-weeks of first intervals would go elsewhere" in told
    assert "would hold more" in told


def test_nothing_is_written(mini: Path) -> None:
    before = files_of(mini)

    _tested(mini, mini / "policies")

    assert files_of(mini) == before


def test_a_run_that_was_changed_is_refused_by_name(mini: Path) -> None:
    edit(mini, "runs/2027Q1/facts/initiatives.csv", "4000", "4001")

    said = asp("-C", mini, "backtest", mini / "policies", "--as-of", AS_OF)

    assert said.code == 2
    assert "`2027Q1` is not what was recorded" in said.err
    assert "initiatives.csv" in said.err


def test_policies_that_are_wrong_are_told_as_lint_tells_them(mini: Path) -> None:
    edit(mini, POLICIES, "gain_from_stopping: above 0 EUR", "gain_from_stoping: above 0 EUR")

    said = asp("-C", mini, "backtest", mini / "policies", "--as-of", AS_OF)

    assert said.code == 2
    assert "P023" in said.err
    assert "did you mean `gain_from_stopping`?" in said.err


@pytest.mark.parametrize(
    ("runs", "policies", "why"),
    [("facts", "policies", "holds no recorded run"), ("runs", "policy", "cannot be read")],
)
def test_what_is_not_there_is_said(mini: Path, runs: str, policies: str, why: str) -> None:
    said = asp("-C", mini, "backtest", mini / policies, "--runs", mini / runs, "--as-of", AS_OF)

    assert said.code == 2
    assert why in said.err
