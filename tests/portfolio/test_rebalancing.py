"""Whether a team would earn more in another value stream than in its own."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from asp_decide.model.choice import Pool
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.subject import Measured
from asp_decide.portfolio.grounds import grounds
from asp_decide.portfolio.rebalancing import rebalance_gain
from builders import a_charter, a_snapshot, a_value_stream, an_initiative, an_option

PRICES = {"cards": 1000, "loans": 3000}


def gain(
    prices: Mapping[str, int] = PRICES, *, capacity_unit: str = "team-weeks", **changes: Any
) -> Measured:
    """Of cards, which has two teams and 26 team-weeks a quarter, next to loans."""
    cards = {"teams": ("c-1", "c-2"), "disruption_cost": 15_000, "ramp_up_loss": 2} | changes
    snapshot = a_snapshot(
        [an_initiative("A"), an_initiative("B")],
        [an_option("A", effort={"cards": 5}), an_option("B", effort={"loans": 5})],
        charter=a_charter(planning_intervals=1, tail_intervals=(), capacity_unit=capacity_unit),
        value_streams=[a_value_stream("cards", **cards), a_value_stream("loans", ramp_up_loss=2)],
    )
    told = {Pool(ValueStreamId(stream)): Fraction(price) for stream, price in prices.items()}
    return rebalance_gain(grounds(snapshot, told), snapshot.value_streams[0])


def test_a_team_moves_at_the_difference_of_prices_less_ramp_up_and_disruption() -> None:
    """A team of 13 team-weeks in the quarter: 13 x 2000 less 2 of its weeks there at 3000."""
    a_week = Fraction(13) / Fraction(90, 7)

    found = gain()

    assert found.value is not None
    assert found.value == round(13 * 2000 - 2 * a_week * 3000 - 15_000, 2)


def test_where_every_move_loses_the_best_one_is_told_as_a_loss() -> None:
    found = gain({"cards": 3000, "loans": 3000})

    assert found.value is not None
    assert found.value < 0


@pytest.mark.parametrize(
    "lacking",
    [
        {"teams": ("c-1",)},
        {"teams": ()},
        {"disruption_cost": None},
        {"capacity_unit": "money"},
    ],
)
def test_what_is_not_known_of_a_move_leaves_its_gain_unknown(lacking: dict[str, Any]) -> None:
    found = gain(**lacking)

    assert found.value is None
    assert found.why


def test_a_team_gains_nothing_where_capacity_is_not_scarce() -> None:
    """A pool without a price has capacity to spare."""
    found = gain({"cards": 1000})

    assert found.value == -13 * 1000 - 15_000
