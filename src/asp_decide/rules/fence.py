"""The fence around durable_rules: the only forms that are ever compiled, and why they are sound.

Its comparisons, negation, arrays, arithmetic, timers and batches were measured to be wrong, to
lose facts or to end the process (tests/engines pins each defect). What is left, conjunctions of
equalities and joins over keys, gave no difference to an oracle in tens of thousands of cases.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

MOST_RULES = 60
"""Rules in one rule set: more than 64 true siblings lose a fact for all rules (error 303)."""

MOST_PATTERNS = 8
"""Patterns in one rule; the library ends at 16."""

MOST_PROPERTIES = 200
"""Properties of one fact; the library ends at 252 (error 302)."""

MOST_FACTS = 1_000_000
"""Facts in one rule set; each costs some kilobytes."""

SENTINEL = "sentinel"
"""Kind of the last fact of a rule set: its rule fires when the agenda has drained."""

SINK = "sink "
"""Beginning of the names of rules that accept every fact of a kind, so that none is refused."""

RESERVED = ("id", "sid", "k", "n", "s", "t", "z")
"""Names that every fact may have: id, context, kind, name, subject, target, and the constant 1."""


def check_rule_set(rules: Mapping[str, Any], properties: Iterable[str]) -> None:
    """Raises AssertionError unless all rules lie inside the fence.

    `properties` are the names that facts of this rule set will carry.
    """
    names = {*properties, *RESERVED}
    assert 0 < len(rules) <= MOST_RULES, "a rule set holds between one and sixty rules"
    assert len(names) <= MOST_PROPERTIES, "a fact has fewer properties than the library can hold"
    assert not any("." in name or name.startswith("$") for name in names), "names are flat"
    assert without_collisions(names), "no two properties share their hash"
    for name, rule in rules.items():
        assert set(rule) == {"all", "dist", "pri"}, f"{name} has patterns and a priority"
        assert rule["dist"] == 0, f"{name} lets one fact stand in two patterns"
        assert 0 <= rule["pri"] < 60_000, f"{name} has a priority that the library keeps"
        _check_patterns(name, rule["all"], names)


def fnv_1a(text: str) -> int:
    """The 32-bit hash that the library takes for the text itself (Fowler, Noll, Vo 1991).

    >>> fnv_1a("declinate") == fnv_1a("macallums")
    True
    """
    value = 0x811C9DC5
    for byte in text.encode():
        signed = byte - 256 if byte > 127 else byte  # `char` is signed where it is compiled
        value = ((value ^ (signed & 0xFFFFFFFF)) * 0x01000193) & 0xFFFFFFFF
    return value


def without_collisions(names: Iterable[str]) -> bool:
    """Whether the library can tell all these names apart."""
    distinct = set(names)
    return len({fnv_1a(name) for name in distinct}) == len(distinct)


def _check_patterns(name: str, patterns: Sequence[Mapping[str, Any]], names: set[str]) -> None:
    assert 1 <= len(patterns) <= MOST_PATTERNS, f"{name} has between one and eight patterns"
    aliases: list[str] = []
    for number, pattern in enumerate(patterns):
        alias, condition = _only(name, pattern)
        assert "$" not in alias, f"{name} never negates"
        word, asked = _only(name, condition)
        assert word == "$and", f"{name} asks for conjunctions only"
        assert asked, f"{name} asks for something"
        for one in asked:
            _check_condition(name, one, names, aliases)
        assert "k" in asked[0], f"{name} begins each pattern with the kind of fact"
        if number:
            first = aliases[0]
            assert asked[-1] == {"z": {first: "z"}}, f"{name} ends each join with the true one"
        aliases.append(alias)
    assert without_collisions(aliases), f"{name} has aliases that the library can tell apart"


def _check_condition(
    name: str, condition: Mapping[str, Any], names: set[str], aliases: Sequence[str]
) -> None:
    key, wanted = _only(name, condition)
    if key == "$ex":
        guarded, one = _only(name, wanted)
        assert guarded in names, f"{name} guards a property that facts have"
        assert one == 1, f"{name} guards a property as the library expects it"
        return
    assert key in names, f"{name} asks for a property that facts have"
    if isinstance(wanted, dict):
        alias, joined = _only(name, wanted)
        assert alias in aliases, f"{name} joins to an earlier pattern"
        assert joined in names, f"{name} joins on a property that facts have"
        return
    is_one = type(wanted) is int and wanted == 1
    assert is_one or isinstance(wanted, str), f"{name} compares with 1 or a key only"


def _only(name: str, mapping: Mapping[str, Any]) -> tuple[str, Any]:
    assert len(mapping) == 1, f"{name} has one condition in each place: others would be ignored"
    return next(iter(mapping.items()))
