"""How far a limit's sum can go is proven, and what cannot hold together has no plan at all."""

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from asp_decide.model.choice import Choice
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.limit_reach import (
    facts_alone,
    limits_of,
    reach_of,
    without_room,
)
from asp_decide.optimize.programme import Origin, Programme, Row, make_programme, make_row
from asp_decide.runs.instruments import solver

NOTHING = Fraction(0)
AMOUNTS = st.integers(0, 6).map(lambda half: Fraction(half, 2))


def a_choice(initiative: int, option: str) -> Choice:
    name = InitiativeId(f"INI-{initiative}")
    return Choice(f"{name}/{option}", name, option, "leave", None, None, NOTHING, NOTHING)


def a_programme(demands: Sequence[Fraction], rows: Sequence[Row]) -> Programme:
    """Initiatives that are taken or left, the numbers of those taken being odd."""
    choices = [a_choice(n, what) for n in range(len(demands)) for what in ("leave", "take")]
    return make_programme(choices, rows, worth=NOTHING)


def a_row(kind: str, name: str, sense: str, limit: Fraction, amounts: Sequence[Fraction]) -> Row:
    assert sense in ("<=", ">="), "an equation is no limit"
    origin = Origin("rule" if kind == "rule" else "fact", name)
    terms = [(2 * n + 1, amount) for n, amount in enumerate(amounts)]
    return make_row(origin, "<=" if sense == "<=" else ">=", limit, terms)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    demands = draw(st.lists(AMOUNTS, min_size=1, max_size=4))
    capacity = a_row("fact", "capacity", "<=", draw(AMOUNTS), demands)
    limits = [
        a_row(
            "rule",
            f"GRD-0{n}",
            draw(st.sampled_from(["<=", ">="])),
            draw(AMOUNTS),
            [draw(AMOUNTS) for _ in demands],
        )
        for n in range(draw(st.integers(1, 3)))
    ]
    return a_programme(demands, [capacity, *limits])


def plans_of(programme: Programme) -> Iterator[tuple[int, ...]]:
    """Every selection that keeps the rows of facts."""
    for taken in itertools.product(*programme.groups):
        if all(keeps(row, taken) for row in facts_alone(programme).rows):
            yield taken


def sum_of(row: Row, taken: tuple[int, ...]) -> Fraction:
    return sum((amount for number, amount in row.terms if number in taken), NOTHING)


def keeps(row: Row, taken: tuple[int, ...]) -> bool:
    return sum_of(row, taken) <= row.limit if row.sense == "<=" else sum_of(row, taken) >= row.limit


quick = settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])


@given(programmes())
@quick
def test_no_plan_goes_further_than_is_proven(programme: Programme) -> None:
    facts = facts_alone(programme)
    for row in limits_of(programme):
        reach = reach_of(row, facts, solver())

        sums = [sum_of(row, taken) for taken in plans_of(programme)]
        if row.sense == "<=":
            assert max(sums) <= reach.sum
        else:
            assert min(sums) >= reach.sum
        if reach.within:
            assert all(keeps(row, taken) for taken in plans_of(programme))


@given(programmes())
@quick
def test_limits_that_cannot_hold_together_have_no_plan_and_none_is_there_for_nothing(
    programme: Programme,
) -> None:
    facts, limits = facts_alone(programme), limits_of(programme)

    clashing = without_room(facts, limits, solver())

    if clashing is None:
        return
    assert not any(all(keeps(row, taken) for row in clashing) for taken in plans_of(programme))
    for row in clashing:
        fewer = [one for one in clashing if one is not row]
        assert solver().relax(facts.with_rows(fewer)) is not None


@pytest.mark.parametrize(("capacity", "most"), [(10, 5), (7, Fraction(7, 2)), (4, 2)])
def test_capacity_lets_in_what_it_lets_in(capacity: int, most: Fraction) -> None:
    demands = [Fraction(2)] * 6
    work = a_row("rule", "WIP-01", "<=", Fraction(4), [Fraction(1)] * 6)
    programme = a_programme(
        demands, [a_row("fact", "capacity", "<=", Fraction(capacity), demands), work]
    )

    reach = reach_of(work, facts_alone(programme), solver())

    assert (reach.sum, reach.within) == (most, most <= 4)
    assert [origin.id for origin in reach.proven_by] == ["capacity"]


def test_two_floors_of_one_capacity_that_add_up_to_more_than_it_are_named() -> None:
    demands = [Fraction(10)] * 2
    floors = [
        a_row("rule", "GRD-01", ">=", Fraction(6), [Fraction(10), NOTHING]),
        a_row("rule", "GRD-03", ">=", Fraction(5), [NOTHING, Fraction(10)]),
        a_row("rule", "GRD-04", "<=", Fraction(9), [Fraction(10), NOTHING]),
    ]
    programme = a_programme(
        demands, [a_row("fact", "capacity", "<=", Fraction(10), demands), *floors]
    )

    clashing = without_room(facts_alone(programme), floors, solver())

    assert clashing is not None
    assert [row.origin.id for row in clashing] == ["GRD-01", "GRD-03"]
