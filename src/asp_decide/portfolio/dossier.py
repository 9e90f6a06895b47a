"""What has been foretold, measured and observed about each initiative by the day of the run."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from asp_decide.model.ids import InitiativeId
from asp_decide.model.interval import Interval
from asp_decide.model.outcome import Evidence, Outcome
from asp_decide.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Dossiers:
    """Outcome rows and evidence by initiative, and the days on which assumptions broke.

    `closed` are the planning intervals that have ended, oldest first; `intervals` all of the
    calendar by id. Evidence is what was observed on a known day up to the run, oldest first.
    """

    as_of: date
    closed: tuple[Interval, ...]
    intervals: Mapping[str, Interval]
    outcomes: Mapping[InitiativeId, tuple[Outcome, ...]]
    evidence: Mapping[InitiativeId, tuple[Evidence, ...]]
    broken: Mapping[str, tuple[date, ...]]

    def is_closed(self, outcome: Outcome) -> bool:
        """Whether the interval that an outcome is about has ended."""
        interval = self.intervals.get(outcome.interval)
        return interval is not None and interval.last_day <= self.as_of


def dossiers(snapshot: Snapshot) -> Dossiers:
    """The dossiers of all initiatives of a snapshot; outcomes by interval, evidence by day."""
    calendar = snapshot.charter.calendar
    place = {interval.id: number for number, interval in enumerate(calendar.intervals)}
    outcomes: dict[InitiativeId, list[Outcome]] = defaultdict(list)
    for row in sorted(snapshot.outcomes, key=lambda o: (place.get(o.interval, -1), o.quantity)):
        outcomes[row.initiative_id].append(row)
    return Dossiers(
        as_of=snapshot.as_of,
        closed=calendar.closed(snapshot.as_of),
        intervals={interval.id: interval for interval in calendar.intervals},
        outcomes={initiative: tuple(rows) for initiative, rows in outcomes.items()},
        evidence=_evidence(snapshot),
        broken=_broken_assumptions(snapshot),
    )


def observed(rows: Iterable[Evidence], as_of: date) -> tuple[tuple[date, Evidence], ...]:
    """Rows that were observed on a known day up to `as_of`, with it, oldest first."""
    dated = [
        (row.observed_on, row)
        for row in rows
        if row.observed_on is not None and row.observed_on <= as_of
    ]
    return tuple(sorted(dated, key=lambda pair: (pair[0], pair[1].id)))


def broken_on(snapshot: Snapshot) -> tuple[date, ...]:
    """The days on which the world broke an assumption, each once."""
    return tuple(sorted({day for days in _broken_assumptions(snapshot).values() for day in days}))


def _evidence(snapshot: Snapshot) -> dict[InitiativeId, tuple[Evidence, ...]]:
    """Evidence about an initiative, or about one of its options (`INI-112/whole`)."""
    found: dict[InitiativeId, list[Evidence]] = defaultdict(list)
    for _, row in observed(snapshot.evidence, snapshot.as_of):
        if row.about_kind == "initiative":
            found[InitiativeId(row.about_id)].append(row)
        elif row.about_kind == "option":
            found[InitiativeId(row.about_id.rpartition("/")[0])].append(row)
    return {initiative: tuple(rows) for initiative, rows in found.items()}


def _broken_assumptions(snapshot: Snapshot) -> dict[str, tuple[date, ...]]:
    """The days on which evidence contradicted an assumption, or a signal was filed to change it."""
    days: dict[str, list[date]] = defaultdict(list)
    for day, row in observed(snapshot.evidence, snapshot.as_of):
        if row.about_kind == "assumption" and row.reading == "contradicts":
            days[row.about_id].append(day)
    for signal in snapshot.signals:
        filed = signal.disposed_on or signal.observed_on
        if signal.disposition != "assumption_change" or filed is None or filed > snapshot.as_of:
            continue
        for assumption in signal.affects_assumptions:
            days[assumption].append(filed)
    return {assumption: tuple(sorted(found)) for assumption, found in days.items()}
