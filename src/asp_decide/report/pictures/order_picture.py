"""Cost of delay over duration on log scales: work of equal CD3 lies on a straight line."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from asp_decide.report.amounts import number
from asp_decide.report.page import Chart
from asp_decide.report.pictures.chart_frame import (
    BLUE,
    DEEP_BLUE,
    DEEP_ORANGE,
    GRID,
    INK,
    ORANGE,
    QUIET,
    WHITE,
    WIDTH,
    Margins,
    at,
    frame,
    points,
    shortened,
    strokes,
    texts,
)
from asp_decide.report.pictures.label_sides import Side, label_sides

type Standing = Literal["runs", "begins now", "begins later", "waits or ends", "review"]
type Range = tuple[Fraction, Fraction]

_SYMBOLS: dict[Standing, dict[str, str]] = {
    "runs": {"shape": "square", "fill": DEEP_BLUE, "stroke": DEEP_BLUE},
    "begins now": {"shape": "circle", "fill": DEEP_BLUE, "stroke": DEEP_BLUE},
    "begins later": {"shape": "triangle-right", "fill": BLUE, "stroke": DEEP_BLUE},
    "waits or ends": {"shape": "circle", "fill": WHITE, "stroke": INK},
    "review": {"shape": "diamond", "fill": ORANGE, "stroke": DEEP_ORANGE},
}
_POWERS = tuple(Fraction(10) ** power for power in range(-6, 16))
_STEPS = tuple(power * step for power in _POWERS for step in (1, 2, 5))
"""Where a label may stand on a logarithmic scale."""

_MARGINS = Margins(left=92, right=70, top=38, bottom=48)
_ACROSS, _HEIGHT = WIDTH - _MARGINS.left - _MARGINS.right, 400
_LABELS: Mapping[Side, Mapping[str, object]] = {
    "right": {"align": "left", "dx": 9},
    "left": {"align": "right", "dx": -9},
    "above": {"align": "center", "dy": -14},
    "below": {"align": "center", "dy": 14},
}
_SYMBOL_SIZE = 90


@dataclass(frozen=True, slots=True)
class Spot:
    """An initiative by its remaining weeks and its cost of delay a week, both above nothing."""

    name: str
    weeks: Fraction
    cost_of_delay: Fraction
    standing: Standing


def order_picture(spots: Sequence[Spot], currency: str) -> Chart:
    """A symbol for each initiative by where it stands in the plan, over lines of equal CD3."""
    weeks = _span(spot.weeks for spot in spots)
    costs = _span(spot.cost_of_delay for spot in spots)
    x, y = _logarithmic("x", weeks), _logarithmic("y", costs)
    lines = _lines_of_equal_cd3(weeks, costs)
    placed = _placed(spots, weeks, costs)
    symbols = (
        points([p for p in placed if p["of"] == standing], x, y, size=_SYMBOL_SIZE, **look)
        for standing, look in _SYMBOLS.items()
    )
    layers = (
        strokes(lines, x, y, color=GRID, strokeDash=[5, 4]),
        texts(lines, _from_end(x), _from_end(y), align="left", dx=5, color=QUIET, fontSize=11),
        *symbols,
        *_names(placed, x, y),
        *_legend(),
        *_axes(weeks, costs, currency),
    )
    return frame(layers, height=_HEIGHT, margins=_MARGINS)


def _placed(spots: Sequence[Spot], weeks: Range, costs: Range) -> list[Mapping[str, object]]:
    symbols = [
        (
            _pixels(spot.weeks, weeks, _ACROSS),
            -_pixels(spot.cost_of_delay, costs, _HEIGHT),
            shortened(spot.name, 18),
        )
        for spot in spots
    ]
    return [
        {"x": s.weeks, "y": s.cost_of_delay, "told": told, "of": s.standing, "side": side}
        for s, (_, _, told), side in zip(spots, symbols, label_sides(symbols), strict=True)
    ]


def _names(
    placed: Sequence[Mapping[str, object]], x: Mapping[str, Any], y: Mapping[str, Any]
) -> list[dict[str, Any]]:
    return [
        texts([p for p in placed if p["side"] == side], x, y, fontSize=11, **look)
        for side, look in _LABELS.items()
    ]


def _pixels(value: Fraction, span: Range, length: int) -> int:
    return round(length * math.log(value / span[0]) / math.log(span[1] / span[0]))


def _span(values: Iterable[Fraction]) -> Range:
    """From a step below all values to a step above, with a little air."""
    known = sorted(values)
    air = Fraction(11, 10)
    below = [step for step in _STEPS if step * air <= known[0]]
    above = [step for step in _STEPS if step >= known[-1] * air]
    return (below or _STEPS[:1])[-1], (above or _STEPS[-1:])[0]


def _logarithmic(field: str, span: Range) -> dict[str, Any]:
    scale = {"type": "log", "domain": list(span), "nice": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def _from_end(channel: dict[str, Any]) -> dict[str, Any]:
    return {**channel, "field": channel["field"] + "2"}


def _lines_of_equal_cd3(weeks: Range, costs: Range) -> list[dict[str, object]]:
    lines: list[dict[str, object]] = []
    for cd3 in _POWERS:
        begins, ends = max(weeks[0], costs[0] / cd3), min(weeks[1], costs[1] / cd3)
        # A stub in a corner says nothing.
        if ends > begins * Fraction(3, 2):
            ends_at = {"x2": ends, "y2": ends * cd3}
            lines.append({"x": begins, "y": begins * cd3, **ends_at, "told": f"CD3 {_tick(cd3)}"})
    return lines


def _legend() -> list[dict[str, Any]]:
    width, y = 150, at(-22)
    marks: list[dict[str, Any]] = []
    for place, (standing, look) in enumerate(_SYMBOLS.items()):
        x = 8 + place * width
        marks.append(points([{}], at(x), y, size=_SYMBOL_SIZE, **look))
        marks.append(texts([{"told": standing}], at(x + 11), y, align="left"))
    return marks


def _axes(weeks: Range, costs: Range, currency: str) -> list[dict[str, Any]]:
    under = [{"x": tick, "told": _tick(tick)} for tick in _ticks(weeks)]
    beside = [{"y": tick, "told": _tick(tick)} for tick in _ticks(costs)]
    across_told = [{"told": "remaining duration in weeks"}]
    up_told = [{"told": f"cost of delay, {currency} a week"}]
    edge = {"align": "left", "color": QUIET}
    return [
        texts(under, _logarithmic("x", weeks), at(_HEIGHT + 14), color=QUIET),
        texts(beside, at(-8), _logarithmic("y", costs), color=QUIET, align="right"),
        texts(across_told, at(0), at(_HEIGHT + 36), **edge),
        texts(up_told, at(12 - _MARGINS.left), at(_HEIGHT), angle=270, **edge),
    ]


def _ticks(span: Range) -> list[Fraction]:
    return [step for step in _STEPS if span[0] <= step <= span[1]]


def _tick(value: Fraction) -> str:
    return number(value, 6)
