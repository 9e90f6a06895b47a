"""What PuLP 4 and HiGHS do, so that an upgrade that changes it is seen before a plan is.

Every line here is something the adapter relies on, or guards against.
"""

import random
from importlib.metadata import version
from typing import Any

import highspy
import pulp
import pytest

from asp_decide.optimize.live_model import MAY_BE_ENDED
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import WorkLimit

QUIET: dict[str, Any] = {"msg": False, "threads": 1, "random_seed": 7}
STATUS = pulp.constants.LpSolveStatus


def a_problem(costs: list[float], category: str = pulp.LpBinary) -> tuple[Any, list[Any]]:
    problem = pulp.LpProblem("programme", pulp.LpMinimize)
    variables = [problem.add_variable(f"c{n:06d}", 0, 1, category) for n in range(len(costs))]
    pairs = list(zip(variables, costs, strict=True))
    problem.setObjective(pulp.LpAffineExpression.from_list(pairs))
    return problem, variables


def total(variables: list[Any], amounts: list[float]) -> Any:
    return pulp.LpAffineExpression.from_list(list(zip(variables, amounts, strict=True)))


def a_knapsack() -> tuple[Any, list[Any], Any]:
    problem, variables = a_problem([-100.0, -70.0, -70.0])
    row = problem.addConstraint(total(variables, [6.0, 5.0, 5.0]) <= 10, "r000001")
    return problem, variables, row


def a_hard_problem(size: int = 60, rows: int = 8) -> tuple[Any, list[Any]]:
    draw = random.Random(4)
    problem, variables = a_problem([-float(draw.randint(50, 99)) for _ in range(size)])
    for number in range(rows):
        amounts = [float(draw.randint(20, 60)) for _ in range(size)]
        problem.addConstraint(total(variables, amounts) <= sum(amounts) / 3, f"r{number:06d}")
    return problem, variables


def test_it_is_the_pair_of_versions_that_was_characterised() -> None:
    assert version("pulp").startswith("4.2.")
    assert version("highspy").startswith("1.14.")


def test_a_variable_is_made_by_its_problem_and_by_nothing_else() -> None:
    with pytest.raises(TypeError):
        pulp.LpVariable("x", 0, 3)


def test_constraints_are_a_method_that_returns_a_list() -> None:
    problem, _, row = a_knapsack()

    assert [constraint.name for constraint in problem.constraints()] == ["r000001"]
    assert row.name == "r000001"


def test_a_proven_best_plan_has_status_values_and_its_bound() -> None:
    problem, variables, _ = a_knapsack()

    stats = problem.solve(pulp.HiGHS(**QUIET))

    assert (stats.status, stats.has_solution) == (STATUS.Optimal, True)
    assert [variable.varValue for variable in variables] == [0.0, 1.0, 1.0]
    assert stats.objective == pytest.approx(-140)
    assert problem.solverModel.getInfo().mip_dual_bound == pytest.approx(-140)


def test_duals_of_a_minimum_under_an_upper_bound_are_at_or_below_zero() -> None:
    problem, _, row = a_knapsack()

    problem.solve(pulp.HiGHS(mip=False, **QUIET))

    assert row.pi == pytest.approx(-14)


def test_duals_of_a_minimum_over_a_floor_are_at_or_above_zero() -> None:
    problem, variables = a_problem([3.0, 5.0])
    row = problem.addConstraint(total(variables, [1.0, 1.0]) >= 2, "r000001")

    problem.solve(pulp.HiGHS(mip=False, **QUIET))

    assert row.pi > 0


def test_after_an_integer_solve_duals_are_zero_and_mean_nothing() -> None:
    problem, _, row = a_knapsack()

    problem.solve(pulp.HiGHS(**QUIET))

    assert row.pi == 0


def test_what_is_infeasible_is_said_to_be_and_its_values_are_zeros() -> None:
    problem, variables, _ = a_knapsack()
    problem.addConstraint(total(variables, [1.0, 1.0, 1.0]) >= 3, "r000002")

    stats = problem.solve(pulp.HiGHS(**QUIET))

    assert (stats.status, stats.has_solution) == (STATUS.Infeasible, False)
    assert [variable.varValue for variable in variables] == [0.0, 0.0, 0.0]


def test_stopped_by_nodes_it_reports_a_solution_limit_and_keeps_plan_and_bound() -> None:
    problem, _ = a_hard_problem()

    stats = problem.solve(pulp.HiGHS(mip_max_nodes=1, **QUIET))
    info = problem.solverModel.getInfo()

    assert (stats.status, stats.has_solution) == (STATUS.SolutionLimit, True)
    assert info.mip_dual_bound < info.objective_function_value


def test_stopped_by_the_clock_it_says_so() -> None:
    problem, _ = a_hard_problem(size=200, rows=30)

    stats = problem.solve(pulp.HiGHS(timeLimit=0, **QUIET))

    assert stats.status == STATUS.TimeLimit


def test_ended_by_its_callback_it_says_so_and_keeps_its_plan() -> None:
    """So Ctrl-C and a clock reach a search that is under way."""
    problem, variables = a_hard_problem()
    asked: list[Any] = []

    def ask(*told: Any) -> None:
        asked.append(told)
        told[3].user_interrupt = True

    options = {**QUIET, "callbackTuple": (ask, None), "callbacksToActivate": [MAY_BE_ENDED]}
    for variable in variables:
        variable.setInitialValue(0)
    stats = problem.solve(pulp.HiGHS(warmStart=True, **options))

    assert asked
    assert (stats.status, stats.has_solution) == (STATUS.Interrupted, True)


def test_the_ray_of_a_relaxation_without_answer_has_the_signs_of_duals() -> None:
    """At or below zero under an upper bound, at or above it over a floor: together they refute."""
    problem, variables = a_problem([1.0, 1.0], pulp.LpContinuous)
    problem.addConstraint(total(variables, [1.0, 1.0]) <= 1, "r000001")
    problem.addConstraint(total(variables, [1.0, 1.0]) >= 3, "r000002")

    problem.solve(pulp.HiGHS(presolve="off", **QUIET))
    _, has_ray, ray = problem.solverModel.getDualRay()

    assert has_ray
    assert ray[0] < 0 < ray[1]


def test_a_row_that_is_added_to_the_live_model_is_solved_from_the_basis_there_is() -> None:
    problem, _, _ = a_knapsack()
    problem.solve(pulp.HiGHS(mip=False, **QUIET))
    live = problem.solverModel
    before = live.getInfo().objective_function_value

    live.addRows(1, [-1e30], [0.5], 1, [0], [0], [1.0])
    live.run()

    assert live.getInfo().objective_function_value > before
    assert live.getInfo().simplex_iteration_count <= 2


def test_the_conflict_set_is_empty_by_the_default_strategy_and_right_by_six() -> None:
    """So conflicts are searched by us: HiGHS names rows, and only those of the relaxation."""
    problem, variables = a_problem([1.0, 1.0], pulp.LpContinuous)
    problem.addConstraint(total(variables, [1.0, 1.0]) <= 1, "r000001")
    problem.addConstraint(total(variables, [1.0, 1.0]) >= 1.5, "r000002")
    problem.addConstraint(total(variables, [1.0, 0.0]) <= 1, "r000003")
    problem.solve(pulp.HiGHS(presolve="off", **QUIET))
    live = problem.solverModel

    found = {}
    for strategy in (0, 6):
        live.setOptionValue("iis_strategy", strategy)
        found[strategy] = sorted(live.getIis()[1].row_index_)

    assert found == {0: [], 6: [0, 1]}


def test_nodes_stand_in_the_live_model_and_not_in_the_statistics() -> None:
    problem, _ = a_hard_problem()

    stats = problem.solve(pulp.HiGHS(mip_max_nodes=20, **QUIET))

    assert stats.nodes is None
    assert 0 < problem.solverModel.getInfo().mip_node_count <= 21


def test_two_rows_of_one_name_and_names_rewritten_are_accepted_in_silence() -> None:
    problem, variables = a_problem([1.0, 1.0])
    for _ in range(2):
        problem.addConstraint(total(variables, [1.0, 1.0]) >= 1, "WIP-01 row")

    assert [c.name for c in problem.constraints()] == ["WIP_01_row", "WIP_01_row"]


def test_a_start_that_is_a_plan_is_taken_at_once() -> None:
    problem, variables = a_hard_problem()
    problem.solve(pulp.HiGHS(mip_max_nodes=50, **QUIET))
    found = problem.solverModel.getInfo().objective_function_value
    for variable in variables:
        variable.setInitialValue(round(variable.varValue))

    problem.solve(pulp.HiGHS(mip_max_nodes=0, warmStart=True, **QUIET))

    assert problem.solverModel.getInfo().objective_function_value <= found + 1e-6


@pytest.mark.parametrize(
    ("option", "value"),
    sorted(
        (name, value)
        for name, value in {
            **PulpSolver()._options(WorkLimit(nodes=5), warm=False),
            **PulpSolver()._options(WorkLimit(nodes=5, proving=True), warm=False),
        }.items()
        if name not in {"msg", "warmStart", "gapRel", "gapAbs", "threads"}
    ),
)
def test_highs_knows_every_option_that_is_set(option: str, value: object) -> None:
    """An option that it does not know would be passed over in silence."""
    problem, _, _ = a_knapsack()
    problem.solve(pulp.HiGHS(**QUIET, **({} if option in QUIET else {option: value})))

    state, kept = problem.solverModel.getOptionValue(option)

    assert "kOk" in str(state)
    assert kept == value


def test_gaps_of_nothing_are_taken() -> None:
    problem, _, _ = a_knapsack()

    problem.solve(pulp.HiGHS(gapRel=0.0, gapAbs=0.0, **QUIET))

    assert problem.solverModel.getOptionValue("mip_rel_gap")[1] == 0
    assert problem.solverModel.getOptionValue("mip_abs_gap")[1] == 0


def test_a_plan_may_overstep_a_row_by_the_tolerance() -> None:
    """Why every plan is summed again exactly."""
    problem, variables = a_problem([-1.0, -1.0])
    problem.addConstraint(total(variables, [0.5, 0.5 + 1e-10]) <= 1, "r000001")

    problem.solve(pulp.HiGHS(**QUIET))

    assert [variable.varValue for variable in variables] == [1.0, 1.0]


def test_the_same_problem_solved_twice_gives_the_same_bytes() -> None:
    found = []
    for _ in range(2):
        problem, variables = a_hard_problem()
        problem.solve(pulp.HiGHS(mip_max_nodes=30, **QUIET))
        info = problem.solverModel.getInfo()
        found.append((info.mip_dual_bound, [variable.varValue for variable in variables]))

    assert found[0] == found[1]


def test_the_feasibility_relaxation_of_highs_does_not_say_how_it_ended() -> None:
    """So we cannot know whether its answer is the least, and state the room ourselves."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    for number in range(2):
        highs.addVar(0, 1)
        highs.changeColIntegrality(number, highspy.HighsVarType.kInteger)
    highs.addRow(-highspy.kHighsInf, 6, 2, [0, 1], [4.0, 4.0])
    highs.addRow(2, highspy.kHighsInf, 2, [0, 1], [1.0, 1.0])

    highs.feasibilityRelaxation(-1, -1, 1.0)

    assert list(highs.getSolution().col_value) != []
    assert highs.getModelStatus() not in (
        highspy.HighsModelStatus.kOptimal,
        highspy.HighsModelStatus.kInfeasible,
    )
