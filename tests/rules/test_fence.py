"""Nothing outside the fence can ever be compiled, whatever the policies say."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.rules.fence import check_rule_set, fnv_1a, without_collisions
from asp_decide.rules.rule_set import distinct_names

FIRST: dict[str, Any] = {"a": {"$and": [{"k": "initiative"}, {"STOP-01": 1}, {"$ex": {"s": 1}}]}}
SECOND: dict[str, Any] = {
    "h": {
        "$and": [{"k": "holds"}, {"n": "mandatory"}, {"s": {"a": "s"}}, {"z": {"a": "z"}}],
    }
}


def _rule(*patterns: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return {"all": list(patterns), "pri": 0, "dist": 0, **settings}


def _asking(*conditions: dict[str, Any]) -> dict[str, Any]:
    return {"a": {"$and": [{"k": "initiative"}, *conditions]}}


def test_what_lies_inside_passes() -> None:
    check_rule_set({"STOP-01#1": _rule(FIRST, SECOND)}, ["STOP-01"])


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ({}, "between one and sixty"),
        ({f"R-{n}": _rule(FIRST) for n in range(61)}, "between one and sixty"),
        ({"R-1": _rule(FIRST, pri=60_000)}, "priority"),
        ({"R-1": _rule(FIRST, dist=1)}, "one fact stand in two"),
        ({"R-1": _rule(FIRST, count=2)}, "patterns and a priority"),
        ({"R-1": _rule(*({f"a{n}": FIRST["a"]} for n in range(9)))}, "one and eight"),
        ({"R-1": _rule({"a$not": FIRST["a"]})}, "never negates"),
        ({"R-1": _rule({"a": {"$or": [{"k": "initiative"}]}})}, "conjunctions only"),
        ({"R-1": _rule({"a": {"$and": [{"STOP-01": 1}]}})}, "kind of fact"),
        ({"R-1": _rule(_asking({"$gt": {"STOP-01": 1}}))}, "property that facts have"),
        ({"R-1": _rule(_asking({"$nex": {"STOP-01": 1}}))}, "property that facts have"),
        ({"R-1": _rule(_asking({"unheard": 1}))}, "property that facts have"),
        ({"R-1": _rule(_asking({"STOP-01": 0.5}))}, "1 or a key"),
        ({"R-1": _rule(_asking({"STOP-01": {"later": "s"}}))}, "earlier pattern"),
        ({"R-1": _rule(_asking({"STOP-01": 1, "s": 1}))}, "one condition"),
        ({"R-1": _rule(FIRST, {"h": {"$and": [{"k": "holds"}]}})}, "true one"),
        ({"R-1": _rule(_asking({"$ex": {"unheard": 1}}))}, "guards a property"),
    ],
)
def test_what_lies_outside_is_refused(rules: dict[str, Any], why: str) -> None:
    with pytest.raises(AssertionError, match=why):
        check_rule_set(rules, ["STOP-01"])


def test_two_names_that_the_library_takes_for_one_are_refused() -> None:
    with pytest.raises(AssertionError, match="share their hash"):
        check_rule_set({"R-1": _rule(FIRST)}, ["STOP-01", "declinate", "macallums"])


def test_names_with_dots_or_dollars_are_refused() -> None:
    with pytest.raises(AssertionError, match="flat"):
        check_rule_set({"R-1": _rule(FIRST)}, ["STOP-01", "a.b"])


def test_two_names_that_the_library_takes_for_one_are_told_apart() -> None:
    names = distinct_names(["declinate", "macallums"])

    assert names["declinate"] == "declinate"
    assert names["macallums"] == "macallums'"
    assert without_collisions(names.values())


@given(st.sets(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789/?", min_size=1), max_size=60))
def test_every_name_gets_one_of_its_own(names: set[str]) -> None:
    chosen = distinct_names(names)

    assert chosen.keys() == names
    assert without_collisions(chosen.values())
    assert not {fnv_1a(name) for name in chosen.values()} & {fnv_1a(own) for own in ("k", "s", "z")}
