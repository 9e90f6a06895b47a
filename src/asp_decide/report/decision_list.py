"""The decisions of a plan as a board reads them: grouped, ordered, with a waterline."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.plan import Decision, Plan
from asp_decide.report.amounts import NONE_GIVEN, figures_or_none, known, money
from asp_decide.report.page import Column, Paragraph, Row, RowGroup, Section, Table, table
from asp_decide.report.recorded import Recorded

WATERLINE = "waterline"


@dataclass(frozen=True, slots=True)
class DecisionGroup:
    """A kind of answer as the board takes it: its title, and by what its rows are ordered."""

    name: str
    title: str
    by_capacity: bool


GROUPS: tuple[DecisionGroup, ...] = (
    DecisionGroup("stop", "■ Stop", by_capacity=True),
    DecisionGroup("redirect", "◆ Redirect", by_capacity=True),
    DecisionGroup("pause", "❙❙ Pause", by_capacity=True),
    DecisionGroup("continue", "● Continue", by_capacity=True),
    DecisionGroup("now", "▶ Fund or start now", by_capacity=False),
    DecisionGroup("later", "▷ Start later, as foreseen today", by_capacity=False),
    DecisionGroup("enter", "✚ Register or examine", by_capacity=False),
    DecisionGroup("verdict", "✓ Verdicts on what was delivered", by_capacity=False),
    DecisionGroup(WATERLINE, "Waterline", by_capacity=False),
    DecisionGroup("wait", "○ Wait for capacity", by_capacity=False),
    DecisionGroup("back", "◁ Hold or send back for work", by_capacity=False),
    DecisionGroup("decline", "✕ Decline, reject or supersede", by_capacity=False),
)
"""In the order of the page: what moves capacity first, then the waterline, then what waits."""

_GROUP_OF: Mapping[str, str] = {
    "register": "enter",
    "examine": "enter",
    "return": "back",
    "return_to_triage": "back",
    "hold": "back",
    "reject": "decline",
    "decline": "decline",
    "supersede": "decline",
    "confirmed": "verdict",
    "partly": "verdict",
    "refuted": "verdict",
    "not_measurable": "verdict",
}


def decision_section(
    plan: Plan, *, holders: Mapping[str, str], recorded: Recorded | None
) -> Section:
    """Every decision but the reviews, each once; `holders` says which role decides at a point."""
    decided = _overridden(recorded)
    grouped = grouped_decisions(plan)
    groups = [
        _row_group(group, grouped[group.name], plan=plan, holders=holders, decided=decided)
        for group in GROUPS
        if group.name == WATERLINE or grouped[group.name]
    ]
    columns = (
        Column("Initiative"),
        Column("Decision"),
        Column("Why", "reason"),
        Column(f"Cost of delay, {plan.objective.currency} a week", "number"),
        Column("CD3", "number"),
        Column("When"),
        Column("Value streams"),
    )
    told = Table("Decisions in the order in which they move capacity", columns, tuple(groups))
    title = "Decisions asked for" if recorded is None else "Decisions taken"
    return Section("decisions", title, (told,))


def grouped_decisions(plan: Plan) -> Mapping[str, tuple[Decision, ...]]:
    """The decisions of each group in the order of the page; `review` holds the open questions."""
    found: dict[str, list[Decision]] = {name: [] for name in (*(g.name for g in GROUPS), "review")}
    intervals = plan.run.intervals
    for decision in plan.decisions:
        found[_group_of(decision, intervals)].append(decision)
    orders = {group.name: _order(by_capacity=group.by_capacity) for group in GROUPS}
    return {
        name: tuple(sorted(decisions, key=orders.get(name, _order(by_capacity=True))))
        for name, decisions in found.items()
    }


def unknown_section(plan: Plan, *, recorded: Recorded | None) -> Section:
    """What the facts do not decide: the reviews with what is missing, and the data owed."""
    reviews = grouped_decisions(plan)["review"]
    owed = tuple(f for f in plan.findings if f.result == "unknown")
    blocks: list[Paragraph | Table] = []
    if reviews:
        columns = (
            Column("Initiative"),
            Column("Question"),
            Column("What is not known", "reason"),
            Column(f"Cost of delay, {plan.objective.currency} a week", "number"),
            Column("Value streams"),
        )
        decided = _overridden(recorded)
        rows = tuple(_review_row(d, decided) for d in reviews)
        group = RowGroup(
            rows, f"? Review ({len(rows)})", "keeps its present capacity and adds nothing"
        )
        blocks.append(Table("Questions that only people can settle", columns, (group,)))
    if owed:
        heads = (Column("Of"), Column("What is owed", "reason"), Column("Rule"))
        blocks.append(
            table("Data owed", heads, tuple((f.subject, f.message, f.rule) for f in owed))
        )
    if not blocks:
        blocks.append(Paragraph("Nothing that this plan rests on is unknown."))
    return Section("unknown", "What is not known", tuple(blocks))


def initiative_name(decision: Decision) -> str:
    """Its name with its id behind, or the id alone where they are the same."""
    if decision.name in {"", decision.initiative}:
        return decision.initiative
    return f"{decision.name} ({decision.initiative})"


def reason_line(decision: Decision) -> str:
    """The reason that stands first, with the rule that gave it."""
    if not decision.reasons:
        return "the plan gives no reason" if decision.by == "plan" else "no rule speaks of it"
    reason = decision.reasons[0]
    told = reason.message or reason.rule
    return told if reason.rule in told else f"{told} ({reason.rule})"


def when_line(decision: Decision, intervals: Sequence[str]) -> str:
    """From start to finish by interval; what lies behind the last one planned is `later`."""
    start, finish = (
        day if day is None or day in intervals else "later"
        for day in (decision.start, decision.finish)
    )
    if start == finish:
        return start or NONE_GIVEN
    if finish is None:
        return f"from {start}"
    return f"{start} to {finish}" if start else f"to {finish}"


def waterline_note(below: Iterable[Decision], currency: str) -> str:
    """What stands under the line, counted, with the cost of delay that waits there."""
    waiting = tuple(below)
    costs = [cost for d in waiting if (cost := known(d.cost_of_delay_per_week)) is not None]
    told = f"what stands below takes no capacity in this plan: {len(waiting)} initiatives"
    return told + (f", {money(sum(costs, Fraction(0)), currency)} of delay a week" if costs else "")


def _group_of(decision: Decision, intervals: Sequence[str]) -> str:
    match decision.decision:
        case "review" | "stop" | "redirect" | "pause" | "continue" as word:
            return word
        case "start":
            return "now"
        case "fund" | "fund_tranche":
            return "now" if decision.start in {*intervals[:1], None} else "later"
        case "wait":
            return "later" if decision.start in intervals else "wait"
        case word:
            return _GROUP_OF[word]


def _order(*, by_capacity: bool) -> Callable[[Decision], tuple[bool, Fraction, str]]:
    def key(decision: Decision) -> tuple[bool, Fraction, str]:
        size = known(decision.remaining_effort if by_capacity else decision.cd3)
        return (size is None, -(size or Fraction(0)), decision.initiative)

    return key


def _row_group(
    group: DecisionGroup,
    decisions: tuple[Decision, ...],
    *,
    plan: Plan,
    holders: Mapping[str, str],
    decided: Mapping[str, str],
) -> RowGroup:
    if group.name == WATERLINE:
        grouped = grouped_decisions(plan)
        below = [d for name in ("wait", "back", "decline") for d in grouped[name]]
        note = waterline_note(below, plan.objective.currency)
        return RowGroup((), group.title, note, is_waterline=True)
    roles = sorted({holders[d.point] for d in decisions if d.point in holders})
    note = "decided by " + " and ".join(role.replace("_", " ") for role in roles) if roles else ""
    rows = tuple(_decision_row(d, decided, plan.run.intervals) for d in decisions)
    return RowGroup(rows, f"{group.title} ({len(rows)})", note)


def _decision_row(decision: Decision, decided: Mapping[str, str], intervals: Sequence[str]) -> Row:
    word = decision.decision.replace("_", " ")
    if decision.option:
        word += f": {decision.option}"
    why = reason_line(decision)
    if decision.initiative in decided:
        why = f"{decided[decision.initiative]}; recommended: {why}"
    cells = (
        initiative_name(decision),
        word,
        why,
        figures_or_none(decision.cost_of_delay_per_week),
        figures_or_none(decision.cd3),
        when_line(decision, intervals),
        ", ".join(decision.value_streams) or NONE_GIVEN,
    )
    return Row(cells, decision.initiative)


def _review_row(decision: Decision, decided: Mapping[str, str]) -> Row:
    told = [r.message or r.rule for r in decision.reasons]
    if decision.initiative in decided:
        told.insert(0, decided[decision.initiative])
    cells = (
        initiative_name(decision),
        decision.point.replace("_", " ") or NONE_GIVEN,
        "; ".join(dict.fromkeys(told)) or "no rule speaks of it",
        figures_or_none(decision.cost_of_delay_per_week),
        ", ".join(decision.value_streams) or NONE_GIVEN,
    )
    return Row(cells, decision.initiative)


def _overridden(recorded: Recorded | None) -> Mapping[str, str]:
    if recorded is None:
        return {}
    return {
        entry.override.initiative: f"overridden by {entry.id}: decided to "
        f"{entry.override.decision.replace('_', ' ')} until {entry.override.until}"
        for entry in recorded.overrides
    }
