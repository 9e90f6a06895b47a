"""The capacity that a stream plans its next interval with: likely, and met in 85 of 100."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from asp_decide.delivery.delivery_grounds import DeliveryGrounds
from asp_decide.model.capacity_by_pool import (
    capacity_by_pool,
    likely,
    met_in_85,
    parts_of_whole,
)
from asp_decide.model.choice import Pool
from asp_decide.model.estimate import Estimate
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.value_stream import Capacity


@dataclass(frozen=True, slots=True)
class IntervalCapacity:
    """Net team-weeks of one stream in one interval; `why` says what is not known of them.

    `met_in_85` is what 85 of 100 intervals deliver. `stated_on` is the oldest statement behind it.
    """

    likely: Fraction | None
    met_in_85: Fraction | None
    parts: tuple[Estimate, ...] = ()
    is_measured: bool = False
    stated_on: date | None = None
    why: str = ""

    @property
    def is_stated(self) -> bool:
        """Whether anything is stated of it at all."""
        return self.likely is not None


def capacity_of(
    grounds: DeliveryGrounds, stream: ValueStreamId, skill: str = ""
) -> IntervalCapacity:
    """The capacity of a stream in the interval that is planned next, or of one skill in it."""
    interval = grounds.interval.id
    rows = tuple(
        row
        for row in _rows(grounds, stream)
        if row.interval == interval and (not skill or row.skill == skill)
    )
    if not rows:
        return IntervalCapacity(None, None, why=f"no capacity is stated for {interval}")
    pool = Pool(stream, "delivery", skill)
    known = capacity_by_pool(rows, likely)[pool][interval]
    firm = capacity_by_pool(rows, met_in_85)[pool][interval]
    days = [row.stated_on for row in rows]
    why = ""
    if known is None:
        why = f"its capacity in {interval} is missing"
    elif firm is None:
        why = f"how far its capacity in {interval} may fall short is missing"
    return IntervalCapacity(
        likely=known,
        met_in_85=firm,
        parts=_parts(rows),
        is_measured=all(row.basis != "estimated" for row in rows),
        stated_on=None if None in days else min(day for day in days if day is not None),
        why=why,
    )


def scarce_skills(grounds: DeliveryGrounds, stream: ValueStreamId) -> tuple[str, ...]:
    """The skills of which a stream states its capacity in any interval, sorted: the scarce ones."""
    return tuple(sorted({row.skill for row in _rows(grounds, stream) if row.skill}))


def _rows(grounds: DeliveryGrounds, stream: ValueStreamId) -> Iterator[Capacity]:
    for row in grounds.capacities:
        if row.value_stream_id == stream and row.function == "delivery":
            yield row


def _parts(rows: tuple[Capacity, ...]) -> tuple[Estimate, ...]:
    """The rows that add up to the whole, each with its spread; none where one has no spread."""
    found = [
        Estimate(low=Fraction(row.low), likely=Fraction(row.likely), high=Fraction(row.high))
        for row in parts_of_whole(rows)
        if row.low is not None and row.likely is not None and row.high is not None
    ]
    return tuple(found) if len(found) == len(parts_of_whole(rows)) else ()
