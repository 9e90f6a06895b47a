"""Verbs for whoever writes a policy: begin a rule."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from asp_decide.cli.console import print_text, talk
from asp_decide.cli.options import AsOf, NoColor, day
from asp_decide.runs.new_rule_run import new_rule
from asp_decide.runs.workspace import find_workspace


def new(
    kind: Annotated[str, Parameter(help="limit, guardrail, decide, require, derive, escalate ...")],
    *,
    rule: Annotated[
        str | None,
        Parameter(name="--id", help="Its id, such as STOP-02; the next free one unless said."),
    ] = None,
    layer: Annotated[
        Literal["portfolio", "delivery"], Parameter(help="The layer that it is of.")
    ] = "portfolio",
    as_of: AsOf = None,
    no_color: NoColor = False,
) -> int:
    """Begin a rule: a commented file, and cases that fail until both are filled in.

    Example: asp-decide policy new decide --id STOP-02
    """
    workspace = find_workspace(Path.cwd())
    begun = new_rule(workspace, kind, rule_id=rule, layer=layer, as_of=day(as_of))
    for path in (begun.policy, begun.tests):
        print_text(workspace.shown(path), no_color=no_color)
    talk("next: fill in what says `...`; `asp-decide lint` tells what belongs there")
    return 0
