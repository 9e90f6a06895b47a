"""A plan as a page for the terminal: every number of it, in sections of plain text."""

from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.plan import Decision, Plan, plan_digest
from asp_decide.report.amounts import (
    NONE_GIVEN,
    cd3_or_none,
    counted,
    figures_or_none,
    money,
    number,
)
from asp_decide.report.decision_groups import (
    GROUPS,
    decision_word,
    grouped_decisions,
    reason_line,
    subject_words,
    when_line,
)
from asp_decide.report.printable import printable
from asp_decide.report.sections.capacity_map import share_line
from asp_decide.report.sections.exemption_register import HEADS, exemption_row
from asp_decide.report.sections.firmness_in_short import firmness_in_short
from asp_decide.report.sections.limit_tables import WHOLE_PLAN, planned_and_limit
from asp_decide.report.sections.plan_quality import gap_sentence, stated_gap_cell
from asp_decide.report.sections.price_table import (
    SAME_PLAN,
    dearest_first,
    names_of_rules,
    price_line,
    rule_name,
)
from asp_decide.report.sections.record_tables import run_facts


@dataclass(frozen=True, slots=True)
class PlanSection:
    """A heading with lines of text, then rows under columns; either may be empty."""

    title: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan as sections in the order in which they are read."""

    title: str
    sections: tuple[PlanSection, ...]


def plan_page(plan: Plan) -> PlanPage:
    """The plan as plain text: decisions, capacity, limits, prices, findings, what went in."""
    digest_of_plan = plan_digest(plan)
    plan = printable(plan)
    run = plan.run
    facts = run_facts(plan, digest_of_plan)
    sections = (
        _summary(plan),
        _decisions(plan),
        _capacity(plan),
        _limits(plan),
        _prices(plan),
        _findings(plan),
        *_exemptions(plan),
        PlanSection("Assumptions", plan.assumptions or ("no default stands in for a fact",)),
        PlanSection("What went in", (), ("what", "value"), facts),
    )
    horizon = f", {run.intervals[0]} to {run.intervals[-1]}" if run.intervals else ""
    return PlanPage(f"Plan {run.id}, facts as of {run.as_of}{horizon}", sections)


def _summary(plan: Plan) -> PlanSection:
    objective = plan.objective
    decisions = counted(len(plan.decisions), "decisions")
    lines = [
        f"{decisions}; nothing is decided before a person applies this plan",
        f"value captured {money(Fraction(objective.value_captured), objective.currency)}",
        f"loss {money(Fraction(objective.loss), objective.currency)}",
        gap_sentence(objective),
        f"gap stated by the solver, not certified: {stated_gap_cell(objective)}",
    ]
    lines += firmness_in_short(plan)
    if plan.run.exploratory:
        lines.append("exploratory: cut short by a clock or by hand, cannot be applied")
    if plan.brake.tripped:
        lines.append(
            f"the brake {plan.brake.rule} tripped, {plan.brake.role} must confirm it: "
            f"{plan.brake.message}"
        )
    lines += [
        f"{one.rule} forces a decision before this plan is applied: {one.message}"
        for one in plan.forced
        if one.carried
    ]
    return PlanSection("Summary", tuple(lines))


def _decisions(plan: Plan) -> PlanSection:
    grouped = grouped_decisions(plan)
    ordered = [d for name in ("review", *(g.name for g in GROUPS)) for d in grouped[name]]
    heads = ("decision", "initiative", "name", "when", "cost of delay/week", "CD3", "loss", "why")
    rows = tuple(_decision_row(d, plan) for d in ordered)
    told = f"money in {plan.objective.currency}"
    return PlanSection("Decisions", (told,), heads, rows)


def _decision_row(decision: Decision, plan: Plan) -> tuple[str, ...]:
    return (
        decision_word(decision),
        decision.initiative,
        decision.name,
        when_line(decision, plan.run.intervals),
        figures_or_none(decision.cost_of_delay_per_week),
        cd3_or_none(decision.cd3),
        figures_or_none(decision.loss),
        reason_line(decision),
    )


def _capacity(plan: Plan) -> PlanSection:
    rows = tuple(
        (
            line.value_stream,
            line.interval,
            number(Fraction(line.net), 2),
            number(Fraction(line.committed), 2),
            share_line(line),
        )
        for line in plan.capacity
    )
    heads = ("value stream", "interval", "net", "committed", "share")
    told = f"capacity in {plan.run.capacity_unit}"
    return PlanSection("Capacity", (told,), heads, rows)


def _limits(plan: Plan) -> PlanSection:
    names = names_of_rules(plan)
    rows = tuple(
        (
            rule_name(bound.rule, names),
            bound.group,
            bound.interval or WHOLE_PLAN,
            *planned_and_limit(bound, plan.objective.currency),
            "binds" if bound.binding else NONE_GIVEN,
        )
        for bound in plan.bounds
    )
    heads = ("rule", "holds for", "interval", "planned", "limit", "slack", "binds")
    return PlanSection("Limits", (), heads, rows)


def _prices(plan: Plan) -> PlanSection:
    names = names_of_rules(plan)
    currency = plan.objective.currency
    rows = tuple(
        (rule_name(p.origin, names), price_line(p, currency), p.frees or SAME_PLAN)
        for p in dearest_first(plan.prices)
    )
    heads = ("rule, mandate or override", "price", "without it")
    return PlanSection("Prices", (), heads, rows)


def _findings(plan: Plan) -> PlanSection:
    rows = tuple(
        (f.severity, f.rule, subject_words(f.subject), f.result, f.message) for f in plan.findings
    )
    heads = ("severity", "rule", "of", "result", "what was found")
    return PlanSection("Findings", (), heads, rows)


def _exemptions(plan: Plan) -> tuple[PlanSection, ...]:
    """The register as the plan used it; nothing where nobody is exempted."""
    rows = tuple(exemption_row(one, plan.objective.currency) for one in plan.exemptions)
    return (PlanSection("Exemptions", (), HEADS, rows),) if rows else ()
