"""Verbs about a workspace as a whole: make one, check one, say what runs here."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from asp_decide.cli.console import print_json, print_text, talk
from asp_decide.cli.options import AsOf, Format, NoColor, day
from asp_decide.runs.lint_run import lint_run
from asp_decide.runs.templates import Template, init_workspace


def init(
    folder: Annotated[Path, Parameter(help="A new or empty folder.")],
    *,
    template: Annotated[
        Template,
        Parameter(help="demo: a company; minimal: three tables; gmpp: real, by import."),
    ] = "minimal",
) -> int:
    """Make a workspace from a template.

    Example: asp-decide init demo --template demo
    """
    written = init_workspace(folder, template=template)
    print_text(f"{folder}: {len(written)} files from the template `{template}`")
    if template == "gmpp":
        talk(f"next: asp-decide import csv FILE --map {folder}/mapping-2022.yaml --into {folder}")
    else:
        talk(f"next: asp-decide -C {folder} plan -o plan.json")
    return 0


def lint(*, as_of: AsOf = None, style: Format = "table", no_color: NoColor = False) -> int:
    """Find every problem in facts and policies at once.

    Example: asp-decide lint --as-of 2026-12-31
    """
    checked = lint_run(Path.cwd(), as_of=day(as_of))
    if style == "json":
        print_json(checked.as_json())
    else:
        for diagnostic in checked.diagnostics:
            print_text(str(diagnostic), no_color=no_color)
        print_text(checked.summary, no_color=no_color)
    return 1 if checked.errors else 0
