"""Edits of the good policy: those that mean nothing, those that mean something, and shuffled ones."""

from collections.abc import Mapping

from hypothesis import strategies as st

from policy_builders import GOOD, HEAD

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

_RULES = GOOD[GOOD.index("rules:\n") + len("rules:\n") :]
EACH_RULE = ["  - id:" + rule.rstrip("\n") + "\n\n" for rule in _RULES.split("  - id:")[1:]]
"""The rules of the good policy, each as it is written."""

DEFINITIONS = GOOD[GOOD.index("parameters:") : GOOD.index("rules:\n")]
"""What they use."""


def _files(rules: list[str], homes: list[int], turned: set[int]) -> Mapping[str, str]:
    """The good policy with its rules in another order, and in up to three files."""
    texts = {}
    for number, name in enumerate("abc"):
        own = [
            _with_its_owner_first(rule) if place in turned else rule
            for place, (rule, home) in enumerate(zip(rules, homes, strict=True))
            if home == number
        ]
        definitions = DEFINITIONS if number == 0 else ""
        if own:
            head = HEAD.replace("sample", name)
            texts[f"portfolio/{name}"] = head + definitions + "rules:\n" + "".join(own)
    return texts


def _with_its_owner_first(rule: str) -> str:
    start = rule.index("    owner: ")
    end = rule.index("\n", start) + 1
    first = rule.index("\n") + 1
    return rule[:first] + rule[start:end] + rule[first:start] + rule[end:]


SHUFFLED = st.builds(
    _files,
    st.permutations(EACH_RULE),
    st.lists(st.integers(0, 2), min_size=len(EACH_RULE), max_size=len(EACH_RULE)).map(
        lambda homes: [0, *homes[1:]]
    ),
    st.sets(st.integers(0, len(EACH_RULE) - 1)),
)
"""The good policy with its rules in any order, in one to three files, with keys turned round."""
