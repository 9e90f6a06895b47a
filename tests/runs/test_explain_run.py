"""Why, and why not: of an initiative, of a rule, and of a word that nobody knows."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from command_line import a_planned_workspace, asp, edit, plan
from workspace_builders import a_workspace, set_cell


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_planned_workspace(tmp_path_factory.mktemp("explained") / "mini")


def _explained(folder: Path, *more: object) -> str:
    said = asp("-C", folder, "explain", *more)
    assert said.code == 0, said.err
    return said.out


def test_a_decision_is_told_with_its_reason_its_rules_and_its_capacity(mini: Path) -> None:
    told = _explained(mini, "INI-6")

    assert told.startswith("INI-6 Stock by the minute: fund (whole from 2027Q2)\n")
    for heading in ("Because", "Rules", "Capacity it gets"):
        assert f"\n{heading}\n" in told
    assert "basics.yaml:" in told, "the line of each rule"
    assert any("back-office" in line and "2027Q2" in line for line in told.splitlines())


def test_what_goes_back_says_what_is_missing(mini: Path) -> None:
    told = _explained(mini, "INI-7")

    assert told.startswith("INI-7 Loyalty points: return\n")
    assert "GATE-21" in told
    assert "benefit model is missing" in told


def test_a_rule_is_told_with_its_subjects_and_its_bounds(mini: Path) -> None:
    told = _explained(mini, "--rule", "WIP-01")

    headline, said, *_ = filter(None, told.splitlines()[:1] + told.splitlines()[2:])
    assert headline.startswith("WIP-01 ")
    assert headline.endswith(": 2 subjects (kept 2)")
    assert said == "What it says"
    assert "\n  at policies/portfolio/basics.yaml:" in told
    assert "| back-office, web | kept" in _explained(mini, "--rule", "WIP-01", "--format", "md")
    for stream in ("web", "back-office"):
        assert any(stream in line and "5 initiatives" in line for line in told.splitlines())


def test_intervals_in_which_a_limit_is_used_alike_stand_in_one_line(mini: Path) -> None:
    bounds = [
        one
        for one in json.loads(_explained(mini, "--rule", "WIP-01", "--format", "json"))["records"]
        if one["kind"] == "bound"
    ]
    told = _explained(mini, "--rule", "WIP-01", "--format", "md").partition("## Bounds")[2]

    rows = [line for line in told.split("##")[0].splitlines() if "initiatives |" in line]
    changes = sum(
        (one["group"], one["planned"]) != (other["group"], other["planned"])
        for one, other in pairwise(bounds)
    )
    assert len(rows) == 1 + changes < len(bounds)
    assert any(" to " in row for row in rows)


def test_what_is_measured_stands_in_its_unit(mini: Path) -> None:
    told = _explained(mini, "INI-6", "--format", "md")

    allocated = told.partition("## Capacity it gets")[2].split("##")[0]
    assert "team-weeks |" in allocated
    assert "| EUR 0 |" in allocated


def test_for_machines_it_is_the_records(mini: Path) -> None:
    answer = json.loads(_explained(mini, "INI-7", "--format", "json"))

    assert answer["headline"] == "INI-7 Loyalty points: return"
    kinds = {one["kind"] for one in answer["records"]}
    assert kinds == {"rule", "answer"}
    assert all(one["subject"] == {"initiative": "INI-7"} for one in answer["records"])


def test_for_a_page_it_is_markdown(mini: Path) -> None:
    told = _explained(mini, "INI-6", "--format", "md")

    assert "## Rules" in told
    assert "| rule | result |" in told


@pytest.mark.parametrize(
    ("more", "told", "mend"),
    [
        (("INI-66",), "the plan has no decision about `INI-66`", "did you mean `INI-6`?"),
        (("--rule", "WIP-1"), "the plan has no rule `WIP-1`", "did you mean `WIP-01`?"),
        (("elephant",), "the plan has no decision about `elephant`", ""),
        ((), "say one initiative or one rule", "`explain --rule WIP-01`"),
        (("INI-6", "--rule", "WIP-01"), "say one initiative or one rule", ""),
        (("INI-6", "--plan", "asp.yaml"), "`asp.yaml` is no plan", "plan again"),
    ],
)
def test_a_word_that_nobody_knows_comes_with_the_nearest_one(
    mini: Path, more: tuple[str, ...], told: str, mend: str
) -> None:
    said = asp("-C", mini, "explain", *more)

    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert mend in said.err


def test_without_a_plan_the_next_step_is_named(tmp_path: Path) -> None:
    said = asp("-C", a_workspace(tmp_path / "mini"), "explain", "INI-1")

    assert said.code == 2
    assert "there is no plan yet" in said.err


def test_the_newest_plan_is_explained_unless_another_is_named(tmp_path: Path) -> None:
    folder = a_planned_workspace(tmp_path / "mini")
    plan(folder, "--drop", "INI-6", "-o", "without.json")

    dropped = _explained(folder, "INI-6")
    first = _explained(folder, "INI-6", "--plan", "plan.json")
    assert ("fund" in first.splitlines()[0], "fund" in dropped.splitlines()[0]) == (True, False)

    plan(folder)
    assert _explained(folder, "INI-6") == first, "planned again, it is the newest once more"


def test_what_was_planned_is_explained_whatever_became_of_the_facts_since(tmp_path: Path) -> None:
    folder = a_planned_workspace(tmp_path / "mini")
    before = _explained(folder, "INI-2")
    set_cell(folder, "initiatives", ("id", "INI-2"), "benefit_per_week_likely", "9001")

    assert _explained(folder, "INI-2") == before


def test_a_line_that_moved_is_told_where_it_is_after_planning_again(tmp_path: Path) -> None:
    folder = a_planned_workspace(tmp_path / "mini")
    before = _line_of(folder, "WIP-01")
    edit(folder, "policies/portfolio/basics.yaml", "asp: policy/v1", "# four rules\nasp: policy/v1")

    plan(folder)

    assert _line_of(folder, "WIP-01") == before + 1


def _line_of(folder: Path, rule: str) -> int:
    told = _explained(folder, "--rule", rule).splitlines()
    return int(next(line for line in told if line.startswith("  at ")).split(":")[1])
