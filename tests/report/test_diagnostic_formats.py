"""Problems as other programs read them: SARIF 2.1.0 in its shape, commands of a workflow escaped."""

import json
from pathlib import Path
from typing import Any

from asp_decide.diagnostics import Diagnostic, Place
from asp_decide.report.formats.diagnostic_formats import github, sarif
from command_line import asp, edit
from workspace_builders import AS_OF, a_workspace

GAP = Diagnostic(
    Place("policies/portfolio/stop.yaml", 32, 3),
    "P104",
    "gap",
    "`validation`: no rule speaks for 20 % of cases",
    "say what holds there",
    level="warning",
    width=10,
    examples=("gain 5 EUR",),
)
WHOLE_FILE = Diagnostic(Place("asp.yaml"), "W010", "missing-file", "there is none", level="note")

LEVELS = {"none", "note", "warning", "error"}


def hold_to_shape(log: dict[str, Any]) -> None:
    """The parts of the schema of SARIF 2.1.0 that are required of what we write."""
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    for run in log["runs"]:
        driver = run["tool"]["driver"]
        assert isinstance(driver["name"], str)
        assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
        rules = driver["rules"]
        ids = [rule["id"] for rule in rules]
        assert len(ids) == len(set(ids))
        assert all(rule["shortDescription"]["text"] for rule in rules)
        for result in run["results"]:
            assert result["level"] in LEVELS
            assert ids[result["ruleIndex"]] == result["ruleId"]
            assert result["message"]["text"]
            for location in result["locations"]:
                physical = location["physicalLocation"]
                uri = physical["artifactLocation"]["uri"]
                assert not uri.startswith("/")
                assert "\\" not in uri
                region = physical["region"]
                assert region["startLine"] >= 1
                assert region["endColumn"] > region["startColumn"] >= 1


def test_a_log_has_the_shape_of_sarif_and_every_problem_its_rule() -> None:
    log = sarif((GAP, WHOLE_FILE), {"P104": "no rule speaks in some cases"})

    hold_to_shape(log)
    (run,) = log["runs"]
    assert [one["level"] for one in run["results"]] == ["warning", "note"]
    assert run["results"][0]["message"]["text"] == (
        "`validation`: no rule speaks for 20 % of cases\n"
        "for example: gain 5 EUR\nhelp: say what holds there"
    )


def test_a_workflow_command_escapes_what_would_end_it() -> None:
    first, second = github((GAP, WHOLE_FILE))

    assert first == (
        "::warning file=policies/portfolio/stop.yaml,line=32,col=3,title=P104 gap::"
        "`validation`: no rule speaks for 20 %25 of cases%0Afor example: gain 5 EUR"
        "%0Ahelp: say what holds there"
    )
    assert second.startswith("::notice file=asp.yaml,line=1,col=1,")


def test_lint_writes_both_and_fails_where_there_is_an_error(tmp_path: Path) -> None:
    mini = a_workspace(tmp_path / "mini")
    edit(mini, "facts/options.csv", "INI-3,web", "INI-33,web")

    log = asp("-C", mini, "lint", "--as-of", AS_OF, "--format", "sarif")
    commands = asp("-C", mini, "lint", "--as-of", AS_OF, "--format", "github")

    hold_to_shape(json.loads(log.out))
    assert (log.code, commands.code) == (1, 1)
    assert "::error file=facts/options.csv,line=4,col=1,title=I041 unknown-reference::" in (
        commands.out
    )
