"""Limits held to the facts of a workspace: what can never bind, and what no plan can keep."""

from pathlib import Path

import pytest

from asp_decide.diagnostics import Diagnostic
from asp_decide.errors import NoFeasiblePlanError
from asp_decide.runs.authoring.lint_run import lint_run
from policy_builders import HEAD
from workspace_builders import AS_OF, a_workspace, planned, rewrite

SHARE = (
    'measures:\n  bold: {share_of: capacity, where: {horizon: H3}, basis: available, unit: "%"}\n'
)
RULE = """\
rules:
  - id: GRD-09
    title: A bound
    guardrail: bold
    per: portfolio
    {bound}
    enforce: {enforce}
    owner: portfolio_manager
    because: It has been made for this test.
    message: "{{bold}}"
"""


def with_bound(folder: Path, bound: str, *, enforce: str = "mandatory") -> Path:
    a_workspace(folder)
    text = HEAD + SHARE + RULE.format(bound=bound, enforce=enforce)
    (folder / "policies/portfolio/sample.yaml").write_text(text, encoding="utf-8")
    return folder


def told(folder: Path) -> list[Diagnostic]:
    found = lint_run(folder, as_of=AS_OF).diagnostics
    return [one for one in found if one.place.file.endswith("sample.yaml")]


def test_a_floor_of_work_that_nobody_has_proposed_cannot_be_kept(tmp_path: Path) -> None:
    folder = with_bound(tmp_path / "ours", "at_least: 5 %")

    (clash,) = told(folder)

    assert (clash.code, clash.level) == ("P116", "warning")
    assert clash.message == (
        "GRD-09 cannot be kept as things stand, whatever is chosen: GRD-09 portfolio"
    )
    with pytest.raises(NoFeasiblePlanError):
        planned(folder)


def test_a_floor_of_work_that_there_is_can_be_kept(tmp_path: Path) -> None:
    folder = with_bound(tmp_path / "ours", "at_least: 5 %")
    rewrite(folder, "initiatives", lambda rows: [{**row, "horizon": "H3"} for row in rows])

    assert told(folder) == []


def test_a_floor_and_a_ceiling_that_leave_no_room_contradict_each_other(tmp_path: Path) -> None:
    folder = with_bound(tmp_path / "ours", "at_least: 5 %")
    file = folder / "policies/portfolio/sample.yaml"
    ceiling = RULE.format(bound="at_most: 1 %", enforce="mandatory").replace("rules:\n", "")
    ceiling = ceiling.replace("GRD-09", "GRD-10").replace("guardrail: bold", "guardrail: used")
    used = '  used: {share_of: capacity, basis: available, unit: "%"}\n'
    text = file.read_text(encoding="utf-8").replace("rules:\n", used + "rules:\n")
    file.write_text(text + ceiling.replace("{bold}", "{used}"), encoding="utf-8")
    new = {"horizon": "H3", "state": "investment_framing"}
    rewrite(folder, "initiatives", lambda rows: [{**row, **new} for row in rows])

    (clash,) = (one for one in told(folder) if one.code == "P116")

    assert clash.level == "error"
    assert clash.message.startswith("GRD-09 and GRD-10 cannot hold together, whatever is chosen: ")


def test_a_ceiling_over_all_that_there_is_never_binds(tmp_path: Path) -> None:
    folder = with_bound(tmp_path / "ours", "at_most: 100 %")
    rewrite(folder, "initiatives", lambda rows: [{**row, "horizon": "H3"} for row in rows])

    (idle,) = told(folder)

    assert (idle.code, idle.level) == ("P107", "warning")
    assert idle.message.startswith("GRD-09 can never bind here: bold of portfolio comes to ")
    assert idle.message.endswith(" and the limit is 100 %")


def test_advice_binds_no_plan_and_nothing_is_said_of_it(tmp_path: Path) -> None:
    assert told(with_bound(tmp_path / "ours", "at_least: 5 %", enforce="advisory")) == []
