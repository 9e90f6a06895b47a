"""Drafts of plans: a letter each, the same plan in the same place, found by what they say."""

import itertools
import os
from pathlib import Path

import pytest

from asp_decide.errors import UsageError
from asp_decide.runs.drafts import find_draft, newest_draft, read_plan, write_draft
from command_line import a_planned_workspace


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = a_planned_workspace(tmp_path_factory.mktemp("drafts") / "mini")
    return (folder / "plan.json").read_bytes()


def _files(plan: bytes, records: bytes = b"{}\n") -> dict[str, bytes]:
    return {"plan.json": plan, "certificate.json": b"{}", "records.jsonl": records}


def test_drafts_are_lettered_from_a_to_z_and_then_from_aa_on(tmp_path: Path) -> None:
    names = [
        write_draft(tmp_path / "plans", "2027Q1", _files(b"plan %d" % number)).name
        for number in range(26 + 26 + 2)
    ]

    letters = "abcdefghijklmnopqrstuvwxyz"
    expected = [*letters, *("a" + letter for letter in letters), "ba", "bb"]
    assert names == [f"2027Q1-{letter}" for letter in expected]


def test_no_name_is_given_twice_up_to_three_letters(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    for count in (1, 2):
        for letters in itertools.product("abcdefghijklmnopqrstuvwxyz", repeat=count):
            (plans / f"2027Q1-{''.join(letters)}").mkdir(parents=True)

    assert write_draft(plans, "2027Q1", _files(b"one more")).name == "2027Q1-aaa"


def test_the_same_plan_keeps_its_folder_and_its_other_files_are_renewed(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    first = write_draft(plans, "2027Q1", _files(b"one", b"old\n"))
    write_draft(plans, "2027Q1", _files(b"two"))

    again = write_draft(plans, "2027Q1", _files(b"one", b"new\n"))

    assert again == first
    assert (first / "records.jsonl").read_bytes() == b"new\n"
    assert sorted(path.name for path in plans.iterdir()) == ["2027Q1-a", "2027Q1-b"]


def test_the_runs_of_two_intervals_are_lettered_apart(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    write_draft(plans, "2027Q1", _files(b"one"))

    assert write_draft(plans, "2027Q2", _files(b"two")).name == "2027Q2-a"


def test_a_plan_is_found_by_its_bytes_wherever_its_copy_lies(tmp_path: Path, body: bytes) -> None:
    plans = tmp_path / "plans"
    write_draft(plans, "2027Q1", _files(b"another plan"))
    folder = write_draft(plans, "2027Q1", _files(body))
    copy = tmp_path / "for the board.json"
    copy.write_bytes(body)

    for place in (copy, folder, folder / "plan.json"):
        draft = find_draft(plans, place)
        assert (draft.folder, draft.body) == (folder, body)
    assert draft.shown("records.jsonl") == "plans/2027Q1-b/records.jsonl"


def test_a_plan_of_another_workspace_is_not_found(tmp_path: Path, body: bytes) -> None:
    copy = tmp_path / "plan.json"
    copy.write_bytes(body)

    with pytest.raises(UsageError, match="no draft under `plans/` holds the plan"):
        find_draft(tmp_path / "plans", copy)


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"schema_version": "9"}', "\x00"])
def test_what_is_no_plan_is_told_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match="is no plan of this version"):
        read_plan(path)


def test_bytes_that_are_no_text_are_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(b"\xff\xfe{")

    with pytest.raises(UsageError, match="is no plan of this version"):
        read_plan(path)


def test_the_newest_draft_is_the_one_planned_last(tmp_path: Path, body: bytes) -> None:
    plans = tmp_path / "plans"
    first = write_draft(plans, "2027Q1", _files(body))
    second = write_draft(plans, "2027Q1", _files(body.replace(b"Catalogue", b"Katalog")))
    for age, folder in enumerate((second, first), start=1):
        moment = 1_000_000_000 - age
        os.utime(folder / "plan.json", ns=(moment, moment))

    assert newest_draft(plans).folder == second

    write_draft(plans, "2027Q1", _files(body))
    assert newest_draft(plans).folder == first, "planned again, it is the newest"


def test_without_any_draft_the_next_step_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no plan yet"):
        newest_draft(tmp_path / "plans")


def test_a_half_written_draft_is_no_draft(tmp_path: Path, body: bytes) -> None:
    """Its folder bears a name that begins with a dot until it is whole."""
    partial = tmp_path / "plans" / ".2027Q1-a.x.partial"
    partial.mkdir(parents=True)
    (partial / "plan.json").write_bytes(body)

    with pytest.raises(UsageError, match="there is no plan yet"):
        newest_draft(tmp_path / "plans")
