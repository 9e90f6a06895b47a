"""How much room the limits leave for the next move of whatever waits, stops already counted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import floor

from asp_decide.clauses.asked import comparisons_of
from asp_decide.clauses.bounded import CountOf, SubjectMeasure
from asp_decide.clauses.clause import Clause, CompiledPolicies, LimitClause
from asp_decide.model.finding import Answer, Finding, Seen
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import (
    PORTFOLIO,
    Measured,
    Subject,
    SubjectKey,
    SubjectKind,
    Subjects,
)
from asp_decide.rules.precedence import prevailing

NAME = "free_slots"
_NEXT: Mapping[SubjectKind, Mapping[str, str]] = {
    "initiative": {"delivery_queue": "implementing", "discovery_queue": "investigate"},
    "feature": {"ready": "implementing"},
    "story": {"sprint_backlog": "in_progress"},
}
"""The state that is entered by the next move, by kind and by the state where it waits."""

_IN_STATE = "features_in_state"

type Judge = Callable[[CompiledPolicies, Subjects], Sequence[Finding]]


def with_free_slots(policies: CompiledPolicies, subjects: Subjects, judge: Judge) -> Subjects:
    """The subjects with the room that the limits leave for the next move of each that waits.

    The least of all limits that count it once it has moved: in each value stream that it touches,
    in the portfolio, and in the state that a feature would enter. What is proposed to stop in this
    run has left by then. A count that is not certain is taken at its larger end. Where no rule
    asks for it nothing is computed.
    """
    if not any(asks_for_free_slots(clause) for clause in policies.clauses):
        return subjects
    findings = judge(policies, subjects)
    stopped = _stopped(prevailing(policies, findings, subjects))
    counts = [
        clause
        for clause in policies.clauses
        if isinstance(clause, LimitClause)
        and isinstance(clause.measure, CountOf)
        and clause.at_most is not None
    ]
    found = {(finding.rule, finding.subject): finding for finding in findings}
    states = _flow_states(policies, subjects)
    leaving = {clause.heading.rule: _leaving(clause, subjects, stopped) for clause in counts}
    return {
        key: _with_room(
            subject,
            [
                *_rooms(subject, counts, found, leaving),
                *_rooms_in_state(subject, states, found),
            ],
        )
        for key, subject in subjects.items()
    }


def as_before(after: Subjects, before: Subjects) -> Subjects:
    """Subjects of a plan with the room that there was before it: moves are proposed then."""
    return {
        key: replace(subject, measures={**subject.measures, NAME: before[key].measures[NAME]})
        if key in before and NAME in before[key].measures
        else subject
        for key, subject in after.items()
    }


def asks_for_free_slots(clause: Clause) -> bool:
    """Whether a condition of the rule looks at the room that the limits leave."""
    return any(one.name == NAME for one in comparisons_of(clause))


def _stopped(answers: Sequence[Answer]) -> frozenset[SubjectKey]:
    return frozenset(one.subject for one in answers if one.answer == "stop")


def _leaving(
    clause: LimitClause, subjects: Subjects, stopped: frozenset[SubjectKey]
) -> Mapping[str, int]:
    """By group: how many of those that the clause counts for certain are proposed to stop."""
    left: dict[str, int] = {}
    for key in stopped:
        subject = subjects[key]
        if counts_in(clause, subject, subject.attributes.get("state")):
            for group in {*subject.streams, PORTFOLIO}:
                left[group] = left.get(group, 0) + 1
    return left


def _rooms(
    subject: Subject,
    counts: Sequence[LimitClause],
    found: Mapping[tuple[RuleId, SubjectKey | None], Finding],
    leaving: Mapping[RuleId, Mapping[str, int]],
) -> Iterator[Fraction | None]:
    """The room under each limit that the next move would use; None where it is not known."""
    state = _next(subject)
    if state is None:
        return
    for clause in counts:
        if not counts_in(clause, subject, state):
            continue
        groups = subject.streams if clause.per == "value_stream" else (PORTFOLIO,)
        for group in groups:
            finding = found.get((clause.heading.rule, SubjectKey(clause.per, group)))
            if finding is None or finding.result == "does_not_apply":
                continue
            yield _room(clause, finding, leaving[clause.heading.rule].get(group, 0))


def _rooms_in_state(
    subject: Subject,
    states: Sequence[tuple[LimitClause, Subject]],
    found: Mapping[tuple[RuleId, SubjectKey | None], Finding],
) -> Iterator[Fraction | None]:
    """The room under each limit on the state of its stream that a feature would enter."""
    state = _next(subject)
    if subject.key.kind != "feature" or state is None:
        return
    for clause, entered in states:
        finding = found.get((clause.heading.rule, entered.key))
        if entered.attributes.get("state") != state or finding is None:
            continue
        if finding.result != "does_not_apply" and set(entered.streams) & set(subject.streams):
            yield _room(clause, finding, leaving=0)


def _flow_states(
    policies: CompiledPolicies, subjects: Subjects
) -> tuple[tuple[LimitClause, Subject], ...]:
    """Each limit on how many features stand in a state, with each state of a stream."""
    states = [subject for subject in subjects.values() if subject.key.kind == "flow_state"]
    return tuple(
        (clause, state)
        for clause in policies.clauses
        if isinstance(clause, LimitClause) and clause.at_most is not None
        if isinstance(clause.measure, SubjectMeasure) and clause.name == _IN_STATE
        for state in states
    )


def _next(subject: Subject) -> str | None:
    """The state that it enters by its next move; None if it does not wait for one."""
    return _NEXT.get(subject.key.kind, {}).get(subject.attributes.get("state") or "")


def counts_in(clause: LimitClause, subject: Subject, state: str | None) -> bool:
    """Whether the limit counts the subject in that state; a missing attribute lets it in."""
    measure = clause.measure
    assert isinstance(measure, CountOf), "only a count has room"
    if measure.members.subject != subject.key.kind:
        return False
    told = {**subject.attributes, "state": state}
    found = ((told.get(name), words) for name, words in measure.members.where)
    return all(word is None or word in words for word, words in found)


def _room(clause: LimitClause, finding: Finding, leaving: int) -> Fraction | None:
    seen = next((one for one in finding.seen if one.name == clause.name), None)
    most = None if seen is None else _most(seen)
    if seen is None or most is None or seen.limit is None:
        return None
    return Fraction(floor(seen.limit - most)) + leaving


def _most(seen: Seen) -> Fraction | None:
    """The larger end of what was counted."""
    values = [value for _, value in seen.values]
    known = [value for value in values if value is not None]
    return max(known) if known and len(known) == len(values) else None


def _with_room(subject: Subject, rooms: Sequence[Fraction | None]) -> Subject:
    if not rooms and (subject.key.kind == "initiative" or _next(subject) is None):
        return subject
    known = [room for room in rooms if room is not None]
    least = Measured(None, "not counted" if rooms else "no limit stands on the state it enters")
    if rooms and len(known) == len(rooms):
        least = Measured(min(known))
    return replace(subject, measures={**subject.measures, NAME: least})
