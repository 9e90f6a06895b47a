"""Pull over several streams: nothing begins that cannot run in all of them, nothing is starved."""

from asp_decide.optimize.budgets import work_limit
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means
from choice_builders import a_choice, a_choice_set, a_frame, leave

MEANS = Means(PulpSolver(seed=7), work_limit("quick", choices=20))


def _taken(small_value: int, *, running: bool = True) -> set[str]:
    """A stream that is busy for a quarter, and work that needs both streams beside a small one."""
    runs = [a_choice("RUN", "continue", 0, value=500, needs={"payments": 1})] if running else []
    large = [
        a_choice("LARGE", "whole", 0, value=120, best=120, needs={"payments": 1, "booking": 1}),
        a_choice("LARGE", "whole", 1, value=100, best=120, needs={"payments": 1, "booking": 1}),
        a_choice("LARGE", "whole", 2, value=60, best=120, needs={"payments": 1, "booking": 1}),
        leave("LARGE", 120),
    ]
    small = [
        a_choice(
            "SMALL", "whole", 0, value=small_value, best=small_value, needs={"booking": 1}, steps=2
        ),
        leave("SMALL", small_value),
    ]
    found = a_choice_set(
        [*runs, *large, *small],
        capacity={"payments": 1, "booking": 1},
        running=["RUN"] if running else [],
    )
    return set(solve_programme(formulate(found, a_frame()), MEANS, order={}).taken)


def test_d10_what_needs_two_streams_does_not_begin_where_one_is_busy() -> None:
    taken = _taken(20)

    assert "LARGE/whole/0" not in taken
    assert "LARGE/whole/0" in _taken(20, running=False)


def test_pitfall_30_a_place_is_kept_for_the_large_where_skipping_ahead_would_cost_more() -> None:
    """The small one fits into the free stream today, and would hold it when the large could run.

    Greedy skip-ahead brings 20 and then 60; keeping the stream free for a quarter brings 100.
    """
    assert _taken(20) == {"RUN/continue/0", "LARGE/whole/1", "SMALL/leave/-"}


def test_a_place_is_not_kept_where_the_small_is_worth_the_wait() -> None:
    assert _taken(50) == {"RUN/continue/0", "LARGE/whole/2", "SMALL/whole/0"}
