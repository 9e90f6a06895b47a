"""The verb about capacity: what each value stream can do, and how that is known."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from asp_decide.cli.options import AsOf, Format, NoColor, day
from asp_decide.cli.printed import Aside, Headline, Line, Rows, print_answer
from asp_decide.runs.delivering.capacity_run import capacity_run
from asp_decide.runs.workspace import find_workspace


def capacity(
    *,
    stream: Annotated[
        str | None,
        Parameter(show_default=False, help="One value stream, in every interval that is planned."),
    ] = None,
    as_of: AsOf = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """What each stream can do: gross to net, and what finished features demonstrate.

    Example: asp-decide flow capacity --stream payments --as-of 2026-12-31
    """
    told = capacity_run(find_workspace(Path.cwd()), as_of=day(as_of), stream=stream)
    warned = f"{len(told.warnings)} warnings of facts; `asp-decide lint` tells each"
    return print_answer(
        told.as_json,
        Headline(told.headline),
        Aside(warned) if told.warnings else None,
        Rows("", told.columns, told.rows),
        *map(Line, told.lines),
        style=style,
        no_color=no_color,
    )
