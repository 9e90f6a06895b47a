"""Check 4: a policy binds if somebody else than its owner approved it as it is, in time."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from asp_decide.audit.check import Check
from asp_decide.audit.reading import Reading
from asp_decide.audit.verification import verify
from asp_decide.canonical import bytes_digest
from asp_decide.clauses.clause import PolicyFile
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.checkpoint import read_checkpoint
from asp_decide.ledger.log import Ledger
from audit_builders import World, a_world, export_run, record_run, records_of, rehashed, with_file

WIP = "policies/portfolio/wip.yaml"
READING = a_world().reading


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The second run of a log: the first has put both policy files on record."""
    return _second_run(tmp_path_factory.mktemp("ledger"), a_world())


def _second_run(folder: Path, world: World) -> Bundle:
    with Ledger(folder / "ledger.sqlite") as ledger:
        record_run(ledger, a_world("2026Q4"))
        record_run(ledger, world)
        return export_run(ledger, world.plan.run.id)


def _fourth(bundle: Bundle, reading: Reading = READING) -> Check:
    return verify(bundle, reading).checks[3]


def _with(**changes: Any) -> Reading:
    """The policies as they are, save what is said of the WIP limit's file."""
    policies = READING.policies
    files = tuple(replace(one, **changes) if one.path == WIP else one for one in policies.files)
    return replace(READING, policies=replace(policies, files=files))


def test_what_was_approved_once_is_approved_until_it_means_something_else(bundle: Bundle) -> None:
    assert _fourth(bundle).line == (
        "4 right rules  PASS        2 policy files in force, each approved as it is"
    )


def test_the_first_run_of_a_log_puts_every_policy_on_record(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        first = record_run(ledger, a_world())

    kinds = [record["kind"] for record in records_of(first)]
    assert kinds[:4] == ["manifest", "policy", "policy", "rule"]
    assert _fourth(first).verdict == "PASS"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"approved_by": "portfolio_manager"}, "`portfolio_manager` owns it and approved it"),
        ({"approved_by": "emperor"}, "`emperor`, who approved it, is no role of this workspace"),
        ({"approved_on": "2027-02-01"}, "it was approved on 2027-02-01, after 2026-12-31"),
    ],
)
def test_an_approval_by_the_owner_by_nobody_or_too_late_is_none(
    bundle: Bundle, changes: dict[str, Any], told: str
) -> None:
    found = _fourth(bundle, _with(**changes))

    assert (found.verdict, found.at, found.told) == ("FAIL", WIP, told)


LOOSER = b"policy: wip\nrules: looser\n"


def _looser(approved_on: str = "2026-09-15") -> Reading:
    return _with(text=bytes_digest(LOOSER), meaning="sha256:" + "1" * 64, approved_on=approved_on)


def _loosened(bundle: Bundle, *, forge: Callable[[list[dict[str, Any]]], None]) -> Bundle:
    """A looser policy put in place of the approved one, with every digest made anew."""
    records = records_of(bundle)
    for one in records[0]["files"]:
        if one["path"] == WIP:
            one["digest"] = bytes_digest(LOOSER)
    for one in records[0]["policies"]:
        if one["path"] == WIP:
            one["text"] = bytes_digest(LOOSER)
    forge(records)
    return rehashed(with_file(bundle, WIP, LOOSER), records)


def _nothing(_: list[dict[str, Any]]) -> None:
    pass


def _an_approval(on: str) -> Callable[[list[dict[str, Any]]], None]:
    def forge(records: list[dict[str, Any]]) -> None:
        records[0]["policies"][1]["approved"]["on"] = on
        records.insert(
            1,
            {
                **{name: records[1][name] for name in ("v", "run", "as_of", "n")},
                "kind": "policy",
                "path": WIP,
                "policy": "wip",
                "text": bytes_digest(LOOSER),
                "meaning": "sha256:" + "1" * 64,
                "owner": "portfolio_manager",
                "approved": {"by": "portfolio_board", "on": on},
            },
        )
        for record in records:
            if record["kind"] == "approval" and record["recommended"]["record"] is not None:
                record["recommended"]["record"] += 1

    return forge


def test_a_policy_loosened_under_its_name_is_not_what_was_approved(bundle: Bundle) -> None:
    found = _fourth(_loosened(bundle, forge=_nothing), _looser())

    assert (found.verdict, found.at) == ("FAIL", WIP)
    assert (
        found.told
        == "it does not mean what was approved on 2026-09-15, and nobody has approved it since"
    )


def test_a_new_date_without_a_record_of_it_is_no_approval(bundle: Bundle) -> None:
    found = _fourth(_loosened(bundle, forge=_nothing), _looser("2026-12-01"))

    assert (found.verdict, found.at) == ("FAIL", WIP)
    assert found.told == "no record tells that this meaning was approved"


def test_a_forged_approval_is_told_as_a_change_and_the_minutes_catch_it(bundle: Bundle) -> None:
    forged = _loosened(bundle, forge=_an_approval("2026-12-01"))
    noted = read_checkpoint(bundle.files["checkpoint"].decode())

    found = _fourth(forged, _looser("2026-12-01"))

    assert found.verdict == "PASS"
    assert found.told.endswith("changed since they were last recorded: wip")
    with_minutes = verify(forged, _looser("2026-12-01"), checkpoints=[noted])
    assert with_minutes.checks[0].verdict == "FAIL"


def test_an_approval_of_another_meaning_on_record_is_seen(bundle: Bundle) -> None:
    def forge(records: list[dict[str, Any]]) -> None:
        _an_approval("2026-12-01")(records)
        records[1]["meaning"] = "sha256:" + "2" * 64

    found = _fourth(_loosened(bundle, forge=forge), _looser("2026-12-01"))

    assert (found.at, found.told) == (
        "records.jsonl:2",
        f"{WIP} has another meaning, or another approval",
    )


def test_other_prose_needs_no_other_approval(bundle: Bundle) -> None:
    assert _fourth(bundle, _with(text="sha256:" + "3" * 64)).verdict == "PASS"


def test_an_approval_from_before_a_run_that_did_not_know_it_is_shown(tmp_path: Path) -> None:
    """Whether a day was written back nobody can prove; that nobody saw it then, anybody can."""
    world = a_world()
    late = PolicyFile(
        policy="late",
        path="policies/portfolio/late.yaml",
        text=bytes_digest(b"late"),
        title="Late",
        owner=world.reading.policies.files[0].owner,
        approved_by=world.reading.policies.files[0].approved_by,
        approved_on="2026-01-01",
        meaning="sha256:" + "4" * 64,
    )
    policies = world.reading.policies
    reading = replace(world.reading, policies=replace(policies, files=(*policies.files, late)))
    bundle = _second_run(tmp_path, replace(world, reading=reading))

    found = _fourth(bundle, reading)

    assert found.verdict == "PASS"
    assert found.told.endswith("first seen after a run that they were approved before: late")


@pytest.mark.parametrize("more", [True, False])
def test_a_draft_or_a_policy_that_has_ended_is_not_in_force(bundle: Bundle, *, more: bool) -> None:
    policies = READING.policies
    stranger = replace(policies.files[0], path="policies/portfolio/draft.yaml")
    files = (*policies.files, stranger) if more else policies.files[1:]

    found = _fourth(bundle, replace(READING, policies=replace(policies, files=files)))

    assert found.verdict == "FAIL"
    assert found.told.endswith("in force on 2026-12-31, and the manifest says otherwise")


def test_an_earlier_approval_that_is_not_in_the_log_is_seen(bundle: Bundle) -> None:
    forged = bundle.files["log.json"].replace(b'"2026-09-15"', b'"2026-01-15"')

    first = verify(with_file(bundle, "log.json", forged), READING).checks[0]

    assert (first.verdict, first.at) == ("FAIL", "log.json")
    assert first.told.startswith("the record of a policy, ")
