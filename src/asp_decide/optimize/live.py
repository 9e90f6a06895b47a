"""What a live relaxation is asked and answers: whole numbers, no name of a solver."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from asp_decide.optimize.programme import Origin, Row

WHOLE = 2**40
"""Shares and multipliers are whole numbers over this."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The best relaxation: how much of each choice it takes, by number, and the prices of rows.

    `value` is what it loses, over 2**40 of the programme's unit; `multipliers` are those that are
    not zero, in normal form, by origin. `ended` says that somebody or the work ended it early: the
    shares and the value are a guess then, the multipliers bound no less truly for that.
    """

    value: int
    shares: tuple[int, ...]
    multipliers: Mapping[Origin, int]
    ended: bool = False


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Not even parts of choices fit: multipliers that show it, in any unit; empty if unknown."""

    multipliers: Mapping[Origin, int]


class Live(Protocol):
    """A relaxation that is changed in place and asked again."""

    def add(self, rows: Iterable[Row]) -> None:
        """These rows as well."""
        ...

    def exclude(self, numbers: frozenset[int]) -> None:
        """Exactly these choices cannot be taken from now on."""
        ...

    def solve(self) -> Answer | NoAnswer:
        """The best relaxation, or that there is none. Raises SolverFailedError."""
        ...
