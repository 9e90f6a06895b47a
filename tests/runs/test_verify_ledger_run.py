"""The live ledger read whole: every entry in its tree, every run decided again."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from asp_decide.ledger.merkle import leaf_hash
from command_line import Said, a_copy, a_planned_workspace, a_workspace_applied_twice, asp


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_workspace_applied_twice(tmp_path_factory.mktemp("twice") / "mini")


@pytest.fixture
def mini(twice: Path, tmp_path: Path) -> Path:
    return a_copy(twice, tmp_path / "mini")


def _all(folder: Path, *more: object) -> Said:
    return asp("-C", folder, "verify", "--all", *more)


@contextmanager
def _owner(folder: Path) -> Iterator[sqlite3.Connection]:
    """The database in the hands of its owner, whom triggers do not stop."""
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as raw:
        named = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in raw.execute(named).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        yield raw
        raw.commit()


def test_every_run_is_decided_again_and_the_log_is_whole(mini: Path) -> None:
    said = _all(mini, "--strict")

    assert said.code == 0, said.out
    whole, *rest = said.out.splitlines()[1:]
    assert whole.startswith("whole          PASS        97 records of 2 runs, root ")
    assert whole.endswith("unanchored: no checkpoint from the minutes was given")
    assert [line.split()[1] for line in rest if line.startswith("verify")] == ["2027Q1", "2027Q1-2"]
    assert len([line for line in rest if " PASS " in line]) == 16


def test_each_checkpoint_of_the_minutes_anchors_its_range(mini: Path) -> None:
    first = mini / "runs" / "2027Q1" / "checkpoint"

    answer = json.loads(_all(mini, "--checkpoint", first, "--format", "json").out)

    (log,) = answer["logs"]
    assert answer["passed"] is True
    assert log["told"].endswith(f"records 1-49 anchored by {first}, 50-97 not")
    assert [run["bundle"] for run in log["runs"]] == ["2027Q1", "2027Q1-2"]


def test_minutes_that_the_log_never_noted_are_named(mini: Path) -> None:
    _, size, root = (mini / "runs/2027Q1/checkpoint").read_text(encoding="utf-8").splitlines()
    other = "A" + root[1:] if root[0] != "A" else "B" + root[1:]

    for given, why in (
        (f"{size}:{other}", "the minutes have another root for 49 records"),
        (f"48:{root}", "the log noted no checkpoint of so many records"),
    ):
        said = _all(mini, "--checkpoint", given)
        assert said.code == 1
        assert why in said.out


def test_a_record_that_was_exchanged_hash_and_all_is_found_without_any_bundle(mini: Path) -> None:
    shutil.rmtree(mini / "runs")
    with _owner(mini) as raw:
        number, body = raw.execute(
            "SELECT number, body FROM log_entry WHERE kind = 'rule' ORDER BY number LIMIT 1"
        ).fetchone()
        forged = body.replace(b'"result":"', b'"result":"un', 1)
        raw.execute(
            "UPDATE log_entry SET body = ?, leaf_hash = ? WHERE number = ?",
            (forged, leaf_hash(forged), number),
        )

    said = _all(mini)

    assert said.code == 1
    whole = said.out.splitlines()[1]
    assert "FAIL        the checkpoint of run `2027Q1` has another root" in whole
    assert "3 decided      FAIL" in said.out


def test_a_record_whose_bytes_are_not_those_that_were_hashed_is_named(mini: Path) -> None:
    with _owner(mini) as raw:
        (number,) = raw.execute(
            "SELECT min(number) FROM log_entry WHERE subject = 'initiative INI-1'"
        ).fetchone()
        raw.execute(
            "UPDATE log_entry SET body = replace(body, 'INI-1', 'INI-2') WHERE number = ?",
            (number,),
        )
        raw.execute("UPDATE log_entry SET kind = 'price' WHERE number = 60")

    said = _all(mini)

    assert said.code == 1
    assert f"entry {number} is not what was hashed" in said.out
    assert "entry 60 is filed under" in said.out
    assert "1 unchanged    FAIL" in said.out


def test_an_edited_report_of_an_exported_folder_is_found(mini: Path) -> None:
    report = mini / "runs" / "2027Q1" / "reports" / "board.md"
    report.write_text(report.read_text(encoding="utf-8") + "more\n", encoding="utf-8")

    said = _all(mini)

    assert said.code == 1
    assert "8 told         FAIL" in said.out


def test_a_run_that_nobody_exported_is_checked_but_for_its_reports(mini: Path) -> None:
    shutil.rmtree(mini / "runs")

    assert _all(mini).code == 0
    assert _all(mini, "--strict").code == 1


def test_a_bundle_or_all_of_them_is_asked_for_and_not_both(mini: Path) -> None:
    both = _all(mini, mini / "runs" / "2027Q1")
    neither = asp("-C", mini, "verify")

    assert (both.code, neither.code) == (2, 2)
    assert "not both" in both.err
    assert "--all" in neither.err


def test_where_nothing_is_recorded_there_is_nothing_to_verify(tmp_path: Path) -> None:
    folder = a_planned_workspace(tmp_path / "mini")

    said = _all(folder)

    assert said.code == 2
    assert "nothing is recorded yet" in said.err


def test_solving_again_confirms_what_the_solver_stated(mini: Path) -> None:
    said = asp("verify", mini / "runs" / "2027Q1", "--resolve")

    assert said.code == 0, said.out
    assert "solved again: it all comes out the same" in said.out
