"""Policies that mean something else than in runs before: a sentence each, and what it is."""

from asp_decide.report.page import Block, Column, Paragraph, Section, table
from asp_decide.report.recorded import PolicyChanged, Recorded
from asp_decide.report.sections.changes import Changes


def policy_change_section(recorded: Recorded | None, since: Changes | None) -> Section | None:
    """Which policies changed and who approved that; with `since` also what changed in them.

    None before a run is recorded, of the first run of a log, and where nothing is told to change.
    """
    if recorded is None or recorded.previous is None:
        return None
    blocks: list[Block] = [
        Paragraph(_sentence(one), records=(one.number,)) for one in recorded.policies_changed
    ]
    if not blocks:
        nothing = "No policy means anything else than when it was last recorded."
        blocks.append(Paragraph(nothing, records=recorded.numbers.manifest))
    if since is not None and since.in_policies:
        columns = (
            Column("What"),
            Column("Part", "reason"),
            Column("Was", "reason"),
            Column("Is", "reason"),
        )
        caption = f"What means something else than in {since.called}"
        records = (recorded.numbers.manifest for _ in since.in_policies)
        blocks.append(table(caption, columns, since.in_policies, records))
    return Section("policies", "Policies changed", tuple(blocks))


def _sentence(one: PolicyChanged) -> str:
    by, owner = (word.replace("_", " ") for word in (one.approved_by, one.owner))
    approved = f"approved by {by} on {one.approved_on}; its owner is {owner}"
    if not one.before:
        return f"{one.policy} is new: {approved}."
    return f"{one.policy} means something else than in run {one.before}: {approved}."
