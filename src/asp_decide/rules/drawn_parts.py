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
    TableClause,
)
from asp_decide.clauses.condition import HoldsTest, Linked
from asp_decide.rules.normal_form import Disjunct, Literal, both, disjuncts, narrow

type Part = OneOf["acts", "when", "unless", "missing", "step"] | int
"""What is drawn of a rule; of a table each row by its number, from 1."""

type Rail = OneOf["certain", "possible"]

type Drawn = tuple[Part, tuple[Disjunct, ...], tuple[Rail, ...]]
"""A part of a rule, the ways in which it comes about, and the rails on which it is drawn."""

BOTH: tuple[Rail, ...] = ("certain", "possible")


def parts(clause: Clause) -> tuple[Drawn, ...]:
    """What the network draws of a rule: the ways in which each part comes about, and the rails.

    `acts` is that the rule fires, holds or is broken, of a requirement that it is met. `when` and
    `unless` are drawn where they decide between two results. Of a table each row is drawn.
    """
    rule = clause.heading.rule
    match clause:
        case TableClause():
            rows = enumerate(clause.rows, start=1)
            return tuple((number, disjuncts(row.when), BOTH) for number, row in rows)
        case LimitClause():
            broken: tuple[Disjunct, ...] = ((Literal(clause, affirmed=False),),)
            if clause.when is None:
                return (("acts", broken, BOTH),)
            when = narrow(disjuncts(clause.when), rule)
            return (("acts", both([when, broken]), BOTH), ("when", when, BOTH))
        case RequireClause():
            met: Drawn = ("acts", narrow(disjuncts(clause.that), rule), BOTH)
            spares = () if clause.unless is None else disjuncts(clause.unless)
            return (met, ("unless", narrow(spares, rule), BOTH)) if spares else (met,)
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
    false, and the order of firing would show. What a table gives is known when all its rows are.
    """
    comparison = literal.comparison
    if comparison is not None and comparison.what == "output":
        return True
    if comparison is None or not isinstance(comparison.test, HoldsTest):
        return False
    if isinstance(literal.leaf, Linked):
        some = literal.leaf.quantifier == "some"
        return not (literal.affirmed and some and comparison.test.holds)
    return literal.affirmed is not comparison.test.holds
