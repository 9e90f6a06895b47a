"""A rule read aloud: one sentence of what it says, with its present limits."""

from fractions import Fraction
from typing import assert_never

from asp_decide.canonical import decimal_text
from asp_decide.clauses.bounded import Scope
from asp_decide.clauses.clause import (
    Clause,
    DecideClause,
    DeriveClause,
    EscalateClause,
    LimitClause,
    OverrideRight,
    RequireClause,
    TableClause,
)
from asp_decide.clauses.condition import (
    All,
    AnyOf,
    Comparison,
    Condition,
    Linked,
    Not,
)
from asp_decide.model.called import called
from asp_decide.model.quantity import CURRENCY

PLACES = 6


def sentence(clause: Clause, *, currency: str) -> str:
    """What the rule says, as its owner would say it in the meeting that approves it."""
    match clause:
        case LimitClause():
            return _bounded(clause, currency)
        case DecideClause():
            told = f"At {clause.point}, {clause.answer} is proposed for {_of(clause.scope)} "
            return told + f"when {_told(clause.when)}{_unless(clause.unless)}."
        case RequireClause():
            before = " or ".join(clause.before)
            told = f"At {clause.point}, before {before} of {_of(clause.scope)}: "
            return told + f"{_told(clause.that)}{_unless(clause.unless)}; else {clause.otherwise}."
        case DeriveClause():
            told = f"{_of(clause.scope).capitalize()} is `{clause.name}` "
            return told + f"when {_told(clause.when)}{_unless(clause.unless)}."
        case EscalateClause():
            asked = ", then ".join(f"{one.role} within {one.within_days} days" for one in clause.to)
            waits = "; apply waits for the answer" if clause.halts_apply else ""
            waits += "; somebody has to decide it by name" if clause.forces_decision else ""
            told = f"For {_of(clause.scope)}, {asked} is asked "
            return told + f"when {_told(clause.when)}{_unless(clause.unless)}{waits}."
        case TableClause():
            return _table(clause)
        case _:
            assert_never(clause)


def reason_and_force(clause: Clause) -> tuple[str, str]:
    """Why there is the rule, and what it takes to act against it: a line each."""
    return f"because {clause.heading.because.strip()}", force_in_words(clause)


def force_in_words(clause: Clause) -> str:
    """What it takes to act against the rule."""
    if isinstance(clause, DeriveClause) or clause.enforce is None:
        return "nothing is enforced"
    if clause.enforce == "mandatory":
        return "mandatory: nobody overrides it"
    if clause.enforce == "advisory":
        return "advisory: measured, shown and priced, and binds nothing"
    assert clause.override is not None, "an overridable rule says who may override it"
    return f"overridable by {_right(clause.override)}"


def _bounded(clause: LimitClause, currency: str) -> str:
    limit = clause.at_most if clause.at_most is not None else clause.at_least
    assert limit is not None, "a limit has one bound"
    side = "at most" if clause.at_most is not None else "at least"
    unit = clause.unit.name.replace(CURRENCY, currency)
    amount = f"{decimal_text(limit / clause.unit.factor, PLACES)} {unit}"
    where = "In the portfolio" if clause.per == "portfolio" else f"For each {_noun(clause.per)}"
    told = f"{where}, {called(clause.name)} is {side} {amount}"
    if clause.when is not None:
        told += f" when {_told(clause.when)}"
    return told + f"{_own(clause, currency)}."


def _table(clause: TableClause) -> str:
    takes = {"first": "the first row", "unique": "the one row", "collect": "every row"}[clause.hit]
    asked = f"At {clause.point}, for" if clause.point else "For"
    outputs = " and ".join(clause.outputs)
    inputs = ", ".join(map(called, clause.inputs))
    told = f"{asked} {_of(clause.scope)}, {takes} of `{clause.name}` that holds gives {outputs}"
    return f"{told}, by {inputs} ({len(clause.rows)} rows)."


def _own(clause: LimitClause, currency: str) -> str:
    unit = clause.unit.name.replace(CURRENCY, currency)

    def amount(limit: Fraction) -> str:
        return f"{decimal_text(limit / clause.unit.factor, PLACES)} {unit}"

    told = [f"{one.subject.id} {amount(one.limit)}" for one in clause.own_limits]
    return f"; of its own: {', '.join(told)}" if told else ""


def _told(condition: Condition, *, inside: bool = False) -> str:
    match condition:
        case Comparison():
            return _compared(condition)
        case Linked(quantifier, link, that):
            return _compared(that, of=f" of {quantifier} {_noun(link)}")
        case All(parts) | AnyOf(parts):
            word = " and " if isinstance(condition, All) else " or "
            joined = word.join(_told(part, inside=True) for part in parts)
            return f"({joined})" if inside and len(parts) > 1 else joined
        case Not(part):
            return f"not {_told(part, inside=True)}"
        case _:
            assert_never(condition)


def _compared(comparison: Comparison, *, of: str = "") -> str:
    verb = "" if comparison.phrase.startswith(("is ", "holds", "does not")) else "is "
    return f"{called(comparison.name)}{of} {verb}{comparison.phrase}"


def _unless(condition: Condition | None) -> str:
    return "" if condition is None else f", unless {_told(condition)}"


def _of(scope: Scope) -> str:
    article = "an" if scope.subject[0] in "aeiou" else "a"
    told = f"{article} {_noun(scope.subject)}"
    lines = [f"{name} {' or '.join(words)}" for name, words in scope.where]
    return told + (f" with {' and '.join(lines)}" if lines else "")


def _noun(name: str) -> str:
    return name.replace("_", " ")


def _right(right: OverrideRight) -> str:
    longest = right.longest_intervals
    interval = "interval" if longest == 1 else "intervals"
    return f"{right.by} for at most {longest} {interval}, with {', '.join(right.needs)}"
