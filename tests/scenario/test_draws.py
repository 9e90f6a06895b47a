"""A world is looked up by its number: the same for whoever asks, and no draw moves another."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.model.choice import ChoiceSet
from asp_decide.model.ids import InitiativeId
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.book import open_book
from asp_decide.portfolio.choices import choices
from asp_decide.scenario.draws import book_to_draw_from, draw_of, drawn, uniform
from asp_decide.scenario.uncertainty import Range, Ranges, quantile, range_of_chance, ranges
from builders import (
    a_capacity,
    a_snapshot,
    an_evidence,
    an_initiative,
    an_option,
    deadline,
    standard,
)
from builders import weeks_after as after

FIRST = InitiativeId("INI-1")
PARTS = st.fractions(0, 1)
POINTS = st.lists(st.fractions(0, 3), min_size=3, max_size=3).map(sorted).map(tuple)


def _world(snapshot: Snapshot, number: int = 3, stated: Fraction | None = None) -> ChoiceSet:
    book = book_to_draw_from(snapshot)
    return drawn(book, _ranges(snapshot, stated), seed=1, number=number)


def _ranges(snapshot: Snapshot, stated: Fraction | None = None) -> Ranges:
    return ranges(open_book(snapshot), choices(snapshot), stated=stated)


def _three(chance: str = "1") -> Snapshot:
    sure = {"probability_of_success": Decimal(chance)}
    return a_snapshot(
        [
            an_initiative("INI-1", profile=standard((5_000, 10_000, 20_000)), **sure),
            an_initiative("INI-2", profile=standard(7_000), **sure),
            an_initiative("INI-3", profile=deadline(after(20), cost_per_week=(10, 20, 40)), **sure),
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

    own, stated = (_ranges(snapshot, s) for s in (None, Fraction(1, 5)))

    of = {aspect: {one for one, _ in found} for aspect, found in own.varying.items()}
    assert (of["benefit"], of["effort"]) == ({"INI-1", "INI-3"}, {"INI-1"})
    assert (own.held["benefit"], own.held["effort"], own.held["capacity"]) == (1, 2, 0)
    assert {one for one, _ in stated.varying["benefit"]} == {"INI-1", "INI-2", "INI-3"}
    assert set(stated.held.values()) == {0}
    assert "chance" not in own.held, "a chance has a range by its evidence"
    key = FIRST, ""
    assert stated.varying["benefit"][key] == own.varying["benefit"][key], "its own range stands"


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
            # What is brought is money, and so whole cents.
            factors.add((was.initiative, round(now.value / was.value, 4)))
    assert len(factors) == 3
    assert dict(factors)[InitiativeId("INI-2")] == 1


def test_all_options_of_an_initiative_are_drawn_at_the_same_part() -> None:
    whole = an_option("INI-1", effort=(8, 12, 20))
    half = an_option("INI-1", "mvp", effort=(4, 6, 10))
    snapshot = a_snapshot([an_initiative("INI-1")], [whole, half])

    for number in range(5):
        world = _world(snapshot, number)
        totals = {c.option: Fraction(sum(c.demand.values())) for c in world.choices if c.start == 0}
        assert abs(totals["whole"] - 2 * totals["mvp"]) <= Fraction(1, 10**6)


def test_capacity_is_drawn_row_by_row_around_the_likely_amount() -> None:
    snapshot = _three()
    of = _ranges(snapshot)
    rows = sorted(of.varying["capacity"])
    middle = [
        26 * sorted(draw_of(of, seed=1, number=n)("capacity", row) for n in range(61))[30]
        for row in rows
    ]

    assert len(set(middle)) == len(rows), "each interval has draws of its own"
    assert all(23 < amount < 28 for amount in middle)
    drawn_there = _world(snapshot).capacity
    assert set(drawn_there.values()) != set(choices(snapshot).capacity.values())


def test_a_chance_is_as_uncertain_as_its_best_evidence_is_weak() -> None:
    """Odds of 3 to 2: a third of them is 1 to 2, three times is 9 to 2."""
    chance = Decimal("0.6")
    told = range_of_chance(chance, Decimal(0))
    assert told is not None

    assert [round(part * Fraction(chance), 6) for part in told] == [
        round(one, 6) for one in (Fraction(1, 3), Fraction(3, 5), Fraction(9, 11))
    ]
    widths = [
        found[2] - found[0]
        for weight in ("0", "0.2", "0.4", "0.7", "0.99")
        if (found := range_of_chance(chance, Decimal(weight))) is not None
    ]
    assert widths == sorted(widths, reverse=True)
    assert len(set(widths)) == 5
    for certain in (range_of_chance(chance, Decimal(1)), range_of_chance(Decimal(1), Decimal(0))):
        assert certain is None


@pytest.mark.parametrize("grade", ["experiment", "anecdote"])
def test_an_experiment_leaves_nothing_open_and_an_anecdote_everything(grade: str) -> None:
    row = an_evidence(
        about="INI-1", grade=grade, likelihood_ratio=Decimal(2), recorded_by="an analyst"
    )
    snapshot = _three("0.6").model_copy(update={"evidence": (row,)})

    assert ((FIRST, "") in _ranges(snapshot).varying["chance"]) == (grade == "anecdote")


def test_more_work_takes_longer_and_the_work_of_another_does_not() -> None:
    """Effort, duration and outlay of one initiative are drawn together, those of two are not."""
    names = "INI-1", "INI-2"
    work = [an_option(name, effort=(6, 12, 24), weeks=(8, 16, 32)) for name in names]
    snapshot = a_snapshot([an_initiative(name) for name in names], work)
    of = _ranges(snapshot)
    factors = [draw_of(of, seed=1, number=number) for number in range(120)]

    def agree(one: str, other: str) -> int:
        return sum(
            (of("effort", (one, "whole")) > 1) == (of("duration", (other, "whole")) > 1)
            for of in factors
        )

    assert agree("INI-1", "INI-1") > 75 > agree("INI-1", "INI-2")


def test_pitfall_39_what_rests_on_one_assumption_comes_true_together() -> None:
    """Drawn each by itself, a portfolio that shares an assumption would look spread out."""

    def same_side(*assumed: str) -> int:
        rivals = [
            an_initiative(name, assumption_ids=(one,), probability_of_success=Decimal("0.6"))
            for name, one in zip(("INI-1", "INI-2"), assumed, strict=True)
        ]
        of = _ranges(a_snapshot(rivals))
        factors = [draw_of(of, seed=1, number=number) for number in range(200)]
        sides = [[f("chance", (one.id, "")) > 1 for one in rivals] for f in factors]
        return sum(first == second for first, second in sides)

    assert same_side("ASM-1", "ASM-1") > 120 > same_side("ASM-1", "ASM-2") > 80


def test_pitfall_37_a_draw_is_one_of_a_range_and_the_same_seed_gives_the_same_draw() -> None:
    snapshot = _three("0.6")
    worlds = [_world(snapshot, number) for number in (1, 2, 1)]

    assert worlds[0] == worlds[2]
    assert worlds[0] != worlds[1]
