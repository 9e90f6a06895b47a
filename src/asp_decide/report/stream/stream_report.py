"""What one value stream reads of a plan: its own work, the limits that bind it, what it owes."""

from datetime import date
from fractions import Fraction

from asp_decide.model.charter import Charter
from asp_decide.model.plan import Plan
from asp_decide.report.amounts import NONE_GIVEN, counted, known, money
from asp_decide.report.decision_groups import BELOW, grouped_decisions
from asp_decide.report.flow_told import FlowTold, flow_told
from asp_decide.report.page import Headline, Paragraph, Report
from asp_decide.report.record_numbers import RecordNumbers, together
from asp_decide.report.recorded import Recorded
from asp_decide.report.sections.capacity_map import capacity_section, share_line
from asp_decide.report.sections.decision_list import decision_section, owed_section, unknown_section
from asp_decide.report.sections.escalation_register import open_section
from asp_decide.report.sections.exemption_register import exemption_section
from asp_decide.report.sections.flow_sections import flow_section
from asp_decide.report.sections.front_matter import Told, decisions_counted, told, warnings
from asp_decide.report.sections.limit_tables import (
    binding_section,
    bounds_that_bind,
    guardrail_section,
    wip_section,
)
from asp_decide.report.sections.record_tables import (
    finding_section,
    override_section,
    provenance_section,
)
from asp_decide.report.sections.roadmap import roadmap_section
from asp_decide.report.stated_facts import StatedFacts
from asp_decide.report.stream.delivery_beside_value import delivery_section
from asp_decide.report.stream.measured_reasons import reason_section
from asp_decide.report.stream.own_part import part_of_stream


def stream_report(
    plan: Plan,
    stream: str,
    *,
    charter: Charter,
    recorded: Recorded | None,
    facts: StatedFacts | None = None,
) -> Report:
    """What the owner of a value stream reads of one plan, before it is decided or after.

    How work flows there is told from the log of work among the run's own `facts`, if it has one.

    Of other streams it tells no money and no decision; limits of the whole portfolio stand in it,
    since they bind here too. Raises UsageError for a stream that the plan does not have.
    """
    return stream_page(told(plan, charter=charter, recorded=recorded), stream, facts)


def stream_page(whole: Told, stream: str, facts: StatedFacts | None) -> Report:
    """The same of what is told already, once for all streams."""
    of = part_of_stream(whole, stream)
    own, numbers = of.plan, of.numbers
    flow = _flow(facts, stream, own)
    binding = {bound.rule for bound in bounds_that_bind(own)}
    # What the owner acts on comes first, and fits two sheets; what it rests on follows.
    sections = (
        unknown_section(own, recorded=of.recorded, numbers=numbers),
        decision_section(
            own, holders=dict(of.charter.rights), recorded=of.recorded, numbers=numbers
        ),
        override_section(own, of.recorded, next_run=of.next_run),
        open_section(of.recorded),
        owed_section(own, numbers),
        finding_section(own, numbers),
        binding_section(own, numbers, pictured=False),
        exemption_section(own, numbers),
        reason_section(own, numbers),
        capacity_section(own, numbers),
        roadmap_section(own, numbers),
        wip_section(own, numbers),
        guardrail_section(own, numbers, but=binding),
        flow_section(flow, numbers.manifest),
        delivery_section(flow, facts, stream, own.objective.currency, numbers.manifest),
        provenance_section(own, of.recorded, digest_of_plan=of.digest),
    )
    return Report(
        title=f"{of.charter.name}: {stream} in the plan for {of.opening}",
        subtitle=Paragraph(_scope(own, stream), records=numbers.manifest),
        lead=(*warnings(of), decisions_counted(own.decisions, numbers)),
        headlines=_headlines(own, stream, numbers),
        sections=tuple(section for section in sections if section is not None),
        foot=f"{of.foot} · {stream}",
        guide=of.guide,
    )


def _flow(facts: StatedFacts | None, stream: str, own: Plan) -> FlowTold | None:
    if facts is None or facts.work is None:
        return None
    return flow_told(facts.work.of_stream(stream), as_of=date.fromisoformat(own.run.as_of))


def _scope(own: Plan, stream: str) -> str:
    initiatives = counted(len(own.decisions), "open initiatives")
    horizon = f"{own.run.intervals[0]} to {own.run.intervals[-1]}" if own.run.intervals else ""
    return (
        f"Only {stream}: {initiatives} that need it, {horizon or 'no interval'}. The plan was made "
        f"over the whole portfolio. Facts as of {own.run.as_of}. Amounts in "
        f"{own.objective.currency}, capacity in {own.run.capacity_unit}."
    )


def _headlines(own: Plan, stream: str, numbers: RecordNumbers) -> tuple[Headline, ...]:
    currency = own.objective.currency
    first = next((line for line in own.capacity if line.value_stream == stream), None)
    grouped = grouped_decisions(own)
    below = [d for name in BELOW for d in grouped[name]]
    waiting = [cost for d in below if (cost := known(d.cost_of_delay_per_week))]
    binding = {bound.rule for bound in own.bounds if bound.binding or not bound.kept}
    counted_in = decisions_counted(own.decisions, numbers).records
    return (
        Headline(
            "Decisions",
            str(len(own.decisions)),
            "for every initiative that needs this stream",
            counted_in,
        ),
        Headline(
            "Committed",
            NONE_GIVEN if first is None else share_line(first),
            f"of net capacity in {first.interval}" if first else "no capacity is stated",
            together(numbers.manifest, numbers.find("allocation", value_stream=stream)),
        ),
        Headline(
            "Rules that bind",
            str(len(binding)),
            "here or for the whole portfolio",
            together(*(numbers.find("bound", rule=rule) for rule in binding)) or numbers.close,
        ),
        Headline(
            "Delay",
            f"{money(sum(waiting, Fraction(0)), currency)} a week",
            "of work that this plan gives nothing",
            together(*map(numbers.decision, below)) or numbers.close,
        ),
    )
