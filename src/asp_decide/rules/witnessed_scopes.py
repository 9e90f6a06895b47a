"""Whom a rule speaks of, as the witness reads its scope: subject by subject, line by line."""

from collections.abc import Iterable, Iterator

from asp_decide.clauses.bounded import Scope, SubjectMeasure
from asp_decide.clauses.clause import Clause, DecideClause, LimitClause, RequireClause, TableClause
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.finding import Seen, Truth
from asp_decide.model.subject import Subject, SubjectKind

type Line = tuple[str, tuple[str, ...], bool]
"""An attribute, the words that let in, and whether a missing one keeps out."""

type Asked = tuple[SubjectKind, tuple[Line, ...], str]
"""A kind of subject, the lines of a scope, and the attribute that must still be missing."""


def asked_by(clause: Clause) -> Asked:
    """What a subject must be for the rule to speak of it; equal for rules of one scope."""
    scope = Scope(clause.per) if isinstance(clause, LimitClause) else clause.scope
    if isinstance(clause, LimitClause) and isinstance(clause.measure, SubjectMeasure):
        scope = clause.measure.members
    lines = tuple((name, words, False) for name, words in scope.where)
    if isinstance(clause, DecideClause | RequireClause | TableClause) and clause.point:
        _, more, unfiled = asked_at(clause.point)
        return scope.subject, (*lines, *more), unfiled
    return scope.subject, lines, ""


def asked_at(name: str) -> Asked:
    """What a subject must be to be asked about at a decision point."""
    point = POINTS_BY_NAME[name]
    lines: list[Line] = [("state", point.states, False)] if point.states else []
    lines += [(point.asks_for, (point.asks_word,), True)] if point.asks_for else []
    return point.subject, tuple(lines), point.answered_by


def inside(asked: Asked, subjects: Iterable[Subject]) -> Iterator[tuple[Subject, bool]]:
    """The subjects of the scope, each with whether that is in doubt."""
    kind, lines, unfiled = asked
    for subject in subjects:
        words = subject.attributes
        outside = subject.key.kind != kind or words.get(unfiled) is not None
        doubtful = False
        for name, allowed, strictly in lines:
            word = words.get(name)
            outside |= word not in allowed and (strictly or word is not None)
            doubtful |= word is None
        if not outside:
            yield subject, doubtful


def absent(clause: Clause, subject: Subject) -> list[Seen]:
    """The attributes that would place the subject for certain, and are missing."""
    return [
        Seen(
            f"{clause.heading.rule}/0",
            name,
            f"one of {', '.join(words)}",
            Truth.UNKNOWN,
            why="missing",
        )
        for name, words, _ in asked_by(clause)[1]
        if subject.attributes.get(name) is None
    ]
