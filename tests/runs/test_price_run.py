"""`policy price`: what each rule costs, where, and that nothing inside the gap is called a price."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from command_line import asp, edit
from workspace_builders import AS_OF, a_workspace, rewrite

POLICIES = "policies/portfolio/basics.yaml"


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    return a_workspace(tmp_path / "mini")


def _priced(folder: Path, *rules: str) -> dict[str, Any]:
    said = asp("-C", folder, "policy", "price", *rules, "--as-of", AS_OF, "--format", "json")
    assert said.code == 0, said.err
    answer: dict[str, Any] = json.loads(said.out)
    return answer


def _loss(folder: Path, output: Path) -> Fraction:
    said = asp("-C", folder, "plan", "--as-of", AS_OF, "-o", output)
    assert said.code == 0, said.err
    return Fraction(json.loads(output.read_text())["objective"]["loss"])


def _tightened(folder: Path) -> None:
    edit(folder, POLICIES, "value: 5 initiatives", "value: 1 initiative")


def test_a_limit_with_room_costs_nothing_that_could_be_measured(mini: Path) -> None:
    prices = _priced(mini, "WIP-01")["prices"]

    assert {one["value_stream"] for one in prices} == {None, "web", "back-office"}
    assert all(one["low"] == "0" for one in prices)
    assert not any(one["binds"] for one in prices)
    assert all(one["high"] == "0" for one in prices if one["measurable"])


def test_the_price_of_a_limit_is_what_lifting_it_brings(mini: Path, tmp_path: Path) -> None:
    free = _loss(mini, tmp_path / "free.json")
    _tightened(mini)
    bound = _loss(mini, tmp_path / "bound.json")

    whole = next(one for one in _priced(mini)["prices"] if one["value_stream"] is None)

    assert whole["rule"] == "WIP-01"
    assert whole["binds"]
    assert bound > free
    assert Fraction(whole["low"]) <= bound - free <= Fraction(whole["high"])


def test_each_week_costs_its_part_of_the_horizon(mini: Path) -> None:
    _tightened(mini)

    answer = _priced(mini, "WIP-01")

    for one in answer["prices"]:
        expected = Fraction(one["low"]) / Fraction(answer["weeks"])
        assert abs(Fraction(one["low_per_week"]) - expected) < Fraction(1, 10**6)


def test_no_price_in_one_stream_is_surely_above_that_of_the_whole(mini: Path) -> None:
    _tightened(mini)

    whole, *streams = _priced(mini, "WIP-01")["prices"]

    assert streams
    assert all(0 <= Fraction(one["low"]) <= Fraction(whole["high"]) for one in streams)


def test_rules_without_a_row_are_named_as_free(mini: Path) -> None:
    answer = _priced(mini)

    assert "BRK-01" in answer["without_rows"]
    assert not {one["rule"] for one in answer["prices"]} & set(answer["without_rows"])


def test_people_see_rule_place_and_price(mini: Path) -> None:
    _tightened(mini)

    told = asp("-C", mini, "policy", "price", "WIP-01", "--as-of", AS_OF).out

    assert "What rules cost, plan 2027Q1" in told
    assert "everywhere" in told
    assert "a week" in told


def test_a_rule_that_nobody_knows_is_asked_back(mini: Path) -> None:
    said = asp("-C", mini, "policy", "price", "WPI-01", "--as-of", AS_OF)

    assert said.code == 2
    assert "no rule `WPI-01` is in force" in said.err
    assert "did you mean `WIP-01`?" in said.err


def test_what_a_rule_asks_of_single_initiatives_is_priced_where_it_is_named(mini: Path) -> None:
    """Two initiatives in delivery earn next to nothing any more; each could be spared alone."""
    rewrite(
        mini,
        "initiatives",
        lambda rows: [
            row | ({"benefit_per_week_likely": "1"} if row["state"] == "implementing" else {})
            for row in rows
        ],
    )

    named, every = _priced(mini, "STOP-02")["prices"], _priced(mini)["prices"]

    assert {one["initiative"] for one in named} >= {None, "INI-1", "INI-2"}
    assert {one["initiative"] for one in every} == {None}, "each is a plan of its own to be found"
    whole = next(one for one in named if not one["initiative"] and not one["value_stream"])
    assert Fraction(whole["low"]) <= sum(
        Fraction(one["high"]) for one in named if one["initiative"]
    )
    assert {one["initiative"] for one in _priced(mini, "WIP-01")["prices"]} == {None}


def test_what_a_pin_costs_stands_in_the_plan(mini: Path, tmp_path: Path) -> None:
    _tightened(mini)
    free = _loss(mini, tmp_path / "free.json")
    said = asp("-C", mini, "plan", "--as-of", AS_OF, "--pin", "INI-8", "-o", tmp_path / "pin.json")
    assert said.code == 0, said.err
    pinned = json.loads((tmp_path / "pin.json").read_text())

    (price,) = [one for one in pinned["prices"] if one["origin"] == "pin INI-8"]

    more = Fraction(pinned["objective"]["loss"]) - free
    assert Fraction(price["low"]) <= more <= Fraction(price["high"])
    assert "pin INI-8" in said.out
