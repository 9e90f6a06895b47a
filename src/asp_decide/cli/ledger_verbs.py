"""Verbs about the ledger: what was recorded, and its anchor for the minutes."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from asp_decide.cli.console import print_exact, print_json, print_rows, print_text, talk
from asp_decide.cli.options import Format, NoColor
from asp_decide.errors import UsageError
from asp_decide.runs.auditing.export_run import export_run
from asp_decide.runs.auditing.extract_run import extract_run
from asp_decide.runs.auditing.keys_run import make_key
from asp_decide.runs.auditing.ledger_run import ledger_checkpoint, recorded_runs, upgrade_ledger
from asp_decide.runs.auditing.prove_run import prove_run
from asp_decide.runs.workspace import find_workspace

type WhichLog = Annotated[
    Literal["portfolio", "delivery"] | None,
    Parameter(
        name="--layer", help="Whose log: what teams decide stands in that of the delivery layer."
    ),
]


def list_runs(*, style: Format = "table", no_color: NoColor = False) -> int:
    """The recorded runs of both layers, oldest first.

    Example: asp-decide ledger list
    """
    runs = recorded_runs(find_workspace(Path.cwd()))
    if style == "json":
        print_json({"schema_version": "1", "runs": [dict(run) for run in runs]})
        return 0
    columns = ("layer", "run", "first", "records", "root")
    print_rows(
        "", columns, [[run[c] for c in columns] for run in runs], style=style, no_color=no_color
    )
    return 0


def checkpoint(
    *,
    layer: WhichLog = None,
    sign: Annotated[
        Path | None,
        Parameter(env_var="ASP_DECIDE_KEY", help="Sign it with the secret key in this file."),
    ] = None,
    style: Format = "table",
) -> int:
    """Size and root of a log, that of the portfolio unless said, as three lines for the minutes.

    Example: asp-decide ledger checkpoint
    """
    workspace = find_workspace(Path.cwd())
    text = ledger_checkpoint(workspace, sign, layer=layer or "portfolio")
    if style == "json":
        origin, size, root = text.splitlines()[:3]
        told = {"schema_version": "1", "origin": origin, "size": int(size), "root": root}
        print_json({**told, "note": text})
    else:
        print_exact(text.rstrip("\n"))
    return 0


def export(
    run: Annotated[str, Parameter(help="A recorded run, such as 2027Q1 or 2027Q1-commit.")],
    *,
    reader: Annotated[
        str | None,
        Parameter(
            name="--for", help="stream:ID: a folder of what its owner may see, each record proven."
        ),
    ] = None,
    at: Annotated[
        int | None,
        Parameter(help="With --for: records of the checkpoint to prove up to; the newest's."),
    ] = None,
    without_names: Annotated[
        bool,
        Parameter(
            negative="", show_default=False, help="Those who decided stay masked in the records."
        ),
    ] = False,
    output: Annotated[
        Path | None,
        Parameter(
            name=["-o", "--output"],
            help="A folder, or FILE.zip; under runs/ or proofs/ unless said.",
        ),
    ] = None,
    no_color: NoColor = False,
) -> int:
    """Write the bundle of a recorded run again: everything that verify needs, as folder or zip.

    Example: asp-decide ledger export 2027Q1 -o 2027Q1.zip
    """
    workspace = find_workspace(Path.cwd())
    if reader is not None and without_names:
        raise UsageError("the folder of one reader never has names; leave --without-names out")
    if reader is not None:
        path = extract_run(workspace, run, reader, size=at, place=output)
    elif at is not None:
        raise UsageError(
            "--at says up to where the records of one reader are proven; a bundle proves itself"
        )
    else:
        path = export_run(workspace, run, output, names=not without_names)
    shown = workspace.shown(path)
    print_text(shown, no_color=no_color)
    talk(f"next: asp-decide verify {shown}")
    return 0


def key(
    name: Annotated[str, Parameter(help="Whose key it is, such as portfolio-office.")],
    *,
    output: Annotated[
        Path, Parameter(name=["-o", "--output"], help="A new file outside of every workspace.")
    ],
) -> int:
    """Make a key that signs checkpoints, and print what checks its signatures.

    Example: asp-decide ledger key portfolio-office -o ~/portfolio-office.key
    """
    print_exact(make_key(name, output))
    talk(f"next: asp-decide ledger checkpoint --sign {output}; give the line above to who verifies")
    return 0


def prove(
    what: Annotated[
        str, Parameter(help="A record, as 2027Q1:17 (run and n); or two checkpoints, as 50..98.")
    ],
    *,
    layer: WhichLog = None,
    at: Annotated[
        int | None,
        Parameter(help="Records of the checkpoint up to which a record is proven; the newest's."),
    ] = None,
    output: Annotated[
        Path | None,
        Parameter(name=["-o", "--output"], help="Where to; under proofs/ unless said."),
    ] = None,
    no_color: NoColor = False,
) -> int:
    """Prove that a record is in the log, or that one checkpoint begins another: a file to verify.

    Example: asp-decide ledger prove 2027Q1:17
    """
    shown = prove_run(find_workspace(Path.cwd()), what, layer=layer, size=at, output=output)
    print_text(shown, no_color=no_color)
    talk(f"next: asp-decide verify {shown} --checkpoint FILE")
    return 0


def upgrade(*, no_color: NoColor = False) -> int:
    """Bring the tables of both logs to the form of this version.

    Example: asp-decide ledger upgrade
    """
    for line in upgrade_ledger(find_workspace(Path.cwd())):
        print_text(line, no_color=no_color)
    return 0
