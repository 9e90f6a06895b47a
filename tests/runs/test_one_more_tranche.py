"""D11, step 5, as people meet it: a while longer, with an end, and not again without news."""

from pathlib import Path

import pytest

from command_line import a_copy, apply, asp, edit, plan, recorded
from workspace_builders import AS_OF, Row, a_workspace, rewrite

RUNNING = {"INI-1", "INI-2", "INI-8", "INI-9"}
OFFERED = (
    {"option": "continue", "kind": "continue", "remaining_outlay_likely": "300000"},
    {"option": "stop", "kind": "stop", "remaining_outlay_likely": "10000", "benefit_share": "0"},
    {
        "option": "one-shop",
        "kind": "tranche",
        "remaining_outlay_likely": "20000",
        "benefit_share": "0",
        "test_sensitivity": "0.9",
        "test_specificity": "0.9",
        "continues_with": "continue",
    },
)
EVIDENCE = """\
id,about_kind,about_id,informs,likelihood_ratio,grade,origin,observed_on,recorded_by,source
EVI-1,initiative,INI-1,success,1.2,experiment,outcome,2027-01-11,product_owner K. Lind,One shop
"""


def _with_a_tranche(rows: list[Row]) -> list[Row]:
    named: list[Row] = []
    for row in rows:
        kind = "continue" if row["initiative_id"] in RUNNING else "whole"
        if row["initiative_id"] != "INI-1":
            named.append({**row, "option": kind, "kind": kind, "remaining_outlay_likely": "0"})
    for offered in OFFERED:
        small = {"remaining_effort_likely": "2", "remaining_duration_likely": "6"}
        named.append({"initiative_id": "INI-1", "value_stream_id": "web", **small, **offered})
    return named


def _with_chances(rows: list[Row]) -> list[Row]:
    return [
        {**row, "probability_of_success": "0.5" if row["id"] == "INI-1" else "1"} for row in rows
    ]


@pytest.fixture(scope="module")
def went_on(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run on record in which INI-1, of which nobody knows enough, goes on for one tranche."""
    folder = a_workspace(tmp_path_factory.mktemp("tranche") / "mini")
    rewrite(folder, "options", _with_a_tranche)
    rewrite(folder, "initiatives", _with_chances)
    edit(
        folder,
        "policies/portfolio/basics.yaml",
        "{gain_from_stopping: above 0 EUR}",
        "{gain_from_stopping: above 900_000 EUR}",
    )
    assert plan(folder, "-o", folder / "plan.json").code == 0
    said = apply(folder, "--confirm")
    assert said.code == 0, said.err
    return folder


def test_it_is_decided_with_the_day_on_which_it_ends(went_on: Path) -> None:
    (act,) = (
        one
        for one in recorded(went_on)
        if one["kind"] == "approval" and one["subject"] == {"initiative": "INI-1"}
    )
    told = asp("-C", went_on, "explain", "INI-1")

    assert (act["decided"], act["point"]) == ("fund_tranche", "validation")
    assert act["review_on"] == "2027-03-31"
    assert "fund tranche (one-shop from 2027Q1 until 2027-03-31)" in told.out
    assert "one-shop" in told.out.partition("What each course is worth")[2]
    assert asp("verify", went_on / "runs" / "2027Q1").code == 0


def test_it_does_not_follow_another_before_anything_was_learnt(
    went_on: Path, tmp_path: Path
) -> None:
    folder = a_copy(went_on, tmp_path / "mini")
    plan(folder, "--drop", "INI-4", "-o", "plan.json")

    linted = asp("-C", folder, "lint", "--as-of", AS_OF)
    refused = apply(folder, "--confirm")
    held = ("--override", "INI-1=review", "--reason", "x", "--until", "2027-03-31")
    ended = apply(folder, "--confirm", *held)

    why = "INI-1 went on for a tranche in run 2027Q1, and no evidence of its success or benefit"
    assert f"W023 nothing-learnt: {why}" in linted.out
    assert refused.code == 2
    assert why in refused.err
    assert ended.code == 0, ended.err
    assert asp("verify", folder / "runs" / "2027Q1-2").code == 0


def test_what_was_learnt_opens_the_next_one(went_on: Path, tmp_path: Path) -> None:
    folder = a_copy(went_on, tmp_path / "mini")
    (folder / "facts" / "evidence.csv").write_text(EVIDENCE, encoding="utf-8")
    day = ("--as-of", "2027-01-12", "--engine", "reference")
    assert asp("-C", folder, "plan", *day, "-o", folder / "plan.json").code == 0

    linted, applied = asp("-C", folder, "lint", "--as-of", "2027-01-12"), apply(folder, "--confirm")

    assert "W023" not in linted.out
    assert applied.code == 0, applied.err
    (act,) = (
        one
        for one in recorded(folder, "2027Q2")
        if one["kind"] == "approval" and one["subject"] == {"initiative": "INI-1"}
    )
    assert act["decided"] == "fund_tranche"
    assert asp("verify", folder / "runs" / "2027Q2").code == 0
