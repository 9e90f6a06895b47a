"""`explain ID --why-not`: what letting something in costs, whom it displaces, what it lacks."""

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from asp_decide.canonical import decimal_text
from command_line import a_planned_workspace, asp, edit, plan
from workspace_builders import AS_OF, rewrite, set_cell

POLICIES = "policies/portfolio/basics.yaml"


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A workspace in which one initiative at a time may be in delivery in each value stream."""
    folder = a_planned_workspace(tmp_path / "mini")
    edit(folder, POLICIES, "value: 5 initiatives", "value: 1 initiative")
    assert plan(folder).code == 0
    return folder


def _why_not(folder: Path, initiative: str) -> dict[str, Any]:
    said = asp("-C", folder, "explain", initiative, "--why-not", "--format", "json")
    assert said.code == 0, said.err
    answer: dict[str, Any] = json.loads(said.out)["why_not"]
    return answer


def _loss(folder: Path, output: Path, *more: str) -> Fraction:
    said = asp("-C", folder, "plan", "--as-of", AS_OF, "-o", output, *more)
    assert said.code == 0, said.err
    return Fraction(json.loads(output.read_text())["objective"]["loss"])


def test_what_runs_or_begins_now_is_not_kept_out(mini: Path) -> None:
    assert _why_not(mini, "INI-1") == {"initiative": "INI-1", "kept_out": False}


def test_what_waits_for_a_limit_says_what_room_it_lacks(mini: Path) -> None:
    answer = _why_not(mini, "INI-3")

    lacking = answer["entry"]["lacking"]
    assert {one["id"] for one in lacking} <= {"capacity", "WIP-01"}
    assert lacking
    assert all(Fraction(one["amount"]) > 0 for one in lacking)


def test_with_the_capacity_that_it_lacks_it_begins_and_displaces_nobody(mini: Path) -> None:
    lacking = _why_not(mini, "INI-3")["entry"]["lacking"]
    _loss(mini, mini / "before.json")
    before = json.loads((mini / "before.json").read_text())

    for one in lacking:
        assert one["kind"] == "fact", "here it is capacity alone"
        _add_capacity(mini, one["group"], one["interval"], Fraction(one["amount"]))

    after = asp("-C", mini, "plan", "--as-of", AS_OF, "--pin", "INI-3", "--format", "json")
    assert after.code == 0, after.err
    decided = {one["initiative"]: one for one in json.loads(after.out)["decisions"]}
    assert decided["INI-3"]["decision"] == "start"
    for one in before["decisions"]:
        if one["decision"] in {"start", "continue"}:
            assert decided[one["initiative"]]["decision"] == one["decision"]


def _add_capacity(folder: Path, stream: str, interval: str, more: Fraction) -> None:
    def raised(row: dict[str, str]) -> dict[str, str]:
        if (row["value_stream_id"], row["interval"]) != (stream, interval):
            return row
        return row | {"net": decimal_text(Fraction(row["net"]) + more)}

    rewrite(folder, "capacity", lambda rows: [raised(row) for row in rows])


def test_regret_is_what_the_plan_with_it_loses_more(mini: Path) -> None:
    answer = _why_not(mini, "INI-6")

    if answer["regret"] is None:
        assert answer["impossible"]
        return
    low, high = (Fraction(end) for end in answer["regret"])
    assert 0 <= low <= high
    assert low <= Fraction(answer["more_loss"]) <= high


def test_what_lacks_facts_cannot_be_planned_and_the_facts_are_named(mini: Path) -> None:
    set_cell(mini, "options", ("initiative_id", "INI-7"), "remaining_effort_likely", "")
    assert plan(mini).code == 0

    answer = _why_not(mini, "INI-7")

    assert answer["regret"] is None
    assert answer["impossible"]


def test_a_draft_of_other_facts_is_not_explained_by_todays(mini: Path) -> None:
    set_cell(mini, "initiatives", ("id", "INI-3"), "benefit_per_week_likely", "9001")

    said = asp("-C", mini, "explain", "INI-3", "--why-not")

    assert said.code == 2
    assert "facts was" in said.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["INI-99"], "no decision"),
        (["--rule", "WIP-01"], "asks about"),
        (["INI-3", "--if", "start"], "are questions of their own"),
    ],
)
def test_only_an_initiative_of_the_plan_can_be_asked_about(
    mini: Path, words: list[str], why: str
) -> None:
    said = asp("-C", mini, "explain", *words, "--why-not")

    assert said.code == 2
    assert why in said.err


def test_the_room_that_is_told_is_enough(mini: Path) -> None:
    """Rounded to two decimals, and never below what is lacking."""
    rewrite(mini, "capacity", lambda rows: [row | {"net": "7.1117"} for row in rows])
    assert plan(mini).code == 0

    (lacking,) = (
        one
        for one in _why_not(mini, "INI-3")["entry"]["lacking"]
        if one["id"] == "capacity" and one["interval"] == "2027Q1"
    )
    told = asp("-C", mini, "explain", "INI-3", "--why-not").out
    (amount,) = re.findall(r"([\d.]+) team-weeks more in \S+ 2027Q1", told)

    assert Fraction(lacking["amount"]) <= Fraction(amount)
    assert Fraction(amount) - Fraction(lacking["amount"]) < Fraction(1, 100)
    assert Fraction(amount) != Fraction(lacking["amount"])


def test_people_read_sentences(mini: Path) -> None:
    told = asp("-C", mini, "explain", "INI-3", "--why-not").out

    assert told.startswith("INI-3 Faster checkout: wait, and why not now")
    assert "letting it in would lose EUR" in told
    assert "would fit and displace nobody with" in told
    assert "team-weeks more in web 2027Q1" in told
