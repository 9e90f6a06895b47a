"""The register of exemptions as a plan used it: which were needed, their price and their end."""

from asp_decide.model.plan import Plan, PlannedExemption
from asp_decide.report.amounts import NONE_GIVEN
from asp_decide.report.decision_groups import subject_words
from asp_decide.report.page import Column, Paragraph, Section, table
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers
from asp_decide.report.sections.price_table import price_line

HEADS = ("exemption", "rule", "for", "does", "state", "until", "price")
"""What is told of each exemption, in the order of `exemption_row`."""


def exemption_section(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Section:
    """Exemptions used with their price, unused, refused, and those that end before the next run."""
    title = "Exemptions"
    if not plan.exemptions:
        nobody = Paragraph("Nobody is exempted from any rule.", records=numbers.close)
        return Section("exemptions", title, (nobody,))
    columns = (
        Column("Exemption"),
        Column("Rule"),
        Column("For"),
        Column("Does"),
        Column("State", "reason"),
        Column("Until", "short"),
        Column("Price", "number"),
    )
    rows = tuple(exemption_row(one, plan.objective.currency) for one in plan.exemptions)
    caption = "Exemptions that this plan used, did not need, or could not use"
    records = (numbers.find("override", id=one.id) for one in plan.exemptions)
    return Section("exemptions", title, (table(caption, columns, rows, records),))


def exemption_row(exemption: PlannedExemption, currency: str) -> tuple[str, ...]:
    """One exemption in words. A price below zero is what it brings."""
    price = exemption.price
    return (
        exemption.id,
        exemption.rule,
        subject_words(exemption.subject),
        "suspended" if exemption.does == "suspend" else exemption.does,
        _state(exemption),
        exemption.until + (", before the next run" if exemption.ends_before_next_run else ""),
        NONE_GIVEN if price is None else price_line(price, currency),
    )


def _state(exemption: PlannedExemption) -> str:
    told: list[str] = [exemption.state]
    if exemption.state == "unused":
        told = ["unused: the rule would not have acted"]
    if exemption.why:
        told.append(exemption.why)
    if exemption.doubt:
        told.append(f"may have lapsed: {exemption.doubt}")
    if exemption.renewals:
        told.append(f"renewed {exemption.renewals} times in a row")
    return "; ".join(told)
