"""Conditions without how they are written: two that ask the same are the same."""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from asp_decide.clauses.bounded import Scope, SubjectMeasure
from asp_decide.clauses.clause import Clause, DecideClause, LimitClause, RequireClause, TableClause
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
from asp_decide.model.subject import SubjectKind

type Asked = Comparison | Linked

ALWAYS: Condition = All(())
NEVER: Condition = AnyOf(())


def bare(condition: Condition | None, *, absent: Condition = ALWAYS) -> Condition:
    """The condition with numbers, phrases and names of parameters taken off its comparisons.

    What stands twice in one `all` or `any` stands once; one that is not there is `absent`.
    """
    match condition:
        case None:
            return absent
        case Comparison():
            return _bare_comparison(condition)
        case Linked(quantifier, link, that):
            return Linked(quantifier, link, _bare_comparison(that))
        case All(parts):
            return _joined(All, [bare(part) for part in parts])
        case AnyOf(parts):
            return _joined(AnyOf, [bare(part) for part in parts])
        case Not(part):
            return Not(bare(part))
        case _:
            assert_never(condition)


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """What a condition joins; nothing for a comparison or a link."""
    match condition:
        case Comparison() | Linked():
            return ()
        case Not(part):
            return (part,)
        case All(parts) | AnyOf(parts):
            return parts
        case _:
            assert_never(condition)


def asked_in(condition: Condition) -> Iterator[Asked]:
    """The comparisons and links of a condition, in the order written."""
    if isinstance(condition, Comparison | Linked):
        yield condition
    for part in parts_of(condition):
        yield from asked_in(part)


def conditions_of_clause(clause: Clause) -> tuple[Condition, ...]:
    """What the rule asks as it is compiled: its condition and what spares, or each row."""
    if isinstance(clause, TableClause):
        return tuple(row.when for row in clause.rows)
    if isinstance(clause, LimitClause):
        return () if clause.when is None else (clause.when,)
    asked = clause.that if isinstance(clause, RequireClause) else clause.when
    return (asked,) if clause.unless is None else (asked, clause.unless)


def kind_of_clause(clause: Clause) -> SubjectKind:
    """The kind of subject that the rule is judged on."""
    return scope_of_clause(clause).subject


def scope_of_clause(clause: Clause) -> Scope:
    """Which subjects the rule is judged on, by their attributes."""
    if isinstance(clause, LimitClause):
        measure = clause.measure
        return measure.members if isinstance(measure, SubjectMeasure) else Scope(clause.per)
    return clause.scope


def inside(clause: Clause) -> Condition:
    """Whether a subject belongs to the rule's scope, as a condition on its attributes."""
    scope = scope_of_clause(clause)
    return _joined(
        All,
        [
            Comparison("", scope.subject, "attribute", name, WordTest(words), "")
            for name, words in scope.where
        ],
    )


def bound_kept(clause: LimitClause) -> Condition:
    """Whether the bound is kept, as a condition on the measure of the group or subject."""
    limit = clause.at_most if clause.at_most is not None else clause.at_least
    assert limit is not None, "a bound has one side"
    word: Word = "at most" if clause.at_most is not None else "at least"
    measure = clause.measure
    ratio_of = measure.ratio_of if isinstance(measure, SubjectMeasure) else None
    test = QuantityTest(word, limit, clause.unit)
    kind = scope_of_clause(clause).subject
    if ratio_of is None:
        return Comparison("", kind, "measure", clause.name, test, "")
    return Comparison("", kind, "ratio", clause.name, test, "", ratio_of)


def point_of_clause(clause: Clause) -> str:
    """The decision point at which the rule speaks, or nothing."""
    return clause.point if isinstance(clause, DecideClause | RequireClause | TableClause) else ""


def words_at(point: str) -> dict[str, tuple[str | None, ...]]:
    """The words that attributes can have where the decision point asks at all; all for none."""
    if not point:
        return {}
    asked = POINTS_BY_NAME[point]
    words: dict[str, tuple[str | None, ...]] = {}
    if asked.states:
        words["state"] = asked.states
    if asked.asks_for:
        words[asked.asks_for] = (asked.asks_word,)
    if asked.answered_by:
        words[asked.answered_by] = (None,)
    return words


def _joined(join: type[All] | type[AnyOf], parts: list[Condition]) -> Condition:
    flat: list[Condition] = []
    for part in parts:
        flat += part.parts if isinstance(part, join) else (part,)
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else join(unique)


def _bare_comparison(comparison: Comparison) -> Comparison:
    test = comparison.test
    if isinstance(test, QuantityTest):
        test = replace(test, limit_from="")
    return replace(comparison, key="", phrase="", test=test, in_streams=())
