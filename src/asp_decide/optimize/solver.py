"""What any solver must do for us: find a plan, and relax a programme to multipliers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from asp_decide.optimize.live import Live
from asp_decide.optimize.programme import Programme, Relaxation, Solution
from asp_decide.optimize.watch import UNWATCHED, Watch


@dataclass(frozen=True, slots=True)
class WorkLimit:
    """How much work one search may do, so that it can be repeated: never seconds.

    `nodes` are of branch and bound in each solve of a whole programme; as many relaxations may be
    asked for the certified bound. `rounds` are those of improving a plan part by part. `proving`
    spends nothing on looking for better plans beside the proof.
    """

    nodes: int
    rounds: int = 0
    proving: bool = False


class Solver(Protocol):
    """A solver of mixed-integer programmes; it reads only numbers, and its word is checked."""

    def solve(
        self,
        programme: Programme,
        *,
        limit: WorkLimit,
        watch: Watch = UNWATCHED,
        start: Sequence[str] | None = None,
    ) -> Solution:
        """The best plan found within the limit, from `start` where one is given.

        It stops as soon as `watch` says so. Raises SolverFailedError if it answers neither with
        a plan nor with a proof.
        """
        ...

    def solve_part(
        self, programme: Programme, start: Sequence[str], *, nodes: int, watch: Watch = UNWATCHED
    ) -> Solution:
        """The best plan of a small programme found from `start`, without looking for another.

        It stops as soon as `watch` says so. Raises SolverFailedError.
        """
        ...

    def relax(self, programme: Programme) -> Relaxation | None:
        """The relaxation's shares and multipliers; None if even parts of choices do not fit."""
        ...

    def least_overstep(
        self, programme: Programme, weights: Mapping[str, Fraction], *, limit: WorkLimit
    ) -> Solution:
        """Choices that overstep the weighted rows least and keep all others, whatever they lose.

        `weights` say what one unit of overstepping counts, by the id of the row. Raises
        SolverFailedError.
        """
        ...

    def live(self, programme: Programme, watch: Watch = UNWATCHED) -> Live:
        """The relaxation of a presolved programme, to be changed in place and asked again.

        An answer that `watch` ends is one that says so.
        """
        ...

    def versions(self) -> dict[str, str]:
        """The libraries that solve, with their versions, for the record of a run."""
        ...


@dataclass(frozen=True, slots=True)
class Means:
    """What a search may use: a solver, how much work of it, who watches, and how many threads.

    The result is the same for every number of `workers`.
    """

    solver: Solver
    limit: WorkLimit
    watch: Watch = UNWATCHED
    workers: int = 1
