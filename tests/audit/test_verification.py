"""The table of attacks: each change of a recorded run, plain and with everything hashed anew."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asp_decide.audit.check import Check
from asp_decide.audit.reading import Unreadable
from asp_decide.audit.verification import Verification, verify
from asp_decide.canonical import canonical_json
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.checkpoint import read_checkpoint
from asp_decide.ledger.log import Ledger
from audit_builders import (
    a_bundle,
    a_world,
    an_act,
    decided_by,
    hashed_anew,
    hashed_as_logged,
    logged_in,
    masked_anew,
    record_run,
    records_of,
    rehashed,
    with_evidence,
    with_file,
)

type Records = list[dict[str, Any]]
type Attack = Callable[[Records], None]

READING = a_world().reading


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return a_bundle(tmp_path_factory.mktemp("ledger"))


def _failed(verification: Verification) -> dict[int, Check]:
    return {check.number: check for check in verification.checks if check.verdict == "FAIL"}


def _plain(bundle: Bundle, records: Records) -> Bundle:
    """The records exchanged in the file, and nothing else."""
    body = b"".join(canonical_json(record) + b"\n" for record in masked_anew(records))
    return with_file(bundle, "records.jsonl", body)


def _of_kind(records: Records, kind: str) -> dict[str, Any]:
    return next(record for record in records if record["kind"] == kind)


def test_a_run_that_nobody_touched_passes_every_check_that_is_made(bundle: Bundle) -> None:
    verification = verify(bundle, READING)

    assert [(check.number, check.verdict) for check in verification.checks] == [
        (1, "PASS"),
        (2, "PASS"),
        (3, "PASS"),
        (4, "PASS"),
        (5, "PASS"),
        (6, "PASS"),
        (7, "PASS"),
        (8, "NOT CHECKED"),
    ]
    assert verification.passed(strict=False)
    assert not verification.passed(strict=True)


def test_what_is_verified_is_told_in_nine_lines_with_counts(bundle: Bundle) -> None:
    noted = read_checkpoint(bundle.files["checkpoint"].decode())
    lines = verify(bundle, READING, checkpoints=[noted]).lines()

    assert len(lines) == 9
    assert lines[0].startswith("verify 2027Q1   facts ")
    assert lines[1].startswith("1 unchanged    PASS        20 records, 22..42, root ")
    assert lines[1].endswith("as expected; anchored in full")
    assert lines[2] == (
        "2 complete     PASS        rules x subjects: 5 expected, 5 found; 3 answers; "
        "3 initiatives decided; 3 earlier initiatives accounted for"
    )
    assert lines[3] == "3 decided      PASS        5 results, 0 unknown, 3 answers"
    assert lines[6] == "6 obeyed       PASS        4 rows, 2 at their limit"
    assert lines[7].startswith("7 as good      PASS        loss 10 EUR, bound 10, gap 0.0 %")


def test_machines_are_told_the_same(bundle: Bundle) -> None:
    told = verify(bundle, READING).as_json()

    assert told["bundle"] == "2027Q1"
    assert told["passed"] is True
    assert [check["name"] for check in told["checks"]][:3] == ["unchanged", "complete", "decided"]
    assert canonical_json(told)


def _edit_a_result(records: Records) -> None:
    _of_kind(records, "rule")["result"] = "fires"


def _edit_a_value(records: Records) -> None:
    records[4]["comparisons"][0]["seen"][0]["value"] = "999"


def _edit_a_message(records: Records) -> None:
    records[4]["message"] = "nothing to see here"


def _unknown_made_true(records: Records) -> None:
    records[2]["comparisons"][0]["truth"] = "unknown"


def _another_meaning_under_the_name(records: Records) -> None:
    records[4]["rule_hash"] = "sha256:" + "0" * 64


def _edit_an_answer(records: Records) -> None:
    _of_kind(records, "answer")["proposed"] = "stop"


def _edit_the_manifest(records: Records) -> None:
    records[0]["versions"]["pulp"] = "4.1.0"


def _reorder(records: Records) -> None:
    records[3], records[4] = records[4], records[3]


def _insert(records: Records) -> None:
    records.insert(3, dict(records[3]))


def _insert_a_stranger(records: Records) -> None:
    records.insert(3, {**records[3], "subject": {"initiative": "INI-9"}})


def _drop_from_the_middle(records: Records) -> None:
    del records[3]


def _drop_the_close(records: Records) -> None:
    del records[-1]


def _drop_an_answer(records: Records) -> None:
    del records[7]


def _drop_an_approval(records: Records) -> None:
    del records[17]


def _drop_all_acts(records: Records) -> None:
    records[:] = [one for one in records if one["kind"] not in {"approval", "override"}]


def _approve_twice(records: Records) -> None:
    records.insert(18, dict(records[17]))


def _silent_deviation(records: Records) -> None:
    records[16]["decided"] = "wait"


def _drop_an_override(records: Records) -> None:
    del records[15]


def _close_tells_another_state(records: Records) -> None:
    records[-1]["initiatives"][0]["decided"] = "reject"


def _another_plan_number(records: Records) -> None:
    records[0]["number"] = records[-1]["number"] = 3


def _edit_an_allocation(records: Records) -> None:
    _of_kind(records, "allocation")["amount"] = "5"


def _edit_a_bound(records: Records) -> None:
    _of_kind(records, "bound")["binding"] = False


def _edit_a_price(records: Records) -> None:
    _of_kind(records, "price")["high"] = "1"


ATTACKS: tuple[tuple[Attack, int, int, int], ...] = (
    # the attack, the line that plain reading names, the check that sees it re-hashed, its line
    (_edit_a_result, 2, 3, 2),
    (_edit_a_value, 5, 3, 5),
    (_edit_a_message, 5, 3, 5),
    (_unknown_made_true, 3, 3, 3),
    (_another_meaning_under_the_name, 5, 3, 5),
    (_edit_an_answer, 7, 3, 7),
    (_edit_the_manifest, 1, 2, 1),
    (_reorder, 4, 2, 4),
    (_insert, 5, 2, 5),
    (_insert_a_stranger, 4, 2, 4),
    (_drop_from_the_middle, 4, 2, 4),
    (_drop_the_close, 20, 2, 20),
    (_drop_an_answer, 8, 2, 8),
    (_drop_an_approval, 18, 2, 18),
    (_drop_all_acts, 16, 2, 16),
    (_approve_twice, 19, 2, 19),
    (_silent_deviation, 17, 5, 17),
    (_drop_an_override, 16, 2, 17),
    (_close_tells_another_state, 20, 2, 20),
    (_another_plan_number, 1, 2, 1),
    (_edit_an_allocation, 12, 6, 12),
    (_edit_a_bound, 10, 6, 10),
    (_edit_a_price, 15, 6, 15),
)


@pytest.mark.parametrize(("attack", "line"), [(attack, line) for attack, line, _, _ in ATTACKS])
def test_a_plain_attack_fails_the_first_check_at_its_line(
    bundle: Bundle, attack: Attack, line: int
) -> None:
    records = records_of(bundle)
    attack(records)

    failed = _failed(verify(_plain(bundle, records), READING))

    assert failed[1].at == f"records.jsonl:{line}"


@pytest.mark.parametrize(
    ("attack", "number", "line"), [(attack, number, line) for attack, _, number, line in ATTACKS]
)
def test_an_attack_with_everything_hashed_anew_fails_where_it_is_decided_again(
    bundle: Bundle, attack: Attack, number: int, line: int
) -> None:
    records = records_of(bundle)
    attack(records)

    failed = _failed(verify(rehashed(bundle, records), READING))

    assert 1 not in failed
    assert failed[number].at == f"records.jsonl:{line}"


@pytest.mark.parametrize("attack", [attack for attack, _, _, _ in ATTACKS])
def test_the_checkpoint_of_the_minutes_catches_whatever_was_hashed_anew(
    bundle: Bundle, attack: Attack
) -> None:
    noted = read_checkpoint(bundle.files["checkpoint"].decode())
    records = records_of(bundle)
    attack(records)

    failed = _failed(verify(rehashed(bundle, records), READING, checkpoints=[noted]))

    assert failed[1].at.startswith("--checkpoint")


def test_what_only_the_minutes_can_catch_is_said_to_be_unanchored_without_them(
    bundle: Bundle,
) -> None:
    """Another name under every act fits everything else: only the root outside can tell."""
    noted = read_checkpoint(bundle.files["checkpoint"].decode())
    forged = rehashed(bundle, decided_by(bundle, "E. Vil"))

    without, with_minutes = verify(forged, READING), verify(forged, READING, checkpoints=[noted])

    assert _failed(without) == {}
    assert "unanchored" in without.checks[0].told
    assert list(_failed(with_minutes)) == [1]


def test_two_attacks_at_once_are_both_seen(bundle: Bundle) -> None:
    records = records_of(bundle)
    _edit_a_result(records)
    _drop_an_approval(records)

    failed = _failed(verify(rehashed(bundle, records), READING))

    assert failed[3].at == "records.jsonl:2"
    assert failed[2].at == "records.jsonl:18"


def test_attacks_in_pairs_are_seen_as_well_as_alone(bundle: Bundle) -> None:
    """One does not hide what another did, though both hash everything anew."""
    attacks = [attack for attack, _, _, _ in ATTACKS]
    for first, second in zip(attacks, [*attacks[7:], *attacks[:7]], strict=True):
        records = records_of(bundle)
        first(records)
        with contextlib.suppress(KeyError, IndexError):  # the first may leave nothing for it
            second(records)

        assert _failed(verify(rehashed(bundle, records), READING)), (first, second)


def test_another_persons_name_in_one_act_contradicts_the_others(bundle: Bundle) -> None:
    records = records_of(bundle)
    records[17]["person"] = "E. Vil"

    assert _failed(verify(rehashed(bundle, records), READING))[2].at == "records.jsonl:18"


def test_a_bundle_whose_facts_cannot_be_read_does_not_pass(bundle: Bundle) -> None:
    failed = _failed(verify(bundle, Unreadable("facts/initiatives.csv:3:1 I012")))

    assert sorted(failed) == [2, 3, 4, 5, 6, 7, 8]
    assert "facts/initiatives.csv:3:1 I012" in failed[3].told


@pytest.mark.parametrize(
    "changes",
    [
        {"as_of": None},
        {"kind": "opinion"},
        {"v": "record/2"},
        {"n": "0"},
        {"files": 7},
        {"files": [{"path": "plan.json"}]},
        {"previous": {"run": "2026Q4"}},
        {"previous": []},
        {"expected": None},
        {"number": "many"},
        {"policies": 1},
    ],
)
def test_a_manifest_of_another_form_fails_and_does_not_stop_the_audit(
    bundle: Bundle, changes: dict[str, Any]
) -> None:
    records = records_of(bundle)
    records[0].update(changes)

    for forged in (_plain(bundle, records), hashed_anew(bundle, records)):
        verification = verify(forged, READING)
        assert len(verification.checks) == 8
        assert not verification.passed(strict=False)


@pytest.mark.parametrize("kind", ["rule", "answer", "override", "approval", "close", "bound"])
def test_a_record_without_its_fields_fails_and_does_not_stop_the_audit(
    bundle: Bundle, kind: str
) -> None:
    for field in _of_kind(records_of(bundle), kind):
        records = logged_in(bundle)
        found = _of_kind(records, kind)
        del found[field]

        verification = verify(hashed_as_logged(bundle, records), READING)

        assert not verification.passed(strict=False), field


@pytest.mark.parametrize(
    "path",
    ["records.jsonl", "manifest.json", "log.json", "checkpoint", "plan.json", "certificate.json"],
)
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 5000])
def test_a_file_of_another_form_fails_and_does_not_stop_the_audit(
    bundle: Bundle, path: str, body: bytes
) -> None:
    failed = _failed(verify(with_file(bundle, path, body), READING))

    assert failed[1].at.startswith((path, "records.jsonl"))


def test_a_missing_file_is_named(bundle: Bundle) -> None:
    for path in ("log.json", "plan.json", "facts/capacity.csv", "asp.yaml"):
        left = {name: body for name, body in bundle.files.items() if name != path}

        assert _failed(verify(Bundle(bundle.name, left), READING))[1].at.startswith(path)


def test_the_bundle_of_another_run_under_this_name_is_seen_by_its_checkpoint(
    tmp_path: Path, bundle: Bundle
) -> None:
    noted = read_checkpoint(bundle.files["checkpoint"].decode())
    other = a_bundle(tmp_path, a_world("2027Q1", prices=()), an_act())

    assert list(_failed(verify(other, READING, checkpoints=[noted]))) == [1]


def test_a_second_run_of_an_interval_is_decided_again_under_its_own_name(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        record_run(ledger, a_world())
        second = record_run(ledger, a_world(), name="2027Q1-2")
        stranger = record_run(ledger, a_world(), name="2030Q1")

    assert verify(second, READING).passed(strict=False)
    assert _failed(verify(stranger, READING))[3].at == "records.jsonl:2"


def test_a_plan_exchanged_with_all_digests_made_anew_is_not_that_of_the_rules(
    bundle: Bundle,
) -> None:
    plan = a_world().plan
    stopped = plan.decisions[2].model_copy(update={"decision": "stop"})
    forged = plan.model_copy(update={"decisions": (*plan.decisions[:2], stopped)})

    failed = _failed(
        verify(with_evidence(bundle, plan=canonical_json(forged.model_dump(mode="json"))), READING)
    )

    assert 1 not in failed
    assert failed[6].told == "INI-3: decision is `stop`, decided again it is `continue`"
