"""Limits and guardrails, from the bounds that the plan recorded."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from asp_decide.model.plan import Bound, Plan
from asp_decide.report.amounts import NONE_GIVEN, beside_limit, number, quantity
from asp_decide.report.page import Block, Column, Figure, Paragraph, Section, Table, table
from asp_decide.report.pictures.pictures import LimitBar, wip_picture
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers, Records, together
from asp_decide.report.sections.price_table import price_figure, price_line, prices_alone, rule_name

WHOLE_PLAN = "the whole plan"

_COUNTS_INITIATIVES = frozenset({"initiative", "initiatives"})


def wip_section(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Section | None:
    """Initiatives in progress against their limits; None where the plan has no such limit."""
    bounds = tuple(b for b in _ordered(plan) if b.unit in _COUNTS_INITIATIVES)
    if not bounds:
        return None
    first = _in_first_interval(bounds, plan.run.intervals)
    full = sum(b.binding for b in first)
    told = f"{full or 'none'} of {len(first)} limits on initiatives in progress"
    caption = f"In {plan.run.intervals[0]} {told} {'is' if full <= 1 else 'are'} reached."
    bars = tuple(_limit_bar(b) for b in first)
    shown = _by_interval(bounds, plan.run.intervals, numbers)
    figure = Figure(caption, wip_picture(bars), shown, _behind(first, numbers))
    return Section("wip", "Work in progress against its limits", (figure,))


def binding_section(
    plan: Plan, numbers: RecordNumbers = NOT_RECORDED, *, pictured: bool = True
) -> Section:
    """What binds the plan, with its slack and with what each rule costs.

    Prices are `pictured` beside what else would be planned; or else each is told once, with the
    limits that bind or below them.
    """
    blocks: list[Block] = []
    binding = bounds_that_bind(plan)
    if binding:
        blocks.append(_binding_table(binding, plan, numbers))
    else:
        nothing = "No limit binds this plan: each leaves room for one step more."
        blocks.append(Paragraph(nothing, records=numbers.all_of("bound")))
    told = {bound.rule for bound in binding}
    others = [price for price in plan.prices if price.origin not in told]
    if plan.prices and pictured:
        blocks.append(price_figure(plan, numbers))
    elif others:
        blocks.append(prices_alone(others, plan, numbers))
    elif not plan.prices:
        unasked = "No prices were asked for in this run."
        blocks.append(Paragraph(unasked, records=numbers.close))
    return Section("limits", "What binds the plan, and what it costs", tuple(blocks))


def bounds_that_bind(plan: Plan) -> tuple[Bound, ...]:
    """Limits that leave no room for one step more, or are broken, by rule, group and time."""
    return tuple(b for b in _ordered(plan) if b.binding or not b.kept)


def guardrail_section(
    plan: Plan, numbers: RecordNumbers = NOT_RECORDED, *, but: Collection[str] = ()
) -> Section | None:
    """Guardrails at their tightest interval, with the margin; None where there is none to tell of.

    Left out are those of the rules `but`, of which the reader has been told.
    """
    bounds = [b for b in _ordered(plan) if b.unit not in _COUNTS_INITIATIVES and b.rule not in but]
    if not bounds:
        return None
    columns = (
        Column("Guardrail"),
        Column("Holds for"),
        Column("Tightest in"),
        Column("Planned", "number"),
        Column("Limit", "number"),
        Column("Margin", "number"),
        Column("Kept in"),
    )
    groups = [tuple(group) for _, group in groupby(bounds, key=_rule_and_group)]
    rows = tuple(_guardrail_row(group, plan.objective.currency) for group in groups)
    records = (_behind(group, numbers) for group in groups)
    told = table("Each guardrail at its tightest interval", columns, rows, records)
    return Section("guardrails", "Guardrails and their margins", (told,))


def planned_and_limit(bound: Bound, currency: str) -> tuple[str, str, str]:
    """What is planned, what is allowed, and the room between, in words."""
    planned, limit = beside_limit(
        Fraction(bound.planned), Fraction(bound.limit), bound.unit, currency
    )
    told = f"at {bound.at} {limit}"
    if Fraction(bound.stated) != Fraction(bound.limit):
        told += f" (the rule says {quantity(Fraction(bound.stated), bound.unit, currency)})"
    told += set_by_line(bound, currency)
    # The distance between two shares is counted in points, so that nobody reads it as a share.
    room = quantity(Fraction(bound.slack), "pp" if bound.unit == "%" else bound.unit, currency)
    return planned if bound.kept else f"▲ {planned}, broken", told, room


def set_by_line(bound: Bound, currency: str) -> str:
    """Who set the limit of this group and what the rule says, where that is another; or nothing."""
    if not bound.set_by:
        return ""
    if bound.instead_of is None:
        return f", suspended by {bound.set_by}"
    own, rules = Fraction(bound.stated), Fraction(bound.instead_of)
    verb = "set"
    if own != rules:
        verb = "tightened" if (own < rules) is (bound.at == "most") else "loosened"
    return f", {verb} by {bound.set_by} from {quantity(rules, bound.unit, currency)}"


def _behind(bounds: Sequence[Bound], numbers: RecordNumbers) -> Records:
    """The records of these bounds."""
    return together(
        *(
            numbers.find("bound", rule=b.rule, group=b.group, interval=b.interval or "")
            for b in bounds
        )
    )


def _binding_table(binding: Sequence[Bound], plan: Plan, numbers: RecordNumbers) -> Table:
    currency = plan.objective.currency
    prices = {price.origin: price_line(price, currency) for price in plan.prices}
    columns = (
        Column("Rule"),
        Column("Holds for"),
        Column("Binds in"),
        Column("Planned", "number"),
        Column("Limit", "number"),
        Column("Slack", "number"),
        Column("Price of the rule"),
    )
    groups = [tuple(own) for _, own in groupby(binding, key=_rule_and_group)]
    rows = tuple(_binding_row(own, plan.run.intervals, currency, prices) for own in groups)
    records = (
        together(_behind(own, numbers), numbers.find("price", rule=own[0].rule)) for own in groups
    )
    caption = "Limits that leave no room for one step more, or are broken"
    return table(caption, columns, rows, records)


def _binding_row(
    bounds: tuple[Bound, ...],
    intervals: Sequence[str],
    currency: str,
    prices: Mapping[str, str],
) -> tuple[str, ...]:
    tightest = _tightest(bounds)
    return (
        rule_name(tightest.rule, {tightest.rule: tightest.name}),
        tightest.group,
        _spans(bounds, intervals),
        *planned_and_limit(tightest, currency),
        prices.get(tightest.rule, "not asked for"),
    )


def _tightest(bounds: Sequence[Bound]) -> Bound:
    """The one that is broken, else the one with the least room; the first among equals."""
    return min(bounds, key=lambda b: (b.kept, Fraction(b.slack)))


def _guardrail_row(bounds: tuple[Bound, ...], currency: str) -> tuple[str, ...]:
    tightest = _tightest(bounds)
    kept = sum(b.kept for b in bounds)
    return (
        rule_name(tightest.rule, {tightest.rule: tightest.name}),
        tightest.group,
        tightest.interval or WHOLE_PLAN,
        *planned_and_limit(tightest, currency),
        "all" if kept == len(bounds) else f"{kept} of {len(bounds)}",
    )


def _limit_bar(bound: Bound) -> LimitBar:
    planned = number(Fraction(bound.planned))
    if not bound.kept:
        planned = f"{planned} ▲ broken"
    elif bound.binding:
        planned = f"{planned} ■ full"
    side = "limit" if bound.at == "most" else "floor"
    return LimitBar(
        f"{bound.group} · {bound.rule}",
        Fraction(bound.planned),
        Fraction(bound.limit),
        f"{planned} · {side} {number(Fraction(bound.limit))}",
        is_full=bound.binding or not bound.kept,
    )


def _by_interval(
    bounds: Sequence[Bound], intervals: Sequence[str], numbers: RecordNumbers
) -> Table:
    has_whole = any(b.interval is None for b in bounds)
    heads = (*intervals, WHOLE_PLAN) if has_whole else tuple(intervals)
    columns = (Column("Rule"), Column("Holds for"), *(Column(head, "number") for head in heads))
    rows, records = [], []
    for (rule, group), same in groupby(bounds, key=_rule_and_group):
        own = {b.interval or WHOLE_PLAN: b for b in same}
        records.append(_behind(tuple(own.values()), numbers))
        name = next(iter(own.values())).name
        cells = (_of_limit(own.get(head)) for head in heads)
        rows.append((rule_name(rule, {rule: name}), group, *cells))
    caption = "Initiatives in progress of those allowed; ■ is full, ▲ is broken"
    return table(caption, columns, tuple(rows), records)


def _of_limit(bound: Bound | None) -> str:
    if bound is None:
        return NONE_GIVEN
    planned, limit = number(Fraction(bound.planned)), number(Fraction(bound.limit))
    told = f"{planned} of {limit}" if bound.at == "most" else f"{planned}, floor {limit}"
    if Fraction(bound.stated) != Fraction(bound.limit):
        told += f" (rule {number(Fraction(bound.stated))})"
    if not bound.kept:
        return f"{told} ▲"
    return f"{told} ■" if bound.binding else told


def _in_first_interval(bounds: Sequence[Bound], intervals: Sequence[str]) -> tuple[Bound, ...]:
    first = tuple(b for b in bounds if b.interval in {*intervals[:1], None})
    return first or tuple(bounds)


def _spans(bounds: Sequence[Bound], intervals: Sequence[str]) -> str:
    """The intervals of the bounds, neighbours drawn together: `2027Q1 to 2027Q3, 2028Q1`."""
    own = {b.interval for b in bounds}
    if None in own:
        return WHOLE_PLAN
    spans: list[list[str]] = []
    for before, interval in zip((None, *intervals), intervals, strict=False):
        if interval in own and before in own:
            spans[-1].append(interval)
        elif interval in own:
            spans.append([interval])
    return ", ".join(s[0] if len(s) == 1 else f"{s[0]} to {s[-1]}" for s in spans)


def _ordered(plan: Plan) -> tuple[Bound, ...]:
    """The plan's bounds by rule, group and time; those of the whole plan come last."""
    position = {interval: n for n, interval in enumerate(plan.run.intervals)}

    def key(bound: Bound) -> tuple[str, str, int]:
        return (*_rule_and_group(bound), position.get(bound.interval or "", len(position)))

    return tuple(sorted(plan.bounds, key=key))


def _rule_and_group(bound: Bound) -> tuple[str, str]:
    return (bound.rule, bound.group)
