"""The capacity of each pool in each interval, from the rows that state it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from asp_decide.model.choice import Pool
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.value_stream import Capacity

type Amounts = Mapping[str, Fraction | None]
"""An amount by interval; None is unknown."""


def capacity_by_pool(
    rows: Iterable[Capacity], amount: Callable[[Capacity], Fraction | None]
) -> dict[Pool, Amounts]:
    """Capacity by pool and interval; a row without team and skill is the total of its pool."""
    groups: dict[tuple[Pool, str], list[Capacity]] = defaultdict(list)
    for row in rows:
        whole = Pool(row.value_stream_id or ValueStreamId(""), row.function)
        groups[whole, row.interval].append(row)
    stated: dict[Pool, dict[str, Fraction | None]] = defaultdict(dict)
    for (whole, interval), group in groups.items():
        stated[whole][interval] = _sum(parts_of_whole(group), amount)
        for skill in {row.skill for row in group if row.skill}:
            pool = Pool(whole.value_stream, whole.function, skill)
            stated[pool][interval] = _sum([r for r in group if r.skill == skill], amount)
    return dict(stated)


def parts_of_whole(group: Sequence[Capacity]) -> list[Capacity]:
    """The rows that add up to the whole: its own row, else those of its teams, else of skills."""
    total = [row for row in group if row.team is None and row.skill is None]
    if total:
        return total
    teams_with_total = {row.team for row in group if row.skill is None}
    return [row for row in group if row.skill is None or row.team not in teams_with_total]


def likely(row: Capacity) -> Fraction | None:
    """What the row is expected to deliver."""
    return None if row.likely is None else Fraction(row.likely)


def met_in_85(row: Capacity) -> Fraction | None:
    """What 85 of 100 intervals deliver: the P15 of net capacity, low + (likely - low) / 8."""
    if row.low is None or row.likely is None:
        return None
    return p15(Fraction(row.low), Fraction(row.likely))


def p15(low: Fraction, likely: Fraction) -> Fraction:
    """What is reached in 85 of 100 cases, between the P10 and the P50 by a straight line."""
    return low + (likely - low) / 8


def _sum(
    rows: Iterable[Capacity], amount: Callable[[Capacity], Fraction | None]
) -> Fraction | None:
    """The sum of all rows, unknown if one of them is."""
    total = Fraction(0)
    for row in rows:
        part = amount(row)
        if part is None:
            return None
        total += part
    return total
