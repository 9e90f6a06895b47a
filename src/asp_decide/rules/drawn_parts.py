"""What the network draws of each kind of rule, and on which rails."""

from typing import Literal as OneOf
from typing import assert_never

from asp_decide.clauses.clause import (
    Clause,
    DecideClause,
    DeriveClause,
    EscalateClause,
    LimitClause,
    RequireClause,
)
from asp_decide.clauses.condition import HoldsTest, Linked
from asp_decide.rules.normal_form import Disjunct, Literal, both, disjuncts, narrow

type Part = OneOf["acts", "when", "unless", "missing", "step"]
type Rail = OneOf["certain", "possible"]

BOTH: tuple[Rail, ...] = ("certain", "possible")


def parts(clause: Clause) -> tuple[tuple[Part, tuple[Disjunct, ...], tuple[Rail, ...]], ...]:
    """What the network draws of a rule: the ways in which each part comes about, and the rails.

    `acts` is that the rule fires, holds or is broken, of a requirement that it is met. `when` and
    `unless` are drawn where they decide between two results.
    """
    rule = clause.heading.rule
    match clause:
        case LimitClause():
            broken: tuple[Disjunct, ...] = ((Literal(clause, affirmed=False),),)
            if clause.when is None:
                return (("acts", broken, BOTH),)
            when = narrow(disjuncts(clause.when), rule)
            return (("acts", both([when, broken]), BOTH), ("when", when, BOTH))
        case RequireClause():
            that = narrow(disjuncts(clause.that), rule)
            if clause.unless is None:
                return (("acts", that, BOTH),)
            unless = narrow(disjuncts(clause.unless), rule)
            return (("acts", that, BOTH), ("unless", unless, BOTH))
        case DecideClause() | DeriveClause() | EscalateClause():
            asked = narrow(disjuncts(clause.when), rule)
            if clause.unless is None:
                return (("acts", asked, BOTH),)
            acts = narrow(both([asked, disjuncts(clause.unless, affirmed=False)]), rule)
            return (("acts", acts, BOTH), ("when", asked, ("possible",)))
        case _:
            assert_never(clause)


def needs_finished(literal: Literal) -> bool:
    """Whether the literal asks for a conclusion in a way that may only be asked at the end.

    It does unless the conclusion is wanted to hold: one conclusion more could then turn true into
    false, and the order of firing would show.
    """
    comparison = literal.comparison
    if comparison is None or not isinstance(comparison.test, HoldsTest):
        return False
    if isinstance(literal.leaf, Linked):
        some = literal.leaf.quantifier == "some"
        return not (literal.affirmed and some and comparison.test.holds)
    return literal.affirmed is not comparison.test.holds
