"""What capacity and budget make of the limits: which can never bind, which cannot hold together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from asp_decide.clauses.clause import Clause, CompiledPolicies, LimitClause
from asp_decide.decide.judging import Judges
from asp_decide.decide.preparation import Inputs, prepare
from asp_decide.model.snapshot import Snapshot
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.limit_reach import (
    Reach,
    facts_alone,
    limits_of,
    reach_of,
    without_room,
)
from asp_decide.optimize.programme import Programme, Row
from asp_decide.optimize.solver import Solver
from asp_decide.portfolio.choices import choices


@dataclass(frozen=True, slots=True)
class LimitsOnFacts:
    """`idle` are rules whose limit nothing can reach, each with how near it comes at most.

    `clashing` are limits that cannot hold together; empty where all can.
    """

    idle: tuple[Reach, ...]
    clashing: tuple[Row, ...]


def limits_on_facts(
    snapshot: Snapshot, policies: CompiledPolicies, judges: Judges, solver: Solver
) -> LimitsOnFacts:
    """The limits of the policies under the capacity and the budget of every stream and step.

    Answers of decision points are left aside: whatever people decide, this stays so. Raises
    SolverFailedError, EvaluatorsDisagreeError and EngineFailedError.
    """
    programme = _programme(snapshot, policies, judges)
    facts, limits = facts_alone(programme), limits_of(programme)
    of_groups = [row for row in limits if _bounds_a_group(policies.clause(row.origin.id))]
    if solver.relax(facts) is None:
        return LimitsOnFacts((), ())
    idle = tuple(_idle(of_groups, facts, solver))
    return LimitsOnFacts(idle, without_room(facts, limits, solver) or ())


def _bounds_a_group(clause: Clause | None) -> bool:
    """Whether a limit is of a stream or the portfolio: of one initiative, none is ever idle."""
    assert isinstance(clause, LimitClause), "the row of a limit has its rule"
    return clause.per != "initiative"


def _programme(snapshot: Snapshot, policies: CompiledPolicies, judges: Judges) -> Programme:
    choice_set = choices(snapshot)
    inputs = Inputs(snapshot, policies, choice_set, capacity_prices={})
    return formulate(choice_set, replace(prepare(inputs, judges).frame, answers=()))


def _idle(limits: Sequence[Row], facts: Programme, solver: Solver) -> Iterator[Reach]:
    """Of each rule the group that comes nearest to its limit, if none of them can reach it."""
    by_rule: dict[str, list[Row]] = {}
    for row in limits:
        by_rule.setdefault(row.origin.id, []).append(row)
    for _, rows in sorted(by_rule.items()):
        reaches: list[Reach] = []
        for row in rows:
            reach = reach_of(row, facts, solver)
            if not reach.within:
                break
            reaches.append(reach)
        else:
            yield max(reaches, key=_nearness)


def _nearness(reach: Reach) -> tuple[object, ...]:
    room = (reach.sum - reach.limit) / reach.row.scale
    return (room if reach.row.sense == "<=" else -room, reach.row.origin)
