"""Verbs that propose what a value stream does next: what to pull, what to commit to."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from asp_decide.cli.console import print_headline, print_json, print_line, print_rows, talk
from asp_decide.cli.options import AsOf, Format, NoColor, day
from asp_decide.runs.commit_run import commit_run
from asp_decide.runs.pull_run import pull_run
from asp_decide.runs.workspace import find_workspace

type Stream = Annotated[
    str | None, Parameter(name="--stream", help="One value stream; all of them unless said.")
]


def pull(
    *,
    stream: Stream = None,
    as_of: AsOf = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """What to help finish, what may be pulled next, and what waits by which rule.

    Example: asp-decide flow pull --as-of 2026-12-31
    """
    told = pull_run(find_workspace(Path.cwd()), as_of=day(as_of), stream=stream)
    if style == "json":
        print_json(told.as_json())
        return 0
    print_headline(told.headline, style=style, no_color=no_color)
    if told.warnings:
        talk(f"{len(told.warnings)} warnings of facts and policies; `asp-decide lint` tells each")
    if rows := told.rows:
        print_rows("", told.columns, rows, style=style, no_color=no_color)
    if rows := told.answered_rows:
        title = "What else the rules answer"
        print_rows(title, told.answered_columns, rows, style=style, no_color=no_color)
    if rows := told.asked_rows:
        print_rows("Who is asked", told.asked_columns, rows, style=style, no_color=no_color)
    talk("nothing was moved: a team pulls, and writes the event")
    return 0


def commit(
    *,
    stream: Stream = None,
    as_of: AsOf = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """What to commit to next: the most value within demonstrated capacity.

    Example: asp-decide flow commit --as-of 2026-12-31
    """
    told = commit_run(find_workspace(Path.cwd()), as_of=day(as_of), stream=stream)
    if style == "json":
        print_json(told.as_json())
        return 0
    print_headline(told.headline, style=style, no_color=no_color)
    for line in told.lines:
        print_line(line, style=style, no_color=no_color)
    print_rows("", told.columns, told.rows, style=style, no_color=no_color)
    if rows := told.conflict_rows:
        title = "What is done too late for those who plan with it"
        print_rows(title, told.conflict_columns, rows, style=style, no_color=no_color)
    talk("nothing was committed: teams do that, and write `commitment` and `planned_interval`")
    return 0
