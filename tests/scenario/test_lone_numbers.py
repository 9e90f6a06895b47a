"""A number turns an answer by itself, or it does not: asked one at a time."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from asp_decide.model.ids import InitiativeId
from asp_decide.model.snapshot import Snapshot
from asp_decide.scenario.lone_numbers import lone_numbers
from builders import a_capacity, a_snapshot, an_initiative, an_option, standard
from world_builders import rivals, worlds_of

FIRST = InitiativeId("INI-1")


def _two(first: tuple[int, int, int], second: int) -> Snapshot:
    """There is room for one of them in the first quarter, and for none later."""
    return rivals([first, (second, second, second)])


def test_the_benefit_that_may_fall_below_a_rivals_turns_the_answer() -> None:
    """Its mean is 10,000; its rival brings 8,000, and it may bring 5,000."""
    found = lone_numbers(worlds_of(_two((5_000, 10_000, 15_000), 8_000)), [FIRST])
    (turn,) = found[FIRST]

    assert (turn.aspect, turn.of, turn.to) == ("benefit", "", "leave")
    assert Fraction(78, 100) < turn.factor <= Fraction(8, 10)


def test_nothing_turns_what_stays_ahead_over_its_whole_range() -> None:
    of = worlds_of(_two((9_000, 10_000, 11_000), 8_000))

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

    ((turn, *_),) = lone_numbers(worlds_of(snapshot), [FIRST]).values()

    assert (turn.aspect, turn.of, turn.to) == (aspect, of, to)


def test_of_an_answer_that_the_relaxation_does_not_share_nothing_is_said() -> None:
    of = worlds_of(_two((5_000, 10_000, 15_000), 8_000))
    other = replace(of, taken=("INI-1/leave", "INI-2/whole@2027Q1"))

    assert lone_numbers(other, [FIRST]) == {}
