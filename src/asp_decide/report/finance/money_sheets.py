"""The money and the capacity of a plan in rows and columns, so that finance can go on with them."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from asp_decide.model.charter import Charter
from asp_decide.model.plan import Allocation, Plan
from asp_decide.report.amounts import known
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers, Records, together
from asp_decide.report.sections.price_table import dearest_first
from asp_decide.report.sheet import Sheet, SheetCell, SheetColumn


def funding_sheet(plan: Plan, charter: Charter, numbers: RecordNumbers = NOT_RECORDED) -> Sheet:
    """What each interval may spend, what the plan asks for, and the room that is left.

    A budget that carries over adds what earlier intervals leave to the later ones.
    """
    money = plan.objective.currency
    columns = (
        SheetColumn("Interval"),
        SheetColumn(f"Budget, {money}", "money", is_summed=True),
        SheetColumn(f"Proposal, {money}", "money", is_summed=True),
        SheetColumn(f"Room, {money}", "money"),
        SheetColumn(f"Room with what is carried over, {money}", "money"),
    )
    asked = _by(plan.allocations, lambda one: one.interval, lambda one: one.money)
    budgets = {str(key): Fraction(amount) for key, amount in charter.budgets.items()}
    rows, carried = [], Fraction(0)
    for interval in plan.run.intervals:
        budget, proposal = budgets.get(interval), asked.get(interval, Fraction(0))
        room = None if budget is None else budget - proposal
        carried = carried + room if room is not None else carried
        total = carried if room is not None and charter.budget_carries_over else room
        rows.append((interval, budget, proposal, room, total))
    caption = f"Outlay in {money} against the budget; the work of the teams is not in it"
    records = tuple(
        together(numbers.manifest, numbers.find("allocation", interval=interval))
        for interval in plan.run.intervals
    )
    return Sheet("Funding", caption, columns, tuple(rows), records)


def outlay_sheet(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Sheet:
    """Outlay by value stream and interval."""
    by = _By("Outlay by stream", "Value stream", "value_stream")
    return _outlay_by(by, plan, numbers)


def cost_sheet(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Sheet:
    """What is still to be paid for each initiative, by interval. Money spent is not in it."""
    return _outlay_by(_By("Cost to complete", "Initiative", "initiative"), plan, numbers)


def capacity_sheet(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Sheet:
    """Net capacity, what the plan commits of it, and the rest."""
    unit = plan.run.capacity_unit
    columns = (
        SheetColumn("Value stream"),
        SheetColumn("Interval"),
        SheetColumn(f"Net, {unit}", "amount", is_summed=True),
        SheetColumn(f"Committed, {unit}", "amount", is_summed=True),
        SheetColumn(f"Left, {unit}", "amount", is_summed=True),
    )
    rows = tuple(
        (line.value_stream, line.interval, net, committed, net - committed)
        for line in plan.capacity
        for net, committed in [(Fraction(line.net), Fraction(line.committed))]
    )
    records = tuple(
        together(
            numbers.manifest,
            numbers.find("allocation", value_stream=line.value_stream, interval=line.interval),
        )
        for line in plan.capacity
    )
    return Sheet("Capacity", f"Capacity in {unit}", columns, rows, records)


def decision_sheet(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Sheet:
    """Every decision with its economics, as the plan states them."""
    money, unit = plan.objective.currency, plan.run.capacity_unit
    outlay = _by(plan.allocations, lambda one: one.initiative, lambda one: one.money)
    columns = (
        SheetColumn("Initiative"),
        SheetColumn("Name"),
        SheetColumn("Decision"),
        SheetColumn("Option"),
        SheetColumn("Value streams"),
        SheetColumn("Start"),
        SheetColumn("Finish"),
        SheetColumn(f"Value, {money}", "money", is_summed=True),
        SheetColumn(f"Loss, {money}", "money", is_summed=True),
        SheetColumn(f"Cost of delay, {money}/week", "money"),
        SheetColumn("Remaining weeks", "amount"),
        SheetColumn(f"CD3, {money} a week per week of work", "amount"),
        SheetColumn(f"Remaining effort, {unit}", "amount"),
        SheetColumn(f"Outlay in this plan, {money}", "money", is_summed=True),
    )
    ordered = sorted(plan.decisions, key=lambda d: d.initiative)
    rows = tuple(
        (
            d.initiative,
            d.name,
            d.decision.replace("_", " "),
            d.option or "",
            ", ".join(d.value_streams),
            d.start or "",
            d.finish or "",
            known(d.value),
            known(d.loss),
            known(d.cost_of_delay_per_week),
            known(d.remaining_duration_weeks),
            known(d.cd3),
            known(d.remaining_effort),
            outlay.get(d.initiative, Fraction(0)),
        )
        for d in ordered
    )
    records = tuple(map(numbers.decision, ordered))
    return Sheet("Decisions", "Every decision with its economics", columns, rows, records)


def allocation_sheet(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Sheet:
    """Capacity and outlay of each initiative, by value stream and interval: the whole plan."""
    columns = (
        SheetColumn("Value stream"),
        SheetColumn("Interval"),
        SheetColumn("Initiative"),
        SheetColumn(f"Capacity, {plan.run.capacity_unit}", "amount", is_summed=True),
        SheetColumn(f"Outlay, {plan.objective.currency}", "money", is_summed=True),
    )
    rows = tuple(
        (one.value_stream, one.interval, one.initiative, Fraction(one.amount), Fraction(one.money))
        for one in plan.allocations
    )
    records = tuple(
        numbers.find(
            "allocation",
            initiative=one.initiative,
            value_stream=one.value_stream,
            interval=one.interval,
        )
        for one in plan.allocations
    )
    return Sheet("Allocations", "What each initiative is given", columns, rows, records)


def price_sheet(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Sheet:
    """What each rule, mandate and override costs, as an interval."""
    money = plan.objective.currency
    columns = (
        SheetColumn("Rule, mandate or override"),
        SheetColumn(f"At least, {money}", "money"),
        SheetColumn(f"At most, {money}", "money"),
        SheetColumn("Measurable"),
        SheetColumn("Without it"),
    )
    prices = dearest_first(plan.prices)
    rows = tuple(
        (
            price.origin,
            Fraction(price.low),
            Fraction(price.high),
            "yes" if price.measurable else "no",
            price.frees,
        )
        for price in prices
    )
    records = tuple(numbers.find("price", rule=price.origin) for price in prices)
    caption = "Prices, found by planning again without each"
    return Sheet("Prices", caption, columns, rows, records)


@dataclass(frozen=True, slots=True)
class _By:
    """A sheet of outlay: its name, the head of its first column, the field that it goes by."""

    name: str
    head: str
    field: Literal["value_stream", "initiative"]


def _outlay_by(by: _By, plan: Plan, numbers: RecordNumbers) -> Sheet:
    """A row for each thing, a column for each interval; intervals behind the plan's stand last."""
    amounts = _by(
        plan.allocations,
        lambda one: (str(getattr(one, by.field)), one.interval),
        lambda one: one.money,
    )
    later = sorted({interval for _, interval in amounts} - {*plan.run.intervals})
    intervals = (*plan.run.intervals, *later)
    columns = (
        SheetColumn(by.head),
        *(SheetColumn(interval, "money", is_summed=True) for interval in intervals),
        SheetColumn("Together", "money", is_summed=True),
    )
    rows: list[tuple[SheetCell, ...]] = []
    records: list[Records] = []
    for thing in sorted({thing for thing, _ in amounts}):
        cells = [amounts.get((thing, interval), Fraction(0)) for interval in intervals]
        if any(cells):
            rows.append((thing, *cells, sum(cells, Fraction(0))))
            records.append(numbers.find("allocation", **{by.field: thing}))
    caption = f"{by.name}, by planning interval, in {plan.objective.currency}"
    return Sheet(by.name, caption, columns, tuple(rows), tuple(records))


def _by[K: Hashable](
    allocations: tuple[Allocation, ...],
    key: Callable[[Allocation], K],
    amount: Callable[[Allocation], str],
) -> dict[K, Fraction]:
    summed: dict[K, Fraction] = defaultdict(Fraction)
    for one in allocations:
        summed[key(one)] += Fraction(amount(one))
    return dict(summed)
