"""Sums of a plan, made by the audit and by the run without a line in common: they must agree."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.audit.planned_use import allocated, capacity_used
from asp_decide.decide.capacity_use import allocations, capacity_lines
from asp_decide.model.choice import Choice, ChoiceSet, Pool
from asp_decide.model.ids import ValueStreamId
from choice_builders import a_choice, a_choice_set, a_grid
from random_portfolios import ROW_KINDS, a_portfolio


def _some_of_each(choice_set: ChoiceSet, data: st.DataObject) -> tuple[Choice, ...]:
    by_initiative: dict[str, list[Choice]] = {}
    for choice in choice_set.choices:
        by_initiative.setdefault(choice.initiative, []).append(choice)
    return tuple(data.draw(st.sampled_from(found)) for _, found in sorted(by_initiative.items()))


@given(st.integers(0, 10**6), st.data())
def test_audit_and_run_sum_the_same_capacity_and_money(seed: int, data: st.DataObject) -> None:
    choice_set = a_portfolio(seed, ROW_KINDS).choice_set
    taken = _some_of_each(choice_set, data)

    assert capacity_used(choice_set, taken) == capacity_lines(choice_set, taken)
    assert allocated(choice_set, taken) == allocations(choice_set, taken)


def test_a_skill_is_part_of_its_stream_and_money_stands_with_the_larger_one() -> None:
    stream, small = ValueStreamId("payments"), Pool(ValueStreamId("ads"))
    choice = a_choice("INI-1", outlay=30, needs={"payments": 6})
    demand = {
        **choice.demand,
        (Pool(stream, skill="java"), 0): Fraction(2),
        (small, 0): Fraction(1),
    }
    several = replace(choice, demand=demand)
    choice_set = a_choice_set([several], grid=a_grid(1), capacity={"payments": 10, "ads": 5})

    lines = allocated(choice_set, [several])

    assert [(line.value_stream, line.amount, line.money) for line in lines] == [
        ("ads", "1", "0"),
        ("payments", "6", "30"),
    ]
    assert lines == allocations(choice_set, [several])
