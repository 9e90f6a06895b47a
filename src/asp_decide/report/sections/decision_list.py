"""The decisions of a plan as a board reads them: unknowns first, then a list with a waterline."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from asp_decide.model.plan import Decision, Plan, PlanFinding
from asp_decide.report.amounts import (
    NONE_GIVEN,
    cd3_or_none,
    counted,
    figures_or_none,
    known,
    money,
)
from asp_decide.report.decision_groups import (
    BELOW,
    GROUPS,
    REVIEW,
    WATERLINE,
    DecisionGroup,
    decision_word,
    grouped_decisions,
    reason_line,
    subject_words,
    when_line,
)
from asp_decide.report.page import Column, Paragraph, Row, RowGroup, Section, Table, table
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers, Records, together
from asp_decide.report.recorded import Recorded

MOST_OWED_IN_FRONT = 8
"""Subjects with owed facts that may stand before the decisions without hiding them."""


def unknown_section(
    plan: Plan, *, recorded: Recorded | None, numbers: RecordNumbers = NOT_RECORDED
) -> Section:
    """What the facts do not decide: the reviews with what is missing, and the data owed."""
    reviews = grouped_decisions(plan)[REVIEW]
    blocks: list[Paragraph | Table] = []
    if reviews:
        rows = tuple(_review_row(d, overridden(recorded), numbers) for d in reviews)
        blocks.append(_review_table(rows, plan.objective.currency))
    owed = owed_facts(plan, numbers)
    if len(owed) > MOST_OWED_IN_FRONT:
        told = f"Facts are owed for {len(owed)} subjects; they are listed under Data owed."
        blocks.append(Paragraph(told, records=together(*(records for _, records in owed))))
    elif owed:
        blocks.append(_owed_table(owed))
    if not blocks:
        nothing = "Nothing that this plan rests on is unknown."
        blocks.append(Paragraph(nothing, records=numbers.all_of("rule")))
    return Section("unknown", "What is not known", tuple(blocks))


def owed_section(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Section | None:
    """The facts that are owed, where they are too many to stand in front of the decisions."""
    owed = owed_facts(plan, numbers)
    if len(owed) <= MOST_OWED_IN_FRONT:
        return None
    return Section("owed", "Data owed", (_owed_table(owed),))


def decision_section(
    plan: Plan,
    *,
    holders: Mapping[str, str],
    recorded: Recorded | None,
    numbers: RecordNumbers = NOT_RECORDED,
) -> Section:
    """Every decision but the reviews, each once; `holders` says which role decides at a point."""
    decided = overridden(recorded)
    grouped = grouped_decisions(plan)
    below = [d for name in BELOW for d in grouped[name]]
    line = RowGroup(
        (),
        "Waterline",
        delay_below(below, plan),
        is_waterline=True,
        own_records=together(*map(numbers.decision, below)) or numbers.close,
    )
    groups = (
        line
        if group.name == WATERLINE
        else RowGroup(
            tuple(
                _decision_row(d, decided, plan.run.intervals, numbers) for d in grouped[group.name]
            ),
            _title(group, grouped[group.name]),
            _decided_by(grouped[group.name], holders),
        )
        for group in GROUPS
        if group.name == WATERLINE or grouped[group.name]
    )
    columns = (
        Column("Id", "short"),
        Column("Initiative"),
        Column("Decision"),
        Column("Why", "reason"),
        Column(f"Cost of delay, {plan.objective.currency}/week", "number"),
        Column("CD3", "number"),
        Column("When", "short"),
        Column("Value streams"),
    )
    told = Table("Decisions in the order in which they move capacity", columns, tuple(groups))
    title = "Decisions asked for" if recorded is None else "Decisions taken"
    return Section("decisions", title, (told,))


type Owed = list[tuple[tuple[str, str, str], Records]]


def owed_facts(plan: Plan, numbers: RecordNumbers) -> Owed:
    """Each subject of which something is unknown, what that is, and the rules that ask for it.

    What is under review has told it there. Beside each stand the records that say so.
    """
    reviewed = {f"initiative {d.initiative}" for d in plan.decisions if d.decision == REVIEW}
    asked: dict[str, list[PlanFinding]] = {}
    for finding in plan.findings:
        if finding.result == "unknown" and finding.subject not in reviewed:
            asked.setdefault(finding.subject, []).append(finding)
    return [
        (
            (
                subject_words(subject),
                "; ".join(sorted({f.message for f in asked[subject]})),
                ", ".join(sorted({f.rule for f in asked[subject]})),
            ),
            together(*(numbers.find("rule", rule=f.rule, subject=subject) for f in asked[subject])),
        )
        for subject in sorted(asked)
    ]


def _owed_table(owed: Owed) -> Table:
    columns = (Column("Of"), Column("What is owed", "reason"), Column("Rules that ask for it"))
    rows = tuple(cells for cells, _ in owed)
    return table("Data owed", columns, rows, (records for _, records in owed))


def _review_table(rows: tuple[Row, ...], currency: str) -> Table:
    columns = (
        Column("Id", "short"),
        Column("Initiative"),
        Column("Question"),
        Column("What is not known", "reason"),
        Column(f"Cost of delay, {currency}/week", "number"),
        Column("Value streams"),
    )
    note = "keeps its present capacity and adds nothing"
    group = RowGroup(rows, f"? Review ({len(rows)})", note)
    return Table("Questions that only people can settle", columns, (group,))


def _review_row(decision: Decision, decided: Mapping[str, str], numbers: RecordNumbers) -> Row:
    cells = (
        decision.initiative,
        decision.name,
        decision.point.replace("_", " ") or NONE_GIVEN,
        what_is_not_known(decision, decided),
        figures_or_none(decision.cost_of_delay_per_week),
        ", ".join(decision.value_streams) or NONE_GIVEN,
    )
    return Row(cells, decision.initiative, numbers.decision(decision))


def what_is_not_known(decision: Decision, decided: Mapping[str, str]) -> str:
    """Why an initiative is under review; first what was decided about it all the same."""
    told = [reason.message or reason.rule for reason in decision.reasons]
    if decision.initiative in decided:
        told.insert(0, decided[decision.initiative])
    return "; ".join(dict.fromkeys(told)) or "no rule answers"


def _decision_row(
    decision: Decision,
    decided: Mapping[str, str],
    intervals: Sequence[str],
    numbers: RecordNumbers,
) -> Row:
    why = reason_line(decision)
    if decision.initiative in decided:
        why = f"{decided[decision.initiative]}; recommended: {why}"
    cells = (
        decision.initiative,
        decision.name,
        decision_word(decision),
        why,
        figures_or_none(decision.cost_of_delay_per_week),
        cd3_or_none(decision.cd3),
        when_line(decision, intervals),
        ", ".join(decision.value_streams) or NONE_GIVEN,
    )
    return Row(cells, decision.initiative, numbers.decision(decision))


def _title(group: DecisionGroup, decisions: Sequence[Decision]) -> str:
    return f"{group.title} ({len(decisions)})"


def _decided_by(decisions: Sequence[Decision], holders: Mapping[str, str]) -> str:
    """Which roles decide about these, by the points at which they are asked; or nothing."""
    roles = sorted({holders[d.point] for d in decisions if d.point in holders})
    return "decided by " + " and ".join(r.replace("_", " ") for r in roles) if roles else ""


def delay_below(waiting: Sequence[Decision], plan: Plan) -> str:
    """What stands under the line, counted, with the cost of delay that waits there."""
    costs = [cost for d in waiting if (cost := known(d.cost_of_delay_per_week)) is not None]
    told = (
        f"what stands below takes no capacity in this plan: {len(waiting)} of "
        f"{counted(len(plan.decisions), 'initiatives')}"
    )
    if not costs:
        return told
    return f"{told}, {money(sum(costs, Fraction(0)), plan.objective.currency)} of delay a week"


def overridden(recorded: Recorded | None) -> Mapping[str, str]:
    """What was decided against the recommendation, in words, by initiative."""
    if recorded is None:
        return {}
    return {
        entry.override.initiative: f"overridden by {entry.id}: decided to "
        f"{entry.override.decision.replace('_', ' ')} until {entry.override.until}"
        for entry in recorded.overrides
    }
