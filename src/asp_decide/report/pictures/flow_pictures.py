"""Pictures of flow: what stands where, what grows old, how long things took, what will come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

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
    Position,
    at,
    boxes,
    columns,
    frame,
    points,
    row_labels,
    rows,
    shortened,
    straight,
    strokes,
    texts,
)

_HEIGHT = 240
_WIDE = Margins(left=60, right=150, top=30, bottom=34)
_FILLS = ("#dadada", "#f6efa3", ORANGE, BLUE)
"""Of the bands from the first state to the last; each is named at its right end."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point with its place and name; `is_late` where it lies beyond what is usual."""

    x: Position
    y: Fraction
    told: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """A line across a picture with its name at the right end."""

    y: Fraction
    told: str


def cumulative_picture(
    weeks: Sequence[Mapping[str, int]], *, bands: Sequence[str], ticks: Mapping[int, str]
) -> Chart:
    """Bands one on the other, week by week: what is done at the foot, what just came on top."""
    highest = max(1, *(sum(week.values()) for week in weeks))
    x, y = straight("x", 0, len(weeks)), straight("y", 0, highest * Fraction(11, 10))
    order = list(reversed(bands))
    fills = dict(zip(bands, _FILLS, strict=True))
    drawn: list[dict[str, object]] = []
    steps: list[dict[str, object]] = []
    for number, week in enumerate(weeks):
        foot = 0
        for band in order:
            top = foot + week[band]
            if week[band]:
                drawn.append({**_wide(number, foot, top), "fill": fills[band], "edge": fills[band]})
            steps.append(_wide(number, top, top))
            foot = top
    names, foot = [], 0
    for band in order:
        count = weeks[-1][band]
        middle = foot + Fraction(count, 2)
        names.append({"x": len(weeks), "y": middle, "told": f"{band} {count}"})
        foot += count
    layers = (
        boxes(drawn, x, y),
        strokes(steps, x, y, color=INK, strokeWidth=1),
        texts(_apart(names, highest), x, y, align="left", dx=10),
        *_axes(x, y, ticks=ticks, highest=highest),
    )
    return frame(layers, height=_HEIGHT, margins=_WIDE)


def ageing_picture(
    marks: Sequence[Mark], *, states: Sequence[str], levels: Sequence[Level]
) -> Chart:
    """What is under way by the state in which it stands, as high as it is old in days."""
    highest = max([Fraction(1), *(mark.y for mark in marks), *(level.y for level in levels)])
    x, y = columns("x", len(states)), straight("y", 0, highest * Fraction(23, 20))
    top = highest * Fraction(23, 20)
    edges = [{"x": n * CELL, "x2": n * CELL, "y": 0, "y2": top} for n in range(len(states) + 1)]
    heads = [
        {"x": n * CELL + CELL // 2, "told": shortened(state, 14)} for n, state in enumerate(states)
    ]
    late = [mark for mark in marks if mark.is_late]
    layers = (
        strokes(edges, x, y, color=GRID),
        *_levels(levels, x, y, width=len(states) * CELL),
        points([_point(mark) for mark in marks if not mark.is_late], x, y, **_USUAL),
        points([_point(mark) for mark in late], x, y, **_LATE),
        texts([{**_point(m), "told": m.told} for m in late], x, y, align="left", dx=9, fontSize=11),
        texts(heads, x, at(_HEIGHT + 14), color=QUIET),
        *_axes(x, y, ticks={}, highest=highest),
        _symbols("○ under way   ◆ older than the P85 of what was done"),
    )
    return frame(layers, height=_HEIGHT, margins=_WIDE)


def scatter_picture(
    marks: Sequence[Mark], *, width: int, ticks: Mapping[int, str], levels: Sequence[Level]
) -> Chart:
    """Every thing that was done, by its day, as high as it took days; what is usual as lines."""
    highest = max([Fraction(1), *(mark.y for mark in marks), *(level.y for level in levels)])
    x, y = straight("x", 0, width), straight("y", 0, highest * Fraction(11, 10))
    layers = (
        *_levels(levels, x, y, width=width),
        points([_point(mark) for mark in marks if not mark.is_late], x, y, **_USUAL),
        points([_point(mark) for mark in marks if mark.is_late], x, y, **_LATE),
        *_axes(x, y, ticks=ticks, highest=highest),
        _symbols("○ done   ◆ took longer than the P85"),
    )
    return frame(layers, height=_HEIGHT, margins=_WIDE)


def forecast_picture(paths: Mapping[int, Sequence[int]], *, ticks: Mapping[int, str]) -> Chart:
    """How many are done at least, week by week, in so many of a hundred runs."""
    weeks = max(len(path) for path in paths.values())
    highest = max(1, *(path[-1] for path in paths.values()))
    x, y = straight("x", 0, weeks), straight("y", 0, highest * Fraction(11, 10))
    drawn, names = [], []
    for sure, path in sorted(paths.items()):
        dashes = _DASHES[sure]
        whole = (0, *path)
        steps = [
            {"x": n, "x2": n + 1, "y": before, "y2": after}
            for n, (before, after) in enumerate(zip(whole, path, strict=False))
        ]
        drawn.append(strokes(steps, x, y, color=DEEP_BLUE, strokeWidth=2, **dashes))
        names.append({"x": weeks, "y": Fraction(path[-1]), "told": f"{sure} of 100: {path[-1]}"})
    layers = (
        *drawn,
        texts(_apart(names, highest), x, y, align="left", dx=10),
        *_axes(x, y, ticks=ticks, highest=highest),
    )
    return frame(layers, height=_HEIGHT, margins=_WIDE)


FARTHEST = Fraction(4)
"""A bar for four times as much is drawn no longer for more: its words say how much."""


@dataclass(frozen=True, slots=True)
class AgainstOwn:
    """A measure now, as a share of what it was before, with the words beside it."""

    name: str
    share: Fraction
    told: str
    is_worse: bool


def baseline_picture(measures: Sequence[AgainstOwn]) -> Chart:
    """Measures as bars from their own past: left of the line there was less, right of it more."""
    most = max(Fraction(2), *(one.share for one in measures))
    shown = min(most, FARTHEST)
    x, y = straight("x", 0, shown * Fraction(7, 4)), rows("y", len(measures))
    bars = [
        {
            "x": min(Fraction(1), one.share),
            "x2": min(shown, max(Fraction(1), one.share)),
            "y": n * CELL + 24,
            "y2": n * CELL + 76,
            "fill": ORANGE if one.is_worse else BLUE,
            "edge": DEEP_ORANGE if one.is_worse else DEEP_BLUE,
        }
        for n, one in enumerate(measures)
    ]
    told = [
        {
            "x": min(shown, max(Fraction(1), one.share)),
            "y": n * CELL + CELL // 2,
            "told": f"{one.told}: worse" if one.is_worse else one.told,
        }
        for n, one in enumerate(measures)
    ]
    line = [{"x": 1, "x2": 1, "y": 0, "y2": len(measures) * CELL}]
    layers = (
        boxes(bars, x, y),
        strokes(line, x, y, strokeWidth=2),
        texts(told, x, y, align="left", dx=8),
        row_labels([one.name for one in measures], left=226),
        texts([{"x": 1, "told": "as in the window before"}], x, at(-14), color=QUIET),
    )
    return frame(layers, height=len(measures) * 30, margins=Margins(top=30))


_USUAL = {"shape": "circle", "size": 50, "fill": WHITE, "stroke": DEEP_BLUE}
_LATE = {"shape": "diamond", "size": 70, "fill": ORANGE, "stroke": DEEP_ORANGE}
_DASHES: Mapping[int, Mapping[str, Any]] = {
    50: {"strokeDash": [2, 3]},
    85: {},
    95: {"strokeDash": [8, 4]},
}


def _wide(week: int, foot: int, top: int) -> dict[str, object]:
    return {"x": week, "x2": week + 1, "y": foot, "y2": top}


def _point(mark: Mark) -> dict[str, object]:
    return {"x": mark.x, "y": mark.y}


def _levels(
    levels: Sequence[Level], x: Mapping[str, object], y: Mapping[str, object], *, width: int
) -> tuple[dict[str, object], ...]:
    lines = [{"x": 0, "x2": width, "y": level.y, "y2": level.y} for level in levels]
    names = [{"x": width, "y": level.y, "told": level.told} for level in levels]
    highest = max((level.y for level in levels), default=Fraction(1)) * 2
    return (
        strokes(lines, x, y, color=QUIET, strokeDash=[6, 4]),
        texts(_apart(names, highest), x, y, align="left", dx=10),
    )


def _symbols(told: str) -> dict[str, object]:
    return texts([{"told": told}], at(0), at(-14), align="left", color=QUIET)


def _axes(
    x: Mapping[str, object],
    y: Mapping[str, object],
    *,
    ticks: Mapping[int, str],
    highest: Position,
) -> tuple[dict[str, object], ...]:
    """The numbers of the upright axis at its left, and the names of days at the foot."""
    step = _round_step(highest)
    marks = [step * n for n in range(int(highest / step) + 1)]
    numbers = [{"y": mark, "told": str(mark)} for mark in marks]
    names = [{"x": place, "told": told} for place, told in ticks.items()]
    return (
        texts(numbers, at(-10), y, align="right", color=QUIET, fontSize=11),
        texts(names, x, at(_HEIGHT + 14), color=QUIET, fontSize=11),
    )


def _round_step(highest: Position) -> int:
    """A step of 1, 2 or 5 times a power of ten with at most six of them below the highest."""
    step = 1
    for factor in (1, 2, 5) * 6:
        candidate = factor * step
        if highest <= 6 * candidate:
            return candidate
        if factor == 5:
            step *= 10
    return step


def _apart(names: Sequence[Mapping[str, object]], highest: Position) -> list[Mapping[str, object]]:
    """The names moved up where they would lie on one another, in the order of their places."""
    room = Fraction(highest) / 15
    placed: list[Mapping[str, object]] = []
    lowest = Fraction(-1)
    for name in sorted(names, key=lambda one: Fraction(str(one["y"]))):
        where = max(Fraction(str(name["y"])), lowest)
        placed.append({**name, "y": where})
        lowest = where + room
    return placed
