"""The command: which verbs there are, and how an error becomes an exit code."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import App, Group, Parameter

from asp_decide.errors import AspDecideError, UsageError

INTERRUPTED = 130
OUR_FAULT = 70

_HELP = """Decisions for a portfolio: what to fund, start, redirect, stop - with reasons and a price.

Example: asp-decide init demo --template demo && asp-decide -C demo plan -o plan.json
"""

app = App(
    name="asp-decide",
    help=_HELP,
    help_format="plaintext",
    version_flags=[],
    help_flags=["--help", "-h"],
)
app.meta.group_parameters = Group("Shared options", sort_key=0)

_VERBS: tuple[tuple[str, str, str], ...] = (
    ("init", "workspace_verbs:init", "Make a workspace from a template."),
    ("lint", "workspace_verbs:lint", "Find every problem in facts and policies at once."),
    ("version", "workspace_verbs:version", "Versions of program, engine and solver."),
    ("plan", "plan_verbs:plan", "Recommend: write a plan with reasons and a proven gap."),
    ("show", "plan_verbs:show", "A plan as a page."),
    ("explain", "plan_verbs:explain", "Why, and why not: one initiative or one rule of a plan."),
    ("apply", "decision_verbs:apply", "Record a person's decision on a plan."),
    ("report", "decision_verbs:report", "Write a report for people."),
    ("verify", "decision_verbs:verify", "Decide a recorded run again, offline."),
)
_GROUPS: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "import",
        "Bring facts from other files.",
        (("csv", "import_verbs:csv", "Facts from a CSV file, by a mapping."),),
    ),
    (
        "policy",
        "Look at policies and try them.",
        (
            ("list", "policy_verbs:list_rules", "The rules in force on a day."),
            ("test", "policy_verbs:test", "Run the cases beside the policies."),
        ),
    ),
    (
        "ledger",
        "Look at what was recorded.",
        (
            ("list", "ledger_verbs:list_runs", "The recorded runs."),
            ("checkpoint", "ledger_verbs:checkpoint", "Size and root, for the minutes."),
        ),
    ),
)

for _name, _where, _help in _VERBS:
    app.command(f"asp_decide.cli.{_where}", name=_name, help=_help)
for _name, _help, _parts in _GROUPS:
    _group = App(name=_name, help=_help, help_format="plaintext", version_flags=[])
    for _part, _where, _told in _parts:
        _group.command(f"asp_decide.cli.{_where}", name=_part, help=_told)
    app.command(_group)


@app.meta.default
def _launch(
    *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
    workspace: Annotated[
        Path | None, Parameter(name=["-C"], help="Work in this folder, as if called there.")
    ] = None,
) -> int:
    if workspace is not None:
        if not workspace.is_dir():
            raise UsageError(
                f"there is no folder `{workspace}`", mend="`asp-decide init DIR` makes one"
            )
        os.chdir(workspace)
    return int(app(tokens, result_action="return_value") or 0)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; everything it says is printed.

    0 done, 1 the answer is no, 2 bad input or usage or a refusal, 3 infeasible, 4 gap worse than
    asked, 70 our own fault, 130 interrupted.
    """
    try:
        return int(app.meta(arguments, result_action="return_value") or 0)
    except AspDecideError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; nothing was left half-written\n")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone: not an error, and nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - whatever reaches this line is our own bug
        import traceback  # noqa: PLC0415 - only the way out needs it

        traceback.print_exception(error)
        sys.stderr.write("this is a fault of asp-decide, not of your input; nothing was decided\n")
        return OUR_FAULT


def main() -> None:
    """Entry point of `asp-decide` and `asp`."""
    sys.exit(run())


if __name__ == "__main__":
    main()
