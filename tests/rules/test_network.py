"""Clauses become conjunctions over booleans and keys, in strata, and nothing else."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.clauses.clause import Clause
from asp_decide.clauses.condition import All, AnyOf, Comparison, Condition, Not
from asp_decide.rules.fence import MOST_PATTERNS, check_rule_set
from asp_decide.rules.network import network
from asp_decide.rules.normal_form import disjuncts
from asp_decide.rules.rule_set import rule_sets
from clause_builders import (
    all_of,
    any_of,
    compared,
    decide,
    derive,
    every,
    limit,
    none_of,
    require,
    some,
)


def forms(*clauses: Clause) -> dict[str, Any]:
    """All rules of all strata as the library reads them, each inside the fence."""
    found: dict[str, Any] = {}
    for stratum in network(clauses):
        for one in rule_sets(stratum.rules):
            check_rule_set(one.forms(), one.names.values())
            found |= one.forms()
    return found


STOP = decide(
    "STOP-01",
    "stop",
    when=all_of(
        compared("STOP-01/1", "value_realisation", "below 40 % for 2 intervals in a row"),
        compared("STOP-01/2", "remaining_cd3", "below 1_500 EUR/week/week"),
    ),
    unless=compared("STOP-01/3", "mandatory", "holds"),
)

MANDATORY = derive(
    "REQ-03",
    "mandatory",
    when=any_of(
        compared("REQ-03/1", "kill_criteria", "at least 1 criterion"),
        some("successor", compared("REQ-03/2", "mandatory", "holds")),
    ),
)


def test_a_rule_asks_for_its_booleans_and_what_must_not_hold_is_one_of_them() -> None:
    """By then the conclusion is finished, so that it does not hold is as known as any amount."""
    assert forms(STOP, MANDATORY)["STOP-01#1"]["all"] == [
        {
            "a": {
                "$and": [
                    {"k": "initiative"},
                    {"STOP-01": 1},
                    {"STOP-01/1": 1},
                    {"STOP-01/2": 1},
                    {"not STOP-01/3": 1},
                    {"$ex": {"s": 1}},
                ]
            }
        },
    ]


def test_a_conclusion_along_a_link_is_joined_on_both_rails() -> None:
    found = forms(MANDATORY)

    for rail in ("", "?"):
        subject, link, held = found[f"REQ-03#2{rail}"]["all"]
        assert {"REQ-03": 1} in subject["a"]["$and"]
        assert {"n": "successor"} in link["l0"]["$and"]
        assert {"n": f"mandatory{rail}"} in held["h0"]["$and"]
        assert {"s": {"l0": "t"}} in held["h0"]["$and"]


def test_no_quantity_ever_crosses_the_line() -> None:
    quantities: list[Condition] = [
        compared("A-1/1", "value_realisation", "between 12.5 % and 87.5 %"),
        compared("A-1/2", "remaining_value", "above -31_415 EUR"),
        every(
            "value_stream",
            compared("A-1/3", "capacity_age", "at most 271 weeks", of="value_stream"),
        ),
    ]
    rules = forms(
        decide("A-1", "stop", when=any_of(*quantities)),
        limit("B-1", "requirement_slack", "at least 161 weeks"),
    )

    text = json.dumps(rules)

    assert not re.search(r"125|875|12\.5|87\.5|31415|271|161", text)
    numbers = {
        n
        for pattern in re.findall(r"\[\{.*?\}\]", text)
        for n in re.findall(r": (-?[\d.]+)", pattern)
    }
    assert numbers == {"1"}


def test_what_is_denied_must_be_finished_first() -> None:
    late = derive("DER-02", "late", when=compared("DER-02/1", "mandatory", "does not hold"))
    all_late = derive(
        "DER-03", "all_late", when=every("successor", compared("DER-03/1", "late", "holds"))
    )
    stop = decide("STOP-02", "stop", when=compared("STOP-02/1", "all_late", "holds"))

    strata = network([stop, all_late, late, MANDATORY])

    assert [stratum.concludes for stratum in strata] == [("mandatory",), ("late",), ("all_late",)]
    assert {rule.rule for rule in strata[2].rules} == {"DER-03", "STOP-02"}


def test_a_denial_of_a_denial_needs_nothing_finished() -> None:
    chained = derive(
        "DER-02", "chained", when=none_of(compared("DER-02/1", "mandatory", "does not hold"))
    )

    assert len(network([MANDATORY, chained])) == 1


def test_a_conclusion_that_follows_from_its_own_denial_is_a_defect_of_loading() -> None:
    liar = derive("DER-01", "liar", when=compared("DER-01/1", "liar", "does not hold"))

    with pytest.raises(AssertionError, match="follows from its own denial"):
        network([liar])


def test_a_rule_that_asks_for_many_conclusions_gets_there_in_steps() -> None:
    asked = [
        some("successor", compared(f"DER-09/{n}", f"conclusion_{n}", "holds")) for n in range(1, 10)
    ]
    rules = forms(derive("DER-09", "all_there", when=all_of(*asked)))

    assert all(len(rule["all"]) <= MOST_PATTERNS for rule in rules.values())
    assert {name for name in rules if name.startswith("DER-09#1 step")} == {
        "DER-09#1 step 1",
        "DER-09#1 step 2",
    }


def test_conditions_that_are_too_wide_are_a_defect_of_loading() -> None:
    wide = any_of(*(compared(f"A-1/{n}", "kill_criteria", "known") for n in range(17)))

    with pytest.raises(AssertionError, match="17 ways"):
        network([require("A-1", that=wide, at="gate_2", before=["fund"], otherwise="return")])


def test_many_rules_are_cut_into_sets_that_the_library_can_hold() -> None:
    many = [
        decide(f"A-{n}", "stop", when=compared(f"A-{n}/1", "kill_criteria", "known"))
        for n in range(100)
    ]
    (stratum,) = network(many)

    sets = rule_sets(stratum.rules)

    assert [rule for one in sets for rule in one.rules] == list(stratum.rules)
    for one in sets:
        check_rule_set(one.forms(), one.names.values())


_leaves = st.integers(0, 4).map(lambda n: compared(f"A-1/{n}", f"m{n}", "known"))
_conditions = st.recursive(
    _leaves,
    lambda parts: st.one_of(
        st.lists(parts, max_size=3).map(lambda some_parts: all_of(*some_parts)),
        st.lists(parts, max_size=3).map(lambda some_parts: any_of(*some_parts)),
        parts.map(none_of),
    ),
    max_leaves=6,
)


@given(_conditions, st.sets(st.integers(0, 4)), st.booleans())
def test_the_ways_of_a_condition_mean_what_the_condition_means(
    condition: Condition,
    known: set[int],
    affirmed: bool,  # noqa: FBT001
) -> None:
    true_keys = {f"A-1/{n}" for n in known}

    ways = disjuncts(condition, affirmed=affirmed)

    came_about = any(all((one.key in true_keys) is one.affirmed for one in way) for way in ways)
    assert came_about is (_holds(condition, true_keys) is affirmed)


def _holds(condition: Condition, true_keys: set[str]) -> bool:
    match condition:
        case All():
            return all(_holds(part, true_keys) for part in condition.parts)
        case AnyOf():
            return any(_holds(part, true_keys) for part in condition.parts)
        case Not():
            return not _holds(condition.part, true_keys)
        case Comparison():
            return condition.key in true_keys
        case _:
            raise AssertionError("no links here")
