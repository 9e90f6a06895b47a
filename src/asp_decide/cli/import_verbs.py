"""Verbs that bring facts from other files."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from asp_decide.cli.console import print_json, print_rows, print_text, talk
from asp_decide.cli.options import Format, NoColor
from asp_decide.runs.opening.import_run import import_run, target


def csv(
    file: Annotated[Path, Parameter(help="The file of others, as it came.")],
    *,
    mapping: Annotated[
        Path, Parameter(name=["--map"], help="How its columns become our facts (YAML).")
    ],
    into: Annotated[
        Path | None, Parameter(help="The workspace; the one around this folder unless said.")
    ] = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """Facts from a CSV file, by a mapping.

    Example: asp-decide import csv FILE --map mapping.yaml --into DIR
    """
    done = import_run(file, mapping=mapping, into=target(into, start=Path.cwd()))
    for line in done.rejected:
        talk(line)
    talk(f"{len(done.rejected)} cells rejected; what they would say is unknown")
    if style == "json":
        print_json(done.as_json())
    else:
        print_rows("", done.columns, done.counts, style=style, no_color=no_color)
        told = f"{done.initiatives} initiatives; written: {', '.join(done.written)}"
        print_text(told, no_color=no_color)
    talk(f"next: asp-decide {f'-C {into} ' if into else ''}lint, then plan")
    return 0
