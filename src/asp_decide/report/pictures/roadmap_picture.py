"""The roadmap as bars: what runs when, under the value stream that does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from asp_decide.report.page import Chart
from asp_decide.report.pictures.chart_frame import (
    CELL,
    GRID,
    boxes,
    column_heads,
    columns,
    frame,
    row_labels,
    rows,
    strokes,
    texts,
)

_TINTS = (
    ("#a6cfe6", "#0b5a87"),
    ("#f3c78f", "#8a4b00"),
    ("#99d8c7", "#00614a"),
    ("#ebcadc", "#86396a"),
    ("#f6efa3", "#6f6700"),
    ("#dadada", "#444444"),
)
"""Fill and edge of the bars of each value stream, in turn; its name stands over its bars."""

_ROW_HEIGHT = 22


@dataclass(frozen=True, slots=True)
class Bar:
    """Work in one value stream from the start of one interval to the end of another.

    Positions count intervals from the first one planned; `goes_on` where it ends behind the last.
    """

    value_stream: str
    name: str
    begins: int
    ends: int
    told: str
    goes_on: bool
    initiative: str = ""


def roadmap_picture(bars: Sequence[Bar], intervals: Sequence[str]) -> Chart:
    """Bars under the name of their value stream, an interval a column."""
    headings: list[str] = []
    labels: list[str] = []
    drawn: list[dict[str, Any]] = []
    told: list[dict[str, Any]] = []
    for number, stream in enumerate(sorted({bar.value_stream for bar in bars})):
        headings.append(stream)
        labels.append("")
        for bar in (bar for bar in bars if bar.value_stream == stream):
            row = len(labels)
            drawn.append(_drawn(bar, row, number))
            words = f"{bar.told} ▸" if bar.goes_on else bar.told
            told.append({"x": bar.begins * CELL, "y": row * CELL + CELL // 2, "told": words})
            headings.append("")
            labels.append(bar.name)
    count = len(labels)
    x, y = columns("x", len(intervals)), rows("y", count)
    grid = [{"x": n * CELL, "x2": n * CELL, "y": 0, "y2": count * CELL} for n in _edges(intervals)]
    layers = (
        strokes(grid, x, y, color=GRID),
        boxes(drawn, x, y),
        texts(told, x, y, align="left", dx=9, fontSize=11),
        row_labels(headings, left=226, fontWeight="bold"),
        row_labels(labels, left=214),
        column_heads(intervals),
    )
    return frame(layers, height=count * _ROW_HEIGHT)


def _edges(intervals: Sequence[str]) -> range:
    return range(len(intervals) + 1)


def _drawn(bar: Bar, row: int, stream: int) -> dict[str, Any]:
    fill, edge = _TINTS[stream % len(_TINTS)]
    inset, top, bottom = 4, 12, 88
    return {
        "x": bar.begins * CELL + inset,
        "x2": (bar.ends + 1) * CELL - inset,
        "y": row * CELL + top,
        "y2": row * CELL + bottom,
        "fill": fill,
        "edge": edge,
    }
