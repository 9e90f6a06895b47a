"""The command: which verbs there are, and how an error becomes an exit code."""

import contextlib
import gc
import io
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Group, Parameter

from asp_decide.cli.misused import misused
from asp_decide.cli.terminal import columns_of, printable
from asp_decide.cli.verbs import FAMILIES, VERBS
from asp_decide.diagnostics import nearest
from asp_decide.errors import AspDecideError, InvalidInputError, UsageError

INTERRUPTED = 130
OUR_FAULT = 70

_OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""Facts, rules and rows are hundreds of thousands of objects that stay. Looking through them after
every few hundred new ones, as Python does, was a third of the time until the programme stands."""

_HELP = """Decisions for a portfolio: what to fund, start, redirect, stop; with reasons and a price.

Example: asp-decide init demo --template demo && asp-decide -C demo plan -o plan.json
"""

app = App(
    name="asp-decide",
    help=_HELP,
    help_format="plaintext",
    version_flags=[],
    help_flags=["--help", "-h"],
    # What goes wrong comes back to `run`, which says it in one form and knows the exit code.
    print_error=False,
    exit_on_error=False,
)
for _app in (app, app.meta):
    _app.suppress_keyboard_interrupt = False
app.meta.group_parameters = Group("Shared options", sort_key=0)

for _verb in VERBS:
    app.command(f"asp_decide.cli.{_verb.where}", name=_verb.name, help=_verb.help)
for _family in FAMILIES:
    _group = App(name=_family.name, help=_family.told, help_format="plaintext", version_flags=[])
    for _verb in _family.verbs:
        _group.command(f"asp_decide.cli.{_verb.where}", name=_verb.name, help=_verb.help)
    app.command(_group)


@app.meta.default
def _launch(
    *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
    workspace: Annotated[
        Path | None, Parameter(name=["-C"], help="Work in this folder, as if called there.")
    ] = None,
) -> int:
    if workspace is not None and not workspace.is_dir():
        raise UsageError(
            f"there is no folder `{workspace}`", mend="`asp-decide init DIR` makes one"
        )
    _refuse_unknown(tokens)
    with contextlib.chdir(workspace or Path()):
        return int(app(tokens, result_action="return_value") or 0)


def _refuse_unknown(tokens: Sequence[str]) -> None:
    """Name the nearest verb; finding that out any later would load them all."""
    known = {verb.name for verb in VERBS} | {family.name for family in FAMILIES}
    first = next(iter(tokens), "-")
    if not first.startswith("-") and first not in known:
        near = nearest(first, known)
        mend = f"did you mean `{near}`?" if near else "`asp-decide --help` lists the verbs"
        raise UsageError(f"there is no verb `{first}`", mend=mend)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; everything it says is printed.

    0 done, 1 the answer is no, 2 bad input or usage or a refusal, 3 infeasible, 4 gap worse than
    asked, 70 our own fault, 130 interrupted.
    """
    try:
        code = int(app.meta(arguments, result_action="return_value") or 0)
        # A reader that has gone is noticed here, and not when the interpreter ends.
        sys.stdout.flush()
    except AspDecideError as error:
        return _refused(error)
    except CycloptsError as error:
        return _refused(misused(error))
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; nothing was left half-written\n")
        return INTERRUPTED
    except BrokenPipeError:
        # Not an error, and nothing more can be said to whoever read our output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - whatever reaches this line is our own bug
        traceback.print_exception(error)
        sys.stderr.write("this is a fault of asp-decide, not of your input; nothing was decided\n")
        return OUR_FAULT
    return code


def _refused(error: AspDecideError) -> int:
    if isinstance(error, InvalidInputError):
        text = error.told(columns=columns_of(sys.stderr))
    else:
        text = str(error)
    sys.stderr.write(printable(text) + "\n")
    return error.exit_code


def main() -> None:
    """Entry point of `asp-decide` and `asp`."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A letter that the terminal does not know is no reason to lose what is said.
            stream.reconfigure(errors="replace")
    sys.exit(run())


if __name__ == "__main__":
    main()
