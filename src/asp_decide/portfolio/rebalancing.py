"""Whether a team would earn more in another value stream than in its own (D25)."""

from collections.abc import Iterator
from fractions import Fraction

from asp_decide.model.choice import Pool
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.subject import Measured
from asp_decide.model.value_stream import ValueStream
from asp_decide.portfolio.grounds import Grounds

_A_TEAM_LEFT = 2
"""Teams that a stream needs to give one away and go on."""


def rebalance_gain(grounds: Grounds, stream: ValueStream) -> Measured:
    """Money gained by moving one team to the value stream where it earns most.

    `(lambda_2 - lambda_1) * tw * weeks - ramp_up_loss_2 * tw * lambda_2 - disruption_1`: `tw` is
    the net capacity of one of its teams per week, the lambdas are the prices of capacity. A move
    has to earn its ramp-up in the first planned interval (`weeks`): prices hold at the margin and
    for now, and are asked for again in the next run. Negative where every move loses.
    """
    book = grounds.book
    if book.snapshot.charter.capacity_unit == "money":
        return Measured(None, "capacity is counted in money, and teams are not")
    if len(stream.teams) < _A_TEAM_LEFT:
        return Measured(None, "it is not known to have a team to spare")
    if stream.disruption_cost is None:
        return Measured(None, "what the loss of a team disrupts is missing")
    team = _team(grounds, stream)
    here = grounds.prices.get(Pool(stream.id))
    if team is None or here is None:
        return Measured(None, "its capacity is not known")
    first = book.grid.steps[0]
    weeks = first.ends - first.begins
    gains = [
        (there - here) * team * weeks - ramp_up * team * there - Fraction(stream.disruption_cost)
        for there, ramp_up in _elsewhere(grounds, stream.id)
    ]
    if not gains:
        return Measured(None, "no other stream states its ramp-up and its capacity")
    return Measured(book.money(max(gains)))


def _team(grounds: Grounds, stream: ValueStream) -> Fraction | None:
    """Net capacity of one of its teams, in team-weeks a week."""
    first = grounds.book.grid.steps[0]
    capacity = grounds.book.supply.capacity.get((Pool(stream.id), first.number))
    if capacity is None:
        return None
    return capacity / len(stream.teams) / (first.ends - first.begins)


def _elsewhere(grounds: Grounds, own: ValueStreamId) -> Iterator[tuple[Fraction, Fraction]]:
    """Price of capacity and ramp-up of each other stream that states both."""
    for stream in grounds.book.snapshot.value_streams:
        price = grounds.prices.get(Pool(stream.id))
        if stream.id != own and price is not None and stream.ramp_up_loss is not None:
            yield price, Fraction(stream.ramp_up_loss)
