"""On which side of its symbol each name of a scatter stands, so that names do not collide."""

from collections.abc import Iterator, Sequence
from typing import Literal

type Side = Literal["right", "left", "above", "below", "nowhere"]
type Box = tuple[int, int, int, int]

MOST_NAMES = 120

_CHARACTER = 7
"""Pixels that a character of a name takes, amply: nothing is measured."""

_HALF_HEIGHT, _SYMBOL, _GAP = 7, 6, 9


def label_sides(symbols: Sequence[tuple[int, int, str]]) -> tuple[Side, ...]:
    """A side for each symbol (x, y in pixels, its name), the first one that is free.

    From left to right; a name for which no side is free stands nowhere. Among more than
    `MOST_NAMES` symbols none has a name: they would be a cloud of words.
    """
    if len(symbols) > MOST_NAMES:
        return tuple("nowhere" for _ in symbols)
    taken = [(x - _SYMBOL, y - _SYMBOL, x + _SYMBOL, y + _SYMBOL) for x, y, _ in symbols]
    sides: dict[int, Side] = {}
    for number in sorted(range(len(symbols)), key=lambda n: symbols[n]):
        others = [box for n, box in enumerate(taken) if n != number]
        boxes = dict(_boxes(*symbols[number]))
        free = [side for side, box in boxes.items() if not any(_meet(box, o) for o in others)]
        sides[number] = free[0] if free else "nowhere"
        taken += [boxes[side] for side in free[:1]]
    return tuple(sides[number] for number in range(len(symbols)))


def _boxes(x: int, y: int, name: str) -> Iterator[tuple[Side, Box]]:
    width = len(name) * _CHARACTER
    yield "right", (x + _GAP, y - _HALF_HEIGHT, x + _GAP + width, y + _HALF_HEIGHT)
    yield "left", (x - _GAP - width, y - _HALF_HEIGHT, x - _GAP, y + _HALF_HEIGHT)
    left, right, away = x - width // 2, x + width // 2, _SYMBOL + _HALF_HEIGHT + 1
    yield "above", (left, y - away - _HALF_HEIGHT, right, y - away + _HALF_HEIGHT)
    yield "below", (left, y + away - _HALF_HEIGHT, right, y + away + _HALF_HEIGHT)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
