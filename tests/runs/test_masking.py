"""Who decided is read by those who may: hidden in what is handed on, opened for the auditor."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from command_line import Said, a_copy, a_planned_workspace, apply, asp, files_of, logged, recorded

HALF = ("--override", "INI-4=start", "--reason", "The shop needs it", "--until", "2027-03-31")


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_planned_workspace(tmp_path_factory.mktemp("applied") / "mini")
    assert apply(folder, *HALF, by="Ada Person").code == 0
    return folder


@pytest.fixture
def mini(applied: Path, tmp_path: Path) -> Path:
    return a_copy(applied, tmp_path / "mini")


def _without_names(folder: Path, to: Path) -> Path:
    said = asp("-C", folder, "ledger", "export", "2027Q1", "--without-names", "-o", to)
    assert said.code == 0, said.err
    return to


def _checks(place: Path, *more: object) -> dict[str, str]:
    said = asp("verify", place, "--format", "json", *more)
    return {one["name"]: one["verdict"] for one in json.loads(said.out)["checks"]}


def _erase(folder: Path, name: str) -> None:
    """As the page on the ledger says it is done."""
    page = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")
    (told,) = (line for line in page.splitlines() if line.startswith("SQLite  "))
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as raw:
        for statement in told.removeprefix("SQLite").strip().split("; "):
            raw.execute(statement.replace("A. Person", name)).fetchall()
            raw.commit()


def test_no_record_names_anybody_and_the_auditor_reads_who_it_was(mini: Path) -> None:
    folder = mini / "runs" / "2027Q1"

    naming = {path for path, body in files_of(folder).items() if b"Ada Person" in body}

    assert naming == {"openings.json"}
    acts = [one for one in recorded(mini) if one["kind"] == "approval"]
    assert {one["person"] for one in acts} == {"Ada Person"}
    assert len({one["person"]["$masked"] for one in logged(mini) if "person" in one}) == len(acts)
    assert asp("verify", folder, "--strict").code == 0


def test_without_names_the_bundle_is_the_same_under_the_same_root(
    mini: Path, tmp_path: Path
) -> None:
    whole, handed_on = (
        files_of(mini / "runs" / "2027Q1"),
        files_of(_without_names(mini, tmp_path / "x")),
    )

    assert {path for path in whole if whole[path] != handed_on[path]} == {"openings.json"}
    assert not any(b"Ada Person" in body for body in handed_on.values())
    assert set(_checks(tmp_path / "x").values()) == {"PASS", "NOT CHECKED"}
    assert _checks(tmp_path / "x")["allowed"] == "NOT CHECKED"
    assert asp("verify", tmp_path / "x").code == 0
    assert asp("verify", tmp_path / "x", "--strict").code == 1


def test_the_auditor_opens_it_with_the_openings_of_the_whole(mini: Path, tmp_path: Path) -> None:
    openings = mini / "runs" / "2027Q1" / "openings.json"
    for place in (tmp_path / "folder", tmp_path / "2027Q1.zip"):
        _without_names(mini, place)

        assert set(_checks(place, "--openings", openings).values()) == {"PASS"}


def test_what_an_extract_masks_is_opened_and_wrong_openings_are_told(
    mini: Path, tmp_path: Path
) -> None:
    said = asp("-C", mini, "ledger", "export", "2027Q1", "--for", "stream:web")
    extract = mini / said.out.strip() / "extract.json"
    openings = mini / "runs" / "2027Q1" / "openings.json"
    forged = tmp_path / "openings.json"
    forged.write_bytes(openings.read_bytes().replace(b"Ada Person", b"Eva Person"))

    opened = _extract(extract, "--openings", openings)
    closed = _extract(extract)

    assert {one["person"] for one in _approvals(opened)} == {"Ada Person"}
    assert opened["opened"] == opened["masked"] == closed["masked"]
    assert closed["opened"] == 0
    assert "opened         PASS" in asp("verify", extract, "--openings", openings).out
    wrong = asp("verify", extract, "--openings", forged)
    assert wrong.code == 1
    assert "is not what was masked there   openings.json" in wrong.out


def _extract(path: Path, *more: object) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(asp("verify", path, "--format", "json", *more).out)
    return told


def _approvals(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in told["records"] if one["kind"] == "approval"]


def test_an_erased_name_is_gone_and_no_root_changes(mini: Path) -> None:
    before = asp("-C", mini, "ledger", "checkpoint").out

    _erase(mini, "Ada Person")
    assert asp("-C", mini, "ledger", "export", "2027Q1").code == 0

    assert asp("-C", mini, "ledger", "checkpoint").out == before
    for place in ("runs", "ledger"):
        assert not any(b"Ada Person" in body for body in _bytes_of(mini, place)), place
    found = _checks(mini / "runs" / "2027Q1")
    assert {name for name, verdict in found.items() if verdict != "PASS"} == {"allowed"}
    assert asp("-C", mini, "verify", "--all").code == 0
    assert asp("-C", mini, "report", "--for", "board").code == 0


def _bytes_of(folder: Path, beginning: str) -> list[bytes]:
    """Everything in the files of the ledger, or under a folder, as it lies on the disk."""
    return [body for path, body in files_of(folder).items() if path.startswith(beginning)]


def test_a_price_that_was_erased_is_told_as_masked_and_older_reports_are_not_compared(
    mini: Path,
) -> None:
    with closing(sqlite3.connect(mini / "ledger.sqlite")) as raw:
        raw.execute("DELETE FROM opening WHERE instr(value, ?)", (b"measurable",))
        raw.commit()
    report, old = mini / "board.md", a_copy(mini / "runs" / "2027Q1", mini / "old")
    assert asp("-C", mini, "report", "--format", "md", "-o", report).code == 0
    assert asp("-C", mini, "ledger", "export", "2027Q1").code == 0
    openings = mini / "runs" / "2027Q1" / "openings.json"

    assert "| masked |" in report.read_text(encoding="utf-8")
    assert _checks(mini / "runs" / "2027Q1")["told"] == "PASS"
    (old / "openings.json").write_bytes(openings.read_bytes())
    said = asp("verify", old)
    assert said.code == 0
    assert "8 told         NOT CHECKED reports made again differ, and 1 price in them" in said.out


def test_an_opening_that_was_exchanged_in_the_database_is_seen(mini: Path) -> None:
    with closing(sqlite3.connect(mini / "ledger.sqlite")) as raw:
        raw.execute("UPDATE opening SET value = ? WHERE value = ?", (b'"Eva"', b'"Ada Person"'))
        raw.commit()

    said = asp("-C", mini, "verify", "--all")

    assert said.code == 1
    assert "does not fit it" in said.out
    assert asp("-C", mini, "ledger", "export", "2027Q1").code != 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("ledger", "export", "2027Q1", "--for", "stream:web", "--without-names"), "never has names"),
        (("verify", "--all", "--openings", "openings.json"), "the ledger has its own"),
        (("verify", "runs/2027Q1", "--openings", "asp.yaml"), "`asp.yaml` holds no openings"),
        (("verify", "runs/2027Q1", "--openings", "none.json"), "No such file"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told(
    mini: Path, words: tuple[str, ...], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mini)

    said: Said = asp(*words)

    assert said.code == 2
    assert why in said.err
