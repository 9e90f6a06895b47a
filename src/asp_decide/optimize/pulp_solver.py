"""The one home of PuLP, which runs HiGHS: exact numbers in, whole numbers and ids out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version
from typing import Any

import pulp

from asp_decide.errors import SolverFailedError
from asp_decide.optimize.growing_model import GrowingModel
from asp_decide.optimize.live import NoAnswer
from asp_decide.optimize.live_model import MAY_BE_ENDED, least_overstep
from asp_decide.optimize.part_model import solve_part
from asp_decide.optimize.programme import LARGE, Origin, Outcome, Programme, Relaxation, Solution
from asp_decide.optimize.solver import WorkLimit
from asp_decide.optimize.solver_amounts import ratio
from asp_decide.optimize.watch import UNWATCHED, Watch

GRID = 2**40
"""Shares, multipliers and bounds leave this module as whole numbers over this."""

_MEAN_LOSS = 1000
"""Losses are scaled so that an initiative's best value is about this on average: HiGHS compares
objectives to 1e-6, which is then a billionth of one initiative."""

_TOLERANCE = 1e-9
"""How far HiGHS may overstep a row, as a part of its limit; exact arithmetic checks the rest."""

_SEARCHING: Mapping[str, Any] = {"mip_heuristic_effort": 0.15}
_PROVING: Mapping[str, Any] = {
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_heuristic_run_zi_round": False,
}
_HALF = 0.5
_LARGEST_MULTIPLIER = 2**53 - 1

_LIMITS: Mapping[int, Outcome] = {
    pulp.constants.LpSolveStatus.Optimal: "optimal",
    pulp.constants.LpSolveStatus.Infeasible: "infeasible",
    pulp.constants.LpSolveStatus.Interrupted: "interrupted",
    pulp.constants.LpSolveStatus.SolutionLimit: "work limit",
    pulp.constants.LpSolveStatus.NodeLimit: "work limit",
}


@dataclass(frozen=True, slots=True)
class PulpSolver:
    """HiGHS through PuLP: one thread, a fixed seed, stopped by nodes.

    `large` is the number of choices from which on relaxations come from the interior.
    """

    seed: int = 7
    large: int = LARGE

    def solve(
        self,
        programme: Programme,
        *,
        limit: WorkLimit,
        watch: Watch = UNWATCHED,
        start: Sequence[str] | None = None,
    ) -> Solution:
        """The best plan found within the limit or until `watch` ends it, from `start` if given."""
        if not programme.choices:
            # HiGHS calls an empty model `not solved`; a portfolio without initiatives has a plan.
            return Solution("optimal", (), Fraction(0))
        model = _Model(programme)
        if start is not None:
            model.start_from(frozenset(programme.numbers(start)))
        options = {**self._options(limit, warm=start is not None), **_ended_by(watch)}
        status, found = model.run(options)
        status = watch.ended() or "interrupted" if status == "interrupted" else status
        if status is None:
            # Presolve may say `unbounded or infeasible`, which is neither.
            status, found = model.run({**options, "presolve": "off"})
        if status is None:
            raise SolverFailedError("HiGHS answered neither with a plan nor with a proof")
        info = model.problem.solverModel.getInfo()
        taken = programme.ids(model.taken()) if found else None
        bound = None if status == "infeasible" else model.bound()
        return Solution(status, taken, bound, max(0, info.mip_node_count))

    def solve_part(
        self, programme: Programme, start: Sequence[str], *, nodes: int, watch: Watch = UNWATCHED
    ) -> Solution:
        """The best plan of a small programme found from `start`, without looking for another."""
        return solve_part(programme, start, nodes=nodes, seed=self.seed, watch=watch)

    def relax(self, programme: Programme) -> Relaxation | None:
        """The relaxation's shares and multipliers; None if even parts of choices do not fit."""
        if not programme.choices:
            return Relaxation({}, {})
        if len(programme.choices) >= self.large:
            return self._relax_large(programme)
        model = _Model(programme)
        options = {"msg": False, "threads": 1, "random_seed": self.seed, "mip": False}
        status, found = model.run(options)
        if status is None:
            status, found = model.run({**options, "presolve": "off"})
        if status == "infeasible":
            return None
        if not found:
            raise SolverFailedError("HiGHS found no relaxation of the programme")
        return Relaxation(model.shares(), model.multipliers())

    def _relax_large(self, programme: Programme) -> Relaxation | None:
        """Without PuLP, which would take longer to state it than HiGHS to relax it."""
        answer = self.live(programme).solve()
        if isinstance(answer, NoAnswer):
            return None
        shares = zip(programme.choices, answer.shares, strict=True)
        return Relaxation(
            {choice.id: share for choice, share in shares},
            {row.origin: answer.multipliers.get(row.origin, 0) for row in programme.rows},
        )

    def least_overstep(
        self, programme: Programme, weights: Mapping[str, Fraction], *, limit: WorkLimit
    ) -> Solution:
        """Choices that overstep the weighted rows least and keep all others."""
        return least_overstep(programme, weights, limit=limit, seed=self.seed)

    def live(self, programme: Programme, watch: Watch = UNWATCHED) -> GrowingModel:
        """The relaxation as HiGHS itself holds it, to be given rows and asked again."""
        return GrowingModel(programme, seed=self.seed, watch=watch, large=self.large)

    def versions(self) -> dict[str, str]:
        """The versions of PuLP and HiGHS."""
        return {"highspy": version("highspy"), "pulp": version("pulp")}

    def _options(self, limit: WorkLimit, *, warm: bool) -> dict[str, Any]:
        return {
            "msg": False,
            "threads": 1,
            "random_seed": self.seed,
            "gapRel": 0.0,
            "gapAbs": 0.0,
            "mip_max_nodes": limit.nodes,
            "mip_feasibility_tolerance": _TOLERANCE,
            "primal_feasibility_tolerance": _TOLERANCE,
            "warmStart": warm,
            # A restart costs as much as the root, and brought nothing at our sizes.
            "mip_allow_restart": False,
            **(_PROVING if limit.proving else _SEARCHING),
        }


def _ended_by(watch: Watch) -> Mapping[str, Any]:
    """Options by which HiGHS asks now and then whether to go on; none where nobody would say no."""
    if watch is UNWATCHED:
        return {}

    def ask(*told: Any) -> None:
        told[3].user_interrupt = watch.ended() is not None

    return {"callbackTuple": (ask, None), "callbacksToActivate": [MAY_BE_ENDED]}


class _Model:
    """A programme stated in PuLP. Its names are numbers: no name of ours goes in or comes back.

    Where leaving an initiative stands in no row, it has no variable: at most one of the others
    is taken, and losses count against leaving.
    """

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.problem = pulp.LpProblem("programme", pulp.LpMinimize)
        self.factor = Fraction(_MEAN_LOSS * max(1, len(programme.groups))) / programme.unit
        standing = {number for row in programme.rows for number, _ in row.terms}
        self.left: dict[int, int] = {}
        for group, numbers in enumerate(programme.groups):
            idle = [
                n
                for n in numbers
                if programme.choices[n].kind == "leave" and n not in standing and len(numbers) > 1
            ]
            if idle:
                self.left[group] = idle[0]
        without = set(self.left.values())
        self.variables = {
            number: self.problem.add_variable(f"c{number:06d}", 0, 1, pulp.LpBinary)
            for number in range(len(programme.choices))
            if number not in without
        }
        self.constant = sum((programme.losses[n] for n in without), Fraction(0))
        self._state_losses()
        self._state_groups()
        self.constraints = [self._state_row(number) for number in range(len(programme.rows))]

    def start_from(self, taken: frozenset[int]) -> None:
        """Give every variable the value that it has in a plan."""
        for number, variable in self.variables.items():
            variable.setInitialValue(1 if number in taken else 0)

    def run(self, options: Mapping[str, Any]) -> tuple[Outcome | None, bool]:
        """How the solve ended, None if HiGHS does not know, and whether there are values."""
        stats = self.problem.solve(pulp.HiGHS(**options))
        return _LIMITS.get(stats.status), bool(stats.has_solution)

    def taken(self) -> tuple[int, ...]:
        """The numbers of the choices taken, those without a variable included."""
        on = {n for n, variable in self.variables.items() if variable.varValue > _HALF}
        for group, leave in self.left.items():
            if not on.intersection(self.programme.groups[group]):
                on.add(leave)
        return tuple(sorted(on))

    def bound(self) -> Fraction | None:
        """The loss below which HiGHS says there is no plan, rounded down to the grid."""
        stated = self.problem.solverModel.getInfo().mip_dual_bound
        if not abs(stated) < float("inf"):
            return None
        return Fraction(stated) / self.factor + self.constant

    def shares(self) -> dict[str, int]:
        """How much of each choice the relaxation takes, over the grid."""
        shares = {n: round(variable.varValue * GRID) for n, variable in self.variables.items()}
        for group, leave in self.left.items():
            others = sum(shares.get(n, 0) for n in self.programme.groups[group])
            shares[leave] = GRID - others
        choices = self.programme.choices
        return {choices[n].id: share for n, share in sorted(shares.items())}

    def multipliers(self) -> dict[Origin, int]:
        """The price of each row's normal form, over the grid; not negative but for equations."""
        prices: dict[Origin, int] = {}
        for row, constraint in zip(self.programme.rows, self.constraints, strict=True):
            sign = 1 if row.sense == ">=" else -1
            price = round(sign * constraint.pi * GRID * float(self._unit()))
            price = price if row.sense == "=" else max(0, price)
            prices[row.origin] = max(-_LARGEST_MULTIPLIER, min(_LARGEST_MULTIPLIER, price))
        return prices

    def _unit(self) -> Fraction:
        return 1 / (self.factor * self.programme.unit)

    def _state_losses(self) -> None:
        against = {
            number: self.programme.losses[self.left[group]]
            for group, numbers in enumerate(self.programme.groups)
            if group in self.left
            for number in numbers
        }
        terms = [
            (variable, float((self.programme.losses[n] - against.get(n, 0)) * self.factor))
            for n, variable in self.variables.items()
        ]
        self.problem.setObjective(pulp.LpAffineExpression.from_list(terms))

    def _state_groups(self) -> None:
        for group, numbers in enumerate(self.programme.groups):
            terms = [(self.variables[n], 1.0) for n in numbers if n in self.variables]
            taken = pulp.LpAffineExpression.from_list(terms)
            one = taken <= 1 if group in self.left else taken == 1
            self.problem.addConstraint(one, f"g{group:06d}")

    def _state_row(self, number: int) -> Any:
        row = self.programme.rows[number]
        terms = [(self.variables[n], ratio(amount, row.scale)) for n, amount in row.terms]
        total = pulp.LpAffineExpression.from_list(terms)
        limit = float(row.limit / row.scale)
        match row.sense:
            case "<=":
                stated = total <= limit
            case ">=":
                stated = total >= limit
            case "=":
                stated = total == limit
        return self.problem.addConstraint(stated, f"r{number:06d}")
