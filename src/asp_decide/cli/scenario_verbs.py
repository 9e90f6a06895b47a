"""Verbs that ask what would be otherwise."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from asp_decide.cli.console import Progress, print_json, print_sections
from asp_decide.cli.options import AsOf, Format, NoColor, day
from asp_decide.runs.backtest_run import BacktestOrder, backtest_run
from asp_decide.runs.workspace import find_workspace


def backtest(
    policies: Annotated[Path, Parameter(help="The folder of the policies to try.")],
    *,
    runs: Annotated[
        Path | None, Parameter(help="Folder of recorded runs; the workspace's own unless said.")
    ] = None,
    as_of: AsOf = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """Decide recorded quarters again under other policies, beside the value seen since.

    Example: asp-decide backtest policies --runs runs
    """
    workspace = find_workspace(Path.cwd())
    order = BacktestOrder(policies=policies, runs=runs or workspace.runs, as_of=day(as_of))
    with Progress("backtest") as progress:
        page = backtest_run(workspace, order, progress=progress)
    if style == "json":
        print_json(page.as_json())
    else:
        print_sections(page.sections, style=style, no_color=no_color)
    return 0
