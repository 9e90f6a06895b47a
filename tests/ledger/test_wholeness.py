"""The owner of the database goes past the triggers; reading the whole log again shows it."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.ledger.log import Ledger
from asp_decide.ledger.merkle import leaf_hash, root
from asp_decide.ledger.wholeness import EntryRow, examine
from ledger_builders import a_ledger, append_masked_run, some_records

TRIGGERS = [
    f"{table}_no_{verb}"
    for table in ("log_entry", "checkpoint", "blob", "run_blob")
    for verb in ("update", "delete")
]


def _changed(path: Path, *statements: str) -> tuple[str, ...]:
    raw = sqlite3.connect(a_ledger(path))
    for trigger in TRIGGERS:
        raw.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        raw.execute(statement)
    raw.commit()
    raw.close()
    with Ledger(path) as ledger:
        return ledger.examine()


def test_a_ledger_that_nobody_touched_is_whole(tmp_path: Path) -> None:
    assert _changed(tmp_path / "ledger.sqlite") == ()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE log_entry SET body = x'7b7d' WHERE number = 5", "entry 5 is not what was hashed"),
        ("UPDATE log_entry SET rule = 'X' WHERE number = 5", "entry 5 is filed under"),
        ("UPDATE log_entry SET kind = 'close' WHERE number = 1", "entry 1 is filed under"),
        ("UPDATE checkpoint SET root = zeroblob(32) WHERE size = 9", "has another root than its 9"),
        ("UPDATE checkpoint SET note = x'00' WHERE size = 9", "not that of its checkpoint"),
        ("UPDATE checkpoint SET size = 99 WHERE size = 15", "counts 99 entries"),
        ("UPDATE blob SET body = x'00'", "`facts/capacity.csv` of `2026Q1` is not what was hashed"),
    ],
)
def test_what_an_owner_changed_is_named(tmp_path: Path, statement: str, told: str) -> None:
    assert any(told in trouble for trouble in _changed(tmp_path / "ledger.sqlite", statement))


def test_an_entry_hashed_anew_no_longer_leads_to_the_checkpoints(tmp_path: Path) -> None:
    body = some_records("2026Q2")[2].replace(b"WIP-02", b"WIP-03")
    troubles = _changed(
        tmp_path / "ledger.sqlite",
        f"UPDATE log_entry SET body = x'{body.hex()}', leaf_hash = x'{leaf_hash(body).hex()}',"
        " rule = 'WIP-03' WHERE number = 6",
    )

    assert "the checkpoint of run `2026Q2` has another root than its 9 entries" in troubles
    assert troubles[-1] == "the head does not fit the entries"


@given(st.integers(1, 40), st.data())
def test_an_entry_that_was_taken_out_is_missed(count: int, data: st.DataObject) -> None:
    bodies = some_records("2026Q1", count + 2)
    rows: Sequence[EntryRow] = [
        (n, leaf_hash(body), body, ("2026Q1", n, "rule", None, None))
        for n, body in enumerate(bodies)
    ]
    gone = data.draw(st.integers(0, len(rows) - 1))
    left = [*rows[:gone], *rows[gone + 1 :]]
    whole = root([leaf for _, leaf, _, _ in rows])

    troubles = list(examine(left, [], root=whole))

    assert "the head does not fit the entries" in troubles
    if gone < count + 1:
        assert f"entry {gone} is missing" in troubles


def test_an_opening_that_no_masked_field_has_is_told_and_an_erased_one_is_not(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger:
        first, *_ = append_masked_run(ledger, "2026Q1", ("A. Person", "B. Person", "C. Person"))
        whole = ledger.examine()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DELETE FROM opening WHERE salt = ?", (first.salt,))
        raw.commit()
    with Ledger(path) as ledger:
        erased = ledger.examine()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("INSERT INTO opening VALUES (zeroblob(32), zeroblob(32), x'2231')")
        raw.commit()
    with Ledger(path) as ledger:
        strayed = ledger.examine()

    assert (whole, erased) == ((), ())
    assert strayed == ("1 kept openings open nothing that is masked",)
