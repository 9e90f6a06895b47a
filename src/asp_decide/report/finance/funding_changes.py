"""From the money of an earlier plan to that of this one: what ended, what is new, what changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from asp_decide.model.plan import Plan
from asp_decide.report.amounts import figures, money
from asp_decide.report.decision_groups import decision_word
from asp_decide.report.page import Block, Column, Command, Figure, Paragraph, Section, table
from asp_decide.report.pictures.comparison_picture import Step, waterfall_picture
from asp_decide.report.record_numbers import RecordNumbers, together
from asp_decide.report.recorded import Recorded
from asp_decide.report.sections.changes import Changes

type Move = Literal["ended", "less", "more", "new"]

_MOVES: Mapping[Move, str] = {
    "ended": "Asks for nothing any more",
    "less": "Asks for less",
    "more": "Asks for more",
    "new": "Asks for the first time",
}
"""In the order of the picture: first what comes down, then what goes up."""


@dataclass(frozen=True, slots=True)
class _Moved:
    """One initiative whose outlay in the intervals of both plans is another one."""

    initiative: str
    before: Fraction
    now: Fraction

    @property
    def by(self) -> Fraction:
        return self.now - self.before

    @property
    def move(self) -> Move:
        if not self.now:
            return "ended"
        if not self.before:
            return "new"
        return "less" if self.by < 0 else "more"


def funding_section(
    changes: Changes | None, recorded: Recorded | None, numbers: RecordNumbers
) -> Section:
    """The waterfall from an earlier plan's outlay to this one's, or how to ask for it."""
    title = "What moved since last time"
    if changes is None:
        return Section("moved", title, _not_compared(recorded, numbers))
    both = [one for one in changes.now.run.intervals if one in changes.before.run.intervals]
    if not both:
        told = f"The plan of {changes.called} and this one have no interval in common."
        return Section("moved", title, (Paragraph(told, records=numbers.manifest),))
    before, now = (_outlay(plan, both) for plan in (changes.before, changes.now))
    moved = tuple(
        _Moved(one, before.get(one, Fraction(0)), now.get(one, Fraction(0)))
        for one in sorted({*before, *now})
        if before.get(one, Fraction(0)) != now.get(one, Fraction(0))
    )
    totals = sum(before.values(), Fraction(0)), sum(now.values(), Fraction(0))
    figure = _figure(changes, both, totals, moved, numbers)
    return Section("moved", f"What moved since {changes.called}", (figure,))


def _not_compared(recorded: Recorded | None, numbers: RecordNumbers) -> tuple[Block, ...]:
    if recorded is not None and recorded.previous is None:
        told = "Nothing to compare yet: this is the first run of its log."
        return (Paragraph(told, records=numbers.manifest),)
    earlier = "RUN" if recorded is None else str(recorded.previous)
    own = "--plan plan.json" if recorded is None else f"--run {recorded.run}"
    return (
        Command(
            f"asp-decide report --for finance {own} --compare {earlier}",
            "From the money of an earlier run to that of this one:",
        ),
    )


def _outlay(plan: Plan, intervals: Sequence[str]) -> dict[str, Fraction]:
    summed: dict[str, Fraction] = defaultdict(Fraction)
    for one in plan.allocations:
        if one.interval in intervals:
            summed[one.initiative] += Fraction(one.money)
    return summed


def _figure(
    changes: Changes,
    both: Sequence[str],
    totals: tuple[Fraction, Fraction],
    moved: Sequence[_Moved],
    numbers: RecordNumbers,
) -> Figure:
    currency, (then, today) = changes.now.objective.currency, totals
    sums = {move: sum((m.by for m in moved if m.move == move), Fraction(0)) for move in _MOVES}
    counts = {move: sum(m.move == move for m in moved) for move in _MOVES}
    nought = Fraction(0)
    steps = [Step(f"Then, {changes.called}", nought, then, money(then, currency), is_total=True)]
    for move, words in _MOVES.items():
        if counts[move]:
            begins = steps[-1].ends
            told = f"{_signed(sums[move], currency)} · {counts[move]}"
            steps.append(Step(words, begins, begins + sums[move], told))
    assert steps[-1].ends == today, "what moved leads from the one total to the other"
    steps.append(Step("Now", nought, today, money(today, currency), is_total=True))
    span = both[0] if len(both) == 1 else f"{both[0]} to {both[-1]}"
    caption = (
        f"Outlay in {span}, which both plans look at: {money(then, currency)} then, "
        f"{money(today, currency)} now. {_largest(moved, changes.now)}"
    )
    names = {d.initiative: d.name for plan in (changes.before, changes.now) for d in plan.decisions}
    decisions = {d.initiative: d for d in changes.now.decisions}
    columns = (
        Column("Id", "short"),
        Column("Initiative"),
        Column("Decision now"),
        Column(f"Then, {currency}", "number"),
        Column(f"Now, {currency}", "number"),
        Column(f"Moved by, {currency}", "number"),
    )
    rows = tuple(
        (
            one.initiative,
            names.get(one.initiative, one.initiative),
            decision_word(decisions[one.initiative])
            if one.initiative in decisions
            else "no longer open",
            figures(one.before),
            figures(one.now),
            _signed(one.by),
        )
        for one in sorted(moved, key=lambda one: (one.by, one.initiative))
    )
    records = tuple(
        numbers.find("allocation", initiative=row[0])
        or numbers.about(f"initiative {row[0]}", "approval")
        or numbers.close
        for row in rows
    )
    shown = table("Outlay by initiative, where it moved", columns, rows, records)
    behind = together(numbers.all_of("allocation"), *records)
    return Figure(caption, waterfall_picture(steps), shown, behind)


def _largest(moved: Sequence[_Moved], now: Plan) -> str:
    if not moved:
        return "Nothing moved."
    one = max(moved, key=lambda each: (abs(each.by), each.initiative))
    return f"{one.initiative} moved most: {_signed(one.by, now.objective.currency)}."


def _signed(amount: Fraction, currency: str = "") -> str:
    told = f" {money(abs(amount), currency)}" if currency else figures(abs(amount))
    return f"{'−' if amount < 0 else '+'}{told}"
