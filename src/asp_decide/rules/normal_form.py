"""Conditions pushed to their comparisons and multiplied out: what a network can match."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import assert_never

from asp_decide.clauses.clause import LimitClause
from asp_decide.clauses.condition import (
    All,
    AnyOf,
    Comparison,
    Condition,
    HoldsTest,
    Linked,
    Not,
)
from asp_decide.rules.wording import bound_key

MOST_DISJUNCTS = 16
"""Wider conditions are refused when policies are loaded: nobody could read them."""


@dataclass(frozen=True, slots=True)
class Literal:
    """One comparison of a disjunct, or the bound of a limit, as it stands or denied."""

    leaf: Comparison | Linked | LimitClause
    affirmed: bool

    @property
    def comparison(self) -> Comparison | None:
        """The comparison itself, also where it is made along a link; None for a bound."""
        match self.leaf:
            case Linked():
                return self.leaf.that
            case Comparison():
                return self.leaf
            case LimitClause():
                return None
            case _:
                assert_never(self.leaf)

    @property
    def key(self) -> str:
        """The rule, and the number of the comparison in it; the bound of a limit is number 0."""
        if isinstance(self.leaf, LimitClause):
            return bound_key(self.leaf)
        return self.leaf.that.key if isinstance(self.leaf, Linked) else self.leaf.key

    @property
    def conclusion(self) -> str:
        """The conclusion or output that is asked for; nothing where something else is compared."""
        comparison = self.comparison
        if comparison is None:
            return ""
        is_drawn = isinstance(comparison.test, HoldsTest) or comparison.what == "output"
        return comparison.name if is_drawn else ""


type Disjunct = tuple[Literal, ...]


def disjuncts(condition: Condition, *, affirmed: bool = True) -> tuple[Disjunct, ...]:
    """The ways in which the condition (or its denial) comes about; each is a conjunction.

    A comparison that one way asks for twice is asked once.
    """
    match condition:
        case Comparison() | Linked():
            return ((Literal(condition, affirmed),),)
        case Not():
            return disjuncts(condition.part, affirmed=not affirmed)
        case All() | AnyOf():
            parts = [disjuncts(part, affirmed=affirmed) for part in condition.parts]
            if isinstance(condition, All) is affirmed:
                return both(parts)
            return tuple(disjunct for part in parts for disjunct in part)
        case _:
            assert_never(condition)


def both(parts: Iterable[tuple[Disjunct, ...]]) -> tuple[Disjunct, ...]:
    """Every way of taking one disjunct from each part."""
    return tuple(
        tuple(dict.fromkeys(literal for disjunct in ways for literal in disjunct))
        for ways in product(*parts)
    )


def narrow(ways: tuple[Disjunct, ...], rule: str) -> tuple[Disjunct, ...]:
    """The same ways, of which there are few enough for anybody to read."""
    assert len(ways) <= MOST_DISJUNCTS, f"{rule} has {len(ways)} ways; loading refuses so many"
    return ways


def leaves(condition: Condition | None) -> tuple[Comparison | Linked, ...]:
    """The comparisons of a condition with their links, in the order written."""
    match condition:
        case None:
            return ()
        case Comparison() | Linked():
            return (condition,)
        case Not():
            return leaves(condition.part)
        case All() | AnyOf():
            return tuple(leaf for part in condition.parts for leaf in leaves(part))
        case _:
            assert_never(condition)
