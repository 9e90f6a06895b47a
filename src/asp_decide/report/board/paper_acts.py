"""The second page of the board's paper: prices, departures from the rules, what was learnt."""

from collections.abc import Iterator
from fractions import Fraction

from asp_decide.model.plan import Decision, Plan
from asp_decide.report.amounts import NONE_GIVEN, counted, known, number
from asp_decide.report.board.short_text import IN_THE_APPENDIX, cut_short
from asp_decide.report.decision_groups import grouped_decisions, initiative_name
from asp_decide.report.page import (
    Block,
    Column,
    Figure,
    Paragraph,
    Row,
    RowGroup,
    Section,
    Sentences,
    Table,
)
from asp_decide.report.record_numbers import RecordNumbers, together
from asp_decide.report.sections.exemption_register import exemption_row
from asp_decide.report.sections.front_matter import Told
from asp_decide.report.sections.price_table import (
    SAME_PLAN,
    dearest_first,
    names_of_rules,
    price_line,
    rule_name,
)
from asp_decide.report.sections.record_tables import ends_before, price_of_override
from asp_decide.report.sections.rules_beside_numbers import SideBySide, side_by_side, told_beside

_MOST_PRICES, _MOST_APART, _MOST_ACTS, _MOST_SENTENCES = 5, 3, 5, 3
_SENTENCE = 260
_NOTHING = Fraction(0)


def price_section(of: Told) -> Section:
    """The dearest rules, and where numbers alone would answer otherwise than the rules do."""
    plan, numbers = of.plan, of.numbers
    prices = dearest_first(plan.prices)
    names = names_of_rules(plan)
    shown = [p for p in prices if Fraction(p.high)][:_MOST_PRICES]
    rows = tuple(
        Row(
            (
                cut_short(rule_name(p.origin, names), 44),
                cut_short(price_line(p, plan.objective.currency), 60),
                cut_short(p.frees or SAME_PLAN, 84),
            ),
            records=numbers.find("price", rule=p.origin),
        )
        for p in shown
    )
    columns = (
        Column("Rule, mandate or override"),
        Column("Price"),
        Column("Without it", "reason"),
    )
    blocks: list[Block] = []
    behind = together(*(numbers.find("price", rule=p.origin) for p in prices)) or numbers.close
    free = sum(not Fraction(p.high) for p in prices)
    if rows:
        left = len(prices) - len(rows) - free
        note = f"{left} more: {IN_THE_APPENDIX}" if left else ""
        title = f"{free} of {len(prices)} cost nothing" if free else ""
        if left and not free:
            title = f"The dearest {len(rows)}"
        group = RowGroup(rows, title, note, own_records=behind)
        blocks.append(Table("What each costs, found by planning without it", columns, (group,)))
    else:
        told = "None of the rules that were priced costs anything."
        unasked = "No prices were asked for in this run."
        blocks.append(Paragraph(told if prices else unasked, records=behind))
    blocks += _apart(plan, numbers)
    return Section("limits", "What the rules cost", tuple(blocks))


def act_section(of: Told) -> Section:
    """Overrides and exemptions: what, why, until when, at what price; those that end first."""
    title = "Overrides and exemptions"
    acts = [*_overrides(of), *_exemptions(of)]
    if not acts:
        told = "No decision departs from the plan, and nobody is exempted from any rule."
        if of.recorded is None:
            told = "Nothing is decided yet, and nobody is exempted from any rule."
        behind = together(of.numbers.all_of("approval"), of.numbers.close)
        return Section("overrides", title, (Paragraph(told, records=behind),))
    rows = [row for _, row in sorted(acts, key=lambda act: (act[0], act[1].cells))]
    columns = (
        Column("Id", "short"),
        Column("What"),
        Column("Why, or state", "reason"),
        Column("Until", "short"),
        Column("Price"),
    )
    behind = together(*(row.records for row in rows))
    told = f"{_MOST_ACTS} of {len(rows)}" if len(rows) > _MOST_ACTS else ""
    group = RowGroup(tuple(rows[:_MOST_ACTS]), told, IN_THE_APPENDIX, own_records=behind)
    caption = "The first to end first; ▲ ends before the next run"
    return Section("overrides", title, (Table(caption, columns, (group,)),))


def sentences_of(*sections: Section | None) -> tuple[Paragraph, ...]:
    """What sections of the appendix say in sentences: paragraphs, and what their figures find."""
    return tuple(told for section in sections if section for told in _sentences(section))


def freed_sentence(plan: Plan, numbers: RecordNumbers) -> tuple[Paragraph, ...]:
    """How much work ends with what stops or pauses; nothing where nothing does."""
    grouped = grouped_decisions(plan)
    ending = (*grouped["stop"], *grouped["pause"])
    if not ending:
        return ()
    efforts = [effort for d in ending if (effort := known(d.remaining_effort)) is not None]
    freed = f"{number(sum(efforts, _NOTHING))} {plan.run.capacity_unit}"
    those = counted(len(ending), "initiatives")
    told = f"What stops or pauses ends {freed} of remaining work, of {those}."
    return (Paragraph(told, records=together(*map(numbers.decision, ending))),)


def _sentences(section: Section) -> Iterator[Paragraph]:
    told: list[Paragraph] = []
    for block in section.blocks:
        match block:
            case Paragraph(text, _, records) | Figure(text, _, _, records):
                told.append(Paragraph(cut_short(text, _SENTENCE), records=records))
            case Sentences(entries, records):
                told += (Paragraph(cut_short(one, _SENTENCE), records=records) for one in entries)
            case _:
                pass
    yield from told[:_MOST_SENTENCES]
    left = told[_MOST_SENTENCES:]
    if left:
        more = f"{len(left)} more: {IN_THE_APPENDIX}."
        yield Paragraph(more, records=together(*(one.records for one in left)))


def _apart(plan: Plan, numbers: RecordNumbers) -> Iterator[Paragraph]:
    """The decisions whose difference from what the numbers say is largest, in a sentence each."""
    found = sorted(_priced_apart(plan), key=lambda pair: (-pair[0], pair[1].initiative))
    for _, d in found[:_MOST_APART]:
        told = f"{cut_short(initiative_name(d), 50)}: {told_beside(d, plan.run.currency)}."
        yield Paragraph(cut_short(told, _SENTENCE), records=numbers.decision(d))
    left = found[_MOST_APART:]
    if left:
        more = f"{len(left)} more decisions are worth less than what the numbers alone say."
        yield Paragraph(more, records=together(*(numbers.decision(d) for _, d in left)))


def _priced_apart(plan: Plan) -> Iterator[tuple[Fraction, Decision]]:
    for d in plan.decisions:
        found = side_by_side(d) if d.courses else None
        if isinstance(found, SideBySide) and found.apart:
            yield found.apart, d


def _overrides(of: Told) -> Iterator[tuple[str, Row]]:
    if of.recorded is None:
        return
    recommended = {d.initiative: d for d in of.plan.decisions}
    for entry in of.recorded.overrides:
        one, d = entry.override, recommended.get(entry.override.initiative)
        was = d.decision.replace("_", " ") if d else NONE_GIVEN
        name = initiative_name(d) if d else one.initiative
        until = one.until.isoformat()
        yield (
            until,
            Row(
                (
                    cut_short(entry.id, 18),
                    cut_short(f"{name}: {one.decision.replace('_', ' ')}, not {was}", 50),
                    cut_short(one.reason, 90),
                    f"{until}{' ▲' if ends_before(entry, of.recorded, of.next_run) else ''}",
                    cut_short(price_of_override(entry, of.plan.objective.currency), 60),
                ),
                records=of.numbers.find("override", id=entry.id),
            ),
        )


def _exemptions(of: Told) -> Iterator[tuple[str, Row]]:
    for one in of.plan.exemptions:
        id_, rule, subject, does, state, _, price = exemption_row(one, of.plan.objective.currency)
        yield (
            one.until,
            Row(
                (
                    cut_short(id_, 18),
                    cut_short(f"{rule} for {subject}: {does}", 50),
                    cut_short(state, 90),
                    f"{one.until}{' ▲' if one.ends_before_next_run else ''}",
                    cut_short(price, 60),
                ),
                records=of.numbers.find("override", id=one.id),
            ),
        )
