"""Checks 5 and 6 of a part of a run: its acts against their rules, its limits as they came out."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from asp_decide.audit.authority import objection_in_words
from asp_decide.audit.check import Check, Divergence, counted, not_checked
from asp_decide.audit.shown_part import WHOLE, Record, ShownPart, line_of, of_shown
from asp_decide.clauses.act_records import BRAKE
from asp_decide.clauses.clause import LimitClause
from asp_decide.clauses.exemption import Grant
from asp_decide.clauses.grant import objections
from asp_decide.clauses.masked_fields import closed_fields, name_or_mask
from asp_decide.model.effective import Period
from asp_decide.model.ids import Role

_AS_TOLD = Fraction(1, 10**6)
"""Amounts of a plan are told to six places at least."""

_KEPT = ("kept", "broken")


def shown_allowed(part: ShownPart) -> Check:
    """Whether no act departs in silence, and each departure is one that its rule allows."""
    acts = part.of_kind("approval", "override")
    closed = sum(len(closed_fields(one)) for one in acts)
    fields = f"{closed} names and prices masked" if closed else "no name or price masked"
    if not acts:
        return not_checked(5, f"nobody acted in it; rights are seen in {WHOLE}")
    told = f"{counted(len(acts), 'act')}, none in silence or against its rule"
    rest = f"rights, lengths, own causes; {fields}"
    return of_shown(5, _unallowed(part), told=told, rest=rest)


def _unallowed(part: ShownPart) -> Iterator[Divergence]:
    answers = {one["n"]: one for one in part.of_kind("answer")}
    overrides = {str(one["id"]): one for one in part.of_kind("override")}
    for one in part.of_kind("approval"):
        if one["point"] != BRAKE:
            trouble = _silent(one, answers.get(one["recommended"]["record"]), overrides)
            if trouble:
                yield Divergence(line_of(one), trouble)
    for one in overrides.values():
        yield from (
            Divergence(line_of(one), f"{one['id']}: {what}") for what in _against(one, part)
        )


def _silent(one: Record, answer: Record | None, overrides: dict[str, Record]) -> str:
    """What an approval says otherwise than the answer and the override that it names."""
    ((_, subject),) = one["subject"].items()
    recommended, decided = one["recommended"]["answer"], one["decided"]
    named = one["recommended"]["record"]
    said = () if answer is None else (answer["proposed"], answer["from_plan"])
    same = answer is not None and answer["subject"] == one["subject"] and recommended in said
    if named is not None and not same:
        return f"`{subject}` was recommended `{recommended}`, which is not what record {named} says"
    if one["override"] is None:
        if decided == recommended:
            return ""
        return f"`{subject}` is decided `{decided}` for `{recommended}` in silence"
    override = overrides.get(one["override"])
    if override is None or override.get("decided") != decided:
        return f"there is no override `{one['override']}` to `{decided}`"
    return ""


def _against(one: Record, part: ShownPart) -> Iterator[str]:
    """What the rules that are here have against an override or an exemption of theirs."""
    if one.get("state") == "refused":
        return
    grant = _grant(one)
    for rule in one["rules"]:
        clause = part.clause_of({"rule": rule})
        if clause is not None:
            right = getattr(clause, "override", None)
            for first in objections(grant, getattr(clause, "enforce", None), right):
                yield objection_in_words(first, clause, grant)


def _grant(one: Record) -> Grant:
    granted, needs, days = one["granted"], one["needs"], one["effective"]
    second = needs["second_approver"]
    return Grant(
        Role(granted["by"]),
        name_or_mask(granted["person"]),
        date.fromisoformat(granted["on"]),
        Period(from_day=date.fromisoformat(days["from"]), until=date.fromisoformat(days["until"])),
        needs["reason"],
        tuple(needs["evidence"]),
        needs["recovery_plan"],
        None if second is None else name_or_mask(second),
    )


def shown_obeyed(part: ShownPart) -> Check:
    """Whether limits are told as they came out, and none that binds everybody is broken."""
    bounds = part.of_kind("bound")
    if not bounds:
        return not_checked(6, f"it has no limit; rows are made again in {WHOLE}")
    told = f"{counted(len(bounds), 'limit')}, each with its slack, no mandatory one broken"
    return of_shown(6, _disobeyed(part), told=told, rest="the plan itself, and all other limits")


def _disobeyed(part: ShownPart) -> Iterator[Divergence]:
    for one in part.of_kind("bound"):
        at = f"{one['rule']} {one['group']} {one['interval']}"
        planned, limit, stated, slack = (
            Fraction(one[name]) for name in ("planned", "limit", "stated", "slack")
        )
        sign = 1 if one["at"] == "most" else -1
        if abs(sign * (limit - planned) - slack) > _AS_TOLD:
            what = f"{one['planned']} of {one['limit']} do not leave {one['slack']}"
            yield Divergence(line_of(one), f"{at}: {what}")
        if one["kept"] is not (sign * (stated - planned) >= 0):
            what = f"{one['planned']} of {one['stated']} is told as {_KEPT[not one['kept']]}"
            yield Divergence(line_of(one), f"{at}: {what}")
        # What runs already may go on: by as much as that the limit as it was used is wider.
        clause = part.clause_of(one)
        if isinstance(clause, LimitClause) and clause.enforce == "mandatory" and slack < 0:
            yield Divergence(line_of(one), f"{at}: it is mandatory, and {one['slack']} is left")
