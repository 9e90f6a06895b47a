"""The decisions on the board's paper: the weightiest of each kind on both sides of the line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from asp_decide.model.plan import Decision
from asp_decide.report.amounts import counted, figures_or_none
from asp_decide.report.board.short_text import (
    IN_THE_APPENDIX,
    OF_A_TITLE,
    THIRDS,
    cut_short,
    fair_shares,
    height,
    lines_needed,
    lines_of_head,
)
from asp_decide.report.decision_groups import (
    BELOW,
    GROUPS,
    DecisionGroup,
    decision_word,
    grouped_decisions,
    reason_line,
    when_line,
)
from asp_decide.report.page import Block, Column, Paragraph, Row, RowGroup, Section, Table
from asp_decide.report.record_numbers import together
from asp_decide.report.sections.decision_list import delay_below, overridden
from asp_decide.report.sections.firmness_in_short import firmness_in_short
from asp_decide.report.sections.front_matter import Told

_MOST_ROLES = 4
_BETWEEN = 3 * OF_A_TITLE + 2 * THIRDS
"""Room for the waterline, and for a line or two on each side of it on what is not shown."""

_LINE = 130
"""Letters on a line of a paragraph."""
_LONGEST = 3 * _LINE

_ROOMS = {"initiative": 25, "decision": 23, "why": 44}
"""Letters on a line of the columns whose cells may take two."""


def decisions_in_short(of: Told, *, room: int) -> Section:
    """The decisions in the board's order, cut to a `room` on the paper (`short_text.THIRDS`).

    No kind of answer crowds out another. What is left out is counted above and below the line.
    """
    firm = tuple(_firm(of))
    room -= sum(height(lines_needed(one.text, _LINE)) for one in firm)
    grouped = grouped_decisions(of.plan)
    kinds = [group for group in GROUPS if grouped.get(group.name)]
    for lines in (2, 1):  # reasons are told in one line where not all decisions have room for two
        rows = [[_row(of, d, kind, lines) for d in grouped[kind.name]] for kind in kinds]
        shown = fair_shares(rows, room - _BETWEEN, cost=_height)
        cut = [_Cut(*one) for one in zip(kinds, rows, shown, strict=True)]
        if not any(one.left for one in cut):
            break
    groups = (
        *_told([one for one in cut if one.group.name not in BELOW]),
        _waterline(of),
        *_told([one for one in cut if one.group.name in BELOW]),
    )
    columns = (
        Column("Id", "short"),
        Column("Initiative"),
        Column("Decision"),
        Column("Why", "reason"),
        Column(f"{of.plan.objective.currency}/week", "number"),
        Column("When", "short"),
    )
    caption = (
        "By the capacity at stake, and by CD3 where work begins or waits, with the cost of delay"
    )
    title = "Decisions asked for" if of.recorded is None else "Decisions taken"
    return Section("decisions", title, (*_decided_by(of), *firm, Table(caption, columns, groups)))


@dataclass(frozen=True, slots=True)
class _Cut:
    """The decisions of one kind, and those of them that have room."""

    group: DecisionGroup
    rows: Sequence[Row]
    kept: Sequence[Row]

    @property
    def left(self) -> Sequence[Row]:
        """Those that have none."""
        return self.rows[len(self.kept) :]


def _told(kinds: Sequence[_Cut]) -> Iterator[RowGroup]:
    """The rows that are kept, and a line that counts those that are not."""
    kept = tuple(row for one in kinds for row in one.kept)
    if kept:
        yield RowGroup(kept)
    left = [one for one in kinds if one.left]
    if left:
        told = "; ".join(f"{one.group.title} {len(one.left)}" for one in left)
        behind = together(*(row.records for one in left for row in one.left))
        yield RowGroup((), f"Not shown here, {IN_THE_APPENDIX}:", told, own_records=behind)


def _row(of: Told, d: Decision, group: DecisionGroup, lines: int) -> Row:
    sign = group.title.partition(" ")[0]
    name = cut_short(d.name, 2 * _ROOMS["initiative"])
    word = cut_short(f"{sign} {decision_word(d)}", 2 * _ROOMS["decision"])
    why = overridden(of.recorded).get(d.initiative) or reason_line(d)
    taken = max(
        lines_needed(name, _ROOMS["initiative"]), lines_needed(word, _ROOMS["decision"]), lines
    )  # what stands beside it takes these lines anyway
    cells = (
        cut_short(d.initiative, 14),
        name,
        word,
        cut_short(why, taken * _ROOMS["why"]),
        figures_or_none(d.cost_of_delay_per_week),
        cut_short(when_line(d, of.plan.run.intervals), 18),
    )
    return Row(cells, d.initiative, of.numbers.decision(d))


def _height(row: Row) -> int:
    cells = zip(row.cells[1:4], _ROOMS.values(), strict=True)
    lines = [lines_needed(cell, room) for cell, room in cells]
    return height(max(*lines, lines_of_head(row)))


def _waterline(of: Told) -> RowGroup:
    grouped = grouped_decisions(of.plan)
    below = [d for name in BELOW for d in grouped[name]]
    behind = together(*map(of.numbers.decision, below)) or of.numbers.close
    told = delay_below(below, of.plan)
    return RowGroup((), "Waterline", told, is_waterline=True, own_records=behind)


def _firm(of: Told) -> Iterator[Paragraph]:
    """How firm the decisions are as a whole."""
    told, firmness = firmness_in_short(of.plan), of.plan.firmness
    if told and firmness is not None:
        named = {one.initiative for one in firmness.initiatives}
        behind = (of.numbers.decision(d) for d in of.plan.decisions if d.initiative in named)
        records = together(of.numbers.manifest, *behind)
        yield Paragraph(cut_short(" ".join(told), _LONGEST), records=records)


def _decided_by(of: Told) -> Iterator[Block]:
    """How many decisions are whose; nothing where no role holds any of their points."""
    holders = dict(of.charter.rights)
    by_role: dict[str, list[Decision]] = {}
    for d in of.plan.decisions:
        if d.point in holders:
            by_role.setdefault(holders[d.point].replace("_", " "), []).append(d)
    if by_role:
        ordered = sorted(by_role, key=lambda role: (-len(by_role[role]), role))[:_MOST_ROLES]
        told = ", ".join(f"{len(by_role[role])} by the {role}" for role in ordered)
        every = [d for own in by_role.values() for d in own]
        behind = together(*map(of.numbers.decision, every)) or of.numbers.manifest
        whole = counted(len(of.plan.decisions), "decisions")
        yield Paragraph(f"{whole}: {cut_short(told, 160)}.", records=behind)
