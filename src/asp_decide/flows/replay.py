"""The histories of items from their events alone; what cannot have happened is told, not mended."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Literal

from asp_decide.flows.flow import Act, Flow, IllegalMoveError, Standing
from asp_decide.model.work_event import WorkEvent

type FaultKind = Literal[
    "unknown-state",
    "runs-backwards",
    "stands-twice",
    "two-at-once",
    "missing-exit",
    "begins-midway",
    "begins-again",
    "reopened",
    "illegal-move",
    "no-reason",
    "unknown-reason",
    "no-decision",
    "not-the-holder",
    "block-does-not-fit",
    "state-differs",
    "no-row",
    "no-release",
    "no-evidence",
    "not-integrated",
]


LEAVES_TIME_SOUND: frozenset[FaultKind] = frozenset(
    {"no-reason", "unknown-reason", "no-decision", "not-the-holder", "no-row"}
)
"""What somebody owes an explanation for, while where the item stood, and when, is beyond doubt."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an event cannot be what happened, or what it fails to say; and in which row it stands."""

    kind: FaultKind
    row: int
    told: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay of an item in a state, in seconds; `left` is None where it still stands there.

    `blocked` is how many of the seconds up to its end, or up to the last event, it was blocked.
    """

    state: str
    entered: int
    left: int | None
    blocked: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """What became of one item, and what is wrong with what is told of it.

    `blocked_since` is when a block began that nobody has lifted, `reason` what was said of the
    last move: of an end, why it ended so.
    """

    item_id: str
    stays: tuple[Stay, ...]
    faults: tuple[Fault, ...] = ()
    blocked_since: int | None = None
    reason: str | None = None

    @property
    def state(self) -> Standing:
        """Where the item stands."""
        return self.stays[-1].state if self.stays else None

    @property
    def is_sound(self) -> bool:
        """Whether all of it can have happened; what cannot counts for nothing that is measured."""
        return all(fault.kind in LEAVES_TIME_SOUND for fault in self.faults)

    def first(self, state: str) -> int | None:
        """When it first stood in a state."""
        return next((stay.entered for stay in self.stays if stay.state == state), None)


def known_at(history: History, at: int) -> History | None:
    """The history as it was known at a moment, None before it began.

    States and times are exact. Of a stay that was going on then nobody says for how long it had
    been blocked: it is told without a block.
    """
    if history.stays and history.stays[-1].entered <= at and history.stays[-1].left is None:
        return history
    stays = tuple(
        stay if stay.left is not None and stay.left <= at else replace(stay, left=None, blocked=0)
        for stay in history.stays
        if stay.entered <= at
    )
    return replace(history, stays=stays, blocked_since=None) if stays else None


def replay(flow: Flow, events: Iterable[WorkEvent]) -> tuple[History, ...]:
    """The history of every item of the flow, sorted by id.

    `events` are in the order of their file, which is the order in which they were written down.
    An event that does not fit is told and taken as it stands, so that what follows is judged by it
    and not by what it ought to have been.
    """
    own = sorted(events, key=attrgetter("item_id"))  # the sort is stable
    return tuple(
        _Replayed(flow).history(item, tuple(of_item))
        for item, of_item in groupby(own, key=attrgetter("item_id"))
    )


class _Replayed:
    """One item walked through its events."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.stays: list[Stay] = []
        self.faults: list[Fault] = []
        self.state: Standing = None
        self.entered = 0
        self.blocked_since: int | None = None
        self.blocked = 0
        self.reason: str | None = None

    def history(self, item: str, events: Sequence[WorkEvent]) -> History:
        last: WorkEvent | None = None
        for event in events:
            if last is not None and event[:-1] == last[:-1]:  # all but the row
                told = f"row {last.row} says the same"
                self.faults.append(Fault("stands-twice", event.row, told))
                continue
            for kind, told in self._faults(event, last):
                self.faults.append(Fault(kind, event.row, told))
            self._take(event)
            last = event
        if self.state is not None:
            self.stays.append(Stay(self.state, self.entered, None, self.blocked))
        return History(item, tuple(self.stays), tuple(self.faults), self.blocked_since, self.reason)

    def _take(self, event: WorkEvent) -> None:
        match event.event:
            case "blocked":
                self.blocked_since = event.at
            case "unblocked":
                self._lift(event.at)
            case "moved" if event.to_state == self.state:
                # To go on is decided and recorded, and nothing moves: the stay is the same one.
                self.reason = event.reason
            case "moved":
                blocked_on = self.blocked_since is not None
                self._lift(event.at)
                if self.state is not None:
                    self.stays.append(Stay(self.state, self.entered, event.at, self.blocked))
                self.state, self.entered, self.blocked = event.to_state, event.at, 0
                self.reason = event.reason
                # A block outlives a move: only `unblocked` lifts it.
                self.blocked_since = event.at if blocked_on else None

    def _lift(self, at: int) -> None:
        if self.blocked_since is not None:
            self.blocked += max(0, at - self.blocked_since)
        self.blocked_since = None

    def _faults(self, event: WorkEvent, last: WorkEvent | None) -> Iterator[tuple[FaultKind, str]]:
        if last is not None:
            yield from _in_time(event, last)
        if event.event != "moved":
            yield from self._block(event)
            return
        yield from self._way(event)
        yield from self._said(event)

    def _block(self, event: WorkEvent) -> Iterator[tuple[FaultKind, str]]:
        is_blocked = self.blocked_since is not None
        if self.state is None:
            yield "begins-midway", "it is blocked before it stands anywhere"
        elif self.state in self.flow.ends:
            yield "reopened", f"it is {event.event} after it ended in `{self.state}`"
        elif event.event == "blocked" and is_blocked:
            yield "block-does-not-fit", "it is blocked already"
        elif event.event == "unblocked" and not is_blocked:
            yield "block-does-not-fit", "it is not blocked"
        if event.event == "blocked" and not event.reason:
            yield "no-reason", "a block states its reason"

    def _way(self, event: WorkEvent) -> Iterator[tuple[FaultKind, str]]:
        """Whether the move leads from where it stands to where it may go."""
        known, target = self.flow.named, event.to_state
        for state in (event.from_state, target):
            if state is not None and state not in known:
                yield "unknown-state", f"no {self.flow.item} stands in `{state}`"
                return
        if target is None:
            yield "unknown-state", "it moves, and nobody says where to"
        elif self.state is None and event.from_state is not None:
            yield "begins-midway", f"its first event leads from `{event.from_state}`"
        elif self.state is not None and event.from_state is None:
            yield "begins-again", f"it begins again and stands in `{self.state}`"
        elif event.from_state != self.state and self.state in self.flow.ends:
            yield "reopened", f"it ended in `{self.state}` and moves on"
        elif event.from_state != self.state:
            yield (
                "missing-exit",
                f"it leaves `{event.from_state}` and stands in `{self.state}`",
            )
        else:
            yield from self._legal(event.from_state, target)

    def _legal(self, source: Standing, target: str) -> Iterator[tuple[FaultKind, str]]:
        try:
            self.flow.move(source, target)
        except IllegalMoveError as error:
            yield "reopened" if source in self.flow.ends else "illegal-move", error.why

    def _said(self, event: WorkEvent) -> Iterator[tuple[FaultKind, str]]:
        """Whether an end has its reason, and a decision its record and its right."""
        if event.to_state is None:
            return
        role, told, _ = (event.actor or "").partition("/")
        act = Act(role if told else None, event.reason, event.decision_id)
        yield from self.flow.owed(event.from_state, event.to_state, act)


def _in_time(event: WorkEvent, last: WorkEvent) -> Iterator[tuple[FaultKind, str]]:
    if event.at < last.at:
        yield "runs-backwards", f"it happens before row {last.row}, which was written down first"
    elif event.at == last.at:
        yield "two-at-once", f"row {last.row} happens to it at the same moment"


def by_kind(events: Iterable[WorkEvent]) -> Mapping[str, list[WorkEvent]]:
    """The events of each kind of item, each in the order in which they were written down."""
    found: dict[str, list[WorkEvent]] = {}
    for event in events:
        found.setdefault(event.item_kind, []).append(event)
    return found
