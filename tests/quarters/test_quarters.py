"""Whole runs against pages that people have read and found right."""

from pathlib import Path

import pytest

from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.plan import Plan
from asp_decide.report.board.board_appendix import board_appendix
from asp_decide.report.board.board_paper import board_paper
from asp_decide.report.formats.render import render
from asp_decide.report.stated_facts import StatedFacts
from asp_decide.runs.investing.plan_run import PlanOrder, make_plan, told_firm
from asp_decide.runs.opening.templates import Template
from asp_decide.runs.workspace import read_sources
from workspace_builders import AS_OF, a_workspace, opened

HERE = Path(__file__).parent
STORIES: tuple[Template, ...] = ("demo", "minimal")


@pytest.mark.slow
@pytest.mark.parametrize("story", STORIES)
def test_a_quarter_is_decided_as_it_was_signed(
    story: Template, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The production system decides, the witness agrees, and every page is as it was.

    The same pages hold on every Python that is supported: nothing in them names the interpreter.
    """
    folder = a_workspace(tmp_path / story, story)
    order = PlanOrder(as_of=AS_OF, engine="durable")
    plan = told_firm(make_plan(read_sources(opened(folder), AS_OF), order), worlds=10).plan
    snapshot = read_snapshot(folder, as_of=AS_OF).value
    assert snapshot is not None
    facts = StatedFacts.of(snapshot)
    charter = opened(folder).charter
    paper, appendix = (
        render(write(plan, charter=charter, recorded=None, facts=facts), format="md").decode()
        for write in (board_paper, board_appendix)
    )
    pages = {"plan.md": _page(plan), "board.md": paper, "board-appendix.md": appendix}

    expected = HERE / story / "expected"
    if request.config.getoption("--update-quarters"):
        expected.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (expected / name).write_text(text, encoding="utf-8")
    for name, text in pages.items():
        assert text == (expected / name).read_text(encoding="utf-8"), name


def _page(plan: Plan) -> str:
    """What is decided and with what capacity, a line each."""
    lines = [f"# {plan.run.id} as of {plan.run.as_of}", ""]
    told = plan.objective
    proven = f"bound {told.bound}, gap {told.gap}, {told.status}"
    lines += [
        f"loss {told.loss} {told.currency}, {proven}",
        "",
        "| initiative | name | decision | option | start | finish | because |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {d.initiative} | {d.name} | {d.decision} | {d.option or ''} | {d.start or ''} "
        f"| {d.finish or ''} | {'; '.join(reason.message for reason in d.reasons)} |"
        for d in plan.decisions
    ]
    lines += ["", "| value stream | interval | net | committed |", "|---|---|---|---|"]
    lines += [
        f"| {c.value_stream} | {c.interval} | {c.net} | {c.committed} |" for c in plan.capacity
    ]
    return "\n".join(lines) + "\n"
