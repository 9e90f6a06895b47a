"""A change of the organization's design: decided by who may, on record, and played again by seed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asp_decide.audit.verification import Verification
from asp_decide.canonical import bytes_digest, canonical_json, read_canonical
from asp_decide.ledger.bundle import Bundle, open_bundle
from asp_decide.runs.auditing.verify_run import verify_bundle
from audit_builders import hashed_anew, records_of, rehashed, with_file
from command_line import Said, a_copy, apply, asp, edit, plan, recorded
from folder_parts import parts_there, parts_told
from workspace_builders import a_workspace

FILE = "designs/DES-001.json"
QUICK = ("--runs", "3", "--weeks", "20", "--as-of", "2026-12-31", "--on", "2027-01-04")
BY = ("--by", "B. Oard", "--role", "portfolio_board", "--reason", "We start more than we finish")


def _change(folder: Path, *words: object, by: tuple[str, ...] = BY) -> Said:
    return asp("-C", folder, "design", "change", *words, *QUICK, *by)


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose board has decided to work on one thing at a time, and applied a plan."""
    folder = a_workspace(tmp_path_factory.mktemp("decided") / "mini")
    said = _change(folder, "wip=1")
    assert said.code == 0, said.err
    assert "DES-001 (wip=1) is decided by portfolio_board B. Oard" in said.out
    assert plan(folder, "-o", "plan.json").code == 0
    assert apply(folder).code == 0
    return folder


def test_row_1_a_change_of_the_design_is_a_record_with_both_designs_and_what_they_cost(
    decided: Path,
) -> None:
    """Row 1: both designs on the same demand, each difference with an interval, and who decided."""
    (record,) = (one for one in recorded(decided) if one["kind"] == "design")
    kept = read_canonical((decided / FILE).read_bytes())

    assert record["as_it_is"] != record["changed"]
    assert (kept["as_it_is"]["wip_limit"], kept["changed"]["wip_limit"]) == (5, 1)
    assert record["worlds"] == {"runs": 3, "seed": 1, "weeks": 20}
    assert (record["point"], record["by"], record["person"], record["on"]) == (
        *("stream", "portfolio_board", "B. Oard", "2027-01-04"),
    )
    found = {one["measure"]: one for one in record["found"]}
    assert {"cost of delay", "value within the weeks", "from gate, mean"} <= found.keys()
    for one in found.values():
        assert float(one["difference_low"]) <= float(one["difference_high"])


def test_the_folder_of_a_run_says_that_changes_of_the_design_lie_in_it(decided: Path) -> None:
    folder = decided / "runs" / "2027Q1"

    assert "designs/" in parts_told(folder)
    assert sorted(parts_told(folder)) == parts_there(folder)


def test_whoever_has_the_folder_plays_it_again_by_its_seed(decided: Path) -> None:
    said = asp("-C", decided, "verify", "runs/2027Q1", "--strict")

    assert said.code == 0, said.out
    assert "1 change of the design played again" in said.out
    assert "0 exemptions, 1 change of the design" in said.out


def test_the_auditors_page_sets_it_against_the_right_to_it(decided: Path) -> None:
    page = (decided / "runs" / "2027Q1" / "reports" / "audit.md").read_text(encoding="utf-8")
    (row,) = (one for one in page.splitlines() if one.startswith("| DES-001 |"))

    assert "| wip=1 | portfolio board | portfolio board |" in row
    assert "cost of delay: " in row


def _forged(bundle: Bundle, change: Callable[[dict[str, Any]], None]) -> Verification:
    """Verify the bundle as its owner would forge it: file and record changed, all hashes anew."""
    kept, records = read_canonical(bundle.files[FILE]), records_of(bundle)
    change(kept)
    (record,) = (one for one in records if one["kind"] == "design")
    record["by"], record["found"][0]["as_it_is"] = kept["by"], kept["found"][0]["as_it_is"]
    body = canonical_json(kept)
    for one in records[0]["files"]:
        one["digest"] = bytes_digest(body) if one["path"] == FILE else one["digest"]
    records[-1]["designs"][0]["digest"] = bytes_digest(body)
    return verify_bundle(hashed_anew(with_file(bundle, FILE, body), records), ())


def test_a_figure_that_its_seed_does_not_give_is_found(decided: Path) -> None:
    def better(kept: dict[str, Any]) -> None:
        kept["found"][0]["as_it_is"] = "1"

    third = _forged(open_bundle(decided / "runs" / "2027Q1"), better).checks[2]

    assert third.verdict == "FAIL"
    assert "found[0].as_it_is is `1`, decided again it is" in third.told


def test_a_change_that_was_taken_without_the_right_is_found(decided: Path) -> None:
    def by_a_team(kept: dict[str, Any]) -> None:
        kept["by"] = "team"

    fifth = _forged(open_bundle(decided / "runs" / "2027Q1"), by_a_team).checks[4]

    assert fifth.verdict == "FAIL"
    assert "`stream` is decided by `portfolio_board`, and `team` decided it" in fifth.told


def test_a_file_that_is_edited_plainly_is_not_that_of_the_manifest(decided: Path) -> None:
    bundle = open_bundle(decided / "runs" / "2027Q1")
    edited = with_file(bundle, FILE, bundle.files[FILE].replace(b'"seed":1', b'"seed":2'))

    first = verify_bundle(edited, ()).checks[0]

    assert (first.verdict, first.at) == ("FAIL", FILE)


@pytest.mark.parametrize("attack", ["dropped", "twice", "another design", "another day"])
def test_a_record_of_a_change_that_is_not_that_of_its_file_is_found(
    decided: Path, attack: str
) -> None:
    """With everything hashed anew: the file, which the manifest names, gives the record again."""
    bundle = open_bundle(decided / "runs" / "2027Q1")
    records = records_of(bundle)
    (record,) = (one for one in records if one["kind"] == "design")
    match attack:
        case "dropped":
            records.remove(record)
        case "twice":
            records.insert(records.index(record), dict(record))
        case "another design":
            record["changed"] = record["as_it_is"]
        case _:
            record["on"] = "2026-12-01"

    failed = {
        one.number
        for one in verify_bundle(rehashed(bundle, records), ()).checks
        if one.verdict == "FAIL"
    }

    assert 1 not in failed
    assert (2 if attack in {"dropped", "twice"} else 3) in failed


def test_a_change_is_recorded_once_and_may_not_vanish(decided: Path, tmp_path: Path) -> None:
    folder = a_copy(decided, tmp_path / "mini")
    for drop, kinds in (("INI-4", 0), ("INI-3", 0)):
        assert plan(folder, "--drop", drop, "-o", "plan.json").code == 0
        assert apply(folder).code == 0
        runs = sorted((folder / "runs").iterdir())
        assert sum(one["kind"] == "design" for one in recorded(folder, runs[-1].name)) == kinds
        second = verify_bundle(open_bundle(runs[-1]), ()).checks[1]
        if drop == "INI-4":
            assert second.verdict == "PASS"
            (folder / FILE).unlink()
    assert second.told == "the change `DES-001` of the design is in no file since the run before"


def test_what_was_written_by_hand_is_not_applied(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "mini")
    assert _change(folder, "wip=1").code == 0
    edit(folder, FILE, '"seed":1', '"seed":2')
    assert plan(folder, "-o", "plan.json").code == 0

    said = apply(folder)

    assert said.code == 2
    assert "its figures are not those that its own demand and seed give" in said.err
    edit(folder, FILE, '"seed":2', '"seed": 2')
    assert f"{FILE} is no change of the design" in plan(folder, "-o", "plan.json").err


@pytest.mark.parametrize(
    ("words", "by", "told"),
    [
        (("wip=1",), (*BY[:3], "team", *BY[4:]), "`stream` is decided by `portfolio_board`"),
        (("wpi=1",), BY, "is no change of a design"),
        (("wip=1",), (*BY[:5], " "), "--reason says nothing"),
        (("split=web:60%,back-office:40%",), (*BY[:3], "team", *BY[4:]), "`rebalance` is decided"),
        (("wip=1", "--load", "most"), BY, "`most` of --load is no share"),
    ],
)
def test_what_may_not_be_decided_is_refused_and_nothing_is_written(
    tmp_path: Path, words: tuple[str, ...], by: tuple[str, ...], told: str
) -> None:
    folder = a_workspace(tmp_path / "mini")

    said = _change(folder, *words, by=by)

    assert said.code == 2
    assert told in said.err
    assert not (folder / "designs").exists()


def test_the_second_change_has_the_next_number(decided: Path, tmp_path: Path) -> None:
    folder = a_copy(decided, tmp_path / "mini")
    told = json.loads(_change(folder, "start=push", "--format", "json").out)

    assert (told["design"], told["point"]) == ("DES-002", "stream")
    assert (folder / "designs" / "DES-002.json").exists()
