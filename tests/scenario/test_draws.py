"""A world is looked up by its number: the same for whoever asks, and no draw moves another."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.model.choice import ChoiceSet
from asp_decide.model.ids import InitiativeId
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.choices import choices
from asp_decide.scenario.draws import Range, drawn, quantile, ranges, uniform
from builders import a_capacity, a_snapshot, an_initiative, an_option, deadline, standard
from builders import weeks_after as after

FIRST = InitiativeId("INI-1")
PARTS = st.fractions(0, 1)
POINTS = st.lists(st.fractions(0, 3), min_size=3, max_size=3).map(sorted).map(tuple)


def _world(snapshot: Snapshot, number: int = 3, stated: Fraction | None = None) -> ChoiceSet:
    made = choices(snapshot)
    return drawn(snapshot, made, ranges(snapshot, made, stated=stated), seed=1, number=number)


def _three() -> Snapshot:
    return a_snapshot(
        [
            an_initiative("INI-1", profile=standard((5_000, 10_000, 20_000))),
            an_initiative("INI-2", profile=standard(7_000)),
            an_initiative("INI-3", profile=deadline(after(20), cost_per_week=(10, 20, 40))),
        ],
        [
            an_option("INI-1", effort=(8, 12, 20)),
            an_option("INI-2", effort=5),
            an_option("INI-3", effort=6),
        ],
        capacities=[
            a_capacity("payments", f"2027Q{n}", 26, low=Decimal(20), high=Decimal(30))
            for n in range(1, 5)
        ],
    )


@given(POINTS, PARTS, PARTS)
def test_a_larger_part_is_never_a_smaller_amount(
    points: Range, one: Fraction, other: Fraction
) -> None:
    assert quantile(points, min(one, other)) <= quantile(points, max(one, other))
    assert quantile(points, min(one, other)) >= 0


def test_one_in_ten_lies_below_the_low_point_and_one_in_ten_above_the_high_one() -> None:
    found = [uniform(1, number, "effort", "INI-1") for number in range(4_000)]

    for tenth in range(1, 10):
        below = sum(part < Fraction(tenth, 10) for part in found)
        assert abs(below - 400 * tenth) < 120


@pytest.mark.parametrize(
    "other",
    [(2, 3, "effort", "A"), (1, 4, "effort", "A"), (1, 3, "benefit", "A"), (1, 3, "effort", "B")],
)
def test_seed_number_aspect_and_name_each_give_another_draw(
    other: tuple[int, int, str, str],
) -> None:
    assert uniform(1, 3, "effort", "A") == uniform(1, 3, "effort", "A")
    assert uniform(1, 3, "effort", "A") != uniform(*other)


def test_what_states_no_range_is_held_unless_one_is_stated() -> None:
    snapshot = _three()
    made = choices(snapshot)

    own, stated = (ranges(snapshot, made, stated=s) for s in (None, Fraction(1, 5)))

    assert (set(own.benefits), {one for one, _ in own.efforts}) == ({"INI-1", "INI-3"}, {"INI-1"})
    assert own.held == {"benefit": 1, "effort": 2, "capacity": 0}
    assert set(stated.benefits) == {"INI-1", "INI-2", "INI-3"}
    assert stated.held == {"benefit": 0, "effort": 0, "capacity": 0}
    assert stated.benefits[FIRST] == own.benefits[FIRST], "a range of its own stands"


def test_without_any_range_every_world_is_the_one_that_was_planned() -> None:
    snapshot = a_snapshot([an_initiative("INI-1")])

    assert _world(snapshot) == choices(snapshot)


def test_another_initiative_moves_no_draw() -> None:
    whole = _three()
    fewer = a_snapshot(whole.initiatives[:2], whole.options[:2], capacities=whole.capacities)

    one, other = _world(whole, stated=Fraction(1, 5)), _world(fewer, stated=Fraction(1, 5))

    assert one.capacity == other.capacity
    assert [c for c in one.choices if c.initiative != "INI-3"] == list(other.choices)


def test_a_benefit_is_multiplied_as_a_whole_and_costs_are_not() -> None:
    snapshot = _three()
    made, world = choices(snapshot), _world(snapshot)

    factors = set()
    for was, now in zip(made.choices, world.choices, strict=True):
        best = made.best_value[was.initiative]
        cost = was.loss - (best - was.value)
        assert now.loss - (world.best_value[was.initiative] - now.value) == cost
        if was.value:
            factors.add((was.initiative, now.value / was.value))
    assert len(factors) == 3
    assert dict(factors)[InitiativeId("INI-2")] == 1


def test_all_options_of_an_initiative_are_drawn_at_the_same_part() -> None:
    whole = an_option("INI-1", effort=(8, 12, 20))
    half = an_option("INI-1", "mvp", effort=(4, 6, 10))
    snapshot = a_snapshot([an_initiative("INI-1")], [whole, half])

    for number in range(5):
        world = _world(snapshot, number)
        totals = {c.option: sum(c.demand.values()) for c in world.choices if c.start == 0}
        assert totals["whole"] == 2 * totals["mvp"]


def test_capacity_is_drawn_row_by_row_around_the_likely_amount() -> None:
    snapshot = _three()
    made = choices(snapshot)
    middle = [
        sorted(_world(snapshot, number).capacity[place] for number in range(61))[30]
        for place in sorted(made.capacity, key=str)
        if not made.grid[place[1]].is_tail
    ]

    assert len(set(middle)) > 1, "each interval has draws of its own"
    assert all(23 < amount < 28 for amount in middle)
