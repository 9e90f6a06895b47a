"""What a ledger promises its reader, on a real file."""

import sqlite3
from pathlib import Path

import pytest

from asp_decide.errors import LedgerBrokenError, StalePlanError, UsageError
from asp_decide.ledger.checkpoint import read_checkpoint
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.merkle import EMPTY_ROOT, leaf_hash, root
from ledger_builders import ORIGIN, a_ledger, append_run, some_records


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


def test_a_new_ledger_is_empty_and_is_found_again(path: Path) -> None:
    with Ledger(path) as ledger:
        assert ledger.head() == (0, EMPTY_ROOT)
        assert ledger.runs() == ()
    with Ledger(f"sqlite:///{path}") as ledger:
        assert ledger.head() == (0, EMPTY_ROOT)


def test_what_was_appended_is_what_is_read(path: Path) -> None:
    records = some_records("2026Q1", 5)
    with Ledger(path) as ledger:
        noted = ledger.append(
            "2026Q1", records, {"plan.json": b"{}"}, expect=ledger.head(), origin=ORIGIN
        )

        assert [entry.body for entry in ledger.entries("2026Q1")] == list(records)
        assert [entry.number for entry in ledger.entries("2026Q1")] == [0, 1, 2, 3, 4]
        assert ledger.files("2026Q1") == {"plan.json": b"{}"}
        assert ledger.head() == (5, root([leaf_hash(record) for record in records]))
        assert (noted.size, noted.root) == ledger.head()
        assert ledger.checkpoints() == {"2026Q1": noted}
        assert read_checkpoint(noted.text) == noted


def test_runs_are_listed_with_their_place_and_the_plan_that_they_applied(path: Path) -> None:
    with Ledger(a_ledger(path)) as ledger:
        lines = ledger.runs()

    assert [(line.id, line.first, line.size) for line in lines] == [
        ("2026Q1", 0, 4),
        ("2026Q2", 4, 9),
        ("2026Q3", 9, 15),
    ]
    assert lines[1].plan == "sha256:2026Q2"


def test_the_same_file_of_many_runs_is_kept_once(path: Path) -> None:
    with Ledger(a_ledger(path)) as ledger:
        assert ledger.files("2026Q1")["facts/capacity.csv"] == b"the same every time"
        assert ledger.files("2026Q3")["facts/capacity.csv"] == b"the same every time"
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT count(*) FROM blob").fetchone() == (4,)
    raw.close()


def test_a_plan_made_against_an_older_ledger_is_stale(path: Path) -> None:
    with Ledger(path) as ledger:
        before = ledger.head()
        append_run(ledger, "2026Q1")
        after = ledger.head()

        with pytest.raises(StalePlanError, match="was `0` and is `4`"):
            ledger.append("2026Q2", some_records("2026Q2"), {}, expect=before, origin=ORIGIN)
        with pytest.raises(StalePlanError):
            ledger.append(
                "2026Q2", some_records("2026Q2"), {}, expect=(4, EMPTY_ROOT), origin=ORIGIN
            )
        assert ledger.head() == after


def test_a_run_is_recorded_once(path: Path) -> None:
    with Ledger(a_ledger(path)) as ledger, pytest.raises(UsageError, match="already holds"):
        append_run(ledger, "2026Q2")


def test_a_run_that_was_never_recorded_is_not_found(path: Path) -> None:
    with Ledger(a_ledger(path)) as ledger:
        with pytest.raises(UsageError, match="no run `2030Q1`"):
            ledger.entries("2030Q1")
        with pytest.raises(UsageError, match="no run `2030Q1`"):
            ledger.run_log("2030Q1")


def test_records_that_skip_a_number_or_bear_another_run_are_a_defect_of_ours(path: Path) -> None:
    with Ledger(path) as ledger:
        for records in (some_records("2026Q1")[1:], some_records("2026Q2")):
            with pytest.raises(AssertionError, match="numbered without gaps"):
                ledger.append("2026Q1", records, {}, expect=ledger.head(), origin=ORIGIN)
        assert ledger.head() == (0, EMPTY_ROOT)


@pytest.mark.parametrize(
    "name", ["../plan.json", "/plan.json", "a\\b", "", "a/../b", "a//b", "C:x"]
)
def test_a_file_that_would_leave_the_bundle_is_refused(path: Path, name: str) -> None:
    with Ledger(path) as ledger, pytest.raises(LedgerBrokenError, match="no name of a file"):
        ledger.append(
            "2026Q1", some_records("2026Q1"), {name: b""}, expect=(0, EMPTY_ROOT), origin=""
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entry SET body = x'00' WHERE number = 1",
        "DELETE FROM log_entry WHERE number = 14",
        "UPDATE checkpoint SET run = 'x'",
        "DELETE FROM checkpoint",
        "UPDATE blob SET body = x'00'",
        "DELETE FROM run_blob",
        "INSERT OR REPLACE INTO checkpoint SELECT size, root, run, note FROM checkpoint",
    ],
)
def test_rows_are_added_and_never_changed(path: Path, statement: str) -> None:
    raw = sqlite3.connect(a_ledger(path))
    raw.execute("PRAGMA recursive_triggers = ON")

    with pytest.raises(sqlite3.IntegrityError, match="append only"):
        raw.execute(statement)
    raw.close()


def test_an_owner_who_goes_past_the_triggers_is_seen(path: Path) -> None:
    raw = sqlite3.connect(a_ledger(path))
    raw.execute("DROP TRIGGER log_entry_no_update")
    raw.execute("UPDATE log_entry SET body = x'7b7d' WHERE number = 5")
    raw.commit()
    raw.close()

    with Ledger(path) as ledger:
        assert len(ledger.entries("2026Q1")) == 4
        with pytest.raises(LedgerBrokenError, match="entry 5 is not what was hashed"):
            ledger.entries("2026Q2")


def test_a_file_whose_bytes_were_exchanged_is_seen(path: Path) -> None:
    raw = sqlite3.connect(a_ledger(path))
    raw.execute("DROP TRIGGER blob_no_update")
    raw.execute("UPDATE blob SET body = x'00'")
    raw.commit()
    raw.close()

    with Ledger(path) as ledger, pytest.raises(LedgerBrokenError, match=r"`facts/capacity.csv` of"):
        ledger.files("2026Q1")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM log_entry WHERE number = 14", "does not fit its entries"),
        ("UPDATE log_head SET size = 14", "3 hashes"),
        ("UPDATE log_head SET root = zeroblob(32)", "does not fit its entries"),
        ("UPDATE log_head SET frontier = zeroblob(128)", "does not fit its entries"),
    ],
)
def test_a_head_that_does_not_fit_is_seen_when_the_ledger_is_opened(
    path: Path, statement: str, told: str
) -> None:
    raw = sqlite3.connect(a_ledger(path))
    raw.execute("DROP TRIGGER log_entry_no_delete")
    raw.execute(statement)
    raw.commit()
    raw.close()

    with pytest.raises(LedgerBrokenError, match=told):
        Ledger(path)


def test_a_lock_is_waited_for_and_then_named(path: Path) -> None:
    other = sqlite3.connect(a_ledger(path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with Ledger(path, lock_seconds=0) as ledger:
        assert ledger.head().size == 15, "readers never wait"
        with pytest.raises(LedgerBrokenError, match=r"locked by another process; waited 0 seconds"):
            append_run(ledger, "2026Q4")
    other.execute("ROLLBACK")
    other.close()


def test_a_file_that_is_no_database_is_not_a_ledger(path: Path) -> None:
    path.write_bytes(b"initiative,name\n" * 100)

    with pytest.raises(LedgerBrokenError, match="no SQLite file"):
        Ledger(path)
    assert path.read_bytes() == b"initiative,name\n" * 100


def test_the_database_of_something_else_is_left_alone(path: Path) -> None:
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE holidays (day TEXT)")
    raw.commit()
    raw.close()
    before = path.read_bytes()

    with pytest.raises(LedgerBrokenError, match="the database of something else"):
        Ledger(path)
    assert path.read_bytes() == before


def test_a_ledger_of_a_later_form_is_not_misread(path: Path) -> None:
    raw = sqlite3.connect(a_ledger(path))
    raw.execute("UPDATE log_form SET version_num = '9999'")
    raw.commit()
    raw.close()

    with pytest.raises(LedgerBrokenError, match="form 9999"):
        Ledger(path)


def test_a_truncated_file_is_damaged_and_said_to_be(path: Path) -> None:
    body = a_ledger(path).read_bytes()
    path.write_bytes(body[: len(body) // 2])

    with pytest.raises(LedgerBrokenError, match=r"damaged|changed"):
        _read_everything(path)


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerBrokenError, match="cannot be opened: no such folder"):
        Ledger(tmp_path / "nowhere" / "ledger.sqlite")


@pytest.mark.parametrize("place", ["mysql://host/base", "sqlite://", "sqlite:///"])
def test_a_url_that_is_no_place_for_a_ledger_is_refused(place: str) -> None:
    with pytest.raises(UsageError, match="no place for a ledger"):
        Ledger(place)


def _read_everything(path: Path) -> None:
    with Ledger(path) as ledger:
        for line in ledger.runs():
            ledger.entries(line.id)
