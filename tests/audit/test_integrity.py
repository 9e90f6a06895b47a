"""Check 1 by itself: no byte of a bundle can be another one unnoticed."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.audit.check import Check, Divergence
from asp_decide.audit.integrity import check_unchanged
from asp_decide.audit.recorded_evidence import read_evidence
from asp_decide.canonical import canonical_json, read_canonical
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.checkpoint import Checkpoint, read_checkpoint
from asp_decide.ledger.log import Ledger
from audit_builders import (
    FACTS,
    ORIGIN,
    POLICIES,
    a_bundle,
    a_world,
    export_run,
    record_run,
    records_of,
    rehashed,
    with_file,
)

EVIDENCE = (
    *("records.jsonl", "manifest.json", "log.json", "checkpoint", "plan.json"),
    *("certificate.json", "asp.yaml", *FACTS, *POLICIES),
)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return a_bundle(tmp_path_factory.mktemp("ledger"))


@pytest.fixture(scope="module")
def noted(bundle: Bundle) -> Checkpoint:
    return read_checkpoint(bundle.files["checkpoint"].decode())


def _check(bundle: Bundle, *checkpoints: Checkpoint) -> Check:
    return check_unchanged(read_evidence(bundle), checkpoints)


def _flipped(bundle: Bundle, path: str, number: int, bits: int) -> Bundle:
    body = bytearray(bundle.files[path])
    body[number] ^= bits
    return with_file(bundle, path, bytes(body))


@given(st.sampled_from(EVIDENCE), st.data(), st.integers(1, 255))
def test_a_changed_byte_is_seen_in_its_file_and_records_in_their_line(
    bundle: Bundle, path: str, data: st.DataObject, bits: int
) -> None:
    body = bundle.files[path]
    number = data.draw(st.integers(0, len(body) - 1))

    found = _check(_flipped(bundle, path, number, bits))

    assert found.verdict == "FAIL"
    assert found.at.startswith(path)
    if path == "records.jsonl":
        line = body[:number].count(b"\n") + 1
        assert found.at == f"records.jsonl:{line}"


@pytest.mark.slow
@pytest.mark.parametrize("path", ["checkpoint", "log.json"])
def test_every_single_byte_counts(bundle: Bundle, path: str) -> None:
    for number in range(len(bundle.files[path])):
        found = _check(_flipped(bundle, path, number, 1))

        assert (found.verdict, found.at) == ("FAIL", path), number


@pytest.mark.slow
@pytest.mark.parametrize("path", ["records.jsonl", "manifest.json", "plan.json"])
def test_every_seventh_byte_of_the_longer_files_counts(bundle: Bundle, path: str) -> None:
    body = bundle.files[path]
    for number in range(0, len(body), 7):
        found = _check(_flipped(bundle, path, number, 2))

        line = f":{body[:number].count(10) + 1}" if path == "records.jsonl" else ""
        assert (found.verdict, found.at) == ("FAIL", path + line), number


@pytest.mark.parametrize("path", EVIDENCE)
def test_a_byte_more_or_less_is_seen(bundle: Bundle, path: str) -> None:
    body = bundle.files[path]
    for changed in (body[:-1], body + b"\n", body + b" ", b"\n" + body):
        found = _check(with_file(bundle, path, changed))

        assert found.verdict == "FAIL"
        assert found.at.startswith((path, "records.jsonl"))


def test_reports_and_the_page_on_top_are_no_evidence(bundle: Bundle) -> None:
    for path in ("README.txt", "reports/board.html"):
        assert _check(with_file(bundle, path, b"anything")).verdict == "PASS"


def test_a_file_among_facts_or_policies_that_was_not_recorded_is_seen(bundle: Bundle) -> None:
    for path in ("facts/options.csv", "policies/portfolio/another.yaml"):
        found = _check(with_file(bundle, path, b"id\n"))

        assert (found.verdict, found.at) == ("FAIL", path)


def test_a_manifest_that_leads_out_of_the_bundle_is_refused(bundle: Bundle) -> None:
    records = records_of(bundle)
    records[0]["files"][0]["path"] = "../../etc/passwd"

    assert "no name of a file" in _check(rehashed(bundle, records)).told


def test_the_same_meaning_in_other_bytes_is_refused(bundle: Bundle) -> None:
    spaced = bundle.files["records.jsonl"].replace(b'"k":1,', b'"k": 1,', 1)
    twice = bundle.files["records.jsonl"].replace(b'"k":1,', b'"k":1,"k":1,', 1)
    as_float = bundle.files["records.jsonl"].replace(b'"k":1,', b'"k":1.0,', 1)

    for body in (spaced, twice, as_float):
        found = _check(with_file(bundle, "records.jsonl", body))
        assert (found.verdict, found.at) == ("FAIL", "records.jsonl:2")
        assert "not canonical" in found.told


def test_a_plan_in_which_a_key_stands_twice_is_refused(bundle: Bundle) -> None:
    body = bundle.files["plan.json"].replace(b'"prices":', b'"prices":[],"prices":', 1)

    assert "twice" in _check(with_file(bundle, "plan.json", body)).told


def test_a_checkpoint_from_the_minutes_anchors_the_run(bundle: Bundle, noted: Checkpoint) -> None:
    assert _check(bundle, noted).told.endswith("as expected; anchored in full")
    assert _check(bundle).told.endswith("unanchored: no checkpoint from the minutes was given")


def test_the_checkpoint_of_a_later_run_anchors_it_too(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        for run in ("2026Q4", "2027Q1", "2027Q2"):
            record_run(ledger, a_world(run))
        bundle, noted = export_run(ledger, "2027Q1"), ledger.checkpoints()

    assert _check(bundle, noted["2027Q2"]).told.endswith("anchored in full")
    early = _check(bundle, replace(noted["2026Q4"], source="minutes.txt")).told
    assert early.endswith("as expected; records 1-22 anchored by minutes.txt, 23-42 not")
    every = _check(bundle, *(replace(one, source=run) for run, one in noted.items())).told
    assert every.endswith("anchored in full: records 1-22 by 2026Q4, 23-42 by 2027Q1")


def test_a_checkpoint_that_nothing_joins_to_the_bundle_fails(tmp_path: Path) -> None:
    """An old bundle shown as the newest: the minutes know of a later end."""
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        record_run(ledger, a_world("2026Q4"))
        bundle = export_run(ledger, "2026Q4")
        record_run(ledger, a_world("2027Q1"))
        later = ledger.checkpoints()["2027Q1"]

    found = _check(bundle, later)

    assert found.verdict == "FAIL"
    assert "nothing joins it to this bundle" in found.told


def test_a_log_begun_anew_has_another_root_than_the_minutes(
    tmp_path: Path, bundle: Bundle, noted: Checkpoint
) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        record_run(ledger, a_world("2026Q4", assumptions=("another past",)))
        record_run(ledger, a_world())
        anew = export_run(ledger, "2027Q1")

    assert _check(anew).verdict == "PASS"
    assert "another root for 42 records" in _check(anew, noted).told


def test_two_checkpoints_of_one_size_prove_a_split_log(bundle: Bundle, noted: Checkpoint) -> None:
    other = Checkpoint(noted.origin, noted.size, bytes(32))

    assert "split" in _check(bundle, noted, other).told


def test_the_checkpoint_of_another_log_is_seen(bundle: Bundle, noted: Checkpoint) -> None:
    other = Checkpoint("example.org/other", noted.size, noted.root)

    assert "of another log" in _check(bundle, other).told
    assert _check(bundle, Checkpoint("", noted.size, noted.root)).verdict == "PASS"


def test_a_forged_proof_to_a_later_checkpoint_is_seen(bundle: Bundle) -> None:
    log = read_canonical(bundle.files["log.json"])
    log["checkpoints"][-1]["proof"].reverse()

    found = _check(with_file(bundle, "log.json", canonical_json(log)))

    assert (found.verdict, found.at) == ("FAIL", "log.json")


def test_another_close_of_the_run_before_is_seen(bundle: Bundle) -> None:
    """An initiative left out of the record of the run before would be missed by nobody."""
    log = read_canonical(bundle.files["log.json"])
    del log["previous"]["record"]["initiatives"][0]

    found = _check(with_file(bundle, "log.json", canonical_json(log)))

    assert found.verdict == "FAIL"
    assert "the record that closed the run before" in found.told


def test_what_cannot_be_read_is_named_with_its_place() -> None:
    found = check_unchanged(Divergence("records.jsonl:4", "not canonical JSON"), [])

    assert (found.verdict, found.at) == ("FAIL", "records.jsonl:4")


def test_the_origin_in_the_checkpoint_is_that_of_the_log(bundle: Bundle) -> None:
    log = read_canonical(bundle.files["log.json"])
    log["origin"] = "example.org/other"

    assert log["origin"] != ORIGIN
    assert _check(with_file(bundle, "log.json", canonical_json(log))).at.startswith("log.json")
