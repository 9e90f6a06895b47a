"""Capacity and money at a glance: the fullest value streams, and outlay against the budget."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from asp_decide.model.plan import CapacityLine, Plan
from asp_decide.report.amounts import NONE_GIVEN, counted, figures
from asp_decide.report.board.short_text import cut_short
from asp_decide.report.page import Column, Row, RowGroup, Section, Table
from asp_decide.report.record_numbers import together
from asp_decide.report.sections.capacity_map import committed_share, share_line
from asp_decide.report.sections.front_matter import Told
from asp_decide.report.sections.limit_tables import bounds_that_bind

_MOST_INTERVALS = 6
_MOST_STREAMS = 8
_NAME = 40


def glance_section(of: Told) -> Section:
    """A row for each of the fullest value streams, and two for money, over the next intervals."""
    shown = of.plan.run.intervals[:_MOST_INTERVALS]
    columns = (
        Column("Committed of net capacity"),
        *(Column(cut_short(interval, 12), "share") for interval in shown),
    )
    groups = (*_capacity(of, shown), _money(of, shown))
    caption = (
        f"Capacity in {of.plan.run.capacity_unit}, outlay in {of.plan.objective.currency}"
        f"{_later(of.plan)}; ▲ is more than there is"
    )
    return Section("glance", "Money and capacity", (Table(caption, columns, groups),))


def outlay(plan: Plan) -> dict[str, Fraction]:
    """What the plan pays beyond standing funding, by interval."""
    found: dict[str, Fraction] = defaultdict(Fraction)
    for one in plan.allocations:
        found[one.interval] += Fraction(one.money)
    return found


def _capacity(of: Told, shown: Sequence[str]) -> tuple[RowGroup, ...]:
    plan, numbers = of.plan, of.numbers
    lines = {(line.value_stream, line.interval): line for line in plan.capacity}
    streams = sorted(
        {line.value_stream for line in plan.capacity},
        key=lambda stream: (-_fullest(lines, stream, shown), stream),
    )
    rows = tuple(
        Row(
            (
                cut_short(stream, _NAME),
                *(_share(lines.get((stream, interval))) for interval in shown),
            ),
            records=together(numbers.manifest, numbers.find("allocation", value_stream=stream)),
        )
        for stream in streams[:_MOST_STREAMS]
    )
    if not rows:
        return ()
    full = len({(b.rule, b.group) for b in bounds_that_bind(plan)})
    title = counted(len(streams), "value streams")
    if len(rows) < len(streams):
        title = f"The fullest {len(rows)} of {title}"
    bind = f"{full or 'no'} limit{'' if full == 1 else 's'} bind{'s' if full <= 1 else ''} the plan"
    behind = together(*(row.records for row in rows), numbers.find("bound"))
    return (RowGroup(rows, title, bind, own_records=behind),)


def _money(of: Told, shown: Sequence[str]) -> RowGroup:
    plan, numbers = of.plan, of.numbers
    asked = outlay(plan)
    budgets = {str(key): Fraction(amount) for key, amount in of.charter.budgets.items()}
    proposal = Row(
        ("Outlay beyond standing funding", *(figures(asked.get(i, Fraction(0))) for i in shown)),
        records=together(numbers.manifest, numbers.find("allocation")),
    )
    budget = Row(
        (
            "Budget of the charter",
            *(NONE_GIVEN if i not in budgets else figures(budgets[i]) for i in shown),
        ),
        records=numbers.manifest,
    )
    return RowGroup((proposal, budget) if budgets else (proposal,))


def _fullest(
    lines: dict[tuple[str, str], CapacityLine], stream: str, shown: Sequence[str]
) -> Fraction:
    """The fullest interval of the stream; what has no capacity and is used is fuller than full."""
    found = [line for interval in shown if (line := lines.get((stream, interval))) is not None]
    shares = [committed_share(line) for line in found]
    known = [share for share in shares if share is not None]
    is_over = any(
        share is None and Fraction(line.committed) > 0
        for share, line in zip(shares, found, strict=True)
    )
    return Fraction(10**6) if is_over else max(known, default=Fraction(-1))


def _share(line: CapacityLine | None) -> str:
    return NONE_GIVEN if line is None else share_line(line)


def _later(plan: Plan) -> str:
    left = len(plan.run.intervals) - _MOST_INTERVALS
    return f"; {left} later intervals are in the appendix" if left > 0 else ""
