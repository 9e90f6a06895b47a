"""Every recommendation carries how likely it is best, and what would turn it (row 6d)."""

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from command_line import a_planned_workspace, apply, asp, plan
from workspace_builders import Row, a_workspace, rewrite


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with little capacity and wide ranges, planned in twelve worlds."""
    folder = tmp_path_factory.mktemp("firm") / "mini"
    a_planned_workspace(folder)
    rewrite(folder, "capacity", lambda rows: [row | {"net": "7"} for row in rows])
    rewrite(folder, "initiatives", lambda rows: [row | {"assumption_ids": "ASM-1"} for row in rows])
    _widen(folder, "initiatives", "benefit_per_week")
    _widen(folder, "options", "remaining_effort")
    said = plan(folder, "-o", "plan.json", "--worlds", "12")
    assert said.code == 0, said.err
    return folder


def _widen(folder: Path, table: str, column: str) -> None:
    """What is stated may come out at half of it or less, or at three halves of it or more."""

    def ranges(row: Row) -> Row:
        likely = row.get(f"{column}_likely")
        if not likely:
            return row
        ends = {"low": Fraction(1, 2), "high": Fraction(3, 2)}
        return row | {
            f"{column}_{end}": str(float(Fraction(likely) * by)) for end, by in ends.items()
        }

    rewrite(folder, table, lambda rows: [ranges(row) for row in rows])


def _told(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "plan.json").read_text())
    return found


def test_row_6d_every_answer_that_could_be_another_carries_its_probability_and_its_flip(
    firm: Path,
) -> None:
    told = _told(firm)["firmness"]

    assert (told["worlds"], told["seed"]) == (12, 1)
    assert told["initiatives"]
    for one in told["initiatives"]:
        low, high = (Fraction(end) for end in one["best_in"])
        assert 0 <= low <= high <= 1
        assert one["hold"] in {"core", "contested", "out", "not resolved"}
    assert any(one["turns"] for one in told["initiatives"])
    for one in told["initiatives"]:
        assert not one["asked_alone"] or Fraction(one["best_in"][0]) < 1
        assert one["asked_alone"] or all(turn["by"] == "proof" for turn in one["turns"])
    turns = [turn for one in told["initiatives"] for turn in one["turns"]]
    assert any(turn["by"] == "relaxation" and turn["aspect"] == "effort" for turn in turns)
    assert all(Fraction(one["loses"]) >= 0 for one in told["initiatives"] if one["loses"])


def test_row_6d_correlated_failure_of_a_shared_assumption_is_told(firm: Path) -> None:
    (shared,) = _told(firm)["firmness"]["assumptions"]

    assert shared["id"] == "ASM-1"
    assert len(shared["holders"]) > 1
    assert Fraction(shared["captured_less"]) > 0


def test_the_worlds_of_a_plan_are_those_that_anybody_can_draw_again(firm: Path) -> None:
    said = asp("-C", firm, "simulate", "--runs", 12, "--format", "json")
    drawn = {one["initiative"]: one for one in json.loads(said.out)["initiatives"]}

    for one in _told(firm)["firmness"]["initiatives"]:
        answers = drawn[one["initiative"]]["answers"]
        best = answers.get(one["answer"], {"surely": "0", "possibly": "0"})
        assert one["best_in"] == [best["surely"], best["possibly"]]
        assert one["hold"] == drawn[one["initiative"]]["hold"]


def test_what_was_said_of_other_worlds_is_on_record_and_verified(firm: Path) -> None:
    assert apply(firm).code == 0

    lines = (firm / "runs/2027Q1/records.jsonl").read_text().splitlines()
    answers = [one for line in lines if (one := json.loads(line))["kind"] == "answer"]
    firmness = [one["firmness"] for one in answers if "firmness" in one]
    assert firmness
    assert {one["worlds"] for one in firmness} == {12}
    board = (firm / "runs/2027Q1/reports/board-appendix.md").read_text()
    assert "How firm the answers are" in board
    assert asp("-C", firm, "verify", "runs/2027Q1", "--strict").code == 0


def test_a_plan_without_worlds_still_tells_what_its_proof_says(tmp_path: Path) -> None:
    folder = tmp_path / "mini"
    a_planned_workspace(folder)
    assert plan(folder, "-o", "plan.json", "--worlds", "0").code == 0
    told = _told(folder)["firmness"]

    assert told["worlds"] == 0
    assert told["initiatives"]
    assert all(one["hold"] is None for one in told["initiatives"])
    assert any(one["loses"] is not None for one in told["initiatives"])


def test_an_answer_is_explained_with_how_firm_it_is(firm: Path) -> None:
    name = next(one["initiative"] for one in _told(firm)["firmness"]["initiatives"] if one["turns"])
    said = asp("-C", firm, "explain", name)

    assert "How firm it is" in said.out
    assert "by its benefit or its chance alone, only this may turn it" in " ".join(said.out.split())


def test_a_plan_of_which_nobody_says_how_many_worlds_is_held_against_twenty(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "mini"
    a_workspace(folder)
    stated = (folder / "asp.yaml").read_text(encoding="utf-8")
    (folder / "asp.yaml").write_text(stated.replace("worlds: 0\n", ""), encoding="utf-8")

    assert plan(folder, "-o", "plan.json").code == 0
    assert _told(folder)["firmness"]["worlds"] == 20
    assert plan(folder, "-o", "plan.json", "--time-limit", "9").code == 0
    assert _told(folder)["firmness"]["worlds"] == 0, "who is in a hurry asks for them"


def test_a_workspace_says_how_many_worlds_each_of_its_plans_is_held_against(tmp_path: Path) -> None:
    folder = tmp_path / "mini"
    a_planned_workspace(folder)
    stated = (folder / "asp.yaml").read_text(encoding="utf-8")

    for worlds, asked, drawn in (("3", (), 3), ("3", ("--worlds", "0"), 0), ("0", (), 0)):
        text = re.sub(r"(?m)^worlds: .*$", f"worlds: {worlds}", stated)
        (folder / "asp.yaml").write_text(text, encoding="utf-8")
        assert plan(folder, "-o", "plan.json", *asked).code == 0
        assert _told(folder)["firmness"]["worlds"] == drawn
