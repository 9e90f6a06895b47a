"""One word for each open initiative: the rules' answer, or what the optimizer's choice means."""

import pytest

from asp_decide.decide.words import Verdict, last_answers, open_initiatives, verdict
from asp_decide.model.choice import ChoiceKind
from asp_decide.model.finding import Answer
from asp_decide.model.initiative import STATE_GROUPS
from builders import an_initiative
from choice_builders import a_choice, a_grid, an_answer

GRID = a_grid(planned=3, tails=(2,))
TAIL = 3
NOWHERE = None


def _by_the_plan(
    point: str, kind: ChoiceKind, start: int | None, *, worth_having: bool = True
) -> Verdict:
    taken = a_choice("INI-1", kind, start)
    return verdict(
        an_answer("INI-1", point, "plan"), taken=taken, grid=GRID, worth_having=worth_having
    )


@pytest.mark.parametrize(
    ("point", "kind", "start", "word"),
    [
        ("gate_2", "whole", 0, "fund"),
        ("gate_2", "whole", 2, "fund"),
        ("gate_2", "mvp", 1, "fund"),
        ("gate_2", "extended", 1, "fund"),
        ("gate_2", "tranche", 1, "fund_tranche"),
        ("gate_2", "whole", TAIL, "wait"),
        ("gate_2", "tranche", TAIL, "wait"),
        ("gate_2", "leave", NOWHERE, "wait"),
        ("start", "whole", 0, "start"),
        ("start", "whole", 1, "wait"),
        ("start", "whole", TAIL, "wait"),
        ("start", "leave", NOWHERE, "wait"),
        ("analysis", "discovery", 0, "start"),
        ("analysis", "discovery", 2, "wait"),
        ("analysis", "leave", NOWHERE, "wait"),
        ("validation", "continue", 0, "continue"),
        ("validation", "redirect", 1, "redirect"),
        ("validation", "pause", 2, "pause"),
        ("validation", "stop", NOWHERE, "stop"),
        ("validation", "review", 0, "review"),
    ],
)
def test_the_choice_of_the_optimizer_has_one_word_at_each_point(
    point: str, kind: ChoiceKind, start: int | None, word: str
) -> None:
    told = _by_the_plan(point, kind, start)

    assert (told.word, told.point, told.by) == (word, point, "plan")


def test_what_would_not_pay_even_with_free_capacity_is_declined_and_not_left_waiting() -> None:
    assert _by_the_plan("gate_2", "leave", NOWHERE, worth_having=False).word == "decline"
    assert _by_the_plan("start", "leave", NOWHERE, worth_having=False).word == "wait"


def test_a_stop_begins_nothing() -> None:
    assert not _by_the_plan("validation", "stop", NOWHERE).starts
    assert _by_the_plan("validation", "pause", 2).starts, "it is told when work goes on"


@pytest.mark.parametrize(
    ("point", "answer", "kind", "start", "starts"),
    [
        ("gate_2", "return", "leave", NOWHERE, True),
        ("gate_2", "decline", "leave", NOWHERE, True),
        ("validation", "stop", "stop", NOWHERE, False),
        ("validation", "continue", "continue", 0, True),
        ("validation", "review", "review", 0, False),
        ("gate_1", "examine", "discovery", 1, True),
        ("gate_1", "reject", "leave", NOWHERE, True),
        ("start", "wait", "whole", 1, True),
        ("relevance", "supersede", "leave", NOWHERE, True),
        ("gate_2", "fund", "whole", 1, True),
        ("gate_2", "fund_tranche", "tranche", 0, True),
    ],
)
def test_an_answer_of_the_rules_is_the_word(
    point: str, answer: str, kind: ChoiceKind, start: int | None, *, starts: bool
) -> None:
    given = an_answer("INI-1", point, answer, "RULE-01")

    told = verdict(given, taken=a_choice("INI-1", kind, start), grid=GRID, worth_having=True)

    assert told == Verdict(told.word, point, "rules", given, starts=starts)
    assert told.word == answer


@pytest.mark.parametrize("answer", ["fund", "fund_tranche"])
@pytest.mark.parametrize(("kind", "start"), [("leave", NOWHERE), ("whole", TAIL)])
def test_money_that_the_rules_allow_waits_for_room_in_the_plan(
    answer: str, kind: ChoiceKind, start: int | None
) -> None:
    given = an_answer("INI-1", "gate_2", answer, "RULE-01")

    told = verdict(given, taken=a_choice("INI-1", kind, start), grid=GRID, worth_having=True)

    assert (told.word, told.by, told.starts) == ("wait", "plan", False)


def test_where_nobody_asks_it_stays_where_it_is() -> None:
    told = verdict(None, taken=a_choice("INI-1", "leave", None), grid=GRID, worth_having=False)

    assert (told.word, told.point, told.by, told.answer) == ("wait", "", "state", None)


def test_the_last_point_that_was_asked_gives_the_word() -> None:
    """Answers come in the order in which points are asked."""
    answers = (
        an_answer("INI-1", "relevance", "keep"),
        an_answer("INI-2", "relevance", "supersede"),
        an_answer("INI-1", "start", "plan"),
    )

    told: dict[str, Answer] = dict(last_answers(answers))

    assert {one: answer.point for one, answer in told.items()} == {
        "INI-1": "start",
        "INI-2": "relevance",
    }


def test_what_has_ended_or_waits_for_its_verdict_is_not_decided() -> None:
    states = [state for group in STATE_GROUPS.values() for state in group]
    initiatives = [
        an_initiative(f"INI-{n}", state=state) for n, state in enumerate(states, start=1)
    ]

    opened = {one.state for one in open_initiatives(initiatives)}

    assert opened == set(states) - {*STATE_GROUPS["closed"], *STATE_GROUPS["learning"]}
