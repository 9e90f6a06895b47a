"""The bundle of a run can be written again at any time: from the ledger, as it was told then."""

import shutil
import zipfile
from pathlib import Path

import pytest

from command_line import a_copy, a_planned_workspace, apply, asp, edit, files_of, plan

HALF = ("--override", "INI-4=start", "--reason", "The shop needs it", "--until", "2027-03-31")


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_planned_workspace(tmp_path_factory.mktemp("applied") / "mini")
    assert apply(folder, *HALF).code == 0
    return folder


@pytest.fixture
def mini(applied: Path, tmp_path: Path) -> Path:
    return a_copy(applied, tmp_path / "mini")


def test_what_was_lost_is_written_again_byte_for_byte(mini: Path) -> None:
    before = files_of(mini / "runs")
    shutil.rmtree(mini / "runs")
    shutil.rmtree(mini / "plans")

    said = asp("-C", mini, "ledger", "export", "2027Q1")

    assert (said.code, said.out) == (0, "runs/2027Q1\n")
    assert files_of(mini / "runs") == before


def test_reports_are_told_as_the_workspace_was_then(mini: Path) -> None:
    """Another name of the portfolio and another language of money today change nothing of it."""
    before = files_of(mini / "runs" / "2027Q1")
    edit(mini, "asp.yaml", "name: My portfolio", "name: Quite another portfolio")
    shutil.rmtree(mini / "runs")

    assert asp("-C", mini, "ledger", "export", "2027Q1").code == 0
    assert files_of(mini / "runs" / "2027Q1") == before
    assert asp("verify", mini / "runs" / "2027Q1", "--strict").code == 0
    report = mini / "board.md"
    assert asp("-C", mini, "report", "--format", "md", "-o", report).code == 0
    assert report.read_bytes() == before["reports/board.md"]


def test_a_zip_holds_the_same_and_is_the_same_every_time(mini: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "2027Q1.zip", tmp_path / "again.zip"
    for place in (one, other):
        assert asp("-C", mini, "ledger", "export", "2027Q1", "-o", place).code == 0

    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as made:
        found = {name: made.read(name) for name in made.namelist()}
    whole = files_of(mini / "runs" / "2027Q1")
    assert found == {f"2027Q1/{path}": body for path, body in whole.items()}
    assert asp("verify", one, "--strict").code == 0


def test_an_old_run_gets_the_proofs_to_newer_checkpoints_and_nothing_else(mini: Path) -> None:
    before = files_of(mini / "runs" / "2027Q1")
    plan(mini, "--drop", "INI-4", "-o", "plan.json")
    assert apply(mini).code == 0
    newer = mini / "runs" / "2027Q1-2" / "checkpoint"
    assert asp("verify", mini / "runs" / "2027Q1", "--checkpoint", newer).code == 1

    assert asp("-C", mini, "ledger", "export", "2027Q1").code == 0

    after = files_of(mini / "runs" / "2027Q1")
    assert {path for path in before if before[path] != after[path]} == {"log.json"}
    assert asp("verify", mini / "runs" / "2027Q1", "--checkpoint", newer).code == 0


def test_a_folder_of_something_else_is_never_replaced(mini: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("dear board", encoding="utf-8")
    (tmp_path / "file").write_text("dear board", encoding="utf-8")

    for place in (other, mini, tmp_path / "file"):
        before = files_of(place) if place.is_dir() else place.read_bytes()
        said = asp("-C", mini, "ledger", "export", "2027Q1", "-o", place)
        assert said.code == 2, place
        assert (files_of(place) if place.is_dir() else place.read_bytes()) == before


def test_a_run_that_is_not_there_is_told_and_nothing_is_written(mini: Path, tmp_path: Path) -> None:
    said = asp("-C", mini, "ledger", "export", "2026Q4", "-o", tmp_path / "out")

    assert said.code == 2
    assert "holds no run `2026Q4`" in said.err
    assert not (tmp_path / "out").exists()


def test_an_auditor_needs_no_address_and_no_password_of_the_ledger(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is recorded names a variable; it is set where the ledger is, and only there."""
    monkeypatch.setenv("ASP_TEST_PLACE", "elsewhere")
    with (mini / "asp.yaml").open("a", encoding="utf-8") as charter:
        charter.write("ledger_url: sqlite:///${ASP_TEST_PLACE}.sqlite\n")
    assert plan(mini, "-o", "plan.json").code == 0
    assert apply(mini).code == 0
    monkeypatch.delenv("ASP_TEST_PLACE")

    said = asp("verify", mini / "runs" / "2027Q1", "--strict")

    assert said.code == 0, said.out
