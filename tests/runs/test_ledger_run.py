"""What the ledger holds, for people: each run, and the text for the minutes."""

import base64
import json
from pathlib import Path

import pytest

from asp_decide.ledger.log import Ledger
from asp_decide.runs.auditing.ledger_run import ledger_checkpoint, recorded_runs
from command_line import a_workspace_applied_twice, asp
from workspace_builders import a_workspace, opened


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_workspace_applied_twice(tmp_path_factory.mktemp("twice") / "mini")


def test_runs_follow_each_other_without_a_gap(twice: Path) -> None:
    first, second = recorded_runs(opened(twice))

    assert (first["run"], second["run"]) == ("2027Q1", "2027Q1-2")
    assert first["first"] == "0"
    assert second["first"] == first["records"]


def test_the_text_for_the_minutes_is_the_end_of_the_log(twice: Path) -> None:
    with Ledger(twice / "ledger.sqlite") as ledger:
        head = ledger.head()

    origin, size, root = ledger_checkpoint(opened(twice)).splitlines()

    assert (origin, int(size)) == ("My portfolio", head.size)
    assert base64.b64decode(root) == head.root
    assert recorded_runs(opened(twice))[-1]["root"] == root


def test_an_empty_log_has_a_checkpoint_too(tmp_path: Path) -> None:
    """The digest of nothing, so that a first run can be joined to it in the minutes."""
    workspace = opened(a_workspace(tmp_path / "mini"))

    assert recorded_runs(workspace) == ()
    assert ledger_checkpoint(workspace).splitlines() == [
        "My portfolio",
        "0",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    ]


def test_the_same_for_machines(twice: Path) -> None:
    runs = json.loads(asp("-C", twice, "ledger", "list", "--format", "json").out)
    end = json.loads(asp("-C", twice, "ledger", "checkpoint", "--format", "json").out)

    assert [one["run"] for one in runs["runs"]] == ["2027Q1", "2027Q1-2"]
    assert end["size"] == sum(int(one["records"]) for one in runs["runs"])
    assert (runs["schema_version"], end["schema_version"]) == ("1", "1")


def test_for_people_it_is_a_table(twice: Path) -> None:
    said = asp("-C", twice, "ledger", "list")

    assert said.code == 0
    assert [line.split()[1] for line in said.out.splitlines() if "2027" in line] == [
        "2027Q1",
        "2027Q1-2",
    ]
    assert "| 2027Q1-2 |" in asp("-C", twice, "ledger", "list", "--format", "md").out


def test_a_ledger_of_today_needs_no_upgrade(twice: Path) -> None:
    said = asp("-C", twice, "ledger", "upgrade")

    assert said.code == 0
    assert said.out == "the ledger has form 0003 already; nothing was done\n"


def test_whoever_lacks_the_driver_of_a_server_is_told_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_workspace(tmp_path / "mini")
    with (folder / "asp.yaml").open("a", encoding="utf-8") as charter:
        charter.write("ledger_url: postgresql://board@localhost/ledger\n")
    monkeypatch.setattr("asp_decide.ledger.postgres_server.find_spec", lambda _: None)

    said = asp("-C", folder, "ledger", "list")

    assert said.code == 2
    assert "needs a driver\n  help: pip install 'asp-decide[postgres]'" in said.err
