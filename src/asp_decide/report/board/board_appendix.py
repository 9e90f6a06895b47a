"""What stands behind the board's paper: every decision, limit, picture and price of a plan."""

from fractions import Fraction

from asp_decide.model.charter import Charter
from asp_decide.model.plan import Plan
from asp_decide.report.amounts import counted, money, percent
from asp_decide.report.page import Headline, Paragraph, Report
from asp_decide.report.record_numbers import RecordNumbers, together
from asp_decide.report.recorded import Recorded
from asp_decide.report.sections.capacity_map import capacity_section
from asp_decide.report.sections.case_register import case_section, case_warnings
from asp_decide.report.sections.changes import Changes, changes_section
from asp_decide.report.sections.decision_list import decision_section, owed_section, unknown_section
from asp_decide.report.sections.economic_order import order_section
from asp_decide.report.sections.exemption_register import exemption_section
from asp_decide.report.sections.firmness_section import firmness_section
from asp_decide.report.sections.freed_capacity import freed_section
from asp_decide.report.sections.front_matter import Told, decisions_counted, told, warnings
from asp_decide.report.sections.learning_section import learning_section
from asp_decide.report.sections.limit_tables import binding_section, guardrail_section, wip_section
from asp_decide.report.sections.plan_quality import gap_cell, gap_sentence, stated_gap_cell
from asp_decide.report.sections.policy_sentences import policy_change_section
from asp_decide.report.sections.queue_costs import queue_section
from asp_decide.report.sections.realised_value import realised_section
from asp_decide.report.sections.record_tables import (
    assumption_section,
    finding_section,
    override_section,
    provenance_section,
)
from asp_decide.report.sections.roadmap import roadmap_section
from asp_decide.report.sections.rules_beside_numbers import beside_section
from asp_decide.report.stated_facts import StatedFacts


def board_appendix(
    plan: Plan,
    *,
    charter: Charter,
    recorded: Recorded | None,
    facts: StatedFacts | None = None,
    since: Changes | None = None,
) -> Report:
    """Everything that a board may ask about one plan, before it decides (`recorded` None) or after.

    With `since` it also tells what changed from an earlier plan. `facts` are those of the plan's
    day. Everything stands in them, the plan, the charter and the record: a report decides nothing.
    """
    of = told(plan, charter=charter, recorded=recorded)
    plan, recorded, numbers = of.plan, of.recorded, of.numbers
    sections = (
        unknown_section(plan, recorded=recorded, numbers=numbers),
        decision_section(plan, holders=dict(of.charter.rights), recorded=recorded, numbers=numbers),
        changes_section(since, numbers) if since else None,
        beside_section(plan, numbers),
        policy_change_section(recorded, since),
        case_section(recorded),
        freed_section(plan, numbers),
        binding_section(plan, numbers),
        capacity_section(plan, numbers),
        roadmap_section(plan, numbers),
        wip_section(plan, numbers),
        queue_section(plan, numbers),
        order_section(plan, numbers),
        firmness_section(plan, numbers),
        realised_section(facts, plan, recorded),
        learning_section(facts, plan, numbers),
        guardrail_section(plan, numbers),
        finding_section(plan, numbers),
        owed_section(plan, numbers),
        override_section(plan, recorded, next_run=of.next_run),
        exemption_section(plan, numbers),
        assumption_section(plan, numbers),
        provenance_section(plan, recorded, digest_of_plan=of.digest),
    )
    return Report(
        title=f"{of.charter.name}: what stands behind the plan for {of.opening}",
        subtitle=Paragraph(scope_of_plan(plan), records=numbers.manifest),
        lead=_lead(of),
        headlines=_headlines(plan, numbers),
        sections=tuple(section for section in sections if section is not None),
        foot=of.foot,
        guide=of.guide,
    )


def scope_of_plan(plan: Plan) -> str:
    """What the plan covers; it is always the whole portfolio."""
    run = plan.run
    initiatives = counted(len(plan.decisions), "open initiatives")
    # A line may be a skill in a stream or the analysts of the portfolio: `payments/data`.
    named = {line.value_stream.partition("/")[0] for line in plan.capacity} - {"portfolio"}
    streams = counted(len(named), "value streams")
    horizon = f"{run.intervals[0]} to {run.intervals[-1]}" if run.intervals else "no interval"
    return (
        f"The whole portfolio: {initiatives} in {streams}, "
        f"{horizon}. Facts as of {run.as_of}. Amounts in {plan.objective.currency}, capacity in "
        f"{run.capacity_unit}."
    )


def _lead(of: Told) -> tuple[Paragraph, ...]:
    """What must be read before any number: the warnings, how much is unknown, what is proven."""
    plan = of.plan
    lead = [
        *warnings(of),
        *case_warnings(of.recorded),
        decisions_counted(plan.decisions, of.numbers),
    ]
    reviews = tuple(d for d in plan.decisions if d.decision == "review")
    if reviews:
        all_told = counted(len(plan.decisions), "initiatives")
        share = percent(Fraction(len(reviews), len(plan.decisions)))
        unknown = f"{len(reviews)} of {all_told} ({share}) cannot be decided on the facts at hand"
        behind = together(*map(of.numbers.decision, reviews))
        lead.append(Paragraph(f"{unknown}; they come first.", records=behind))
    lead.append(Paragraph(gap_sentence(plan.objective), records=of.numbers.manifest))
    return tuple(lead)


def _headlines(plan: Plan, numbers: RecordNumbers) -> tuple[Headline, ...]:
    objective = plan.objective
    stated = stated_gap_cell(objective)
    return (
        Headline(
            "Decisions",
            str(len(plan.decisions)),
            "for every open initiative, one",
            numbers.close,
        ),
        Headline(
            "Value captured",
            money(Fraction(objective.value_captured), objective.currency),
            "against doing nothing",
            numbers.manifest,
        ),
        Headline(
            "Loss",
            money(Fraction(objective.loss), objective.currency),
            "not earned, against the best without limits",
            numbers.manifest,
        ),
        Headline(
            "Certified gap",
            gap_cell(objective),
            f"stated by the solver, not certified: {stated}",
            numbers.manifest,
        ),
    )
