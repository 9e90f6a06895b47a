"""What finance reads of a plan: a page, and the same numbers in a workbook, cell for cell."""

from fractions import Fraction

from asp_decide.model.charter import Charter
from asp_decide.model.plan import Plan
from asp_decide.report.amounts import counted, figures, money
from asp_decide.report.freed_capacity import freed_section
from asp_decide.report.front_matter import Told, decisions_counted, told, warnings
from asp_decide.report.limit_tables import guardrail_section
from asp_decide.report.money_sheets import (
    allocation_sheet,
    capacity_sheet,
    cost_sheet,
    decision_sheet,
    funding_sheet,
    outlay_sheet,
    price_sheet,
)
from asp_decide.report.page import Headline, Paragraph, Report, Section
from asp_decide.report.plan_quality import gap_cell, gap_sentence
from asp_decide.report.price_table import price_figure
from asp_decide.report.record_tables import (
    assumption_section,
    override_section,
    provenance_section,
    run_facts,
)
from asp_decide.report.recorded import Recorded
from asp_decide.report.sheet import Sheet, SheetColumn, as_table


def finance_report(plan: Plan, *, charter: Charter, recorded: Recorded | None) -> Report:
    """Money by interval, value stream and initiative, before the plan is decided or after.

    Money already spent is in none of it.
    """
    of = told(plan, charter=charter, recorded=recorded)
    plan = of.plan
    sections = (
        _page("funding", "Outlay against the budget", funding_sheet(plan, of.charter)),
        _page("outlay", "Outlay by value stream", outlay_sheet(plan)),
        _page("cost", "Cost to complete", cost_sheet(plan)),
        freed_section(plan),
        _prices(plan),
        guardrail_section(plan),
        override_section(plan, of.recorded, next_run=of.next_run),
        assumption_section(plan),
        provenance_section(plan, of.recorded, digest_of_plan=of.digest),
    )
    return Report(
        title=f"{of.charter.name}: the money in the plan for {of.opening}",
        subtitle=(
            f"The whole portfolio. Facts as of {plan.run.as_of}. "
            f"Amounts in {plan.objective.currency}."
        ),
        lead=(
            *warnings(of),
            Paragraph(decisions_counted(plan.decisions)),
            Paragraph(gap_sentence(plan.objective)),
        ),
        headlines=_headlines(of),
        sections=tuple(section for section in sections if section is not None),
        foot=of.foot,
    )


def finance_sheets(plan: Plan, *, charter: Charter, recorded: Recorded | None) -> tuple[Sheet, ...]:
    """The workbook of a plan: what it is first, then money and capacity, then every cell of it."""
    of = told(plan, charter=charter, recorded=recorded)
    plan = of.plan
    return (
        _about(of),
        funding_sheet(plan, of.charter),
        outlay_sheet(plan),
        cost_sheet(plan),
        capacity_sheet(plan),
        decision_sheet(plan),
        allocation_sheet(plan),
        price_sheet(plan),
    )


def _page(id_: str, title: str, sheet: Sheet) -> Section:
    if not sheet.rows:
        return Section(id_, title, (Paragraph("Nothing is to be paid."),))
    return Section(id_, title, (as_table(sheet),))


def _prices(plan: Plan) -> Section:
    title = "What rules and overrides cost"
    if not plan.prices:
        nothing = Paragraph("No prices were asked for in this run.")
        return Section("prices", title, (nothing,))
    return Section("prices", title, (price_figure(plan),))


def _headlines(of: Told) -> tuple[Headline, ...]:
    plan, currency = of.plan, of.plan.objective.currency
    proposed = _proposed(plan)
    budget = sum(
        (
            Fraction(amount)
            for key, amount in of.charter.budgets.items()
            if key in plan.run.intervals
        ),
        Fraction(0),
    )
    against = f"of {money(budget, currency)} in the budget" if budget else "no budget is stated"
    return (
        Headline("Outlay", money(proposed, currency), against),
        Headline(
            "Value captured",
            money(Fraction(plan.objective.value_captured), currency),
            "against doing nothing",
        ),
        Headline(
            "Loss",
            money(Fraction(plan.objective.loss), currency),
            "not earned, against the best without limits",
        ),
        Headline("Certified gap", gap_cell(plan.objective), "what the plan may lack at most"),
    )


def _proposed(plan: Plan) -> Fraction:
    return sum((Fraction(one.money) for one in plan.allocations), Fraction(0))


def _about(of: Told) -> Sheet:
    """What the workbook is, and that its sums are those of the plan."""
    plan = of.plan
    matrices = {sheet.name: _together(sheet) for sheet in (outlay_sheet(plan), cost_sheet(plan))}
    proposed = _proposed(plan)
    ties = all(total == proposed for total in matrices.values())
    sums = f"the sheets {' and '.join(f'`{name}`' for name in matrices)} each sum up to"
    rows = (
        ("What this is", f"{of.charter.name}: the money in the plan for {of.opening}"),
        ("Scope", f"the whole portfolio: {counted(len(plan.decisions), 'open initiatives')}"),
        ("Amounts", f"in {plan.objective.currency}, capacity in {plan.run.capacity_unit}"),
        ("Sums", f"{'tie' if ties else 'do NOT tie'} to the plan: {sums} {figures(proposed)}"),
        *run_facts(plan, of.digest),
        *(("Assumption", told) for told in plan.assumptions),
    )
    columns = (SheetColumn("What"), SheetColumn("Value"))
    return Sheet("About", "What this workbook is made from", columns, rows)


def _together(sheet: Sheet) -> Fraction:
    totals = sheet.totals or ()
    found = totals[-1] if totals else Fraction(0)
    return found if isinstance(found, Fraction) else Fraction(0)
