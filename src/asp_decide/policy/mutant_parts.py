"""A rule taken apart: what it decides by, and the rule that is left when only truths are given."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import assert_never

from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    DecideClause,
    LimitClause,
    RequireClause,
    Scope,
    SubjectMeasure,
)
from asp_decide.clauses.condition import (
    All,
    AnyOf,
    Comparison,
    Condition,
    Linked,
    Not,
    QuantityTest,
    Word,
    WordTest,
)
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.finding import Result
from asp_decide.model.subject import UNKNOWN as MISSING
from asp_decide.model.subject import Measured, Subject, SubjectKey
from asp_decide.policy.case import Judge
from asp_decide.policy.mutant_truths import FALSE, TRUE, UNKNOWN, Cells, Part, Truths

_BOUND = "bound"
_WORDS: Mapping[int, str | None] = {FALSE: "no", UNKNOWN: None, TRUE: "yes"}
_MEASURED = {FALSE: Measured(Fraction(2)), UNKNOWN: MISSING, TRUE: Measured(Fraction(0))}
"""A made-up measure that breaks, may break or keeps a bound of 1."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A clause with its parts, and the same clause over made-up words, one for each part."""

    parts: tuple[Part, ...]
    bare: Clause
    bound: int | None = None

    def results(self, cells: Cells, judge: Judge) -> list[Result | None]:
        """What the rule says in each cell; None where it does not speak of the subject."""
        told = list(cells.of(self.parts))
        distinct = sorted(set(told))
        keys = {truths: _key(self.bare, number) for number, truths in enumerate(distinct)}
        subjects = {key: self._subject(key, truths) for truths, key in keys.items()}
        findings, _ = judge(CompiledPolicies((self.bare,), {}, ""), subjects)
        said = {finding.subject: finding.result for finding in findings}
        return [said.get(keys[truths]) for truths in told]

    def _subject(self, key: SubjectKey, truths: Truths) -> Subject:
        words = {_name(number): _WORDS[truth] for number, truth in enumerate(truths)}
        measures = {} if self.bound is None else {_BOUND: _MEASURED[truths[self.bound]]}
        return Subject(key, key.id, {**in_question(self.bare), **words}, {}, measures)


def apart(clause: Clause) -> Apart:
    """The clause taken apart; its parts have no keys, so that those of two versions compare."""
    taken = _Taken(_scope(clause), [])
    where = Scope(taken.scope.subject, tuple(taken.line(*line) for line in taken.scope.where))
    heading = replace(clause.heading, message="")
    if isinstance(clause, LimitClause):
        taken.word(bound := _bound_of(clause))
        bare: Clause = replace(
            clause,
            heading=heading,
            name=_BOUND,
            measure=SubjectMeasure(where, _BOUND),
            at_most=Fraction(1),
            at_least=None,
            when=taken.optional(clause.when),
        )
        return Apart(tuple(taken.parts), bare, taken.parts.index(bound))
    unless = taken.optional(clause.unless)
    if isinstance(clause, RequireClause):
        that = taken.condition(clause.that)
        bare = replace(clause, heading=heading, scope=where, that=that, unless=unless)
    else:
        when = taken.condition(clause.when)
        bare = replace(clause, heading=heading, scope=where, when=when, unless=unless)
    if isinstance(bare, DecideClause):
        bare = replace(bare, missing="review")  # a cell halts nothing
    return Apart(tuple(taken.parts), bare)


@dataclass(frozen=True, slots=True)
class _Taken:
    """The parts that were met so far; each has a made-up word of its own."""

    scope: Scope
    parts: list[Part]

    def word(self, part: Part) -> Comparison:
        """The comparison of the part's word, in the part's place."""
        plain = _plain(part)
        if plain not in self.parts:
            self.parts.append(plain)
        name = _name(self.parts.index(plain))
        test = WordTest(("yes",))
        return Comparison(name, self.scope.subject, "attribute", name, test, "is yes")

    def line(self, attribute: str, words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """The line of `where` over the word of what it says."""
        test = WordTest(words)
        part = Comparison("", self.scope.subject, "attribute", attribute, test, "")
        return self.word(part).name, ("yes",)

    def optional(self, condition: Condition | None) -> Condition | None:
        """The condition over words, if there is one."""
        return None if condition is None else self.condition(condition)

    def condition(self, condition: Condition) -> Condition:
        """The condition with each comparison replaced by that of a word."""
        match condition:
            case Comparison() | Linked():
                return self.word(condition)
            case All(parts):
                return All(tuple(self.condition(part) for part in parts))
            case AnyOf(parts):
                return AnyOf(tuple(self.condition(part) for part in parts))
            case Not(part):
                return Not(self.condition(part))
            case _:
                assert_never(condition)


def in_question(clause: Clause) -> dict[str, str | None]:
    """The words by which a decision point asks a subject about which its rule speaks."""
    if not isinstance(clause, DecideClause | RequireClause):
        return {}
    point = POINTS_BY_NAME[clause.point]
    words: dict[str, str | None] = {"state": point.states[0]} if point.states else {}
    return {**words, point.asks_for: "yes"} if point.asks_for else words


def _scope(clause: Clause) -> Scope:
    if not isinstance(clause, LimitClause):
        return clause.scope
    if isinstance(clause.measure, SubjectMeasure):
        return clause.measure.members
    return Scope(clause.per)


def _bound_of(clause: LimitClause) -> Comparison:
    limit = clause.at_most if clause.at_most is not None else clause.at_least
    assert limit is not None, "a limit has one bound"
    word: Word = "at most" if clause.at_most is not None else "at least"
    test = QuantityTest(word, limit, clause.unit)
    return Comparison("", _scope(clause).subject, "measure", clause.name, test, "")


def _plain(part: Part) -> Part:
    if isinstance(part, Linked):
        return replace(part, that=replace(part.that, key="", phrase=""))
    return replace(part, key="", phrase="")


def _name(number: int) -> str:
    return f"part_{number}"


def _key(clause: Clause, number: int) -> SubjectKey:
    return SubjectKey(_scope(clause).subject, f"{number:06d}")
