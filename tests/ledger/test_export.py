"""A bundle made from the ledger says the same every time and leaves nothing out."""

from pathlib import Path

import pytest

from asp_decide.ledger.export import bundle_files
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.run_log import read_run_log
from ledger_builders import a_ledger, append_run, some_records

REPORTS = {"reports/board.html": b"<html></html>"}


def _export(ledger: Ledger, run: str) -> dict[str, bytes]:
    return bundle_files(
        ledger.entries(run),
        {**ledger.files(run), **REPORTS},
        log=ledger.run_log(run),
        checkpoint=ledger.checkpoints()[run],
    )


def test_a_bundle_holds_records_files_place_and_checkpoint(tmp_path: Path) -> None:
    with Ledger(a_ledger(tmp_path / "ledger.sqlite")) as ledger:
        files = _export(ledger, "2026Q2")
        noted = ledger.checkpoints()["2026Q2"]

    assert " ".join(files) == (
        "README.txt checkpoint facts/capacity.csv log.json manifest.json plan.json records.jsonl "
        "reports/board.html"
    )
    records = some_records("2026Q2", 5)
    assert files["records.jsonl"] == b"".join(record + b"\n" for record in records)
    assert files["manifest.json"] == records[0]
    assert files["checkpoint"] == noted.text.encode()
    assert read_run_log(files["log.json"]).first == 4
    assert b"asp-decide verify" in files["README.txt"]


def test_exporting_again_after_a_later_run_adds_its_proof_and_changes_nothing_else(
    tmp_path: Path,
) -> None:
    with Ledger(a_ledger(tmp_path / "ledger.sqlite")) as ledger:
        before = _export(ledger, "2026Q2")
        assert _export(ledger, "2026Q2") == before
        append_run(ledger, "2026Q4")
        after = _export(ledger, "2026Q2")

    assert {name for name in after if after[name] != before[name]} == {"log.json"}
    assert len(read_run_log(after["log.json"]).joined) == 3


def test_a_run_that_keeps_what_its_records_already_say_is_a_defect_of_ours(tmp_path: Path) -> None:
    with Ledger(a_ledger(tmp_path / "ledger.sqlite")) as ledger:
        log, noted = ledger.run_log("2026Q2"), ledger.checkpoints()["2026Q2"]
        entries = ledger.entries("2026Q2")

    with pytest.raises(AssertionError, match="follow from the records"):
        bundle_files(entries, {"checkpoint": b""}, log=log, checkpoint=noted)
