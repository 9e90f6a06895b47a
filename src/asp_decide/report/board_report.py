"""The board's report: what is asked of it, what that costs, and what stands behind it."""

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction

from asp_decide.model.charter import Charter
from asp_decide.model.plan import DecisionWord, Plan, plan_digest
from asp_decide.report.amounts import counted, money, percent
from asp_decide.report.capacity_map import capacity_section
from asp_decide.report.decision_list import decision_section, owed_section, unknown_section
from asp_decide.report.economic_order import order_section
from asp_decide.report.exemption_register import exemption_section
from asp_decide.report.freed_capacity import freed_section
from asp_decide.report.limit_tables import binding_section, guardrail_section, wip_section
from asp_decide.report.page import BoardReport, Headline, Paragraph
from asp_decide.report.plan_quality import gap_cell, gap_sentence, stated_gap_cell
from asp_decide.report.printable import printable
from asp_decide.report.record_tables import (
    assumption_section,
    finding_section,
    override_section,
    provenance_section,
)
from asp_decide.report.recorded import Recorded
from asp_decide.report.roadmap import roadmap_section

_WORDS: tuple[DecisionWord, ...] = (
    *("stop", "redirect", "pause", "continue", "fund", "fund_tranche", "start"),
    *("register", "examine", "confirmed", "partly", "refuted", "not_measurable"),
    *("wait", "return", "return_to_triage", "hold", "decline", "reject", "supersede", "review"),
)
"""The order in which decisions are counted."""


def board_report(plan: Plan, *, charter: Charter, recorded: Recorded | None) -> BoardReport:
    """What a board reads of one plan, before it decides (`recorded` None) or after.

    Everything stands in the plan, the charter and the record already: a report decides nothing.
    """
    digest_of_plan = recorded.approval.plan if recorded else plan_digest(plan)
    plan, charter = printable(plan), printable(charter)
    recorded = _printable_record(recorded)
    holders = dict(charter.rights)
    sections = (
        unknown_section(plan, recorded=recorded),
        decision_section(plan, holders=holders, recorded=recorded),
        freed_section(plan),
        binding_section(plan),
        capacity_section(plan),
        roadmap_section(plan),
        wip_section(plan),
        order_section(plan),
        guardrail_section(plan),
        finding_section(plan),
        owed_section(plan),
        override_section(plan, recorded, next_run=_next_run(plan, charter)),
        exemption_section(plan),
        assumption_section(plan),
        provenance_section(plan, recorded, digest_of_plan=digest_of_plan),
    )
    run = recorded.run if recorded else plan.run.id
    return BoardReport(
        title=f"{charter.name}: the plan for {_opening(plan)}",
        subtitle=_scope(plan),
        lead=_lead(plan, recorded),
        headlines=_headlines(plan),
        sections=tuple(section for section in sections if section is not None),
        foot=f"Run {run} · plan {digest_of_plan[:19]}",
    )


def _next_run(plan: Plan, charter: Charter) -> date | None:
    """The day of the next run: the last of the interval that this plan opens with."""
    opening = [one for one in charter.calendar.intervals if one.id == _opening(plan)]
    return opening[0].last_day if opening else None


def _opening(plan: Plan) -> str:
    return plan.run.intervals[0] if plan.run.intervals else plan.run.id


def _scope(plan: Plan) -> str:
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


def _lead(plan: Plan, recorded: Recorded | None) -> tuple[Paragraph, ...]:
    """What must be read before any number: the brake, a cut-short run, how much is unknown."""
    told = []
    if plan.brake.tripped:
        told.append(Paragraph(_brake_sentence(plan, recorded), "alert"))
    if plan.run.exploratory:
        cut = "This plan was cut short by clock or hand: it is exploratory and cannot be applied."
        told.append(Paragraph(cut, "alert"))
    told.append(Paragraph(_counted(plan)))
    reviews = sum(d.decision == "review" for d in plan.decisions)
    if reviews:
        all_told = counted(len(plan.decisions), "initiatives")
        share = percent(Fraction(reviews, len(plan.decisions)))
        unknown = f"{reviews} of {all_told} ({share}) cannot be decided on the facts at hand"
        told.append(Paragraph(f"{unknown}; they come first."))
    told.append(Paragraph(gap_sentence(plan.objective)))
    return tuple(told)


def _counted(plan: Plan) -> str:
    counted = Counter(decision.decision for decision in plan.decisions)
    words = [f"{counted[word]} {word.replace('_', ' ')}" for word in _WORDS if counted[word]]
    return f"Recommended: {', '.join(words)}." if words else "No initiative is open."


def _brake_sentence(plan: Plan, recorded: Recorded | None) -> str:
    brake = plan.brake
    role = brake.role.replace("_", " ")
    told = f"The brake {brake.rule} tripped: {brake.message}."
    if recorded is None:
        return f"{told} Nothing is applied before the {role} confirms it."
    confirmed = recorded.approval.confirmed_brake
    return f"{told} The {role} {'confirmed' if confirmed else 'did not confirm'} it."


def _headlines(plan: Plan) -> tuple[Headline, ...]:
    objective = plan.objective
    stated = stated_gap_cell(objective)
    return (
        Headline("Decisions", str(len(plan.decisions)), "for every open initiative, one"),
        Headline(
            "Value captured",
            money(Fraction(objective.value_captured), objective.currency),
            "against doing nothing",
        ),
        Headline(
            "Loss",
            money(Fraction(objective.loss), objective.currency),
            "not earned, against the best without limits",
        ),
        Headline(
            "Certified gap", gap_cell(objective), f"stated by the solver, not certified: {stated}"
        ),
    )


def _printable_record(recorded: Recorded | None) -> Recorded | None:
    if recorded is None:
        return None
    return replace(
        recorded,
        approval=printable(recorded.approval),
        overrides=tuple(
            replace(
                entry,
                override=printable(entry.override),
                price=printable(entry.price) if entry.price else None,
            )
            for entry in recorded.overrides
        ),
    )
