"""Everything that is wrong with a workspace, and nothing where nothing is."""

import json
from pathlib import Path

import pytest

from asp_decide.runs.authoring.lint_run import lint_run
from command_line import asp, edit, files_of
from workspace_builders import AS_OF, a_workspace


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    return a_workspace(tmp_path / "mini")


def test_a_sound_workspace_has_nothing_to_mend(mini: Path) -> None:
    linted = lint_run(mini, as_of=AS_OF)

    assert (linted.errors, linted.initiatives, linted.rules) == ((), 9, 4)
    assert linted.summary.startswith("9 initiatives, 4 rules: ")


def test_lint_writes_nothing(mini: Path) -> None:
    before = files_of(mini)

    assert asp("-C", mini, "lint", "--as-of", AS_OF).code == 0
    assert files_of(mini) == before


def test_what_is_wrong_with_the_frame_is_told_alone(mini: Path) -> None:
    edit(mini, "asp.yaml", "currency: EUR", "currency: euro")
    edit(mini, "asp.yaml", "planning_intervals", "planning_interval")

    said = asp("-C", mini, "lint", "--as-of", AS_OF, "--format", "json")

    assert said.code == 1
    answer = json.loads(said.out)
    assert [one["code"] for one in answer["diagnostics"]] == ["W014", "W011"]
    assert {one["file"] for one in answer["diagnostics"]} == {"asp.yaml"}


def test_what_is_wrong_with_the_text_of_a_test_is_told_beside_what_is_wrong_with_the_policies(
    mini: Path,
) -> None:
    """Its cases can only be read against sound policies, but that a key stands twice is sure."""
    edit(mini, "policies/portfolio/basics.yaml", "count: initiative", "cuont: initiative")
    tests = mini / "policies/portfolio/basics.tests.yaml"
    tests.write_text(f"{tests.read_text(encoding='utf-8')}as_of: 2027-01-05\n", encoding="utf-8")

    told = {(one.place.file, one.code) for one in lint_run(mini, as_of=AS_OF).errors}

    assert {file for file, _ in told} == {
        "policies/portfolio/basics.yaml",
        "policies/portfolio/basics.tests.yaml",
    }


def test_for_machines_each_problem_has_its_place_and_its_mend(mini: Path) -> None:
    edit(mini, "facts/options.csv", "INI-3,web", "INI-33,web")

    answer = json.loads(asp("-C", mini, "lint", "--as-of", AS_OF, "--format", "json").out)

    (problem,) = (one for one in answer["diagnostics"] if one["level"] == "error")
    assert problem == {
        "file": "facts/options.csv",
        "line": 4,
        "column": 1,
        "code": "I041",
        "name": "unknown-reference",
        "level": "error",
        "message": "unknown initiative `INI-33`",
        "help": "did you mean `INI-3`?",
    }
    assert answer["schema_version"] == "1"


def test_a_warning_is_no_error(mini: Path) -> None:
    """A parameter that no rule names forbids nothing."""
    edit(
        mini,
        "policies/portfolio/basics.yaml",
        "parameters:\n",
        "parameters:\n  spare:\n    title: For later\n    unit: initiatives\n"
        "    values:\n      - {from: 2026-01-01, value: 2 initiatives}\n",
    )

    linted = lint_run(mini, as_of=AS_OF)

    assert linted.errors == ()
    assert ("P112", "warning") in {(one.code, one.level) for one in linted.diagnostics}
    assert asp("-C", mini, "lint", "--as-of", AS_OF).code == 0
