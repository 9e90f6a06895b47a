"""A proof in a file convinces whoever holds a checkpoint, and nobody once a byte is another one."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.canonical import canonical_json, read_canonical
from asp_decide.errors import LedgerBrokenError, UsageError
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.merkle import leaf_hash
from asp_decide.ledger.proof_file import (
    ConsistencyProof,
    InclusionProof,
    Proof,
    read_proof,
    write_proof,
)
from asp_decide.ledger.proving import prove_checkpoints, prove_record
from ledger_builders import a_ledger, some_records

RUNS = {"2026Q1": 4, "2026Q2": 5, "2026Q3": 6}
SIZES = (4, 9, 15)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_ledger(tmp_path_factory.mktemp("ledger") / "ledger.sqlite")


@pytest.fixture(scope="module")
def proofs(place: Path) -> dict[str, Proof]:
    with Ledger(place) as ledger:
        return {
            "record": prove_record(ledger, "2026Q2", 2),
            "checkpoints": prove_checkpoints(ledger, 4, 15),
        }


def test_every_record_is_proven_up_to_every_later_checkpoint(place: Path) -> None:
    with Ledger(place) as ledger:
        first = 0
        for run, count in RUNS.items():
            for n in range(count):
                for size in (one for one in SIZES if one >= first + count):
                    proof = read_proof(write_proof(prove_record(ledger, run, n, size=size)))

                    assert isinstance(proof, InclusionProof)
                    proof.refuse_wrong()
                    assert (proof.number, proof.checkpoint.size) == (first + n, size)
                    assert proof.body == some_records(run, count)[n]
            first += count


def test_any_two_checkpoints_are_joined(place: Path) -> None:
    with Ledger(place) as ledger:
        for first, second in ((4, 9), (4, 15), (9, 15)):
            proof = read_proof(write_proof(prove_checkpoints(ledger, first, second)))

            assert isinstance(proof, ConsistencyProof)
            proof.refuse_wrong()
            assert (proof.first.size, proof.second.size) == (first, second)


def test_without_a_size_it_is_the_newest_checkpoint(proofs: dict[str, Proof]) -> None:
    assert proofs["record"].checkpoint.size == SIZES[-1]


@given(st.sampled_from(["record", "checkpoints"]), st.data(), st.integers(1, 255))
def test_no_byte_of_a_proof_can_be_another_one(
    proofs: dict[str, Proof], which: str, data: st.DataObject, bits: int
) -> None:
    body = bytearray(write_proof(proofs[which]))
    body[data.draw(st.integers(0, len(body) - 1))] ^= bits

    try:
        other = read_proof(bytes(body))
    except ValueError:
        return
    # Only the name of the log is not hashed; whoever has the minutes has it there.
    if replace(other.checkpoint, origin="") != replace(proofs[which].checkpoint, origin=""):
        with pytest.raises(ValueError, match=r"proof|root|entry|logs|size"):
            other.refuse_wrong()
    elif isinstance(other, InclusionProof):
        same = proofs[which]
        assert isinstance(same, InclusionProof)
        if (other.body, other.number) != (same.body, same.number):
            with pytest.raises(ValueError, match="does not lead to the root"):
                other.refuse_wrong()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"first": "a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"}, "proves nothing"),
        ({"proof": []}, "too short"),
        ({"proof": ["sha256:" + "00" * 32] * 9}, "too long"),
    ],
)
def test_a_proof_from_nothing_or_of_another_length_is_refused(
    proofs: dict[str, Proof], change: dict[str, object], why: str
) -> None:
    told = read_canonical(write_proof(proofs["checkpoints"])) | change
    if "first" in change:
        told["second"] = told["second"].replace("example.org/asp/portfolio", "a")

    with pytest.raises(ValueError, match=why):
        read_proof(canonical_json(told)).refuse_wrong()


def test_checkpoints_of_two_logs_are_not_joined(proofs: dict[str, Proof]) -> None:
    proof = proofs["checkpoints"]
    assert isinstance(proof, ConsistencyProof)

    with pytest.raises(ValueError, match="of two logs"):
        replace(proof, first=replace(proof.first, origin="another")).refuse_wrong()


@pytest.mark.parametrize(
    "change",
    [
        {"more": "1"},
        {"proof": None},
        {"proof": ["sha256:0"]},
        {"number": "6"},
        {"number": True},
        {"record": None},
        {"record": []},
        {"checkpoint": 9},
        {"checkpoint": "15"},
        {"v": "proof/2"},
    ],
)
def test_what_is_not_written_as_a_proof_is_none(
    proofs: dict[str, Proof], change: dict[str, object]
) -> None:
    told = read_canonical(write_proof(proofs["record"])) | change

    with pytest.raises(ValueError, match=r".+"):
        read_proof(canonical_json(told))


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"7", b"{", b"\xff", b"[" * 10**5])
def test_other_bytes_are_no_proof(body: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_proof(body)


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (0, 9, "leads from no checkpoint"),
        (9, 4, "leads from no checkpoint"),
        (9, 9, "leads from no checkpoint"),
        (5, 9, "no checkpoint of 5 records"),
        (4, 16, "no checkpoint of 16 records"),
    ],
)
def test_two_sizes_that_are_no_checkpoints_are_refused(
    place: Path, first: int, second: int, why: str
) -> None:
    with Ledger(place) as ledger, pytest.raises(UsageError, match=why):
        prove_checkpoints(ledger, first, second)


@pytest.mark.parametrize(
    ("run", "n", "size", "why"),
    [
        ("2026Q9", 0, None, "holds no run"),
        ("2026Q1", 4, None, "has no record 4"),
        ("2026Q1", -1, None, "has no record -1"),
        ("2026Q2", 0, 4, "is older than record 0"),
        ("2026Q1", 0, 7, "no checkpoint of 7 records"),
    ],
)
def test_a_record_that_is_not_there_is_refused(
    place: Path, run: str, n: int, size: int | None, why: str
) -> None:
    with Ledger(place) as ledger, pytest.raises(UsageError, match=why):
        prove_record(ledger, run, n, size=size)


def test_a_ledger_that_was_changed_hands_out_no_proof(tmp_path: Path) -> None:
    """One record is exchanged, hash and all, where the triggers were taken away."""
    place = a_ledger(tmp_path / "ledger.sqlite")
    raw = sqlite3.connect(place)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    body = raw.execute("SELECT body FROM log_entry WHERE number = 6").fetchone()[0]
    forged = body.replace(b"WIP-02", b"WIP-03")
    assert forged != body
    raw.execute(
        "UPDATE log_entry SET body = ?, leaf_hash = ? WHERE number = 6", (forged, leaf_hash(forged))
    )
    raw.commit()
    raw.close()

    with Ledger(place) as ledger:
        for made in (
            lambda: prove_record(ledger, "2026Q1", 1),
            lambda: prove_record(ledger, "2026Q2", 2),
            lambda: prove_checkpoints(ledger, 4, 9),
        ):
            with pytest.raises(LedgerBrokenError, match="was changed"):
                made()
