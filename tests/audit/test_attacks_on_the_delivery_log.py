"""The attacks on the portfolio's log, on what teams decided: which check catches each of them.

Each is tried plain, with everything hashed anew, and then against the checkpoint of the minutes.
"""

from collections.abc import Callable
from typing import Any

import pytest

from asp_decide.audit.delivery_evidence import DeliveryEvidence, read_delivery_evidence
from asp_decide.audit.integrity import check_unchanged
from asp_decide.canonical import bytes_digest, canonical_json
from asp_decide.ledger.bundle import Bundle, open_bundle
from asp_decide.ledger.checkpoint import read_checkpoint
from asp_decide.runs.auditing.verify_run import verify_bundle
from audit_builders import masked_anew, records_of, rehashed, with_file
from command_line import asp
from delivery_workspace import delivery_workspace, done, told

type Records = list[dict[str, Any]]
type Attack = Callable[[Records], None]

TEAM = ("--by", "P. Lind", "--role", "team", "--as-of", "2026-12-31")
COMMIT, PULL = "2027Q1-commit", "2027Q1-pull"


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Bundle]:
    """A commitment, and the pull that the same log holds after it."""
    planned: dict[str, Any] = {"commitment": "committed", "planned_interval": "2027Q1"}
    rows = [
        *(done(f"FEA-9{n}", took_days=20) for n in range(7)),
        told("FEA-01", "implementing", days_ago=40, blocked=6),
        told("FEA-21", "ready", value_likely=60_000, category="run", **planned),
        told("FEA-22", "ready", value_likely=50_000, is_ready="no", **planned),
    ]
    folder = delivery_workspace(tmp_path_factory.mktemp("attacked"), rows)
    for verb in ("commit", "pull"):
        assert asp("-C", folder, "flow", verb, *TEAM).code == 0
    return {run: open_bundle(folder / "runs" / run) for run in (COMMIT, PULL)}


def _of_kind(records: Records, kind: str) -> list[dict[str, Any]]:
    return [one for one in records if one["kind"] == kind]


def _about(records: Records, kind: str, feature: str) -> dict[str, Any]:
    return next(one for one in _of_kind(records, kind) if feature in one["subject"].values())


def _edit_an_answer(records: Records) -> None:
    _about(records, "answer", "FEA-21")["proposed"] = "defer"


def _edit_a_bound(records: Records) -> None:
    _of_kind(records, "bound")[0]["planned"] = "1"


def _edit_an_escalation(records: Records) -> None:
    _of_kind(records, "escalation")[0]["since"] = "2026-11-01"


def _reorder(records: Records) -> None:
    first = records.index(_of_kind(records, "answer")[0])
    records[first], records[first + 1] = records[first + 1], records[first]


def _insert_an_act(records: Records) -> None:
    act = _about(records, "approval", "FEA-21")
    records.insert(records.index(act), {**act, "subject": {"feature": "FEA-9"}})


def _act_twice(records: Records) -> None:
    act = _about(records, "approval", "FEA-21")
    records.insert(records.index(act), dict(act))


def _drop_from_the_middle(records: Records) -> None:
    records.remove(_of_kind(records, "answer")[0])


def _drop_an_escalation(records: Records) -> None:
    records.remove(_of_kind(records, "escalation")[0])


def _drop_the_close(records: Records) -> None:
    del records[-1]


def _a_run_dropped_before(records: Records) -> None:
    records[0]["number"] = records[-1]["number"] = 7


def _another_run_before(records: Records) -> None:
    records[0]["previous"]["run"] = "2026Q4-commit"


def _wrong_role(records: Records) -> None:
    for one in _of_kind(records, "approval"):
        one["by"] = "finance"


def _silent_departure(records: Records) -> None:
    _about(records, "approval", "FEA-21")["decided"] = "defer"


def _past_a_rule(records: Records) -> None:
    act = _about(records, "approval", "FEA-22")
    act["decided"], act["reason"] = "commit", "we want it"


ATTACKS: tuple[tuple[Attack, str, int], ...] = (
    # the attack, the run that is attacked, and the check that sees it when all is hashed anew
    (_edit_an_answer, COMMIT, 3),
    (_edit_a_bound, COMMIT, 3),
    (_edit_an_escalation, PULL, 3),
    (_reorder, COMMIT, 2),
    (_insert_an_act, COMMIT, 2),
    (_act_twice, COMMIT, 2),
    (_drop_from_the_middle, COMMIT, 2),
    (_drop_an_escalation, PULL, 2),
    (_drop_the_close, COMMIT, 2),
    (_a_run_dropped_before, PULL, 2),
    (_another_run_before, PULL, 2),
    (_wrong_role, COMMIT, 5),
    (_silent_departure, COMMIT, 5),
    (_past_a_rule, COMMIT, 5),
)


def _evidence(bundle: Bundle) -> DeliveryEvidence:
    evidence = read_delivery_evidence(bundle)
    assert isinstance(evidence, DeliveryEvidence)
    return evidence


def _failed(bundle: Bundle) -> set[int]:
    return {one.number for one in verify_bundle(bundle, ()).checks if one.verdict == "FAIL"}


@pytest.mark.parametrize(("attack", "run"), [(attack, run) for attack, run, _ in ATTACKS])
def test_a_plain_attack_fails_the_first_check(
    bundles: dict[str, Bundle], attack: Attack, run: str
) -> None:
    records = records_of(bundles[run])
    attack(records)
    body = b"".join(canonical_json(one) + b"\n" for one in masked_anew(records))
    changed = with_file(bundles[run], "records.jsonl", body)

    found = check_unchanged(_evidence(changed), ())

    assert (found.verdict, found.at.split(":")[0]) == ("FAIL", "records.jsonl")


@pytest.mark.parametrize(("attack", "run", "number"), ATTACKS)
def test_with_everything_hashed_anew_it_fails_where_it_is_decided_again_and_by_the_minutes(
    bundles: dict[str, Bundle], attack: Attack, run: str, number: int
) -> None:
    noted = read_checkpoint(bundles[run].files["checkpoint"].decode())
    records = records_of(bundles[run])
    attack(records)
    forged = rehashed(bundles[run], records)

    failed = _failed(forged)

    assert number in failed
    assert 1 not in failed
    against = check_unchanged(_evidence(forged), [noted])
    assert (against.verdict, against.at.startswith("--checkpoint")) == ("FAIL", True)


def _with_another_file(bundle: Bundle, path: str, old: bytes, new: bytes) -> Bundle:
    """The bundle with other bytes in a file of it, and every digest of that made anew."""
    assert old in bundle.files[path]
    body = bundle.files[path].replace(old, new, 1)
    records = records_of(bundle)
    for one in records[0]["files"]:
        one["digest"] = bytes_digest(body) if one["path"] == path else one["digest"]
    return rehashed(with_file(bundle, path, body), records)


def test_a_policy_loosened_under_its_name_was_never_approved_so(bundles: dict[str, Bundle]) -> None:
    path = "policies/delivery/wip.yaml"
    text = bundles[PULL].files[path].decode()
    line = next(one for one in text.splitlines() if "value:" in one)
    words = line.split("value: ")[1].split()[0].strip("}")
    loosened = line.replace(f"value: {words}", "value: 99")

    failed = _failed(_with_another_file(bundles[PULL], path, line.encode(), loosened.encode()))

    assert 4 in failed
    assert 1 not in failed


def test_facts_changed_after_the_run_no_longer_give_its_records(bundles: dict[str, Bundle]) -> None:
    forged = _with_another_file(bundles[COMMIT], "facts/features.csv", b"60000", b"10")

    assert 3 in _failed(forged)


def test_a_run_of_the_other_log_under_this_name_is_seen(bundles: dict[str, Bundle]) -> None:
    """Places, roots and records of one run do not fit those of another."""
    for path in ("records.jsonl", "log.json", "checkpoint", "manifest.json"):
        swapped = with_file(bundles[COMMIT], path, bundles[PULL].files[path])
        assert 1 in {
            one.number
            for one in (check_unchanged(_evidence(swapped), ()),)
            if one.verdict == "FAIL"
        }


def test_a_key_or_an_opening_of_another_run_opens_nothing(bundles: dict[str, Bundle]) -> None:
    swapped = with_file(bundles[COMMIT], "openings.json", bundles[PULL].files["openings.json"])

    assert check_unchanged(_evidence(swapped), ()).verdict == "FAIL"


def test_two_logs_for_two_audiences_are_two_roots_of_one_size(
    bundles: dict[str, Bundle],
) -> None:
    records = records_of(bundles[COMMIT])
    _silent_departure(records)
    ours, theirs = (
        read_checkpoint(one.files["checkpoint"].decode())
        for one in (bundles[COMMIT], rehashed(bundles[COMMIT], records))
    )

    found = check_unchanged(_evidence(bundles[COMMIT]), [ours, theirs])

    assert "the log was split" in found.told


def test_without_the_minutes_a_rewritten_log_is_said_to_be_unanchored(
    bundles: dict[str, Bundle],
) -> None:
    assert "unanchored" in check_unchanged(_evidence(bundles[COMMIT]), ()).told
