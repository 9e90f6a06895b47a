"""Verbs that propose what a value stream does next: what to pull, what to commit to."""

from pathlib import Path
from secrets import token_bytes
from typing import Annotated

from cyclopts import Parameter

from asp_decide.cli.options import AsOf, Format, NoColor, day
from asp_decide.cli.printed import Aside, Headline, Line, Rows, print_answer
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
    warned = f"{len(told.warnings)} warnings of facts and policies; `asp-decide lint` tells each"
    also = "What else the rules answer"
    return print_answer(
        told.as_json,
        Headline(told.headline),
        Aside(warned) if told.warnings else None,
        Rows("", told.columns, told.rows, if_any=True),
        Rows(also, told.answered_columns, told.answered_rows, if_any=True),
        Rows("Who is asked", told.asked_columns, told.asked_rows, if_any=True),
        Aside("nothing was moved: a team pulls, and writes the event; --by and --role record it"),
        style=style,
        no_color=no_color,
    )


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
    late = "What is done too late for those who plan with it"
    return print_answer(
        told.as_json,
        Headline(told.headline),
        *map(Line, told.lines),
        Rows("", told.columns, told.rows),
        Rows(late, told.conflict_columns, told.conflict_rows, if_any=True),
        Aside("nothing was committed: --by NAME --role ROLE records what a team decides"),
        style=style,
        no_color=no_color,
    )


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
    return print_answer(
        found.as_json,
        *map(Line, (*found.lines, "for the minutes:", *found.checkpoint.splitlines())),
        Aside(f"next: asp-decide verify {found.shown_bundle}"),
        style=style,
        no_color=no_color,
    )
