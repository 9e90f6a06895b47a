"""Pictures of amounts: committed capacity, work against its limit, prices."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.report.page import Chart
from asp_decide.report.pictures.chart_frame import (
    BLUE,
    CELL,
    DEEP_ORANGE,
    GRID,
    INK,
    ORANGE,
    QUIET,
    WHITE,
    Margins,
    Position,
    boxes,
    column_heads,
    columns,
    frame,
    row_labels,
    rows,
    straight,
    strokes,
    texts,
)

_CELL_HEIGHT = 34
_BAR_HEIGHT = 28
_LEFT = 226
_BARE = Margins(top=6)
_PALE, _FULL = (244, 248, 251), (127, 178, 214)
"""A breath of blue for nothing, and for 100 % a blue that still carries black text."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a map: its column and row, how full it is, and the words in it."""

    column: int
    row: int
    share: Fraction
    told: str


@dataclass(frozen=True, slots=True)
class LimitBar:
    """An amount against its limit."""

    name: str
    planned: Fraction
    limit: Fraction
    told: str
    is_full: bool


@dataclass(frozen=True, slots=True)
class PriceBar:
    """A price between two amounts; `is_sure` where it can be told from nothing."""

    name: str
    low: Fraction
    high: Fraction
    told: str
    is_sure: bool


def capacity_picture(
    cells: Sequence[Cell], *, intervals: Sequence[str], value_streams: Sequence[str]
) -> Chart:
    """A map of cells, darker the fuller; those over 100 % are orange and hatched."""
    x, y = columns("x", len(intervals)), rows("y", len(value_streams))
    boxed = [
        {**_box(c), "fill": ORANGE if c.share > 1 else _shade(c.share), "edge": GRID} for c in cells
    ]
    hatched = [line for c in cells if c.share > 1 for line in _hatch(c)]
    middle = CELL // 2
    size, unit = _lettering(len(intervals))
    words = [
        {
            "x": c.column * CELL + middle,
            "y": c.row * CELL + middle,
            "told": c.told if unit else c.told.removeprefix("▲ ").removesuffix(" %"),
        }
        for c in cells
    ]
    layers = (
        boxes(boxed, x, y),
        strokes(hatched, x, y, color=DEEP_ORANGE),
        # A pale edge around the words keeps them legible on the hatching.
        texts(
            [w for w, c in zip(words, cells, strict=True) if c.share > 1],
            x,
            y,
            fontSize=size,
            **_HALO,
        ),
        texts(words, x, y, fontSize=size),
        row_labels(value_streams, left=_LEFT),
        column_heads(intervals),
    )
    return frame(layers, height=len(value_streams) * _CELL_HEIGHT)


def wip_picture(bars: Sequence[LimitBar]) -> Chart:
    """Bars of work in progress, each against its limit: a line across it."""
    longest = max(max(bar.planned, bar.limit) for bar in bars)
    x, y = straight("x", 0, longest * Fraction(3, 2) + 1), rows("y", len(bars))
    filled = [
        {**_bar(n, 0, bar.planned), "fill": ORANGE if bar.is_full else BLUE, "edge": INK}
        for n, bar in enumerate(bars)
    ]
    limits = [
        {"x": b.limit, "x2": b.limit, "y": n * CELL + 8, "y2": n * CELL + 92}
        for n, b in enumerate(bars)
    ]
    told = [_beside(n, max(bar.planned, bar.limit), bar.told) for n, bar in enumerate(bars)]
    layers = (
        boxes(filled, x, y),
        strokes(limits, x, y, strokeWidth=3),
        texts(told, x, y, align="left", dx=8),
        row_labels([bar.name for bar in bars], left=_LEFT),
    )
    return frame(layers, height=len(bars) * _BAR_HEIGHT, margins=_BARE)


def price_picture(bars: Sequence[PriceBar]) -> Chart:
    """Prices as bars: solid up to what each costs at least, open up to what it costs at most."""
    lowest = min(Fraction(0), *(bar.low for bar in bars))
    longest = max(Fraction(0), *(bar.high for bar in bars))
    room = (longest - lowest) * Fraction(3, 4) or Fraction(1)
    x, y = straight("x", lowest, longest + room), rows("y", len(bars))
    open_parts = [
        {**_bar(n, bar.low, bar.high), "fill": WHITE, "edge": QUIET} for n, bar in enumerate(bars)
    ]
    sure = [
        {**_bar(n, 0, bar.low), "fill": BLUE, "edge": INK}
        for n, bar in enumerate(bars)
        if bar.is_sure
    ]
    told = [_beside(n, max(bar.high, Fraction(0)), bar.told) for n, bar in enumerate(bars)]
    nothing = [{"x": 0, "x2": 0, "y": 0, "y2": len(bars) * CELL}]
    layers = (
        strokes(nothing, x, y, color=GRID),
        boxes(open_parts, x, y, strokeDash=[4, 3]),
        boxes(sure, x, y),
        texts(told, x, y, align="left", dx=8),
        row_labels([bar.name for bar in bars], left=_LEFT),
    )
    return frame(layers, height=len(bars) * _BAR_HEIGHT, margins=_BARE)


_HALO = {"stroke": WHITE, "strokeWidth": 4, "strokeJoin": "round"}


def _lettering(columns_drawn: int) -> tuple[int, bool]:
    """How large the words in so many columns may be, and whether their unit has room too."""
    if columns_drawn <= 14:
        return 12, True
    return (10, False) if columns_drawn <= 20 else (8, False)


def _box(cell: Cell) -> dict[str, int]:
    x, y, inset = cell.column * CELL, cell.row * CELL, 3
    return {"x": x + inset, "x2": x + CELL - inset, "y": y + inset, "y2": y + CELL - inset}


def _hatch(cell: Cell) -> list[dict[str, int]]:
    x, y, low, middle, high = cell.column * CELL, cell.row * CELL, 3, CELL // 2, CELL - 3
    corners = ((low, middle, middle, low), (low, high, high, low), (middle, high, high, middle))
    return [{"x": x + a, "y": y + b, "x2": x + c, "y2": y + d} for a, b, c, d in corners]


def _bar(row: int, begins: Position, ends: Position) -> dict[str, Position]:
    return {"x": begins, "x2": ends, "y": row * CELL + 22, "y2": row * CELL + 78}


def _beside(row: int, end: Position, told: str) -> dict[str, object]:
    return {"x": end, "y": row * CELL + CELL // 2, "told": told}


def _shade(share: Fraction) -> str:
    part = min(max(share, Fraction(0)), Fraction(1))
    mixed = (round(pale + (full - pale) * part) for pale, full in zip(_PALE, _FULL, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)
