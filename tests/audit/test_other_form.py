"""What another version recorded is told to be of another form, and is never called forged."""

import json
from pathlib import Path

import pytest

from asp_decide.audit.other_form import other_form
from asp_decide.canonical import canonical_json
from asp_decide.clauses.record import RECORD_VERSION
from asp_decide.ledger.bundle import Bundle
from command_line import a_copy, a_planned_workspace, apply, asp

LATER = "record/7"


def of_form(form: object, versions: object = None) -> Bundle:
    manifest = {"v": form, "kind": "manifest", "versions": versions}
    return Bundle("2027Q1", {"manifest.json": canonical_json(manifest)})


def test_it_names_the_form_ours_and_the_version_that_checks_it() -> None:
    assert other_form(of_form(LATER, {"asp-decide": "1.4.0"})) == (
        f"it is recorded in form record/7 by asp-decide 1.4.0; this program checks "
        f"{RECORD_VERSION}; pip install 'asp-decide==1.4.0' and verify it with that"
    )


def test_it_names_no_version_that_is_none() -> None:
    told = f"it is recorded in form record/7; this program checks {RECORD_VERSION}"

    for versions in (None, {}, {"asp-decide": "1'; rm -rf / #"}, {"asp-decide": 7}, ["asp-decide"]):
        assert other_form(of_form(LATER, versions)) == told


@pytest.mark.parametrize("form", [RECORD_VERSION, "record/0", "record/x", "plan/2", 7, None])
def test_what_is_ours_or_no_form_at_all_is_left_to_the_checks(form: object) -> None:
    assert other_form(of_form(form)) == ""


def test_what_cannot_be_read_is_left_to_the_checks() -> None:
    assert other_form(Bundle("2027Q1", {"manifest.json": b'{"v":"record/7","v":"record/7"}'})) == ""


def test_a_bundle_of_another_form_is_refused_in_words_and_no_check_fails(tmp_path: Path) -> None:
    mini = a_planned_workspace(tmp_path / "mini")
    assert apply(mini).code == 0
    folder = a_copy(mini / "runs" / "2027Q1", tmp_path / "2027Q1")
    for name in ("manifest.json", "records.jsonl"):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(f'"v":"{RECORD_VERSION}"', f'"v":"{LATER}"'))

    said = asp("verify", folder)

    assert (said.code, said.out) == (2, "")
    assert "it is recorded in form record/7 by asp-decide" in said.err


def test_of_a_whole_ledger_runs_of_another_form_are_not_checked_and_the_log_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mini = a_planned_workspace(tmp_path / "mini")
    assert apply(mini).code == 0
    monkeypatch.setattr("asp_decide.audit.other_form.RECORD_VERSION", LATER)

    said = asp("-C", mini, "verify", "--all")

    assert said.code == 0
    assert said.out.splitlines()[1].startswith("whole          PASS")
    assert said.out.count(f"NOT CHECKED it is recorded in form {RECORD_VERSION}") == 8
    assert asp("-C", mini, "verify", "--all", "--strict").code == 1


@pytest.mark.parametrize("form", ["proof/2", "extract/9"])
def test_a_proof_of_another_form_is_refused_in_words(tmp_path: Path, form: str) -> None:
    path = tmp_path / "proof.json"
    path.write_text(json.dumps({"more": 1, "v": form}, separators=(",", ":")), encoding="utf-8")

    said = asp("verify", path)

    assert said.code == 2
    assert f"it is of form {form}; this program checks extract/1, proof/1" in said.err
