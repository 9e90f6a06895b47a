"""What changed from one plan to the next, for whoever has read the one before."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.plan import Decision, Objective, Plan
from asp_decide.report.amounts import NONE_GIVEN, counted, money, number
from asp_decide.report.decision_groups import decision_word, reason_line
from asp_decide.report.page import Block, Column, Paragraph, Row, Section, Table, table
from asp_decide.report.printable import on_one_line
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers, Records, together
from asp_decide.report.sections.freed_since import freed_since
from asp_decide.report.sections.plan_quality import gap_cell

NEW, GONE = "new", "no longer open"


@dataclass(frozen=True, slots=True)
class Changes:
    """The plan before, the one now, and the capacity that goes elsewhere in intervals of both.

    `since` is how the earlier plan is called. `in_policies` is what means something else in the
    policies of both: what it is, which part of it, and that part then and now.
    """

    since: str
    before: Plan
    now: Plan
    moved: Fraction
    in_policies: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def called(self) -> str:
        """The name of the earlier plan, as it is printed."""
        return on_one_line(self.since)


def changes_section(changes: Changes, numbers: RecordNumbers = NOT_RECORDED) -> Section:
    """Decisions that are other ones than before, and the figures of both plans side by side.

    The records are those of the run now; what is gone stands in its close, by not standing there.
    """
    changed = tuple(_changed(changes.before, changes.now))
    rows = tuple(row for row, _ in changed)
    records = tuple(
        numbers.close if decision is None else numbers.decision(decision) for _, decision in changed
    )
    counted_in = together(numbers.close, *records)
    blocks: list[Block] = [Paragraph(_counted(rows, changes), records=counted_in)]
    if rows:
        columns = (
            Column("Id", "short"),
            Column("Initiative"),
            Column("Then"),
            Column("Now"),
            Column("Why now", "reason"),
        )
        blocks.append(table("Decisions that are other ones than before", columns, rows, records))
    freed = freed_since(changes.before, changes.now, numbers)
    if freed is not None:
        blocks.append(freed)
    blocks.append(_figures(changes, numbers.manifest))
    blocks.append(Paragraph(_policies(changes), records=numbers.manifest))
    return Section("changes", f"What changed since {changes.called}", tuple(blocks))


def decided_otherwise(changes: Changes, numbers: RecordNumbers) -> tuple[Row, ...]:
    """Decisions that were taken then and are other ones now: id, name, then, now, and why now."""
    return tuple(
        Row(row, records=numbers.decision(decision))
        for row, decision in _changed(changes.before, changes.now)
        if decision is not None and row[2] != NEW
    )


type _Change = tuple[tuple[str, ...], Decision | None]


def _changed(before: Plan, now: Plan) -> Iterator[_Change]:
    """A row for each decision that is another one, beside what is decided now."""
    was = {one.initiative: one for one in before.decisions}
    is_now = {one.initiative: one for one in now.decisions}
    for initiative in sorted({*was, *is_now}):
        then, today = was.get(initiative), is_now.get(initiative)
        known = today or then
        assert known is not None, "it is in one of the plans"
        words = _word(then, NEW), _word(today, GONE)
        if words[0] != words[1]:
            why = reason_line(today) if today else NONE_GIVEN
            yield (initiative, known.name, *words, why), today


def _word(decision: Decision | None, otherwise: str) -> str:
    return otherwise if decision is None else decision_word(decision)


def _counted(rows: tuple[tuple[str, ...], ...], changes: Changes) -> str:
    new = sum(row[2] == NEW for row in rows)
    gone = sum(row[3] == GONE for row in rows)
    otherwise = len(rows) - new - gone
    decisions = counted(len(changes.now.decisions), "decisions")
    told = [f"Of {decisions} {otherwise or 'none'} {_is(otherwise)} another one than then"]
    if new:
        told.append(f"{new} {_is(new)} about what was not open then")
    if gone:
        told.append(f"{counted(gone, 'initiatives')} of then {_is(gone)} {GONE}")
    moved = f"{number(changes.moved)} {changes.now.run.capacity_unit}"
    return f"{', '.join(told)}. {moved} go elsewhere in the intervals of both plans."


def _is(count: int) -> str:
    return "is" if count <= 1 else "are"


def _figures(changes: Changes, records: Records) -> Table:
    columns = (Column("Figure"), Column("Then", "number"), Column("Now", "number"))
    both = (changes.before, changes.now)
    rows = (
        ("Facts as of", *(plan.run.as_of for plan in both)),
        ("Open initiatives", *(str(len(plan.decisions)) for plan in both)),
        ("Value captured", *(_money(plan.objective, "value_captured") for plan in both)),
        ("Loss", *(_money(plan.objective, "loss") for plan in both)),
        ("Certified gap", *(gap_cell(plan.objective) for plan in both)),
    )
    caption = "Both plans; they look ahead from their own days"
    return table(caption, columns, rows, (records for _ in rows))


def _money(objective: Objective, field: str) -> str:
    return money(Fraction(getattr(objective, field)), objective.currency)


def _policies(changes: Changes) -> str:
    if changes.before.run.policies == changes.now.run.policies:
        return "The policies are the same."
    if changes.in_policies:
        return "The policies are other ones; what changed stands under them."
    return (
        "The policies are other ones; asp-decide diff, given the folders of both runs, says what "
        "that means."
    )
