"""What an owner of everything could hand to a value stream: forged, and logged as if it were so.

Each record is proven in a log that was written anew, so only the other checks can tell.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asp_decide.audit.reader_check import ReaderVerification, verify_reader
from asp_decide.canonical import canonical_json
from asp_decide.clauses.masked_fields import mask_records
from asp_decide.clauses.stream_records import concerns_stream
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.merkle import EMPTY_ROOT
from asp_decide.ledger.proving import prove_some
from asp_decide.ledger.reader_bundle import reader_files
from asp_decide.runs.auditing.policies_alone import read_policies_alone
from command_line import a_planned_workspace, apply, files_of, recorded

type Records = list[dict[str, Any]]

STREAM = "web"
HALF = ("--override", "INI-4=start", "--reason", "The shop needs it", "--until", "2027-03-31")


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_planned_workspace(tmp_path_factory.mktemp("applied") / "mini")
    assert apply(folder, *HALF).code == 0
    return folder


def _own(record: dict[str, Any], own: set[str]) -> bool:
    return concerns_stream(record, STREAM, own)


def _handed_out(folder: Path, place: Path, change: Callable[[Records], None]) -> ReaderVerification:
    """The folder of a stream from a log that holds the records as somebody changed them."""
    records = recorded(folder)
    own = {one["initiative"] for one in records if one.get("value_stream") == STREAM}
    own |= {one["subject"]["initiative"] for one in records if one["kind"] == "approval"}
    theirs = [one for one in records if _own(one, own)]
    change(theirs)
    told = [{**one, "n": n} for n, one in enumerate(theirs)]
    masked, openings = mask_records(told, secret=bytes(32))
    bodies = [canonical_json(one) for one in masked]
    with Ledger(place / "ledger.sqlite") as ledger:
        head = (0, EMPTY_ROOT)
        ledger.append("2027Q1", bodies, {}, expect=head, origin="us", openings=openings)
        extract = prove_some(ledger, "2027Q1", f"stream:{STREAM}", lambda _: True)
    path = "policies/portfolio/basics.yaml"
    policies = {path: files_of(folder / "runs" / "2027Q1")[path]}
    bundle = Bundle("web", reader_files(extract, (), policies, {}))
    return verify_reader(bundle, (), read=read_policies_alone)


def _first(records: Records, kind: str, **fields: object) -> dict[str, Any]:
    return next(
        one
        for one in records
        if one["kind"] == kind and all(one.get(name) == value for name, value in fields.items())
    )


def _as_it_was(records: Records) -> None:
    """Nothing is changed but the numbers, to which recommendations lead."""
    numbers = {one["n"]: n for n, one in enumerate(records)}
    for one in records:
        if one["kind"] == "approval":
            one["recommended"]["record"] = numbers.get(one["recommended"]["record"])


def _answers(found: ReaderVerification) -> dict[int, str]:
    return {check.number: check.verdict for check in found.checks}


def test_what_a_folder_shows_is_checked_and_no_more_is_said(applied: Path, tmp_path: Path) -> None:
    found = _handed_out(applied, tmp_path, _as_it_was)

    assert _answers(found) == {
        **dict.fromkeys(range(1, 7), "PASS"),
        **dict.fromkeys((7, 8), "NOT CHECKED"),
    }, found.lines()
    for check in found.checks[1:6]:
        assert check.part
        assert check.told.startswith("of what this folder shows: ")
        assert "NOT CHECKED: " in check.told
    assert not found.passed(strict=True)


def _fires(records: Records) -> None:
    one = next(r for r in records if r["kind"] == "rule" and r["result"] == "does_not_fire")
    one["result"] = "fires"


def _other_limit(records: Records) -> None:
    rules = (one for one in records if one["kind"] == "rule")
    seen = next(c for one in rules for c in one["comparisons"] if "limit" in c)
    seen["limit"] = "123456"


def _other_answer(records: Records) -> None:
    _first(records, "answer", point="validation")["proposed"] = "stop"


def _no_result(records: Records) -> None:
    records.remove(_first(records, "rule", rule="STOP-02"))


def _no_decision(records: Records) -> None:
    records.remove(_first(records, "approval"))


def _twice(records: Records) -> None:
    records.append(dict(_first(records, "answer")))


def _silent(records: Records) -> None:
    _first(records, "approval", override=None)["decided"] = "fund"


def _no_override(records: Records) -> None:
    records.remove(_first(records, "override"))


def _own_policy(records: Records) -> None:
    one = _first(records, "policy")
    one["owner"] = one["approved"]["by"]


def _late_policy(records: Records) -> None:
    _first(records, "policy")["approved"]["on"] = "2027-01-05"


def _other_meaning(records: Records) -> None:
    _first(records, "policy")["meaning"] = f"sha256:{'0' * 64}"


def _other_rule(records: Records) -> None:
    _first(records, "rule")["rule_hash"] = f"sha256:{'0' * 64}"


def _more_room(records: Records) -> None:
    _first(records, "bound")["slack"] = "7"


def _broken_and_kept(records: Records) -> None:
    one = _first(records, "bound", at="most")
    one["planned"] = "1000"


@pytest.mark.parametrize(
    ("change", "check", "told"),
    [
        (_fires, 3, "result is `fires`, by what it shows it is `does_not_fire`"),
        (_other_limit, 3, "is `123456`, by what it shows"),
        (_other_answer, 3, "proposed is `stop`, by what it shows"),
        (_no_result, 2, "has no result about"),
        (_no_decision, 2, "nobody decided about it"),
        (_twice, 2, "is there 2 times"),
        (_silent, 5, "in silence"),
        (_no_override, 5, "there is no override"),
        (_own_policy, 4, "owns it and approved it"),
        (_late_policy, 4, "it was approved on 2027-01-05, after 2026-12-31"),
        (_other_meaning, 4, "it does not mean what was approved"),
        (_other_rule, 4, "means something else"),
        (_more_room, 6, "do not leave 7"),
        (_broken_and_kept, 6, "1000 of"),
    ],
)
def test_what_does_not_follow_from_the_folder_itself_is_found(
    applied: Path,
    tmp_path: Path,
    change: Callable[[Records], None],
    check: int,
    told: str,
) -> None:
    def forge(records: Records) -> None:
        change(records)
        _as_it_was(records)

    found = _handed_out(applied, tmp_path, forge)

    assert _answers(found)[1] == "PASS", found.lines()[1]
    assert _answers(found)[check] == "FAIL"
    assert told in found.checks[check - 1].told


def test_policies_that_cannot_be_read_alone_leave_their_questions_open(
    applied: Path, tmp_path: Path
) -> None:
    def told_in_no_money(records: Records) -> None:
        records[:] = [one for one in records if one["kind"] != "allocation"]
        _as_it_was(records)

    found = _handed_out(applied, tmp_path, told_in_no_money)

    assert _answers(found)[3] == _answers(found)[4] == "NOT CHECKED"
    assert "tells the currency" in found.checks[2].told
