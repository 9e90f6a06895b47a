"""What the facts make of the limits: those that can never bind, and those that clash."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.diagnostics import Diagnostic
from asp_decide.errors import EngineFailedError, MissingFactError, SolverFailedError
from asp_decide.memory import Memory
from asp_decide.model.quantity import CURRENCY, Unit
from asp_decide.model.snapshot import Snapshot
from asp_decide.optimize.limit_reach import Reach
from asp_decide.optimize.programme import Origin, Row
from asp_decide.policy.written.codes import problem
from asp_decide.runs.instruments import judges, solver
from asp_decide.scenario.limits_on_facts import limits_on_facts

MOST_FACTS_NAMED = 3
"""Capacities and budgets that are named as the reason."""

_PLACES = 2


def limits_in(
    snapshot: Snapshot, policies: CompiledPolicies, *, memory: Memory | None = None
) -> Iterator[Diagnostic]:
    """P107 for each limit that nothing can reach, P116 for limits that cannot hold together.

    Nothing where a rule halts for want of a fact, or the solver gives up: a run tells that.
    """
    try:
        found = limits_on_facts(
            snapshot, policies, judges("reference"), solver(), memory or Memory()
        )
    except (MissingFactError, SolverFailedError, EngineFailedError):
        return
    for reach in found.idle:
        yield _never_binds(reach, policies, snapshot.charter.currency)
    if found.clashing:
        yield _clash(found.clashing, policies)


def _never_binds(reach: Reach, policies: CompiledPolicies, currency: str) -> Diagnostic:
    row, reading = reach.row, reach.row.reading
    clause = policies.clause(row.origin.id)
    assert clause is not None and reading is not None, "a limit has a rule and can be read"
    if reading.of:  # a share of what is allocated has no amount by itself
        comes_to = "cannot cross its limit"
    else:
        most = _amount(reach.sum / reading.available, reading.unit, currency)
        comes_to = f"comes to {most} at {reading.at}"
    stated = _amount(reading.stated, reading.unit, currency)
    where = " ".join(part for part in (row.origin.group, row.origin.interval) if part)
    message = (
        f"{row.origin.id} can never bind here: {reading.measure} of {where} {comes_to}"
        f"{_because(reach.proven_by)}, and the limit is {stated}"
    )
    mend = "move the limit to where it is meant to bind, or keep it for facts to come"
    return problem("P107", clause.heading.place, message, mend=mend, width=len(row.origin.id))


def _because(origins: Sequence[Origin]) -> str:
    """The capacities and budgets that prove it; with none of them, all that there is together."""
    if not origins:
        return ", all that there is together"
    named = ", ".join(str(one) for one in origins[:MOST_FACTS_NAMED])
    more = len(origins) - MOST_FACTS_NAMED
    return f" by {named}" + (f" and {more} more" if more > 0 else "")


def _clash(rows: Sequence[Row], policies: CompiledPolicies) -> Diagnostic:
    rules = sorted({row.origin.id for row in rows})
    known = [clause for rule in rules if (clause := policies.clause(rule)) is not None]
    last = max(known, key=lambda clause: clause.heading.place)
    places = "; ".join(dict.fromkeys(str(row.origin) for row in rows))
    place, width = last.heading.place, len(last.heading.rule)
    if len(rules) == 1:
        # The rule contradicts no other: work or capacity for it may still come.
        message = f"{rules[0]} cannot be kept as things stand, whatever is chosen: {places}"
        mend = "a plan needs such work, more capacity, or another limit"
        found = problem("P116", place, message, mend=mend, width=width)
        return replace(found, level="warning")
    message = f"{' and '.join(rules)} cannot hold together, whatever is chosen: {places}"
    mend = "change one of them, or what there is of capacity"
    return problem("P116", place, message, mend=mend, width=width)


def _amount(value: Fraction, unit: Unit, currency: str) -> str:
    shown = decimal_text(value / unit.factor, _PLACES)
    return f"{shown} {unit.name.replace(CURRENCY, currency)}"
