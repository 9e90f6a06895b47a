"""Watching a search, and ending it before its work is done."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

type Ended = Literal["time limit", "interrupted"]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search has in hand: after which stage, what its best plan loses, what is proven.

    `loss` is None while there is no plan, `bound` while nothing is proven; both are money, and so
    is `worth`, the loss of doing nothing. `work` counts relaxations, nodes and rounds so far.
    """

    stage: str
    loss: Fraction | None
    bound: Fraction | None
    worth: Fraction
    work: int

    @property
    def gap(self) -> Fraction | None:
        """Loss less bound as a share of the value captured; None where one is missing."""
        if self.loss is None or self.bound is None or self.loss >= self.worth:
            return None
        return max(Fraction(0), self.loss - self.bound) / (self.worth - self.loss)


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told what was found, and who may say that it is enough.

    `ended` is asked again and again, by several threads where several search: None while the
    search may go on. `clocked` says that a clock may end it: what it finds is exploratory then,
    whether the clock did or not.
    """

    told: Callable[[Found], None]
    ended: Callable[[], Ended | None]
    clocked: bool


def _nothing(_: Found) -> None:
    """Nobody is told."""


def _never() -> None:
    """Nobody ends it."""


UNWATCHED = Watch(_nothing, _never, clocked=False)
"""A search that runs to the end of its work, by itself."""
