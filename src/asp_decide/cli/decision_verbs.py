"""Verbs about decisions: record one, tell it, check it."""

from pathlib import Path
from secrets import token_bytes
from typing import Annotated, Literal

from cyclopts import Parameter

from asp_decide.cli.console import print_json, print_rows, print_text, talk
from asp_decide.cli.options import Format, NoColor, a_date, day
from asp_decide.cli.printed import Text, print_answer
from asp_decide.errors import UsageError
from asp_decide.model.masked import SALT_BYTES
from asp_decide.runs.auditing.report_run import ReportOrder, report_run
from asp_decide.runs.auditing.verify_ledger_run import verify_ledger_run
from asp_decide.runs.auditing.verify_place import Verified, verify_place
from asp_decide.runs.investing.apply_run import apply_run
from asp_decide.runs.learning.record_outcome_run import (
    Judgement,
    Method,
    OutcomeOrder,
    record_outcome_run,
)
from asp_decide.runs.person_act import Act
from asp_decide.runs.workspace import find_workspace

_Words = Parameter(negative="", show_default=False)

type Checkpoints = Annotated[
    tuple[str, ...], _Words, Parameter(help="A checkpoint from the minutes: a file, or SIZE:ROOT.")
]
type Keys = Annotated[
    tuple[str, ...],
    _Words,
    Parameter(help="Who must have signed the checkpoints: a file with a public key, or the key."),
]
type Departures = Annotated[
    tuple[str, ...],
    _Words,
    Parameter(help="ID=DECISION, or ID=DECISION/OPTION: decide this otherwise; repeatable."),
]
type Reasons = Annotated[
    tuple[str, ...], _Words, Parameter(help="Why; one for all, or one an override.")
]
type Evidence = Annotated[tuple[str, ...], _Words, Parameter(help="What supports an override.")]
type Confirm = Annotated[bool, _Words, Parameter(help="Confirm a run that changes very much.")]


def apply(
    plan: Annotated[Path, Parameter(help="The plan.json that was approved.")],
    *,
    by: Annotated[str, Parameter(help="Who decides.")],
    role: Annotated[str, Parameter(help="In which role.")],
    on: Annotated[str | None, Parameter(help="The day of the decision; today unless said.")] = None,
    override: Departures = (),
    reason: Reasons = (),
    until: Annotated[str | None, Parameter(help="Last day of the overrides.")] = None,
    evidence: Evidence = (),
    recovery_plan: Annotated[str | None, Parameter(help="How the rule is met again.")] = None,
    second_approver: Annotated[str | None, Parameter(help="Another person who agrees.")] = None,
    confirm: Confirm = False,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """Record a person's decision on a plan: the plan as it is, or with overrides.

    Example: asp-decide apply plan.json --by "A. Person" --role portfolio_board
    """
    act = Act(
        person=by,
        role=role,
        on=day(on),
        overrides=tuple(_override(text) for text in override),
        reasons=reason,
        until=None if until is None else a_date(until, "--until"),
        evidence=evidence,
        recovery_plan=recovery_plan,
        second_approver=second_approver,
        confirm=confirm,
    )
    applied = apply_run(find_workspace(Path.cwd()), plan, act, secret=token_bytes(SALT_BYTES))
    if style == "json":
        print_json(applied.as_json())
        return 0
    print_text(applied.summary, no_color=no_color)
    if applied.prices:
        print_rows(
            "Overrides",
            ("initiative", "decision", "instead of", "against", "price", "until"),
            applied.prices,
            style=style,
            no_color=no_color,
        )
    for sentence in applied.flagged:
        print_text(f"flagged: {sentence}", no_color=no_color)
    print_text("checkpoint for the minutes:\n" + applied.checkpoint, no_color=no_color)
    talk(f"next: asp-decide report --for board; asp-decide verify {applied.shown_bundle}")
    return 0


def record_outcome(
    initiative: Annotated[str, Parameter(help="Whose hypothesis was judged.")],
    *,
    verdict: Annotated[Judgement, Parameter(help="What became of it.")],
    method: Annotated[Method, Parameter(help="How what came was put down to it.")],
    by: Annotated[str, Parameter(help="Who judged; neither its lead nor its sponsor.")],
    role: Annotated[str, Parameter(help="In which role.")],
    on: Annotated[str | None, Parameter(help="The day of the verdict; today unless said.")] = None,
    interval: Annotated[
        str | None, Parameter(help="At whose end it was to be judged, if no fact says it.")
    ] = None,
    realised: Annotated[
        str | None, Parameter(help="The money that came in that interval, if it was measured.")
    ] = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """Enter the verdict on a hypothesis among the facts; the next applied plan records it.

    Example: asp-decide record-outcome INI-51 --verdict refuted --method before_after
    --by "A. Person" --role portfolio_manager
    """
    order = OutcomeOrder(
        initiative,
        verdict=verdict,
        method=method,
        person=by,
        role=role,
        on=day(on),
        interval=interval,
        realised=realised,
    )
    entered = record_outcome_run(find_workspace(Path.cwd()), order)
    return print_answer(entered.as_json, Text(entered.summary), style=style, no_color=no_color)


def report(
    *,
    audience: Annotated[
        str,
        Parameter(
            name="--for", help="Who reads it: board, board-appendix, finance, audit or stream:ID."
        ),
    ] = "board",
    style: Annotated[
        Literal["html", "md", "pdf", "xlsx"],
        Parameter(name="--format", help="File format; xlsx is finance's workbook."),
    ] = "html",
    paper: Annotated[Literal["a4", "letter"], Parameter(help="The paper of a PDF.")] = "a4",
    run: Annotated[
        str | None, Parameter(help="A recorded run; the newest one unless said.")
    ] = None,
    plan: Annotated[
        Path | None, Parameter(help="A plan that is not applied yet, for the meeting before.")
    ] = None,
    compare: Annotated[
        str | None,
        Parameter(help="Tell board or finance what changed since a run or plan file."),
    ] = None,
    output: Annotated[
        Path | None,
        Parameter(name=["-o", "--output"], help="Where to; under reports/ unless said."),
    ] = None,
) -> int:
    """Write a report for people: one self-contained file.

    Example: asp-decide report --for board
    """
    order = ReportOrder(
        audience, style, run=run, plan=plan, output=output, compare=compare, paper=paper
    )
    print_text(report_run(find_workspace(Path.cwd()), order))
    return 0


def verify(
    bundle: Annotated[
        Path | None,
        Parameter(help="A recorded run, such as runs/2027Q1 or a zip of it; or a proof."),
    ] = None,
    *,
    every: Annotated[
        bool,
        Parameter(
            name="--all",
            negative="",
            show_default=False,
            help="Both logs of this workspace whole, and every run in them.",
        ),
    ] = False,
    checkpoint: Checkpoints = (),
    key: Keys = (),
    resolve: Annotated[
        bool,
        Parameter(negative="", show_default=False, help="Solve again, with the work of the run."),
    ] = False,
    openings: Annotated[
        Path | None, Parameter(help="A file that opens masked names and prices: openings.json.")
    ] = None,
    strict: Annotated[
        bool, Parameter(negative="", show_default=False, help="Take NOT CHECKED as a failure too.")
    ] = False,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """Decide a recorded run again, offline: a line a check, PASS, FAIL or NOT CHECKED.

    Example: asp-decide verify runs/2027Q1
    """
    verification = _verified(
        bundle, checkpoint, key, every=every, resolve=resolve, openings=openings
    )
    if style == "json":
        print_json(verification.as_json())
    else:
        for line in verification.lines():
            print_text(line, no_color=no_color)
    return 0 if verification.passed(strict=strict) else 1


def _verified(
    bundle: Path | None,
    checkpoints: tuple[str, ...],
    keys: tuple[str, ...],
    *,
    every: bool,
    resolve: bool,
    openings: Path | None,
) -> Verified:
    if every and bundle is not None:
        raise UsageError("say a bundle or --all, not both")
    if every and openings is not None:
        raise UsageError("--openings opens a bundle or an extract; the ledger has its own")
    if every:
        workspace = find_workspace(Path.cwd())
        return verify_ledger_run(workspace, checkpoints=checkpoints, keys=keys, resolve=resolve)
    if bundle is None:
        raise UsageError(
            "say which bundle", mend="asp-decide verify runs/RUN; --all checks a whole ledger"
        )
    return verify_place(
        bundle, checkpoints=checkpoints, keys=keys, resolve=resolve, openings=openings
    )


def _override(text: str) -> tuple[str, str]:
    initiative, sign, decision = text.partition("=")
    if not sign or not initiative or not decision:
        raise UsageError(f"`{text}` is no override", mend="write --override INI-21=fund")
    return initiative.strip(), decision.strip()
