"""Attacks on masked fields, plain and with everything hashed anew; and what stays closed is said."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from asp_decide.audit.check import Check
from asp_decide.audit.masks import mask_divergences
from asp_decide.audit.verification import Verification, verify
from asp_decide.canonical import canonical_json
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.checkpoint import read_checkpoint
from asp_decide.ledger.openings_file import with_openings, write_openings
from asp_decide.model.masked import Opening
from audit_builders import (
    a_bundle,
    a_world,
    decided_by,
    hashed_anew,
    hashed_as_logged,
    logged_in,
    openings_of,
    records_of,
    with_file,
)

type Records = list[dict[str, Any]]
type Attack = Callable[[Records, list[Opening]], None]

READING = a_world().reading
OVERRIDE, FIRST, SECOND = 15, 16, 17


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return a_bundle(tmp_path_factory.mktemp("ledger"))


def _with_openings(bundle: Bundle, openings: list[Opening]) -> Bundle:
    closed = {path: body for path, body in bundle.files.items() if path != "openings.json"}
    return Bundle(bundle.name, with_openings(closed, bundle.name, openings))


def _without(bundle: Bundle, *paths: str) -> Bundle:
    """The bundle without what opens these fields; without any path nothing is opened."""
    left = [one for one in openings_of(bundle) if paths and one.path not in paths]
    return _with_openings(bundle, left)


def _plain(bundle: Bundle, attack: Attack) -> Bundle:
    """Records and openings exchanged in their files, and nothing else."""
    records, openings = logged_in(bundle), list(openings_of(bundle))
    attack(records, openings)
    body = b"".join(canonical_json(record) + b"\n" for record in records)
    return with_file(_with_openings(bundle, openings), "records.jsonl", body)


def _hashed_anew(bundle: Bundle, attack: Attack) -> Bundle:
    """The same, by an owner of everything who makes all hashes of the log fit."""
    records, openings = logged_in(bundle), list(openings_of(bundle))
    attack(records, openings)
    return hashed_as_logged(_with_openings(bundle, openings), records)


def _failed(verification: Verification) -> dict[int, Check]:
    return {check.number: check for check in verification.checks if check.verdict == "FAIL"}


def _exchange_a_commitment(records: Records, _: list[Opening]) -> None:
    records[FIRST]["person"] = {"$masked": "sha256:" + "0" * 64}


def _copy_a_commitment(records: Records, _: list[Opening]) -> None:
    records[SECOND]["person"] = records[FIRST]["person"]


def _copy_commitment_and_opening(records: Records, openings: list[Opening]) -> None:
    _copy_a_commitment(records, openings)
    first = next(one for one in openings if one.place == (FIRST, "/person"))
    openings[:] = [one for one in openings if one.n != SECOND]
    openings.append(replace(first, n=SECOND))


def _unmask(records: Records, openings: list[Opening]) -> None:
    records[FIRST]["person"] = "A. Example"
    openings[:] = [one for one in openings if one.n != FIRST]


def _mask_what_everybody_may_read(records: Records, _: list[Opening]) -> None:
    records[FIRST]["decided"] = {"$masked": "sha256:" + "0" * 64}


def _reuse_a_salt(records: Records, openings: list[Opening]) -> None:
    salt = openings[0].salt
    openings[1] = again = replace(openings[1], salt=salt)
    field = records[again.n]
    *way, last = again.path.removeprefix("/").split("/")
    for step in way:
        field = field[step]
    field[last] = {"$masked": again.commitment}


@pytest.mark.parametrize(
    ("attack", "plain", "anew"),
    [
        (_exchange_a_commitment, "records.jsonl:17", "openings.json"),
        (_copy_a_commitment, "records.jsonl:18", "records.jsonl:18"),
        (_copy_commitment_and_opening, "records.jsonl:18", "records.jsonl:18"),
        (_unmask, "records.jsonl:17", "records.jsonl:17"),
        (_mask_what_everybody_may_read, "records.jsonl:17", "records.jsonl:17"),
        (_reuse_a_salt, "records.jsonl:16", "openings.json"),
    ],
)
def test_the_first_check_sees_it_plain_and_hashed_anew(
    bundle: Bundle, attack: Attack, plain: str, anew: str
) -> None:
    assert _failed(verify(_plain(bundle, attack), READING))[1].at == plain
    assert _failed(verify(_hashed_anew(bundle, attack), READING))[1].at == anew


@pytest.mark.parametrize("attack", [_copy_a_commitment, _unmask, _mask_what_everybody_may_read])
def test_it_is_seen_without_the_openings_as_well(bundle: Bundle, attack: Attack) -> None:
    assert 1 in _failed(verify(_without(_hashed_anew(bundle, attack)), READING))


def test_a_name_exchanged_with_its_opening_is_held_by_the_minutes(bundle: Bundle) -> None:
    """One name under every act, masked and opened anew, fits everything but the root outside."""
    forged = hashed_anew(bundle, decided_by(bundle, "E. Vil"))
    noted = read_checkpoint(bundle.files["checkpoint"].decode())

    assert _failed(verify(forged, READING)) == {}
    assert list(_failed(verify(forged, READING, checkpoints=[noted]))) == [1]


def _exchange(path: str, value: Any) -> Callable[[list[Opening]], None]:
    def attack(openings: list[Opening]) -> None:
        number = next(n for n, one in enumerate(openings) if one.path == path)
        openings[number] = replace(openings[number], value=value)

    return attack


def _another_salt(openings: list[Opening]) -> None:
    openings[0] = replace(openings[0], salt=bytes(32))


def _another_place(openings: list[Opening]) -> None:
    openings[0] = replace(openings[0], n=3)


def _twice(openings: list[Opening]) -> None:
    openings.append(openings[0])


@pytest.mark.parametrize(
    "attack",
    [
        _exchange("/person", "E. Vil"),
        _exchange("/granted/person", None),
        _exchange("/needs/second_approver", {"$masked": "sha256:" + "0" * 64}),
        _exchange("/price", {"low": "0", "high": "1", "unit": "EUR", "measurable": True}),
        _another_salt,
        _another_place,
        _twice,
    ],
)
def test_an_opening_that_says_something_else_fails_the_first_check(
    bundle: Bundle, attack: Callable[[list[Opening]], None]
) -> None:
    openings = list(openings_of(bundle))
    attack(openings)

    assert _failed(verify(_with_openings(bundle, openings), READING))[1].at == "openings.json"


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"\xff", b"[" * 5000, b'{"openings":[],"run":"2027Q1","v":"openings/2"}'],
)
def test_openings_of_another_form_fail_and_do_not_stop_the_audit(
    bundle: Bundle, body: bytes
) -> None:
    failed = _failed(verify(with_file(bundle, "openings.json", body), READING))

    assert failed[1].at == "openings.json"


def test_an_amount_that_takes_for_ever_to_read_is_refused(bundle: Bundle) -> None:
    records = records_of(bundle)
    records[OVERRIDE]["price"]["low"] = "1e9999999"

    failed = _failed(verify(hashed_anew(bundle, records), READING))

    assert failed[1].at == "openings.json"


def test_openings_of_another_run_open_nothing(bundle: Bundle) -> None:
    openings = [replace(one, run="2026Q4") for one in openings_of(bundle)]
    body = write_openings("2026Q4", openings)

    assert 1 in _failed(verify(with_file(bundle, "openings.json", body), READING))


def test_without_names_their_comparison_is_not_checked_and_all_else_is(bundle: Bundle) -> None:
    found = verify(_without(bundle, "/person", "/granted/person"), READING).checks

    assert [one.verdict for one in found[:7]] == [*["PASS"] * 4, "NOT CHECKED", "PASS", "PASS"]
    assert found[4].told == (
        "3 approvals by portfolio_board, 1 override, 0 exemptions; "
        "who decided is masked in 4 records, and compared with nobody"
    )


def test_what_is_wrong_without_a_name_fails_without_it(bundle: Bundle) -> None:
    records = records_of(bundle)
    records[FIRST]["by"] = "emperor"
    forged = _without(hashed_anew(bundle, records))

    assert "`emperor` is no role" in _failed(verify(forged, READING))[5].told


def test_one_erased_name_leaves_the_others_compared(bundle: Bundle) -> None:
    openings = [one for one in openings_of(bundle) if one.n != FIRST]

    found = verify(_with_openings(bundle, openings), READING).checks

    assert [one.verdict for one in found[:2]] == ["PASS", "PASS"]
    assert "who decided is masked in 1 record," in found[4].told


def test_a_name_that_contradicts_the_others_is_seen_though_one_is_erased(bundle: Bundle) -> None:
    records = records_of(bundle)
    records[SECOND]["person"] = "E. Vil"
    forged = hashed_anew(bundle, records)
    openings = [one for one in openings_of(forged) if one.n != FIRST]

    failed = _failed(verify(_with_openings(forged, openings), READING))

    assert failed[2].at == f"records.jsonl:{OVERRIDE + 1}"
    assert "granted.person is `A. Example`, decided again it is `E. Vil`" in failed[2].told


def test_two_logs_for_two_audiences_do_not_share_a_checkpoint(
    bundle: Bundle,
) -> None:
    """The same decisions under another name: each log is whole, and the other's root shows it."""
    records = records_of(bundle)
    for record in records:
        if record["kind"] == "approval":
            record["person"] = "E. Vil"
        if record["kind"] == "override":
            record["granted"]["person"] = "E. Vil"
    one, other = _without(bundle), _without(hashed_anew(bundle, records))
    noted = [read_checkpoint(each.files["checkpoint"].decode()) for each in (one, other)]

    for each in (one, other):
        assert _failed(verify(each, READING)) == {}
        assert list(_failed(verify(each, READING, checkpoints=noted))) == [1]


def test_of_a_part_of_a_run_openings_of_other_records_are_passed_over(bundle: Bundle) -> None:
    part = [(f"record {n}", record) for n, record in enumerate(logged_in(bundle)) if n == FIRST]
    openings = openings_of(bundle)

    assert list(mask_divergences(part, openings, whole=False)) == []
    assert [first.at for first in mask_divergences(part, openings, whole=True)][:1] == [
        "openings.json"
    ]
