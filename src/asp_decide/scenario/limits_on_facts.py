"""What capacity and budget make of the limits: which can never bind, which cannot hold together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    DecideClause,
    DeriveClause,
    Heading,
    LimitClause,
    TableClause,
)
from asp_decide.decide.judging import Judges
from asp_decide.decide.preparation import Inputs, prepare
from asp_decide.diagnostics import Place
from asp_decide.memory import Memory, Same
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
from asp_decide.rules.free_slots import NAME as FREE_SLOTS
from asp_decide.rules.free_slots import asks_for_free_slots


@dataclass(frozen=True, slots=True)
class LimitsOnFacts:
    """`idle` are rules whose limit nothing can reach, each with how near it comes at most.

    `clashing` are limits that cannot hold together; empty where all can.
    """

    idle: tuple[Reach, ...]
    clashing: tuple[Row, ...]


def limits_on_facts(
    snapshot: Snapshot,
    policies: CompiledPolicies,
    judges: Judges,
    solver: Solver,
    memory: Memory | None = None,
) -> LimitsOnFacts:
    """The limits of the policies under the capacity and the budget of every stream and step.

    Answers of decision points are left aside: whatever people decide, this stays so. With a
    `memory` nothing is asked again of the same facts and the same limits. Raises
    SolverFailedError, EvaluatorsDisagreeError and EngineFailedError.
    """
    memory, bearing = memory or Memory(), _bearing_on_limits(policies)
    asked = (
        Same(snapshot),
        bearing.clauses,
        bearing.exemptions,
        tuple(sorted(bearing.points.items())),
    )

    def found() -> LimitsOnFacts:
        programme = _programme(snapshot, bearing, judges, memory)
        return _Looking(programme, bearing, solver, memory).found(of=snapshot)

    return memory.recall(("limits on facts", asked), found)


def _bearing_on_limits(policies: CompiledPolicies) -> CompiledPolicies:
    """The rules without which the limits would be others, without what they tell people.

    These are limits, and what draws the conclusions and gives the words that limits may ask for.
    All rules bear on them where one may halt the run, or where a limit looks at the room that the
    limits leave once the proposed stops have made some.
    """
    bearing = [
        clause
        for clause in policies.clauses
        if isinstance(clause, LimitClause | DeriveClause | TableClause)
    ]
    may_halt = any(
        isinstance(clause, DecideClause | TableClause) and clause.missing == "fail"
        for clause in policies.clauses
    )
    if may_halt or any(_looks_at_room(clause) for clause in bearing):
        return replace(policies, clauses=tuple(map(_silent, policies.clauses)))
    return replace(policies, clauses=tuple(map(_silent, bearing)), points={})


def _looks_at_room(clause: LimitClause | DeriveClause | TableClause) -> bool:
    bounds = isinstance(clause, LimitClause) and FREE_SLOTS in {
        clause.name,
        getattr(clause.measure, "of", ""),
        getattr(clause.measure, "name", ""),
    }
    return bounds or asks_for_free_slots(clause)


def _silent(clause: Clause) -> Clause:
    """The rule with nothing but its id, wherever it stands: what it tells moves no bound."""
    rule, layer = clause.heading.rule, clause.heading.layer
    heading = Heading(rule, "", clause.heading.owner, "", "", layer, Place(""))
    return replace(clause, heading=heading)


@dataclass(frozen=True, slots=True)
class _Looking:
    """A programme whose limits are looked at, and what was found of the same facts before."""

    programme: Programme
    policies: CompiledPolicies
    solver: Solver
    memory: Memory

    def found(self, *, of: Snapshot) -> LimitsOnFacts:
        """Limits that nothing reaches, and limits that leave no room."""
        facts, limits = facts_alone(self.programme), limits_of(self.programme)
        before = self.memory.recall(("rows of facts", Same(of)), lambda: facts)
        facts = before if before == facts else facts
        of_groups = [row for row in limits if _bounds_a_group(self.policies.clause(row.origin.id))]
        feasible = self.memory.recall(
            ("feasible", Same(facts)), lambda: self.solver.relax(facts) is not None
        )
        if not feasible:
            return LimitsOnFacts((), ())
        idle = tuple(self._idle(of_groups, facts))
        return LimitsOnFacts(idle, without_room(facts, limits, self.solver) or ())

    def _idle(self, limits: Sequence[Row], facts: Programme) -> Iterator[Reach]:
        """Of each rule the group that comes nearest to its limit, if none can reach it."""
        by_rule: dict[str, list[Row]] = {}
        for row in limits:
            by_rule.setdefault(row.origin.id, []).append(row)
        for _, rows in sorted(by_rule.items()):
            reaches: list[Reach] = []
            for row in rows:
                reach = self.memory.recall(
                    ("reach", row, Same(facts)), partial(reach_of, row, facts, self.solver)
                )
                if not reach.within:
                    break
                reaches.append(reach)
            else:
                yield max(reaches, key=_nearness)


def _bounds_a_group(clause: Clause | None) -> bool:
    """Whether a limit is of a stream or the portfolio: of one initiative, none is ever idle."""
    assert isinstance(clause, LimitClause), "the row of a limit has its rule"
    return clause.per != "initiative"


def _programme(
    snapshot: Snapshot, policies: CompiledPolicies, judges: Judges, memory: Memory
) -> Programme:
    choice_set = memory.recall(("choices", Same(snapshot)), lambda: choices(snapshot))
    inputs = Inputs(snapshot, policies, choice_set, capacity_prices={})
    return formulate(choice_set, replace(prepare(inputs, judges).frame, answers=()))


def _nearness(reach: Reach) -> tuple[object, ...]:
    room = (reach.sum - reach.limit) / reach.row.scale
    return (room if reach.row.sense == "<=" else -room, reach.row.origin)
