"""The joint of the two layers: the capacity that the log of work shows, put among the facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from asp_decide.delivery.board import board_of
from asp_decide.delivery.demonstrated_capacity import Demonstrated, demonstrated_capacity
from asp_decide.delivery.feature_flow import FEATURE_FLOW
from asp_decide.diagnostics import Checked, Diagnostic, Place
from asp_decide.flows.replay import History
from asp_decide.load.cell_values import plain_decimal
from asp_decide.load.input_codes import Spot, problem
from asp_decide.load.table_files import read_one_table
from asp_decide.load.work_log import WorkLog, read_work_log
from asp_decide.model.fact_row import FactRow, Origin
from asp_decide.model.feature import Feature
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.value_stream import Capacity
from asp_decide.model.work_event import end_of_day
from asp_decide.runs.flows_by_kind import flows_in, strategic_in

_BASIS = "throughput"


def shown_by_the_log(snapshot: Snapshot) -> frozenset[str]:
    """The features that show a capacity which some row of the facts leaves to the log, by id."""
    asked = {one.value_stream_id for one in snapshot.capacities if one.basis == _BASIS}
    return frozenset(
        str(one.id) for one in snapshot.delivery.features if one.value_stream_id in asked
    )


def with_shown_capacity(
    read: Checked[Snapshot], folder: Path, log: WorkLog | None
) -> Checked[Snapshot]:
    """The facts with what finished features show, in each row of capacity that leaves it to them.

    `log` is the log of work of the folder; None where it cannot be read.

    Nothing else of the delivery layer gets into what plans rest on. Only closed intervals count,
    so no plan becomes stale by work that moves. A row of which nothing is shown stays unknown, and
    is told with what is lacking.
    """
    snapshot = read.value
    if snapshot is None or all(one.basis != _BASIS for one in snapshot.capacities):
        return read
    shown = ShownCapacity(snapshot, None if log is None else _of_features(log))
    filled = [shown.filled(row) for row in snapshot.capacities]
    rows = {**snapshot.rows, **dict(shown.rows())}
    known = {"capacities": tuple(filled), "rows": dict(sorted(rows.items()))}
    told = tuple(sorted((*read.diagnostics, *_unknown(shown, folder))))
    return Checked(snapshot.model_copy(update=known), told)


@dataclass(frozen=True)
class ShownCapacity:
    """What the log of work shows of each stream, and of each team, that is asked about."""

    snapshot: Snapshot
    histories: tuple[History, ...] | None

    def of(self, stream: str, team: str | None = None) -> Demonstrated:
        """What a stream, or one team of it, has demonstrated."""
        if self.histories is None:
            return Demonstrated(why="the log of work cannot be read")
        own = [
            one
            for one in self.histories
            if (row := self._features.get(one.item_id)) is not None
            and row.value_stream_id == stream
            and team in {None, row.team}
        ]
        board = board_of(FEATURE_FLOW, own, as_of=end_of_day(self.snapshot.as_of))
        return demonstrated_capacity(
            board, self._features, self.snapshot.charter.calendar.intervals
        )

    @cached_property
    def asked(self) -> Mapping[tuple[str, str | None], Demonstrated]:
        """By stream and team, of those whose rows leave it to the log."""
        rows = [row for row in self.snapshot.capacities if row.basis == _BASIS]
        keys = {(str(row.value_stream_id), row.team): None for row in rows}
        return {key: self.of(*key) for key in keys}

    def filled(self, row: Capacity) -> Capacity:
        """The row with its three points and the day up to which they are shown."""
        if row.basis != _BASIS:
            return row
        found = self.asked[str(row.value_stream_id), row.team]
        (interval,) = (
            one for one in self.snapshot.charter.calendar.intervals if one.id == row.interval
        )
        estimate = found.in_interval(interval)
        if estimate is None:
            return row
        points = {"low": estimate.low, "likely": estimate.likely, "high": estimate.high}
        known = {name: plain_decimal(one) for name, one in points.items() if one is not None}
        return row.model_copy(update={**known, "stated_on": found.shown_on})

    def rows(self) -> Iterator[tuple[str, FactRow]]:
        """Each row of capacity that is filled, with where its amounts come from."""
        for row in self.snapshot.capacities:
            named = [str(row.value_stream_id), str(row.interval)]
            key = "/".join(["capacity", *named, *([f"team {row.team}"] if row.team else [])])
            known = self.snapshot.rows.get(key)
            if row.basis != _BASIS or known is None:
                continue
            found = self.asked[named[0], row.team]
            if found.per_week is not None:
                yield key, FactRow(known.table, known.about, (*known.origins, _origin(found)))

    @cached_property
    def _features(self) -> Mapping[str, Feature]:
        return {str(one.id): one for one in self.snapshot.delivery.features}


def _origin(found: Demonstrated) -> Origin:
    features = sum(one.features for one in found.finished)
    since, until = found.finished[0].interval.id, found.finished[-1].interval.id
    return Origin(f"what {features} features took, released {since} to {until}", found.shown_on)


def feature_histories(snapshot: Snapshot, folder: Path) -> tuple[History, ...] | None:
    """What the log of a workspace tells of its features; None where it cannot be read."""
    log = read_work_log(
        folder,
        flows_in(snapshot.charter),
        until=end_of_day(snapshot.as_of),
        strategic=strategic_in(folder),
        facts=snapshot,
    ).value
    return None if log is None else _of_features(log)


def _of_features(log: WorkLog) -> tuple[History, ...]:
    return log.histories.get(FEATURE_FLOW.item, ())


def _unknown(shown: ShownCapacity, folder: Path) -> Iterator[Diagnostic]:
    """Each stream or team of which nothing is shown, at the first row that asks."""
    table = read_one_table(folder, "capacity")
    places: dict[tuple[str, str | None], Spot] = {}
    for row in table.rows if table is not None else ():
        cells = row.cells
        if table is not None and cells.get("basis") == _BASIS:
            team = cells.get("team")
            key = str(cells.get("value_stream_id")), None if team is None else str(team)
            places.setdefault(key, table.locator.cell(row.number, "basis"))
    for key, found in sorted(shown.asked.items(), key=lambda pair: (pair[0][0], pair[0][1] or "")):
        if found.per_week is None:
            stream, team = key
            told = f"`{team or stream}` has demonstrated no capacity: {found.why}"
            mend = "state `actual_effort` of what was released, or another basis with its amounts"
            yield problem("I060", places.get(key, Place("facts/capacity")), told, mend)
