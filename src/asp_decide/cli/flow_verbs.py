"""Verbs about flow: what is under way, how long it takes, how much at once is enough."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from asp_decide.canonical import decimal_text
from asp_decide.cli.console import print_headline, print_json, print_rows, talk
from asp_decide.cli.figure_rows import FIGURES, NONE_GIVEN, figure_as_json, figure_row
from asp_decide.cli.options import AsOf, Format, NoColor, day
from asp_decide.delivery.grouping import grouped_by
from asp_decide.runs.delivering.economics_told import EconomicsTold, economics_told
from asp_decide.runs.delivering.flow_run import (
    WINDOW_WEEKS,
    FlowOrder,
    FlowReview,
    Reviewed,
    figures,
    flow_run,
)
from asp_decide.runs.delivering.flow_run import limits as wip_limits
from asp_decide.runs.delivering.published_measures import NO_GRADE, published_measures
from asp_decide.runs.workspace import find_workspace

type Window = Annotated[
    int, Parameter(name="--window", help="How many weeks up to the day are measured.")
]

type Stream = Annotated[
    str | None,
    Parameter(name="--stream", show_default=False, help="One value stream; all unless said."),
]

_ALL = "all"
_REVIEWED = (
    "flow",
    "of",
    "done",
    "a week",
    "P50 days",
    "P85 days",
    "worked",
    "under way",
    "excluded",
)
_MEASURED = (
    "flow",
    "of",
    "done",
    "per_week",
    "flow_time_p50_days",
    "flow_time_p85_days",
    "flow_efficiency",
)
_AGED = ("item", "flow", "stands in", "age in days", "of P85", "blocked days")
_LIMITED = ("flow", "of", "a week", "under way", "takes weeks", "limit")


def review(
    *,
    stream: Stream = None,
    by: Annotated[
        str, Parameter(help="Tell apart by value_stream, team, component, category or flow_kind.")
    ] = "value_stream",
    published: Annotated[
        bool,
        Parameter(negative="", help="Show beside it what surveys of delivery found, by year."),
    ] = False,
    as_of: AsOf = None,
    window: Window = WINDOW_WEEKS,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """What flows and how: time, work in progress, throughput, from events alone.

    Example: asp-decide flow review --stream payments --as-of 2026-12-31
    """
    order = FlowOrder(day(as_of), window, stream, grouped_by(by))
    found = flow_run(find_workspace(Path.cwd()), order)
    told = list(figures(found)) if stream is not None or style == "json" else []
    if style == "json":
        print_json(
            {
                **_head(found),
                "stream": stream,
                "flows": [_as_json(each) for each in found.flows],
                "figures": [figure_as_json(*each) for each in told],
                **({"published": published_measures()} if published else {}),
            }
        )
        return 0
    _say(found, style=style, no_color=no_color)
    if stream is None or by != "value_stream":
        rows = [_reviewed(each) for each in found.flows]
        print_rows("", _REVIEWED, rows, style=style, no_color=no_color)
    if stream is not None:
        rows = [figure_row(*each) for each in told]
        print_rows("", FIGURES, rows, style=style, no_color=no_color)
    if published:
        _say_published(style=style, no_color=no_color)
    _say_unstable(found)
    talk("next: asp-decide flow age; asp-decide flow limits --weeks 6; asp-decide flow forecast")
    return 0


def age(
    *,
    stream: Stream = None,
    as_of: AsOf = None,
    window: Window = WINDOW_WEEKS,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """What is under way, the oldest first, against what others took.

    Example: asp-decide flow age --as-of 2026-12-31
    """
    found = flow_run(find_workspace(Path.cwd()), FlowOrder(day(as_of), window, stream))
    aged = [(each, review.kind) for review in found.whole for each in review.ageing]
    aged.sort(key=lambda pair: (-(pair[0].of_p85 or 0), -pair[0].age_days, pair[0].item_id))
    rows = [
        (
            item.item_id,
            kind,
            item.state,
            _number(item.age_days),
            _percent(item.of_p85),
            _number(item.blocked_days),
        )
        for item, kind in aged
    ]
    if style == "json":
        keys = ("item", "flow", "state", "age_days", "of_p85", "blocked_days")
        print_json({**_head(found), "under_way": [_keyed(keys, row) for row in rows]})
        return 0
    _say(found, style=style, no_color=no_color)
    print_rows("", _AGED, rows, style=style, no_color=no_color)
    return 0


def limits(
    *,
    weeks: Annotated[int, Parameter(help="How many weeks an item shall take from its start.")],
    stream: Stream = None,
    as_of: AsOf = None,
    window: Window = WINDOW_WEEKS,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """The work in progress with which items would take so long, by Little's law.

    Example: asp-decide flow limits --weeks 6 --as-of 2026-12-31
    """
    found = flow_run(find_workspace(Path.cwd()), FlowOrder(day(as_of), window, stream))
    rows = [
        (
            each.kind,
            each.group or _ALL,
            _number(each.balance.per_week, 2),
            str(len(each.board.on_their_way)),
            _number(_weeks(each.balance.flow_time_days)),
            _number(limit),
        )
        for each, limit in wip_limits(found, Fraction(weeks))
    ]
    told = economics_told(found)
    if style == "json":
        keys = ("flow", "of", "per_week", "under_way", "flow_time_weeks", "limit")
        limited = [_keyed(keys, row) for row in rows]
        print_json({**_head(found), "limits": limited, "economics": told.as_json()})
        return 0
    _say(found, style=style, no_color=no_color)
    print_rows("", _LIMITED, rows, style=style, no_color=no_color)
    _say_economics(told, style=style, no_color=no_color)
    _say_unstable(found)
    talk("a limit alone shortens no wait: what is not let in waits before the clock starts")
    return 0


def _say_economics(told: EconomicsTold, *, style: Format, no_color: bool) -> None:
    if rows := told.load_rows:
        title = "How busy to be: where slack and waiting cost least together"
        print_rows(title, told.load_columns, rows, style=style, no_color=no_color)
    if rows := told.batch_rows:
        title = "How much at once, in features"
        print_rows(title, told.batch_columns, rows, style=style, no_color=no_color)


def _head(found: Reviewed) -> dict[str, Any]:
    return {
        "schema_version": "1",
        "since": found.since.isoformat(),
        "as_of": found.as_of.isoformat(),
        "events": found.events,
        "problems": len(found.warnings),
    }


def _say(found: Reviewed, *, style: Format, no_color: bool) -> None:
    told = f"{found.since} to {found.as_of}, from {found.events} events"
    print_headline(told, style=style, no_color=no_color)
    if found.warnings:
        told = f"{len(found.warnings)} problems of events; `asp-decide lint` tells each"
        talk(told)


def _say_unstable(found: Reviewed) -> None:
    for each in found.whole:
        for why in each.balance.unstable:
            talk(f"{each.kind}: {why}; work in progress and flow time say little of each other")


def _reviewed(each: FlowReview) -> tuple[str, ...]:
    spread = each.flow_time
    return (
        each.kind,
        each.group or _ALL,
        str(spread.n if spread else 0),
        _number(each.per_week, 2),
        _number(spread.p50 if spread else None),
        _number(spread.p85 if spread else None),
        _percent(each.efficiency),
        str(len(each.board.on_their_way)),
        str(each.board.excluded),
    )


def _say_published(*, style: Format, no_color: bool) -> None:
    found = published_measures()
    heads = tuple(name.replace("_", " ") for name in found[0])
    rows = [tuple(cell or NONE_GIVEN for cell in row.values()) for row in found]
    print_rows("published elsewhere", heads, rows, style=style, no_color=no_color)
    talk(NO_GRADE)


def _as_json(each: FlowReview) -> dict[str, Any]:
    balance = each.balance
    return {
        **_keyed(_MEASURED, _reviewed(each)[: len(_MEASURED)]),
        "under_way": len(each.board.on_their_way),
        **_keyed(("wip", "wip_expected"), (_number(balance.wip), _number(balance.expected_wip))),
        "waiting": each.board.waiting,
        "excluded": each.board.excluded,
        "unstable": list(balance.unstable),
    }


def _keyed(keys: Sequence[str], cells: Sequence[str]) -> dict[str, str | None]:
    """The cells of a row for machines; one that a table leaves blank is null."""
    return {
        key: None if cell == NONE_GIVEN else cell for key, cell in zip(keys, cells, strict=True)
    }


def _weeks(days: Fraction | None) -> Fraction | None:
    return None if days is None else days / 7


def _number(value: Fraction | None, places: int = 1) -> str:
    return NONE_GIVEN if value is None else decimal_text(value, places)


def _percent(value: Fraction | None) -> str:
    return NONE_GIVEN if value is None else f"{decimal_text(value * 100, 0)} %"
