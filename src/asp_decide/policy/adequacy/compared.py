"""Everything that the rules of a tested file compare, with its place and what a case of it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.clauses.bounded import CountOf, Scope, SubjectMeasure
from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    LimitClause,
)
from asp_decide.clauses.condition import (
    All,
    AnyOf,
    Comparison,
    Condition,
    HoldsTest,
    KnownTest,
    Linked,
    Not,
    QuantityTest,
    comparisons,
)
from asp_decide.clauses.drawn_names import drawn_by
from asp_decide.diagnostics import Place
from asp_decide.model.quantity import CURRENCY, Unit
from asp_decide.model.subject import SubjectKind
from asp_decide.policy.cases.case import Cases
from asp_decide.policy.cells.bare_conditions import conditions_of_clause
from asp_decide.policy.compiling.compile import compile_policies
from asp_decide.policy.written.document import Bounded, Rule
from asp_decide.policy.written.phrase import in_words
from asp_decide.policy.written.rule_parts import chosen_groups, conditions_of, leaves

_MOST_PLACES = 12


@dataclass(frozen=True, slots=True)
class Chooser:
    """A line of `where`: the kind of subject, its attribute, and the words that match."""

    subject: SubjectKind
    attribute: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison of a rule: of a condition, the bound itself, or a line of `where`.

    `limits` are its ends in base units, in words. `facts` say by point what a case of it would
    be: `true`, `false`, `unknown` where it can be, `at_limit` for each end. `chooser` is given of
    a line of `where`; `linked` says that it is looked at along a link.
    """

    key: str
    rule: str
    name: str
    place: Place
    facts: Mapping[str, str]
    limits: Mapping[Fraction, str]
    chooser: Chooser | None = None
    linked: bool = False


def compared_by(cases: Cases) -> tuple[Compared, ...]:
    """The comparisons of all rules that the cases of a file must account for, in order of rules."""
    compiled = compile_policies(cases.policies, as_of=cases.as_of)
    found: list[Compared] = []
    for clause in compiled.clauses:
        rule = str(clause.heading.rule)
        if rule in cases.judged.rules:
            written = cases.policies.rules[rule].thing
            found += _compared(clause, written, compiled, cases.policies.currency)
    return tuple(found)


def _compared(
    clause: Clause, written: Rule, compiled: CompiledPolicies, currency: str
) -> Iterator[Compared]:
    rule = str(clause.heading.rule)
    for chooser in _choosers(clause):
        yield _of_where(rule, chooser, written)
    if isinstance(clause, LimitClause):
        assert isinstance(written, Bounded), "a limit is written as one"
        yield _of_bound(clause, written, currency)
    told = dict(_written(written))
    for part in conditions_of_clause(clause):
        along = _keys_along_links(part)
        for comparison in comparisons(part):
            words, place = told[comparison.key]
            one = _of_condition(comparison, words, place, currency)
            if is_drawn(comparison) and _can_be_unknown(comparison, compiled):
                what = "holds" if isinstance(comparison.test, HoldsTest) else "is given"
                fact = f"no case where nobody knows whether `{comparison.name}` {what}"
                one = replace(one, facts={**one.facts, "unknown": fact})
            yield replace(one, linked=comparison.key in along)


def _written(rule: Rule) -> Iterator[tuple[str, tuple[str, Place]]]:
    """Each comparison as its author wrote it, under the key that the compiler gives it."""
    lines: list[tuple[str, Place]] = [
        (f"{c.attribute.text}: {', '.join(w.text for w in c.words)}", c.attribute.place)
        for c in chosen_groups(rule)
    ]
    for condition in conditions_of(rule):
        lines += [
            (f"{leaf.name.text}: {in_words(leaf.phrase)}", leaf.name.place)
            for leaf, _ in leaves(condition)
        ]
    for number, line in enumerate(lines, start=1):
        yield f"{rule.head.id.text}/{number}", line


def _of_condition(comparison: Comparison, words: str, place: Place, currency: str) -> Compared:
    facts, test = _truths(words), comparison.test
    if not is_drawn(comparison) and not isinstance(test, KnownTest):
        facts["unknown"] = f"no case where `{comparison.name}` is missing"
    limits: dict[Fraction, str] = {}
    if isinstance(test, QuantityTest):
        ends = [end for end in (test.limit, test.upper) if end is not None]
        limits = {end: _amount(end, test.unit, currency) for end in ends}
    rule = comparison.key.partition("/")[0]
    return Compared(comparison.key, rule, comparison.name, place, facts, limits)


def _of_bound(clause: LimitClause, written: Bounded, currency: str) -> Compared:
    side = written.side.replace("_", " ")
    limit = clause.at_most if clause.at_most is not None else clause.at_least
    assert limit is not None, "a bound has one limit"
    facts = _truths(f"{clause.name}: {side} {written.amount.text.text}")
    facts["unknown"] = f"no case where `{clause.name}` is missing"
    limits = {limit: _amount(limit, clause.unit, currency)}
    rule = str(clause.heading.rule)
    return Compared(f"{rule}/0", rule, clause.name, written.amount.text.place, facts, limits)


def _of_where(rule: str, chooser: Chooser, written: Rule) -> Compared:
    line = next((c for c in written.head.where if c.attribute.text == chooser.attribute), None)
    place = line.attribute.place if line is not None else written.head.key.place
    told = f"{chooser.attribute}: {', '.join(chooser.words)}"
    facts = _truths(told)
    facts["unknown"] = f"no case where `{chooser.attribute}` of {chooser.subject} is missing"
    key = f"{rule}/{chooser.attribute}"
    return Compared(key, rule, chooser.attribute, place, facts, {}, chooser)


def _truths(words: str) -> dict[str, str]:
    return {truth: f"no case where `{words}` is {truth}" for truth in ("true", "false")}


def _choosers(clause: Clause) -> Iterator[Chooser]:
    """The lines of `where` that choose subjects, and those that choose what is counted.

    What a share is of is looked at in a plan alone.
    """
    scope: Scope | None = None
    if not isinstance(clause, LimitClause):
        scope = clause.scope
    elif isinstance(clause.measure, CountOf | SubjectMeasure):
        scope = clause.measure.members
    if scope is not None:
        for attribute, words in scope.where:
            yield Chooser(scope.subject, attribute, words)


def _keys_along_links(condition: Condition | None) -> frozenset[str]:
    match condition:
        case Linked():
            return frozenset({condition.that.key})
        case All() | AnyOf():
            return frozenset(key for part in condition.parts for key in _keys_along_links(part))
        case Not():
            return _keys_along_links(condition.part)
        case _:
            return frozenset()


def _can_be_unknown(
    comparison: Comparison, compiled: CompiledPolicies, seen: frozenset[str] = frozenset()
) -> bool:
    """Whether some fact can be missing that decides it; what is drawn from the known cannot."""
    if isinstance(comparison.test, KnownTest):
        return False
    if not is_drawn(comparison):
        return True
    name = comparison.name
    drawn = next((c for c in compiled.clauses if name in drawn_by(c)), None)
    if drawn is None or name in seen:
        return False
    if any(True for _ in _choosers(drawn)):
        return True
    parts = (part for whole in conditions_of_clause(drawn) for part in comparisons(whole))
    return any(_can_be_unknown(part, compiled, seen | {name}) for part in parts)


def is_drawn(comparison: Comparison) -> bool:
    """Whether rules find what is compared: a conclusion, or the word of a table."""
    return isinstance(comparison.test, HoldsTest) or comparison.what == "output"


def _amount(value: Fraction, unit: Unit, currency: str) -> str:
    figure = decimal_text(value / unit.factor, _MOST_PLACES)
    return f"{figure} {unit.name.replace(CURRENCY, currency)}"
