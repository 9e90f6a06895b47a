"""The nearest flip: the smallest change of one measured value that gives another result."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from asp_decide.clauses.bounded import SubjectMeasure
from asp_decide.clauses.clause import CompiledPolicies, EscalateClause, LimitClause
from asp_decide.clauses.condition import QuantityTest
from asp_decide.clauses.own_limits import asked_of, limit_for
from asp_decide.model.finding import Finding, Seen
from asp_decide.model.flip import FindingKey, Flip
from asp_decide.model.ids import RuleId
from asp_decide.model.quantity import WHOLE_UNITS, Unit
from asp_decide.model.subject import History, Measured, Subject, SubjectKey, Subjects
from asp_decide.rules.redeciding import Grounds, amounts, ends, given_words
from asp_decide.rules.turning import Turning
from asp_decide.rules.witnessed_comparisons import values_of
from asp_decide.rules.wording import bound_key

A_HAIR = Fraction(1, 10**18)
"""How far beyond a limit a value is tried that has to pass it: nearer than any two limits."""


@dataclass(frozen=True, slots=True)
class _Compared:
    """A comparison of amounts as a finding saw it: whose values they are, and the limits.

    `together` are the places of all comparisons of the finding that show the same values.
    """

    seen: Seen
    together: tuple[int, ...]
    subject: SubjectKey
    ends: tuple[Fraction, ...]
    unit: Unit
    ratio_of: tuple[str, str] | None


@dataclass(slots=True)
class NearestFlips:
    """The nearest flips of what the rules say of these subjects.

    Every change is decided again by the witness, of those alone that could turn the rule at all.
    """

    policies: CompiledPolicies
    subjects: Subjects
    _rules: dict[RuleId, tuple[Grounds, Turning]] = field(default_factory=dict)

    def of(self, finding: Finding) -> Flip | None:
        """The nearest flip of a finding, or None where no single value changes its result.

        Of equally small ones the first comparison and its latest interval win, and reaching a
        limit before passing it.
        """
        clause = self.policies.clause(finding.rule)
        if clause is None or finding.subject is None:
            return None
        if finding.rule not in self._rules:
            self._rules[finding.rule] = Grounds.of(self.policies, clause), Turning(clause)
        grounds, turning = self._rules[finding.rule]
        flips = [
            flip
            for compared in _compared(grounds, finding, self.subjects[finding.subject])
            if grounds.draws_from(compared.seen.name)
            or turning.may_turn(finding, compared.together)
            for flip in _flips(compared, finding, self.subjects, grounds)
            if (flip.would_give, flip.gives) != (finding.result, given_words(finding.table))
        ]
        return min(flips, key=lambda flip: (flip.share, flip.beyond), default=None)


def flips_of_run(
    policies: CompiledPolicies, findings: Iterable[Finding], *, before: Subjects, after: Subjects
) -> dict[FindingKey, Flip]:
    """The nearest flip of each finding of a run that one value turns, by rule and subject.

    Limits and escalations look at the subjects `after` the plan, all other rules `before` it.
    """
    of_facts, of_plan = NearestFlips(policies, before), NearestFlips(policies, after)
    planned = {
        clause.heading.rule
        for clause in policies.clauses
        if isinstance(clause, LimitClause | EscalateClause)
    }
    found = ((one, (of_plan if one.rule in planned else of_facts).of(one)) for one in findings)
    return {(one.rule, one.subject): flip for one, flip in found if flip is not None}


def _compared(grounds: Grounds, finding: Finding, own: Subject) -> Iterator[_Compared]:
    """The comparisons of amounts, each with its limits and those of rules that draw conclusions."""
    clause = grounds.clause
    tests = {one.key: one for one in amounts(clause)}
    values = [(seen.name, seen.via[0] if seen.via else own.key) for seen in finding.seen]
    for seen, (name, subject) in zip(finding.seen, values, strict=True):
        together = tuple(n for n, value in enumerate(values) if value == (name, subject))
        further = grounds.limits.get((subject.kind, name), ())
        if isinstance(clause, LimitClause) and seen.key == bound_key(clause):
            measure = clause.measure
            ratio_of = measure.ratio_of if isinstance(measure, SubjectMeasure) else None
            found = (limit_for(clause, own.key, own.streams).limit, *further)
            yield _Compared(seen, together, subject, found, clause.unit, ratio_of)
        elif one := tests.get(seen.key):
            assert isinstance(one.test, QuantityTest), "an amount has a unit"
            streams = () if seen.via else own.streams
            found = (*ends(asked_of(one, subject, streams)), *further)
            yield _Compared(seen, together, subject, found, one.test.unit, one.ratio_of)


def _flips(
    compared: _Compared, finding: Finding, subjects: Subjects, grounds: Grounds
) -> Iterator[Flip]:
    """Every known value taken to each limit of its comparison, and beyond."""
    seen, subject = compared.seen, subjects.get(compared.subject)
    if subject is None:
        return
    redecide = grounds.redecided(finding, subjects, seen.name)
    values, is_history = values_of(subject, seen.name, compared.ratio_of)
    if len(seen.values) > len(values):
        return  # members whose number is a span: there is no one value to change
    for back in range(1, len(seen.values) + 1):
        interval, value = seen.values[-back]
        if value is None:
            continue
        for end in compared.ends:
            for tried, stated, beyond in _tried(value, end, compared.unit):
                changed = list(values)
                changed[-back] = (interval, tried, "")
                measure = (
                    History(tuple(v[0] for v in changed), tuple(v[1] for v in changed))
                    if is_history
                    else Measured(tried)
                )
                result, gives = redecide(_with(subject, seen.name, measure))
                yield Flip(
                    key=seen.key,
                    name=seen.name,
                    subject=compared.subject,
                    interval=interval,
                    from_value=value,
                    to_value=stated,
                    beyond=beyond,
                    unit=compared.unit,
                    would_give=result,
                    gives=gives,
                )


def _tried(value: Fraction, end: Fraction, unit: Unit) -> Iterator[tuple[Fraction, Fraction, bool]]:
    """The value to try, the one to tell of, and whether it has to be passed."""
    if value != end:
        yield end, end, False
    for step in [1] * (value <= end) + [-1] * (value >= end):
        if unit.name in WHOLE_UNITS:
            yield end + step, end + step, False
        else:
            yield end + step * A_HAIR, end, True


def _with(subject: Subject, name: str, measure: Measured | History) -> Subject:
    return replace(subject, measures={**subject.measures, name: measure})
