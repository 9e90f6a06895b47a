"""One quarterly investment run, as a pure function: snapshot and policies to a certified plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.decide.causes import cause_in_words, with_causes
from asp_decide.decide.exemption_use import exemption_prices
from asp_decide.decide.giving_way import told_ways_out
from asp_decide.decide.judging import Judges
from asp_decide.decide.outlook import Outlook, look_ahead
from asp_decide.decide.preparation import Inputs, prepare
from asp_decide.decide.pricing import prices
from asp_decide.decide.telling import Solving, tell
from asp_decide.errors import NoFeasiblePlanError
from asp_decide.model.ids import InitiativeId
from asp_decide.model.pin import Pin
from asp_decide.model.plan import Plan, Run
from asp_decide.model.snapshot import Snapshot
from asp_decide.optimize.budgets import Budget, work_limit
from asp_decide.optimize.capacity_price import capacity_prices
from asp_decide.optimize.pipeline import Solved, solve_programme
from asp_decide.optimize.solver import Means, Solver
from asp_decide.optimize.watch import UNWATCHED, Watch
from asp_decide.portfolio.choices import choices
from asp_decide.portfolio.queue_order import cd3_order

type Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Aim:
    """What a run is asked beside facts and policies.

    `pinned` initiatives must not be left out, `dropped` ones get nothing.
    """

    budget: Budget = "board"
    pinned: tuple[Pin, ...] = ()
    dropped: tuple[InitiativeId, ...] = ()


@dataclass(frozen=True, slots=True)
class Instruments:
    """Who applies the rules, who solves, who is told how far it is, and who may end the search.

    `workers` is how many threads search; the plan does not depend on it.
    """

    judges: Judges
    solver: Solver
    progress: Progress
    watch: Watch = UNWATCHED
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with all that follows from it, and how and by what means it was solved.

    `order` is the place of each initiative by CD3, which decides ties.
    """

    plan: Plan
    outlook: Outlook
    solved: Solved
    means: Means
    order: Mapping[InitiativeId, int]


def plan_portfolio(
    snapshot: Snapshot,
    policies: CompiledPolicies,
    *,
    aim: Aim,
    by: Instruments,
    run: Callable[[Solved], Run],
) -> Planned:
    """What to fund, start, redirect, stop or leave waiting, with reasons, prices and a proven gap.

    The same snapshot, policies and aim give the same plan, unless the watch ends the search: then
    the best one so far, exploratory. `run` says what the plan is called and
    what it was made with, once it is known how the solve ended. Raises NoFeasiblePlanError with
    the smallest set of rules and facts that cannot hold together, and what its parts raise.
    """
    by.progress("measuring")
    choice_set = choices(snapshot)
    limit = work_limit(aim.budget, choices=len(choice_set.choices))
    means = Means(by.solver, limit, by.watch, by.workers)
    inputs = Inputs(
        snapshot=snapshot,
        policies=policies,
        choice_set=choice_set,
        capacity_prices=capacity_prices(choice_set, by.solver),
        pinned=aim.pinned,
        dropped=aim.dropped,
    )
    by.progress("applying the rules")
    prepared = prepare(inputs, by.judges)
    order = {one: place for place, one in enumerate(cd3_order(snapshot))}
    by.progress(f"choosing among {len(prepared.programme.choices)} choices")
    try:
        solved = solve_programme(prepared.programme, means, order=order)
    except NoFeasiblePlanError as error:
        by.progress("asking how little would have to give way")
        causes = with_causes(error.origins, choice_set.removed)
        names = {str(one.id): one.name for one in snapshot.initiatives}
        raise NoFeasiblePlanError(
            causes,
            in_words=[cause_in_words(one, names) for one in causes],
            smallest=error.smallest,
            rows=error.rows,
            ways_out=told_ways_out(
                prepared.programme,
                snapshot.charter,
                error.rows,
                replace(means, watch=UNWATCHED),
            ),
        ) from None
    by.progress("reading the limits as checks")
    outlook = look_ahead(prepared, solved.taken, by.judges)
    told = prices(outlook, solved, means, order=order, progress=by.progress)
    solving = Solving(solved.certificate, solved.outcome, solved.bound_stated, solved.gap_stated)
    worth = exemption_prices(outlook, solved, means, order=order, progress=by.progress)
    # Prices that nobody waited for are missing, and whoever asks again would find them.
    cut_short = means.watch.ended() is not None
    solved = replace(solved, exploratory=solved.exploratory or cut_short)
    plan = tell(outlook, run(solved), solving=solving, prices=told, of_exemptions=worth)
    return Planned(plan, outlook, solved, means, order)
