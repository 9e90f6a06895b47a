"""`diff` of two versions of the policies: what changes meaning, and nothing else."""

import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from command_line import asp, edit, files_of
from workspace_builders import AS_OF, a_workspace

BASICS = "portfolio/basics.yaml"


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """The minimal workspace with a copy of its policies, `draft`."""
    folder = a_workspace(tmp_path / "mini")
    shutil.copytree(folder / "policies", folder / "draft")
    return folder


def told(folder: Path, old: str, new: str, *more: str) -> dict[str, Any]:
    said = asp("-C", folder, "diff", old, new, "--as-of", AS_OF, "--format", "json", *more)
    assert said.code in {0, 1}, said.err
    answer: dict[str, Any] = json.loads(said.out)
    return answer


def test_comments_prose_and_order_change_nothing(mini: Path) -> None:
    path = mini / "draft" / BASICS
    text = path.read_text(encoding="utf-8")
    head, rules = text.split("rules:\n")
    each = rules.split("\n\n")
    path.write_text(
        "# a remark\n" + head + "rules:\n" + "\n\n".join([each[-1].rstrip(), *each[:-1]]) + "\n",
        encoding="utf-8",
    )
    edit(
        mini, f"draft/{BASICS}", "title: Limit the initiatives in delivery", "title: Another title"
    )

    said = asp("-C", mini, "diff", "policies", "draft", "--as-of", AS_OF, "--exit-code")

    assert said.code == 0, said.err
    assert "nothing changes meaning" in said.out
    assert told(mini, "policies", "draft")["changes"] == []


def test_a_tighter_limit_is_told_in_words_and_shown_by_a_case(mini: Path) -> None:
    before = files_of(mini)
    edit(mini, f"draft/{BASICS}", "value: 5 initiatives", "value: 4 initiatives")

    answer = told(mini, "policies", "draft")

    assert answer["same"] is False
    rule, parameter = answer["changes"]
    assert (rule["name"], rule["change"], rule["rules"]) == ("WIP-01", "changed", ["WIP-01"])
    assert rule["parts"] == [
        {
            "part": "at most",
            "was": "$wip_limit (5 initiatives)",
            "is": "$wip_limit (4 initiatives)",
            "room": "tighter",
        }
    ]
    assert (parameter["what"], parameter["name"]) == ("parameter", "wip_limit")
    (case,) = answer["cases"]
    assert (case["was"], case["is"], case["witness"]) == (
        "kept",
        "broken",
        "a value stream: wip 5 initiatives",
    )
    assert {name for name, body in files_of(mini).items() if before[name] != body} == {
        f"draft/{BASICS}"
    }


def test_the_keys_of_the_answer_stay(mini: Path) -> None:
    """Whoever reads the JSON finds the same keys whether anything changes or not."""
    same = told(mini, "policies", "draft")
    edit(
        mini,
        f"draft/{BASICS}",
        "gain_from_stopping: above 0 EUR",
        "gain_from_stopping: above 1 EUR",
    )
    other = told(mini, "policies", "draft")

    assert (
        list(same)
        == list(other)
        == [
            "schema_version",
            "old",
            "new",
            "as_of",
            "same",
            "changes",
            "cases",
            "not_decided",
            "not_compared",
            "drawn",
            "facts",
        ]
    )
    assert list(other["cases"][0]) == [
        "layer",
        "of",
        "subject",
        "was",
        "is",
        "cases",
        "of_cases",
        "value_stream",
        "from",
        "until",
        "witness",
    ]


def test_a_change_of_meaning_can_be_an_exit_code(mini: Path) -> None:
    edit(mini, f"draft/{BASICS}", "value: 5 initiatives", "value: 4 initiatives")
    call = ("-C", mini, "diff", "policies", "draft", "--as-of", AS_OF)

    assert (asp(*call).code, asp(*call, "--exit-code").code) == (0, 1)


def test_one_file_stands_in_the_place_that_its_head_names(mini: Path) -> None:
    edit(mini, f"draft/{BASICS}", "value: 5 initiatives", "value: 4 initiatives")
    shutil.move(mini / "draft" / BASICS, mini / "wip-next-year.yaml")

    answer = told(mini, "policies", "wip-next-year.yaml")

    assert [one["name"] for one in answer["changes"]] == ["WIP-01", "wip_limit"]


def test_a_recorded_run_or_a_workspace_is_named_by_its_folder(mini: Path) -> None:
    assert told(mini, ".", "draft")["old"]["policies"] == "./policies"


def test_problems_of_both_are_told_by_the_names_that_were_given(mini: Path) -> None:
    for folder in ("policies", "draft"):
        edit(mini, f"{folder}/{BASICS}", "at_most: $wip_limit", "at_most: 5 weeks")

    said = asp("-C", mini, "diff", "policies", "draft", "--as-of", AS_OF)

    assert (said.code, said.out) == (2, "")
    assert f"policies/{BASICS}:" in said.err
    assert f"draft/{BASICS}:" in said.err


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("facts", "holds no policies"),
        ("facts/capacity.csv", "is no policy"),
        ("nowhere", "cannot be read"),
    ],
)
def test_what_is_no_version_is_refused(name: str, why: str, mini: Path) -> None:
    said = asp("-C", mini, "diff", "policies", name, "--as-of", AS_OF)

    assert said.code == 2
    assert f"`{name}` {why}" in said.err


def test_on_facts_decisions_capacity_and_money_are_told(mini: Path) -> None:
    edit(mini, f"draft/{BASICS}", "value: 5 initiatives", "value: 0 initiatives")
    before = files_of(mini)

    answer = told(mini, "policies", "draft", "--facts", ".")["facts"]

    assert answer["redecided"]
    assert {one["change"] for one in answer["replaced"]} <= {"entered", "left", "moved"}
    assert Fraction(answer["moved"]) > 0
    more = answer["more_lost"]
    assert 0 < Fraction(more["low"]) <= Fraction(more["high"])
    assert more["measurable"]
    assert files_of(mini) == before, "nothing is written"
    back = told(mini, "draft", "policies", "--facts", ".")["facts"]
    assert (Fraction(back["more_lost"]["low"]), Fraction(back["more_lost"]["high"])) == (
        -Fraction(more["high"]),
        -Fraction(more["low"]),
    )
    assert {(one["initiative"], one["is"], one["was"]) for one in back["redecided"]} == {
        (one["initiative"], one["was"], one["is"]) for one in answer["redecided"]
    }


def test_facts_that_have_no_plan_under_a_version_say_under_which(mini: Path) -> None:
    rule = """
  - id: GRD-90
    title: More than there is
    guardrail: running
    per: portfolio
    at_least: 100 %
    enforce: mandatory
    owner: portfolio_manager
    because: Nobody can keep this promise.
    message: "{running}"
"""
    edit(
        mini,
        f"draft/{BASICS}",
        "  wip: {",
        '  running: {share_of: capacity, where: {state: closed}, basis: available, unit: "%"}\n  wip: {',
    )
    path = mini / "draft" / BASICS
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + rule, encoding="utf-8")

    said = asp("-C", mini, "diff", "policies", "draft", "--facts", ".", "--as-of", AS_OF)

    assert said.code == 3, said.err
    assert "under draft no plan exists" in said.out
    assert "GRD-90" in said.out


def test_two_plan_files_are_compared_as_plans(mini: Path) -> None:
    _two_plans(mini)

    answer = _of_plans(mini, "old.json", "new.json")

    assert answer["redecided"]
    assert _of_plans(mini, "old.json", "old.json")["redecided"] == []


def _two_plans(folder: Path) -> None:
    call = ("-C", folder, "plan", "--as-of", AS_OF, "-o")
    asp(*call, "old.json")
    edit(folder, f"policies/{BASICS}", "value: 5 initiatives", "value: 0 initiatives")
    asp(*call, "new.json")


def _of_plans(folder: Path, old: str, new: str) -> dict[str, Any]:
    said = asp("-C", folder, "diff", old, new, "--format", "json")
    assert said.code == 0, said.err
    found: dict[str, Any] = json.loads(said.out)
    return found


def test_a_plan_that_is_not_there_is_named(mini: Path) -> None:
    said = asp("-C", mini, "diff", "old.json", "nowhere.json")

    assert said.code == 2
    assert "old.json` cannot be read" in said.err


@pytest.mark.parametrize(
    ("words", "idle"),
    [
        (("policies", "policies", "--budget", "quick"), "--budget: this diff plans nothing"),
        (("old.json", "new.json", "--as-of", AS_OF), "--as-of: this diff compares two plans"),
        (("old.json", "new.json", "--facts", "."), "--facts: this diff compares two plans"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(
    mini: Path, words: tuple[object, ...], idle: str
) -> None:
    said = asp("-C", mini, "diff", *words)

    assert said.code == 2
    assert idle in said.err
