"""From answer and choice to the word: the table of the language, and the run's own words beside."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.audit.decided_word import decided_word, last_answers, paying, starting_step
from asp_decide.decide.words import verdict
from asp_decide.model.choice import Choice, ChoiceKind
from asp_decide.model.decision_point import DECISION_POINTS
from asp_decide.model.finding import Answer
from asp_decide.model.subject import SubjectKey
from choice_builders import a_choice, a_grid, leave

GRID = a_grid(2, tails=[2])
KEY = SubjectKey("initiative", "INI-1")
OF_INITIATIVES = [point for point in DECISION_POINTS if point.subject == "initiative"]
ANSWERS = [
    Answer(point.name, KEY, word)
    for point in OF_INITIATIVES
    for word in (*point.answers, "review", "plan")
]
KINDS: tuple[ChoiceKind, ...] = ("discovery", "tranche", "mvp", "whole", "extended")
RUNNING: tuple[ChoiceKind, ...] = ("continue", "redirect", "pause", "stop", "review")


def _choices() -> list[Choice]:
    return [
        leave("INI-1", 10),
        *(a_choice("INI-1", kind, start) for kind in KINDS for start in (0, 1, 2)),
        *(a_choice("INI-1", kind, 0) for kind in RUNNING),
        a_choice("INI-1", "pause", 2),
    ]


@given(
    answer=st.one_of(st.none(), st.sampled_from(ANSWERS)),
    taken=st.sampled_from(_choices()),
    pays=st.booleans(),
)
def test_audit_and_run_say_the_same_word(
    answer: Answer | None, taken: Choice, *, pays: bool
) -> None:
    said = verdict(answer, taken=taken, grid=GRID, worth_having=pays)

    assert decided_word(answer, taken, GRID, pays=pays) == (said.word, said.point, said.by)


@pytest.mark.parametrize(
    ("point", "taken", "pays", "word", "start"),
    [
        ("gate_2", a_choice("I", "whole", 1), True, "fund", "Q2"),
        ("gate_2", a_choice("I", "tranche", 0), True, "fund_tranche", "Q1"),
        ("gate_2", a_choice("I", "whole", 2), True, "wait", None),
        ("gate_2", leave("I", 10), True, "wait", None),
        ("gate_2", leave("I", 10), False, "decline", None),
        ("start", a_choice("I", "whole", 0), True, "start", "Q1"),
        ("start", a_choice("I", "whole", 1), True, "wait", "Q2"),
        ("start", a_choice("I", "whole", 2), True, "wait", None),
        ("analysis", a_choice("I", "discovery", 0), True, "start", "Q1"),
        ("validation", a_choice("I", "continue", 0), True, "continue", "Q1"),
        ("validation", a_choice("I", "pause", 1), True, "pause", "Q2"),
        ("validation", a_choice("I", "stop", 0), True, "stop", None),
    ],
)
def test_the_choice_gives_the_word_where_the_plan_is_asked(
    point: str, taken: Choice, *, pays: bool, word: str, start: str | None
) -> None:
    decided = decided_word(Answer(point, KEY, "plan"), taken, GRID, pays=pays)
    step = starting_step(decided, taken, GRID)

    assert decided == (word, point, "plan")
    assert (step.id if step else None) == start


def test_an_initiative_that_nobody_asks_about_waits_by_its_state() -> None:
    assert decided_word(None, leave("I", 10), GRID, pays=True) == ("wait", "", "state")


def test_the_last_point_at_which_an_initiative_was_asked_counts() -> None:
    first, last = Answer("relevance", KEY, "keep"), Answer("start", KEY, "plan")

    assert last_answers([first, last]) == {"INI-1": last}


def test_an_initiative_pays_if_some_choice_loses_less_than_leaving_it() -> None:
    good, bad = a_choice("A", value=5, best=10), a_choice("B", value=0, best=10)
    choices = [leave("A", 10), good, leave("B", 10), bad, a_choice("C", "continue", best=3)]

    assert paying(choices) == {"A"}


def test_the_choices_of_this_page_are_of_every_kind() -> None:
    kinds = {kind for part in get_args(ChoiceKind.__value__) for kind in _words(part)}

    assert {choice.kind for choice in _choices()} == kinds


def _words(part: object) -> tuple[str, ...]:
    return get_args(getattr(part, "__value__", part))
