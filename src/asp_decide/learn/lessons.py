"""What each verdict teaches and when: by value stream, from first release to first use."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from asp_decide.learn.building_streams import building_streams
from asp_decide.learn.judged_work import verdict_of
from asp_decide.learn.latency import Latency, Lesson, latency
from asp_decide.model.ids import InitiativeId
from asp_decide.model.outcome import Outcome
from asp_decide.model.snapshot import Snapshot

ALL_STREAMS = "all"


@dataclass(frozen=True, slots=True)
class StreamLesson:
    """A verdict on one initiative, and the value streams that built it."""

    initiative: InitiativeId
    streams: frozenset[str]
    released_on: date | None
    judged_on: date


def stream_lessons(snapshot: Snapshot) -> tuple[StreamLesson, ...]:
    """Every verdict of a known day, by initiative."""
    released, streams = _released(snapshot), building_streams(snapshot)
    rows: dict[InitiativeId, list[Outcome]] = defaultdict(list)
    for row in snapshot.outcomes:
        rows[row.initiative_id].append(row)
    return tuple(
        StreamLesson(one.id, frozenset(streams[one.id]), released.get(one.id), verdict.verdict_on)
        for one in snapshot.initiatives
        if (verdict := verdict_of(rows[one.id], snapshot.as_of)) is not None
        and verdict.verdict_on is not None
    )


def latencies(
    lessons: Iterable[StreamLesson],
    *,
    used_on: Mapping[InitiativeId, date],
    changes: Iterable[date],
) -> dict[str, Latency]:
    """How long learning takes over all, and in each value stream that learnt anything, by name.

    `used_on` is when a decision first knew a verdict, `changes` the days that broke an assumption.
    """
    known, changed = tuple(lessons), tuple(changes)
    streams = sorted({stream for one in known for stream in one.streams})
    return {
        name: latency(
            (
                Lesson(one.released_on, one.judged_on, used_on.get(one.initiative))
                for one in known
                if name == ALL_STREAMS or name in one.streams
            ),
            changed,
        )
        for name in (ALL_STREAMS, *streams)
    }


def _released(snapshot: Snapshot) -> dict[InitiativeId, date]:
    """When each initiative first had something in use, by the releases of its features."""
    of = {one.id: one.initiative_id for one in snapshot.delivery.features}
    days: dict[InitiativeId, date] = {}
    for release in snapshot.delivery.releases:
        for feature in release.feature_ids:
            initiative = of.get(feature)
            if initiative is not None and release.usable_on <= snapshot.as_of:
                known = days.get(initiative, release.usable_on)
                days[initiative] = min(known, release.usable_on)
    return days
