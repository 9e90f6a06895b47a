"""The board's paper: two pages on which a board decides. Everything else stands in the appendix."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from asp_decide.model.charter import Charter
from asp_decide.model.plan import Plan
from asp_decide.report.amounts import money
from asp_decide.report.board.board_appendix import scope_of_plan
from asp_decide.report.board.paper_acts import (
    act_section,
    freed_sentence,
    price_section,
    sentences_of,
)
from asp_decide.report.board.paper_decisions import decisions_in_short
from asp_decide.report.board.paper_glance import glance_section, outlay
from asp_decide.report.board.paper_questions import asked_section, height_asked
from asp_decide.report.board.short_text import (
    IN_THE_APPENDIX,
    THIRDS,
    cut_short,
    height,
    lines_needed,
)
from asp_decide.report.page import Block, Command, Headline, Paragraph, Report, Section
from asp_decide.report.record_numbers import RecordNumbers, together
from asp_decide.report.recorded import Recorded
from asp_decide.report.sections.case_register import case_warnings
from asp_decide.report.sections.changes import Changes, changes_section, decided_otherwise
from asp_decide.report.sections.front_matter import Told, decisions_counted, told, warnings
from asp_decide.report.sections.learning_section import learning_section
from asp_decide.report.sections.plan_quality import gap_cell, gap_sentence, stated_gap_cell
from asp_decide.report.sections.policy_sentences import policy_change_section
from asp_decide.report.sections.realised_value import realised_section
from asp_decide.report.sections.record_tables import for_the_minutes
from asp_decide.report.stated_facts import StatedFacts

ROOM = 174
"""What the first page has for warnings, questions and decisions, in thirds of a line."""

_LINE_OF_LEAD = 130
_LONGEST_NAME = 42
_LONGEST_LEAD = 300


def board_paper(
    plan: Plan,
    *,
    charter: Charter,
    recorded: Recorded | None,
    facts: StatedFacts | None = None,
    since: Changes | None = None,
) -> Report:
    """Two pages about one plan, A4 or Letter, before it is decided (`recorded` None) or after.

    Lists are cut to the room that they have, and say what is left out; `board_appendix` has it.
    With `since` they also tell what changed from an earlier plan. `facts` are those of the plan's
    day.
    """
    of = told(plan, charter=charter, recorded=recorded)
    asked = asked_section(of)
    lead = _lead(of)
    room = ROOM - height_asked(asked) - sum(map(_height, lead))
    return Report(
        title=f"{cut_short(of.charter.name, _LONGEST_NAME)}: the plan for {of.opening}",
        subtitle=Paragraph(scope_of_plan(of.plan), records=of.numbers.manifest),
        lead=lead,
        headlines=_headlines(of),
        sections=(
            asked,
            decisions_in_short(of, room=room),
            replace(glance_section(of), opens_page=True),
            price_section(of),
            act_section(of),
            _learnt(of, facts),
            _changed(of, since),
            _provenance(of),
        ),
        foot=of.foot,
        guide=of.guide,
        is_paper=True,
    )


def _lead(of: Told) -> tuple[Paragraph, ...]:
    found = (
        *warnings(of),
        *case_warnings(of.recorded),
        decisions_counted(of.plan.decisions, of.numbers),
        Paragraph(gap_sentence(of.plan.objective), records=of.numbers.manifest),
    )
    return tuple(replace(one, text=cut_short(one.text, _LONGEST_LEAD)) for one in found)


def _height(one: Paragraph) -> int:
    return height(lines_needed(one.text, _LINE_OF_LEAD)) + (one.tone == "alert") * THIRDS


def _headlines(of: Told) -> tuple[Headline, ...]:
    objective, numbers = of.plan.objective, of.numbers
    currency = objective.currency
    asked = outlay(of.plan)
    now = money(asked.get(of.opening, Fraction(0)), currency)
    return (
        Headline(
            "Value captured",
            money(Fraction(objective.value_captured), currency),
            "against doing nothing",
            numbers.manifest,
        ),
        Headline(
            "Loss",
            money(Fraction(objective.loss), currency),
            "not earned, against the best without limits",
            numbers.manifest,
        ),
        Headline(
            "Outlay",
            money(sum(asked.values(), Fraction(0)), currency),
            f"beyond standing funding, {now} of it in {of.opening}",
            numbers.all_of("allocation"),
        ),
        Headline(
            "Certified gap",
            gap_cell(objective),
            f"stated by the solver, not certified: {stated_gap_cell(objective)}",
            numbers.manifest,
        ),
    )


def _learnt(of: Told, facts: StatedFacts | None) -> Section:
    blocks = sentences_of(
        realised_section(facts, of.plan, of.recorded), learning_section(facts, of.plan, of.numbers)
    )
    title = "What earlier decisions turned out to be worth, and how fast we learn"
    return Section("learnt", title, blocks)


def _changed(of: Told, since: Changes | None) -> Section:
    numbers = of.numbers
    blocks = (
        *(_since(since, numbers) if since else ()),
        *freed_sentence(of.plan, numbers),
        *sentences_of(policy_change_section(of.recorded, None)),
    )
    title = f"What changed since {cut_short(since.called, _LONGEST_NAME)}" if since else "Changes"
    if not blocks:
        nothing = "Nothing stops or pauses, and no policy is known to have changed."
        blocks = (Paragraph(nothing, records=numbers.close),)
    return Section("changes", title, blocks)


def _since(since: Changes, numbers: RecordNumbers) -> Iterator[Paragraph]:
    """What is decided otherwise than then, counted, and whether by the same policies."""
    yield from sentences_of(changes_section(since, numbers))[:1]
    rows = decided_otherwise(since, numbers)
    if rows:
        told = "; ".join(f"{one.cells[0]} was {one.cells[2]}, now {one.cells[3]}" for one in rows)
        behind = together(*(one.records for one in rows))
        yield Paragraph(cut_short(told, _LONGEST_LEAD), records=behind)
    if since.before.run.policies != since.now.run.policies:
        told = f"The policies are other ones than then: {IN_THE_APPENDIX}."
        yield Paragraph(told, records=numbers.manifest)


def _provenance(of: Told) -> Section:
    """What went in, the text for the minutes, how to check it and where the rest stands."""
    run, numbers = of.plan.run, of.numbers
    versions = ", ".join(f"{name} {version}" for name, version in sorted(run.versions.items()))
    went_in = (
        f"Plan {of.digest[:19]}, facts {run.facts[:19]}, policies {run.policies[:19]}; "
        f"seed {run.seed}, budget {run.budget}; {versions}."
    )
    blocks: list[Block] = [Paragraph(cut_short(went_in, _LONGEST_LEAD), records=numbers.manifest)]
    recorded = of.recorded
    if recorded is None:
        blocks.append(Paragraph("Nothing of this is in the ledger before a person applies it."))
    else:
        blocks += [
            Paragraph(for_the_minutes(recorded), records=numbers.all_of("approval")),
            Command(recorded.checkpoint.text.rstrip("\n")),
        ]
    blocks.append(
        Command(
            f"asp-decide verify runs/{of.run}\nasp-decide report --for board-appendix",
            "The first decides it all again, offline; the second writes what stands behind:",
        )
    )
    return Section("provenance", "Provenance", tuple(blocks))
