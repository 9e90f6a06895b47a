"""What has to give way is said in the units of the trade, and the said amount is enough."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from asp_decide.decide.giving_way import told_ways_out
from asp_decide.errors import NoFeasiblePlanError
from asp_decide.model.choice import Choice, Step
from asp_decide.model.ids import InitiativeId
from asp_decide.model.pin import Pin
from asp_decide.optimize.columns import Frame
from asp_decide.optimize.conflict import conflict
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from builders import a_charter
from choice_builders import (
    a_choice,
    a_choice_set,
    a_decision,
    a_frame,
    a_grid,
    an_answer,
    an_initiative_subject,
    before,
    in_time,
    leave,
    share,
    wip,
)

MEANS = Means(PulpSolver(), WorkLimit(nodes=10_000))


def _told(programme: Programme) -> tuple[Mapping[str, Any], ...]:
    found = conflict(programme, MEANS)
    assert found is not None, "there is no plan"
    return told_ways_out(programme, a_charter(), [row.id for row in found.rows], MEANS)


def _said(programme: Programme) -> list[str]:
    return [way["in_words"] for way in _told(programme)]


def _work(name: str, weeks: Fraction | int, *, outlay: int = 0, starts: int = 1) -> list[Choice]:
    needs = {"cards": Fraction(weeks)}
    made = [
        a_choice(name, start=s, value=9 - s, best=10, needs=needs, outlay=outlay)
        for s in range(starts)
    ]
    return [leave(name, 10), *made]


def _programme(
    choices: list[Choice],
    frame: Frame,
    *,
    capacity: int = 8,
    grid: tuple[Step, ...] | None = None,
    budget: Mapping[int, int | Fraction] | None = None,
) -> Programme:
    steps = grid or a_grid(1)
    return formulate(
        a_choice_set(choices, grid=steps, capacity={"cards": capacity}, budget=budget), frame
    )


def _pinned(frame: Frame, *names: str) -> Frame:
    return replace(frame, pinned=tuple(map(Pin.read, names)))


def test_capacity_is_said_in_team_weeks_and_never_too_little() -> None:
    """Two times 10/3 in 6 lacks 2/3: 0.66 would not be enough."""
    choices = [*_work("A", Fraction(10, 3)), *_work("B", Fraction(10, 3))]

    said = _told(_programme(choices, _pinned(a_frame(), "A", "B"), capacity=6))

    assert [way["in_words"] for way in said] == [
        "A not pinned",
        "B not pinned",
        "0.67 team-weeks more in cards, Q1",
    ]
    (room,) = said[-1]["concessions"]
    assert room == {
        "gives": "more",
        "kind": "fact",
        "id": "capacity",
        "group": "cards",
        "interval": "Q1",
        "amount": "0.666667",
        "unit": "team-weeks",
    }
    assert all(way["least"] for way in said)


def test_a_date_is_said_in_intervals() -> None:
    subjects = [an_initiative_subject(name, weeks_to_requirement=13) for name in ("A", "B")]
    applies = {("GRD-11", "A"): True, ("GRD-11", "B"): True}
    frame = a_frame(in_time(), subjects=subjects, applies=applies)
    choices = [*_work("A", 3, starts=3), *_work("B", 3, starts=3)]

    said = _told(_programme(choices, frame, capacity=5, grid=a_grid(3)))

    assert [way["in_words"] for way in said] == [
        "A done by Q2, 1 interval later than GRD-11 asks",
        "B done by Q2, 1 interval later than GRD-11 asks",
        "1 team-week more in cards, Q1",
    ]
    assert said[0]["concessions"][0]["done_by"] == "Q2"


def test_limits_are_said_as_what_they_would_have_to_be() -> None:
    """Four at once where three are allowed, and all of the capacity where nine tenths are."""
    choices = [choice for name in "ABCD" for choice in _work(name, 2)]
    cap = share("GRD-02", "", at_most=Fraction(9, 10))

    said = _said(_programme(choices, _pinned(a_frame(wip(3), cap), *"ABCD")))

    assert said[-1] == (
        "GRD-02 for cards at 100 % instead of 90 %, "
        "and WIP-01 for cards, Q1 at 4 initiatives instead of 3 initiatives"
    )


def test_a_floor_is_said_as_what_it_would_have_to_be() -> None:
    """Three of eight team-weeks are all that anybody could do."""
    floor = share("GRD-01", "", at_least=Fraction(1, 2))

    assert _said(_programme(_work("A", 3), a_frame(floor))) == [
        "GRD-01 for cards at 37.5 % instead of 50 %"
    ]


def test_money_is_said_in_money() -> None:
    choices = [*_work("A", 1, outlay=3), *_work("B", 1, outlay=3)]

    said = _said(_programme(choices, _pinned(a_frame(), "A", "B"), budget={0: 5}))

    assert said[-1] == "EUR 1 more budget by Q1"


def test_a_share_of_what_is_allocated_is_overstepped_by_an_amount() -> None:
    """All of what is allocated is A's: three quarters of its four team-weeks are within the cap."""
    cap = share("GRD-03", "", basis="allocated", at_most=Fraction(3, 4))

    said = _said(_programme(_work("A", 4), _pinned(a_frame(cap), "A")))

    assert said[-1] == "1 team-week beyond what GRD-03 allows for cards"


def test_answers_links_and_drops_go_as_a_whole() -> None:
    redirect = a_decision("RED-01", "validation", "redirect", enforce="overridable")
    running = [a_choice("A", "continue", value=10), a_choice("A", "stop", best=10)]
    answer = an_answer("A", "validation", "redirect", "RED-01")
    answered = formulate(
        a_choice_set(running, grid=a_grid(1), running=["A"]), a_frame(redirect, answers=[answer])
    )
    frame = replace(
        _pinned(a_frame(dependencies=[before("A", "B")]), "B"), dropped=(InitiativeId("A"),)
    )
    linked = _programme([*_work("A", 1, starts=2), *_work("B", 1, starts=2)], frame, grid=a_grid(2))

    assert _said(answered) == ["A spared by RED-01"]
    assert _said(linked) == [
        "A not dropped",
        "B not pinned",
        "without the link `precedence A before B`",
    ]


@pytest.mark.parametrize(
    ("ways", "line"),
    [
        ([("A", False), ("B", False)], "any one of these makes a plan possible:"),
        ([("A", False), ("B", True)], "or what gives way least in all:"),
        ([("B", True)], "nothing helps by itself; together these make a plan possible:"),
    ],
)
def test_whether_one_helps_or_only_all_is_said_above_them(
    ways: list[tuple[str, bool]], line: str
) -> None:
    told = [{"in_words": words, "together": together} for words, together in ways]

    said = str(NoFeasiblePlanError(["pin A"], ways_out=told)).split("\n")

    assert said[:2] == ["no plan exists; these cannot hold together:", "  pin A"]
    assert line in said
    assert [one for one in said if one in ("  A", "  B")] == [f"  {words}" for words, _ in ways]
