"""`policy list`, `policy test`: what is in force, and whether its cases pass."""

import json
from pathlib import Path

import pytest

from asp_decide.runs.opening.templates import default_policies
from command_line import asp, edit, files_of
from workspace_builders import AS_OF, a_workspace


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    return a_workspace(tmp_path / "mini")


def test_each_rule_in_force_is_a_line_with_its_place(mini: Path) -> None:
    said = asp("-C", mini, "policy", "list", "--as-of", AS_OF, "--format", "json")

    rules = {one["rule"]: one for one in json.loads(said.out)["rules"]}
    assert list(rules) == ["BRK-01", "GATE-21", "STOP-02", "WIP-01"]
    assert rules["WIP-01"] == {
        "rule": "WIP-01",
        "title": "Limit the initiatives in delivery",
        "enforce": "mandatory",
        "owner": "value_stream_owner",
        "because": rules["WIP-01"]["because"],
        "at": "policies/portfolio/basics.yaml:25:9",
    }
    assert rules["BRK-01"]["enforce"] == "", "a role is asked; nothing is enforced"
    text = asp("-C", mini, "policy", "list", "--as-of", AS_OF).out
    assert all(rule in text for rule in rules)


def test_on_a_day_before_all_rules_nothing_is_in_force(mini: Path) -> None:
    said = asp("-C", mini, "policy", "list", "--as-of", "2025-06-30")

    assert (said.code, said.out) == (2, "")
    assert "no rule is in force on 2025-06-30" in said.err


def test_cases_that_pass_are_counted(mini: Path) -> None:
    before = files_of(mini)

    said = asp("-C", mini, "policy", "test")

    assert said.code == 0
    assert said.out.splitlines() == [
        "policies/portfolio/basics.tests.yaml: 12 of 12 cases pass",
        "12 passed, 0 failed",
    ]
    assert files_of(mini) == before


def test_a_case_that_fails_is_named_with_what_came_out(mini: Path) -> None:
    tests = "policies/portfolio/basics.tests.yaml"
    edit(mini, tests, "web: kept, back-office: broken", "web: broken, back-office: broken")

    said = asp("-C", mini, "policy", "test")
    answer = json.loads(asp("-C", mini, "policy", "test", "--format", "json").out)

    assert said.code == 1
    assert f"{tests}:7:5 failed: five in delivery are within the limit and six are not" in said.out
    assert "WIP-01 says `kept` of web, expected `broken`" in said.out
    assert said.out.splitlines()[-1] == "11 passed, 1 failed"
    assert answer["passed"] is False
    assert [one["passed"] for one in answer["cases"]].count(False) == 1


@pytest.mark.parametrize("place", ["policies", "policies/portfolio/basics.tests.yaml"])
def test_a_folder_or_a_file_can_be_named(mini: Path, place: str) -> None:
    said = asp("-C", mini, "policy", "test", place)

    assert said.code == 0
    assert said.out.splitlines()[-1] == "12 passed, 0 failed"


def test_what_no_case_shows_and_notices_is_told_with_its_place(mini: Path) -> None:
    """Without the case that has a gain of nothing, nobody would notice `at least 0 EUR`."""
    tests = mini / "policies" / "portfolio" / "basics.tests.yaml"
    tests.write_text(
        tests.read_text(encoding="utf-8").replace("stopping: 0 EUR}", "stopping: -1 EUR}")
    )

    said = asp("-C", mini, "policy", "test", "--coverage", "--mutate")
    answer = json.loads(
        asp("-C", mini, "policy", "test", "--coverage", "--mutate", "--format", "json").out
    )

    assert said.code == 1
    place = "policies/portfolio/basics.yaml:54"
    lines = said.out.splitlines()
    assert f"{place}:12 P117 not-tested: STOP-02/1: no case at 0 EUR" in lines
    assert (
        f"{place}:32 P118 mutant-survives: STOP-02 `gain_from_stopping: above 0 EUR` -> "
        "`gain_from_stopping: at least 0 EUR`: no case of gain_from_stopping 0 EUR, state implementing"
    ) in lines
    assert lines[-1].startswith(
        "12 passed, 0 failed, 22 of 23 points shown, 30 of 31 mutants caught"
    )
    (missing,) = answer["coverage"][0]["missing"]
    assert (missing["comparison"], missing["point"], missing["line"]) == (
        "STOP-02/1",
        "at 0 EUR",
        54,
    )
    (survivor,) = (one for one in answer["mutation"][0]["mutants"] if one["result"] == "survives")
    assert (survivor["rule"], survivor["line"]) == ("STOP-02", 54)
    assert survivor["fact"] == "no case of gain_from_stopping 0 EUR, state implementing"


def test_a_case_that_fails_anyway_notices_nothing(mini: Path) -> None:
    edit(
        mini,
        "policies/portfolio/basics.tests.yaml",
        "GATE-21: {INI-1: met",
        "GATE-21: {INI-1: unmet",
    )

    said = asp("-C", mini, "policy", "test", "--mutate")

    assert "P118 mutant-survives: GATE-21 `all` -> `any`" in said.out


def test_for_machines_a_failure_has_its_place_both_values_and_its_reasons(mini: Path) -> None:
    tests = "policies/portfolio/basics.tests.yaml"
    edit(mini, tests, "web: kept, back-office: broken", "web: broken, back-office: broken")

    answer = json.loads(asp("-C", mini, "policy", "test", "--format", "json").out)

    (failed,) = (one for one in answer["cases"] if not one["passed"])
    (failure,) = failed["failures"]
    assert (failure["line"], failure["column"]) == (14, 21)
    assert (failure["expected"], failure["got"]) == ("broken", "kept")
    assert failure["why"] == [
        "WIP-01/0 wip at most 5 initiatives: true",
        "nearest: wip is exactly at 5 initiatives",
    ]


def test_a_page_in_markdown_has_a_table_of_files(mini: Path) -> None:
    said = asp("-C", mini, "policy", "test", "--coverage", "--mutate", "--format", "md")

    assert said.code == 0
    assert "| file | cases | points shown | mutants caught |" in said.out
    assert "| policies/portfolio/basics.tests.yaml | 12 of 12 | 23 of 23 | 31 of 31 |" in said.out


@pytest.mark.slow
def test_the_pack_that_ships_passes_its_own_cases_wherever_it_lies() -> None:
    said = asp("policy", "test", default_policies())

    assert said.code == 0, said.out
    assert said.out.splitlines()[-1].endswith(" 0 failed")


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("nowhere", "there is no file or folder `nowhere`"),
        ("facts", "no policy stands in `facts/portfolio`"),
        ("policies/portfolio/basics.yaml", "no cases stand in `policies/portfolio/basics.yaml`"),
    ],
)
def test_where_no_cases_stand_it_is_said(mini: Path, place: str, told: str) -> None:
    said = asp("-C", mini, "policy", "test", place)

    assert (said.code, said.out) == (2, "")
    assert told in said.err


def test_a_rule_that_cannot_be_read_fails_before_its_cases(mini: Path) -> None:
    edit(mini, "policies/portfolio/basics.yaml", "above 0 EUR", "over 0 EUR")

    said = asp("-C", mini, "policy", "test")

    assert (said.code, said.out) == (2, "")
    assert "P016 bad-phrase" in said.err
