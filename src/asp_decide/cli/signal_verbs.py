"""Verbs about signals: what we were told, what became of it, and where something comes from."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from asp_decide.cli.console import (
    print_headline,
    print_json,
    print_rows,
    print_text,
)
from asp_decide.cli.options import AsOf, Format, NoColor, a_date, day
from asp_decide.cli.printed import Aside, Headline, Line, Rows, print_answer
from asp_decide.portfolio.signals import Reached
from asp_decide.runs.sensing.signal_add_run import Kind, Origin, SignalOrder, signal_add_run
from asp_decide.runs.sensing.signal_file_run import signal_file_run
from asp_decide.runs.sensing.signal_filing import Filed, Filing
from asp_decide.runs.sensing.signal_run import SignalList, ToldSignal, signal_list
from asp_decide.runs.sensing.trace_run import trace_run
from asp_decide.runs.workspace import find_workspace

_Many = Parameter(negative="", show_default=False)
_MOST_NAMED = 3

type Affected = Annotated[tuple[str, ...], _Many, Parameter(help="What it touches; repeatable.")]


def add(
    signal: Annotated[str, Parameter(help="Its id; new.")],
    *,
    describes: Annotated[str, Parameter(help="What changed, in a sentence.")],
    kind: Annotated[Kind, Parameter(help="Its nature.")],
    origin: Annotated[Origin, Parameter(help="Where it arose.")] = "environment",
    observed: Annotated[str | None, Parameter(help="When noticed; today unless said.")] = None,
    effective: Annotated[str | None, Parameter(help="When it takes hold.")] = None,
    continuous: Annotated[
        bool | None, Parameter(help="An obligation without an end, or a wish that can be met.")
    ] = None,
    affects_themes: Affected = (),
    affects_initiatives: Affected = (),
    affects_streams: Affected = (),
    affects_assumptions: Affected = (),
    filed_as: Annotated[Filed | None, Parameter(help="What it turns into, if decided.")] = None,
    became: Annotated[
        tuple[str, ...], _Many, Parameter(help="What it created or changed; repeatable.")
    ] = (),
    by: Annotated[str | None, Parameter(help="Who files it.")] = None,
    role: Annotated[str | None, Parameter(help="In which role.")] = None,
    on: Annotated[str | None, Parameter(help="The day of this entry; today unless said.")] = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """Enter a signal among the facts; nothing is written unless all facts stay sound.

    Example: asp-decide signal add SIG-9 --kind market --describes "A rival sails at night"
    """
    today = day(on)
    order = SignalOrder(
        id=signal,
        kind=kind,
        origin=origin,
        describes=describes,
        observed_on=today if observed is None else a_date(observed, "--observed"),
        effective_on=None if effective is None else a_date(effective, "--effective"),
        holds_continuously=continuous,
        affects={
            "themes": affects_themes,
            "initiatives": affects_initiatives,
            "streams": affects_streams,
            "assumptions": affects_assumptions,
        },
        filed=filed_as,
        became=became,
        person=by,
        role=role,
        on=today,
    )
    entered = signal_add_run(find_workspace(Path.cwd()), order)
    return print_answer(
        entered.as_json,
        Headline(entered.summary),
        *_reached(entered.reached),
        Aside(f"next: asp-decide signal list; asp-decide signal trace {signal}"),
        style=style,
        no_color=no_color,
    )


def file_signal(
    signal: Annotated[str, Parameter(help="Its id, entered before.")],
    *,
    filed_as: Annotated[Filed, Parameter(help="What it turns into.")],
    by: Annotated[str, Parameter(help="Who files it.")],
    role: Annotated[str, Parameter(help="In which role.")],
    became: Annotated[
        tuple[str, ...], _Many, Parameter(help="What it created or changed; repeatable.")
    ] = (),
    candidate: Annotated[
        str | None, Parameter(help="Id of a new initiative in intake that a need becomes.")
    ] = None,
    affects_assumptions: Affected = (),
    on: Annotated[str | None, Parameter(help="The day of the filing; today unless said.")] = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """File a signal that was entered before, or file it otherwise; the same day it propagates.

    Example: asp-decide signal file SIG-3 --filed-as need --became INI-32
    --by "A. Person" --role portfolio_manager
    """
    filing = Filing(filed_as, became, by, role, day(on))
    workspace = find_workspace(Path.cwd())
    filed = signal_file_run(
        workspace, signal, filing, assumptions=affects_assumptions, candidate=candidate
    )
    return print_answer(
        filed.as_json,
        Headline(filed.summary),
        *_reached(filed.reached),
        Aside(f"next: asp-decide signal list; asp-decide signal trace {signal}"),
        style=style,
        no_color=no_color,
    )


def list_signals(*, as_of: AsOf = None, style: Format = "table", no_color: NoColor = False) -> int:
    """The signals: what each was filed as, what the rules say, and whom it reaches.

    Example: asp-decide signal list --as-of 2026-12-31
    """
    found = signal_list(find_workspace(Path.cwd()), as_of=day(as_of))
    still = sum(one.filed == "open" for one in found.signals)
    heads = ("signal", "what changed", "observed", "filed as", "rules say", "reaches")
    asked = ("through", "initiative", "", "what follows")
    otherwise = (
        f"{one.signal.id} is filed as {one.filed}; the rules would file it as {one.advised}"
        for one in found.signals
        if one.differs
    )
    return print_answer(
        found.as_json,
        Headline(f"{len(found.signals)} signals, {still} open"),
        Rows("", heads, map(_row, found.signals)),
        Rows("To be looked at", asked, _asked(found), if_any=True),
        *map(Aside, otherwise),
        style=style,
        no_color=no_color,
    )


def trace(
    name: Annotated[str, Parameter(name="ID", help="Signal, theme, initiative, outcome: any id.")],
    *,
    as_of: AsOf = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """From anything back to theme and signal, on to outcomes, and what is not answered.

    Example: asp-decide signal trace INI-02 --as-of 2026-12-31
    """
    traces = trace_run(find_workspace(Path.cwd()), name, as_of=day(as_of))
    if style == "json":
        print_json({"schema_version": "1", "traces": [one.as_json() for one in traces]})
        return 0
    for one in traces:
        print_headline(one.headline, style=style, no_color=no_color)
        for inset, told in one.lines:
            line = f"{'  ' * inset}- {told}" if style == "md" else f"{'  ' * (inset + 1)}{told}"
            print_text(line, no_color=no_color)
        if one.unanswered:
            head = ("initiative", "promised, and not answered", "due", "")
            title = "Promises without an answer"
            print_rows(title, head, one.unanswered, style=style, no_color=no_color)
    return 0


def _asked(found: SignalList) -> list[tuple[str, str, str, str]]:
    """What somebody has to look at; many of whom the same must be said are one row."""
    alike: dict[tuple[str, str], dict[str, str]] = {}
    for one in (*(each for told in found.signals for each in told.reached), *found.again):
        if one.asks:
            named = alike.setdefault((one.through, one.follows), {})
            named[one.initiative.id] = one.initiative.name
    rows = []
    for (through, follows), named in sorted(alike.items()):
        if len(named) > _MOST_NAMED:
            rows.append((through, f"{len(named)} initiatives", "", follows))
        else:
            rows += [(through, name, title, follows) for name, title in named.items()]
    return rows


def _row(one: ToldSignal) -> tuple[str, ...]:
    names = dict.fromkeys(each.initiative.id for each in one.reached)
    shown = ", ".join([*names][:_MOST_NAMED])
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return (
        one.signal.id,
        one.signal.description or "",
        "" if one.signal.observed_on is None else one.signal.observed_on.isoformat(),
        one.filed,
        one.advised or "-",
        (shown + more) or "-",
    )


def _reached(reached: Sequence[Reached]) -> Iterator[Line]:
    for one in reached:
        yield Line(f"{one.initiative.id} {one.initiative.name}: {one.follows}")
