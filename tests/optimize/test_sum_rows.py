"""Demand as rows: of each initiative, and of all members of a group together."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.clauses.bounded import Scope, SubjectMeasure, SumOf
from asp_decide.model.choice import Choice
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.quantity import Unit
from asp_decide.model.subject import Subject, SubjectKey
from asp_decide.optimize.evaluation import is_feasible
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Programme
from choice_builders import a_choice, a_choice_set, a_frame, a_limit, leave, scope

TEAM_WEEKS = Unit("team-weeks", "team-weeks")


def touching(name: str, *streams: str, horizon: str | None = "H3") -> Subject:
    return Subject(
        SubjectKey("initiative", name),
        attributes={"horizon": horizon},
        streams=tuple(ValueStreamId(stream) for stream in streams),
    )


def offered(name: str, **needs: int) -> list[Choice]:
    return [leave(name, 9), a_choice(name, value=9, needs=needs)]


def allows(programme: Programme, *taken: str) -> bool:
    return is_feasible(programme, programme.numbers(taken))


def programme_of(
    clause_measure: SumOf | SubjectMeasure, bound: int, per: str, *subjects: Subject, **sides: bool
) -> Programme:
    side = {"at_least": bound} if sides.get("floor") else {"at_most": bound}
    kinds = {"stream": "value_stream", "whole": "portfolio", "each": "initiative"}
    clause = a_limit("SUM-01", clause_measure, per=kinds[per], unit=TEAM_WEEKS, **side)  # type: ignore[arg-type]
    choices = [*offered("A", cards=4, loans=2), *offered("B", cards=3)]
    return formulate(
        a_choice_set(choices, capacity={"cards": 90, "loans": 90}),
        a_frame(clause, subjects=subjects),
    )


ALL = SumOf(scope(), "demand")
BOTH = (touching("A", "cards", "loans"), touching("B", "cards"))


@pytest.mark.parametrize(
    ("bound", "per", "kept"),
    [
        (9, "whole", True),
        (8, "whole", False),
        (9, "stream", True),
        (8, "stream", False),
    ],
)
def test_members_together_take_at_most_so_much_and_count_in_full_where_they_touch(
    bound: int, per: str, *, kept: bool
) -> None:
    programme = programme_of(ALL, bound, per, *BOTH)

    assert allows(programme, "A/whole/0", "B/whole/0") is kept
    assert allows(programme, "A/whole/0", "B/leave/-")


def test_a_floor_is_met_by_those_who_certainly_belong() -> None:
    of_bold = SumOf(scope(horizon="H3"), "demand")
    perhaps = (touching("A", "cards", "loans", horizon=None), touching("B", "cards"))

    programme = programme_of(of_bold, 3, "whole", *perhaps, floor=True)

    assert allows(programme, "A/leave/-", "B/whole/0") is False  # later intervals get nothing
    assert not allows(programme, "A/whole/0", "B/leave/-")


def test_each_initiative_takes_at_most_so_much() -> None:
    programme = programme_of(SubjectMeasure(scope(), "demand"), 5, "each", *BOTH)

    assert not allows(programme, "A/whole/0", "B/leave/-")
    assert allows(programme, "A/leave/-", "B/whole/0")


@pytest.mark.parametrize("of", ["remaining_outlay", "remaining_effort", "requirement_slack"])
def test_what_no_plan_sets_has_no_row(of: str) -> None:
    assert not programme_of(SumOf(scope(), of), 1, "whole", *BOTH).rows[0].reading
    assert all(
        row.origin.id != "SUM-01" for row in programme_of(SumOf(scope(), of), 1, "whole").rows
    )


def test_what_is_no_initiative_has_no_row() -> None:
    of_streams = SumOf(Scope("value_stream"), "demand")

    assert all(row.origin.id != "SUM-01" for row in programme_of(of_streams, 1, "whole").rows)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=4), st.integers(0, 15))
def test_the_row_allows_exactly_what_adds_up_to_no_more(needs: list[int], bound: int) -> None:
    names = [f"I{number}" for number in range(len(needs))]
    choices = [
        c for name, need in zip(names, needs, strict=True) for c in offered(name, cards=need)
    ]
    clause = a_limit("SUM-01", ALL, at_most=bound, per="portfolio", unit=TEAM_WEEKS)
    subjects = [touching(name, "cards") for name in names]
    programme = formulate(
        a_choice_set(choices, capacity={"cards": 99}), a_frame(clause, subjects=subjects)
    )

    for going in product([True, False], repeat=len(needs)):
        taken = [
            f"{n}/whole/0" if go else f"{n}/leave/-" for n, go in zip(names, going, strict=True)
        ]
        used = sum((Fraction(n) for n, go in zip(needs, going, strict=True) if go), Fraction(0))
        assert allows(programme, *taken) is (used <= bound)
