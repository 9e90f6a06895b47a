"""What work competes for on the grid: net capacity of each pool, and the portfolio's budget."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.capacity_by_pool import Amounts, capacity_by_pool, likely, met_in_85
from asp_decide.model.choice import Pool, Step
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.grid import Grid


@dataclass(frozen=True, slots=True)
class Supply:
    """Net capacity by pool and step, money by step (absent is not limited), and what was assumed.

    `pools` are all that any row of the facts states; where one has no capacity in a step, it is
    unknown there. `assumptions` are sentences, sorted.
    """

    pools: frozenset[Pool]
    capacity: Mapping[tuple[Pool, int], Fraction]
    budget: Mapping[int, Fraction]
    assumptions: tuple[str, ...]


def supply(snapshot: Snapshot, grid: Grid) -> Supply:
    """Likely net capacity and the charter's budgets on the grid.

    It is what past delivery has shown wherever that is stated, and whose it is so is told as an
    assumption. An interval without any row takes the rate per week of the last one before it that
    has a row, and that is told as an assumption, too; a row whose amount is empty stays unknown.
    """
    stated = capacity_by_pool(snapshot.capacities, likely)
    carried: dict[str, list[str]] = defaultdict(list)
    capacity: dict[tuple[Pool, int], Fraction] = {}
    for pool in sorted(stated):
        on_grid, told = _on_grid(stated[pool], snapshot, grid)
        capacity |= {(pool, step): amount for step, amount in on_grid.items()}
        if told:
            carried[told].append(str(pool))
    assumptions = [f"capacity of {', '.join(pools)} {told}" for told, pools in carried.items()]
    assumptions += _shown(snapshot, grid)
    budget, told = _on_grid(
        {interval: Fraction(money) for interval, money in snapshot.charter.budgets.items()},
        snapshot,
        grid,
    )
    if told:
        assumptions.append(f"the budget {told}")
    return Supply(frozenset(stated), capacity, budget, tuple(sorted(assumptions)))


def _shown(snapshot: Snapshot, grid: Grid) -> Iterator[str]:
    """Whose capacity past delivery has shown, and whose is an estimate; nothing where all are."""
    planned = {interval for step in grid.steps for interval in step.intervals}
    bases: dict[str, set[str]] = defaultdict(set)
    for row in snapshot.capacities:
        if row.interval in planned and row.function == "delivery" and row.value_stream_id:
            bases[str(row.value_stream_id)].add(row.basis)
    estimated = _named(stream for stream, found in bases.items() if "estimated" in found)
    computed = _named(stream for stream, found in bases.items() if found == {"throughput"})
    measured = _named(
        stream
        for stream, found in bases.items()
        if "measured" in found and "estimated" not in found
    )
    told = []
    if computed:
        told.append(f"capacity of {computed} is computed from what finished features took")
    if measured:
        told.append(f"capacity of {measured} is what past delivery has shown")
    if told and estimated:
        told[-1] += f"; of {estimated} it is an estimate"
    yield from told


def _named(streams: Iterable[str]) -> str:
    return ", ".join(sorted(streams))


def capacity_met_in_85(snapshot: Snapshot, grid: Grid) -> Mapping[tuple[Pool, int], Fraction]:
    """The capacity met in 85 of 100 intervals, by pool and step; absent where it is unknown.

    It is the P15 of net capacity, low + (likely - low) / 8; parts of a stream are added up.
    """
    stated = capacity_by_pool(snapshot.capacities, met_in_85)
    return {
        (pool, step): amount
        for pool in sorted(stated)
        for step, amount in _on_grid(stated[pool], snapshot, grid)[0].items()
    }


def _on_grid(stated: Amounts, snapshot: Snapshot, grid: Grid) -> tuple[dict[int, Fraction], str]:
    """Amounts by step where they are known, and in words from when on a rate was carried over."""
    calendar = snapshot.charter.calendar.intervals
    lengths: dict[str, Fraction] = {interval.id: interval.weeks for interval in calendar}
    rate: Fraction | None = None
    rate_from = told = ""
    amounts: dict[int, Fraction] = {}
    for step in grid.steps:
        parts: list[Fraction | None] = []
        for interval, weeks in _segments(step, lengths):
            if interval in stated:
                part = stated[interval]
                rate, rate_from = None if part is None else part / weeks, interval
                parts.append(part)
                continue
            parts.append(None if rate is None else rate * weeks)
            if rate is not None and not told:
                told = (
                    f"is not stated from {interval or step.id} on: the rate of {rate_from} is taken"
                )
        known = [part for part in parts if part is not None]
        if len(known) == len(parts):
            amounts[step.number] = sum(known, Fraction(0))
    return amounts, told


def _segments(step: Step, lengths: Mapping[str, Fraction]) -> list[tuple[str, Fraction]]:
    """The calendar's intervals in a step, and what of it lies behind the calendar under no name."""
    named = [(str(interval), lengths[interval]) for interval in step.intervals]
    behind = step.weeks - sum(weeks for _, weeks in named)
    return [*named, ("", behind)] if behind else named
