"""How large each initiative is: who does it, for how long, and whether it runs already."""

from dataclasses import dataclass

import numpy as np

from families.chance import Chance
from families.parameters import Parameters

_RATE_LOG_MEAN, _RATE_LOG_DEVIATION = -1.6, 0.8
_SIZE_LOG_MEAN, _SIZE_LOG_DEVIATION = 1.6, 0.7
CATEGORIES = ("business", "enabler", "technical_quality")


@dataclass(frozen=True, slots=True)
class Bet:
    """One initiative as drawn: efforts in tenths of a team-week, money in hundreds.

    `tenths` are the demand per interval in each of `streams`, the home stream first; `delay_cost`
    is hundreds per week of waiting.
    """

    number: int
    streams: tuple[int, ...]
    tenths: tuple[int, ...]
    intervals: int
    delay_cost: int
    outlay: int
    category: str
    state: str

    @property
    def id(self) -> str:
        """Its name in every table."""
        return f"INI-{self.number + 1:05d}"

    @property
    def runs(self) -> bool:
        """Whether it is in delivery."""
        return self.state == "implementing"

    @property
    def is_candidate(self) -> bool:
        """Whether it waits for delivery."""
        return self.state == "delivery_queue"

    @property
    def effort(self) -> dict[int, int]:
        """Tenths of a team-week in each stream, over all its intervals."""
        each = zip(self.streams, self.tenths, strict=True)
        return {stream: tenths * self.intervals for stream, tenths in each}


def draw_bets(asked: Parameters, chance: Chance) -> tuple[Bet, ...]:
    """All initiatives, in order of their numbers."""
    count = asked.initiatives
    states = _states(asked, chance)
    streams = _streams(asked, chance)
    durations = _durations(asked, chance, states)
    noise = chance.of("size").normal(size=count)
    sizes = np.exp(_SIZE_LOG_MEAN + _SIZE_LOG_DEVIATION * noise) + 0.5
    parts = chance.of("part of other streams").uniform(0.15, 0.50, (count, 2))
    categories = chance.words("category", count, CATEGORIES, (0.60, 0.25, 0.15))
    rates = chance.uniform("rate", count, 6, 9)
    values = _delay_cost_per_money(asked, chance, noise)
    outlays = chance.uniform("outlay", count, 0.10, 0.40)
    bets = []
    for n in range(count):
        home = max(1, round(10 * float(sizes[n])))
        others = [max(1, round(home * float(part))) for part in parts[n]]
        tenths = (home, *others[: len(streams[n]) - 1])
        # Team-weeks times thousands are hundreds times tenths.
        worth = sum(tenths) * durations[n] * rates[n]
        bets.append(
            Bet(
                number=n,
                streams=streams[n],
                tenths=tenths,
                intervals=durations[n],
                delay_cost=max(1, round(worth * float(values[n]) / 13)),
                outlay=round(worth * outlays[n]) if asked.money != "none" else 0,
                category=categories[n],
                state=states[n],
            )
        )
    return tuple(bets)


def _states(asked: Parameters, chance: Chance) -> list[str]:
    examined = chance.happens("analysis", asked.initiatives, asked.analysis)
    running = chance.happens("running", asked.initiatives, asked.running)
    return [
        "implementing" if runs else "discovery_queue" if waits else "delivery_queue"
        for runs, waits in zip(running, examined, strict=True)
    ]


def _streams(asked: Parameters, chance: Chance) -> list[tuple[int, ...]]:
    weights = (1 / np.arange(1, asked.streams + 1)) ** asked.skew
    homes = chance.words("home stream", asked.initiatives, range(asked.streams), list(weights))
    touched = chance.words("touches", asked.initiatives, (1, 2, 3), asked.touches)
    orders = chance.of("other streams").uniform(size=(asked.initiatives, asked.streams))
    found = []
    for home, many, order in zip(homes, touched, orders, strict=True):
        others = [int(s) for s in np.argsort(order) if s != home]
        found.append((home, *others[: many - 1]))
    return found


def _durations(asked: Parameters, chance: Chance, states: list[str]) -> list[int]:
    drawn = chance.words("duration", asked.initiatives, (1, 2, 3, 4), asked.durations)
    most = max(1, asked.intervals // 2)
    left = {"implementing": min(2, most)}
    return [min(d, left.get(state, most)) for d, state in zip(drawn, states, strict=True)]


def _delay_cost_per_money(asked: Parameters, chance: Chance, sizes: np.ndarray) -> np.ndarray:
    own = chance.of("value").normal(size=asked.initiatives)
    mixed = asked.signal * sizes + (1 - asked.signal**2) ** 0.5 * own
    drawn: np.ndarray = np.exp(_RATE_LOG_MEAN + _RATE_LOG_DEVIATION * mixed)
    return drawn
