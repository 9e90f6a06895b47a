"""Whether two policies decide anything otherwise, exactly: cell by cell of what they compare."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    CountOf,
    DecideClause,
    LimitClause,
    RequireClause,
    Scope,
)
from asp_decide.clauses.condition import Comparison, WordTest
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.finding import Result
from asp_decide.model.subject import Subject, SubjectKey
from asp_decide.policy.case import Judge
from asp_decide.policy.mutant_parts import Apart, apart
from asp_decide.policy.mutant_truths import Cells, Part, Truth
from asp_decide.policy.mutation import Difference

type Results = tuple[Result | None, ...]
"""What each rule of a decision point says of one subject."""

_UNDECIDED = Difference(decided=False)


@dataclass(slots=True)
class ByCells:
    """Tells policies apart that differ in one rule, or in the order at one decision point.

    The reference evaluator judges each cell; what can be said together at a point is kept, as
    most mutants of a point leave that as it is.
    """

    judge: Judge
    currency: str
    _at_point: dict[tuple[object, ...], dict[Results, str] | None] = field(default_factory=dict)

    def __call__(self, base: CompiledPolicies, other: CompiledPolicies) -> Difference:
        """A case that the other policies decide otherwise, if there is any."""
        for clause, changed in zip(base.clauses, other.clauses, strict=True):
            if clause == changed:
                continue
            found = self._of_rule(clause, changed)
            if found.witness or not found.decided:
                return found
        points = [name for name in base.points if base.points[name] != other.points[name]]
        points += [
            clause.point
            for clause, changed in zip(base.clauses, other.clauses, strict=True)
            if clause != changed and isinstance(clause, DecideClause | RequireClause)
        ]
        for point in dict.fromkeys(points):
            found = self._of_point(point, base, other)
            if found.witness or not found.decided:
                return found
        return Difference()

    def _of_rule(self, clause: Clause, changed: Clause) -> Difference:
        """A subject of which the rule itself says something else."""
        if _counts_otherwise(clause, changed):
            return Difference(f"what `{clause.heading.rule}` counts now and did not, or no longer")
        left, right = apart(clause), apart(changed)
        if (left.parts, _judging(left)) == (right.parts, _judging(right)):
            return Difference()
        cells = self._cells(clause, (*left.parts, *right.parts))
        if cells is None:
            return _UNDECIDED
        was, becomes = (one.results(cells, self.judge) for one in (left, right))
        differing = (
            n for n, pair in enumerate(zip(was, becomes, strict=True)) if pair[0] != pair[1]
        )
        return _plainest(cells.told(number) for number in differing)

    def _of_point(self, point: str, base: CompiledPolicies, other: CompiledPolicies) -> Difference:
        """A subject of which the point answers something else, or for another reason."""
        said = self._said(point, base)
        if said is None:
            return _UNDECIDED
        rules = _rules_at(point, base)
        kind = POINTS_BY_NAME[point].subject
        keys = {
            results: SubjectKey(kind, f"{n:06d}") for n, results in enumerate(sorted(said, key=str))
        }
        subjects = {key: _asked(rules, point, key, results) for results, key in keys.items()}
        was = self._answers(point, base, rules, subjects)
        becomes = self._answers(point, other, _rules_at(point, other), subjects)
        return _plainest(
            said[results] for results, key in keys.items() if was.get(key) != becomes.get(key)
        )

    def _said(self, point: str, policies: CompiledPolicies) -> dict[Results, str] | None:
        """Everything that the rules of a point can say together, each with facts of which."""
        taken = [apart(clause) for clause in _rules_at(point, policies)]
        key = (point, *((one.parts, _judging(one)) for one in taken))
        if key not in self._at_point:
            self._at_point[key] = self._together(taken)
        return self._at_point[key]

    def _together(self, taken: Sequence[Apart]) -> dict[Results, str] | None:
        if not taken:
            return {(): "any subject that is asked"}
        cells = self._cells(taken[0].bare, [part for one in taken for part in one.parts])
        if cells is None:
            return None
        found: dict[Results, str] = {}
        results = (one.results(cells, self.judge) for one in taken)
        for number, said in enumerate(zip(*results, strict=True)):
            if said not in found:
                found[said] = cells.told(number)
        return found

    def _cells(self, clause: Clause, parts: Iterable[Part]) -> Cells | None:
        return Truth(self.judge, clause.heading, self.currency).cells(tuple(parts))

    def _answers(
        self,
        point: str,
        policies: CompiledPolicies,
        rules: Sequence[DecideClause | RequireClause],
        subjects: dict[SubjectKey, Subject],
    ) -> dict[SubjectKey, tuple[object, ...]]:
        clauses = tuple(_by_word(number, rule) for number, rule in enumerate(rules))
        points = {point: policies.points[point]} if point in policies.points else {}
        _, answers = self.judge(CompiledPolicies(clauses, points, ""), subjects)
        return {
            answer.subject: (answer.answer, answer.why or (answer.by, answer.blocked_by))
            for answer in answers
            if answer.point == point
        }


def _rules_at(point: str, policies: CompiledPolicies) -> list[DecideClause | RequireClause]:
    return [
        clause
        for clause in policies.clauses
        if isinstance(clause, DecideClause | RequireClause) and clause.point == point
    ]


def _judging(taken: Apart) -> tuple[object, ...]:
    """What of a rule decides what it says, and not what follows from that."""
    bare = taken.bare
    match bare:
        case LimitClause():
            return bare.measure, bare.when
        case RequireClause():
            return bare.scope, bare.that, bare.unless
        case _:
            return bare.scope, bare.when, bare.unless


def _by_word(number: int, rule: DecideClause | RequireClause) -> Clause:
    """The rule over one made-up word: what it says of the subject."""
    name = f"says_{number}"
    kind = rule.scope.subject
    word = Comparison(f"{rule.heading.rule}/1", kind, "attribute", name, WordTest(("yes",)), "")
    heading = replace(rule.heading, message="")
    if isinstance(rule, RequireClause):
        return replace(rule, heading=heading, scope=Scope(kind), that=word, unless=None)
    return replace(
        rule, heading=heading, scope=Scope(kind), when=word, unless=None, missing="review"
    )


def _asked(
    rules: Sequence[DecideClause | RequireClause], point: str, key: SubjectKey, results: Results
) -> Subject:
    asked = POINTS_BY_NAME[point]
    words: dict[str, str | None] = {"state": asked.states[0]} if asked.states else {}
    if asked.asks_for:
        words[asked.asks_for] = "yes"
    for number, (rule, result) in enumerate(zip(rules, results, strict=True)):
        words[f"says_{number}"] = _word(rule, result)
    return Subject(key, key.id, words)


def _word(rule: DecideClause | RequireClause, result: Result | None) -> str | None:
    """What the rule's word is: one that does not speak, or is spared, neither fires nor blocks."""
    if result == "unknown":
        return None
    if isinstance(rule, DecideClause):
        return "yes" if result == "fires" else "no"
    return "no" if result == "unmet" else "yes"


def _counts_otherwise(clause: Clause, changed: Clause) -> bool:
    if not (isinstance(clause, LimitClause) and isinstance(changed, LimitClause)):
        return False
    counted = isinstance(clause.measure, CountOf)
    return counted and clause.measure != changed.measure


def _plainest(told: Iterable[str]) -> Difference:
    """The first difference with the fewest things missing."""
    return Difference(min(told, key=lambda one: one.count("missing"), default=""))
