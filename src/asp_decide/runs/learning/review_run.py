"""What became of all that was promised, how work ended, and how fast we learn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from asp_decide.errors import unwrap
from asp_decide.learn.latency import Latency
from asp_decide.learn.lessons import latencies, stream_lessons
from asp_decide.learn.promises import Promise, exits, promises
from asp_decide.learn.track_record import TrackRecord, track_records
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.ids import InitiativeId
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.dossier import broken_on
from asp_decide.runs.flows_of_work import work_log
from asp_decide.runs.opened_ledger import ledger_if_any
from asp_decide.runs.workspace import Workspace


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
        latencies=_latencies(snapshot, _days_of_runs(workspace, as_of)),
        exits=tuple(
            Exit(one.id, one.state, reasons.get(one.id) or verdicts.get(one.id, ""))
            for one in exits(snapshot)
        ),
    )


def _latencies(snapshot: Snapshot, runs: Sequence[date]) -> Mapping[str, Latency]:
    lessons = stream_lessons(snapshot)
    used_on = {
        one.initiative: next(day for day in runs if day >= one.judged_on)
        for one in lessons
        if runs and runs[-1] >= one.judged_on
    }
    return latencies(lessons, used_on=used_on, changes=broken_on(snapshot))


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
