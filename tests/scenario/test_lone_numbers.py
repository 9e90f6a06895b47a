"""A number turns an answer by itself, or it does not: asked one at a time."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from asp_decide.model.ids import InitiativeId
from asp_decide.model.snapshot import Snapshot
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from asp_decide.portfolio.book import open_book
from asp_decide.portfolio.choices import choices
from asp_decide.scenario.lone_numbers import lone_numbers
from asp_decide.scenario.robustness import Worlds
from asp_decide.scenario.uncertainty import ranges
from builders import a_capacity, a_snapshot, an_initiative, an_option, standard
from choice_builders import a_frame

FIRST = InitiativeId("INI-1")


def _asked(snapshot: Snapshot) -> Worlds:
    choice_set, frame = choices(snapshot), a_frame()
    means = Means(PulpSolver(), WorkLimit(nodes=100))
    return Worlds(
        snapshot=snapshot,
        choice_set=choice_set,
        frame=frame,
        ranges=ranges(open_book(snapshot), choice_set, stated=None),
        taken=solve_programme(formulate(choice_set, frame), means, order={}).taken,
        order={},
        seed=1,
    )


def _two(first: tuple[int, int, int], second: int) -> Snapshot:
    """There is room for one of them in the first quarter, and for none later."""
    benefits = {"INI-1": first, "INI-2": (second, second, second)}
    return a_snapshot(
        [an_initiative(one, profile=standard(told)) for one, told in benefits.items()],
        [an_option(one, effort=6, weeks=8) for one in benefits],
        capacities=[a_capacity("payments", f"2027Q{n}", 6 if n == 1 else 0) for n in range(1, 5)],
    )


def test_the_benefit_that_may_fall_below_a_rivals_turns_the_answer() -> None:
    """Its mean is 10,000; its rival brings 8,000, and it may bring 5,000."""
    found = lone_numbers(_asked(_two((5_000, 10_000, 15_000), 8_000)), [FIRST])
    (turn,) = found[FIRST]

    assert (turn.aspect, turn.of, turn.to) == ("benefit", "", "leave")
    assert Fraction(78, 100) < turn.factor <= Fraction(8, 10)


def test_nothing_turns_what_stays_ahead_over_its_whole_range() -> None:
    of = _asked(_two((9_000, 10_000, 11_000), 8_000))

    assert lone_numbers(of, [FIRST]) == {FIRST: ()}


@pytest.mark.parametrize(
    ("changes", "aspect", "of", "to"),
    [
        ({"effort": (3, 6, 9)}, "effort", "", "leave"),
        ({"weeks": (6, 8, 16)}, "duration", "", "leave"),
        ({"outlay": (0, 0, 9_000_000)}, "outlay", "", "whole"),
        ({"capacity": (3, 6, 7)}, "capacity", "payments", "leave"),
    ],
)
def test_any_number_of_the_work_may_turn_it_and_the_stream_is_named(
    changes: Mapping[str, tuple[int, int, int]], aspect: str, of: str, to: str
) -> None:
    """There is room for six team-weeks in the first quarter and for none later."""
    low, likely, high = changes.get("capacity", (6, 6, 6))
    snapshot = a_snapshot(
        [an_initiative("INI-1", profile=standard(10_000))],
        [
            an_option(
                "INI-1",
                effort=changes.get("effort", 6),
                weeks=changes.get("weeks", 8),
                outlay=changes.get("outlay", 0),
            )
        ],
        capacities=[
            a_capacity("payments", "2027Q1", likely, low=Decimal(low), high=Decimal(high)),
            *(a_capacity("payments", f"2027Q{n}", 0) for n in range(2, 5)),
        ],
    )

    ((turn, *_),) = lone_numbers(_asked(snapshot), [FIRST]).values()

    assert (turn.aspect, turn.of, turn.to) == (aspect, of, to)


def test_of_an_answer_that_the_relaxation_does_not_share_nothing_is_said() -> None:
    of = _asked(_two((5_000, 10_000, 15_000), 8_000))
    other = replace(of, taken=("INI-1/leave", "INI-2/whole@2027Q1"))

    assert lone_numbers(other, [FIRST]) == {}
