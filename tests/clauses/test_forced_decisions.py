"""Which decisions a rule forces, what takes each of them, and when somebody is asked again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.clauses.forced_decisions import (
    forced_decisions,
    left_where_it_stands,
    settled_by,
    undecided,
)
from asp_decide.model.approval import Override
from asp_decide.model.finding import Finding, Result
from asp_decide.model.ids import InitiativeId, RuleId
from asp_decide.model.plan import Plan
from asp_decide.model.subject import SubjectKey
from clause_builders import compared, escalate, policies
from plan_builders import a_decision, a_plan, a_run

AGED = SubjectKey("initiative", "INI-1")
RULE = replace(
    escalate("AGE-9", when=compared("AGE-9/1", "age_in_state", "above 78 weeks"), of="initiative"),
    halts_apply=False,
    enforce="overridable",
)


def _found(result: Result = "fires") -> list[Finding]:
    return [Finding(RuleId("AGE-9"), AGED, result, message="INI-1 is old")]


def _planned(word: str, found: list[Finding] | None = None, **changes: Any) -> Plan:
    rules: CompiledPolicies = replace(policies(RULE), **changes)
    decisions = (a_decision("INI-1", word, point="validation"),)
    forced = forced_decisions(rules, _found() if found is None else found, decisions)
    return a_plan(decisions, forced=forced, run=a_run(as_of="2026-12-31"))


def _says(word: str, until: date = date(2027, 3, 31)) -> Override:
    return Override(initiative=InitiativeId("INI-1"), decision=word, reason="x", until=until)


def _left(until: str) -> Mapping[str, Any]:
    told = {"rule": "AGE-9", "initiative": "INI-1", "decided": "continue", "until": until}
    return {"left": [told]}


def _asked(plan: Plan, *said: Override, before: Mapping[str, Any] | None = None) -> list[str]:
    return [one.initiative for one in undecided(plan, said, before)]


@pytest.mark.parametrize("word", ["continue", "wait", "hold", "review"])
def test_what_a_plan_leaves_where_it_stands_waits_for_a_word(word: str) -> None:
    assert _asked(_planned(word)) == ["INI-1"]
    assert _asked(_planned(word), _says(word)) == []


@pytest.mark.parametrize("word", ["stop", "pause", "redirect", "start", "supersede", "return"])
def test_what_a_plan_takes_from_where_it_stands_is_decided_with_it(word: str) -> None:
    plan = _planned(word)

    assert _asked(plan) == []
    assert settled_by(plan, (), None) == {("AGE-9", "INI-1"): word}
    assert left_where_it_stands(plan, (), None) == []


@pytest.mark.parametrize("result", ["unknown", "spared", "does_not_fire"])
def test_an_age_that_is_not_known_forces_nothing(result: Result) -> None:
    assert _planned("continue", _found(result)).forced == ()


def test_a_rule_that_only_asks_forces_nothing_and_a_suspended_one_neither() -> None:
    only_asks = replace(RULE, enforce=None)

    assert _planned("continue", clauses=(only_asks,)).forced == ()
    assert _planned("continue", suspended={("AGE-9", AGED): "EX-2026-001"}).forced == ()


def test_where_no_decision_is_asked_nobody_could_take_one() -> None:
    silent = a_decision("INI-1", "wait", point="")

    assert forced_decisions(policies(RULE), _found(), [silent]) == ()


def test_what_was_left_until_a_day_to_come_is_asked_again_after_it_and_not_before() -> None:
    """The plan of 31 December is about what comes after it: until that very day is over."""
    plan = _planned("continue")

    assert _asked(plan, before=_left("2027-01-01")) == []
    assert _asked(plan, before=_left("2026-12-31")) == ["INI-1"]
    assert settled_by(plan, (), _left("2027-06-30")) == {
        ("AGE-9", "INI-1"): "continue until 2027-06-30"
    }


def test_the_next_run_is_told_what_was_left_and_until_when() -> None:
    plan = _planned("continue")

    assert left_where_it_stands(plan, (), _left("2027-06-30")) == _left("2027-06-30")["left"]
    assert (
        left_where_it_stands(plan, [_says("continue")], _left("2027-06-30"))
        == (_left("2027-03-31")["left"])
    )
    assert left_where_it_stands(plan, [_says("stop")], _left("2027-06-30")) == []
