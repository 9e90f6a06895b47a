"""Verbs about the program itself."""

from asp_decide.cli.console import print_json, print_rows
from asp_decide.cli.options import Format, NoColor
from asp_decide.runs.versions import versions


def version(*, style: Format = "table", no_color: NoColor = False) -> int:
    """Versions of program, engine and solver.

    Example: asp-decide version --format json
    """
    found = versions()
    if style == "json":
        print_json({"schema_version": "1", "versions": dict(found)})
    else:
        print_rows("", ("part", "version"), found.items(), style=style, no_color=no_color)
    return 0
