"""Plans that lose the same: which one it is must not be the solver's choice."""

from collections.abc import Sequence
from dataclasses import replace

from asp_decide.model.choice import Choice
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.programme import Programme, Solution
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from asp_decide.optimize.ties import settle, tie_key
from asp_decide.optimize.watch import UNWATCHED, Watch
from choice_builders import a_choice, a_choice_set, a_frame, a_grid, leave

MEANS = Means(PulpSolver(), WorkLimit(nodes=1000))


def order(names: str) -> dict[InitiativeId, int]:
    return {InitiativeId(name): place for place, name in enumerate(names)}


def twins(*names: str, starts: int = 1, capacity: int = 2) -> Programme:
    """Alike in everything but their names; the streams have room for one at a time."""
    choices: list[Choice] = []
    for name in names:
        choices.append(leave(name, 10))
        choices += [a_choice(name, start=s, value=10, needs={"s": 2}) for s in range(starts)]
    choice_set = a_choice_set(choices, grid=a_grid(max(2, starts)), capacity={"s": capacity})
    return formulate(choice_set, a_frame())


def test_of_twins_the_one_with_the_higher_cd3_is_taken() -> None:
    programme = twins("A", "B")

    assert solve_programme(programme, MEANS, order=order("AB")).taken == (
        "A/whole/0",
        "B/leave/-",
    )
    assert solve_programme(programme, MEANS, order=order("BA")).taken == (
        "A/leave/-",
        "B/whole/0",
    )


def test_pitfall_38_of_twins_that_cd3_does_not_tell_apart_the_first_name_is_taken() -> None:
    assert solve_programme(twins("A", "B"), MEANS, order={}).taken == ("A/whole/0", "B/leave/-")


def test_what_loses_nothing_by_waiting_begins_early_all_the_same() -> None:
    assert solve_programme(twins("A", starts=3), MEANS, order={}).taken == ("A/whole/0",)


def test_the_more_urgent_begins_first_where_both_can_wait() -> None:
    programme = twins("A", "B", starts=2)

    assert solve_programme(programme, MEANS, order=order("BA")).taken == (
        "A/whole/1",
        "B/whole/0",
    )


def test_what_brings_no_more_than_leaving_is_left() -> None:
    choices = [leave("A", 10), a_choice("A", value=4, best=10, outlay=4, needs={"s": 1})]
    programme = formulate(a_choice_set(choices, grid=a_grid(1), capacity={"s": 2}), a_frame())

    assert solve_programme(programme, MEANS, order={}).taken == ("A/leave/-",)


def test_the_key_counts_idle_work_then_urgency_then_names() -> None:
    programme = twins("A", "B", starts=2)
    places = order("AB")

    urgent_first = tie_key(programme, ("A/whole/0", "B/whole/1"), places)
    urgent_last = tie_key(programme, ("A/whole/1", "B/whole/0"), places)
    left = tie_key(programme, ("A/whole/0", "B/leave/-"), places)

    assert (urgent_first.idle, urgent_first.urgency) == (0, 1)
    assert (urgent_last.idle, urgent_last.urgency) == (0, 2)
    assert (left.idle, left.urgency) == (0, 2)
    assert urgent_first < urgent_last


class DeafToTies(PulpSolver):
    """A solver that solves a programme, and forgets its rows when it is asked for ties."""

    def solve(
        self,
        programme: Programme,
        *,
        limit: WorkLimit,
        watch: Watch = UNWATCHED,
        start: Sequence[str] | None = None,
    ) -> Solution:
        forgets = replace(programme, rows=()) if limit.proving else programme
        return super().solve(forgets, limit=limit, watch=watch, start=start)


def test_a_solver_that_fails_at_ties_costs_no_plan() -> None:
    programme = twins("A", "B", "C")

    found = solve_programme(programme, Means(DeafToTies(), WorkLimit(1000)), order=order("BAC"))

    assert sum("whole" in choice for choice in found.taken) == 1


def test_a_plan_that_is_not_proven_best_still_takes_what_costs_nothing() -> None:
    programme = twins("A", starts=3)

    assert settle(presolve(programme), ("A/whole/2",), {}) == ("A/whole/0",)
    assert settle(presolve(programme), ("A/leave/-",), {}) == ("A/whole/0",)
