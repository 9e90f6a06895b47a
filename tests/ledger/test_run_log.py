"""The proofs of `log.json`, checked as an auditor would who has nothing else."""

from pathlib import Path

import pytest

from asp_decide.canonical import canonical_json, read_canonical
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.merkle import fold, grow, leaf_hash, verify_consistency, verify_inclusion
from asp_decide.ledger.run_log import RunLog, read_run_log, write_run_log
from ledger_builders import a_ledger


@pytest.fixture
def logs(tmp_path: Path) -> dict[str, RunLog]:
    with Ledger(a_ledger(tmp_path / "ledger.sqlite", runs=5)) as ledger:
        return {line.id: ledger.run_log(line.id) for line in ledger.runs()}


def test_the_edge_before_a_run_and_its_records_give_its_checkpoint(tmp_path: Path) -> None:
    with Ledger(a_ledger(tmp_path / "ledger.sqlite", runs=5)) as ledger:
        for line in ledger.runs():
            log = ledger.run_log(line.id)
            leaves = [leaf_hash(entry.body) for entry in ledger.entries(line.id)]
            edge, size = grow(log.edge, log.first, leaves)

            assert (size, fold(edge)) == (
                ledger.checkpoints()[line.id].size,
                ledger.checkpoints()[line.id].root,
            )


def test_the_record_that_closed_the_run_before_is_proven_to_be_the_last_before_it(
    logs: dict[str, RunLog],
) -> None:
    first, *later = logs.values()

    assert first.previous is None
    assert len(later) == 4
    for log in later:
        assert log.previous is not None
        assert read_canonical(log.previous.body)["kind"] == "close"
        verify_inclusion(
            leaf_hash(log.previous.body),
            log.first - 1,
            size=log.first,
            proof=log.previous.proof,
            root=fold(log.edge),
        )


def test_every_other_checkpoint_is_joined_to_the_own_one_by_a_proof(
    tmp_path: Path,
) -> None:
    with Ledger(a_ledger(tmp_path / "ledger.sqlite", runs=5)) as ledger:
        noted = ledger.checkpoints()
        for run, own in noted.items():
            log = ledger.run_log(run)

            assert [j.checkpoint for j in log.joined] == [c for r, c in noted.items() if r != run]
            for joined in log.joined:
                smaller, larger = sorted((own, joined.checkpoint), key=lambda c: c.size)
                verify_consistency(
                    smaller.size, smaller.root, larger.size, larger.root, joined.proof
                )


def test_a_run_log_reads_back_as_it_was_written(logs: dict[str, RunLog]) -> None:
    for log in logs.values():
        assert read_run_log(write_run_log(log)) == log


@pytest.mark.parametrize("field", ["v", "run", "origin", "first", "size", "edge", "previous"])
def test_a_run_log_that_lacks_a_field_or_says_more_is_refused(
    logs: dict[str, RunLog], field: str
) -> None:
    found = read_canonical(write_run_log(logs["2026Q3"]))
    lacking = {name: value for name, value in found.items() if name != field}

    for forged in (lacking, found | {"more": 1}, found | {field: {"x": 1}}, [found]):
        with pytest.raises(ValueError, match=r"\w"):
            read_run_log(canonical_json(forged))
