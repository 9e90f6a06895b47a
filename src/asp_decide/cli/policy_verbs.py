"""Verbs about policies: what is in force, and whether its cases pass."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from asp_decide.cli.console import print_json, print_rows, print_text
from asp_decide.cli.options import AsOf, Format, NoColor, day
from asp_decide.runs.policy_run import list_policies, test_policies
from asp_decide.runs.workspace import find_workspace


def list_rules(*, as_of: AsOf = None, style: Format = "table", no_color: NoColor = False) -> int:
    """The rules in force on a day, each as one line.

    Example: asp-decide policy list --as-of 2026-12-31
    """
    rules = list_policies(find_workspace(Path.cwd()), as_of=day(as_of))
    if style == "json":
        print_json({"schema_version": "1", "rules": [dict(rule) for rule in rules]})
        return 0
    columns = ("rule", "title", "enforce", "owner", "at")
    print_rows(
        "", columns, [[rule[c] for c in columns] for rule in rules], style=style, no_color=no_color
    )
    return 0


def test(
    path: Annotated[
        Path | None,
        Parameter(help="A tests file or a folder; the workspace's policies unless said."),
    ] = None,
    *,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """Run the cases that stand beside the policies, with both evaluators.

    Example: asp-decide policy test
    """
    tested = test_policies(Path.cwd(), path=path)
    if style == "json":
        print_json(tested.as_json())
    else:
        for line in tested.lines():
            print_text(line, no_color=no_color)
    return 0 if tested.passed else 1
