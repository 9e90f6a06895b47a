"""Whoever asked about one line gets an answer from a file, and knows what the minutes add to it."""

from dataclasses import replace
from pathlib import Path

import pytest

from asp_decide.audit.anchoring import anchored, anchored_ranges
from asp_decide.audit.proof_check import verify_proof
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.proof_file import write_proof
from asp_decide.ledger.proving import prove_checkpoints, prove_record
from ledger_builders import ORIGIN, a_ledger

LATER = Checkpoint(ORIGIN, 60, b"6" * 32, source="minutes-2027-01-11.txt")
EARLIER = Checkpoint(ORIGIN, 40, b"4" * 32, source="minutes-2026-10-06.txt")


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Checkpoint]:
    with Ledger(a_ledger(tmp_path_factory.mktemp("noted") / "ledger.sqlite")) as ledger:
        return dict(ledger.checkpoints())


@pytest.fixture(scope="module")
def of_a_record(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    with Ledger(a_ledger(tmp_path_factory.mktemp("record") / "ledger.sqlite")) as ledger:
        return write_proof(prove_record(ledger, "2026Q2", 2, size=9))


@pytest.fixture(scope="module")
def of_two(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    with Ledger(a_ledger(tmp_path_factory.mktemp("two") / "ledger.sqlite")) as ledger:
        return write_proof(prove_checkpoints(ledger, 4, 15))


def test_a_record_that_is_there_is_told_with_its_place(of_a_record: bytes) -> None:
    found = verify_proof("a.json", of_a_record, ())

    assert found.passed(strict=True)
    heading, line = found.lines()
    assert heading == (
        "verify a.json   record 2 of run 2026Q2, rule, WIP-02, value_stream payments: "
        f"7 of 9 in {ORIGIN}"
    )
    assert line.startswith("proven         PASS        root ")
    assert line.endswith("unanchored: no checkpoint from the minutes was given")
    assert found.as_json()["record"]["rule"] == "WIP-02"


def test_the_checkpoint_of_the_minutes_anchors_it(
    of_a_record: bytes, noted: dict[str, Checkpoint]
) -> None:
    assert verify_proof("a", of_a_record, [noted["2026Q2"]]).told.endswith("anchored in full")


def test_a_checkpoint_that_the_proof_does_not_reach_is_no_anchor(
    of_a_record: bytes, noted: dict[str, Checkpoint]
) -> None:
    for run in ("2026Q1", "2026Q3"):
        found = verify_proof("a", of_a_record, [noted[run]])

        assert found.verdict == "FAIL"
        assert found.told.startswith("the proof is of 9 records; ask for one of as many as these")


def test_minutes_with_another_root_or_of_another_log_contradict_it(
    of_a_record: bytes, of_two: bytes, noted: dict[str, Checkpoint]
) -> None:
    for proof, run in ((of_a_record, "2026Q2"), (of_two, "2026Q1"), (of_two, "2026Q3")):
        other = replace(noted[run], root=b"x" * 32)
        assert "another root" in verify_proof("a", proof, [other]).told
        assert "two roots" in verify_proof("a", proof, [noted[run], other]).told
        stranger = replace(noted[run], origin="another")
        assert "of another log, `another`" in verify_proof("a", proof, [stranger]).told


def test_of_two_checkpoints_the_minutes_may_hold_the_first_the_second_or_both(
    of_two: bytes, noted: dict[str, Checkpoint]
) -> None:
    first, second = (replace(noted[run], source=run) for run in ("2026Q1", "2026Q3"))

    told = {
        given: verify_proof("a", of_two, given).told
        for given in ((first,), (second,), (first, second))
    }

    assert told[first,].endswith("as expected; records 1-4 anchored by 2026Q1, 5-15 not")
    assert told[second,].endswith("as expected; anchored in full")
    assert told[first, second].endswith("anchored in full: records 1-4 by 2026Q1, 5-15 by 2026Q3")
    assert "checkpoint" not in verify_proof("a", of_two, ()).lines()[0]
    assert verify_proof("a", of_two, [replace(first, size=5)]).verdict == "FAIL"


def test_a_wrong_path_fails_and_says_why(of_a_record: bytes) -> None:
    wrong = of_a_record.replace(b'"number":6', b'"number":7')

    found = verify_proof("a", wrong, ())

    assert (found.verdict, found.passed(strict=False)) == ("FAIL", False)
    assert found.told == "entry 7 does not lead to the root of the tree of 9"


def test_ranges_of_a_log_are_told_apart_by_what_anchors_them() -> None:
    told = anchored(52, [EARLIER])
    both = anchored(72, [LATER, EARLIER])

    assert told == "as expected; records 1-40 anchored by minutes-2026-10-06.txt, 41-52 not"
    assert both == (
        "as expected; records 1-40 anchored by minutes-2026-10-06.txt, "
        "41-60 by minutes-2027-01-11.txt, 61-72 not"
    )
    assert anchored(61, [LATER]).endswith(", 61 not")


def test_each_record_is_in_one_range_of_the_first_checkpoint_that_holds_it() -> None:
    for size in (1, 39, 40, 41, 59, 60, 61, 99):
        ranges = anchored_ranges(size, [LATER, EARLIER, LATER])

        numbers = [n for one in ranges for n in range(one.first, one.last + 1)]
        assert numbers == list(range(1, size + 1))
        for one in ranges:
            expected = [c.source for c in (EARLIER, LATER) if c.size >= one.last]
            assert one.by == next(iter(expected), None)


def test_a_checkpoint_without_a_source_is_called_by_itself(tmp_path: Path) -> None:
    assert replace(EARLIER, source="").name == "40:NDQ0NDQ0.."
