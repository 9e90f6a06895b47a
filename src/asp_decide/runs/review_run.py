"""What became of all that was promised, how work ended, and how fast we learn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from asp_decide.errors import unwrap
from asp_decide.learn.latency import Latency, Lesson, latency
from asp_decide.learn.promises import Promise, exits, promises
from asp_decide.learn.track_record import TrackRecord, track_records
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.ids import InitiativeId
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.dossier import dossiers
from asp_decide.runs.flows_of_work import work_log
from asp_decide.runs.opened_ledger import ledger_if_any
from asp_decide.runs.workspace import Workspace

_ALL = "all"


@dataclass(frozen=True, slots=True)
class Exit:
    """How one initiative left the flow: where it ended and why, by the log or by a verdict."""

    initiative: InitiativeId
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The review as of a day; `latencies` and `records` are by value stream, all of them first."""

    as_of: date
    currency: str
    promises: tuple[Promise, ...]
    records: tuple[TrackRecord, ...]
    latencies: Mapping[str, Latency]
    exits: tuple[Exit, ...]


def review_run(workspace: Workspace, *, as_of: date) -> Reviewed:
    """Verdicts on all that was funded, and how long it took to learn from them.

    Raises InvalidInputError for facts or a log of work that cannot be read.
    """
    snapshot = unwrap(read_snapshot(workspace.root, as_of=as_of))
    reasons = _reasons(workspace, as_of)
    made = promises(snapshot)
    verdicts: dict[str, str] = {
        one.initiative: one.judgement for one in made if one.judgement != "none"
    }
    return Reviewed(
        as_of=as_of,
        currency=snapshot.charter.currency,
        promises=made,
        records=track_records(snapshot, "stream"),
        latencies=_latencies(snapshot, made, _days_of_runs(workspace, as_of)),
        exits=tuple(
            Exit(one.id, one.state, reasons.get(one.id) or verdicts.get(one.id, ""))
            for one in exits(snapshot)
        ),
    )


def _latencies(
    snapshot: Snapshot, made: Sequence[Promise], runs: Sequence[date]
) -> dict[str, Latency]:
    released = _released(snapshot)
    streams = _streams(snapshot)
    lessons = {
        one.initiative: Lesson(
            released_on=released.get(one.initiative),
            judged_on=one.judged_on,
            used_on=next((day for day in runs if day >= one.judged_on), None),
        )
        for one in made
        if one.judged_on is not None
    }
    changes = [day for days in dossiers(snapshot).broken.values() for day in days]
    found = {_ALL: latency(lessons.values(), changes)}
    for stream in snapshot.value_streams:
        own = [lesson for one, lesson in lessons.items() if stream.id in streams.get(one, ())]
        if own:
            found[stream.id] = latency(own, changes)
    return found


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


def _streams(snapshot: Snapshot) -> dict[InitiativeId, set[str]]:
    found: dict[InitiativeId, set[str]] = {}
    for option in snapshot.options:
        streams = {str(d.value_stream_id) for d in option.demands if d.value_stream_id}
        found.setdefault(option.initiative_id, set()).update(streams)
    for feature in snapshot.delivery.features:
        if feature.initiative_id is not None:
            found.setdefault(feature.initiative_id, set()).add(feature.value_stream_id)
    return found


def _days_of_runs(workspace: Workspace, as_of: date) -> tuple[date, ...]:
    """The days of the recorded runs up to a day: on each, people decided by what was known."""
    ledger = ledger_if_any(workspace)
    if ledger is None:
        return ()
    with ledger:
        days = {date.fromisoformat(one.record["as_of"]) for one in ledger.of_kind("manifest")}
    return tuple(sorted(day for day in days if day <= as_of))


def _reasons(workspace: Workspace, as_of: date) -> dict[str, str]:
    """Why initiatives ended, by the last line that moved each; nothing where no log is kept."""
    log = work_log(workspace, as_of=as_of).value
    if log is None:
        return {}
    return {
        history.item_id: history.reason
        for history in log.histories.get("initiative", ())
        if history.reason
    }
