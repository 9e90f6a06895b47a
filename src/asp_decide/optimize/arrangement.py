"""The order in which a solver sees a programme: by content, so that names do not steer it."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from asp_decide.optimize.programme import LARGE, Programme, Row

_ROUNDS = 2
_ROUNDS_OF_LARGE = 1
"""Of a large programme amounts and limits alone tell nearly all choices apart."""


def arrange(programme: Programme) -> Programme:
    """The same programme with initiatives, choices and rows in an order that content gives.

    Content is the normal form without any name: what a choice loses and when it runs, what rows
    it stands in, with what coefficients, and what else stands there (two rounds of colour
    refinement, Weisfeiler & Leman 1968; one for a large programme). Only what is alike in all of
    that is ordered by name. So listing or naming things otherwise, or another currency, gives the
    solver the same numbers.
    """
    choices, rows = _colours(programme)
    groups = sorted(
        programme.groups,
        key=lambda group: (
            sorted(choices[n] for n in group),
            programme.choices[group[0]].initiative if group else "",
        ),
    )
    order = [
        number
        for group in groups
        for number in sorted(group, key=lambda n: (choices[n], programme.choices[n].id))
    ]
    new = {old: number for number, old in enumerate(order)}
    row_order = sorted(
        range(len(programme.rows)), key=lambda r: (rows[r], programme.rows[r].origin)
    )
    return replace(
        programme,
        choices=tuple(programme.choices[n] for n in order),
        groups=tuple(tuple(sorted(new[n] for n in group)) for group in groups),
        losses=tuple(programme.losses[n] for n in order),
        watched=(),
        rows=tuple(
            replace(row, terms=tuple(sorted((new[n], a) for n, a in row.terms)), reading=None)
            for row in (programme.rows[r] for r in row_order)
        ),
    )


def _colours(programme: Programme) -> tuple[list[str], list[str]]:
    choices = [
        _digest([_text(loss / programme.unit), choice.kind, str(choice.start), str(choice.finish)])
        for choice, loss in zip(programme.choices, programme.losses, strict=True)
    ]
    amounts = [_amounts(row) for row in programme.rows]
    rows: list[str] = []
    for _ in range(_ROUNDS if len(programme.choices) < LARGE else _ROUNDS_OF_LARGE):
        rows = [
            _digest(
                [
                    row.sense,
                    _text(row.limit / row.scale),
                    *sorted(f"{amount} {choices[number]}" for number, amount in amounts[r]),
                ]
            )
            for r, row in enumerate(programme.rows)
        ]
        standing: list[list[str]] = [[] for _ in choices]
        for r, terms in enumerate(amounts):
            for number, amount in terms:
                standing[number].append(f"{amount} {rows[r]}")
        beside = _colours_of_groups(programme, choices)
        choices = [
            _digest([choices[n], beside[n], *sorted(standing[n])]) for n in range(len(choices))
        ]
    return choices, rows


def _amounts(row: Row) -> list[tuple[int, str]]:
    """The terms of a row in normal form, as texts; most amounts come more than once."""
    known: dict[tuple[int, int], str] = {}
    told = []
    for number, amount in row.terms:
        key = amount.as_integer_ratio()
        if key not in known:
            known[key] = _text(amount / row.scale)
        told.append((number, known[key]))
    return told


def _colours_of_groups(programme: Programme, choices: list[str]) -> dict[int, str]:
    return {
        number: colour
        for group in programme.groups
        for colour in [_digest(sorted(choices[n] for n in group))]
        for number in group
    }


def _text(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
