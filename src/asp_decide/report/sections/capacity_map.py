"""Committed of net capacity, value stream by interval: where the constraint is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from asp_decide.model.plan import CapacityLine, Plan
from asp_decide.report.amounts import NONE_GIVEN, counted, number, percent, places_apart
from asp_decide.report.page import Column, Figure, Section, Table, table
from asp_decide.report.pictures.pictures import Cell, capacity_picture
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers, together


def capacity_section(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Section | None:
    """The map with its finding; None where the plan has no capacity at all."""
    if not plan.capacity:
        return None
    intervals = plan.run.intervals
    streams = tuple(sorted({line.value_stream for line in plan.capacity}))
    lines = {(line.value_stream, line.interval): line for line in plan.capacity}
    cells = tuple(
        Cell(column, row, _fullness(line), share_line(line))
        for row, stream in enumerate(streams)
        for column, interval in enumerate(intervals)
        if (line := lines.get((stream, interval))) is not None
    )
    picture = capacity_picture(cells, intervals=intervals, value_streams=streams)
    shown = _capacity_table(lines, streams, intervals, plan.run.capacity_unit, numbers)
    behind = together(numbers.manifest, numbers.find("allocation"))
    figure = Figure(_finding(plan.capacity, len(intervals)), picture, shown, behind)
    return Section("capacity", "Where capacity goes", (figure,))


def committed_share(line: CapacityLine) -> Fraction | None:
    """Committed capacity by net capacity; None where there is no net capacity."""
    net = Fraction(line.net)
    return Fraction(line.committed) / net if net else None


def share_line(line: CapacityLine) -> str:
    """The committed share in whole per cent, never written as full where it is not quite."""
    share = committed_share(line)
    if share is None:
        return f"▲ {number(Fraction(line.committed))}" if _is_over(line) else NONE_GIVEN
    places = places_apart(share * 100, Fraction(100), 0)
    told = f"{share * 100:.{places}f} %"
    return f"▲ {told}" if share > 1 else told


def _finding(lines: Sequence[CapacityLine], columns: int) -> str:
    net: dict[str, Fraction] = defaultdict(Fraction)
    committed: dict[str, Fraction] = defaultdict(Fraction)
    for line in lines:
        net[line.value_stream] += Fraction(line.net)
        committed[line.value_stream] += Fraction(line.committed)
    shares = {stream: committed[stream] / net[stream] for stream in net if net[stream]}
    over = sum(_is_over(line) for line in lines)
    told = f" In {over} of {len(lines)} cells more is committed than there is." if over else ""
    if not shares:
        return f"There is no net capacity in {counted(columns, 'intervals')}.{told}"
    # The first by name among equals, so that the sentence does not depend on an order of rows.
    fullest = max(sorted(shares), key=lambda stream: shares[stream])
    which = f"{fullest} is fullest" if len(shares) > 1 else fullest
    return (
        f"{which}: {percent(shares[fullest])} of its net capacity is committed over "
        f"{counted(columns, 'intervals')}.{told}"
    )


def _capacity_table(
    lines: Mapping[tuple[str, str], CapacityLine],
    streams: Sequence[str],
    intervals: Sequence[str],
    unit: str,
    numbers: RecordNumbers,
) -> Table:
    """Net capacity stands in the plan that the manifest names, what is committed in allocations."""
    columns = (Column("Value stream"), *(Column(interval, "number") for interval in intervals))
    rows = tuple(
        (stream, *(_of_net(lines.get((stream, interval))) for interval in intervals))
        for stream in streams
    )
    records = (
        together(numbers.manifest, numbers.find("allocation", value_stream=stream))
        for stream in streams
    )
    return table(f"Committed of net capacity in {unit}", columns, rows, records)


def _of_net(line: CapacityLine | None) -> str:
    if line is None:
        return NONE_GIVEN
    return f"{number(Fraction(line.committed), 2)} of {number(Fraction(line.net), 2)}"


def _fullness(line: CapacityLine) -> Fraction:
    share = committed_share(line)
    if share is None:
        return Fraction(2 if _is_over(line) else 0)
    return share


def _is_over(line: CapacityLine) -> bool:
    return Fraction(line.committed) > Fraction(line.net)
