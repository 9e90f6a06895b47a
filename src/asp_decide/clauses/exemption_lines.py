"""Exemptions as a plan lists them: used, unused, refused, and what people should know of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.clauses.exempting import renewals
from asp_decide.clauses.exemption import Exemption
from asp_decide.model.charter import Charter
from asp_decide.model.effective import in_force
from asp_decide.model.plan import Plan, PlanFinding, PlannedExemption, Price

MOST_RENEWALS = 1
"""Renewals in a row before the rule is wrong, or the habit is."""


@dataclass(frozen=True, slots=True)
class Used:
    """What a run made of an exemption in force: whether its rule would have acted without it.

    `lapsed` and `why` are those of its standing.
    """

    exemption: Exemption
    acted: bool
    lapsed: bool
    why: str


def exemption_lines(
    policies: CompiledPolicies,
    used: Iterable[Used],
    *,
    as_of: date,
    charter: Charter,
    prices: Mapping[str, Price],
) -> tuple[PlannedExemption, ...]:
    """A line for each exemption in force, and for each that ended since the last interval began.

    Sorted by id. Older ones are history, and those to come are not asked yet.
    """
    lines = [_line(one, policies, as_of, charter, prices.get(one.exemption.id)) for one in used]
    closed = charter.calendar.closed(as_of)
    since = closed[-1].first_day if closed else as_of
    for one in policies.exemptions:
        until = one.effective.until
        if until is not None and since <= until < as_of:
            lines.append(_ended(one, until, policies))
    return tuple(sorted(lines, key=lambda line: line.id))


def exemption_findings(
    lines: Iterable[PlannedExemption], severity: Mapping[str, str]
) -> tuple[PlanFinding, ...]:
    """What people should know: an end that is in doubt, and a renewal after a renewal."""
    told: list[PlanFinding] = []
    for line in lines:
        if line.doubt:
            message = f"{line.id} stays in force, and may have lapsed: {line.doubt}"
            told.append(_finding(line, "may have lapsed", message, severity))
        if line.renewals > MOST_RENEWALS and line.state != "refused":
            message = (
                f"{line.id} is renewal {line.renewals} in a row:"
                f" {line.rule} is wrong, or the habit is"
            )
            told.append(_finding(line, "renewed again", message, severity))
    return tuple(told)


def exemption_records(plan: Plan, policies: CompiledPolicies) -> list[dict[str, Any]]:
    """A record for each exemption that the plan lists, in its order."""
    register = {one.id: one for one in policies.exemptions}
    return [_record(line, register[line.id], plan.run.currency) for line in plan.exemptions]


def _line(
    used: Used, policies: CompiledPolicies, as_of: date, charter: Charter, price: Price | None
) -> PlannedExemption:
    exemption = used.exemption
    state: Literal["used", "unused", "refused"] = "used" if used.acted else "unused"
    next_run = charter.calendar.ahead(as_of)[0].last_day
    return _planned(exemption, policies).model_copy(
        update={
            "state": "refused" if used.lapsed else state,
            "why": f"it lapsed: {used.why}" if used.lapsed else "",
            "doubt": "" if used.lapsed else used.why,
            "ends_before_next_run": not used.lapsed and not in_force(exemption, next_run),
            "price": price if used.acted and not used.lapsed else None,
        }
    )


def _ended(exemption: Exemption, until: date, policies: CompiledPolicies) -> PlannedExemption:
    return _planned(exemption, policies).model_copy(update={"why": f"it ended on {until}"})


def _planned(exemption: Exemption, policies: CompiledPolicies) -> PlannedExemption:
    assert exemption.effective.until is not None, "an exemption has an end"
    return PlannedExemption(
        id=exemption.id,
        rule=exemption.rule,
        subject=str(exemption.subject),
        does=exemption.does,
        by=exemption.grant.by,
        until=exemption.effective.until.isoformat(),
        state="refused",
        renewals=renewals(exemption, policies.exemptions),
    )


def _finding(
    line: PlannedExemption, result: str, message: str, severity: Mapping[str, str]
) -> PlanFinding:
    return PlanFinding(
        rule=line.rule,
        subject=line.subject,
        result=result,
        severity=severity.get(line.rule, "medium"),
        message=message,
    )


def _record(line: PlannedExemption, exemption: Exemption, currency: str) -> dict[str, Any]:
    grant = exemption.grant
    subject, price = exemption.subject, line.price
    return {
        "kind": "override",
        "id": line.id,
        "subject": {subject.kind: subject.id},
        "rules": [line.rule],
        "does": line.does if exemption.replaced is None else {"replace_limit": line.does},
        "granted": {"by": grant.by, "person": grant.person, "on": grant.on.isoformat()},
        "effective": {"from": grant.effective.from_day.isoformat(), "until": line.until},
        "needs": {
            "reason": grant.reason,
            "evidence": list(grant.evidence),
            "recovery_plan": grant.recovery_plan,
            "second_approver": grant.second_approver,
        },
        "state": line.state,
        "why": line.why,
        "doubt": line.doubt,
        "renewals": line.renewals,
        "price": None
        if price is None
        else {
            "low": price.low,
            "high": price.high,
            "unit": currency,
            "measurable": price.measurable,
        },
    }
