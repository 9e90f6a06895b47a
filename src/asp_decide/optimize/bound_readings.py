"""The limits of a plan as people read them: what it has, what is allowed, how much room is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from asp_decide.model.quantity import Unit
from asp_decide.optimize.evaluation import slack_of, sum_of
from asp_decide.optimize.programme import Programme, Reading, Row


@dataclass(frozen=True, slots=True)
class BoundReading:
    """One limit for one group in one interval, in base units of `unit`.

    `limit` is the bound as it was used: never less than what runs today and may go on; `stated`
    is the number that holds for the group; where the rule's own is another, that is `instead_of`
    and `set_by` names the overlay or exemption. `slack` is the room to `limit`. `binding` is true
    where the smallest further step would cross it, `kept` where the plan is within `stated`.
    `advisory` limits bind nothing. `interval` is empty where the bound is over all intervals.
    """

    rule: str
    name: str
    group: str
    interval: str
    planned: Fraction
    limit: Fraction
    stated: Fraction
    unit: Unit
    at: Literal["most", "least"]
    slack: Fraction
    binding: bool
    kept: bool
    advisory: bool
    set_by: str = ""
    instead_of: Fraction | None = None


def read_bounds(programme: Programme, taken: Sequence[str]) -> tuple[BoundReading, ...]:
    """Every limit that can be read off the plan, by rule, group and interval in time.

    Of the rows of one rule for one group and interval (the largest of several bets) the one with
    the least room is told. A share of nothing allocated, and the slack of what is not done, are no
    numbers and are left out.
    """
    numbers = frozenset(programme.numbers(taken))
    found: dict[tuple[str, str, str], BoundReading] = {}
    held = ((row, False) for row in programme.rows)
    for row, advisory in (*held, *((row, True) for row in programme.watched)):
        if row.reading is not None:
            told = _read(programme, row, row.reading, numbers)
            if told is not None and advisory:
                told = replace(told, advisory=True)
            if told is not None:
                key = told.rule, told.group, told.interval
                known = found.get(key)
                found[key] = told if known is None or told.slack < known.slack else known
    when = {step.id: step.number for step in programme.grid}
    return tuple(
        sorted(
            found.values(), key=lambda told: (told.rule, told.group, when.get(told.interval, -1))
        )
    )


def leaves_no_room(programme: Programme, rule: str, group: str, taken: Sequence[str]) -> bool:
    """Whether the plan is at a limit of that rule and group, or beyond it.

    The plan need not be one of this programme: it may have been made without the limit.
    """
    numbers = frozenset(programme.numbers(taken))
    return any(
        _keeps_out(programme, reading, numbers) if reading.own else _is_tight(row, numbers)
        for row in programme.rows
        if (reading := row.reading) is not None and (row.origin.id, reading.group) == (rule, group)
    )


def _keeps_out(programme: Programme, reading: Reading, taken: frozenset[int]) -> bool:
    """Whether a date keeps out what was taken, or something better."""
    own = [value for number, value in reading.own if number in taken]
    late = not own or min(own) < reading.stated
    return late or _forbids_better(programme, reading, taken)


def _read(
    programme: Programme, row: Row, reading: Reading, taken: frozenset[int]
) -> BoundReading | None:
    planned = _planned(row, reading, taken)
    if planned is None:
        return None
    limit = _limit(row, reading, taken)
    slack = limit - planned if reading.at == "most" else planned - limit
    over = planned > reading.stated if reading.at == "most" else planned < reading.stated
    binds = _forbids_better(programme, reading, taken) if reading.own else _is_tight(row, taken)
    return BoundReading(
        rule=row.origin.id,
        name=reading.measure,
        group=reading.group,
        interval=row.origin.interval,
        planned=planned,
        limit=limit,
        stated=reading.stated,
        unit=reading.unit,
        at=reading.at,
        slack=slack,
        binding=binds,
        kept=not over,
        advisory=False,
        set_by=reading.set_by,
        instead_of=reading.instead_of,
    )


def _planned(row: Row, reading: Reading, taken: frozenset[int]) -> Fraction | None:
    if reading.own:
        return next((value for number, value in reading.own if number in taken), None)
    if reading.of:
        allocated = _sum(reading.of, taken)
        return reading.stated + sum_of(row, taken) / allocated if allocated else None
    return sum_of(row, taken) / reading.available


def _limit(row: Row, reading: Reading, taken: frozenset[int]) -> Fraction:
    if reading.own:
        return reading.stated
    if reading.of:
        return reading.stated + row.limit / _sum(reading.of, taken)
    return row.limit / reading.available


def _is_tight(row: Row, taken: frozenset[int]) -> bool:
    """Whether the smallest term of the row is more than the room that is left."""
    slack = slack_of(row, sum_of(row, taken))
    steps = [abs(amount) for _, amount in row.terms]
    return slack < min(steps, default=slack)


def _forbids_better(programme: Programme, reading: Reading, taken: frozenset[int]) -> bool:
    """Whether the date keeps out a choice that would lose less."""
    loss = min(programme.losses[number] for number, _ in reading.own if number in taken)
    return any(
        programme.losses[number] < loss for number, value in reading.own if value < reading.stated
    )


def _sum(terms: Iterable[tuple[int, Fraction]], taken: frozenset[int]) -> Fraction:
    return sum((amount for number, amount in terms if number in taken), Fraction(0))
