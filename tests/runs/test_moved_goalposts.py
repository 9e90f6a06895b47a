"""Pitfall 13 as people meet it: what a board agreed is held to by whoever edits tables.

And a redirect is one of the case too: it goes on once its next version is there.
"""

from pathlib import Path

import pytest

from command_line import a_copy, apply, asp, edit, plan, recorded
from workspace_builders import AS_OF, Row, a_workspace, rewrite

OUTCOMES = """\
initiative_id,quantity,interval,kill_if,kill_threshold,kill_action,kill_min_grade,kill_agreed_on
INI-1,returns_by_phone,2027Q4,above,45,stop,before_after,2026-12-15
"""


ELSEWHERE = {
    "initiative_id": "INI-1",
    "option": "by-phone",
    "kind": "redirect",
    "value_stream_id": "web",
    "remaining_effort_likely": "4",
    "remaining_duration_likely": "6",
    "benefit_share": "0.9",
}
OTHERWISE = ("--override", "INI-1=redirect", "--reason", "Phones first", "--until", "2027-03-31")


@pytest.fixture(scope="module")
def redirected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A first run on record, in which the board redirects INI-1."""
    folder = a_workspace(tmp_path_factory.mktemp("goalposts") / "mini")
    (folder / "facts" / "outcomes.csv").write_text(OUTCOMES, encoding="utf-8")
    rewrite(folder, "options", _with_a_redirect)
    rewrite(folder, "initiatives", lambda rows: [{**row, "case_version": "1"} for row in rows])
    assert plan(folder, "-o", folder / "plan.json").code == 0
    said = apply(folder, *OTHERWISE)
    assert said.code == 0, said.err
    return folder


def _with_a_redirect(rows: list[Row]) -> list[Row]:
    running = {"INI-1", "INI-2", "INI-8", "INI-9"}
    kinds = ["continue" if row["initiative_id"] in running else "whole" for row in rows]
    named = [{**row, "option": kind, "kind": kind} for row, kind in zip(rows, kinds, strict=True)]
    return [*named, ELSEWHERE]


@pytest.fixture
def mini(redirected: Path, tmp_path: Path) -> Path:
    return a_copy(redirected, tmp_path / "mini")


def _state_the_next_case(folder: Path, threshold: str) -> None:
    edit(folder, "facts/outcomes.csv", "above,45", f"above,{threshold}")
    edit(folder, "facts/outcomes.csv", "2026-12-15", "2027-01-11")
    told = {"INI-1": {"case_version": "2", "case_agreed_on": "2027-01-11"}}
    rewrite(
        folder,
        "initiatives",
        lambda rows: [{**row, **told.get(row["id"], {})} for row in rows],
    )


def _told(folder: Path, audience: str) -> str:
    """The report of the newest run for an audience."""
    page = folder / f"{audience}.md"
    said = asp("-C", folder, "report", "--for", audience, "--format", "md", "-o", page)
    assert said.code == 0, said.err
    return page.read_text(encoding="utf-8")


def test_every_case_is_on_record_with_what_was_agreed(redirected: Path) -> None:
    cases = {one["initiative"]: one for one in recorded(redirected) if one["kind"] == "case"}

    assert (cases["INI-1"]["version"], cases["INI-1"]["version_before"]) == (1, None)
    assert [one["threshold"] for one in cases["INI-1"]["criteria"]] == ["45"]
    assert asp("verify", redirected / "runs" / "2027Q1").code == 0


def test_redirected_work_goes_on_only_with_its_next_business_case(mini: Path) -> None:
    plan(mini, "--drop", "INI-4", "-o", "plan.json")

    linted = asp("-C", mini, "lint", "--as-of", AS_OF)
    refused = apply(mini)
    held = apply(mini, "--override", "INI-1=review", *OTHERWISE[2:])

    owes = "INI-1 was redirected in run 2027Q1, and owes a `case_version` above 1"
    assert f"W022 case-owed: {owes}" in linted.out
    assert refused.code == 2
    assert owes in refused.err
    assert "--override INI-1=review holds it" in refused.err
    assert held.code == 0, held.err
    (case,) = (one for one in recorded(mini, "2027Q1-2") if one["kind"] == "case")
    assert len(case["owed"]) == 3
    assert asp("verify", mini / "runs" / "2027Q1-2").code == 0


def test_the_next_version_is_recorded_behind_the_one_before(mini: Path) -> None:
    _state_the_next_case(mini, "60")
    assert asp("-C", mini, "plan", "--as-of", "2027-01-12", "-o", "plan.json").code == 0

    said = apply(mini)

    assert said.code == 0, said.err
    (case,) = (one for one in recorded(mini, "2027Q2") if one["kind"] == "case")
    assert (case["version_before"], case["version"], case["edits"]) == (1, 2, [])
    assert case["redirected"]["run"] == "2027Q1"
    told = _told(mini, "board-appendix")
    assert "INI-1 has version 2 of its case (it was 1) since run 2027Q1 redirected it" in told


def test_a_moved_threshold_is_flagged_by_everybody_who_looks(mini: Path) -> None:
    edit(mini, "facts/outcomes.csv", "above,45", "above,60")
    plan(mini, "--drop", "INI-4", "-o", "plan.json")

    linted = asp("-C", mini, "lint", "--as-of", AS_OF)
    said = apply(mini, "--override", "INI-1=review", *OTHERWISE[2:])
    verified = asp("verify", mini / "runs" / "2027Q1-2")

    was = "agreed on 2026-12-15 as stop if above 45 by before_after (2026-12-15), is now stop if"
    assert "W021 criterion-changed: INI-1: the kill criterion" in linted.out
    assert was in linted.out
    assert f"flagged: INI-1: the kill criterion on `returns_by_phone` in 2027Q4, {was}" in said.out
    for page in ("board", "board-appendix", "audit"):
        told = _told(mini, page)
        assert "1 kill criterion is not what was agreed at Gate 2: INI-1." in told, page
    assert was in told.replace("\\", "").replace("`", "")
    assert verified.code == 0, verified.out
    assert "1 criterion edit" in verified.out
