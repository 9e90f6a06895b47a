"""The price of an override is known before it is granted, and is the one that is then recorded."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from command_line import a_copy, a_planned_workspace, apply, asp, files_of


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_planned_workspace(tmp_path_factory.mktemp("otherwise") / "mini")


def _decisions(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "plan.json").read_text())["decisions"]
    return found


def _funded(folder: Path) -> str:
    return next(str(d["initiative"]) for d in _decisions(folder) if d["decision"] == "fund")


def test_what_is_told_before_is_what_is_recorded_after(mini: Path, tmp_path: Path) -> None:
    initiative = _funded(mini)
    said = asp("-C", mini, "explain", initiative, "--if", "decline")
    assert said.code == 0, said.err
    as_json = json.loads(
        asp("-C", mini, "explain", initiative, "--if", "decline", "--format", "json").out
    )

    applied = apply(
        *(a_copy(mini, tmp_path / "mini"), "--override", f"{initiative}=decline"),
        *("--reason", "somebody else will", "--until", "2027-03-31"),
    )

    assert applied.code == 0, applied.err
    _, _, cost = next(line for line in said.out.split("\n") if "cost" in line).partition("cost ")
    assert cost
    assert cost in applied.out
    assert (as_json["decision"], as_json["instead"]) == ("fund", "decline")
    assert 0 < Fraction(as_json["low"]) <= Fraction(as_json["high"])
    assert as_json["measurable"]
    assert as_json["against"] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("INI-0", "--if", "fund"), "the plan has no decision about `INI-0`"),
        (("--rule", "WIP-01", "--if", "fund"), "--if asks about an initiative"),
    ],
)
def test_a_question_about_nothing_is_refused(mini: Path, words: tuple[str, ...], told: str) -> None:
    said = asp("-C", mini, "explain", *words)

    assert (said.code, told in said.err) == (2, True)


def test_an_answer_that_cannot_be_given_is_refused_with_those_that_can(mini: Path) -> None:
    initiative = _funded(mini)

    other = asp("-C", mini, "explain", initiative, "--if", "stop")
    same = asp("-C", mini, "explain", initiative, "--if", "fund")

    assert (other.code, same.code) == (2, 2)
    assert "is no answer at `gate_2`\n  help: one of " in other.err
    assert "is what the plan recommends" in same.err


def test_asking_writes_nothing(mini: Path) -> None:
    before = files_of(mini)

    asp("-C", mini, "explain", _funded(mini), "--if", "decline")

    assert files_of(mini) == before
