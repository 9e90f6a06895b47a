"""Where the measured values come from: rows of the facts with the source that their owner names."""

from collections import Counter, defaultdict

from asp_decide.audit.check import counted
from asp_decide.report.amounts import NONE_GIVEN
from asp_decide.report.page import Block, Column, Paragraph, Section, table
from asp_decide.report.record_numbers import RecordNumbers, together
from asp_decide.report.run_evidence import RowRead, RunEvidence


def source_section(run: RunEvidence, numbers: RecordNumbers) -> Section:
    """Each source that is named with the rows that name it, and how many rows name none."""
    title = "Where the values come from"
    if not run.rows_read:
        nothing = "No rule looked at a row of the facts."
        return Section("sources", title, (Paragraph(nothing, records=numbers.all_of("rule")),))
    bare = [one for one in run.rows_read if not one.origins]
    rested = together(*(one.numbers for one in run.rows_read))
    named = len(run.rows_read) - len(bare)
    blocks: list[Block] = [
        Paragraph(
            f"Rules looked at {counted(len(run.rows_read), 'row')} of the facts, of which "
            f"{named:,} name where they come from. Of a sample of them ask the owner for what is "
            "named.",
            records=rested,
        )
    ]
    if named:
        blocks.append(_sources(run))
    if bare:
        lacking = Counter(one.row.partition("/")[0] for one in bare)
        told = ", ".join(f"{name} {number:,}" for name, number in sorted(lacking.items()))
        records = together(*(one.numbers for one in bare))
        blocks.append(Paragraph(f"Rows that name no source, by table: {told}.", records=records))
    return Section("sources", title, tuple(blocks))


def _sources(run: RunEvidence) -> Block:
    by_origin: dict[tuple[str, str], list[RowRead]] = defaultdict(list)
    for one in run.rows_read:
        for origin in one.origins:
            by_origin[origin].append(one)
    columns = (Column("Source", "reason"), Column("Noted on"), Column("Rows", "reason"))
    ordered = sorted(by_origin.items())
    rows = tuple(
        (source or NONE_GIVEN, noted_on or NONE_GIVEN, ", ".join(one.row for one in own))
        for (source, noted_on), own in ordered
    )
    records = (together(*(one.numbers for one in own)) for _, own in ordered)
    return table("What rows of the facts name as their source", columns, rows, records)
