"""What has ended since an earlier plan, the capacity that it no longer takes, and who takes it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from fractions import Fraction

from asp_decide.model.plan import Decision, Plan
from asp_decide.report.amounts import NONE_GIVEN, number
from asp_decide.report.decision_groups import initiative_name
from asp_decide.report.page import Column, Table, table
from asp_decide.report.record_numbers import RecordNumbers, together

_ENDS = frozenset({"stop", "redirect", "pause"})

type _Amounts = Mapping[tuple[str, str], Fraction]
"""Capacity by value stream and initiative."""


def freed_since(before: Plan, now: Plan, numbers: RecordNumbers) -> Table | None:
    """Value streams in which something stopped since: what it had there, and who has more now.

    Stopped is what either plan stops, redirects or pauses. Counted are the intervals of both plans;
    who gains may do so at the cost of others too. None where nothing was set free.
    """
    both = {*before.run.intervals} & {*now.run.intervals}
    then, today = _capacity(before, both), _capacity(now, both)
    decisions = {d.initiative: d for plan in (before, now) for d in plan.decisions}
    ended = {d.initiative for plan in (before, now) for d in plan.decisions if d.decision in _ENDS}
    freed = _more(then, today, {one for _, one in then} & ended)
    gained = _more(today, then, {one for _, one in today} - ended)
    streams = sorted({stream for stream, _ in freed})
    if not streams:
        return None
    unit = now.run.capacity_unit
    columns = (
        Column("Value stream"),
        Column(f"Set free by what ended, {unit}", "reason"),
        Column(f"Has more than then, {unit}", "reason"),
    )
    rows = tuple(
        (stream, _told(freed, stream, decisions), _told(gained, stream, decisions) or NONE_GIVEN)
        for stream in streams
    )
    records = (
        together(
            numbers.close,
            *(
                numbers.find("allocation", value_stream=stream, initiative=one)
                for of, one in gained
                if of == stream
            ),
        )
        for stream in streams
    )
    caption = "What stopping has set free since, in the intervals of both plans, and who has it"
    return table(caption, columns, rows, records)


def _capacity(plan: Plan, intervals: Collection[str]) -> _Amounts:
    found: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for one in plan.allocations:
        if one.interval in intervals:
            stream = one.value_stream.partition("/")[0]
            found[stream, one.initiative] += Fraction(one.amount)
    return found


def _more(here: _Amounts, there: _Amounts, of: Collection[str]) -> _Amounts:
    """By how much `here` has more than `there`, for these initiatives."""
    found = {key: amount - there.get(key, 0) for key, amount in here.items() if key[1] in of}
    return {key: amount for key, amount in found.items() if amount > 0}


def _told(amounts: _Amounts, stream: str, decisions: Mapping[str, Decision]) -> str:
    own = [(amount, one) for (of, one), amount in amounts.items() if of == stream]
    ordered = sorted(own, key=lambda pair: (-pair[0], pair[1]))
    return "; ".join(
        f"{initiative_name(decisions[one])}: {number(amount)}" for amount, one in ordered
    )
