"""Target, proposal, approval and actual of each value stream by interval: never added up."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from asp_decide.model.plan import Allocation, Plan
from asp_decide.report.page import Block, Paragraph, Section
from asp_decide.report.record_numbers import RecordNumbers, Records, together
from asp_decide.report.recorded import Recorded
from asp_decide.report.sheet import Sheet, SheetCell, SheetColumn, as_table
from asp_decide.report.stated_facts import StatedFacts

type Place = tuple[str, str]

NAME, PROPOSAL = "Four numbers", 5
"""The sheet's name, and the place of the column that sums up to the outlay of the plan."""


_MOST_ROWS = 24
"""More rows than that take more than a page of paper."""


def four_numbers_sheet(plan: Plan, facts: StatedFacts | None, recorded: Recorded | None) -> Sheet:
    """A row for each value stream and interval of which one of the four is known.

    Target and actual are of the stream's standing funding, as facts state them; where an interval
    ahead has no amount of its own, the target is the run rate granted, times its weeks. Proposal
    and approval are outlay beyond that, as the plan asks for it and as it was approved. An
    initiative that was decided otherwise has no outlay in the plan, and none is approved of it.
    """
    money = plan.objective.currency
    columns = (
        SheetColumn("Value stream"),
        SheetColumn("Interval"),
        SheetColumn(f"Target: standing funding, {money}", "money"),
        SheetColumn(f"Actual: spent of it, {money}", "money"),
        SheetColumn(f"Actual less target, {money}", "money"),
        SheetColumn(f"Proposal: outlay beyond it, {money}", "money", is_summed=True),
        SheetColumn(f"Approval: of that outlay, {money}", "money", is_summed=True),
    )
    found = sorted(_rows(plan, facts, recorded), key=lambda row: row[0])
    numbers, pools = recorded.numbers if recorded else RecordNumbers(), _pools_by_stream(plan)
    caption = f"Four separate numbers of each value stream, in {money}; – is stated by nobody"
    return Sheet(
        NAME,
        caption,
        columns,
        tuple((*place, *cells) for place, cells in found),
        tuple(_records(place, pools, numbers) for place, _ in found),
    )


def four_numbers_section(
    plan: Plan, facts: StatedFacts | None, recorded: Recorded | None
) -> Section:
    """The sheet as a page shows it, and what is decided otherwise than it says."""
    sheet = four_numbers_sheet(plan, facts, recorded)
    title = "Target, proposal, approval, actual"
    numbers = recorded.numbers if recorded else RecordNumbers()
    shown = sheet if len(sheet.rows) <= _MOST_ROWS else _in_spans(sheet, plan)
    blocks: list[Block] = [as_table(shown)] if sheet.rows else []
    if facts is not None and not sheet.rows:
        told = "No funding is stated and nothing is to be paid."
        blocks.append(Paragraph(told, records=numbers.manifest))
    if facts is None:
        changed = (
            "The facts that this plan was made from are not at hand: target and actual are not "
            "told."
        )
        blocks.append(Paragraph(changed, records=numbers.manifest))
    if recorded is not None and recorded.overrides:
        ids = ", ".join(one.override.initiative for one in recorded.overrides)
        otherwise = f"Decided otherwise than proposed, so the plan has no approved outlay: {ids}."
        records = (numbers.find("override", id=one.id) for one in recorded.overrides)
        blocks.append(Paragraph(otherwise, records=together(*records)))
    return Section("four", title, tuple(blocks))


def _in_spans(sheet: Sheet, plan: Plan) -> Sheet:
    """The sheet with a row for all closed intervals of a stream, its next, and all that follow."""
    opening = plan.run.intervals[0] if plan.run.intervals else ""
    spans: dict[tuple[SheetCell, int], list[int]] = defaultdict(list)
    for number, row in enumerate(sheet.rows):
        interval = str(row[1])
        part = 1 if interval == opening else 2 if interval in plan.run.intervals else 0
        spans[row[0], part].append(number)
    rows, records = [], []
    for (stream, _), numbers in spans.items():
        own = [sheet.rows[number] for number in numbers]
        summed = [_sum_of([row[column] for row in own]) for column in range(2, len(sheet.columns))]
        rows.append((stream, _span([str(row[1]) for row in own]), *summed))
        records.append(together(*(sheet.records[number] for number in numbers)))
    caption = f"{sheet.caption}; the workbook has each interval by itself"
    return replace(sheet, caption=caption, rows=tuple(rows), records=tuple(records))


def _sum_of(cells: list[SheetCell]) -> Fraction | None:
    """The sum, unknown where one of them is."""
    known = [cell for cell in cells if isinstance(cell, Fraction)]
    return sum(known, Fraction(0)) if len(known) == len(cells) else None


def _span(intervals: list[str]) -> str:
    return intervals[0] if len(intervals) == 1 else f"{intervals[0]} to {intervals[-1]}"


def approved_outlay(plan: Plan, recorded: Recorded) -> Mapping[Place, Fraction]:
    """Outlay by value stream and interval of what was approved as it was recommended."""
    otherwise: set[str] = {one.override.initiative for one in recorded.overrides}
    return _outlay(plan, otherwise)


def _rows(
    plan: Plan, facts: StatedFacts | None, recorded: Recorded | None
) -> Iterator[tuple[Place, tuple[SheetCell, ...]]]:
    proposed = _outlay(plan, set())
    approved = None if recorded is None else approved_outlay(plan, recorded)
    for stream, interval in {*proposed, *_funded_places(plan, facts)}:
        place = (stream, interval)
        target, actual = _standing(place, plan, facts)
        is_ahead = place in proposed or interval in plan.run.intervals
        cells: tuple[SheetCell, ...] = (
            target,
            actual,
            None if target is None or actual is None else actual - target,
            proposed.get(place, Fraction(0)) if is_ahead else None,
            approved.get(place, Fraction(0)) if is_ahead and approved is not None else None,
        )
        if any(cell is not None and cell != 0 for cell in cells):
            yield place, cells


def _funded_places(plan: Plan, facts: StatedFacts | None) -> set[Place]:
    if facts is None:
        return set()
    told = {
        (stream, interval)
        for stream, interval in {*facts.funded, *facts.spent}
        if interval in facts.closed or interval in plan.run.intervals
    }
    granted = {
        (stream, interval)
        for stream, rate in facts.run_rates.items()
        if rate is not None
        for interval in plan.run.intervals
    }
    return told | granted


def _standing(
    place: Place, plan: Plan, facts: StatedFacts | None
) -> tuple[Fraction | None, Fraction | None]:
    """Target and actual of a stream's standing funding in one interval."""
    if facts is None:
        return None, None
    stream, interval = place
    target, rate = facts.funded.get(place), facts.run_rates.get(stream)
    if target is None and rate is not None and interval in plan.run.intervals:
        target = rate * facts.weeks[interval]
    return target, facts.spent.get(place)


def _outlay(plan: Plan, but: set[str]) -> dict[Place, Fraction]:
    summed: dict[Place, Fraction] = defaultdict(Fraction)
    for one in plan.allocations:
        if one.initiative not in but:
            summed[_stream(one), one.interval] += Fraction(one.money)
    return summed


def _records(place: Place, pools: Mapping[str, set[str]], numbers: RecordNumbers) -> Records:
    """Facts are named by the manifest, outlay stands in the allocations of the stream's pools."""
    stream, interval = place
    found = (
        numbers.find("allocation", value_stream=p, interval=interval) for p in pools.get(stream, ())
    )
    return together(numbers.manifest, *found)


def _pools_by_stream(plan: Plan) -> Mapping[str, set[str]]:
    """The pools that are given capacity, by the stream that they are of."""
    pools: dict[str, set[str]] = defaultdict(set)
    for one in plan.allocations:
        pools[_stream(one)].add(one.value_stream)
    return pools


def _stream(one: Allocation) -> str:
    """The stream that is given the capacity; a pool may be a skill in it: `payments/data`."""
    return one.value_stream.partition("/")[0]
