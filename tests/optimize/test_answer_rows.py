"""What binding answers leave of an initiative's choices, and that advisory ones leave them all."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from asp_decide.model.choice import Choice
from asp_decide.model.finding import Answer
from asp_decide.model.ids import InitiativeId, RuleId
from asp_decide.model.pin import Pin
from asp_decide.optimize.evaluation import is_feasible
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Programme
from choice_builders import (
    a_choice,
    a_choice_set,
    a_decision,
    a_frame,
    a_grid,
    a_requirement,
    an_answer,
    leave,
)

CANDIDATE = (
    leave("A", 10),
    a_choice("A", "discovery", 0, value=1, best=10, needs={"cards": 1}),
    a_choice("A", "tranche", 0, value=4, best=10, needs={"cards": 1}),
    a_choice("A", "mvp", 0, value=6, best=10, needs={"cards": 1}),
    a_choice("A", "whole", 0, value=10, needs={"cards": 1}),
    a_choice("A", "whole", 1, value=9, best=10, needs={"cards": 1}),
)
RUNNING = (
    a_choice("A", "continue", 0, value=10, needs={"cards": 1}),
    a_choice("A", "redirect", 0, value=8, best=10, needs={"cards": 1}),
    a_choice("A", "redirect", 1, value=7, best=10, needs={"cards": 1}),
    a_choice("A", "pause", 1, value=8, best=10, needs={"cards": 1}),
    a_choice("A", "stop", 0, value=0, best=10),
    a_choice("A", "review", 0, value=10, needs={"cards": 1}),
)


def programme(choices: Iterable[Choice], *answers: Answer, enforce: str = "mandatory") -> Programme:
    known = tuple(choices)
    running = {choice.initiative for choice in known if choice.kind == "continue"}
    rule = a_decision(
        "RULE-01", "any", "any", enforce="advisory" if enforce == "advisory" else "mandatory"
    )
    needed = a_requirement("NEED-01", "any", ("any",), "any")
    frame = a_frame(rule, needed, answers=answers)
    return formulate(a_choice_set(known, capacity={"cards": 9}, running=running), frame)


def left(question: Programme) -> set[str]:
    """The choices that may be taken, without their initiative."""
    return {
        choice.id.removeprefix("A/")
        for number, choice in enumerate(question.choices)
        if is_feasible(question, [number])
    }


ALL = {"leave/-", "discovery/0", "tranche/0", "mvp/0", "whole/0", "whole/1"}


@pytest.mark.parametrize(
    ("point", "word", "remaining"),
    [
        ("gate_1", "examine", {"leave/-", "discovery/0"}),
        ("gate_1", "hold", {"leave/-"}),
        ("gate_1", "reject", {"leave/-"}),
        ("relevance", "supersede", {"leave/-"}),
        ("relevance", "keep", ALL),
        ("analysis", "start", {"discovery/0"}),
        ("analysis", "wait", {"leave/-", "whole/1"}),
        ("gate_2", "fund", ALL),
        ("gate_2", "fund_tranche", {"leave/-", "tranche/0"}),
        ("gate_2", "return", {"leave/-"}),
        ("gate_2", "plan", ALL),
        ("start", "start", ALL - {"leave/-", "whole/1"}),
        ("start", "wait", {"leave/-", "whole/1"}),
        ("gate_2", "review", {"leave/-"}),
        ("expedite", "deny", ALL),
    ],
)
def test_each_answer_about_a_candidate_leaves_its_choices(
    point: str, word: str, remaining: set[str]
) -> None:
    assert left(programme(CANDIDATE, an_answer("A", point, word, "RULE-01"))) == remaining


@pytest.mark.parametrize(
    ("word", "remaining"),
    [
        ("continue", {"continue/0"}),
        ("redirect", {"redirect/0", "redirect/1"}),
        ("pause", {"pause/1"}),
        ("stop", {"stop/0"}),
        ("review", {"review/0"}),
        ("plan", {"continue/0", "redirect/0", "redirect/1", "pause/1", "stop/0"}),
    ],
)
def test_each_answer_about_running_work_leaves_its_choices(word: str, remaining: set[str]) -> None:
    assert left(programme(RUNNING, an_answer("A", "validation", word, "RULE-01"))) == remaining


def test_review_is_nothing_that_a_plan_may_choose() -> None:
    assert "review/0" not in {c.id.removeprefix("A/") for c in programme(RUNNING).choices}


def test_review_stays_where_nothing_else_is_known() -> None:
    assert left(programme(RUNNING[-1:])) == {"review/0"}


def test_an_advisory_answer_binds_nobody() -> None:
    answer = an_answer("A", "gate_2", "return", "RULE-01")

    assert left(programme(CANDIDATE, answer, enforce="advisory")) == ALL


@pytest.mark.parametrize("why", ["unknown", "gap"])
def test_what_is_not_known_holds_running_work_whatever_rules_say(why: str) -> None:
    answer = an_answer("A", "validation", "review")
    unknown = replace(answer, why="unknown" if why == "unknown" else "gap")

    question = programme(RUNNING, unknown)

    assert left(question) == {"review/0"}
    (row,) = [row for row in question.rows if row.origin.kind == "answer"]
    assert str(row.origin) == f"validation {why} A"


def test_the_otherwise_of_a_point_binds_under_the_points_name() -> None:
    answer = replace(an_answer("A", "gate_1", "hold"), otherwise=True)

    question = programme(CANDIDATE, answer)

    assert left(question) == {"leave/-"}
    (row,) = [row for row in question.rows if row.origin.kind == "answer"]
    assert str(row.origin) == "gate_1 otherwise A"


@pytest.mark.parametrize(
    ("point", "blocked", "remaining"),
    [
        ("gate_2", ("fund",), {"leave/-", "discovery/0", "tranche/0"}),
        ("gate_2", ("fund", "fund_tranche"), {"leave/-", "discovery/0"}),
        ("gate_1", ("examine",), ALL - {"discovery/0"}),
        ("start", ("start",), {"leave/-", "whole/1"}),
    ],
)
def test_a_requirement_takes_away_the_choices_of_what_it_blocks(
    point: str, blocked: tuple[str, ...], remaining: set[str]
) -> None:
    answer = replace(
        an_answer("A", point, "plan"), blocked_by=(RuleId("NEED-01"),), blocked_answers=blocked
    )

    question = programme(CANDIDATE, answer)

    assert left(question) == remaining
    assert {str(r.origin) for r in question.rows if r.origin.kind == "answer"} == {"NEED-01 A"}


def test_what_a_requirement_sends_back_stands_under_its_name_once() -> None:
    answer = replace(
        an_answer("A", "gate_2", "return"),
        blocked_by=(RuleId("NEED-01"),),
        blocked_answers=("fund",),
    )

    question = programme(CANDIDATE, answer)

    assert left(question) == {"leave/-"}
    assert [str(r.origin) for r in question.rows if r.origin.kind == "answer"] == ["NEED-01 A"]


def test_rules_that_say_the_same_bind_together() -> None:
    rules = [a_decision(name, "validation", "stop", enforce="mandatory") for name in ("S-1", "S-2")]
    answer = an_answer("A", "validation", "stop", "S-2", "S-1")

    question = formulate(
        a_choice_set(RUNNING, capacity={"cards": 9}, running=["A"]),
        a_frame(*rules, answers=[answer]),
    )

    (row,) = [row for row in question.rows if row.origin.kind == "answer"]
    assert row.origin.rules == ("S-1", "S-2")


def test_a_pinned_initiative_does_not_wait_behind_the_plan() -> None:
    choices = [leave("A", 10), *(a_choice("A", start=s, value=10) for s in range(3))]
    pinned = replace(a_frame(), pinned=(Pin.read("A"),))

    question = formulate(a_choice_set(choices, grid=a_grid(2, tails=[2])), pinned)

    assert left(question) == {"whole/0", "whole/1"}


def test_an_initiative_that_is_pinned_to_an_interval_begins_then_and_not_before() -> None:
    choices = [leave("A", 10), *(a_choice("A", start=s, value=10) for s in range(3))]
    grid = a_grid(2, tails=[2])
    pinned = replace(a_frame(), pinned=(Pin.read(f"A={grid[1].id}"),))

    question = formulate(a_choice_set(choices, grid=grid), pinned)

    assert left(question) == {"whole/1"}


def test_a_pinned_initiative_goes_ahead_and_a_dropped_one_does_not() -> None:
    pinned = replace(a_frame(), pinned=(Pin.read("A"),))
    dropped = replace(a_frame(), dropped=(InitiativeId("A"),))
    candidate = a_choice_set(CANDIDATE, capacity={"cards": 9})
    running = a_choice_set(RUNNING, capacity={"cards": 9}, running=["A"])

    assert left(formulate(candidate, pinned)) == ALL - {"leave/-"}
    assert left(formulate(candidate, dropped)) == {"leave/-"}
    assert "stop/0" not in left(formulate(running, pinned))
    assert left(formulate(running, dropped)) == {"stop/0"}
