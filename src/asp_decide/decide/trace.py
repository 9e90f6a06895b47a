"""From anything back to what called for it, and on to what came of it: one graph of the facts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from asp_decide.canonical import decimal_text
from asp_decide.model.initiative import STATE_GROUPS
from asp_decide.model.outcome import Outcome
from asp_decide.model.snapshot import Snapshot

type Kind = Literal["signal", "requirement", "theme", "initiative", "feature", "release", "outcome"]

_PROMISED = frozenset(
    {
        *STATE_GROUPS["funded"],
        *STATE_GROUPS["in_delivery"],
        *STATE_GROUPS["learning"],
        "stopped",
        "assessed",
    }
)
"""States of what Gate 2 has let pass: whatever became of it, it had promised something."""


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """Something that can be traced, by its kind and id, and what there is to say of it."""

    kind: Kind
    id: str
    told: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Branch:
    """A thing that another leads to, by what, and where it leads itself."""

    how: str
    thing: Thing
    further: tuple["Branch", ...]

    def things(self) -> Iterator[Thing]:
        """The thing and everything that it leads to."""
        yield self.thing
        for branch in self.further:
            yield from branch.things()


@dataclass(frozen=True, slots=True)
class Promise:
    """What was foretold of an initiative and is not answered: which quantity, and since when.

    `due_on` is the last day of its interval, None where nothing was foretold at all.
    """

    initiative: str
    told: str
    due_on: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """A thing, the ways back to what called for it, and the ways on to what came of it."""

    thing: Thing
    back: tuple[Branch, ...]
    on: tuple[Branch, ...]
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All things of a snapshot, and what leads where."""

    things: Mapping[tuple[Kind, str], Thing]
    on: Mapping[tuple[Kind, str], tuple[tuple[str, tuple[Kind, str]], ...]]
    back: Mapping[tuple[Kind, str], tuple[tuple[str, tuple[Kind, str]], ...]]


def graph_of(snapshot: Snapshot) -> Facts:
    """What leads to what, by the ids that the facts name of each other."""
    things = {(one.kind, one.id): one for one in _things(snapshot)}
    on: dict[tuple[Kind, str], dict[tuple[Kind, str], str]] = defaultdict(dict)
    back: dict[tuple[Kind, str], dict[tuple[Kind, str], str]] = defaultdict(dict)
    for source, how, target in _links(snapshot):
        if source in things and target in things and source != target:
            on[source].setdefault(target, how)
            back[target].setdefault(source, how)
    return Facts(things, _sorted(on), _sorted(back))


def named(facts: Facts, name: str) -> tuple[Thing, ...]:
    """The things that bear this id: one, or several of different kinds."""
    return tuple(thing for (_, own), thing in sorted(facts.things.items()) if own == name)


def trace(facts: Facts, thing: Thing, snapshot: Snapshot) -> Trace:
    """The ways back and on from a thing, with what was promised on them and is not answered."""
    key = (thing.kind, thing.id)
    back = _branches(key, facts.back, facts.things, frozenset({key}))
    on = _branches(key, facts.on, facts.things, frozenset({key}))
    touched = {thing, *(one for branch in (*back, *on) for one in branch.things())}
    initiatives = {one.id for one in touched if one.kind == "initiative"}
    promises = sorted(unanswered(snapshot, initiatives), key=_by_day)
    return Trace(thing, back, on, tuple(promises))


def _by_day(one: Promise) -> tuple[date, str, str]:
    return (one.due_on or date.max, one.initiative, one.told)


def unanswered(snapshot: Snapshot, initiatives: Iterable[str]) -> Iterator[Promise]:
    """Promises of funded initiatives on which no verdict was given, or which nobody measured."""
    last = {one.id: one.last_day for one in snapshot.charter.calendar.intervals}
    wanted = set(initiatives)
    rows: dict[str, list[Outcome]] = defaultdict(list)
    for row in snapshot.outcomes:
        rows[row.initiative_id].append(row)
    for one in snapshot.initiatives:
        if one.id not in wanted or one.state not in _PROMISED:
            continue
        if not any(row.quantity == "success" for row in rows[one.id]):
            told = "says on no day whether its hypothesis held"
            yield Promise(one.id, told, None, is_overdue=one.state in STATE_GROUPS["learning"])
        for row in rows[one.id]:
            told = _owed(row)
            due = last.get(row.interval)
            if told:
                overdue = due is not None and due <= snapshot.as_of
                yield Promise(one.id, f"{row.quantity} of {row.interval}: {told}", due, overdue)


def _owed(row: Outcome) -> str:
    if row.quantity == "success":
        return "" if row.verdict else "no verdict"
    foretold = row.forecast is not None
    return "not measured" if foretold and row.actual is None else ""


def _things(snapshot: Snapshot) -> Iterator[Thing]:
    for signal in snapshot.signals:
        yield Thing("signal", signal.id, signal.description or signal.kind or "")
    for duty in snapshot.requirements:
        yield Thing("requirement", duty.id, duty.statement or "")
    for theme in snapshot.themes:
        yield Thing("theme", theme.id, f"{theme.intent or ''} ({theme.status or 'unknown'})")
    for one in snapshot.initiatives:
        yield Thing("initiative", one.id, f"{one.name} ({one.state})")
    for feature in snapshot.delivery.features:
        stands = f" ({feature.state})" if feature.state else ""
        yield Thing("feature", feature.id, f"{feature.item} {feature.name}{stands}")
    for release in snapshot.delivery.releases:
        usable = f"usable from {release.usable_on} on in {release.value_stream_id}"
        yield Thing("release", release.id, usable)
    for row in snapshot.outcomes:
        yield Thing("outcome", outcome_id(row), _measured(row))


def outcome_id(row: Outcome) -> str:
    """The name by which an outcome is asked for: initiative, quantity and interval."""
    return f"{row.initiative_id}/{row.quantity}/{row.interval}"


def _measured(row: Outcome) -> str:
    if row.verdict:
        return f"{row.verdict.replace('_', ' ')}, by {row.verdict_by or 'nobody who is named'}"
    foretold = "" if row.forecast is None else f"foretold {decimal_text(row.forecast.likely)}"
    unit = f" {row.unit}" if row.unit else ""
    actual = row.status if row.actual is None else f"came {decimal_text(row.actual)}{unit}"
    return ", ".join(part for part in (foretold, actual.replace("_", " ")) if part)


type _Key = tuple[Kind, str]


def _links(snapshot: Snapshot) -> Iterator[tuple[_Key, str, _Key]]:
    yield from _of_signals(snapshot)
    for duty in snapshot.requirements:
        if duty.signal_id is not None:
            yield ("signal", duty.signal_id), "became", ("requirement", duty.id)
    for one in snapshot.initiatives:
        this: _Key = ("initiative", one.id)
        yield from ((("signal", name), "answered by", this) for name in one.signal_ids)
        yield from ((("theme", name), "served by", this) for name in one.theme_ids)
        yield from ((("requirement", name), "served by", this) for name in one.requirement_ids)
        if one.parent_id is not None:
            yield ("initiative", one.parent_id), "yields", this
    yield from _of_delivery(snapshot)
    for row in snapshot.outcomes:
        yield ("initiative", row.initiative_id), "was to bring", ("outcome", outcome_id(row))


def _of_signals(snapshot: Snapshot) -> Iterator[tuple[_Key, str, _Key]]:
    became: tuple[Kind, ...] = ("requirement", "theme", "initiative")
    for signal in snapshot.signals:
        own: _Key = ("signal", signal.id)
        for name in signal.became_ids:
            yield from ((own, "became", (kind, name)) for kind in became)
        yield from ((own, "touches", ("theme", name)) for name in signal.affects_themes)
        yield from ((own, "touches", ("initiative", name)) for name in signal.affects_initiatives)
        if signal.disposition == "assumption_change":
            changed = {*signal.affects_assumptions}
            for one in snapshot.initiatives:
                if changed & {*one.assumption_ids}:
                    yield own, "reopens", ("initiative", one.id)


def _of_delivery(snapshot: Snapshot) -> Iterator[tuple[_Key, str, _Key]]:
    for feature in snapshot.delivery.features:
        own: _Key = ("feature", feature.id)
        if feature.parent_id is not None:
            yield ("feature", feature.parent_id), "has as its part", own
        if feature.initiative_id is not None and feature.item != "story":
            yield ("initiative", feature.initiative_id), "delivered by", own
    for release in snapshot.delivery.releases:
        it: _Key = ("release", release.id)
        yield from ((("feature", name), "released with", it) for name in release.feature_ids)


def _sorted(
    links: Mapping[_Key, Mapping[_Key, str]],
) -> dict[_Key, tuple[tuple[str, _Key], ...]]:
    return {
        source: tuple((how, target) for target, how in sorted(targets.items()))
        for source, targets in links.items()
    }


def _branches(
    key: _Key,
    links: Mapping[_Key, tuple[tuple[str, _Key], ...]],
    things: Mapping[_Key, Thing],
    passed: frozenset[_Key],
) -> tuple[Branch, ...]:
    """Where a thing leads; a way that comes round to itself ends there."""
    return tuple(
        Branch(how, things[target], _branches(target, links, things, passed | {target}))
        for how, target in links.get(key, ())
        if target not in passed
    )
