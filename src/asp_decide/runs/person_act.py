"""What a person says when deciding, as it comes from the command line."""

from dataclasses import dataclass, replace
from datetime import date

from asp_decide.errors import UsageError
from asp_decide.model.approval import Override
from asp_decide.model.ids import InitiativeId
from asp_decide.plain_text import decoded, is_plain


@dataclass(frozen=True, slots=True)
class Act:
    """What a person says when deciding: who, in which role, on which day, and what differs.

    `overrides` are pairs of initiative and decision, which may name its option (`fund/whole`);
    `reasons` hold one for all of them or one each; the rest belongs to every override.
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


def as_said(act: Act) -> Act:
    """The act with each text in its one form: one line, each letter written in its one way.

    Raises UsageError for a text that says nothing or holds what nobody can see: it is recorded
    for good, and reports must be able to print it.
    """
    said = replace(
        act,
        person=_plain(act.person, "--by"),
        reasons=tuple(_plain(reason, "--reason") for reason in act.reasons),
        evidence=tuple(_plain(evidence, "--evidence") for evidence in act.evidence),
        recovery_plan=_plain_if_any(act.recovery_plan, "--recovery-plan"),
        second_approver=_plain_if_any(act.second_approver, "--second-approver"),
    )
    if (said.second_approver or "").casefold() == said.person.casefold():
        raise UsageError(f"the second approver is another person than `{said.person}`")
    return said


def _plain_if_any(text: str | None, flag: str) -> str | None:
    return None if text is None else _plain(text, flag)


def _plain(text: str, flag: str) -> str:
    told = " ".join(decoded(text).split())
    if not told or not is_plain(told):
        what = "holds a character that nobody sees" if told else "says nothing"
        raise UsageError(f"{flag} {what}")
    return told


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
    if twice:
        raise UsageError("each initiative has one override")
    return tuple(
        Override(
            initiative=InitiativeId(initiative),
            decision=decision.partition("/")[0],
            option=decision.partition("/")[2] or None,
            reason=reason,
            until=act.until,
            evidence=act.evidence,
            recovery_plan=act.recovery_plan,
            second_approver=act.second_approver,
        )
        for (initiative, decision), reason in zip(act.overrides, reasons, strict=True)
    )
