"""Dates that must be kept, load, outlay and how much a run may change, as rows."""

from dataclasses import replace
from fractions import Fraction

import pytest

from asp_decide.clauses.bounded import SubjectMeasure
from asp_decide.clauses.clause import LimitClause
from asp_decide.model.choice import Choice
from asp_decide.model.quantity import Unit
from asp_decide.model.subject import SubjectKind
from asp_decide.optimize.evaluation import is_feasible
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Programme
from choice_builders import (
    a_choice,
    a_choice_set,
    a_frame,
    a_grid,
    a_limit,
    a_pool,
    an_initiative_subject,
    in_time,
    leave,
    scope,
)

MONEY = Unit("¤", "money")


def offered(name: str, *, needs: int = 2, outlay: int = 0) -> list[Choice]:
    return [
        leave(name, 10),
        *(
            a_choice(name, start=s, value=10, needs={"cards": needs}, outlay=outlay)
            for s in range(3)
        ),
    ]


def runs(name: str) -> list[Choice]:
    return [
        a_choice(name, "continue", value=10, needs={"cards": 2}),
        a_choice(name, "review", value=10, needs={"cards": 2}),
        a_choice(name, "pause", 1, value=8, best=10, needs={"cards": 2}),
        a_choice(name, "stop", best=10),
    ]


def bound(
    name: str, at_most: Fraction | int, *, per: SubjectKind = "portfolio", unit: Unit = MONEY
) -> LimitClause:
    return a_limit("RULE-01", SubjectMeasure(scope(), name), at_most=at_most, per=per, unit=unit)


def allows(programme: Programme, *taken: str) -> bool:
    return is_feasible(programme, programme.numbers(taken))


class TestDates:
    @pytest.mark.parametrize(
        ("weeks", "taken", "kept"),
        [
            (26, "A/whole/0", True),
            (26, "A/whole/1", True),
            (25, "A/whole/1", False),
            (26, "A/whole/2", False),
            (26, "A/leave/-", False),
        ],
    )
    def test_what_is_due_is_done_by_the_day_and_not_left(
        self, weeks: int, taken: str, *, kept: bool
    ) -> None:
        due = an_initiative_subject("A", weeks_to_requirement=weeks)
        frame = a_frame(in_time(), subjects=[due], applies={("GRD-11", "A"): True})

        programme = formulate(a_choice_set(offered("A"), capacity={"cards": 9}), frame)

        assert allows(programme, taken) is kept

    @pytest.mark.parametrize("applies", [{}, {("GRD-11", "A"): False}])
    def test_what_is_not_mandatory_may_be_late(self, applies: dict[tuple[str, str], bool]) -> None:
        due = an_initiative_subject("A", weeks_to_requirement=13)
        frame = a_frame(in_time(), subjects=[due], applies=applies)

        programme = formulate(a_choice_set(offered("A"), capacity={"cards": 9}), frame)

        assert allows(programme, "A/whole/2")
        assert allows(programme, "A/leave/-")

    def test_a_date_that_nobody_knows_binds_nobody(self) -> None:
        unknown = an_initiative_subject("A")
        frame = a_frame(in_time(), subjects=[unknown], applies={("GRD-11", "A"): True})

        programme = formulate(a_choice_set(offered("A"), capacity={"cards": 9}), frame)

        assert allows(programme, "A/leave/-")


class TestLoad:
    def test_a_stream_is_loaded_no_more_than_its_share_in_any_interval(self) -> None:
        choice_set = a_choice_set([*offered("A"), *offered("B")], capacity={"cards": 4})
        limit = bound("load", Fraction(3, 4), per="value_stream")

        programme = formulate(choice_set, a_frame(limit))

        assert allows(programme, "A/whole/0", "B/whole/1")
        assert not allows(programme, "A/whole/1", "B/whole/1")

    def test_capacity_met_in_85_of_100_intervals_may_bound_it(self) -> None:
        choice_set = a_choice_set([*offered("A"), *offered("B")], capacity={"cards": 4})
        limit = bound("load_p85", 1, per="value_stream")
        frame = replace(a_frame(limit), capacity_p85={(a_pool("cards"), 0): Fraction(3)})

        programme = formulate(choice_set, frame)

        assert not allows(programme, "A/whole/0", "B/whole/0")
        assert allows(programme, "A/whole/1", "B/whole/1")


class TestWhatARunChanges:
    def test_the_first_intervals_outlay_is_bounded(self) -> None:
        choices = [*offered("A", outlay=5), *offered("B", outlay=5)]
        choice_set = a_choice_set(choices, capacity={"cards": 9})

        programme = formulate(choice_set, a_frame(bound("planned_outlay", 5)))

        assert allows(programme, "A/whole/0", "B/whole/1")
        assert not allows(programme, "A/whole/0", "B/whole/0")

    def test_no_more_than_a_share_of_what_runs_is_stopped(self) -> None:
        choices = [choice for name in "RST" for choice in runs(name)]
        choice_set = a_choice_set(choices, capacity={"cards": 9}, running="RST")

        programme = formulate(choice_set, a_frame(bound("stopped_share", Fraction(1, 3))))

        assert allows(programme, "R/stop/0", "S/continue/0", "T/pause/1")
        assert not allows(programme, "R/stop/0", "S/stop/0", "T/continue/0")

    def test_no_more_than_a_share_of_todays_capacity_is_moved(self) -> None:
        """What pauses gives up its capacity as much as what stops."""
        choices = [choice for name in "RST" for choice in runs(name)]
        choice_set = a_choice_set(choices, capacity={"cards": 9}, running="RST")

        programme = formulate(choice_set, a_frame(bound("moved_share", Fraction(1, 3))))

        assert allows(programme, "R/pause/1", "S/continue/0", "T/continue/0")
        assert not allows(programme, "R/pause/1", "S/stop/0", "T/continue/0")

    def test_a_measure_that_no_plan_changes_has_no_row(self) -> None:
        choice_set = a_choice_set(offered("A"), grid=a_grid(3), capacity={"cards": 9})

        rows = formulate(choice_set, a_frame(bound("unknown_share", 0))).rows

        assert not [row for row in rows if row.origin.kind == "rule"]
