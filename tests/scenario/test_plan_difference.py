"""Two plans side by side: what differs is told both ways, and money only as far as it is proven."""

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.model.plan import Allocation, Plan
from asp_decide.scenario.plan_difference import MoneyInterval, plan_difference
from plan_builders import INTERVALS, a_decision, a_plan, a_run, an_objective

WORDS = st.sampled_from(["start", "wait", "stop", "review", None])
HELD = st.dictionaries(st.sampled_from(INTERVALS[:3]), st.integers(0, 4))
IDS = ("INI-101", "INI-102")


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of two initiatives, some of which it may not know."""
    decided = {one: draw(WORDS) for one in IDS}
    held = {one: draw(HELD) for one in IDS if decided[one]}
    bound = draw(st.integers(0, 100))
    return _plan(
        {one: word for one, word in decided.items() if word},
        held,
        bound=bound,
        gap=draw(st.integers(0, 20)),
    )


def _plan(
    decided: Mapping[str, str],
    held: Mapping[str, Mapping[str, int]],
    *,
    bound: int = 0,
    gap: int = 0,
    facts: str = "sha256:1",
) -> Plan:
    allocations = [
        Allocation(value_stream="payments", interval=when, initiative=one, amount=str(amount))
        for one, by_interval in held.items()
        for when, amount in by_interval.items()
    ]
    return a_plan(
        [a_decision(one, word) for one, word in decided.items()],
        allocations=allocations,
        run=a_run(facts=facts),
        objective=an_objective(loss=str(bound + gap), bound=str(bound)),
    )


@given(plans())
def test_a_plan_differs_in_nothing_from_itself(plan: Plan) -> None:
    found = plan_difference(plan, plan)

    assert found.is_same
    assert found.moved == 0
    assert found.prices == ()


@given(plans(), plans())
def test_turned_round_it_is_the_same_turned_round(old: Plan, new: Plan) -> None:
    found, back = plan_difference(old, new), plan_difference(new, old)

    assert [(one.initiative, one.was, one.now) for one in found.redecided] == [
        (one.initiative, one.now, one.was) for one in back.redecided
    ]
    assert [(one.initiative, one.was, one.now) for one in found.replaced] == [
        (one.initiative, one.now, one.was) for one in back.replaced
    ]
    assert found.more_lost is not None
    assert back.more_lost == MoneyInterval(-found.more_lost.high, -found.more_lost.low)
    assert found.more_lost.measurable == back.more_lost.measurable


@given(plans(), plans())
def test_what_the_best_plans_lose_lies_in_the_interval(old: Plan, new: Plan) -> None:
    """Wherever between bound and loss the best plans are, the interval holds their difference."""
    found = plan_difference(old, new).more_lost
    assert found is not None

    for was in (old.objective.bound, old.objective.loss):
        for now in (new.objective.bound, new.objective.loss):
            assert was is not None
            assert now is not None
            assert found.low <= Fraction(now) - Fraction(was) <= found.high


def test_who_enters_who_leaves_and_who_moves() -> None:
    first, second = INTERVALS[:2]
    old = _plan(
        {"INI-101": "start", "INI-102": "start"}, {"INI-101": {first: 4}, "INI-102": {first: 2}}
    )
    new = _plan(
        {"INI-101": "wait", "INI-102": "start", "INI-103": "start"},
        {"INI-102": {second: 2}, "INI-103": {first: 4}},
    )

    found = plan_difference(old, new)

    assert [(one.initiative, one.fate) for one in found.replaced] == [
        ("INI-101", "left"),
        ("INI-102", "moved"),
        ("INI-103", "entered"),
    ]
    assert [(one.initiative, one.was, one.now) for one in found.redecided] == [
        ("INI-101", "start", "wait"),
        ("INI-103", "not in it", "start"),
    ]
    assert found.moved == 6


def test_losses_on_different_facts_are_not_compared() -> None:
    assert plan_difference(_plan({}, {}), _plan({}, {}, facts="sha256:2")).more_lost is None
