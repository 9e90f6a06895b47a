"""Whatever its owner puts into the database, it is told in words, and never our fault."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from asp_decide.errors import LedgerBrokenError, UsageError
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.proving import prove_checkpoints, prove_record
from ledger_builders import a_ledger, append_masked_run

OTHERS: tuple[Any, ...] = (None, -1, 7, 1.5, "text", b"\xff\x00", 2**62)
RUN = "2026Q2"
MASKED = "2026Q4"

QUESTIONS: dict[str, Callable[[Ledger], object]] = {
    "examine": Ledger.examine,
    "runs": Ledger.runs,
    "checkpoints": Ledger.checkpoints,
    "entries": lambda ledger: ledger.entries(RUN),
    "files": lambda ledger: [ledger.files(run) for run in ("2026Q1", RUN, "2026Q3")],
    "openings": lambda ledger: ledger.openings(MASKED),
    "run_log": lambda ledger: ledger.run_log(RUN),
    "policies": Ledger.policies,
    "record": lambda ledger: prove_record(ledger, RUN, 1),
    "checkpoints joined": lambda ledger: prove_checkpoints(ledger, 4, 9),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of three runs, and one with masked names, without the triggers against accidents."""
    place = a_ledger(tmp_path_factory.mktemp("ledger") / "ledger.sqlite")
    with Ledger(place) as ledger:
        append_masked_run(ledger, MASKED, ("A. Person", "B. Person"))
    raw = sqlite3.connect(place)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    raw.commit()
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    return place


def _cells(place: Path) -> Iterator[tuple[str, str]]:
    raw = sqlite3.connect(place)
    for (table,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for column in raw.execute(f"PRAGMA table_info({table})").fetchall():
            yield table, column[1]
    raw.close()


def _changed(place: Path, table: str, column: str, value: Any) -> bool:
    """Put the value into the second row, as an owner can; whether the database let it in."""
    raw = sqlite3.connect(place)
    raw.execute("PRAGMA ignore_check_constraints = ON")
    try:
        rows = raw.execute(f"SELECT rowid FROM {table} ORDER BY rowid LIMIT 2").fetchall()
        at = rows[-1]
        cell = f"SELECT {column} FROM {table} WHERE rowid = ?"
        before = raw.execute(cell, at).fetchone()
        raw.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, *at))
        after = raw.execute(cell, at).fetchone()
        raw.commit()
    except sqlite3.Error:
        return False
    finally:
        raw.close()
    return bool(before != after)


def _answers(place: Path) -> dict[str, object]:
    """What is answered to each question, or the words of the refusal."""
    try:
        with Ledger(place) as ledger:
            return {name: _answer(ledger, ask) for name, ask in QUESTIONS.items()}
    except LedgerBrokenError as error:
        return {"opened": str(error)}


def _answer(ledger: Ledger, ask: Callable[[Ledger], object]) -> object:
    try:
        return ask(ledger)
    except (LedgerBrokenError, UsageError) as error:
        return str(error)


def test_a_cell_of_another_type_or_value_is_told_and_the_log_is_not_whole(
    whole: Path, tmp_path: Path
) -> None:
    place = tmp_path / "ledger.sqlite"
    sound = _answers(whole)
    tried = 0
    for table, column in _cells(whole):
        for value in OTHERS:
            shutil.copy(whole, place)
            if _changed(place, table, column, value):
                tried += 1
                assert _answers(place) != sound, (table, column, value)
    assert tried > 100
