"""What a mutant changes, as data, and the clauses that this gives."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import assert_never

from asp_decide.clauses.clause import Clause, CompiledPolicies, LimitClause
from asp_decide.policy.compiling.compile import compile_rule
from asp_decide.policy.written.document import Bounded, DefinedMeasure, Ordered, Rule
from asp_decide.policy.written.policy_set import PolicySet


@dataclass(frozen=True, slots=True)
class ChangedWording:
    """The rule says something else."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class MovedBound:
    """The rule's bound is another amount: by a share of its size, or by a step in base units."""

    rule: str
    share: Fraction
    step: Fraction


@dataclass(frozen=True, slots=True)
class ChangedMeasure:
    """What the rule bounds is counted otherwise."""

    rule: Bounded
    measure: DefinedMeasure


@dataclass(frozen=True, slots=True)
class ChangedOrder:
    """A decision point's answers win in another order, or something else stands otherwise."""

    ordered: Ordered


type Change = ChangedWording | MovedBound | ChangedMeasure | ChangedOrder


def changed(
    compiled: CompiledPolicies, change: Change, policies: PolicySet, as_of: date
) -> CompiledPolicies:
    """The clauses with the change, from those without it and the policies that gave them."""
    match change:
        case ChangedWording(rule):
            return _with(compiled, compile_rule(rule, policies, as_of=as_of, meaning=""))
        case MovedBound():
            return _with(compiled, _moved(compiled, change))
        case ChangedMeasure(rule, measure):
            declared = replace(policies.measures[measure.name.text], thing=measure)
            measures = {**policies.measures, measure.name.text: declared}
            others = replace(policies, measures=measures)
            return _with(compiled, compile_rule(rule, others, as_of=as_of, meaning=""))
        case ChangedOrder(ordered):
            point = ordered.point.text
            other = replace(
                compiled.points[point],
                order=tuple(answer.text for answer in ordered.order),
                otherwise=ordered.otherwise.text,
            )
            return replace(compiled, points={**compiled.points, point: other})
        case _:
            assert_never(change)


def _with(compiled: CompiledPolicies, clause: Clause) -> CompiledPolicies:
    rule = clause.heading.rule
    clauses = (clause if one.heading.rule == rule else one for one in compiled.clauses)
    return replace(compiled, clauses=tuple(clauses))


def _moved(compiled: CompiledPolicies, change: MovedBound) -> LimitClause:
    clause = compiled.clause(change.rule)
    assert isinstance(clause, LimitClause), "a bound compiles to a limit"
    if clause.at_most is not None:
        return replace(clause, at_most=_amount(clause.at_most, change))
    assert clause.at_least is not None, "a limit has one bound"
    return replace(clause, at_least=_amount(clause.at_least, change))


def _amount(limit: Fraction, change: MovedBound) -> Fraction:
    return limit + (abs(limit) * change.share or change.step)
