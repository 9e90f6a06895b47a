"""What is measured of how work flows, as a figure that says what it rests on."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class FlowFigure:
    """A measure of a window with its unit, the `n` cases it rests on, and how many were left out.

    `value` is None where there is no case to measure.
    """

    name: str
    unit: str
    value: Fraction | None
    n: int
    excluded: int = 0
