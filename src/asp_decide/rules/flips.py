"""The nearest flip: the smallest change of one measured value that gives another result."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.clauses.bounded import SubjectMeasure
from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    DeriveClause,
    LimitClause,
    TableClause,
)
from asp_decide.clauses.condition import Comparison, HoldsTest, QuantityTest
from asp_decide.clauses.own_limits import asked_of, limit_for
from asp_decide.model.finding import Finding, Result, Seen, TableOutcome
from asp_decide.model.quantity import WHOLE_UNITS, Unit
from asp_decide.model.subject import History, Measured, Subject, SubjectKey, Subjects
from asp_decide.rules.messages import comparisons_of
from asp_decide.rules.reference_evaluator import ReferenceEvaluator, outcome_on, result_on
from asp_decide.rules.witnessed_comparisons import values_of
from asp_decide.rules.witnessed_conditions import TRUTHS, Witness
from asp_decide.rules.wording import ROW_NOT_KNOWN, bound_key

A_HAIR = Fraction(1, 10**18)
"""How far beyond a limit a value is tried that has to pass it: nearer than any two limits."""

type _Limits = Mapping[tuple[str, str], Sequence[Fraction]]
type Given = tuple[tuple[str, tuple[str, ...]], ...]
"""The words that a table gives, by output."""

type _Verdict = tuple[Result, Given]
type _Redecide = Callable[[Subjects], _Verdict]


@dataclass(frozen=True, slots=True)
class Flip:
    """One value that would have to be another, and the result that it would give.

    `subject` is the thing whose value it is: that of the finding, or one along a link. `beyond`
    is true where the value has to pass `to_value` and not only reach it. Values are in base units.
    `gives` are the words that a table would then give.
    """

    key: str
    name: str
    subject: SubjectKey
    interval: str
    from_value: Fraction
    to_value: Fraction
    beyond: bool
    unit: Unit
    would_give: Result
    gives: Given = ()

    @property
    def share(self) -> Fraction:
        """The size of the change against the larger of both values: comparable across units."""
        larger = max(abs(self.from_value), abs(self.to_value))
        return abs(self.to_value - self.from_value) / larger if larger else Fraction(0)


@dataclass(frozen=True, slots=True)
class _Compared:
    """A comparison of amounts as a finding saw it: whose values they are, and the limits."""

    seen: Seen
    subject: SubjectKey
    ends: tuple[Fraction, ...]
    unit: Unit
    ratio_of: tuple[str, str] | None


def nearest_flip(policies: CompiledPolicies, subjects: Subjects, finding: Finding) -> Flip | None:
    """The nearest flip of a finding, or None where no single value changes its result.

    Every change is decided again by the witness. Of equally small ones the first comparison and
    its latest interval win, and reaching a limit before passing it.
    """
    clause = policies.clause(finding.rule)
    if clause is None or finding.subject is None:
        return None
    redecide = _redecided(policies, clause, finding)
    drawing = [c for c in policies.clauses if isinstance(c, DeriveClause | TableClause)]
    elsewhere = _limits(drawing)
    flips = [
        flip
        for compared in _compared(clause, finding, subjects[finding.subject], elsewhere)
        for flip in _flips(compared, subjects, redecide)
        if (flip.would_give, flip.gives) != (finding.result, _given(finding.table))
    ]
    return min(flips, key=lambda flip: (flip.share, flip.beyond), default=None)


def _limits(clauses: Sequence[Clause]) -> _Limits:
    """The limits with which rules compare each measure of each kind of subject."""
    limits: dict[tuple[str, str], list[Fraction]] = {}
    for one in (one for clause in clauses for one in _amounts(clause)):
        limits.setdefault((one.subject, one.name), []).extend(_ends(one))
    return limits


def _ends(comparison: Comparison) -> tuple[Fraction, ...]:
    test = comparison.test
    assert isinstance(test, QuantityTest), "an amount has a limit"
    return (test.limit,) if test.upper is None else (test.limit, test.upper)


def _compared(
    clause: Clause, finding: Finding, own: Subject, elsewhere: _Limits
) -> Iterator[_Compared]:
    """The comparisons of amounts, each with its limits and those of rules that draw conclusions."""
    tests = {one.key: one for one in _amounts(clause)}
    for seen in finding.seen:
        subject = seen.via[0] if seen.via else own.key
        further = elsewhere.get((subject.kind, seen.name), ())
        if isinstance(clause, LimitClause) and seen.key == bound_key(clause):
            measure = clause.measure
            ratio_of = measure.ratio_of if isinstance(measure, SubjectMeasure) else None
            ends = (limit_for(clause, own.key, own.streams).limit, *further)
            yield _Compared(seen, subject, ends, clause.unit, ratio_of)
        elif one := tests.get(seen.key):
            assert isinstance(one.test, QuantityTest), "an amount has a unit"
            streams = () if seen.via else own.streams
            ends = (*_ends(asked_of(one, subject, streams)), *further)
            yield _Compared(seen, subject, ends, one.test.unit, one.ratio_of)


def _flips(compared: _Compared, subjects: Subjects, redecide: _Redecide) -> Iterator[Flip]:
    """Every known value taken to each limit of its comparison, and beyond."""
    seen, subject = compared.seen, subjects.get(compared.subject)
    if subject is None:
        return
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
                result, gives = redecide(_with(subjects, subject, seen.name, measure))
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


def _with(subjects: Subjects, subject: Subject, name: str, measure: Measured | History) -> Subjects:
    changed = replace(subject, measures={**subject.measures, name: measure})
    return {**subjects, subject.key: changed}


def _redecided(policies: CompiledPolicies, clause: Clause, finding: Finding) -> _Redecide:
    """How the rule is decided again: alone, where no conclusion could come out otherwise."""
    own = finding.subject
    assert own is not None, "nobody is not decided again"
    drawing = [c for c in policies.clauses if isinstance(c, DeriveClause | TableClause)]
    derived = [c for c in drawing if c != clause]
    measured = {one.name for rule in derived for one in _amounts(rule)}
    if isinstance(clause, DeriveClause) or measured & {one.name for one in _amounts(clause)}:
        chained = replace(policies, clauses=(*derived, clause))

        def decide_all(changed: Subjects) -> _Verdict:
            found = ReferenceEvaluator().findings(chained, changed, currency="")
            again = next(f for f in found if (f.rule, f.subject) == (finding.rule, own))
            return again.result, _given(again.table)

        return decide_all
    asked = {one.key for one in comparisons_of(clause) if isinstance(one.test, HoldsTest)}
    risen = {
        (seen.name, seen.via[0] if seen.via else own): _level(seen)
        for seen in finding.seen
        if seen.key in asked and seen.word is not None
    }

    outputs = {one.key for one in comparisons_of(clause) if one.what == "output"}
    given = {
        (seen.name, seen.via[0] if seen.via else own): (seen.word, seen.why != ROW_NOT_KNOWN)
        for seen in finding.seen
        if seen.key in outputs
    }

    def decide_one(changed: Subjects) -> _Verdict:
        witness = Witness(changed, "", dict(risen), dict(given))
        if isinstance(clause, TableClause):
            outcome = outcome_on(clause, witness, changed[own])
            return outcome.result, _given(outcome)
        return result_on(clause, witness, changed[own]), ()

    return decide_one


def _given(outcome: TableOutcome | None) -> Given:
    return outcome.outputs if outcome is not None else ()


def _amounts(clause: Clause) -> list[Comparison]:
    return [one for one in comparisons_of(clause) if isinstance(one.test, QuantityTest)]


def _level(seen: Seen) -> int:
    return next(level for level, truth in enumerate(TRUTHS) if truth.value == seen.word)
