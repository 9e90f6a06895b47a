"""What a person may grant against a rule: one check for the register and for `apply`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from asp_decide.clauses.clause import Enforce, Need, OverrideRight
from asp_decide.clauses.exemption import Grant
from asp_decide.model.approval import Override
from asp_decide.model.effective import Period
from asp_decide.model.ids import Role
from asp_decide.model.interval import Calendar
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import SubjectKey


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason why something cannot be granted.

    `about` says which: the rule has no `right` of that kind, it is another `role` (`holder`), what
    is `needed` is lacking, it is given `late`, it lasts too `long` (`last` is the last day it may),
    it is the person's own `cause` (`part` says as what), or the second `approver` is the first.
    """

    about: Literal["right", "role", "needs", "late", "long", "cause", "approver"]
    holder: Role | None = None
    lacking: tuple[Need, ...] = ()
    last: date | None = None
    part: str = ""


def objections(
    grant: Grant,
    enforce: Enforce | None,
    right: OverrideRight | None,
    *,
    calendar: Calendar | None = None,
    own: Mapping[str, str] | None = None,
) -> Iterator[Objection]:
    """Everything that stands against a grant, the gravest first; nothing if it may be.

    `enforce` and `right` are the rule's. `own` are the people whose cause it is, by what they are
    to the subject. Without a calendar its length is not looked at.
    """
    if enforce != "overridable" or right is None:
        yield Objection("right")
        return
    if grant.by != right.by:
        yield Objection("role", holder=right.by)
    lacking = tuple(need for need in right.needs if not getattr(grant, need))
    if lacking:
        yield Objection("needs", lacking=lacking)
    if grant.on > grant.effective.from_day:
        yield Objection("late")
    if calendar is not None:
        last = last_day(grant.effective.from_day, right.longest_intervals, calendar)
        until = grant.effective.until
        if last is None or until is None or until > last:
            yield Objection("long", last=last)
    person = grant.person.casefold()
    for part, name in (own or {}).items():
        if name.casefold() == person:
            yield Objection("cause", part=part)
    if grant.second_approver is not None and grant.second_approver.casefold() == person:
        yield Objection("approver")


def grant_at_apply(override: Override, by: Role, person: str, on: date, *, begins: date) -> Grant:
    """An override of a plan as a grant: it lasts from the plan's first interval on (`begins`)."""
    return Grant(
        by,
        person,
        min(on, begins),
        Period(from_day=min(begins, override.until), until=override.until),
        override.reason,
        override.evidence,
        override.recovery_plan,
        override.second_approver,
    )


def last_day(begins: date, longest_intervals: int, calendar: Calendar) -> date | None:
    """The last day of what begins on a day and lasts at most so many planning intervals.

    The first of them is the one in which it begins; what begins on the last day of an interval, as
    runs do, is there for the next one. None where the calendar has no such interval.
    """
    counted = [one for one in calendar.intervals if one.last_day > begins][:longest_intervals]
    return counted[-1].last_day if counted else None


def own_cause(snapshot: Snapshot, subject: SubjectKey) -> dict[str, str]:
    """Whose cause a subject is, by what they are to it: lead, sponsor, owner."""
    named: list[tuple[str, str | None]] = []
    if subject.kind == "initiative":
        for one in snapshot.initiatives:
            named += [("lead", one.lead), ("sponsor", one.sponsor)] if one.id == subject.id else []
    if subject.kind == "value_stream":
        named += [("owner", s.owner) for s in snapshot.value_streams if s.id == subject.id]
    return {part: name for part, name in named if name}
