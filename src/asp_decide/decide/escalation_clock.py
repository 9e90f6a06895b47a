"""Since when something asks a role, read off the measures that grow by a day each day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate
from math import floor

from asp_decide.clauses.clause import EscalateClause
from asp_decide.clauses.condition import All, AnyOf, Comparison, Condition
from asp_decide.model.finding import Finding, Seen, Truth
from asp_decide.model.subject import Measured, Subject

_GROWING = frozenset({"age", "days_blocked", "age_in_state", "age_of_oldest"})
"""Measures in weeks that grow by a week each week as long as nothing happens."""

_AGAINST = "age_against_p85"


@dataclass(frozen=True, slots=True)
class Clock:
    """Whose turn it is, until when, and since when it has asked; `then` are those who follow."""

    since: date
    role: str
    due: date
    then: tuple[tuple[str, date], ...] = ()


def clock(clause: EscalateClause, finding: Finding, subject: Subject, *, as_of: date) -> Clock:
    """The clock of a rule that fires. It began when the condition came true by time alone.

    Where that cannot be read off what was compared, it begins today. The last role stays asked.
    """
    seen = {one.key: one for one in finding.seen}
    ago = _held_for(clause.when, seen, subject)
    since = as_of - timedelta(days=floor((ago or 0) * 7))
    ends = [since + timedelta(days=n) for n in accumulate(step.within_days for step in clause.to)]
    turns = [(str(step.role), end) for step, end in zip(clause.to, ends, strict=True)]
    over = min(sum(end < as_of for end in ends), len(turns) - 1)
    role, due = turns[over]
    return Clock(since, role, due, tuple(turns[over + 1 :]))


def _held_for(condition: Condition, seen: Mapping[str, Seen], subject: Subject) -> Fraction | None:
    """Weeks for which a condition has certainly held; None if that is not known."""
    match condition:
        case Comparison():
            found = seen.get(condition.key)
            return None if found is None else _over_for(found, subject)
        case AnyOf():
            return max(_known(condition.parts, seen, subject), default=None)
        case All():
            held = list(_known(condition.parts, seen, subject))
            return min(held) if len(held) == len(condition.parts) else None
        case _:
            return None


def _known(
    parts: Iterable[Condition], seen: Mapping[str, Seen], subject: Subject
) -> list[Fraction]:
    held = (_held_for(part, seen, subject) for part in parts)
    return [weeks for weeks in held if weeks is not None]


def _over_for(seen: Seen, subject: Subject) -> Fraction | None:
    if seen.truth is not Truth.TRUE or seen.margin is None or seen.margin < 0 or seen.via:
        return None
    if seen.name in _GROWING:
        return seen.margin
    age, share = subject.measures.get("age"), seen.values[-1][1] if seen.values else None
    if seen.name == _AGAINST and isinstance(age, Measured) and age.value is not None and share:
        return seen.margin / share * age.value
    return None
