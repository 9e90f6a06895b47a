"""Verbs about a workspace as a whole: make one, check one, say what runs here."""

from pathlib import Path
from typing import Annotated, Literal, assert_never

from cyclopts import Parameter

from asp_decide.cli.console import print_json, print_text, talk
from asp_decide.cli.options import AsOf, NoColor, day
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


type LintFormat = Annotated[
    Literal["table", "json", "sarif", "github"],
    Parameter(name="--format", help="json and sarif for programs, github for pull requests."),
]


def lint(*, as_of: AsOf = None, style: LintFormat = "table", no_color: NoColor = False) -> int:
    """Find every problem in facts and policies at once.

    Example: asp-decide lint --as-of 2026-12-31
    """
    checked = lint_run(Path.cwd(), as_of=day(as_of))
    match style:
        case "json":
            print_json(checked.as_json())
        case "sarif":
            print_json(checked.as_sarif())
        case "github":
            for line in checked.as_github():
                print_text(line, no_color=True)
        case "table":
            for text in checked.texts():
                print_text(text, no_color=no_color)
            print_text(checked.summary, no_color=no_color)
        case _:
            assert_never(style)
    return 1 if checked.errors else 0
