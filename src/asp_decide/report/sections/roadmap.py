"""What runs when, under the value stream that does it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from asp_decide.model.plan import Decision, Plan
from asp_decide.report.amounts import NONE_GIVEN, counted
from asp_decide.report.page import Block, Column, Figure, Section, Table, table
from asp_decide.report.pictures.roadmap_picture import Bar, roadmap_picture
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers, Records, together

MOST_BARS = 40
"""Bars that one picture carries; past them each value stream has its own."""


def roadmap_section(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Section | None:
    """The roadmap, whole or a picture for each value stream; None where nothing is scheduled."""
    bars = tuple(sorted(_bars(plan), key=_by_time))
    if not bars:
        return None
    if len(bars) <= MOST_BARS:
        return Section("roadmap", "Roadmap", (_figure(_finding(bars), bars, plan, numbers),))
    figures: list[Block] = []
    for stream in sorted({bar.value_stream for bar in bars}):
        own = tuple(bar for bar in bars if bar.value_stream == stream)
        figures.append(_figure(f"{stream}. {_finding(own)}", own, plan, numbers))
    return Section("roadmap", "Roadmap", tuple(figures))


def _figure(caption: str, bars: Sequence[Bar], plan: Plan, numbers: RecordNumbers) -> Figure:
    intervals = plan.run.intervals
    records = tuple(_behind(bar, plan, numbers) for bar in bars)
    schedule = _schedule(bars, intervals, records)
    return Figure(caption, roadmap_picture(bars, intervals), schedule, together(*records))


def _behind(bar: Bar, plan: Plan, numbers: RecordNumbers) -> Records:
    """The decision on what the bar stands for, and the capacity that it is given there."""
    return together(
        *(numbers.decision(d) for d in plan.decisions if d.initiative == bar.initiative),
        numbers.find("allocation", initiative=bar.initiative, value_stream=bar.value_stream),
    )


def _bars(plan: Plan) -> Iterator[Bar]:
    worked = _intervals_worked(plan)
    for decision in plan.decisions:
        for stream in decision.value_streams:
            span = _span(
                decision, worked.get((decision.initiative, stream), ()), plan.run.intervals
            )
            if span is not None:
                begins, ends, goes_on = span
                # The id stands first: a long name is cut at its end.
                name = f"{decision.initiative} {decision.name}"
                yield Bar(stream, name, begins, ends, _word(decision), goes_on, decision.initiative)


def _word(decision: Decision) -> str:
    """What the bar says; who waits today and has a place later is foreseen, not decided."""
    return "foreseen" if decision.decision == "wait" else decision.decision.replace("_", " ")


def _span(
    decision: Decision, worked: Sequence[int], intervals: Sequence[str]
) -> tuple[int, int, bool] | None:
    """First and last interval by position; the capacity given counts where no day is told."""
    if decision.start is not None and decision.start not in intervals:
        return None
    begins = intervals.index(decision.start) if decision.start else min(worked, default=None)
    if begins is None:
        return None
    if decision.finish in intervals:
        return begins, max(begins, intervals.index(decision.finish)), False
    if decision.finish is not None:
        return begins, len(intervals) - 1, True
    return begins, max(worked, default=begins), False


def _intervals_worked(plan: Plan) -> Mapping[tuple[str, str], list[int]]:
    position = {interval: n for n, interval in enumerate(plan.run.intervals)}
    worked: dict[tuple[str, str], list[int]] = defaultdict(list)
    for allocation in plan.allocations:
        if allocation.interval in position:
            key = (allocation.initiative, allocation.value_stream)
            worked[key].append(position[allocation.interval])
    return worked


def _finding(bars: Sequence[Bar]) -> str:
    at_once = len({bar.name for bar in bars if bar.begins == 0})
    later = len({bar.name for bar in bars if bar.begins > 0})
    beyond = len({bar.name for bar in bars if bar.goes_on})
    told = f"At work from the first interval on: {counted(at_once, 'initiatives')}; later: {later}"
    return f"{told}; beyond the last interval: {beyond}." if beyond else f"{told}."


def _schedule(bars: Sequence[Bar], intervals: Sequence[str], records: Sequence[Records]) -> Table:
    columns = (
        Column("Value stream"),
        Column("Initiative"),
        Column("Decision"),
        Column("Begins"),
        Column("Ends"),
    )
    rows = tuple(
        (
            bar.value_stream,
            bar.name,
            bar.told,
            intervals[bar.begins] if intervals else NONE_GIVEN,
            "later" if bar.goes_on else intervals[bar.ends],
        )
        for bar in bars
    )
    return table("Start and finish in each value stream", columns, rows, records)


def _by_time(bar: Bar) -> tuple[str, int, int, str]:
    return (bar.value_stream, bar.begins, bar.ends, bar.name)
