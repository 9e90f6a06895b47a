"""A conclusion is told back to its beginning: from an enabler to the law behind what waits for it."""

import json
from pathlib import Path

import pytest

from command_line import a_copy, asp, plan
from workspace_builders import a_workspace


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_workspace(tmp_path_factory.mktemp("chained") / "demo", "demo")
    assert plan(folder).code == 0
    return folder


def _concluded(folder: Path, subject: str) -> list[list[str]]:
    """The rows of the part `Concluded`, cell by cell."""
    said = asp("-C", folder, "explain", subject, "--format", "md")
    assert said.code == 0, said.err
    _, _, rest = said.out.partition("## Concluded\n")
    lines = [line for line in rest.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_an_enabler_is_mandatory_by_what_waits_for_it_and_the_signal_behind_that(
    demo: Path,
) -> None:
    rows = _concluded(demo, "INI-07")

    assert [(row[0], row[1], row[2].split(" ")[0], row[3]) for row in rows] == [
        ("mandatory", "initiative INI-07", "REQ-03", "holds"),
        ("mandatory", "initiative INI-12", "REQ-03", "holds"),
        ("requirement in force", "requirement REQ-2", "REQ-02", "holds"),
        ("binding signal", "signal SIG-2", "REQ-01", "holds"),
    ]
    assert rows[-1][4] == "kind regulatory; disposition requirement"
    assert "weeks, at most 78 weeks (lead_time)" in rows[2][4]


def test_what_the_plan_decides_nothing_about_is_explained_too(demo: Path) -> None:
    answer = json.loads(asp("-C", demo, "explain", "SIG-3", "--format", "json").out)

    assert answer["headline"] == "signal SIG-3, signal: need"
    assert all(one["subject"] == {"signal": "SIG-3"} for one in answer["records"])
    assert [row[1] for row in _concluded(demo, "REQ-1")] == ["requirement REQ-1", "signal SIG-1"]
    assert _concluded(demo, "SIG-3") == []


def test_nothing_is_said_of_conclusions_whose_rules_have_changed_since(
    demo: Path, tmp_path: Path
) -> None:
    copied = a_copy(demo, tmp_path / "demo")
    policy = copied / "policies" / "portfolio" / "signals.yaml"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("value: 78 weeks", "value: 77 weeks"), encoding="utf-8")

    assert _concluded(copied, "INI-07") == []
