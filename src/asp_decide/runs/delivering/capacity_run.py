"""The capacity of value streams, interval by interval: gross to net, and what was demonstrated."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.delivery.demonstrated_capacity import Demonstrated
from asp_decide.diagnostics import Diagnostic
from asp_decide.errors import unwrap
from asp_decide.model.capacity_by_pool import capacity_by_pool, likely, met_in_85, p15
from asp_decide.model.choice import Pool
from asp_decide.model.deductions import Deductions
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.interval import Interval
from asp_decide.model.snapshot import Snapshot
from asp_decide.report.amounts import NONE_GIVEN, counted, percent
from asp_decide.runs.delivering.pull_run import named_stream
from asp_decide.runs.published_capacity import ShownCapacity, feature_histories
from asp_decide.runs.workspace import Workspace, read_facts

_LOOKED_BACK = 4
_BASES = {"measured": "stated as shown", "estimated": "estimate", "throughput": "computed"}
_DEDUCTIONS: tuple[tuple[str, Callable[[Deductions], Fraction | None]], ...] = (
    ("run", lambda one: one.run),
    ("absence", lambda one: one.absence),
    ("improvement", lambda one: one.improvement),
    ("focus", lambda one: one.focus),
)


@dataclass(frozen=True, slots=True)
class StreamCapacity:
    """One stream in one interval: gross to net, what is shown, and what counts in plans.

    Amounts are in team-weeks, or in what the charter counts capacity in; None is unknown.
    `finished` and `features` are of an interval that is over, `shown_p50` and `shown_p85` of one
    that is not. `counts` is what plans take, `firm` what 85 of 100 intervals deliver of it.
    """

    stream: ValueStreamId
    interval: Interval
    gross: Fraction | None
    deductions: tuple[tuple[str, Fraction | None], ...]
    net: Fraction | None
    features: int | None
    finished: Fraction | None
    shown_p50: Fraction | None
    shown_p85: Fraction | None
    counts: Fraction | None
    firm: Fraction | None
    basis: str
    stated_on: date | None

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        amounts = {
            "gross": self.gross,
            **{f"{name}_share" if name != "focus" else name: p for name, p in self.deductions},
            "net": self.net,
            "finished": self.finished,
            "demonstrated_p50": self.shown_p50,
            "demonstrated_p85": self.shown_p85,
            "counts": self.counts,
            "met_in_85": self.firm,
        }
        return {
            "stream": self.stream,
            "interval": self.interval.id,
            "features": self.features,
            **{name: None if v is None else decimal_text(v, 4) for name, v in amounts.items()},
            "basis": self.basis or None,
            "stated_on": None if self.stated_on is None else self.stated_on.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class CapacityTold:
    """Each stream that was asked about, with what its finished features demonstrate."""

    facts: Snapshot
    capacity: tuple[StreamCapacity, ...]
    shown: tuple[tuple[ValueStreamId, Demonstrated], ...]
    warnings: tuple[Diagnostic, ...]

    @property
    def headline(self) -> str:
        """What the table is about."""
        unit = self.facts.charter.capacity_counted_in
        streams = counted(len(self.shown), "value streams")
        return f"capacity of {streams} in {unit}, as of {self.facts.as_of}"

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return (
            *("stream", "interval", "gross", "less", "net", "finished"),
            *("shown P50", "P85", "counts", "P85 of it", "basis", "stated on"),
        )

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A row for each stream and interval."""
        return [_row(one) for one in self.capacity]

    @property
    def lines(self) -> tuple[str, ...]:
        """Of each stream what is demonstrated, or what is lacking."""
        return tuple(line for stream, shown in self.shown for line in _about(stream, shown))

    def as_json(self) -> dict[str, Any]:
        """The same for machines; what is not known is null."""
        return {
            "schema_version": "1",
            "as_of": self.facts.as_of.isoformat(),
            "unit": self.facts.charter.capacity_counted_in,
            "problems": len(self.warnings),
            "capacity": [one.as_json() for one in self.capacity],
            "notes": list(self.lines),
        }


def capacity_run(workspace: Workspace, *, as_of: date, stream: str | None = None) -> CapacityTold:
    """What each stream did in its last interval and can do in the next; of one stream in all ahead.

    Raises UsageError for a stream that is not there, and InvalidInputError.
    """
    read = read_facts(workspace.root, as_of)
    facts = unwrap(read)
    log = ShownCapacity(facts, feature_histories(facts, workspace.root))
    kept = named_stream({str(one.id): one.id for one in facts.value_streams}, stream)
    calendar = facts.charter.calendar
    ahead = calendar.ahead(as_of)[: facts.charter.planning_intervals]
    closed = calendar.closed(as_of)[-_LOOKED_BACK:]
    intervals = (*closed, *ahead) if stream is not None else (*closed[-1:], *ahead[:1])
    shown = tuple((one, log.of(one)) for one in kept)
    return CapacityTold(
        facts=facts,
        capacity=tuple(
            _capacity(facts, one, found, interval) for one, found in shown for interval in intervals
        ),
        shown=shown,
        warnings=read.diagnostics,
    )


def _capacity(
    facts: Snapshot, stream: ValueStreamId, shown: Demonstrated, interval: Interval
) -> StreamCapacity:
    key = (stream, interval.id)
    rows = [
        one
        for one in facts.capacities
        if (one.value_stream_id, one.interval) == key and one.function == "delivery"
    ]
    pool = Pool(stream)
    counts, firm = (
        capacity_by_pool(rows, amount).get(pool, {}).get(str(interval.id))
        for amount in (likely, met_in_85)
    )
    own = [one for one in facts.deductions if (one.value_stream_id, one.interval) == key]
    whole = [one for one in own if one.team is None] or own
    over = next((one for one in shown.finished if one.interval.id == interval.id), None)
    ahead = None if over is not None else shown.in_interval(interval)
    low = None if ahead is None else ahead.low
    days = [row.stated_on for row in rows if row.stated_on is not None]
    return StreamCapacity(
        stream=stream,
        interval=interval,
        gross=sum((one.gross for one in whole), Fraction(0)) if whole else None,
        deductions=tuple((name, _share(whole, part)) for name, part in _DEDUCTIONS),
        net=_sum([one.net for one in whole]),
        features=None if over is None else over.features,
        finished=None if over is None else over.team_weeks,
        shown_p50=None if ahead is None else ahead.likely,
        shown_p85=None if ahead is None or low is None else p15(low, ahead.likely),
        counts=counts,
        firm=firm,
        basis=", ".join(sorted({_BASES[row.basis] for row in rows})),
        stated_on=min(days) if days and len(days) == len(rows) else None,
    )


def _share(
    whole: Sequence[Deductions], part: Callable[[Deductions], Fraction | None]
) -> Fraction | None:
    """A deduction as a share of the gross of all rows together."""
    gross = sum((one.gross for one in whole), Fraction(0))
    parts = [None if (share := part(one)) is None else share * one.gross for one in whole]
    taken = _sum(parts)
    return None if taken is None or not gross else taken / gross


def _sum(amounts: Sequence[Fraction | None]) -> Fraction | None:
    """The sum of all; None where one is not known, or there is none."""
    known = [one for one in amounts if one is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(amounts) else None


def _row(one: StreamCapacity) -> tuple[str, ...]:
    less = [f"{name} {percent(part)}" for name, part in one.deductions if part is not None]
    done = None if one.features is None else f"{_size(one.finished)} in {one.features}"
    return (
        str(one.stream),
        str(one.interval.id),
        _size(one.gross),
        ", ".join(less) or NONE_GIVEN,
        _size(one.net),
        done or NONE_GIVEN,
        _size(one.shown_p50),
        _size(one.shown_p85),
        _size(one.counts),
        _size(one.firm),
        one.basis or NONE_GIVEN,
        NONE_GIVEN if one.stated_on is None else str(one.stated_on),
    )


def _about(stream: ValueStreamId, shown: Demonstrated) -> Iterator[str]:
    if shown.per_week is None:
        yield f"{stream}: no capacity is demonstrated: {shown.why}"
        return
    features = sum(one.features for one in shown.finished)
    told = f"{stream}: {features} features finished in {len(shown.finished)} intervals"
    if shown.unsized:
        told += f", {shown.unsized} of which do not say what they took and count as the mean"
    yield f"{told}, shown up to {shown.shown_on}"


def _size(amount: Fraction | None) -> str:
    return NONE_GIVEN if amount is None else decimal_text(amount, 1)
