"""Verbs for whoever writes a policy: begin a rule."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from asp_decide.cli.console import print_text, talk
from asp_decide.cli.options import AsOf, NoColor, day
from asp_decide.runs.authoring.new_beside_run import BESIDE, new_exemption, new_overlay
from asp_decide.runs.authoring.new_rule_run import IN_A_FILE, new_rule, refuse_unknown_kind
from asp_decide.runs.workspace import find_workspace


def new(
    kind: Annotated[
        str,
        Parameter(
            help="limit, guardrail, decide, require, derive, escalate, table, parameter, measure, "
            "overlay or exemption."
        ),
    ],
    *,
    rule: Annotated[
        str | None,
        Parameter(
            name="--id",
            help="Its id, such as STOP-02, the next free one unless said; of an overlay the "
            "value stream.",
        ),
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
    refuse_unknown_kind(kind, (*IN_A_FILE, *BESIDE))
    workspace, today = find_workspace(Path.cwd()), day(as_of)
    match kind:
        case "overlay":
            written: tuple[Path, ...] = (new_overlay(workspace, rule, layer=layer, as_of=today),)
        case "exemption":
            written = (new_exemption(workspace, rule, as_of=today),)
        case _:
            begun = new_rule(workspace, kind, rule_id=rule, layer=layer, as_of=today)
            written = begun.policy, begun.tests
    for path in written:
        print_text(workspace.shown(path), no_color=no_color)
    talk("next: fill in what says `...`; `asp-decide lint` tells what belongs there")
    return 0
