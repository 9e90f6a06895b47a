"""Pictures of two amounts side by side: what was foretold and came, what there was and is."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.report.page import Chart
from asp_decide.report.pictures.chart_frame import (
    BLUE,
    CELL,
    DEEP_BLUE,
    DEEP_ORANGE,
    GRID,
    INK,
    ORANGE,
    QUIET,
    WHITE,
    Margins,
    at,
    boxes,
    frame,
    points,
    row_labels,
    rows,
    straight,
    strokes,
    texts,
)

_ROW_HEIGHT = 26
_LEFT = 226
_SYMBOL = 90
_UNDER_HEADS = Margins(top=30)
_BARE = Margins(top=6)


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """An amount that was expected and the one that came, with the words beside them."""

    name: str
    expected: Fraction
    realised: Fraction
    told: str


@dataclass(frozen=True, slots=True)
class Step:
    """A bar of a waterfall: a total from nought, or a change from where the last bar ended."""

    name: str
    begins: Fraction
    ends: Fraction
    told: str
    is_total: bool = False


def dumbbell_picture(dumbbells: Sequence[Dumbbell]) -> Chart:
    """An open circle for what was expected, a full one for what came, and the way between."""
    amounts = [amount for one in dumbbells for amount in (one.expected, one.realised)]
    lowest, highest = min(Fraction(0), *amounts), max(Fraction(1), *amounts)
    x = straight("x", lowest, highest + (highest - lowest) * Fraction(3, 4))
    y = rows("y", len(dumbbells))
    middle = CELL // 2
    ways = [
        {"x": one.expected, "x2": one.realised, "y": n * CELL + middle, "y2": n * CELL + middle}
        for n, one in enumerate(dumbbells)
    ]
    expected = [{"x": way["x"], "y": way["y"]} for way in ways]
    came = [{"x": way["x2"], "y": way["y"]} for way in ways]
    told = [
        {"x": max(one.expected, one.realised), "y": way["y"], "told": one.told}
        for one, way in zip(dumbbells, ways, strict=True)
    ]
    zero = [{"x": 0, "x2": 0, "y": 0, "y2": len(dumbbells) * CELL}]
    layers = (
        strokes(zero, x, y, color=GRID),
        strokes(ways, x, y, color=DEEP_BLUE, strokeWidth=2),
        points(expected, x, y, shape="circle", size=_SYMBOL, fill=WHITE, stroke=INK),
        points(came, x, y, shape="circle", size=_SYMBOL, fill=DEEP_BLUE, stroke=DEEP_BLUE),
        texts(told, x, y, align="left", dx=12),
        row_labels([one.name for one in dumbbells], left=_LEFT),
        texts([{"told": "○ foretold   ● realised"}], at(0), at(-14), align="left", color=QUIET),
    )
    return frame(layers, height=len(dumbbells) * _ROW_HEIGHT, margins=_UNDER_HEADS)


def waterfall_picture(steps: Sequence[Step]) -> Chart:
    """Bars that begin where the one before ended; totals stand on nought."""
    ends = [end for step in steps for end in (step.begins, step.ends)]
    lowest, highest = min(Fraction(0), *ends), max(Fraction(1), *ends)
    x = straight("x", lowest, highest + (highest - lowest) * Fraction(1, 2))
    y = rows("y", len(steps))
    bars = [
        {
            "x": min(step.begins, step.ends),
            "x2": max(step.begins, step.ends),
            "y": n * CELL + 18,
            "y2": n * CELL + 82,
            "fill": _fill(step),
            "edge": DEEP_ORANGE if step.ends < step.begins else INK,
        }
        for n, step in enumerate(steps)
    ]
    joins = [
        {"x": step.ends, "x2": step.ends, "y": n * CELL + 82, "y2": (n + 1) * CELL + 18}
        for n, step in enumerate(steps[:-1])
    ]
    told = [
        {"x": max(step.begins, step.ends), "y": n * CELL + CELL // 2, "told": step.told}
        for n, step in enumerate(steps)
    ]
    layers = (
        strokes([{"x": 0, "x2": 0, "y": 0, "y2": len(steps) * CELL}], x, y, color=GRID),
        strokes(joins, x, y, color=QUIET, strokeDash=[3, 3]),
        boxes(bars, x, y),
        texts(told, x, y, align="left", dx=8),
        row_labels([step.name for step in steps], left=_LEFT),
    )
    return frame(layers, height=len(steps) * _ROW_HEIGHT, margins=_BARE)


def _fill(step: Step) -> str:
    if step.is_total:
        return BLUE
    return ORANGE if step.ends < step.begins else WHITE
