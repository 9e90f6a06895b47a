"""What the newest plan shows of rules is told where they stand, and nothing where no plan is."""

from pathlib import Path

import pytest

from asp_decide.diagnostics import Diagnostic
from asp_decide.runs.authoring.lint_run import lint_run
from asp_decide.runs.investing.plan_run import PlanOrder, plan_run
from command_line import edit
from policy_builders import HEAD
from workspace_builders import AS_OF, a_workspace, opened

RULES = """\
rules:
  - id: LOOK-08
    title: What is held is asked about
    escalate: forgotten
    for_each: initiative
    where: {state: held}
    when: {remaining_duration: above 13 weeks}
    to: [{role: portfolio_board, within: 14 days}]
    owner: finance
    because: What is held is easily forgotten.
    message: "{initiative} is held"
  - id: LOOK-09
    title: Long work is asked about
    escalate: long_work
    for_each: initiative
    when: {remaining_duration: at least 12 weeks}
    to: [{role: portfolio_board, within: 14 days}]
    owner: finance
    because: Long work drifts.
    message: "{initiative} goes on for {remaining_duration}"
"""


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    folder = a_workspace(tmp_path / "mini")
    edit(folder, "asp.yaml", "currency: EUR", "currency: EUR\nroles: [data_officer]")
    (folder / "policies/portfolio/sample.yaml").write_text(HEAD + RULES, encoding="utf-8")
    order = PlanOrder(as_of=AS_OF, engine="reference", budget="quick")
    plan_run(opened(folder), order, output=None, progress=lambda _: None)
    return folder


def told(folder: Path, *codes: str) -> list[Diagnostic]:
    return [one for one in lint_run(folder, as_of=AS_OF).diagnostics if one.code in codes]


def test_a_rule_that_met_nobody_and_a_limit_on_a_common_value_are_told(planned: Path) -> None:
    nobody, edge = told(planned, "P110", "P119")

    assert (nobody.code, nobody.level, nobody.place.line) == ("P119", "warning", 9)
    assert nobody.message == "LOOK-08 had nobody to speak of in plan 2027Q1"
    assert (edge.code, edge.level, edge.place.line) == ("P110", "note", 19)
    assert edge.message == (
        "LOOK-09: remaining_duration is exactly 12 weeks for 3 of 9, and `at least 12 weeks` "
        "decides whether that counts"
    )
    assert edge.examples == ("INI-5, INI-6, INI-7",)
    assert edge.source == "  - id: LOOK-09"


def test_a_plan_of_other_policies_shows_nothing_of_these(planned: Path) -> None:
    edit(planned, "policies/portfolio/sample.yaml", "at least 12 weeks", "at least 11 weeks")

    assert told(planned, "P110", "P119") == []


def test_a_role_that_nobody_gave_anything_to_do_is_told_where_it_stands(planned: Path) -> None:
    (unused,) = told(planned, "P112")

    assert unused.message == "role `data_officer` holds no right, and no policy names it"
    assert (unused.place.file, unused.source) == ("asp.yaml", "roles: [data_officer]")

    edit(planned, "policies/portfolio/sample.yaml", "owner: finance", "owner: data_officer")

    assert told(planned, "P112") == []
