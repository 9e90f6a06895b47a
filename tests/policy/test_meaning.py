"""The digest of meaning: it moves when what a rule decides moves, and only then."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.errors import unwrap
from policy_builders import GOOD, HEAD, read_all, read_sample
from policy_edits import DEFINITIONS, EACH_RULE, OTHER, SAME


def compiled(folder: Path, text: str) -> CompiledPolicies:
    return unwrap(read_all(folder, {"portfolio/sample": text}))


@pytest.mark.parametrize(("edit", "old", "new"), SAME, ids=[edit for edit, _, _ in SAME])
def test_an_edit_that_means_nothing_moves_nothing(
    edit: str, old: str, new: str, tmp_path: Path
) -> None:
    assert GOOD.count(old) == 1, f"{edit} stands once in the good policy"

    before, after = compiled(tmp_path, GOOD), compiled(tmp_path, GOOD.replace(old, new))

    assert after.digest == before.digest
    assert [c.heading.meaning for c in after.clauses] == [c.heading.meaning for c in before.clauses]


@pytest.mark.parametrize(("edit", "old", "new"), OTHER, ids=[edit for edit, _, _ in OTHER])
def test_an_edit_that_means_something_moves_the_digest(
    edit: str, old: str, new: str, tmp_path: Path
) -> None:
    assert GOOD.count(old) == 1, f"{edit} stands once in the good policy"

    before, after = compiled(tmp_path, GOOD), compiled(tmp_path, GOOD.replace(old, new))

    assert after.digest != before.digest


def test_a_rule_keeps_its_meaning_when_another_one_changes(tmp_path: Path) -> None:
    before = compiled(tmp_path, GOOD)
    after = compiled(tmp_path, GOOD.replace("below 40 %", "below 41 %"))

    moved = {
        old.heading.rule
        for old, new in zip(before.clauses, after.clauses, strict=True)
        if old.heading.meaning != new.heading.meaning
    }

    assert moved == {"STOP-01"}


def test_a_value_of_tomorrow_is_part_of_the_meaning_of_today(tmp_path: Path) -> None:
    later = "      - {from: 2026-01-01, value: 5 initiatives}\n"
    added = later + "      - {from: 2030-01-01, value: 3 initiatives}\n"

    before, after = compiled(tmp_path, GOOD), compiled(tmp_path, GOOD.replace(later, added))

    assert before.clause("WIP-01") != after.clause("WIP-01")
    assert before.digest != after.digest


@given(st.permutations(EACH_RULE))
def test_the_order_of_rules_means_nothing(
    tmp_path_factory: pytest.TempPathFactory, rules: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("shuffled")
    shuffled = "".join(rule.rstrip("\n") + "\n\n" for rule in rules)

    read = unwrap(read_sample(folder, DEFINITIONS + "rules:\n" + shuffled))

    assert read.digest == compiled(folder, GOOD).digest


@given(st.lists(st.integers(0, 2), min_size=len(EACH_RULE), max_size=len(EACH_RULE)))
def test_the_files_in_which_rules_stand_mean_nothing(
    tmp_path_factory: pytest.TempPathFactory, homes: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("moved")
    texts = {}
    for number, name in enumerate("abc"):
        own = [
            r.rstrip("\n") + "\n\n"
            for r, home in zip(EACH_RULE, homes, strict=True)
            if home == number
        ]
        definitions = DEFINITIONS if name == "a" else ""
        if own:
            texts[f"portfolio/{name}"] = (
                HEAD.replace("sample", name) + definitions + "rules:\n" + "".join(own)
            )
    if "portfolio/a" not in texts:
        return

    read = unwrap(read_all(folder, texts))

    assert read.digest == compiled(folder.parent / f"{folder.name}-whole", GOOD).digest
    assert [c.heading.rule for c in read.clauses] == sorted(c.heading.rule for c in read.clauses)


def test_the_order_of_measures_means_nothing(tmp_path: Path) -> None:
    start, end = GOOD.index("  wip: {count"), GOOD.index("\ndecisions:")
    lines = GOOD[start:end].splitlines(keepends=True)

    digests = {
        compiled(tmp_path, GOOD[:start] + "".join(order) + GOOD[end:]).digest
        for order in (lines[::-1], lines[1:] + lines[:1], sorted(lines))
    }

    assert digests == {compiled(tmp_path, GOOD).digest}
