"""A rule decided again by the witness where one value is another, with all that it rests on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.clauses.asked import comparisons_of
from asp_decide.clauses.bounded import CountOf, SumOf
from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    DeriveClause,
    LimitClause,
    RequireClause,
    TableClause,
)
from asp_decide.clauses.condition import Comparison, Condition, HoldsTest, Linked, QuantityTest
from asp_decide.model.finding import Finding, Result, Seen, TableOutcome
from asp_decide.model.flip import Given
from asp_decide.model.subject import Subject, SubjectKey, SubjectKind, Subjects
from asp_decide.rules.reference_evaluator import ReferenceEvaluator, outcome_on, result_on
from asp_decide.rules.witnessed_conditions import TRUTHS, Named, Witness, leaves_of
from asp_decide.rules.witnessed_conditions import Given as WordGiven
from asp_decide.rules.wording import ROW_NOT_KNOWN

type Verdict = tuple[Result, Given]
type Redecide = Callable[[Subject], Verdict]
"""What the rule says where this subject stands in the place of the one of the same key."""

type Limits = Mapping[tuple[SubjectKind, str], Sequence[Fraction]]

_DRAWN = ("conclusion", "output")
"""What rules draw, and nobody measures."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """A rule with the rules that draw what it asks for, and what those ask for in turn.

    `limits` are the amounts with which they compare a measure of a kind of subject, `links` those
    along which the rule or one of them looks.
    """

    clause: Clause
    drawing: CompiledPolicies
    limits: Limits
    links: frozenset[tuple[str, SubjectKind]]

    @classmethod
    def of(cls, policies: CompiledPolicies, clause: Clause) -> "Grounds":
        """What a rule of these policies rests on."""
        drawing = _rested_on(policies, clause)
        limits: dict[tuple[SubjectKind, str], list[Fraction]] = {}
        for one in (one for each in drawing for one in amounts(each)):
            limits.setdefault((one.subject, one.name), []).extend(ends(one))
        links = frozenset(
            (leaf.link, leaf.that.subject)
            for each in (clause, *drawing)
            for condition in _conditions(each)
            for leaf, _ in leaves_of(condition)
            if isinstance(leaf, Linked)
        )
        others = tuple(each for each in drawing if each != clause)
        chained = replace(policies, clauses=(*others, clause))
        return cls(clause, chained, limits, links)

    def redecided(self, finding: Finding, subjects: Subjects, changed: str) -> Redecide:
        """How the rule is decided again where the measure `changed` of some subject is another.

        Alone, where no conclusion could come out otherwise.
        """
        own = finding.subject
        assert own is not None, "nobody is not decided again"
        near = subjects if self._counts_all(changed) else self._near(subjects, own)
        if self.draws_from(changed):
            return lambda subject: self._together(own, {**near, subject.key: subject})
        risen, given = _drawn(self.clause, finding)

        def alone(subject: Subject) -> Verdict:
            witness = Witness({**near, subject.key: subject}, "", dict(risen), dict(given))
            asked = subject if subject.key == own else subjects[own]
            if isinstance(self.clause, TableClause):
                outcome = outcome_on(self.clause, witness, asked)
                return outcome.result, given_words(outcome)
            return result_on(self.clause, witness, asked), ()

        return alone

    def draws_from(self, measure: str) -> bool:
        """Whether a conclusion that the rule rests on could come out otherwise with the measure."""
        return any(name == measure for _, name in self.limits)

    def _together(self, own: SubjectKey, changed: Subjects) -> Verdict:
        """What the rule says when everything that it rests on is drawn anew."""
        judged = ReferenceEvaluator().judged(self.drawing, changed, currency="")
        found = next(one for one in judged.results if one.rule == self.clause.heading.rule)
        if own not in found.keys:
            return found.results[0], ()
        place = found.keys.index(own)
        return found.results[place], given_words(found.outcome(place))

    def _near(self, subjects: Subjects, own: SubjectKey) -> Subjects:
        """The subject and everything that the rule can see from it, over all its links."""
        near, waiting = {own: subjects[own]}, [subjects[own]]
        while waiting:
            subject = waiting.pop()
            for link, kind in self.links:
                for key in (SubjectKey(kind, one) for one in subject.links.get(link, ())):
                    if key in subjects and key not in near:
                        near[key] = subjects[key]
                        waiting.append(subjects[key])
        return near

    def _counts_all(self, changed: str) -> bool:
        """Whether the rule is a limit that counts its members again: its own number stays."""
        clause = self.clause
        if not isinstance(clause, LimitClause) or clause.name == changed:
            return False
        return isinstance(clause.measure, CountOf | SumOf)


def amounts(clause: Clause) -> list[Comparison]:
    """The comparisons of amounts of a rule."""
    return [one for one in comparisons_of(clause) if isinstance(one.test, QuantityTest)]


def ends(comparison: Comparison) -> tuple[Fraction, ...]:
    """The limit of a comparison of amounts, or both ends of its range."""
    test = comparison.test
    assert isinstance(test, QuantityTest), "an amount has a limit"
    return (test.limit,) if test.upper is None else (test.limit, test.upper)


def given_words(outcome: TableOutcome | None) -> Given:
    """The words that a table gives; none of any other rule."""
    return outcome.outputs if outcome is not None else ()


def _rested_on(policies: CompiledPolicies, clause: Clause) -> tuple[Clause, ...]:
    """The rules that draw what the rule asks for, directly or over others; itself in a circle."""
    drawers: dict[str, list[Clause]] = {}
    for one in policies.clauses:
        if isinstance(one, DeriveClause):
            drawers.setdefault(one.name, []).append(one)
        for word in one.words if isinstance(one, TableClause) else ():
            drawers.setdefault(word, []).append(one)
    found: dict[str, Clause] = {}
    waiting = [clause]
    while waiting:
        asked = [one.name for one in comparisons_of(waiting.pop()) if one.what in _DRAWN]
        for drawer in (drawer for name in asked for drawer in drawers.get(name, ())):
            if drawer.heading.rule not in found:
                found[drawer.heading.rule] = drawer
                waiting.append(drawer)
    return tuple(found[rule] for rule in sorted(found))


def _conditions(clause: Clause) -> Iterator[Condition | None]:
    match clause:
        case TableClause():
            yield from (row.when for row in clause.rows)
        case RequireClause():
            yield from (clause.that, clause.unless)
        case LimitClause():
            yield clause.when
        case _:
            yield from (clause.when, clause.unless)


def _drawn(clause: Clause, finding: Finding) -> tuple[dict[Named, int], dict[Named, WordGiven]]:
    """The conclusions and words of tables as the finding saw them, by name and subject."""
    own = finding.subject
    assert own is not None, "nobody has no conclusions"
    asked = {one.key for one in comparisons_of(clause) if isinstance(one.test, HoldsTest)}
    outputs = {one.key for one in comparisons_of(clause) if one.what == "output"}
    risen, given = {}, {}
    for seen in finding.seen:
        named = (seen.name, seen.via[0] if seen.via else own)
        if seen.key in asked and seen.word is not None:
            risen[named] = _level(seen)
        if seen.key in outputs:
            given[named] = (seen.word, seen.why != ROW_NOT_KNOWN)
    return risen, given


def _level(seen: Seen) -> int:
    return next(level for level, truth in enumerate(TRUTHS) if truth.value == seen.word)
