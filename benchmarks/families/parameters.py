"""What a portfolio is drawn by, and the families: each a change against T, tight and lumpy."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

type Money = Literal["even", "tight", "none"]


@dataclass(frozen=True, slots=True)
class Parameters:
    """One instance without its seed. Shares are of initiatives unless said otherwise.

    `load` is the demand of all whole options over the capacity of the plan; `grain` divides the
    streams, so that each holds so many times as many bets at once; `skew` draws home streams by
    Zipf's law and evens out their capacity, so that the first becomes the bottleneck; `signal`
    is the correlation of a bet's size and its value per team-week; `chain` is the longest row of
    predecessors.
    """

    initiatives: int
    streams: int
    intervals: int
    load: float = 2.0
    grain: int = 1
    skew: float = 0.0
    signal: float = 0.0
    touches: tuple[float, float, float] = (0.55, 0.30, 0.15)
    durations: tuple[float, float, float, float] = (0.35, 0.35, 0.20, 0.10)
    urgencies: tuple[tuple[str, float], ...] = (
        ("fixed end", 0.40),
        ("life", 0.15),
        ("deadline", 0.12),
        ("hard deadline", 0.05),
        ("expiring", 0.13),
        ("first mover", 0.10),
        ("enabler", 0.05),
    )
    with_mvp: float = 0.30
    with_extended: float = 0.40
    """Of those with an mvp."""
    with_modes: float = 0.10
    links: float = 0.12
    chain: int = 3
    lagging: float = 0.25
    """Of links."""
    needs: float = 0.03
    exclusions: float = 0.03
    mandates: float = 0.04
    conflict: bool = False
    """Two mandates of one stream that must begin at once and do not fit together."""
    running: float = 0.12
    redirected: float = 0.30
    """Of running work; so is `paused`."""
    paused: float = 0.20
    wip: float = 0.9
    """Limit of a stream over what its capacity holds of bets of mean size."""
    money: Money = "even"
    floors: tuple[float, float, float] = (0.0, 0.10, 0.05)
    """By category, and never above a third of what the category could hold."""
    caps: tuple[float, float, float] = (0.75, 0.45, 0.30)
    skills: float = 0.20
    """Of streams: one scarce skill with 60 per cent of their work."""
    analysis: float = 0.15
    unknown: float = 0.03


TAIL_INTERVALS = (2, 4)
_FEWEST_STREAMS = 2

FAMILIES: Mapping[str, Mapping[str, Any]] = {
    "T": {},
    "F": {"grain": 4, "wip": 2.7},
    "D": {
        "urgencies": (
            ("fixed end", 0.25),
            ("life", 0.10),
            ("deadline", 0.20),
            ("hard deadline", 0.10),
            ("expiring", 0.20),
            ("first mover", 0.10),
            ("enabler", 0.05),
        )
    },
    "R": {"running": 0.45, "redirected": 0.60},
    "C": {"links": 0.35, "chain": 6},
    "M": {"money": "tight", "floors": (0.30, 0.15, 0.08)},
    "X": {"touches": (0.20, 0.50, 0.30)},
    "Z": {"skew": 1.0},
}
"""T tight and lumpy; F many small bets; D dates; R much is running; C chains of predecessors;
M money and guardrails bind; X shared among streams; Z one bottleneck."""

SIZES: Mapping[int, tuple[int, int]] = {
    30: (5, 4),
    60: (6, 6),
    100: (8, 8),
    150: (10, 8),
    300: (15, 8),
    1000: (30, 12),
    3000: (60, 12),
    10_000: (100, 12),
}
"""Streams and intervals by number of initiatives."""


def of_family(family: str, initiatives: int, **changes: Any) -> Parameters:
    """The parameters of a family at one of the usual sizes; KeyError for another."""
    streams, intervals = SIZES[initiatives]
    changed = replace(
        Parameters(initiatives, streams, intervals), **{**FAMILIES[family], **changes}
    )
    return replace(changed, streams=max(_FEWEST_STREAMS, changed.streams // changed.grain))
