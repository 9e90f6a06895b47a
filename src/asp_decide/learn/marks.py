"""By what a reference class may be divided further: kind, value stream, size, forecaster."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from asp_decide.model.initiative import Initiative

type Dimension = Literal["kind", "stream", "size", "forecaster"]
type Marks = Mapping[Dimension, str]
"""What a case or an initiative is in each dimension; one that is not known is absent."""

DIMENSIONS: tuple[Dimension, ...] = ("kind", "stream", "size", "forecaster")
"""In the order in which a class is divided."""

THIRDS = ("smallest third", "middle third", "largest third")


def marks_of(initiative: Initiative, streams: Iterable[str]) -> Marks:
    """What kind it is, who builds it and who foretold it: the lead of the work, else its sponsor.

    Its size is that of one forecast and not its own.
    """
    built_in = " and ".join(sorted(streams))
    by = initiative.lead or initiative.sponsor
    told: dict[Dimension, str] = {}
    if initiative.category:
        told["kind"] = initiative.category
    if built_in:
        told["stream"] = built_in
    if by:
        told["forecaster"] = by
    return told


@dataclass(frozen=True, slots=True)
class Sizes:
    """The amounts from which on a forecast is of the middle and of the largest third."""

    middle: Fraction
    largest: Fraction

    @classmethod
    def of(cls, foretold: Sequence[Fraction]) -> "Sizes":
        """The thirds of forecasts that were judged; there is at least one."""
        ordered = sorted(foretold)
        n = len(ordered)
        return cls(ordered[-(-n // 3) % n], ordered[-(-2 * n // 3) % n])

    def third(self, foretold: Fraction) -> str:
        """The third to which a forecast belongs; equals are of one third."""
        return THIRDS[(foretold >= self.middle) + (foretold >= self.largest)]


def named(parent: str, mark: str) -> str:
    """The name of a part of a class.

    >>> named("refunds", "payments")
    'refunds / payments'
    """
    return f"{parent} / {mark}"


def nearest_part(name: str, marks: Marks, known: Iterable[str]) -> str:
    """The finest of the known parts of a class to which something with these marks belongs."""
    parts = frozenset(known)
    for dimension in DIMENSIONS:
        part = named(name, marks.get(dimension, ""))
        if dimension in marks and part in parts:
            name = part
    return name
