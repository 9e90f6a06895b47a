"""How a plan uses capacity and money: by value stream, interval and initiative."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.model.choice import Choice, ChoiceSet, Pool
from asp_decide.model.plan import Allocation, CapacityLine

PLACES = 6
"""Decimal places of amounts in a plan: a millionth of a team-week; checks never read them back."""


def allocations(choice_set: ChoiceSet, taken: Sequence[Choice]) -> tuple[Allocation, ...]:
    """Capacity and outlay of each initiative by value stream and planning interval, sorted.

    Outlay stands with the value stream that carries most of the initiative's effort. Work behind
    the plan's intervals is a forecast and no allocation.
    """
    lines: list[Allocation] = []
    for choice in taken:
        amounts = _by_stream(choice, choice_set)
        money = dict(choice.outlay)
        home = _home(choice)
        steps = {step for _, step in amounts} | {s for s in money if money[s]}
        for step in steps:
            if choice_set.grid[step].is_tail:
                continue
            streams = {stream for stream, at in amounts if at == step}
            if money.get(step):
                streams.add(home)
            lines += [
                Allocation(
                    value_stream=stream,
                    interval=choice_set.grid[step].id,
                    initiative=choice.initiative,
                    amount=decimal_text(amounts.get((stream, step), Fraction(0)), PLACES),
                    money=decimal_text(money.get(step, Fraction(0)), PLACES)
                    if stream == home
                    else "0",
                )
                for stream in streams
            ]
    order = {step.id: step.number for step in choice_set.grid}
    return tuple(sorted(lines, key=lambda a: (a.value_stream, order[a.interval], a.initiative)))


def capacity_lines(choice_set: ChoiceSet, taken: Sequence[Choice]) -> tuple[CapacityLine, ...]:
    """Net and committed capacity of every pool in every planning interval, sorted."""
    committed: dict[tuple[Pool, int], Fraction] = defaultdict(Fraction)
    for choice in taken:
        for place, amount in choice.demand.items():
            committed[place] += amount
    return tuple(
        CapacityLine(
            value_stream=str(pool),
            interval=choice_set.grid[step].id,
            net=decimal_text(net, PLACES),
            committed=decimal_text(committed[pool, step], PLACES),
        )
        for (pool, step), net in sorted(choice_set.capacity.items())
        if not choice_set.grid[step].is_tail
    )


def _by_stream(choice: Choice, choice_set: ChoiceSet) -> dict[tuple[str, int], Fraction]:
    amounts: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
    for (pool, step), amount in choice.demand.items():
        # A skill is a part of its stream's capacity, which counts the same effort already.
        if not pool.skill and amount and not choice_set.grid[step].is_tail:
            amounts[str(pool), step] += amount
    return amounts


def _home(choice: Choice) -> str:
    efforts: dict[str, Fraction] = defaultdict(Fraction)
    for (pool, _), amount in choice.demand.items():
        if not pool.skill:
            efforts[str(pool)] += amount
    if efforts:
        return min(efforts, key=lambda stream: (-efforts[stream], stream))
    return choice.streams[0] if choice.streams else "portfolio"
