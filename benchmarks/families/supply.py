"""What the initiatives compete for: capacity by stream and interval, money, places in delivery."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from families.chance import Chance
from families.parameters import TAIL_INTERVALS, Parameters
from families.work import CATEGORIES, Bet

_PART_OF_SKILL = 0.60
_BUDGET_OF_DEMAND = {"even": 0.97, "tight": 0.70, "none": 0.0}
_PLACES_OF_PORTFOLIO = 0.8
_FEWEST_PLACES = 2
_MEAN_EXAMINATION_TENTHS = 22
_LARGEST_EXAMINATION_TENTHS = 40


@dataclass(frozen=True, slots=True)
class Supply:
    """Capacity in tenths of a team-week, money in hundreds per interval, limits of work.

    `capacity` is by stream and interval, the tail's included; so is `specialists` for streams
    with a scarce skill. `analysts` and `budget` are the same in each interval; a budget of None
    limits nothing. `reachable` is by category the whole demand over the capacity of the plan.
    """

    capacity: Mapping[int, tuple[int, ...]]
    specialists: Mapping[int, tuple[int, ...]]
    analysts: int
    budget: int | None
    places: Mapping[int, int]
    reachable: Mapping[str, float]

    @property
    def places_of_portfolio(self) -> int:
        """How many initiatives may be in delivery at once, in all streams together."""
        return math.ceil(_PLACES_OF_PORTFOLIO * sum(self.places.values()))


def draw_supply(
    asked: Parameters, chance: Chance, bets: tuple[Bet, ...], *, skilled: Mapping[int, str]
) -> Supply:
    """Capacity at which all whole options together make the load that is asked for."""
    delivered = [bet for bet in bets if bet.state != "discovery_queue"]
    level = _level(asked, bets)
    count = asked.intervals + sum(TAIL_INTERVALS)
    drawn = chance.of("capacity").uniform(0.85, 1.10, (asked.streams, count))
    capacity = {
        stream: tuple(max(1, round(level[stream] * float(part))) for part in drawn[stream])
        for stream in range(asked.streams)
    }
    with_skill = {bet.streams[0] for bet in bets if bet.number in skilled}
    specialists = {
        stream: tuple(max(1, round(amount * _PART_OF_SKILL)) for amount in capacity[stream])
        for stream in sorted(with_skill)
    }
    examined = sum(bet.state == "discovery_queue" for bet in bets)
    analysts = examined * _MEAN_EXAMINATION_TENTHS / asked.load / asked.intervals
    return Supply(
        capacity=capacity,
        specialists=specialists,
        analysts=max(_LARGEST_EXAMINATION_TENTHS, round(analysts)),
        budget=_budget(asked, bets),
        places=_places(asked, delivered, capacity),
        reachable=_reachable(asked, delivered, capacity),
    )


def lumpiness(supply: Supply, bets: tuple[Bet, ...]) -> float:
    """What nine of ten demands per interval stay below, as a part of the stream's capacity."""
    parts = sorted(
        tenths * len(supply.capacity[stream]) / sum(supply.capacity[stream])
        for bet in bets
        if bet.state != "discovery_queue"
        for stream, tenths in zip(bet.streams, bet.tenths, strict=True)
    )
    return parts[int(0.9 * (len(parts) - 1))]


def _level(asked: Parameters, bets: tuple[Bet, ...]) -> list[float]:
    """Tenths per interval of each stream: its own demand, or evened out as home streams skew."""
    demand: dict[int, int] = defaultdict(int)
    for bet in bets:
        for stream, tenths in bet.effort.items():
            demand[stream] += tenths
    mean = sum(demand.values()) / asked.streams
    evened = ((1 - asked.skew) * demand[s] + asked.skew * mean for s in range(asked.streams))
    return [amount / asked.load / asked.intervals for amount in evened]


def _budget(asked: Parameters, bets: tuple[Bet, ...]) -> int | None:
    if asked.money == "none":
        return None
    total = sum(bet.outlay for bet in bets)
    return round(_BUDGET_OF_DEMAND[asked.money] * total / asked.load / asked.intervals)


def _places(
    asked: Parameters, delivered: list[Bet], capacity: Mapping[int, tuple[int, ...]]
) -> dict[int, int]:
    demands: dict[int, list[int]] = defaultdict(list)
    for bet in delivered:
        for stream, tenths in zip(bet.streams, bet.tenths, strict=True):
            demands[stream].append(tenths)
    every = [tenths for found in demands.values() for tenths in found]
    places = {}
    for stream, amounts in capacity.items():
        found = demands[stream] or every
        mean = sum(found) / len(found)
        held = asked.wip * sum(amounts) / len(amounts) / mean
        places[stream] = max(_FEWEST_PLACES, math.ceil(held))
    return places


def _reachable(
    asked: Parameters, delivered: list[Bet], capacity: Mapping[int, tuple[int, ...]]
) -> dict[str, float]:
    available = sum(sum(amounts[: asked.intervals]) for amounts in capacity.values())
    demand = dict.fromkeys(CATEGORIES, 0)
    for bet in delivered:
        demand[bet.category] += sum(bet.effort.values())
    return {category: amount / available for category, amount in demand.items()}
