"""Vega-Lite charts whose layout does not depend on the fonts of a machine.

Sizes and margins are fixed, labels stand where we put them and nothing is measured, so the same
plan gives the same picture everywhere. Positions are exact; only paper makes floats of them.
Colours are tints of those of Okabe and Ito (2008) that carry black text; a shape, a symbol or a
word says the same again for readers without colour.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from asp_decide.report.page import Chart

type Position = int | Fraction
type Values = Iterable[Mapping[str, object]]
type Channel = Mapping[str, Any]

INK = "#1d2733"
QUIET = "#56616e"
GRID = "#d9dee4"
BLUE, DEEP_BLUE = "#a6cfe6", "#0b5a87"
ORANGE, DEEP_ORANGE = "#f3c78f", "#8a4b00"
WHITE = "#ffffff"

WIDTH = 900
"""Pixels over all; a page scales the picture to its column."""

CELL = 100
"""Units of position in one row or column."""


@dataclass(frozen=True, slots=True)
class Margins:
    """White space around the plot in pixels; labels stand in it."""

    left: int = 230
    right: int = 20
    top: int = 28
    bottom: int = 10


def frame(
    layers: Sequence[Mapping[str, Any]], *, height: int, margins: Margins | None = None
) -> Chart:
    """Layers over one plot of that height, drawn to `WIDTH` with margins as they are given."""
    white = margins or Margins()
    return {
        "width": WIDTH - white.left - white.right,
        "height": height,
        "padding": {
            "left": white.left,
            "right": white.right,
            "top": white.top,
            "bottom": white.bottom,
        },
        "autosize": {"type": "none"},
        "background": None,
        "config": {"aria": False, "font": "sans-serif", "view": {"stroke": None}},
        "layer": list(layers),
    }


def straight(field: str, begins: Position, ends: Position) -> dict[str, Any]:
    """A position on a straight scale from one end of the plot to the other, without an axis."""
    scale = {"domain": [begins, ends], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def columns(field: str, count: int) -> dict[str, Any]:
    """A position in so many columns of `CELL` units, from left to right."""
    return straight(field, 0, count * CELL)


def rows(field: str, count: int) -> dict[str, Any]:
    """A position in so many rows of `CELL` units, the first on top."""
    return straight(field, count * CELL, 0)


def at(pixels: int) -> dict[str, int]:
    """The same place for all, in pixels from the plot's left or upper edge."""
    return {"value": pixels}


def boxes(values: Values, x: Channel, y: Channel, **mark: Any) -> dict[str, Any]:
    """Rectangles from `x`, `y` to `x2`, `y2` of each value, with its `fill` and `edge`."""
    colours = {
        "fill": {"field": "fill", "type": "nominal", "scale": None},
        "stroke": {"field": "edge", "type": "nominal", "scale": None},
    }
    look = {"type": "rect", "strokeWidth": 1, **mark}
    return _layer(values, look, {"x": x, "y": y, **_ENDS, **colours})


def strokes(values: Values, x: Channel, y: Channel, **mark: Any) -> dict[str, Any]:
    """Straight lines from `x`, `y` to `x2`, `y2` of each value."""
    return _layer(values, {"type": "rule", "color": INK, **mark}, {"x": x, "y": y, **_ENDS})


def texts(values: Values, x: Channel, y: Channel, **mark: Any) -> dict[str, Any]:
    """What each value has `told`, written at its place."""
    look = {"type": "text", "baseline": "middle", "color": INK, "fontSize": 12, **mark}
    return _layer(values, look, {"x": x, "y": y, "text": {"field": "told", "type": "nominal"}})


def points(values: Values, x: Channel, y: Channel, **mark: Any) -> dict[str, Any]:
    """A symbol at the place of each value."""
    return _layer(values, {"type": "point", "opacity": 1, **mark}, {"x": x, "y": y})


def row_labels(labels: Sequence[str], *, left: int, **mark: Any) -> dict[str, Any]:
    """A name at the left of each row, so many pixels before the plot begins."""
    longest = 36
    values = [
        {"y": n * CELL + CELL // 2, "told": shortened(told, longest)}
        for n, told in enumerate(labels)
    ]
    return texts(values, at(-left), rows("y", len(labels)), align="left", **mark)


def column_heads(heads: Sequence[str]) -> dict[str, Any]:
    """A name over each column, or over as many as there is room for."""
    longest = 12
    every = len(heads) // 15 + 1
    values = [
        {"x": n * CELL + CELL // 2, "told": shortened(head, longest)}
        for n, head in enumerate(heads)
        if n % every == 0
    ]
    return texts(values, columns("x", len(heads)), at(-12), color=QUIET)


def shortened(text: str, longest: int) -> str:
    """The text, cut with an ellipsis where it would not fit."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


_ENDS = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}


def _layer(values: Values, mark: Mapping[str, Any], encoding: Channel) -> dict[str, Any]:
    return {"data": {"values": list(values)}, "mark": dict(mark), "encoding": dict(encoding)}
