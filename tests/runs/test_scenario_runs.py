"""`core`, `worth` and `frontier`: what is firm, what more would bring, and what it would buy."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from command_line import a_planned_workspace, asp, files_of
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
        assert Fraction(one["direction"]) > 0
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


def test_nothing_is_written(mini: Path) -> None:
    before = files_of(mini)

    for verb in (["core"], ["worth"], ["frontier", "--points", "2", "--as-of", AS_OF]):
        assert asp("-C", mini, *verb).code == 0

    assert files_of(mini) == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["frontier", "--points", "1"], "is no curve"),
        (["frontier", "--x", "budget", "--as-of", AS_OF], "gives no budget"),
        (["worth", "--top", "0"], "asks about nothing"),
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
