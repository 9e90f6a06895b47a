"""The digest of meaning: it moves when what a rule decides moves, and only then."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.errors import unwrap
from policy_builders import GOOD, HEAD, read_all, read_sample

SAME = [
    ("prose", "title: Stop\n", "title: Stop what falls short\n"),
    ("the reason", "because: What was spent is gone either way.", "because: Sunk cost is sunk."),
    ("the message", '"{initiative}: {value_realisation}, under {hurdle}"', '"{initiative}"'),
    ("a comment", "  - id: STOP-01", "  # the first one\n  - id: STOP-01"),
    ("severity", "    decide: stop", "    severity: critical\n    decide: stop"),
    ("tags", "    decide: stop", "    tags: [value]\n    decide: stop"),
    ("sources", "    decide: stop", "    sources: [{cite: A book}]\n    decide: stop"),
    ("thousands", "1_500 EUR", "1500 EUR"),
    ("a number of no worth", "below 40 %", "below 40.0 %"),
    ("another unit of the same", "at most 13 weeks", "at most 91 days"),
    (
        "singular and plural",
        "longest: 2 intervals, needs: [reason]}",
        "longest: 2 interval, needs: [reason]}",
    ),
    ("a window in other words", "for 2 intervals in a row", "in 2 of the last 2 intervals"),
    ("the order of words", "one of H1, H2", "one of H2, H1"),
    ("the order of answers before", "before: [fund, fund_tranche]", "before: [fund_tranche, fund]"),
    ("the order of needs", "needs: [reason, evidence]", "needs: [evidence, reason]"),
    ("a group of states and its states", "{state: in_delivery}", "{state: [implementing]}"),
    ("a nested all", "- remaining_cd3: below $hurdle", "- all: [{remaining_cd3: below $hurdle}]"),
    ("not twice", "- remaining_cd3: below $hurdle", "- not: {not: {remaining_cd3: below $hurdle}}"),
    (
        "unless as not",
        "H1, H2\n    unless: {mandatory: holds}\n",
        "H1, H2\n        - not: {mandatory: holds}\n",
    ),
    ("one of one", "category: is regulatory", "category: one of regulatory"),
    ("who approved it when", "on: 2025-12-15", "on: 2025-12-16"),
]

OTHER = [
    ("strictness", "below 40 %", "at most 40 %"),
    ("a limit", "below 40 %", "below 41 %"),
    ("a window", "for 2 intervals in a row", "for 3 intervals in a row"),
    ("no window", "below 40 % for 2 intervals in a row", "below 40 %"),
    ("a word more", "one of H1, H2", "one of H1, H2, H3"),
    ("a word negated", "category: is regulatory", "category: is not regulatory"),
    ("any for all", "when:\n      all:\n        - value", "when:\n      any:\n        - value"),
    ("every for some", "some: requirement", "every: requirement"),
    ("the answer", "decide: stop", "decide: pause"),
    ("enforcement", "enforce: advisory", "enforce: mandatory"),
    (
        "who may override",
        "by: portfolio_board, longest: 2 intervals, needs: [reason]}",
        "by: finance, longest: 2 intervals, needs: [reason]}",
    ),
    (
        "for how long",
        "longest: 2 intervals, needs: [reason]}",
        "longest: 1 interval, needs: [reason]}",
    ),
    ("what is needed", "needs: [reason, evidence]", "needs: [reason]"),
    ("what missing does", "missing: review", "missing: fail"),
    ("else", "else: return", "else: review"),
    ("what is blocked", "before: [fund, fund_tranche]", "before: [fund]"),
    ("an old value of a parameter", "value: 1_000 EUR", "value: 1_100 EUR"),
    ("a value of a parameter in force", "value: 5 initiatives", "value: 4 initiatives"),
    ("how far a stream may change it", "overlays: tighten_only", "overlays: fixed"),
    ("the definition of a measure", "where: {horizon: H3}", "where: {horizon: [H2, H3]}"),
    ("the basis of a share", "H3}, basis: available", "H3}, basis: allocated"),
    ("the order of a point", "order: [stop, redirect,", "order: [redirect, stop,"),
    ("otherwise", "otherwise: plan", "otherwise: review"),
    (
        "an owner",
        "owner: portfolio_manager\n    because: What was",
        "owner: finance\n    because: What was",
    ),
    (
        "the group",
        "guardrail: bold_share\n    per: portfolio",
        "guardrail: bold_share\n    per: value_stream",
    ),
    ("a day", "effective: {from: 2026-01-01}", "effective: {from: 2026-01-01, until: 2029-12-31}"),
    ("the time to answer", "within: 14 days", "within: 13 days"),
    ("what it halts", "    halts: apply\n", ""),
    ("the name of a rule", "id: STOP-01", "id: STOP-02"),
]


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


RULES = GOOD[GOOD.index("rules:\n") + len("rules:\n") :]
EACH_RULE = ["  - id:" + rule for rule in RULES.split("  - id:")[1:]]
DEFINITIONS = GOOD[GOOD.index("parameters:") : GOOD.index("rules:\n")]


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
