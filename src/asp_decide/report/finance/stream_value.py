"""Value foretold and realised by value stream, as a ratio of sums."""

from fractions import Fraction

from asp_decide.model.plan import Plan
from asp_decide.report.amounts import NONE_GIVEN, figures, percent
from asp_decide.report.page import Column, Paragraph, Section, table
from asp_decide.report.record_numbers import NOT_RECORDED, together
from asp_decide.report.recorded import Recorded
from asp_decide.report.sections.realised_value import (
    NO_FACTS,
    NOTHING_YET,
    Realised,
    realised_values,
)
from asp_decide.report.stated_facts import StatedFacts

NO_STREAM = "no value stream"


def stream_value_section(
    facts: StatedFacts | None, plan: Plan, recorded: Recorded | None
) -> Section:
    """What each value stream's initiatives realised of what was foretold, and what is not measured.

    A ratio of sums and no mean of ratios. An initiative of several streams counts in each.
    """
    title = "Value foretold and realised"
    numbers = recorded.numbers if recorded else NOT_RECORDED
    if facts is None:
        return Section("value", title, (Paragraph(NO_FACTS, records=numbers.manifest),))
    found = [
        one for one in realised_values(facts, plan, recorded) if one.measured or one.unmeasured
    ]
    if not any(one.measured for one in found):
        return Section("value", title, (Paragraph(NOTHING_YET, records=numbers.manifest),))
    of_stream: dict[str, list[Realised]] = {}
    for one in found:
        for stream in facts.streams.get(one.initiative) or (NO_STREAM,):
            of_stream.setdefault(stream, []).append(one)
    currency = plan.objective.currency
    columns = (
        Column("Value stream"),
        Column(f"Foretold, {currency}", "number"),
        Column(f"Realised, {currency}", "number"),
        Column("Realised of foretold", "number"),
        Column("Initiatives", "number"),
        Column("Intervals not measured", "number"),
    )
    rows = tuple(_row(stream, own) for stream, own in sorted(of_stream.items()))
    records = (
        together(
            numbers.manifest,
            *(numbers.about(f"initiative {one.initiative}", "outcome", "approval") for one in own),
        )
        for _, own in sorted(of_stream.items())
    )
    caption = "Sums over closed intervals; an initiative of several streams counts in each"
    return Section("value", title, (table(caption, columns, rows, records),))


def _row(stream: str, own: list[Realised]) -> tuple[str, ...]:
    foretold = sum((one.foretold for one in own), Fraction(0))
    realised = sum((one.realised for one in own), Fraction(0))
    return (
        stream,
        figures(foretold),
        figures(realised),
        percent(realised / foretold) if foretold else NONE_GIVEN,
        str(len(own)),
        str(sum(one.unmeasured for one in own)),
    )
