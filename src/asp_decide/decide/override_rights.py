"""Whether a person may grant an override: asked as of every exemption, said as at `apply`."""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from asp_decide.canonical import decimal_text
from asp_decide.clauses.acting_against import point_decided
from asp_decide.clauses.clause import DecideClause, EscalateClause, RequireClause, TableClause
from asp_decide.clauses.decision_rights import other_holder
from asp_decide.clauses.further_money import further_money
from asp_decide.clauses.grant import Objection, grant_at_apply, objections, own_cause
from asp_decide.decide.preparation import Prepared
from asp_decide.errors import AspDecideError, NotPermittedError, UsageError
from asp_decide.model.approval import Override
from asp_decide.model.ids import Role
from asp_decide.model.plan import Decision
from asp_decide.model.subject import SubjectKey


@dataclass(frozen=True, slots=True)
class Granter:
    """Who overrides: a person, in a role, on a day."""

    person: str
    role: Role
    on: date


def refuse_grant(rule: str, override: Override, *, prepared: Prepared, by: Granter) -> None:
    """Refuse what the rule does not let this person grant, by what the register is held to.

    Raises UsageError, and NotPermittedError for a role that the rule does not name.
    """
    clause = prepared.inputs.policies.clause(rule)
    assert isinstance(clause, DecideClause | RequireClause | TableClause | EscalateClause), (
        "only such rules stand against"
    )
    snapshot = prepared.inputs.snapshot
    begins = snapshot.charter.calendar.ahead(snapshot.as_of)[0].first_day
    found = objections(
        grant_at_apply(override, by.role, by.person, by.on, begins=begins),
        clause.enforce,
        clause.override,
        calendar=snapshot.charter.calendar,
        own=own_cause(snapshot, SubjectKey("initiative", override.initiative)),
    )
    for first in found:
        raise _refusal(first, clause, override, by)


def refuse_other_holder(
    override: Override, decision: Decision, *, prepared: Prepared, by: Granter
) -> None:
    """Refuse a word at a point of its own by who does not hold that (NotPermittedError)."""
    point = point_decided(override, decision)
    if point == decision.point:
        return  # who applies a plan holds the points of its decisions
    charter = prepared.inputs.snapshot.charter
    holder = other_holder(point, by.role, charter, on=by.on, linked_outlay=None)
    if holder is not None:
        what = f"`{override.decision}` of `{override.initiative}`"
        raise NotPermittedError(what, role=by.role, holder=holder)


def refuse_further_money(override: Override, decision: Decision, *, currency: str) -> None:
    """Refuse money that earns less than it costs, unless two people and evidence stand for it.

    Raises UsageError with the amount.
    """
    found = further_money(decision, override.decision, override.option)
    lacking = () if found is None else found.lacking(override)
    if found is None or not lacking:
        return
    flags = " and ".join("--" + need.replace("_", "-") for need in lacking)
    for_less = "" if found.against is None else f"; or fund {found.instead}"
    raise UsageError(
        f"`{override.initiative}={override.asked}` adds money that earns less than it costs:"
        f" `{found.course.option}` is worth {decimal_text(found.shortfall, 2)} {currency} less than"
        f" {found.instead}",
        mend=f"add {flags} if they know what the numbers do not{for_less}",
    )


def _refusal(
    first: Objection,
    clause: DecideClause | RequireClause | TableClause | EscalateClause,
    override: Override,
    by: Granter,
) -> AspDecideError:
    """What is said at `apply` of the gravest thing that stands against an override."""
    rule = clause.heading.rule
    match first.about:
        case "right":
            return UsageError(
                f"{rule} stands against `{override.initiative}={override.decision}`"
                " and is mandatory",
                mend=f"change the policy, visibly: {clause.heading.place}",
            )
        case "role":
            return NotPermittedError(
                f"an override of {rule}", role=by.role, holder=str(first.holder)
            )
        case "needs":
            flags = ", ".join("--" + need.replace("_", "-") for need in first.lacking)
            return UsageError(f"{rule} asks an override for more", mend=f"add {flags}")
        case "long" | "late":
            return UsageError(
                f"{rule} lets an override last until {first.last}, not until {override.until}",
                mend=f"--until {first.last}",
            )
        case "cause":
            return UsageError(
                f"`{by.person}` is {first.part} of `{override.initiative}` and overrides nothing"
                " that stands against it",
                mend="let somebody else record the decision with --by NAME",
            )
        case "approver":
            return UsageError(f"the second approver is another person than `{by.person}`")
        case _:
            assert_never(first.about)
