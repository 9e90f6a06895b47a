"""Verbs about a workspace as a whole: make one."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from asp_decide.cli.console import print_text, talk
from asp_decide.runs.opening.templates import Template, init_workspace


def init(
    folder: Annotated[Path, Parameter(help="A new or empty folder.")],
    *,
    template: Annotated[
        Template,
        Parameter(help="demo: a company; minimal: three tables; loop: two rounds; gmpp: real."),
    ] = "minimal",
) -> int:
    """Make a workspace from a template.

    Example: asp-decide init demo --template demo
    """
    written = init_workspace(folder, template=template)
    print_text(f"{folder}: {len(written)} files from the template `{template}`")
    if template == "gmpp":
        talk(f"next: asp-decide import csv FILE --map {folder}/mapping-2022.yaml --into {folder}")
    elif template == "loop":
        talk(f"next: sh {folder}/rounds.sh")
    elif template == "demo":
        # Its facts are those of one day; on any other day they are out of date, as they should be.
        talk(f"next: asp-decide -C {folder} plan --as-of 2026-12-31 -o plan.json")
    else:
        talk(f"next: asp-decide -C {folder} plan -o plan.json")
    return 0
