"""Whether a person in a role may decide what a plan asks to have decided."""

from collections.abc import Mapping
from datetime import date

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.clauses.decision_rights import other_holder, part_in
from asp_decide.clauses.policy_records import PolicyBefore, approval_trouble
from asp_decide.errors import BrakeError, NotPermittedError, UsageError
from asp_decide.model.charter import Charter
from asp_decide.model.ids import InitiativeId
from asp_decide.model.plan import Plan
from asp_decide.model.snapshot import Snapshot
from asp_decide.runs.person_act import Act


def refuse_rights(plan: Plan, charter: Charter, act: Act) -> None:
    """Refuse a role that is none, or holds no right to a point of the plan, or to its brake.

    Raises UsageError, NotPermittedError, and BrakeError where nobody has confirmed.
    """
    if act.role not in charter.roles:
        raise UsageError(
            f"`{act.role}` is no role of this workspace",
            mend=f"one of {', '.join(charter.roles)}",
        )
    for point in sorted({d.point for d in plan.decisions}):
        holder = other_holder(point, act.role, charter.rights)
        if holder is not None:
            raise NotPermittedError(f"`{point}`", role=act.role, holder=holder)
    if not plan.brake.tripped:
        return
    if not act.confirm:
        raise BrakeError(plan.brake.rule, plan.brake.message, role=plan.brake.role)
    if act.role != plan.brake.role:
        raise NotPermittedError("the brake of a run", role=act.role, holder=plan.brake.role)


def refuse_unapproved(
    policies: CompiledPolicies,
    before: Mapping[str, PolicyBefore],
    charter: Charter,
    *,
    as_of: date,
) -> None:
    """Refuse policies that nobody but their owner approved, or not as they are now (UsageError).

    `before` are the files that the ledger has on record, by path.
    """
    for file in policies.files:
        known = before.get(file.path)
        trouble = approval_trouble(file, known, as_of=as_of, roles=charter.roles)
        if trouble:
            raise UsageError(
                f"{file.path}: {trouble}",
                mend="let it be approved, and say so in `approved`; then plan again",
            )


def refuse_own_cause(plan: Plan, snapshot: Snapshot, act: Act) -> None:
    """Refuse whoever would decide about money for their own initiative (UsageError)."""
    for one in plan.decisions:
        part = part_in(InitiativeId(one.initiative), one.point, act.person, snapshot)
        if part is not None:
            raise UsageError(
                f"`{act.person}` is {part} of `{one.initiative}` and does not decide its"
                f" `{one.point}`",
                mend="let somebody else record the decision with --by NAME",
            )
