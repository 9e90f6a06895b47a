"""Verbs that propose what a value stream does next: what to pull, what to commit to."""

from pathlib import Path
from secrets import token_bytes
from typing import Annotated

from cyclopts import Parameter

from asp_decide.cli.console import print_headline, print_json, print_line, print_rows, talk
from asp_decide.cli.options import AsOf, Format, NoColor, day
from asp_decide.errors import UsageError
from asp_decide.model.masked import SALT_BYTES
from asp_decide.runs.delivering.commit_run import commit_run
from asp_decide.runs.delivering.pull_run import pull_run
from asp_decide.runs.delivering.record_delivery_run import DeliveryOrder, record_delivery
from asp_decide.runs.workspace import find_workspace

type Stream = Annotated[
    str | None, Parameter(name="--stream", help="One value stream; all of them unless said.")
]


type By = Annotated[
    str | None,
    Parameter(show_default=False, help="Who decides: puts it on record, in the role of --role."),
]
type Role = Annotated[str | None, Parameter(show_default=False, help="In which role.")]
type Instead = Annotated[
    list[str] | None,
    Parameter(
        show_default=False,
        negative="",
        help="Another answer than the proposed one, ID=ANSWER, as often as needed.",
    ),
]
type Reason = Annotated[
    str | None, Parameter(show_default=False, help="Why it is decided otherwise.")
]


def pull(
    *,
    stream: Stream = None,
    by: By = None,
    role: Role = None,
    instead: Instead = None,
    reason: Reason = None,
    as_of: AsOf = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """What to help finish, what may be pulled next, and what waits by which rule.

    Example: asp-decide flow pull --as-of 2026-12-31
    """
    if _decides(by, role, instead, reason):
        order = DeliveryOrder(
            "pull", by or "", role or "", day(as_of), stream, _answers(instead), reason or ""
        )
        return _record(order, style=style, no_color=no_color)
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
    talk("nothing was moved: a team pulls, and writes the event; --by and --role record it")
    return 0


def commit(
    *,
    stream: Stream = None,
    by: By = None,
    role: Role = None,
    instead: Instead = None,
    reason: Reason = None,
    as_of: AsOf = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """What to commit to next: the most value within demonstrated capacity.

    Example: asp-decide flow commit --as-of 2026-12-31
    """
    if _decides(by, role, instead, reason):
        order = DeliveryOrder(
            "commit", by or "", role or "", day(as_of), stream, _answers(instead), reason or ""
        )
        return _record(order, style=style, no_color=no_color)
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
    talk("nothing was committed: --by NAME --role ROLE records what a team decides")
    return 0


def _decides(by: str | None, role: str | None, *more: object) -> bool:
    """Whether somebody decides. Raises UsageError where it is not said who, or in which role."""
    if by is None and role is None and not any(more):
        return False
    if by is None or role is None:
        raise UsageError("who decides says so", mend="add --by NAME --role ROLE")
    return True


def _answers(instead: list[str] | None) -> tuple[tuple[str, str], ...]:
    pairs = [one.partition("=") for one in instead or ()]
    for id_, equals, answer in pairs:
        if not (id_ and equals and answer):
            raise UsageError(f"`{id_}{equals}{answer}` is no answer", mend="write ID=ANSWER")
    return tuple((id_, answer) for id_, _, answer in pairs)


def _record(order: DeliveryOrder, *, style: Format, no_color: bool) -> int:
    found = record_delivery(find_workspace(Path.cwd()), order, secret=token_bytes(SALT_BYTES))
    if style == "json":
        print_json(found.as_json())
        return 0
    for line in found.lines:
        print_line(line, style=style, no_color=no_color)
    print_line("for the minutes:", style=style, no_color=no_color)
    for line in found.checkpoint.splitlines():
        print_line(line, style=style, no_color=no_color)
    talk(f"next: asp-decide verify {found.shown_bundle}")
    return 0
