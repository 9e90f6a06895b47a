"""The trap of false stability: a search that begins with the plan finds it again in every world.

An engine that falls into it reports that each answer holds always or never, and a plan that was
one of many equals looks unshakeable. One is built here on purpose, and the same check that it
fails is passed by the engine.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product

from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.evaluation import is_feasible, loss_of
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Programme
from asp_decide.scenario.core import works
from asp_decide.scenario.draws import book_to_draw_from, drawn
from asp_decide.scenario.holding import holdings
from asp_decide.scenario.robustness import Worlds, worlds
from world_builders import rivals, worlds_of

type Often = Mapping[InitiativeId, Fraction]
"""In what part of the worlds each initiative is worked on."""

RUNS = 60
CLOSE = Fraction(1, 10)
"""How far an engine may be from the truth before it shows what is not there."""


def test_an_engine_that_hands_back_the_plan_in_hand_is_caught() -> None:
    of = _three_equals_for_one_place()

    shown = _often(of, _warm_start_handed_back)

    assert set(shown.values()) == {Fraction(0), Fraction(1)}, "it looks unshakeable"
    assert not _shows_the_truth(of, shown)


def test_the_engine_shows_that_equals_are_equals() -> None:
    of = _three_equals_for_one_place()
    shares = [world.shares for world in worlds(of, range(RUNS)) if world.shares is not None]
    found = holdings(formulate(of.choice_set, of.frame), of.taken, shares)

    assert _shows_the_truth(of, {one.initiative: one.worked_on.often for one in found})
    assert {one.hold for one in found} <= {"contested", "not resolved"}
    assert max(one.best.often for one in found if one.in_plan) < Fraction(1, 2)


def _shows_the_truth(of: Worlds, shown: Often) -> bool:
    """Whether what is shown is what comes out if every world is searched from end to end."""
    truth = _often(of, _best_of_all_plans)
    return all(abs(shown[one] - often) <= CLOSE for one, often in truth.items())


def _often(of: Worlds, answer: Callable[[Worlds, Programme], frozenset[int]]) -> Often:
    book = book_to_draw_from(of.snapshot)
    counts: dict[InitiativeId, int] = {}
    for number in range(RUNS):
        world = drawn(book, of.ranges, seed=of.seed, number=number)
        programme = formulate(world, of.frame)
        taken = answer(of, programme)
        for initiative, group in programme.of_initiative().items():
            working = any(n in taken and works(programme, programme.choices[n]) for n in group)
            counts[initiative] = counts.get(initiative, 0) + working
    return {one: Fraction(count, RUNS) for one, count in counts.items()}


def _warm_start_handed_back(of: Worlds, programme: Programme) -> frozenset[int]:
    """A search without any work left: what it began with is the best that it has found."""
    return frozenset(programme.numbers(of.taken))


def _best_of_all_plans(_: Worlds, programme: Programme) -> frozenset[int]:
    plans = (sorted(numbers) for numbers in product(*programme.groups))
    fitting = (numbers for numbers in plans if is_feasible(programme, numbers))
    return frozenset(min(fitting, key=lambda numbers: loss_of(programme, numbers)))


def _three_equals_for_one_place() -> Worlds:
    """Each needs all six team-weeks of the first quarter; there are none later."""
    return worlds_of(rivals([(8_000, 10_000, 12_000)] * 3))
