"""What finance reads of a plan: a page, and the same numbers in a workbook, cell for cell."""

from fractions import Fraction

from asp_decide.model.charter import Charter
from asp_decide.model.plan import Plan
from asp_decide.report.amounts import counted, figures, money
from asp_decide.report.finance.four_numbers import (
    PROPOSAL,
    four_numbers_section,
    four_numbers_sheet,
)
from asp_decide.report.finance.funding_changes import funding_section
from asp_decide.report.finance.money_sheets import (
    allocation_sheet,
    capacity_sheet,
    cost_sheet,
    decision_sheet,
    funding_sheet,
    outlay_sheet,
    price_sheet,
)
from asp_decide.report.finance.stream_value import stream_value_section
from asp_decide.report.page import Headline, Paragraph, Report, Section
from asp_decide.report.record_numbers import RecordNumbers
from asp_decide.report.recorded import Recorded
from asp_decide.report.sections.changes import Changes
from asp_decide.report.sections.freed_capacity import freed_section
from asp_decide.report.sections.front_matter import Told, decisions_counted, told, warnings
from asp_decide.report.sections.limit_tables import guardrail_section
from asp_decide.report.sections.plan_quality import gap_cell, gap_sentence
from asp_decide.report.sections.price_table import price_figure
from asp_decide.report.sections.record_tables import (
    assumption_section,
    override_section,
    provenance_section,
    run_facts,
)
from asp_decide.report.sheet import Sheet, SheetColumn, as_table
from asp_decide.report.stated_facts import StatedFacts


def finance_report(
    plan: Plan,
    *,
    charter: Charter,
    recorded: Recorded | None,
    facts: StatedFacts | None = None,
    since: Changes | None = None,
) -> Report:
    """Money by interval, value stream and initiative, before the plan is decided or after.

    With `since` it tells what moved from an earlier plan. `facts` are those of the plan's day. No
    outlay of an initiative holds money already spent; what a stream spent stands by its funding.
    """
    of = told(plan, charter=charter, recorded=recorded)
    plan, numbers = of.plan, of.numbers
    sections = (
        four_numbers_section(plan, facts, of.recorded),
        _page("funding", "Outlay against the budget", funding_sheet(plan, of.charter, numbers), of),
        funding_section(since, of.recorded, numbers),
        _page("outlay", "Outlay by value stream", outlay_sheet(plan, numbers), of),
        _page("cost", "Cost to complete", cost_sheet(plan, numbers), of),
        freed_section(plan, numbers),
        stream_value_section(facts, plan, of.recorded),
        _prices(plan, numbers),
        guardrail_section(plan, numbers),
        override_section(plan, of.recorded, next_run=of.next_run),
        assumption_section(plan, numbers),
        provenance_section(plan, of.recorded, digest_of_plan=of.digest),
    )
    return Report(
        title=f"{of.charter.name}: the money in the plan for {of.opening}",
        subtitle=Paragraph(
            f"The whole portfolio. Facts as of {plan.run.as_of}. "
            f"Amounts in {plan.objective.currency}.",
            records=numbers.manifest,
        ),
        lead=(
            *warnings(of),
            decisions_counted(plan.decisions, numbers),
            Paragraph(gap_sentence(plan.objective), records=numbers.manifest),
        ),
        headlines=_headlines(of),
        sections=tuple(section for section in sections if section is not None),
        foot=of.foot,
        guide=of.guide,
    )


def finance_sheets(
    plan: Plan, *, charter: Charter, recorded: Recorded | None, facts: StatedFacts | None = None
) -> tuple[Sheet, ...]:
    """The workbook of a plan: what it is first, then money and capacity, then every cell of it."""
    of = told(plan, charter=charter, recorded=recorded)
    plan, numbers = of.plan, of.numbers
    four = four_numbers_sheet(plan, facts, of.recorded)
    return (
        _about(of, four),
        four,
        funding_sheet(plan, of.charter, numbers),
        outlay_sheet(plan, numbers),
        cost_sheet(plan, numbers),
        capacity_sheet(plan, numbers),
        decision_sheet(plan, numbers),
        allocation_sheet(plan, numbers),
        price_sheet(plan, numbers),
    )


def _page(id_: str, title: str, sheet: Sheet, of: Told) -> Section:
    if not sheet.rows:
        nothing = Paragraph("Nothing is to be paid.", records=of.numbers.all_of("allocation"))
        return Section(id_, title, (nothing,))
    return Section(id_, title, (as_table(sheet),))


def _prices(plan: Plan, numbers: RecordNumbers) -> Section:
    title = "What rules and overrides cost"
    if not plan.prices:
        nothing = Paragraph("No prices were asked for in this run.", records=numbers.close)
        return Section("prices", title, (nothing,))
    return Section("prices", title, (price_figure(plan, numbers),))


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
        Headline("Outlay", money(proposed, currency), against, of.numbers.all_of("allocation")),
        Headline(
            "Value captured",
            money(Fraction(plan.objective.value_captured), currency),
            "against doing nothing",
            of.numbers.manifest,
        ),
        Headline(
            "Loss",
            money(Fraction(plan.objective.loss), currency),
            "not earned, against the best without limits",
            of.numbers.manifest,
        ),
        Headline(
            "Certified gap",
            gap_cell(plan.objective),
            "what the plan may lack at most",
            of.numbers.manifest,
        ),
    )


def _proposed(plan: Plan) -> Fraction:
    return sum((Fraction(one.money) for one in plan.allocations), Fraction(0))


def _about(of: Told, four: Sheet) -> Sheet:
    """What the workbook is, and that its sums are those of the plan."""
    plan = of.plan
    summed = (outlay_sheet(plan), cost_sheet(plan))
    matrices = {four.name: _total(four, PROPOSAL), **{one.name: _total(one, -1) for one in summed}}
    proposed = _proposed(plan)
    ties = all(total == proposed for total in matrices.values())
    sums = f"the sheets {', '.join(f'`{name}`' for name in matrices)} each sum up to"
    rows = (
        ("What this is", f"{of.charter.name}: the money in the plan for {of.opening}"),
        ("Scope", f"the whole portfolio: {counted(len(plan.decisions), 'open initiatives')}"),
        ("Amounts", f"in {plan.objective.currency}, capacity in {plan.run.capacity_unit}"),
        ("Sums", f"{'tie' if ties else 'do NOT tie'} to the plan: {sums} {figures(proposed)}"),
        *run_facts(plan, of.digest),
        *(("Assumption", told) for told in plan.assumptions),
        ("Records", of.guide),
    )
    columns = (SheetColumn("What"), SheetColumn("Value"))
    records = tuple(of.numbers.manifest for _ in rows)
    return Sheet("About", "What this workbook is made from", columns, rows, records)


def _total(sheet: Sheet, column: int) -> Fraction:
    totals = sheet.totals or ()
    found = totals[column] if totals else Fraction(0)
    return found if isinstance(found, Fraction) else Fraction(0)
