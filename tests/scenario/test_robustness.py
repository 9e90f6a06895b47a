"""What holds in other worlds is found in each of them, and the plan in hand is no argument."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.model.ids import InitiativeId
from asp_decide.model.pin import Pin
from asp_decide.model.snapshot import Snapshot
from asp_decide.optimize.columns import Frame
from asp_decide.optimize.evaluation import is_feasible, loss_of
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Programme
from asp_decide.scenario.draws import book_to_draw_from, drawn
from asp_decide.scenario.holding import Holding, Often, holdings, percentile
from asp_decide.scenario.robustness import Worlds, worlds
from choice_builders import a_frame
from world_builders import rivals, worlds_of


def _asked(snapshot: Snapshot, frame: Frame | None = None, **changes: object) -> Worlds:
    """The plan of these facts, to be asked of other worlds."""
    of = worlds_of(snapshot, stated=Fraction(1, 5), frame=frame)
    return replace(of, **changes)  # type: ignore[arg-type]


def _rivals(*benefits: int, capacity: int = 6) -> Snapshot:
    """Initiatives that each need most of the first quarter."""
    return rivals(benefits, effort=5, capacity=capacity)


def _hold(of: Worlds, runs: int = 60) -> dict[str, Holding]:
    shares = [one.shares for one in worlds(of, range(runs)) if one.shares is not None]
    programme = formulate(of.choice_set, of.frame)
    return {one.initiative: one for one in holdings(programme, of.taken, shares)}


def test_two_equal_rivals_for_one_place_are_both_contested() -> None:
    """The plan takes one of them. A search that began there would find it again, each time."""
    found = _hold(_asked(_rivals(10_000, 10_000)))

    assert {one.in_plan for one in found.values()} == {True, False}
    assert {one.hold for one in found.values()} <= {"contested", "not resolved"}
    for one in found.values():
        assert Fraction(1, 4) < one.worked_on.often < Fraction(3, 4)


def test_what_is_far_ahead_is_core_and_what_is_far_behind_is_out() -> None:
    of = _asked(_rivals(50_000, 5_000, capacity=9))

    found = _hold(of)

    assert found["INI-1"].hold == "core"
    assert found["INI-1"].in_plan
    assert not found["INI-2"].in_plan
    assert found["INI-2"].worked_on.often < Fraction(9, 10)


def test_a_world_is_the_same_alone_and_among_others() -> None:
    of = _asked(_rivals(10_000, 9_000, 12_000, capacity=11))

    together = worlds(of, range(6))

    assert together == tuple(one for n in range(6) for one in worlds(of, [n]))
    assert together[::-1] == worlds(of, range(6)[::-1])


def test_another_seed_gives_other_worlds() -> None:
    of = _asked(_rivals(10_000, 9_000, capacity=11))

    assert worlds(of, range(4)) != worlds(replace(of, seed=2), range(4))


@given(
    st.lists(st.integers(1, 30).map(lambda n: n * 1_000), min_size=1, max_size=4),
    st.integers(4, 16),
    st.integers(0, 1_000),
)
@settings(max_examples=25)
def test_what_is_lost_to_the_best_plan_of_a_world_lies_within_the_interval(
    benefits: list[int], capacity: int, number: int
) -> None:
    of = _asked(_rivals(*benefits, capacity=capacity))

    (world,) = worlds(of, [number])

    programme = _programme(of, number)
    best = min(loss for loss, _ in _plans(programme))
    assert world.value is not None
    assert world.low is not None
    assert world.high is not None
    lost = programme.worth - world.value
    assert world.low <= lost - best <= world.high + Fraction(1, 100)
    there = all(one in programme.number_of() for one in of.taken)
    as_it_is = there and is_feasible(programme, programme.numbers(of.taken))
    assert world.keeps == as_it_is
    if as_it_is:
        assert lost == loss_of(programme, programme.numbers(of.taken))


def _programme(of: Worlds, number: int) -> Programme:
    book = book_to_draw_from(of.snapshot)
    return formulate(drawn(book, of.ranges, seed=of.seed, number=number), of.frame)


def _plans(programme: Programme) -> list[tuple[Fraction, Sequence[int]]]:
    return [
        (loss_of(programme, numbers), numbers)
        for numbers in product(*programme.groups)
        if is_feasible(programme, sorted(numbers))
    ]


def test_a_world_in_which_nothing_fits_says_what_stands_against_it() -> None:
    """It is pinned, and in some worlds needs more than there is."""
    frame = replace(a_frame(), pinned=(Pin.read("INI-1"),))
    of = _asked(_rivals(10_000, capacity=5), frame)

    found = worlds(of, range(30))

    without = [one for one in found if one.shares is None]
    assert 0 < len(without) < 30
    assert {one.against for one in without} <= {"pin INI-1", "capacity payments 2027Q1", ""}
    assert all(one.value is None for one in without)


@pytest.mark.parametrize(
    ("surely", "possibly", "hold"),
    [
        (95, 100, "core"),
        (94, 100, "not resolved"),
        (0, 5, "out"),
        (6, 94, "contested"),
        (0, 100, "not resolved"),
        (3, 40, "not resolved"),
    ],
)
def test_what_parts_leave_open_is_said_to_be_open(surely: int, possibly: int, hold: str) -> None:
    ends = Fraction(surely, 100), Fraction(possibly, 100)
    often = Often(ends[0], *ends)

    assert Holding(InitiativeId("INI-1"), True, often, "whole", {}).hold == hold


@given(st.lists(st.fractions(0, 100), min_size=1), st.fractions(0, 1))
def test_a_percentile_is_the_least_that_so_many_do_not_exceed(
    values: list[Fraction], part: Fraction
) -> None:
    found = percentile(values, part)

    assert sum(one <= found for one in values) >= part * len(values)
    assert sum(one < found for one in values) < max(Fraction(1), part * len(values))
