"""From a programme to a proven plan: start plans, relaxation, solve, ties, certificate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.errors import NoFeasiblePlanError, SolverFailedError, UncertifiedPlanError
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.case_split import split_cases
from asp_decide.optimize.certify import Certificate, certify
from asp_decide.optimize.conflict import conflict
from asp_decide.optimize.cut_relaxation import CutRelaxation
from asp_decide.optimize.evaluation import is_feasible, loss_of
from asp_decide.optimize.exact_solve import carried
from asp_decide.optimize.presolve import Presolved, presolve
from asp_decide.optimize.programme import Outcome, Programme
from asp_decide.optimize.room import Room
from asp_decide.optimize.search import Search
from asp_decide.optimize.solver import Means
from asp_decide.optimize.start_plan import better_of, listed, repaired
from asp_decide.optimize.ties import resolve_ties, settle
from asp_decide.optimize.watch import UNWATCHED, Found

_FEWEST_NODES_FOR_TIES = 100


@dataclass(frozen=True, slots=True)
class Solved:
    """A certified plan, how its solve ended, and what the solver itself states.

    `bound_stated` is not certified: it is the solver's word. `exploratory` is true where a clock
    or a person took part in the result.
    """

    certificate: Certificate
    outcome: Outcome
    bound_stated: Fraction | None
    nodes: int
    exploratory: bool

    @property
    def taken(self) -> tuple[str, ...]:
        """The ids of the choices taken, by initiative."""
        return self.certificate.taken

    @property
    def gap_stated(self) -> Fraction | None:
        """Loss less the stated bound as a share of value captured; None where one is missing."""
        proven = self.certificate
        if self.bound_stated is None or proven.value_captured <= 0:
            return None
        return max(Fraction(0), proven.loss - self.bound_stated) / proven.value_captured


def solve_programme(
    programme: Programme,
    means: Means,
    *,
    order: Mapping[InitiativeId, int],
    starts: Sequence[Sequence[str]] = (),
) -> Solved:
    """The plan of least loss found within the work limit, certified.

    `order` is the place of each initiative by CD3: it gives a start plan and decides ties.
    `starts` are plans known to be good, as the plan in force or that of a tighter programme: the
    result is never worse than any of them that still fits, and begins with what is left of the
    others. Raises NoFeasiblePlanError with the
    smallest conflicting set, SolverFailedError, UncertifiedPlanError.
    """
    return _search(programme, presolve(programme), means, order, starts)


def _search(
    programme: Programme,
    left: Presolved,
    means: Means,
    order: Mapping[InitiativeId, int],
    starts: Sequence[Sequence[str]],
) -> Solved:
    if left.impossible:
        raise _no_plan(programme, means)
    stated = arrange(left.programme)
    room = Room(stated)
    given = tuple(
        carried(start, left) if _is_plan(programme, start) else repaired(room, start)
        for start in starts
    )
    placed = tuple(listed(room, order))
    _tell_first(stated, better_of(stated, (*given, *placed)), means)
    relaxation = CutRelaxation(stated, means.solver.live(stated, means.watch))
    guide = relaxation.guide(means.watch)
    if guide is None:
        raise _no_plan(programme, means)
    found = Search(relaxation, guide, means, room).run(placed, given)
    if found.outcome == "infeasible":
        raise _no_plan(programme, means)
    taken = found.taken
    if taken is None:
        raise SolverFailedError("the solver found no plan within its work and no proof of none")
    if found.outcome == "optimal":
        certificate = certify(programme, taken, relaxation.proof(guide), left)
        chosen = resolve_ties(left, certificate, order, _for_ties(means, found.nodes))
    else:
        # A plan that was cut short is exploratory: nobody waits for the order of its equals.
        chosen = taken if means.watch.ended() else settle(left, taken, order)
    loss = loss_of(programme, programme.numbers(chosen))
    proof = split_cases(relaxation, guide, aim=loss, work=means.limit.nodes, watch=means.watch)
    proven = certify(programme, chosen, proof, left)
    return Solved(
        certificate=proven,
        outcome=found.outcome,
        bound_stated=None if found.bound is None else max(found.bound, proven.bound),
        nodes=found.nodes,
        exploratory=means.watch.clocked or means.watch.ended() is not None,
    )


def _tell_first(stated: Programme, best: tuple[str, ...] | None, means: Means) -> None:
    """Tell what is in hand before anything is proven."""
    loss = None if best is None else loss_of(stated, stated.numbers(best))
    means.watch.told(Found("lists", loss, None, stated.worth, 0))


def solve_again(
    programme: Programme,
    known: Solved,
    means: Means,
    *,
    order: Mapping[InitiativeId, int],
    starts: Sequence[Sequence[str]] = (),
) -> Solved:
    """The plan of a programme that differs from a solved one in limits, losses or rows.

    Where the known plan keeps every row and its own proof shows that none loses less here either,
    nothing is searched for; otherwise the search begins with it and with `starts`. Raises what
    `solve_programme` raises.
    """
    left = presolve(programme)
    proven = _still_best(programme, left, known)
    if proven is None:
        return _search(programme, left, means, order, [known.taken, *starts])
    chosen = resolve_ties(left, proven, order, _for_ties(means, known.nodes))
    if chosen != proven.taken:
        proven = certify(programme, chosen, proven.proof, left)
    return Solved(
        certificate=proven,
        outcome="optimal",
        bound_stated=proven.bound,
        nodes=known.nodes,
        exploratory=means.watch.clocked or means.watch.ended() is not None,
    )


def _still_best(programme: Programme, left: Presolved, known: Solved) -> Certificate | None:
    """The certificate of the known plan here, if its proof shows that none loses less.

    Multipliers, cuts and cases prove a bound of any programme in which they can be read.
    """
    before = known.certificate
    if before.loss != before.bound or not _is_plan(programme, known.taken):
        return None
    try:
        proven = certify(programme, known.taken, before.proof, left)
    except UncertifiedPlanError:
        return None  # a row or a choice that the proof speaks of is not here
    return proven if proven.bound == proven.loss else None


def _for_ties(means: Means, nodes: int) -> Means:
    """Ties are worth about as much work as the proof that they are best."""
    most = min(means.limit.nodes, _FEWEST_NODES_FOR_TIES + 2 * nodes)
    return replace(means, limit=replace(means.limit, nodes=most, proving=True))


def _is_plan(programme: Programme, taken: Sequence[str]) -> bool:
    known = programme.number_of()
    return all(id_ in known for id_ in taken) and is_feasible(programme, programme.numbers(taken))


def _no_plan(programme: Programme, means: Means) -> NoFeasiblePlanError | SolverFailedError:
    # That there is no plan is an answer, and not a search that may be ended half-way.
    found = conflict(programme, replace(means, watch=UNWATCHED))
    if found is None:
        return SolverFailedError("the solver says there is no plan and finds one when asked why")
    rows = [row.id for row in found.rows]
    return NoFeasiblePlanError(found.origins, smallest=found.smallest, rows=rows)
