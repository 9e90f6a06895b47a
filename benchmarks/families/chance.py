"""Chance by aspect: each name has its own stream of draws, so none moves those of another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Chance:
    """The draws of one seed; every aspect is a child of it, by name and not by position."""

    seed: int

    def of(self, aspect: str) -> np.random.Generator:
        """The draws of that aspect, from their beginning."""
        child = np.random.SeedSequence(self.seed, spawn_key=tuple(aspect.encode()))
        return np.random.default_rng(child)

    def uniform(self, aspect: str, count: int, low: float = 0, high: float = 1) -> list[float]:
        """So many numbers between both ends."""
        return [float(x) for x in self.of(aspect).uniform(low, high, count)]

    def happens(self, aspect: str, count: int, share: float) -> list[bool]:
        """Of so many, whether it happens to each; the same or more of them for a larger share."""
        return [x < share for x in self.uniform(aspect, count)]

    def words[Word](
        self, aspect: str, count: int, words: Sequence[Word], shares: Sequence[float]
    ) -> list[Word]:
        """So many words, each by its share."""
        edges: Any = np.cumsum(shares) / sum(shares)
        drawn = np.searchsorted(edges, self.uniform(aspect, count), side="right")
        return [words[min(int(n), len(words) - 1)] for n in drawn]
