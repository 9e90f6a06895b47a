"""Whether a person in a role may decide what a plan asks to have decided."""

from asp_decide.errors import BrakeError, NotPermittedError, UsageError
from asp_decide.model.charter import Charter
from asp_decide.model.plan import Plan
from asp_decide.model.snapshot import Snapshot
from asp_decide.runs.person_act import Act

_NEEDS_THE_RIGHT = frozenset({"gate_1", "gate_2", "validation", "relevance"})
"""Points whose answers only their holder records; starts and waits follow from the order."""

_NOBODYS_OWN = frozenset({"gate_2", "validation"})
"""Points at which nobody decides about what they lead or sponsor, whatever their role."""


def refuse_rights(plan: Plan, charter: Charter, act: Act) -> None:
    """Refuse a role that is none, or holds no right to a point of the plan, or to its brake.

    Raises UsageError, NotPermittedError, and BrakeError where nobody has confirmed.
    """
    if act.role not in charter.roles:
        raise UsageError(
            f"`{act.role}` is no role of this workspace",
            mend=f"one of {', '.join(charter.roles)}",
        )
    for point in sorted({d.point for d in plan.decisions} & _NEEDS_THE_RIGHT):
        if charter.rights[point] != act.role:
            raise NotPermittedError(f"`{point}`", role=act.role, holder=charter.rights[point])
    if not plan.brake.tripped:
        return
    if not act.confirm:
        raise BrakeError(plan.brake.rule, plan.brake.message, role=plan.brake.role)
    if act.role != plan.brake.role:
        raise NotPermittedError("the brake of a run", role=act.role, holder=plan.brake.role)


def refuse_own_cause(plan: Plan, snapshot: Snapshot, act: Act) -> None:
    """Refuse whoever would decide about money for their own initiative (UsageError)."""
    decided = {d.initiative: d.point for d in plan.decisions if d.point in _NOBODYS_OWN}
    person = act.person.casefold()
    for one in snapshot.initiatives:
        own = {"lead": one.lead, "sponsor": one.sponsor}
        for part, name in own.items():
            if one.id in decided and name is not None and name.casefold() == person:
                raise UsageError(
                    f"`{act.person}` is {part} of `{one.id}` and does not decide its"
                    f" `{decided[one.id]}`",
                    mend="let somebody else record the decision with --by NAME",
                )
