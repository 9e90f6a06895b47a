"""Options that several verbs share, and how their texts become values."""

from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from asp_decide.errors import UsageError
from asp_decide.runs.which_plan import Asked

type Format = Annotated[
    Literal["table", "json", "md"],
    Parameter(name="--format", help="How the result is written to stdout."),
]
type AsOf = Annotated[
    str | None, Parameter(name="--as-of", help="The day of the run, YYYY-MM-DD; today unless said.")
]
type NoColor = Annotated[
    bool,
    Parameter(
        name="--no-color", negative="", show_default=False, help="Plain text also on a terminal."
    ),
]
type Workers = Annotated[
    int, Parameter(name="--workers", help="Processes of this machine that share the work.")
]
type WhichPlan = Annotated[
    Path | None,
    Parameter(name="--plan", help="Which plan; the newest draft of the workspace unless said."),
]
type PlanOfDay = Annotated[
    str | None,
    Parameter(name="--as-of", help="Plan the facts of this day, YYYY-MM-DD, and ask about that."),
]
type Cluster = Annotated[
    str,
    Parameter(
        name="--cluster",
        show_default=False,
        help="Address of a Dask scheduler that shares it out instead.",
    ),
]


def day(text: str | None) -> date:
    """The day that was asked for; the only place where the program reads the clock."""
    return date.today() if text is None else a_date(text, "--as-of")  # noqa: DTZ011 - a local day


def asked(plan: Path | None, as_of: str | None) -> Asked:
    """Which plan is asked about. Raises UsageError where both a plan and a day are said."""
    if plan is not None and as_of is not None:
        raise UsageError(
            "--plan and --as-of name two plans", mend="a plan has its own day: say one of them"
        )
    return Asked(plan, None if as_of is None else a_date(as_of, "--as-of"))


def a_date(text: str, flag: str) -> date:
    """A day written as YYYY-MM-DD; anything else is a UsageError that names the flag."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"`{text}` of {flag} is no day", mend=f"write it as {flag} 2026-12-31"
        ) from None


def share(text: str, option: str) -> Decimal:
    """A share between 0 and 1 that an option gives, as `3%` or `0.03`. Raises UsageError."""
    try:
        number = Decimal(text.rstrip("% ")) / (100 if text.rstrip().endswith("%") else 1)
    except InvalidOperation:
        raise UsageError(f"`{text}` of {option} is no share", mend="write 3% or 0.03") from None
    if not number.is_finite() or not 0 <= number < 1:
        raise UsageError(f"`{text}` of {option} is no share", mend="write 3% or 0.03")
    return number


def at_least_one(number: int, option: str) -> int:
    """A count that an option gives, from 1 on. Raises UsageError."""
    if number < 1:
        raise UsageError(f"`{number}` of {option} is none", mend="write a whole number from 1")
    return number
