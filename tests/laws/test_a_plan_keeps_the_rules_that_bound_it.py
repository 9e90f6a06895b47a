"""One rule, read before as a row and after as a check: what the plan accepts, the checks accept."""

from fractions import Fraction
from pathlib import Path

import pytest

from asp_decide.model.plan import Plan
from asp_decide.runs.workspace import read_sources
from workspace_builders import AS_OF, a_workspace, opened, planned


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_workspace(tmp_path_factory.mktemp("kept") / "demo", "demo")


@pytest.fixture(scope="module")
def plan(demo: Path) -> Plan:
    return planned(demo)


@pytest.mark.slow
def test_every_binding_limit_is_kept_or_was_over_already(demo: Path, plan: Plan) -> None:
    policies = read_sources(opened(demo), AS_OF).policies
    advisory = {
        clause.heading.rule
        for clause in policies.clauses
        if getattr(clause, "enforce", "") == "advisory"
    }
    binding = [bound for bound in plan.bounds if bound.rule not in advisory]

    assert binding
    for bound in binding:
        over = Fraction(bound.planned) - Fraction(bound.limit)
        assert (over <= 0) if bound.at == "most" else (over >= 0), bound


@pytest.mark.slow
def test_no_value_stream_commits_more_than_it_has(plan: Plan) -> None:
    for line in plan.capacity:
        assert Fraction(line.committed) <= Fraction(line.net), line


@pytest.mark.slow
def test_allocations_add_up_to_what_is_committed(plan: Plan) -> None:
    for line in plan.capacity:
        amounts = [
            Fraction(a.amount)
            for a in plan.allocations
            if (a.value_stream, a.interval) == (line.value_stream, line.interval)
        ]
        # Each amount is rounded to a millionth.
        assert abs(sum(amounts, Fraction(0)) - Fraction(line.committed)) <= Fraction(
            len(amounts) + 1, 10**6
        )


@pytest.mark.slow
def test_each_open_initiative_has_one_decision_with_a_reason(plan: Plan) -> None:
    assert len({one.initiative for one in plan.decisions}) == len(plan.decisions)
    for one in plan.decisions:
        assert one.point == "" or one.reasons or one.decision in {"keep", "wait", "hold", "return"}
