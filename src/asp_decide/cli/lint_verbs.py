"""The verb that checks a workspace: all problems at once, mended or watched where that is asked."""

import gc
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, assert_never

from cyclopts import Parameter

from asp_decide.cli.console import print_json, print_text, talk
from asp_decide.cli.options import AsOf, NoColor, day
from asp_decide.cli.terminal import columns_of
from asp_decide.errors import UsageError
from asp_decide.runs.authoring.fix_run import fix_run
from asp_decide.runs.authoring.lint_run import Linted, lint_run
from asp_decide.runs.authoring.watch_run import watch as watch_run
from asp_decide.runs.workspace import find_workspace

type LintFormat = Annotated[
    Literal["table", "json", "sarif", "github"],
    Parameter(name="--format", help="json and sarif for programs, github for pull requests."),
]


def lint(
    *,
    as_of: AsOf = None,
    fix: Annotated[
        bool, Parameter(negative="", help="First mend what has exactly one right answer.")
    ] = False,
    diff: Annotated[
        bool, Parameter(negative="", help="Show what --fix would change, and change nothing.")
    ] = False,
    watch: Annotated[
        bool, Parameter(negative="", help="Check again whenever a file is saved.")
    ] = False,
    style: LintFormat = "table",
    no_color: NoColor = False,
) -> int:
    """Find every problem in facts and policies at once.

    Example: asp-decide lint --as-of 2026-12-31
    """
    on = day(as_of)
    if watch:
        if fix or diff:
            raise UsageError("--watch only looks", mend="run `asp-decide lint --fix` beside it")
        return _watch(on, style=style, no_color=no_color)
    if fix or diff:
        fixed = fix_run(find_workspace(Path.cwd()), as_of=on, write=not diff)
        if diff:
            for line in fixed.diff():
                print_text(line, no_color=no_color)
            return 1 if fixed.done else 0
        for line in fixed.lines():
            talk(line)
    return _show(lint_run(Path.cwd(), as_of=on), style=style, no_color=no_color)


def _watch(on: date, *, style: LintFormat, no_color: bool) -> int:
    """Show what is wrong after each save, until somebody interrupts."""
    code = 0
    for linted in watch_run(Path.cwd(), as_of=on):
        code = _show(linted, style=style, no_color=no_color)
        sys.stdout.flush()
        talk("watching; Ctrl-C ends it")
        gc.freeze()  # what is remembered is of use: the collector need not go through it each time
    return code


def _show(checked: Linted, *, style: LintFormat, no_color: bool) -> int:
    match style:
        case "json":
            print_json(checked.as_json())
        case "sarif":
            print_json(checked.as_sarif())
        case "github":
            for line in checked.as_github():
                print_text(line, no_color=True)
        case "table":
            for text in checked.texts(columns=columns_of(sys.stdout)):
                print_text(text, no_color=no_color)
            print_text(checked.summary, no_color=no_color)
        case _:
            assert_never(style)
    return 1 if checked.errors else 0
