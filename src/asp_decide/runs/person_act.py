"""What a person says when deciding, as it comes from the command line."""

from dataclasses import dataclass
from datetime import date

from asp_decide.errors import UsageError
from asp_decide.model.approval import Override
from asp_decide.model.ids import InitiativeId


@dataclass(frozen=True, slots=True)
class Act:
    """What a person says when deciding: who, in which role, on which day, and what differs.

    `overrides` are pairs of initiative and decision; `reasons` hold one for all of them or one
    each; the rest belongs to every override.
    """

    person: str
    role: str
    on: date
    overrides: tuple[tuple[str, str], ...] = ()
    reasons: tuple[str, ...] = ()
    until: date | None = None
    evidence: tuple[str, ...] = ()
    recovery_plan: str | None = None
    second_approver: str | None = None
    confirm: bool = False


def overrides_of(act: Act) -> tuple[Override, ...]:
    """The overrides of an act, each with its reason and its end. Raises UsageError without them."""
    if not act.overrides:
        return ()
    if act.until is None:
        raise UsageError("an override has an end", mend="add --until DATE")
    if len(act.reasons) not in {1, len(act.overrides)}:
        raise UsageError("an override has a reason", mend="add --reason, one for all or one each")
    reasons = act.reasons if len(act.reasons) > 1 else act.reasons * len(act.overrides)
    twice = len({initiative for initiative, _ in act.overrides}) != len(act.overrides)
    if twice or not all(reason.strip() for reason in reasons):
        raise UsageError("each initiative has one override, and each override a reason")
    return tuple(
        Override(
            initiative=InitiativeId(initiative),
            decision=decision,
            reason=reason,
            until=act.until,
            evidence=act.evidence,
            recovery_plan=act.recovery_plan,
            second_approver=act.second_approver,
        )
        for (initiative, decision), reason in zip(act.overrides, reasons, strict=True)
    )
