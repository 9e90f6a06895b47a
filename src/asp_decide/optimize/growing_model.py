"""A relaxation as HiGHS holds it while it is given rows and asked case by case."""

from collections.abc import Iterable, Sequence
from typing import Any

from asp_decide.errors import SolverFailedError
from asp_decide.optimize.live import WHOLE, Answer, NoAnswer
from asp_decide.optimize.live_model import (
    ENDS,
    FROM_THE_INTERIOR,
    MAY_BE_ENDED_RELAXING,
    bounds_of,
    silent_highs,
    stated_relaxation,
)
from asp_decide.optimize.programme import LARGE, Origin, Programme, Row
from asp_decide.optimize.solver_amounts import ratio
from asp_decide.optimize.watch import UNWATCHED, Watch
from asp_decide.optimize.watched_highs import WatchedHighs

_MEAN_LOSS = 1000
"""As for the solver of whole programmes: what an initiative loses is about this on average."""

_LARGEST_MULTIPLIER = 2**53 - 1


class GrowingModel:
    """The relaxation of a programme and of what it becomes: rows come, choices go, the basis stays.

    Each answer begins from the basis of the one before, but for a large programme, which has none.
    The same questions in the same order give the same answers: one thread, a fixed seed, no clock
    but that of a watch.
    """

    def __init__(
        self, programme: Programme, *, seed: int, watch: Watch = UNWATCHED, large: int = LARGE
    ) -> None:
        self.count = len(programme.choices)
        self.groups = len(programme.groups)
        self.rows: list[Row] = list(programme.rows)
        self.excluded: frozenset[int] = frozenset()
        # Losses in units of the programme: multipliers come back in normal form.
        self.scale = _MEAN_LOSS * max(1, self.groups)
        self.highs = silent_highs(seed)
        self.large = self.count >= large
        for option, value in FROM_THE_INTERIOR.items() if self.large else ():
            self.highs.setOptionValue(option, value)
        self.highs.passModel(stated_relaxation(programme, self.scale / programme.unit))
        self.watched = WatchedHighs(self.highs, watch, MAY_BE_ENDED_RELAXING)

    def add(self, rows: Iterable[Row]) -> None:
        """These rows as well, in their normal form."""
        added = list(rows)
        self.rows += added
        bounds = [bounds_of(row, row.scale) for row in added]
        starts: list[int] = []
        numbers: list[int] = []
        amounts: list[float] = []
        for row in added:
            starts.append(len(numbers))
            numbers += [number for number, _ in row.terms]
            amounts += [ratio(amount, row.scale) for _, amount in row.terms]
        low, high = [low for low, _ in bounds], [high for _, high in bounds]
        self.highs.addRows(len(added), low, high, len(numbers), starts, numbers, amounts)

    def exclude(self, numbers: frozenset[int]) -> None:
        """Exactly these choices cannot be taken from now on."""
        changed = sorted(numbers ^ self.excluded)
        if changed:
            low = [0.0] * len(changed)
            high = [0.0 if number in numbers else 1.0 for number in changed]
            self.highs.changeColsBounds(len(changed), changed, low, high)
        self.excluded = numbers

    def solve(self) -> Answer | NoAnswer:
        """Shares and multipliers of the best relaxation, or multipliers that prove there is none.

        Raises SolverFailedError.
        """
        if not self.count:
            return Answer(0, (), {})
        self.watched.run()
        status = ENDS.get(self.highs.getModelStatus())
        if status is None and self.large:
            # From the interior it is not always seen that nothing fits.
            self.highs.setOptionValue("solver", "simplex")
            self.watched.run()
            status = ENDS.get(self.highs.getModelStatus())
        match status:
            case "optimal":
                return self._answer(ended=False)
            case "infeasible":
                return NoAnswer(self._proof_of_none())
            case None:
                name = self.highs.getModelStatus().name
                raise SolverFailedError(f"HiGHS ended a relaxation with `{name}`")
            case _:
                return self._answer(ended=True)

    def _answer(self, *, ended: bool) -> Answer:
        """What HiGHS has in hand; where it was ended before it had anything, nothing at all."""
        solution = self.highs.getSolution()
        known = solution.value_valid
        shares = solution.col_value if known else [0.0] * self.count
        value = self.highs.getInfo().objective_function_value / self.scale if known else 0.0
        duals = solution.row_dual if solution.dual_valid else [0.0] * (self.groups + len(self.rows))
        return Answer(
            value=round(value * WHOLE),
            shares=tuple(round(share * WHOLE) for share in shares),
            multipliers=self._multipliers(duals, 1.0 / self.scale),
            ended=ended,
        )

    def _proof_of_none(self) -> dict[Origin, int]:
        _, has_ray, ray = self.highs.getDualRay()
        largest = max((abs(value) for value in ray[self.groups :]), default=0.0) if has_ray else 0.0
        return self._multipliers(ray, 1.0 / largest) if largest else {}

    def _multipliers(self, duals: Sequence[Any], unit: float) -> dict[Origin, int]:
        found: dict[Origin, int] = {}
        for row, dual in zip(self.rows, duals[self.groups :], strict=True):
            price = round((dual if row.sense == ">=" else -dual) * unit * WHOLE)
            if price and (price > 0 or row.sense == "="):
                found[row.origin] = max(-_LARGEST_MULTIPLIER, min(_LARGEST_MULTIPLIER, price))
        return found
