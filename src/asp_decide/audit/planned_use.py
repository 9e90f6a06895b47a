"""What the choices of a plan use, summed again in fractions: capacity, money, allocations."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.model.choice import Choice, ChoiceSet, Pool
from asp_decide.model.plan import Allocation, CapacityLine
from asp_decide.model.subject import PORTFOLIO

PLACES = 6
"""Decimal places of the numbers of a plan, rounded half-even."""


def text(value: Fraction) -> str:
    """An exact amount as a plan tells it."""
    return decimal_text(value, PLACES)


def capacity_used(choice_set: ChoiceSet, taken: Sequence[Choice]) -> tuple[CapacityLine, ...]:
    """Net and committed capacity of each pool in each planning interval, by pool and interval."""
    committed: dict[tuple[Pool, int], Fraction] = defaultdict(Fraction)
    for one in taken:
        for place, amount in one.demand.items():
            committed[place] += amount
    return tuple(
        CapacityLine(
            value_stream=str(pool),
            interval=choice_set.grid[step].id,
            net=text(net),
            committed=text(committed[pool, step]),
        )
        for (pool, step), net in sorted(choice_set.capacity.items())
        if not choice_set.grid[step].is_tail
    )


def allocated(choice_set: ChoiceSet, taken: Sequence[Choice]) -> tuple[Allocation, ...]:
    """What each initiative gets in each value stream and planning interval, in that order.

    A skill is a part of its stream's capacity and is not counted again. Money stands with the
    value stream that carries most of the initiative's effort.
    """
    order = {step.id: step.number for step in choice_set.grid}
    lines = [
        Allocation(
            value_stream=stream,
            interval=choice_set.grid[step].id,
            initiative=one.initiative,
            amount=text(effort),
            money=text(money),
        )
        for one in taken
        for (stream, step), (effort, money) in _shares(one).items()
        if not choice_set.grid[step].is_tail and (effort or money)
    ]
    return tuple(sorted(lines, key=lambda a: (a.value_stream, order[a.interval], a.initiative)))


def _shares(choice: Choice) -> dict[tuple[str, int], tuple[Fraction, Fraction]]:
    effort: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
    by_stream: dict[str, Fraction] = defaultdict(Fraction)
    for (pool, step), amount in choice.demand.items():
        if not pool.skill:
            effort[str(pool), step] += amount
            by_stream[str(pool)] += amount
    fallback = choice.streams[0] if choice.streams else PORTFOLIO
    home = min(by_stream, key=lambda stream: (-by_stream[stream], stream), default=fallback)
    money = {(home, step): amount for step, amount in choice.outlay.items()}
    return {
        place: (effort.get(place, Fraction(0)), money.get(place, Fraction(0)))
        for place in effort.keys() | money.keys()
    }
