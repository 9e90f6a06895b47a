"""What was measured of each initiative, against which limit, and by how much it is apart."""

from fractions import Fraction

from asp_decide.model.called import called
from asp_decide.model.plan import Plan, Reason
from asp_decide.report.amounts import NONE_GIVEN, beside_limit, quantity
from asp_decide.report.decision_groups import decision_word
from asp_decide.report.page import Column, Command, Section, table
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers

_COLUMNS = (
    Column("Id", "short"),
    Column("Decision"),
    Column("Rule or fact"),
    Column("Of"),
    Column("Measured", "number"),
    Column("Limit", "number"),
    Column("Apart by", "number"),
)


def reason_section(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Section | None:
    """Every reason that compares an amount with a limit; None where no reason does.

    The distance is what the amount would have to change by for the reason to fall away.
    """
    currency = plan.objective.currency
    found = [
        (d, reason)
        for d in sorted(plan.decisions, key=lambda d: d.initiative)
        for reason in d.reasons
        if _compares(reason)
    ]
    if not found:
        return None
    rows = tuple(
        (d.initiative, decision_word(d), reason.rule, _of(reason), *_amounts(reason, currency))
        for d, reason in found
    )
    caption = "Amounts that decided, beside the limit they were held against"
    records = (
        numbers.find("rule", rule=reason.rule, subject=f"initiative {d.initiative}")
        or numbers.decision(d)
        for d, reason in found
    )
    told = table(caption, _COLUMNS, rows, records)
    waiting = sorted(d.initiative for d in plan.decisions if d.decision == "wait")
    asked = Command(
        "\n".join(f"asp-decide explain {one} --why-not" for one in waiting),
        "What would let an initiative in, and whom that would displace:",
    )
    title = "What was measured, and what would have to change"
    return Section("reasons", title, (told, asked) if waiting else (told,))


def _compares(reason: Reason) -> bool:
    return None not in {reason.measured, reason.limit, reason.margin}


def _of(reason: Reason) -> str:
    return called(reason.measure) if reason.measure != reason.rule else NONE_GIVEN


def _amounts(reason: Reason, currency: str) -> tuple[str, str, str]:
    measured, limit, margin = (
        Fraction(text) for text in (reason.measured, reason.limit, reason.margin) if text
    )
    shown = beside_limit(measured, limit, reason.unit, currency)
    # The distance between two shares is counted in points, so that nobody reads it as a share.
    apart = quantity(abs(margin), "pp" if reason.unit == "%" else reason.unit, currency)
    return *shown, apart
