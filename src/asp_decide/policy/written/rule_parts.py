"""What every kind of rule consists of: its subject, conditions, comparisons and amounts."""

from collections.abc import Iterator
from typing import assert_never

from asp_decide.clauses.clause import OverrideRight
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.ids import Role
from asp_decide.policy.written.document import (
    Bounded,
    Chosen,
    Decide,
    Derive,
    Escalate,
    Force,
    Joined,
    Leaf,
    Link,
    Require,
    Row,
    Rule,
    Table,
    Written,
)
from asp_decide.policy.written.phrase import Amount, Bound
from asp_decide.strict_yaml import Scalar


def subject_of(rule: Rule) -> str:
    """The kind of subject that a checked rule speaks of."""
    match rule:
        case Bounded():
            return rule.per.text
        case Decide() | Require():
            return POINTS_BY_NAME[rule.at.text].subject
        case Derive() | Escalate():
            return rule.for_each.text
        case Table(for_each=Scalar() as kind):
            return kind.text
        case Table():
            return POINTS_BY_NAME[point_of(rule)].subject
        case _:
            assert_never(rule)


def force_of(rule: Rule) -> Force | None:
    """What it takes to act against a rule; None of a kind that nobody acts against."""
    return None if isinstance(rule, Derive) else rule.force


def right_of(force: Force | None) -> OverrideRight | None:
    """Who may act against a rule of that force, for how long, and what they must bring."""
    override = None if force is None else force.override
    if override is None:
        return None
    return OverrideRight(
        Role(override.by.text), override.longest_intervals, tuple(sorted(set(override.needs)))
    )


def subject_if_any(rule: Rule) -> str:
    """The kind of subject of a rule that may not be sound; nothing if its point is none."""
    point = point_of(rule)
    return subject_of(rule) if not point or point in POINTS_BY_NAME else ""


def point_of(rule: Rule) -> str:
    """The decision point at which a rule stands, or nothing."""
    if isinstance(rule, Table):
        return rule.at.text if rule.at is not None else ""
    return rule.at.text if isinstance(rule, Decide | Require) else ""


def rows_of(table: Table) -> tuple[Row, ...]:
    """The rows in the order that counts: as written where the first that holds is taken.

    Elsewhere their order means nothing, and they stand by name.
    """
    if table.hit == "first":
        return table.rows
    return tuple(sorted(table.rows, key=lambda row: row.name.text))


def conditions_of(rule: Rule) -> tuple[Written, ...]:
    """The conditions of a rule, those that spare last; of a table one for each row."""
    match rule:
        case Bounded():
            parts: tuple[Written | None, ...] = (rule.when,)
        case Require():
            parts = (rule.that, rule.unless)
        case Decide() | Derive() | Escalate():
            parts = (rule.when, rule.unless)
        case Table():
            parts = tuple(
                Joined("all", tuple(cell for cell in row.cells if cell is not None), row.name.place)
                for row in rows_of(rule)
            )
        case _:
            assert_never(rule)
    return tuple(part for part in parts if part is not None)


def leaves(condition: Written) -> Iterator[tuple[Leaf, str | None]]:
    """Every comparison in the order written, with the link that it is looked at along."""
    match condition:
        case Leaf():
            yield condition, None
        case Link(_, link, that):
            yield that, link.text
        case Joined(_, parts):
            for part in parts:
                yield from leaves(part)
        case _:
            assert_never(condition)


def chosen_groups(rule: Rule) -> tuple[Chosen, ...]:
    """The lines of `where` that choose groups of a bound: comparisons, numbered before the rest."""
    return rule.head.where if isinstance(rule, Bounded) else ()


def amounts_of(rule: Rule) -> Iterator[Amount]:
    """Every amount that a rule states."""
    if isinstance(rule, Bounded):
        yield rule.amount.amount
    for condition in conditions_of(rule):
        for leaf, _ in leaves(condition):
            yield from amounts_in(leaf)


def amounts_in(leaf: Leaf) -> Iterator[Amount]:
    """The amounts with which one comparison compares."""
    if isinstance(leaf.phrase, Bound):
        yield leaf.phrase.limit
        if leaf.phrase.upper is not None:
            yield leaf.phrase.upper
