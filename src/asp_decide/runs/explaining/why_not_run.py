"""Why an initiative is not in the plan of a draft, found by planning again with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.decide.causes import cause_in_words
from asp_decide.diagnostics import nearest
from asp_decide.errors import UsageError
from asp_decide.model.ids import InitiativeId
from asp_decide.model.plan import Decision, Plan
from asp_decide.model.quantity import CURRENCY
from asp_decide.report.amounts import money, money_between, number, quantity
from asp_decide.report.sections.price_table import NO_DIFFERENCE
from asp_decide.runs.investing.asked_about import asked_about
from asp_decide.runs.investing.plan_run import Progress
from asp_decide.runs.which_plan import Asked
from asp_decide.runs.workspace import Workspace
from asp_decide.scenario.why_not import Lacking, WhyNot, why_not

PLACES = 6
_PLACES_OF_ROOM = 2


@dataclass(frozen=True, slots=True)
class WhyNotTold:
    """The answer in sentences, whom it would displace as rows, and the same for machines."""

    headline: str
    lines: tuple[str, ...]
    displaced: tuple[tuple[str, str, str, str], ...]
    data: dict[str, Any]


def refuse_undecided(initiative: str, plan: Plan) -> None:
    """Refuse an initiative that the plan has no decision about (UsageError)."""
    known = [decision.initiative for decision in plan.decisions]
    if initiative not in known:
        near = nearest(initiative, known)
        raise UsageError(
            f"the plan has no decision about `{initiative}`",
            mend=f"did you mean `{near}`?" if near else "",
        )


def why_not_run(
    workspace: Workspace, initiative: str, *, asked: Asked, progress: Progress
) -> WhyNotTold:
    """What stands between the initiative and the plan, in sentences.

    Raises UsageError for an initiative that the plan does not decide about, StalePlanError.
    """
    planned = asked_about(workspace, asked, progress)
    refuse_undecided(initiative, planned.plan)
    progress(f"planning again with {initiative}")
    found = why_not(planned, InitiativeId(initiative))
    if found is None:
        decision = next(d for d in planned.plan.decisions if d.initiative == initiative)
        headline = f"{initiative} {decision.name}: {decision.decision}; it goes ahead now"
        return WhyNotTold(headline, (), (), {"initiative": initiative, "kept_out": False})
    return _told(found, planned.plan)


def _told(found: WhyNot, plan: Plan) -> WhyNotTold:
    decision, currency = found.decision, plan.run.currency
    names = {one.initiative: one.name for one in plan.decisions}
    lines = [*_cost_lines(found, currency), *_entry_lines(found, plan)]
    if found.impossible:
        first = plan.run.intervals[0]
        causes = "; ".join(_cause(origin, decision, names) for origin in found.impossible)
        beside = "" if found.by_itself else " beside what must hold"
        lines.insert(0, f"it cannot begin in {first}{beside}: {causes}")
    word = decision.decision.replace("_", " ")
    return WhyNotTold(
        headline=f"{decision.initiative} {decision.name}: {word}, and why not now",
        lines=tuple(lines),
        displaced=tuple(
            (one.initiative, names[one.initiative], one.was, one.becomes) for one in found.displaced
        ),
        data=_as_json(found, plan),
    )


def _cause(origin: str, decision: Decision, names: Mapping[str, str]) -> str:
    """What forbids it, in the words of the decision's own reasons where they have any."""
    rule, _, about = origin.partition(" ")
    if about == decision.initiative:
        for reason in decision.reasons:
            if reason.rule == rule:
                return f"{rule}: {reason.message}"
    return cause_in_words(origin, names)


def _cost_lines(found: WhyNot, currency: str) -> list[str]:
    if found.regret is None:
        return []
    low, high = found.regret
    if found.more_loss < 0:
        better = money(-found.more_loss, currency)
        return [f"a plan with it was found that loses {better} less: plan again with --pin"]
    interval = money_between(low, high, currency)
    if not found.measurable:
        return [f"letting it in makes {NO_DIFFERENCE} ({interval})"]
    lines = [f"letting it in would lose {interval} more"]
    if found.factor is not None:
        least, most = (number(end, 2) for end in found.factor)
        times = least if least == most else f"{least} to {most}"
        lines.append(f"it would be let in if its benefit were {times} times what it is")
        weekly = found.decision.cost_of_delay_per_week
        if weekly is not None and Fraction(weekly) > 0:
            ends = [Fraction(weekly) * end for end in found.factor]
            lines.append(
                f"that is a cost of delay of {money_between(ends[0], ends[1], currency)} a week "
                f"instead of {money(Fraction(weekly), currency)}"
            )
    return lines


def _entry_lines(found: WhyNot, plan: Plan) -> list[str]:
    if found.entry is None and found.impossible:
        return []
    if found.entry is None:
        return ["more capacity would not help: links or answers of rules keep it out"]
    choice = found.entry.choice.partition("/")[2].replace("@", " from ")
    if not found.entry.lacking:
        return [f"`{choice}` would fit beside everything in the plan, and is not worth having"]
    parts = [_lacking(one, plan) for one in found.entry.lacking]
    if len(parts) == 1:
        return [f"`{choice}` would fit and displace nobody with {parts[0]}"]
    return [
        f"`{choice}` would fit and displace nobody with all of:",
        *(f"  {part}" for part in parts),
    ]


def _lacking(one: Lacking, plan: Plan) -> str:
    origin, currency = one.row.origin, plan.run.currency
    where = " ".join(part for part in (origin.group, origin.interval) if part)
    if origin.kind == "fact" and origin.id == "budget":
        return f"{money(one.amount, currency, 'up')} more budget by {origin.interval}"
    if origin.kind == "fact":
        unit = plan.run.capacity_unit
        return f"{_enough(one.amount, unit, currency)} more in {where}"
    reading = one.row.reading
    assert reading is not None, "the row of a limit is read by people"
    amount = one.amount / reading.available / reading.unit.factor
    shown = _enough(amount, reading.unit.name.replace(CURRENCY, currency), currency)
    return f"{shown} more than {origin.id} allows in {where}"


def _enough(amount: Fraction, unit: str, currency: str) -> str:
    """An amount that is not less than what is needed, with at most two decimals."""
    return quantity(Fraction(ceil(amount * 100), 100), unit, currency, _PLACES_OF_ROOM)


def _as_json(found: WhyNot, plan: Plan) -> dict[str, Any]:
    def text(amount: Fraction) -> str:
        return decimal_text(amount, PLACES)

    def ends(pair: tuple[Fraction, Fraction] | None) -> list[str] | None:
        return None if pair is None else [text(end) for end in pair]

    entry = found.entry
    return {
        "initiative": found.decision.initiative,
        "kept_out": True,
        "currency": plan.run.currency,
        "regret": ends(found.regret),
        "measurable": found.measurable,
        "more_loss": text(found.more_loss),
        "factor": ends(found.factor),
        "impossible": list(found.impossible),
        "displaced": [
            {"initiative": one.initiative, "was": one.was, "becomes": one.becomes}
            for one in found.displaced
        ],
        "entry": None
        if entry is None
        else {
            "choice": entry.choice,
            "lacking": [
                {
                    "kind": one.row.origin.kind,
                    "id": one.row.origin.id,
                    "group": one.row.origin.group,
                    "interval": one.row.origin.interval or None,
                    "amount": text(one.amount),
                }
                for one in entry.lacking
            ],
        },
    }
