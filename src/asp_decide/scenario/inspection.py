"""What the checks of a design look at, and what they find."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from asp_decide.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class DesignFinding:
    """Something that contradicts a principle: its code, about what, and the rows that show it."""

    code: str
    about: str
    told: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A feature that was released, of which component, and whose hands it went through.

    `hands` are pseudonyms. They say who knows the component, and are compared with who is there;
    nothing counts them by person.
    """

    feature: str
    stream: str
    component: str
    hands: frozenset[str]


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the checks look at.

    `ended` are the days on which initiatives ended, `limit` the most initiatives that policies
    allow at once in a stream (None without such a rule), `streams` those of each initiative.
    `planned_until` is the last day of the newest interval that a recorded plan begins with; None
    where none is recorded. `changes` are the features released in the intervals looked at.
    """

    snapshot: Snapshot
    ended: Mapping[str, date]
    limit: int | None
    streams: Mapping[str, frozenset[str]]
    planned_until: date | None = None
    changes: tuple[Change, ...] = ()


def initiatives_of(of: Inspected) -> Mapping[str, frozenset[str]]:
    """The initiatives that a stream has worked on, or would."""
    found: dict[str, set[str]] = defaultdict(set)
    for initiative, streams in of.streams.items():
        for stream in streams:
            found[stream].add(initiative)
    return {stream: frozenset(names) for stream, names in found.items()}


def ended_in(of: Inspected, stream: str, first: date, last: date) -> list[str]:
    """Initiatives of a stream that ended between two days."""
    own = initiatives_of(of).get(stream, frozenset())
    return sorted(name for name in own if name in of.ended and first <= of.ended[name] <= last)
