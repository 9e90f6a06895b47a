"""Which subjects a rule speaks of, and whether that is certain."""

from collections.abc import Mapping
from dataclasses import dataclass

from asp_decide.clauses.bounded import Scope, SubjectMeasure
from asp_decide.clauses.clause import Clause, DecideClause, LimitClause, RequireClause, TableClause
from asp_decide.model.decision_point import POINTS_BY_NAME, DecisionPoint
from asp_decide.model.subject import Subject, SubjectKind, Subjects

type Words = tuple[str, ...]
type ByKind = Mapping[SubjectKind, tuple[Subject, ...]]


@dataclass(frozen=True, slots=True)
class Reached:
    """A subject in a rule's scope.

    `missing` are the attributes that decide whether it belongs there and are not known, each with
    the words that would let it in. They are empty where its place in the scope is certain.
    """

    subject: Subject
    missing: tuple[tuple[str, Words], ...] = ()


def reached(clause: Clause, by_kind: ByKind) -> tuple[Reached, ...]:
    """The subjects that the rule speaks of, sorted by key."""
    scope = scope_of(clause)
    asked = scope.where + asked_states(clause)
    those = (subject for subject in by_kind.get(scope.subject, ()) if _asks(clause, subject))
    inside = (member(subject, asked) for subject in those)
    return tuple(found for found in inside if found is not None)


def member(subject: Subject, where: tuple[tuple[str, Words], ...]) -> Reached | None:
    """The subject as a member of a scope, or None if one attribute keeps it out."""
    missing: list[tuple[str, Words]] = []
    for attribute, words in where:
        found = subject.attributes.get(attribute)
        if found is None:
            missing.append((attribute, words))
        elif found not in words:
            return None
    return Reached(subject, tuple(missing))


def scope_of(clause: Clause) -> Scope:
    """The kind of subject that the rule looks at, with the attributes that choose among them."""
    match clause:
        case LimitClause(measure=SubjectMeasure(members=members)):
            return members
        case LimitClause():
            return Scope(clause.per)
        case _:
            return clause.scope


def asks(point: DecisionPoint, subject: Subject) -> bool:
    """Whether the decision point puts its question to the subject.

    A subject whose state is missing is asked: what is not known must not look like an answer.
    """
    if subject.key.kind != point.subject:
        return False
    if point.asks_for and subject.attributes.get(point.asks_for) != point.asks_word:
        return False
    if point.answered_by and subject.attributes.get(point.answered_by) is not None:
        return False
    state = subject.attributes.get("state")
    return not point.states or state is None or state in point.states


def by_kind(subjects: Subjects) -> ByKind:
    """The subjects of each kind, sorted by key."""
    kinds: dict[SubjectKind, list[Subject]] = {}
    for key in sorted(subjects):
        kinds.setdefault(key.kind, []).append(subjects[key])
    return {kind: tuple(members) for kind, members in kinds.items()}


def _asks(clause: Clause, subject: Subject) -> bool:
    point = point_of(clause)
    return point is None or asks(point, subject)


def asked_states(clause: Clause) -> tuple[tuple[str, Words], ...]:
    """The states in which the rule's decision point asks, as one more line of its scope."""
    point = point_of(clause)
    return (("state", point.states),) if point is not None and point.states else ()


def point_of(clause: Clause) -> DecisionPoint | None:
    """The decision point at which a rule stands, if it does."""
    if isinstance(clause, DecideClause | RequireClause | TableClause) and clause.point:
        return POINTS_BY_NAME[clause.point]
    return None
