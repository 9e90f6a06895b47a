"""The one home of HiGHS without PuLP: a programme stated once, then changed in place and re-solved.

PuLP states a programme well and states it anew each time. Where hundreds of programmes differ in
a few numbers, that is nearly all of the work: here limits, coefficients and losses change in the
solver's own model, and each relaxation begins from the basis of the first.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import highspy

from asp_decide.errors import SolverFailedError
from asp_decide.optimize.programme import Outcome, Programme, Relaxation, Row, Solution
from asp_decide.optimize.solver import WorkLimit
from asp_decide.optimize.solver_amounts import ratio

GRID = 2**40
"""Shares and multipliers leave this module as whole numbers over this."""

_MEAN_LOSS = 1000
_TOLERANCE = 1e-9
_HALF = 0.5
_LARGEST_MULTIPLIER = 2**53 - 1
_MOST = highspy.kHighsInf

ENDS: Mapping[Any, Outcome] = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kTimeLimit: "time limit",
    highspy.HighsModelStatus.kSolutionLimit: "work limit",
    highspy.HighsModelStatus.kIterationLimit: "work limit",
    highspy.HighsModelStatus.kInterrupt: "interrupted",
}
"""How HiGHS may end, in our words; what is not here is no answer."""


MAY_BE_ENDED = highspy.cb.HighsCallbackType.kCallbackMipInterrupt
"""When HiGHS asks in branch and bound whether to go on."""

MAY_BE_ENDED_RELAXING = (
    highspy.cb.HighsCallbackType.kCallbackSimplexInterrupt,
    highspy.cb.HighsCallbackType.kCallbackIpmInterrupt,
)
"""When it asks while it relaxes."""

FROM_THE_INTERIOR: Mapping[str, Any] = {
    "solver": "ipm",
    "run_crossover": "off",
    "presolve": "off",
    "ipm_optimality_tolerance": 1e-5,
    "primal_feasibility_tolerance": 1e-6,
    "dual_feasibility_tolerance": 1e-6,
    "ipm_iteration_limit": 100,
}
"""Options for the relaxation of a large programme. Without presolve its multipliers are there
whenever it is ended; after two thirds of the steps they bound nearly as well as the last ones."""


class LiveModel:
    """The relaxation of a programme, and of every other one with the same choices and rows.

    Rows stay in the normal form of the programme that it was made from, whatever becomes of their
    limits, so that a change of one number is a change of one number.
    """

    def __init__(self, programme: Programme, *, seed: int) -> None:
        self.programme = programme
        self.factor = Fraction(_MEAN_LOSS * max(1, len(programme.groups))) / programme.unit
        self.scales = tuple(row.scale for row in programme.rows)
        self.highs = silent_highs(seed)
        self.highs.passModel(stated_relaxation(programme, self.factor))
        self.basis: Any = None
        self.closed: frozenset[str] = frozenset()

    def fits(self, programme: Programme) -> bool:
        """Whether that programme has the same choices in the same groups, and rows alike."""
        old = self.programme
        same_rows = len(old.rows) == len(programme.rows) and all(
            one is other or (one.origin, one.sense) == (other.origin, other.sense)
            for one, other in zip(old.rows, programme.rows, strict=True)
        )
        same_choices = old.choices is programme.choices or (
            [choice.id for choice in old.choices] == [choice.id for choice in programme.choices]
        )
        return same_rows and same_choices and old.groups == programme.groups

    def become(self, programme: Programme) -> int:
        """State this programme instead; how many numbers of the model had to change.

        It is one that fits.
        """
        assert self.fits(programme), "a live model keeps its choices and its rows"
        changes = self._change_losses(programme)
        rows = enumerate(zip(self.programme.rows, programme.rows, strict=True))
        changes += sum(self._change_row(n, old, new) for n, (old, new) in rows if old is not new)
        self.programme = programme
        return changes

    def close(self, choices: Iterable[str]) -> None:
        """Keep these choices out, by their ids, and no others; as presolve finds them useless."""
        closed = frozenset(choices)
        for number, choice in enumerate(self.programme.choices):
            if (choice.id in closed) != (choice.id in self.closed):
                self.highs.changeColBounds(number, 0.0, 0.0 if choice.id in closed else 1.0)
        self.closed = closed

    def relax(self) -> Relaxation | None:
        """The relaxation's shares and multipliers; None if even parts of choices do not fit.

        It begins from the basis of the first relaxation and not from that of the last, so that
        it does not matter what was asked before. Raises SolverFailedError.
        """
        if not self.programme.choices:
            return Relaxation({}, {})
        if self.basis is not None:
            self.highs.setBasis(self.basis)
        self.highs.run()
        status = ENDS.get(self.highs.getModelStatus())
        if status == "infeasible":
            return None
        if status != "optimal":
            raise SolverFailedError("HiGHS found no relaxation of the programme")
        if self.basis is None:
            self.basis = self.highs.getBasis()
        found = self.highs.getSolution()
        choices = zip(self.programme.choices, found.col_value, strict=True)
        shares = {choice.id: round(value * GRID) for choice, value in choices}
        duals = list(found.row_dual)[len(self.programme.groups) :]
        return Relaxation(shares, self._multipliers(duals))

    def _multipliers(self, duals: Sequence[Any]) -> dict[Any, int]:
        prices: dict[Any, int] = {}
        in_money = 1 / self.factor / self.programme.unit
        usual = float(in_money)
        for row, scale, dual in zip(self.programme.rows, self.scales, duals, strict=True):
            if not dual:
                prices[row.origin] = 0
                continue
            sign = 1 if row.sense == ">=" else -1
            # Most rows are of the scale that they were stated with, and fractions are slow.
            in_normal_form = usual if row.scale == scale else float(row.scale / scale * in_money)
            price = round(sign * dual * GRID * in_normal_form)
            price = price if row.sense == "=" else max(0, price)
            prices[row.origin] = max(-_LARGEST_MULTIPLIER, min(_LARGEST_MULTIPLIER, price))
        return prices

    def _change_losses(self, programme: Programme) -> int:
        if self.programme.losses is programme.losses:
            return 0
        pairs = enumerate(zip(self.programme.losses, programme.losses, strict=True))
        # What is the same object is the same number, and most are: comparing is the slow part.
        changed = [(number, new) for number, (old, new) in pairs if old is not new and old != new]
        for number, loss in changed:
            self.highs.changeColCost(number, float(loss * self.factor))
        return len(changed)

    def _change_row(self, number: int, old: Row, row: Row) -> int:
        scale, place, changes = self.scales[number], len(self.programme.groups) + number, 0
        if row.limit != old.limit:
            self.highs.changeRowBounds(place, *bounds_of(row, scale))
            changes += 1
        if row.terms != old.terms:
            before, after = dict(old.terms), dict(row.terms)
            for choice in sorted(before.keys() | after.keys()):
                amount = after.get(choice, Fraction(0))
                if before.get(choice, Fraction(0)) != amount:
                    self.highs.changeCoeff(place, choice, float(amount / scale))
                    changes += 1
        return changes


def least_overstep(
    programme: Programme, weights: Mapping[str, Fraction], *, limit: WorkLimit, seed: int
) -> Solution:
    """The choices that overstep some rows least, and keep all others; what they lose is ignored.

    `weights` say what one unit of overstepping counts, by the id of the row; a row without one is
    kept. HiGHS has a feasibility relaxation of its own, which leaves open whether its answer is
    the least one and was measured not to be where choices are whole: so the room that each row
    may overstep into is a column of its own here. Raises SolverFailedError.
    """
    if not programme.choices:
        return Solution("infeasible" if _asks_for_something(programme, weights) else "optimal", ())
    highs = silent_highs(seed)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.0)
    highs.setOptionValue("mip_feasibility_tolerance", _TOLERANCE)
    highs.setOptionValue("mip_max_nodes", limit.nodes)
    highs.passModel(stated_in_whole(programme, None))
    costs = {row.id: weights[row.id] * row.scale for row in programme.rows if row.id in weights}
    most = max(costs.values(), default=Fraction(1))
    for number, row in enumerate(programme.rows):
        if row.id in costs:
            cost = float(costs[row.id] / most)
            for room in {"<=": (-1.0,), ">=": (1.0,), "=": (-1.0, 1.0)}[row.sense]:
                place = len(programme.groups) + number
                highs.addCol(cost, 0.0, _MOST, 1, [place], [room])
    highs.run()
    status = ENDS.get(highs.getModelStatus())
    if status is None:
        raise SolverFailedError("HiGHS answered neither with a plan nor with a proof")
    values = list(highs.getSolution().col_value)
    if not has_plan(highs):
        return Solution(status)
    taken = [number for number in range(len(programme.choices)) if values[number] > _HALF]
    return Solution(status, programme.ids(taken))


def _asks_for_something(programme: Programme, weights: Mapping[str, Fraction]) -> bool:
    return any(row.id not in weights for row in programme.rows)


def silent_highs(seed: int) -> Any:
    """A HiGHS that says nothing, with one thread and this seed."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", seed)
    highs.setOptionValue("primal_feasibility_tolerance", _TOLERANCE)
    return highs


def has_plan(highs: Any) -> bool:
    """Whether the values that it holds keep every row."""
    feasible = highspy.SolutionStatus.kSolutionStatusFeasible
    return bool(highs.getInfo().primal_solution_status == feasible)


def stated_in_whole(programme: Programme, factor: Fraction | None) -> Any:
    """The programme as arrays, each choice taken or not."""
    stated = stated_relaxation(programme, factor)
    stated.integrality_ = [highspy.HighsVarType.kInteger] * len(programme.choices)
    return stated


def stated_relaxation(programme: Programme, factor: Fraction | None) -> Any:
    """The relaxation as arrays: one row for each initiative, then the programme's own rows."""
    stated = highspy.HighsLp()
    choices, groups, rows = programme.choices, programme.groups, programme.rows
    stated.num_col_ = len(choices)
    stated.num_row_ = len(groups) + len(rows)
    stated.col_cost_ = [0.0 if factor is None else float(x * factor) for x in programme.losses]
    stated.col_lower_ = [0.0] * len(choices)
    stated.col_upper_ = [1.0] * len(choices)
    bounds = [(1.0, 1.0)] * len(groups) + [bounds_of(row, row.scale) for row in rows]
    stated.row_lower_ = [low for low, _ in bounds]
    stated.row_upper_ = [high for _, high in bounds]
    terms = [[(n, 1.0) for n in group] for group in groups]
    terms += [[(n, ratio(amount, row.scale)) for n, amount in row.terms] for row in rows]
    starts = [0]
    for found in terms:
        starts.append(starts[-1] + len(found))
    stated.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    stated.a_matrix_.start_ = starts
    stated.a_matrix_.index_ = [n for found in terms for n, _ in found]
    stated.a_matrix_.value_ = [value for found in terms for _, value in found]
    return stated


def bounds_of(row: Row, scale: Fraction) -> tuple[Any, Any]:
    """The lowest and the highest sum of the row, divided by this scale."""
    limit = ratio(row.limit, scale)
    match row.sense:
        case "<=":
            return -_MOST, limit
        case ">=":
            return limit, _MOST
        case "=":
            return limit, limit
