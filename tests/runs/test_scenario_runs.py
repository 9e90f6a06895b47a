"""`core`, `worth` and `frontier`: what is firm, what more would bring, and what it would buy."""

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from command_line import a_copy, a_planned_workspace, asp, edit, files_of
from workspace_builders import AS_OF, rewrite


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with so little capacity that not everything fits."""
    folder = tmp_path_factory.mktemp("scenarios") / "mini"
    a_planned_workspace(folder)
    rewrite(folder, "capacity", lambda rows: [row | {"net": "7"} for row in rows])
    assert asp("-C", folder, "plan", "--as-of", AS_OF).code == 0
    return folder


def _answer(folder: Path, *words: object) -> dict[str, Any]:
    said = asp("-C", folder, *words, "--format", "json")
    assert said.code == 0, said.err
    found: dict[str, Any] = json.loads(said.out)
    return found


def test_a_wider_tolerance_leaves_less_in_the_core(mini: Path) -> None:
    narrow, wide = (
        {
            one["initiative"]
            for one in _answer(mini, "core", "--within", within)["initiatives"]
            if one["fate"] in {"core", "out"}
        }
        for within in ("0.1%", "20%")
    )

    assert narrow >= wide
    assert narrow, "something is firm"


def test_the_worth_of_capacity_holds_what_the_plan_found_gains(mini: Path) -> None:
    found = _answer(mini, "worth", "--top", "4")["worth"]

    assert found
    for one in found:
        low, high = Fraction(one["low"]), Fraction(one["high"])
        assert 0 <= low <= Fraction(one["plan_change"]) <= high
        assert low <= high
        assert 0 <= Fraction(one["bound_change"]) <= high
        assert max(Fraction(one["direction"]), Fraction(one["sure"])) > 0
        assert Fraction(one["sure"]) <= Fraction(one["plan_change"])
        assert Fraction(one["more"]) == 1


def test_more_capacity_never_buys_less_and_no_plan_is_above_its_curve(mini: Path) -> None:
    levels = _answer(mini, "frontier", "--points", "3", "--as-of", AS_OF)["levels"]

    assert [one["share"] for one in levels] == ["0.5", "1", "1.5"]
    values = [Fraction(one["value"]) for one in levels if one["value"] is not None]
    assert values == sorted(values)
    assert len(values) > 1
    for one in levels:
        if one["value"] is not None:
            assert Fraction(one["value"]) <= Fraction(one["at_most"])


def test_a_day_is_planned_where_nobody_made_a_draft_of_it(mini: Path) -> None:
    """`--as-of` asks about the plan that `plan` would make of that day."""
    for verb in (["worth", "--top", "1"], ["core"], ["simulate", "--runs", "3"]):
        of_draft = asp("-C", mini, *verb, "--format", "json")
        of_day = asp("-C", mini, *verb, "--as-of", AS_OF, "--format", "json")

        assert of_day.code == 0, of_day.err
        assert of_day.out == of_draft.out


def test_a_draft_is_asked_about_as_it_is_and_only_if_it_is_what_was_planned(
    mini: Path, tmp_path: Path
) -> None:
    folder = a_copy(mini, tmp_path / "mini")
    certificate = next(folder.glob("plans/*/certificate.json"))
    stored = certificate.read_bytes()
    loss = json.loads(stored)["loss"]

    for file in folder.glob("plans/*/certificate.json"):
        file.write_bytes(stored.replace(f'"{loss}"'.encode(), b'"1"'))

    for words in (
        ["worth"],
        ["core"],
        ["simulate", "--runs", 2],
        ["explain", "INI-3", "--why-not"],
    ):
        said = asp("-C", folder, *words)
        assert said.code == 2
        assert "help: plan again" in said.err


def test_a_charter_that_changed_makes_a_draft_stale(mini: Path, tmp_path: Path) -> None:
    folder = a_copy(mini, tmp_path / "mini")
    edit(folder, "asp.yaml", "name: My portfolio", "name: Another")

    said = asp("-C", folder, "worth")

    assert said.code == 2
    assert "is stale" in said.err


def test_a_table_names_its_currency_once_and_says_what_leaves_no_plan(mini: Path) -> None:
    told = asp("-C", mini, "frontier", "--points", "3", "--as-of", AS_OF).out

    assert told.startswith("What more or less capacity would buy, money in EUR")
    assert told.count("EUR") == 1
    assert "initiatives begin work in the planning intervals" in told


def test_without_a_day_the_levels_are_those_of_the_day_of_the_newest_draft(mini: Path) -> None:
    """Today may have other rules in force than the plan on the table."""
    asked = _answer(mini, "frontier", "--points", "2")

    assert asked == _answer(mini, "frontier", "--points", "2", "--as-of", AS_OF)


def test_nothing_is_written(mini: Path) -> None:
    before = files_of(mini)

    for verb in (["core"], ["worth"], ["frontier", "--points", "2"]):
        assert asp("-C", mini, *verb).code == 0

    assert files_of(mini) == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["frontier", "--points", "1"], "is no curve"),
        (["frontier", "--x", "budget", "--as-of", AS_OF], "gives no budget"),
        (["worth", "--top", "0"], "`0` of --top is none"),
        (["worth", "--workers", "0"], "`0` of --workers is none"),
        (["worth", "--as-of", AS_OF, "--plan", "plan.json"], "name two plans"),
        (["core", "--as-of", "soon"], "`soon` of --as-of is no day"),
        (["core", "--within", "lots"], "is no share"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_mend(
    mini: Path, words: list[object], why: str
) -> None:
    said = asp("-C", mini, *words)

    assert said.code == 2
    assert why in said.err
    assert "help:" in said.err


def test_what_a_level_brings_is_known_up_to_both_gaps(mini: Path) -> None:
    levels = _answer(mini, "frontier", "--points", "4", "--as-of", AS_OF)["levels"]
    said = asp("-C", mini, "frontier", "--points", 4, "--as-of", AS_OF).out

    assert levels[0]["gained"] is None
    for before, level in pairwise(levels):
        if before["value"] is None or level["value"] is None:
            assert level["gained"] is None
            continue
        low, high = (Fraction(end) for end in level["gained"])
        assert 0 <= low <= Fraction(level["value"]) - Fraction(before["value"]) <= high
    if any(one["gained"] and one["gained"][0] == "0" != one["gained"][1] for one in levels):
        assert "no measurable difference" in said
    assert "`at most` is proven of every plan at that level" in said


def test_pitfall_37_the_same_seed_gives_the_same_bytes_and_another_seed_others(mini: Path) -> None:
    def said(seed: int) -> str:
        words = ("simulate", "--runs", 12, "--spread", "30%", "--seed", seed, "--format", "json")
        return asp("-C", mini, *words).out

    assert said(1) == said(1)
    assert said(1) != said(2)


def test_what_is_said_of_other_worlds_adds_up(mini: Path) -> None:
    told = _answer(mini, "simulate", "--runs", "20", "--spread", "30%")

    assert (told["runs"], told["seed"], told["spread"]) == (20, 1, "0.3")
    assert 20 >= told["fits_something"] >= told["fits_put_off"] >= told["fits_as_it_is"]
    for name in ("mean", "P95"):
        low, high = (Fraction(end) for end in told["regret"][name])
        assert 0 <= low <= high
    values = [Fraction(told["value"][name]) for name in ("P10", "P50", "P90")]
    assert values == sorted(values)
    assert told["initiatives"]
    for one in told["initiatives"]:
        surely, often, possibly = (Fraction(one[n]) for n in ("surely", "often", "possibly"))
        assert 0 <= surely <= often <= possibly <= 1


def test_what_states_no_range_is_held_in_every_world_and_that_is_said(mini: Path) -> None:
    """The facts of this workspace state single numbers; nothing is made up for them.

    A chance of success is no such number: it is as uncertain as its evidence is weak.
    """
    told = _answer(mini, "simulate", "--runs", "5")
    said = asp("-C", mini, "simulate", "--runs", 5)

    assert told["spread"] is None
    assert all(told["held"][one] > 0 for one in ("benefit", "effort", "duration", "capacity"))
    assert told["fits_as_it_is"] == 5
    assert {one["surely"] for one in told["initiatives"]} <= {"0", "1"}
    assert "without a range, so held as stated: benefit" in said.out


def test_no_worlds_are_refused(mini: Path) -> None:
    for words in (("--runs", 0), ("--workers", 0)):
        said = asp("-C", mini, "simulate", *words)

        assert said.code == 2
        assert "write a whole number from 1" in said.err


@pytest.mark.parametrize(
    "words",
    [
        ("core",),
        ("worth",),
        ("frontier", "--points", 3, "--as-of", AS_OF),
        ("simulate", "--runs", 4, "--spread", "20%"),
    ],
)
def test_a_page_of_markdown_keeps_lists_and_tables_apart(
    mini: Path, words: tuple[object, ...]
) -> None:
    lines = asp("-C", mini, *words, "--format", "md").out.splitlines()

    heads = [n for n, line in enumerate(lines) if line.startswith("| ") and "---" in lines[n + 1]]
    assert heads
    for head in heads:
        assert lines[head - 1] == "", "a table begins after an empty line"
        width = lines[head].count("|")
        for row in lines[head + 2 :]:
            if not row.startswith("|"):
                break
            assert row.count("|") == width


def test_asking_about_other_worlds_writes_nothing(mini: Path) -> None:
    before = files_of(mini)

    asp("-C", mini, "simulate", "--runs", 3)

    assert files_of(mini) == before


def test_one_decision_is_told_in_how_many_worlds_it_stays_best(mini: Path) -> None:
    every = {
        one["initiative"]: one for one in _answer(mini, "simulate", "--runs", "20")["initiatives"]
    }
    name, held = next(iter(every.items()))
    told = _answer(mini, "explain", name, "--worlds", "20")
    low, high = (Fraction(end) for end in told["best_in"])
    surely, possibly = Fraction(held["surely"]), Fraction(held["possibly"])

    assert told["hold"] == held["hold"]
    assert (low, high) == ((surely, possibly) if held["in_plan"] else (1 - possibly, 1 - surely))
    said = asp("-C", mini, "explain", name, "--worlds", "20").out
    assert f"{held['hold']}: " in said


def test_only_an_assumption_that_somebody_holds_can_fail(mini: Path) -> None:
    said = asp("-C", mini, "simulate", "--runs", 2, "--falsify", "ASM-9")

    assert said.code == 2
    assert "no initiative rests on `ASM-9`" in said.err
