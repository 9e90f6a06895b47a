"""A plan of stated facts, to be asked how it stands in other worlds; and rivals for one place."""

from collections.abc import Sequence
from fractions import Fraction

from asp_decide.model.snapshot import Snapshot
from asp_decide.optimize.columns import Frame
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from asp_decide.portfolio.book import open_book
from asp_decide.portfolio.choices import choices
from asp_decide.scenario.robustness import Worlds
from asp_decide.scenario.uncertainty import ranges
from builders import Points, a_capacity, a_snapshot, an_initiative, an_option, standard
from choice_builders import a_frame

MEANS = Means(PulpSolver(), WorkLimit(nodes=1_000))


def worlds_of(
    snapshot: Snapshot, *, stated: Fraction | None = None, frame: Frame | None = None
) -> Worlds:
    """The plan of these facts, with `stated` to either side of what states no range of its own."""
    choice_set, made = choices(snapshot), frame or a_frame()
    return Worlds(
        snapshot=snapshot,
        choice_set=choice_set,
        frame=made,
        ranges=ranges(open_book(snapshot), choice_set, stated=stated),
        taken=solve_programme(formulate(choice_set, made), MEANS, order={}).taken,
        order={},
        seed=1,
    )


def rivals(benefits: Sequence[Points], *, effort: int = 6, capacity: int = 6) -> Snapshot:
    """Initiatives that each bring so much a week; there is room in the first quarter alone."""
    names = [f"INI-{number}" for number in range(1, len(benefits) + 1)]
    return a_snapshot(
        [
            an_initiative(name, profile=standard(benefit))
            for name, benefit in zip(names, benefits, strict=True)
        ],
        [an_option(name, effort=effort, weeks=8) for name in names],
        capacities=[
            a_capacity("payments", f"2027Q{n}", capacity if n == 1 else 0) for n in range(1, 5)
        ],
    )
