"""Counts of work in progress, shares and the largest bet, before a plan and for what runs."""

from dataclasses import replace
from fractions import Fraction
from typing import Literal

import pytest

from asp_decide.clauses.bounded import CountOf
from asp_decide.clauses.clause import LimitClause
from asp_decide.model.choice import Choice
from asp_decide.model.subject import Subject
from asp_decide.optimize.evaluation import is_feasible
from asp_decide.optimize.formulate import formulate, formulate_limit
from asp_decide.optimize.programme import Programme
from choice_builders import (
    a_choice,
    a_choice_set,
    a_decision,
    a_frame,
    a_grid,
    a_limit,
    an_answer,
    an_initiative_subject,
    in_time,
    largest,
    leave,
    scope,
    share,
    wip,
)

HALF = Fraction(1, 2)


def offered(name: str, needs: dict[str, int] | None = None, *, steps: int = 1) -> list[Choice]:
    asked = needs or {"cards": 1}
    starts = range(4 - steps)
    return [
        leave(name, 10),
        *(a_choice(name, start=s, value=10, needs=asked, steps=steps) for s in starts),
    ]


def once(name: str, needs: int) -> list[Choice]:
    """To be had in the first interval or not at all."""
    return [leave(name, 10), a_choice(name, value=10, needs={"cards": needs})]


def runs(name: str, *, steps: int = 1, needs: int = 1) -> list[Choice]:
    return [
        a_choice(name, "continue", value=10, needs={"cards": needs}, steps=steps),
        a_choice(name, "redirect", value=9, best=10, needs={"cards": needs}, steps=steps + 1),
        a_choice(name, "stop", best=10),
    ]


def of(category: str | None, *names: str) -> list[Subject]:
    return [an_initiative_subject(name, category=category) for name in names]


def allows(programme: Programme, *taken: str) -> bool:
    return is_feasible(programme, programme.numbers(taken))


class TestWorkInProgress:
    def test_an_initiative_counts_in_every_stream_and_step_that_it_touches(self) -> None:
        choices = [
            *offered("A", {"cards": 1, "loans": 1}, steps=2),
            *offered("B", {"loans": 1}),
        ]
        choice_set = a_choice_set(choices, capacity={"cards": 9, "loans": 9})

        programme = formulate(choice_set, a_frame(wip(1)))

        assert allows(programme, "A/whole/0", "B/whole/2")
        assert not allows(programme, "A/whole/0", "B/whole/0")
        assert not allows(programme, "A/whole/0", "B/whole/1")

    def test_exactly_the_limit_is_kept(self) -> None:
        choices = [*offered("A"), *offered("B"), *offered("C")]
        choice_set = a_choice_set(choices, capacity={"cards": 9})

        programme = formulate(choice_set, a_frame(wip(2)))

        assert allows(programme, "A/whole/0", "B/whole/0", "C/leave/-")
        assert not allows(programme, "A/whole/0", "B/whole/0", "C/whole/0")

    def test_the_whole_portfolio_counts_across_streams(self) -> None:
        choices = [*offered("A", {"cards": 1}), *offered("B", {"loans": 1})]
        choice_set = a_choice_set(choices, capacity={"cards": 9, "loans": 9})

        programme = formulate(choice_set, a_frame(wip(1, per="portfolio")))

        assert not allows(programme, "A/whole/0", "B/whole/0")

    def test_a_limit_that_today_exceeds_stops_nothing_and_starts_nothing(self) -> None:
        choices = [*runs("R"), *runs("S"), *offered("A")]
        choice_set = a_choice_set(choices, capacity={"cards": 9}, running=["R", "S"])

        programme = formulate(choice_set, a_frame(wip(1)))

        going_on = ("R/continue/0", "S/continue/0")
        assert allows(programme, *going_on, "A/leave/-")
        assert not allows(programme, *going_on, "A/whole/0")
        assert allows(programme, *going_on, "A/whole/1")

    def test_what_is_stopped_by_rule_makes_no_room_above_the_limit(self) -> None:
        choices = [*runs("R"), *runs("S"), *offered("A")]
        choice_set = a_choice_set(choices, capacity={"cards": 9}, running=["R", "S"])
        stop = a_decision("STOP-01", "validation", "stop", enforce="mandatory")
        frame = a_frame(wip(1), stop, answers=[an_answer("R", "validation", "stop", "STOP-01")])

        programme = formulate(choice_set, frame)

        assert allows(programme, "R/stop/0", "S/continue/0", "A/leave/-")
        assert not allows(programme, "R/stop/0", "S/continue/0", "A/whole/0")

    def test_what_is_redirected_by_rule_goes_on_as_long_as_it_takes(self) -> None:
        choices = [*runs("R"), *runs("S")]
        choice_set = a_choice_set(choices, capacity={"cards": 9}, running=["R", "S"])
        redirect = a_decision("RED-01", "validation", "redirect", enforce="mandatory")
        answers = [an_answer(name, "validation", "redirect", "RED-01") for name in ("R", "S")]

        programme = formulate(choice_set, a_frame(wip(1), redirect, answers=answers))

        assert allows(programme, "R/redirect/0", "S/redirect/0")

    def test_discovery_is_counted_apart_from_delivery(self) -> None:
        examined = [leave("E", 5), a_choice("E", "discovery", value=5, needs={"cards": 1})]
        choice_set = a_choice_set([*examined, *offered("A")], capacity={"cards": 9})
        in_discovery = a_limit("WIP-02", CountOf(scope(state="investigate")), at_most=0)

        programme = formulate(choice_set, a_frame(wip(1), in_discovery))

        assert allows(programme, "E/leave/-", "A/whole/0")
        assert not allows(programme, "E/discovery/0", "A/leave/-")

    def test_a_missing_attribute_counts_towards_a_ceiling(self) -> None:
        choices = [*offered("A"), *offered("B"), *offered("C")]
        choice_set = a_choice_set(choices, capacity={"cards": 9})
        counted = CountOf(scope(state="in_delivery", category="business"))
        subjects = [*of("business", "A"), *of(None, "B"), *of("enabler", "C")]

        frame = a_frame(a_limit("WIP-03", counted, at_most=1), subjects=subjects)
        programme = formulate(choice_set, frame)

        assert not allows(programme, "A/whole/0", "B/whole/0", "C/leave/-")
        assert allows(programme, "A/whole/0", "B/leave/-", "C/whole/0")

    def test_what_waits_in_a_queue_is_only_checked(self) -> None:
        choice_set = a_choice_set(offered("A"), capacity={"cards": 9})
        queue = a_limit("WIP-04", CountOf(scope(state="delivery_queue")), at_most=0)

        rows = formulate(choice_set, a_frame(queue)).rows

        assert not [row for row in rows if row.origin.kind == "rule"]

    def test_an_advisory_limit_is_watched_and_binds_nobody(self) -> None:
        choice_set = a_choice_set([*offered("A"), *offered("B")], capacity={"cards": 9})

        programme = formulate(choice_set, a_frame(replace(wip(1), enforce="advisory")))

        assert allows(programme, "A/whole/0", "B/whole/0")
        assert {row.origin.id for row in programme.watched} == {"WIP-01"}

    def test_a_limit_whose_condition_does_not_hold_for_a_stream_has_no_row_there(self) -> None:
        choices = [*offered("A", {"cards": 1}), *offered("B", {"loans": 1})]
        choice_set = a_choice_set(choices, capacity={"cards": 9, "loans": 9})
        limited: LimitClause = replace(wip(0), when=in_time().when)
        frame = a_frame(limited, applies={("WIP-01", "cards"): True, ("WIP-01", "loans"): False})

        programme = formulate(choice_set, frame)

        assert not allows(programme, "A/whole/0", "B/leave/-")
        assert allows(programme, "A/leave/-", "B/whole/0")


class TestShares:
    def test_a_floor_of_what_is_available_is_not_met_by_doing_nothing(self) -> None:
        choice_set = a_choice_set(
            [*once("A", 2), *once("B", 2)],
            grid=a_grid(1),
            capacity={"cards": 4},
        )
        floor = share("GRD-01", "quality", at_least=HALF)
        subjects = [*of("quality", "A"), *of("business", "B")]

        programme = formulate(choice_set, a_frame(floor, subjects=subjects))

        assert allows(programme, "A/whole/0", "B/leave/-")
        assert not allows(programme, "A/leave/-", "B/whole/0")
        assert not allows(programme, "A/leave/-", "B/leave/-")

    def test_a_floor_of_what_is_allocated_is_met_by_doing_nothing(self) -> None:
        choice_set = a_choice_set(
            [*once("A", 2), *once("B", 2)],
            grid=a_grid(1),
            capacity={"cards": 4},
        )
        floor = share("GRD-01", "quality", at_least=HALF, basis="allocated")
        subjects = [*of("quality", "A"), *of("business", "B")]

        programme = formulate(choice_set, a_frame(floor, subjects=subjects))

        assert allows(programme, "A/leave/-", "B/leave/-")
        assert allows(programme, "A/whole/0", "B/whole/0")
        assert not allows(programme, "A/leave/-", "B/whole/0")

    def test_unknown_does_not_count_towards_a_floor(self) -> None:
        choice_set = a_choice_set(once("A", 2), grid=a_grid(1), capacity={"cards": 4})
        floor = share("GRD-01", "quality", at_least=HALF)

        programme = formulate(choice_set, a_frame(floor, subjects=of(None, "A")))

        assert not allows(programme, "A/whole/0")

    def test_the_window_is_all_planning_intervals_and_no_tail(self) -> None:
        choices = [
            leave("A", 10),
            *(a_choice("A", start=s, value=10, needs={"cards": 4}) for s in range(3)),
        ]
        choice_set = a_choice_set(choices, grid=a_grid(2, tails=[2]), capacity={"cards": 4})
        floor = share("GRD-01", "quality", at_least=HALF)

        programme = formulate(choice_set, a_frame(floor, subjects=of("quality", "A")))

        assert allows(programme, "A/whole/0")
        assert allows(programme, "A/whole/1")
        assert not allows(programme, "A/whole/2")

    @pytest.mark.parametrize(("per", "rows"), [("value_stream", 2), ("portfolio", 1)])
    def test_one_row_for_each_group(
        self, per: Literal["value_stream", "portfolio"], rows: int
    ) -> None:
        choices = [*offered("A", {"cards": 1}), *offered("B", {"loans": 1})]
        choice_set = a_choice_set(choices, capacity={"cards": 9, "loans": 9})
        cap = share("GRD-02", "", at_most=HALF, per=per)

        programme = formulate(choice_set, a_frame(cap))

        assert len([row for row in programme.rows if row.origin.id == "GRD-02"]) == rows

    def test_a_part_of_the_budget_stays_unplanned(self) -> None:
        choices = [
            option
            for name in "AB"
            for option in (leave(name, 10), a_choice(name, value=10, needs={"cards": 1}, outlay=5))
        ]
        choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"cards": 9}, budget={0: 10})
        cap = share("FND-01", "", at_most=Fraction(9, 10), quantity="budget", per="portfolio")

        programme = formulate(choice_set, a_frame(cap))

        assert allows(programme, "A/whole/0", "B/leave/-")
        assert not allows(programme, "A/whole/0", "B/whole/0")

    def test_a_ceiling_that_running_work_exceeds_does_not_stop_it(self) -> None:
        choices = [*runs("R", needs=3), *offered("A")]
        choice_set = a_choice_set(choices, capacity={"cards": 5}, running=["R"])
        cap = share("GRD-02", "", at_most=Fraction(1, 10))

        programme = formulate(choice_set, a_frame(cap))

        assert allows(programme, "R/continue/0", "A/leave/-")
        assert not allows(programme, "R/continue/0", "A/whole/0")


class TestTheLargestBet:
    def test_no_single_bet_takes_more_than_its_share_of_what_is_available(self) -> None:
        choices = [*once("A", 3), *once("B", 2)]
        choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"cards": 5})

        programme = formulate(choice_set, a_frame(largest("GRD-04", Fraction(2, 5))))

        assert allows(programme, "A/leave/-", "B/whole/0")
        assert not allows(programme, "A/whole/0", "B/leave/-")

    def test_no_single_bet_takes_more_than_its_share_of_what_is_allocated(self) -> None:
        choices = [choice for name in "ABC" for choice in once(name, 2)]
        choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"cards": 9})
        bet = largest("GRD-04", Fraction(2, 5), basis="allocated")

        programme = formulate(choice_set, a_frame(bet))

        assert allows(programme, "A/whole/0", "B/whole/0", "C/whole/0")
        assert allows(programme, "A/leave/-", "B/leave/-", "C/leave/-")
        assert not allows(programme, "A/whole/0", "B/whole/0", "C/leave/-")

    def test_a_floor_under_the_largest_is_only_checked(self) -> None:
        choice_set = a_choice_set(offered("A"), capacity={"cards": 9})
        floor = replace(largest("GRD-04", HALF), at_most=None, at_least=HALF)

        assert not [
            r for r in formulate(choice_set, a_frame(floor)).rows if r.origin.kind == "rule"
        ]


def test_a_limit_alone_has_the_rows_that_it_has_among_the_others() -> None:
    choices = [*runs("A"), *offered("B"), *once("C", 3)]
    choice_set = a_choice_set(choices, capacity={"cards": 5}, running=["A"])
    frame = a_frame(
        wip(1),
        wip(2, rule="WIP-02"),
        largest("GRD-04", HALF),
        answers=[an_answer("B", "start", "wait", "DEC-01")],
    )
    whole = formulate(choice_set, frame)

    for rule in ("WIP-01", "WIP-02", "GRD-04"):
        own = [replace(row, overridable=False) for row in whole.rows if row.origin.rules == (rule,)]
        alone = formulate_limit(choice_set, frame, rule)
        assert [replace(row, overridable=False) for row in alone.rows] == own != []
        assert alone.losses == whole.losses
