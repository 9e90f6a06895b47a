"""Which answer prevails at each decision point: authority, then order, then what is required."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypedDict

from asp_decide.clauses.clause import (
    CompiledPolicies,
    DecideClause,
    PointOrder,
    RequireClause,
    TableClause,
)
from asp_decide.errors import MissingFactError
from asp_decide.model.decision_point import (
    DECISION_POINTS,
    ENDS_THE_QUESTIONS,
    POINTS_BY_NAME,
    DecisionPoint,
)
from asp_decide.model.finding import Answer, Finding, Seen, Truth
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import SubjectKey, Subjects
from asp_decide.rules.scopes import asks, by_kind

PLAN = "plan"
REVIEW = "review"

_AUTHORITY = ("mandatory", "overridable", "advisory")

BEGINS_NOTHING = frozenset(
    {
        "return",
        "hold",
        "reject",
        "decline",
        "supersede",
        "return_to_triage",
        "keep",
        "wait",
        "deny",
        "none",
    }
)
"""Answers that give nobody anything: a plan that has only these left has nothing to decide."""


@dataclass(frozen=True, slots=True)
class _Said:
    """An answer that a rule proposes, or may: its result is certain or unknown."""

    clause: DecideClause | TableClause
    finding: Finding
    answer: str

    @property
    def is_certain(self) -> bool:
        return self.finding.result != "unknown"


def prevailing(
    policies: CompiledPolicies, findings: Sequence[Finding], subjects: Subjects
) -> tuple[Answer, ...]:
    """The answer of each decision point to each subject that it asks.

    Sorted by the order in which points are asked, then by subject. A point that no file declares
    goes to the plan where it may, and is not asked otherwise. A rule that is suspended for a
    subject has no say about it. Raises MissingFactError where a
    rule that halts the run (`missing: fail`) would have to be guessed.
    """
    proposals, owed = _spoken(policies, findings)
    kinds = by_kind(subjects)
    ended: set[SubjectKey] = set()
    answers: list[Answer] = []
    for point in DECISION_POINTS:
        order = _order(policies, point)
        if order is None:
            continue
        for subject in kinds.get(point.subject, ()):
            key = subject.key
            if key in ended or not asks(point, subject):
                continue
            proposed = _proposed(order, key, proposals.get((point.name, key), []))
            answer = _required(point, order, proposed, owed.get((point.name, key), []))
            answers.append(answer)
            if answer.answer in ENDS_THE_QUESTIONS:
                ended.add(key)
    return tuple(answers)


def _order(policies: CompiledPolicies, point: DecisionPoint) -> PointOrder | None:
    declared = policies.points.get(point.name)
    if declared is not None or PLAN not in point.otherwise:
        return declared
    return PointOrder(point.name, point.answers, PLAN)


type _At[T] = dict[tuple[str, SubjectKey], list[T]]


def _spoken(
    policies: CompiledPolicies, findings: Sequence[Finding]
) -> tuple[_At[_Said], _At[tuple[RequireClause, Finding]]]:
    """By point and subject: what is or may be proposed, and what is required and not met."""
    clauses = {clause.heading.rule: clause for clause in policies.clauses}
    proposals: _At[_Said] = {}
    owed: _At[tuple[RequireClause, Finding]] = {}
    for finding in findings:
        clause, key = clauses.get(finding.rule), finding.subject
        if key is None or (finding.rule, key) in policies.suspended:
            continue
        if isinstance(clause, DecideClause) and finding.result in {"fires", "unknown"}:
            said = _Said(clause, finding, clause.answer)
            proposals.setdefault((clause.point, key), []).append(said)
        if isinstance(clause, TableClause):
            answers = (_Said(clause, finding, word) for word in _answers(clause, finding))
            proposals.setdefault((clause.point, key), []).extend(answers)
        if isinstance(clause, RequireClause) and finding.result in {"unmet", "unknown"}:
            owed.setdefault((clause.point, key), []).append((clause, finding))
    return proposals, owed


def _answers(clause: TableClause, finding: Finding) -> tuple[str, ...]:
    """The answer that a table gives, or all that it may give where that is unknown.

    Raises MissingFactError where a table that stands at no decision point halts the run.
    """
    outcome = finding.table
    assert outcome is not None, "a table makes something of every subject it speaks of"
    if not clause.point:
        if outcome.result == "unknown" and clause.missing == "fail":
            _halt(clause, finding, finding.subject)
        return ()
    if outcome.result == "unknown":
        may = [row for row in clause.rows if row.name in outcome.rows or not outcome.rows]
        return tuple(dict.fromkeys(row.then[0] for row in may))
    return outcome.outputs[0][1] if outcome.outputs else ()


def _halt(clause: DecideClause | TableClause, finding: Finding, key: SubjectKey | None) -> None:
    unknown = dict.fromkeys(_in_words(one) for one in finding.seen if _is_unknown(one))
    told = "; ".join(unknown) or finding.message  # two rows hold of which only one may
    raise MissingFactError(clause.heading.rule, str(key), unknown=told)


def _proposed(order: PointOrder, key: SubjectKey, said: Sequence[_Said]) -> Answer:
    """The first answer that some rule gives for certain, unless an earlier one is unknown.

    A rule of more authority comes before any of less; among equals the point's order decides.
    """
    ranks = _ranks(order)
    first = min(said, key=lambda one: _rank(one, ranks), default=None)
    if first is None:
        why: Literal["", "gap"] = "gap" if order.otherwise == REVIEW else ""
        return Answer(order.point, key, order.otherwise, why=why, otherwise=True)
    answer = first.answer
    by = _rules(one for one in said if _is_like(one, first))
    certain = [one for one in said if one.is_certain]
    if first.is_certain:
        return Answer(order.point, key, answer, by, _passed_over(certain, answer, ranks))
    if first.clause.missing == "fail":
        _halt(first.clause, first.finding, key)
    return Answer(order.point, key, REVIEW, by, _passed_over(certain, "", ranks), why="unknown")


def _rank(one: _Said, ranks: Mapping[str, int]) -> tuple[int, int, bool, RuleId]:
    clause = one.clause
    assert clause.enforce is not None, "whoever answers says what it takes to act against it"
    authority = _AUTHORITY.index(clause.enforce)
    return authority, ranks[one.answer], not one.is_certain, clause.heading.rule


def _ranks(order: PointOrder) -> dict[str, int]:
    """Place of each answer in the point's order; what it leaves out follows, `review` last."""
    rest = (*POINTS_BY_NAME[order.point].answers, REVIEW)
    return {answer: rank for rank, answer in enumerate(dict.fromkeys((*order.order, *rest)))}


def _is_like(one: _Said, other: _Said) -> bool:
    return one.is_certain is other.is_certain and one.answer == other.answer


def _passed_over(
    certain: Iterable[_Said], chosen: str, ranks: Mapping[str, int]
) -> tuple[tuple[str, RuleId], ...]:
    passed = [one for one in certain if one.answer != chosen]
    return tuple(
        (one.answer, one.clause.heading.rule)
        for one in sorted(passed, key=lambda one: _rank(one, ranks))
    )


def _rules(said: Iterable[_Said]) -> tuple[RuleId, ...]:
    return tuple(sorted(one.clause.heading.rule for one in said))


def _required(
    point: DecisionPoint,
    order: PointOrder,
    proposed: Answer,
    owed: Sequence[tuple[RequireClause, Finding]],
) -> Answer:
    """The proposed answer, or the `else` of a requirement that stands before it and is not met.

    An `else` may meet a requirement of its own. Where the answer is left to the plan, the answers
    behind requirements are taken from it; if those are all that would begin or continue anything,
    there is nothing left to plan, and the `else` is the answer.
    """
    ranks = _ranks(order)
    answer, by = proposed.answer, proposed.by
    blocking: list[tuple[RequireClause, Finding]] = []
    while hit := [one for one in owed if one not in blocking and _blocks(one[0], answer, point)]:
        blocking += hit
        if answer == PLAN and _leaves_something(point, blocking):
            return replace(proposed, **_blocked(blocking, ranks))
        answer = min((clause.otherwise for clause, _ in hit), key=ranks.__getitem__)
        by = tuple(sorted(c.heading.rule for c, _ in hit if c.otherwise == answer))
    if not blocking:
        return proposed
    if any(answer in clause.before for clause, _ in blocking):
        answer = REVIEW  # each requirement points to what another one blocks
    unknown = any(f.result == "unknown" for c, f in blocking if c.heading.rule in by)
    return Answer(
        proposed.point,
        proposed.subject,
        answer,
        by,
        over=tuple((proposed.answer, rule) for rule in proposed.by) + proposed.over,
        why="unknown" if answer == REVIEW and unknown else "",
        **_blocked(blocking, ranks),
    )


class _Blocked(TypedDict):
    blocked_by: tuple[RuleId, ...]
    blocked_answers: tuple[str, ...]


def _blocked(
    blocking: Sequence[tuple[RequireClause, Finding]], ranks: Mapping[str, int]
) -> _Blocked:
    answers = {answer for clause, _ in blocking for answer in clause.before}
    return {
        "blocked_by": tuple(sorted(clause.heading.rule for clause, _ in blocking)),
        "blocked_answers": tuple(sorted(answers, key=ranks.__getitem__)),
    }


def _blocks(clause: RequireClause, answer: str, point: DecisionPoint) -> bool:
    if answer == PLAN:
        return not _moving(point).isdisjoint(clause.before)
    return answer in clause.before


def _leaves_something(
    point: DecisionPoint, blocking: Sequence[tuple[RequireClause, Finding]]
) -> bool:
    return bool(_moving(point).difference(*(clause.before for clause, _ in blocking)))


def _moving(point: DecisionPoint) -> frozenset[str]:
    return frozenset(point.answers) - BEGINS_NOTHING


def _is_unknown(one: Seen) -> bool:
    return one.truth is Truth.UNKNOWN


def _in_words(one: Seen) -> str:
    of = "".join(f" of {key}" for key in one.via)
    return f"`{one.name}`{of} {one.why or 'missing'}"
