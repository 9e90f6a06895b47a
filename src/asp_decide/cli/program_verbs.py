"""Verbs about the program itself."""

from asp_decide.cli.options import Format, NoColor
from asp_decide.cli.printed import Rows, print_answer
from asp_decide.runs.versions import versions


def version(*, style: Format = "table", no_color: NoColor = False) -> int:
    """Versions of program, engine and solver.

    Example: asp-decide version --format json
    """
    found = versions()
    return print_answer(
        lambda: {"schema_version": "1", "versions": dict(found)},
        Rows("", ("part", "version"), found.items()),
        style=style,
        no_color=no_color,
    )
