"""How a value stream delivers against its own past, and beside what its work was worth."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from asp_decide.report.amounts import NONE_GIVEN, figures, number, percent
from asp_decide.report.flow_told import WINDOW_WEEKS, FlowTold, OfInterval
from asp_decide.report.page import Block, Column, Figure, Paragraph, Section, table
from asp_decide.report.pictures.flow_pictures import FARTHEST, AgainstOwn, baseline_picture
from asp_decide.report.record_numbers import Records
from asp_decide.report.sections.flow_sections import shown_figure
from asp_decide.report.stated_facts import StatedFacts

MORE_IS_BETTER = {"deployment frequency"}
"""Of the others less is better."""

NO_CAUSE = (
    "The two stand side by side because a reader asks for both. Where they move together, one may "
    "bring about the other, or a third thing both: nothing here shows a cause."
)


def delivery_section(
    told: FlowTold | None, facts: StatedFacts | None, stream: str, currency: str, records: Records
) -> Section | None:
    """The releases of the stream against its own past, and its delivery beside realised value."""
    if told is None or facts is None:
        return None
    blocks = [*_against_own(told, records), *_beside(told, facts, stream, currency, records)]
    return Section("delivery", "Delivery, and what it was worth", tuple(blocks)) if blocks else None


def _against_own(told: FlowTold, records: Records) -> list[Block]:
    found = [(one, before) for flow, one, before in told.figures if flow == "release"]
    if not found:
        return []
    measures = [
        AgainstOwn(
            one.name,
            _share(one.value, before.value),
            f"{shown_figure(one)}, before {shown_figure(before)}",
            is_worse=one.value != before.value
            and (one.value > before.value) != (one.name in MORE_IS_BETTER),
        )
        for one, before in found
        if one.value is not None and before is not None and before.value is not None
    ]
    columns = (
        Column("Measure"),
        Column("Now", "number"),
        Column("In the window before", "number"),
        Column("Cases", "number"),
        Column("Left out", "number"),
    )
    rows = tuple(
        (one.name, shown_figure(one), shown_figure(before), str(one.n), str(one.excluded))
        for one, before in found
    )
    caption = f"Releases of the last {WINDOW_WEEKS} weeks, and of the {WINDOW_WEEKS} before"
    numbers = table(caption, columns, rows, (records for _ in rows))
    if not measures:
        return [numbers]
    worse = [one.name for one in measures if one.is_worse]
    finding = (
        f"Behind its own past, by however little, in {_and(worse)}."
        if worse
        else "In none of the five is it behind its own past."
    )
    return [Figure(finding, baseline_picture(measures), numbers, records)]


def _share(now: Fraction, before: Fraction) -> Fraction:
    """What it is now of what it was; from nothing to something is as far as is drawn."""
    if before == 0:
        return FARTHEST if now else Fraction(1)
    return now / before


def _beside(
    told: FlowTold, facts: StatedFacts, stream: str, currency: str, records: Records
) -> list[Block]:
    values = _values(facts, stream)
    shown = [one for one in told.intervals if one.done or one.releases or one.id in values]
    if not shown:
        return []
    columns = (
        Column("Interval"),
        Column("Done", "number"),
        Column("Flow time P85, days", "number"),
        Column("Releases a week", "number"),
        Column("Change fail rate", "number"),
        Column("Lead time, hours", "number"),
        Column(f"Value realised, {currency}", "number"),
        Column("Of foretold", "number"),
    )
    rows = tuple(_row(one, values) for one in shown)
    caption = "Delivery and realised value by interval; work of several streams counts in each"
    return [
        table(caption, columns, rows, (records for _ in rows)),
        Paragraph(NO_CAUSE, records=records),
    ]


def _row(one: OfInterval, values: Mapping[str, tuple[Fraction, Fraction]]) -> tuple[str, ...]:
    rates = one.releases
    realised, foretold = values.get(one.id, (None, None))
    fails, lead = rates.get("change fail rate"), rates.get("change lead time")
    often = rates.get("deployment frequency")
    return (
        one.id,
        str(one.done),
        NONE_GIVEN if one.p85_days is None else number(one.p85_days),
        NONE_GIVEN if often is None else number(often, 2),
        NONE_GIVEN if fails is None else percent(fails),
        NONE_GIVEN if lead is None else number(lead),
        NONE_GIVEN if realised is None else figures(realised),
        NONE_GIVEN if realised is None or not foretold else percent(realised / foretold),
    )


def _values(facts: StatedFacts, stream: str) -> Mapping[str, tuple[Fraction, Fraction]]:
    """Value realised and foretold of the stream's initiatives by interval, where both are known."""
    found: dict[str, tuple[Fraction, Fraction]] = {}
    for one in facts.outcomes:
        is_own = stream in facts.streams.get(one.initiative_id, ())
        if one.quantity != "value" or not is_own or one.interval not in facts.closed:
            continue
        if one.status != "measured" or one.actual is None or one.forecast is None:
            continue
        realised, foretold = found.get(one.interval, (Fraction(0), Fraction(0)))
        found[one.interval] = (realised + Fraction(one.actual), foretold + one.forecast.mean)
    return found


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
