"""What stopping sets free, stream by stream, and what begins there instead."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from asp_decide.model.plan import Decision, Plan
from asp_decide.report.amounts import NONE_GIVEN, known, number
from asp_decide.report.decision_groups import grouped_decisions, initiative_name
from asp_decide.report.page import Column, Paragraph, Section, table
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers, Records, together


def freed_section(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Section | None:
    """Streams in which something stops or pauses, and who is given capacity there at once.

    None where nothing stops or pauses. The effort released is what the plan records as remaining;
    the capacity taken up is that of the plan's first interval, for work that begins in it.
    """
    grouped = grouped_decisions(plan)
    ending = (*grouped["stop"], *grouped["pause"])
    if not ending:
        return None
    unit = plan.run.capacity_unit
    streams = sorted({stream for d in ending for stream in d.value_streams})
    taken = _taken_at_once(plan, grouped["now"])
    rows = tuple(
        (
            stream,
            "; ".join(_released(d) for d in ending if stream in d.value_streams),
            "; ".join(taken.get(stream, ())) or "nothing begins here yet",
        )
        for stream in streams
    )
    columns = (
        Column("Value stream"),
        Column(f"Ends, with its remaining effort in {unit}", "reason"),
        Column(f"Begins in {plan.run.intervals[0]}, with its {unit} in that interval", "reason"),
    )
    homeless = tuple(d for d in ending if not d.value_streams)
    without = f"Without a value stream: {', '.join(map(initiative_name, homeless))}."
    told = (Paragraph(without, records=together(*map(numbers.decision, homeless))),)
    records = (_behind(stream, ending, grouped["now"], numbers) for stream in streams)
    shown = table("Capacity released, and who begins there", columns, rows, records)
    return Section(
        "freed",
        "What stopping sets free",
        (shown, *told[: len(homeless)]),
    )


def _behind(
    stream: str,
    ending: tuple[Decision, ...],
    beginning: tuple[Decision, ...],
    numbers: RecordNumbers,
) -> Records:
    """The decisions to end what ran in the stream, and the capacity given to what begins there."""
    ended = (numbers.decision(d) for d in ending if stream in d.value_streams)
    begun = (
        numbers.find("allocation", value_stream=stream, initiative=d.initiative) for d in beginning
    )
    return together(*ended, *begun)


def _taken_at_once(plan: Plan, beginning: tuple[Decision, ...]) -> Mapping[str, list[str]]:
    names = {d.initiative: initiative_name(d) for d in beginning}
    amounts: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for allocation in plan.allocations:
        if allocation.initiative in names and allocation.interval == plan.run.intervals[0]:
            amounts[allocation.value_stream, allocation.initiative] += Fraction(allocation.amount)
    taken: dict[str, list[str]] = defaultdict(list)
    for (stream, initiative), amount in sorted(amounts.items()):
        if amount:
            taken[stream].append(f"{names[initiative]}: {number(amount)}")
    return taken


def _released(decision: Decision) -> str:
    effort = known(decision.remaining_effort)
    told = NONE_GIVEN if effort is None else number(effort)
    spread = len(decision.value_streams)
    shared = f" in {spread} streams together" if spread > 1 and effort is not None else ""
    return f"{initiative_name(decision)}: {told}{shared}"
