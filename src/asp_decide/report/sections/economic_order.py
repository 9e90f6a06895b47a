"""Cost of delay against duration: whether the order of the plan is economically sound."""

from fractions import Fraction

from asp_decide.model.plan import Decision, Plan
from asp_decide.report.amounts import (
    NONE_GIVEN,
    cd3_or_none,
    counted,
    figures_or_none,
    known,
    number,
)
from asp_decide.report.decision_groups import grouped_decisions, initiative_name
from asp_decide.report.page import Column, Figure, Section, Table, table
from asp_decide.report.pictures.order_picture import Spot, Standing, order_picture
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers, together

_STANDING: dict[str, Standing] = {
    "redirect": "runs",
    "continue": "runs",
    "now": "begins now",
    "fund_later": "begins later",
    "later": "begins later",
    "stop": "waits or ends",
    "pause": "waits or ends",
    "wait": "waits or ends",
    "stays": "waits or ends",
    "back": "waits or ends",
    "decline": "waits or ends",
    "enter": "waits or ends",
    "verdict": "waits or ends",
    "review": "review",
}

MOST_NAMED = 6
"""Initiatives that a caption names before it counts the rest."""


def order_section(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Section | None:
    """Every initiative whose cost of delay and duration are known; None where there is none."""
    grouped = grouped_decisions(plan)
    standing = {d.initiative: _STANDING[name] for name, group in grouped.items() for d in group}
    spots = tuple(
        Spot(d.initiative, weeks, cost, standing[d.initiative])
        for d in sorted(plan.decisions, key=lambda d: d.initiative)
        if (weeks := known(d.remaining_duration_weeks)) is not None
        and (cost := known(d.cost_of_delay_per_week)) is not None
        # A logarithmic scale has no place for nothing.
        and weeks > 0
        and cost > 0
    )
    if not spots:
        return None
    caption = _finding(
        grouped["now"], (*grouped["fund_later"], *grouped["later"], *grouped["wait"]), len(spots)
    )
    picture = order_picture(spots, plan.objective.currency)
    behind = together(*map(numbers.decision, plan.decisions))
    figure = Figure(caption, picture, _economics(plan, numbers), behind)
    return Section("order", "Cost of delay against duration", (figure,))


def _finding(now: tuple[Decision, ...], waiting: tuple[Decision, ...], count: int) -> str:
    ordered = [cd3 for d in now if (cd3 := known(d.cd3))]
    if not now:
        told = counted(count, "initiatives")
        return f"{told} by cost of delay and duration; nothing of it begins now."
    if not ordered:
        return "What begins now costs nothing to delay today: CD3 is not why it begins."
    lowest = min(ordered)
    passed_over = sorted(d.initiative for d in waiting if (known(d.cd3) or Fraction(0)) > lowest)
    told = f"What begins now has a CD3 of {number(lowest, 0)} or more."
    if not passed_over:
        return f"{told} Nothing that waits has a higher one."
    more = len(passed_over) - MOST_NAMED
    names = ", ".join(passed_over[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"{told} Waiting with a higher one: {names}; the list of decisions says why."


def _economics(plan: Plan, numbers: RecordNumbers) -> Table:
    currency = plan.objective.currency
    columns = (
        Column("Initiative"),
        Column(f"Cost of delay, {currency}/week", "number"),
        Column("Remaining weeks", "number"),
        Column("CD3", "number"),
        Column(f"Remaining effort, {plan.run.capacity_unit}", "number"),
        Column(f"Value, {currency}", "number"),
        Column(f"Loss, {currency}", "number"),
    )
    ordered = sorted(plan.decisions, key=lambda d: d.initiative)
    rows = tuple(
        (
            initiative_name(d),
            figures_or_none(d.cost_of_delay_per_week),
            _count_or_none(d.remaining_duration_weeks),
            cd3_or_none(d.cd3),
            _count_or_none(d.remaining_effort),
            figures_or_none(d.value),
            figures_or_none(d.loss),
        )
        for d in ordered
    )
    records = map(numbers.decision, ordered)
    return table("The economics of every decision", columns, rows, records)


def _count_or_none(text: str | None) -> str:
    amount = known(text)
    return NONE_GIVEN if amount is None else number(amount, 2)
