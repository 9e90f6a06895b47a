"""What is asked of the board: open questions, what is broken, and the facts that are owed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from asp_decide.report.amounts import NONE_GIVEN, figures_or_none
from asp_decide.report.board.short_text import (
    IN_THE_APPENDIX,
    OF_A_TITLE,
    cut_short,
    height,
    lines_needed,
    lines_of_head,
)
from asp_decide.report.decision_groups import REVIEW, grouped_decisions, subject_words
from asp_decide.report.page import Column, Paragraph, Row, RowGroup, Section, Table
from asp_decide.report.record_numbers import together
from asp_decide.report.sections.decision_list import overridden, owed_facts, what_is_not_known
from asp_decide.report.sections.front_matter import Told
from asp_decide.report.sections.record_tables import grave_findings, of_finding

_MOST = 3
_LINE = 105
"""Letters on a line of what is asked."""


def asked_section(of: Told) -> Section:
    """What only people can settle, what must be settled first; the first few of each kind."""
    title, numbers = "What is asked of the board", of.numbers
    kinds = {
        "! To be decided by name": tuple(_forced(of)),
        "? Review": tuple(_reviews(of)),
        "▲ Broken, or to be looked at": tuple(_findings(of)),
        "… Facts owed": tuple(_owed(of)),
    }
    groups = tuple(_first_of(kind, rows) for kind, rows in kinds.items() if rows)
    if not groups:
        nothing = "Nothing is unknown and nothing is broken: only the decisions are asked."
        return Section("asked", title, (Paragraph(nothing, records=numbers.all_of("rule")),))
    columns = (
        Column("Of", "short"),
        Column("What is asked"),
        Column(f"{of.plan.objective.currency}/week", "number"),
    )
    return Section(
        "asked",
        title,
        (
            Table(
                "What must be decided first, then what is unknown, with the cost of delay",
                columns,
                groups,
            ),
        ),
    )


def height_asked(section: Section) -> int:
    """What the table of the section takes on the paper, with its titles."""
    tables = [block for block in section.blocks if isinstance(block, Table)]
    return sum(
        OF_A_TITLE * len(one.groups)
        + sum(height(max(lines_needed(r.cells[1], _LINE), lines_of_head(r))) for r in one.rows)
        for one in tables
    )


def _first_of(kind: str, rows: Sequence[Row]) -> RowGroup:
    left = len(rows) - _MOST
    note = f"{left} more: {IN_THE_APPENDIX}" if left > 0 else ""
    behind = together(*(row.records for row in rows))
    return RowGroup(tuple(rows[:_MOST]), f"{kind} ({len(rows)})", note, own_records=behind)


def _forced(of: Told) -> Iterator[Row]:
    """What a rule forces somebody to decide, as far as the plan leaves it where it stands."""
    decided = overridden(of.recorded)
    decisions = {one.initiative: one for one in of.plan.decisions}
    for one in of.plan.forced:
        if one.carried:
            said = decided.get(one.initiative, one.message)
            delay = figures_or_none(decisions[one.initiative].cost_of_delay_per_week)
            behind = of.numbers.find("rule", rule=one.rule, subject=f"initiative {one.initiative}")
            row = _row(one.initiative, f"{one.rule}: {said}", delay)
            yield replace(row, subject=one.initiative, records=behind)


def _reviews(of: Told) -> Iterator[Row]:
    decided = overridden(of.recorded)
    for d in grouped_decisions(of.plan)[REVIEW]:
        delay = figures_or_none(d.cost_of_delay_per_week)
        row = _row(d.initiative, f"{d.name}: {what_is_not_known(d, decided)}", delay)
        yield replace(row, subject=d.initiative, records=of.numbers.decision(d))


def _findings(of: Told) -> Iterator[Row]:
    forced = {(one.rule, f"initiative {one.initiative}") for one in of.plan.forced if one.carried}
    for one in grave_findings(of.plan):
        if (one.rule, one.subject) in forced:
            continue  # stands first
        row = _row(one.rule, f"{subject_words(one.subject)}, {one.severity}: {one.message}")
        yield replace(row, records=of_finding(one, of.numbers))


def _owed(of: Told) -> Iterator[Row]:
    for (who, what, rules), behind in owed_facts(of.plan, of.numbers):
        yield replace(_row(rules, f"{who}: {what}"), records=behind)


def _row(of_what: str, asked: str, delay: str = NONE_GIVEN) -> Row:
    return Row((cut_short(of_what, 14), cut_short(asked, 2 * _LINE), delay))
