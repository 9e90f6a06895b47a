"""The value streams that records name, and the capacity that their costs are taken to show."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from asp_decide.load.assumed_forms import CapacityOfCosts
from asp_decide.load.assumed_values import capacity_of
from asp_decide.load.imported_rows import CellTexts, Origin
from asp_decide.load.mapped_records import MappedRecord
from asp_decide.load.mapping import SourceMapping
from asp_decide.model.charter import Charter


def stream_rows(records: Sequence[MappedRecord], mapping: SourceMapping) -> list[CellTexts]:
    """The streams that some record names, sorted by id."""
    used = sorted({stream for record in records for stream in record.streams})
    return [{"id": stream, "name": mapping.stream_names[stream]} for stream in used]


def capacity_rows(
    records: Sequence[MappedRecord], assumed: CapacityOfCosts, origin: Origin, charter: Charter
) -> list[CellTexts]:
    """A row for each stream and planned interval; unknown where no work states its cost."""
    mapping = origin.mapping
    ahead = charter.calendar.ahead(mapping.as_of)[: charter.planning_intervals]
    noted_on = mapping.noted_on.isoformat()
    rows: list[CellTexts] = []
    for stream, stated in sorted(_costs(records).items()):
        known = [cost for cost in stated if cost is not None]
        told = f"{origin.file}: cost_this_year of {len(known)} of {len(stated)} records"
        for interval in ahead:
            net = capacity_of(sum(known, Fraction(0)), interval, assumed) if known else None
            row = {"value_stream_id": stream, "interval": interval.id, "net": origin.money(net)}
            rows.append({**row, "stated_on": noted_on, "noted_on": noted_on, "source": told})
    return rows


def _costs(records: Sequence[MappedRecord]) -> dict[str, list[Fraction | None]]:
    """What the work of each stream costs this year; of work in several an equal part in each."""
    costs: dict[str, list[Fraction | None]] = defaultdict(list)
    for record in records:
        cost = record.number("cost_this_year")
        for stream in record.streams:
            costs[stream].append(None if cost is None else cost / len(record.streams))
    return costs
