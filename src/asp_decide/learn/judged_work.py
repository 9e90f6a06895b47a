"""Judged work as cases: what its case foretold, and what came of it. Nothing is left out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from asp_decide.learn.building_streams import building_streams
from asp_decide.learn.marks import Marks, marks_of
from asp_decide.model.calibration import ALL, FORETOLD, Foretold, chain
from asp_decide.model.ids import InitiativeId, IntervalId
from asp_decide.model.initiative import Initiative
from asp_decide.model.interval import Interval
from asp_decide.model.outcome import Outcome
from asp_decide.model.snapshot import Snapshot

_FUNDED_AND_OVER = frozenset({"stopped", "assessed"})


@dataclass(frozen=True, slots=True)
class JudgedForecast:
    """One quantity of one initiative that was judged: its forecast, its actual, in one unit.

    `classes` run from its own reference class up to that of all. `actual` is None where nobody
    measured it: such a case counts and teaches no amount. `weeks` are those that the amounts of
    `value` are about; 0 for the rest. `known_on` is the day on which it could be learnt from.
    `marks` say by what its class may be divided further.
    """

    initiative: InitiativeId
    classes: Sequence[str]
    quantity: Foretold
    foretold: Fraction
    actual: Fraction | None
    weeks: Fraction
    known_on: date
    marks: Marks = field(default_factory=dict)

    @property
    def size(self) -> Fraction:
        """How large the forecast was: of a benefit what it was to be a week, else the whole."""
        return self.foretold / self.weeks if self.weeks else self.foretold

    @property
    def ratio(self) -> Fraction | None:
        """Actual as a share of the forecast, 0 where it brought nothing or took something away."""
        return None if self.actual is None else max(Fraction(0), self.actual) / self.foretold


def classes_of(initiative: Initiative, snapshot: Snapshot) -> Sequence[str]:
    """The reference classes of an initiative, its own first; the category where none is stated."""
    own = initiative.reference_class or initiative.category or ALL
    return chain(own, snapshot.charter.reference_classes)


def judged_cases(snapshot: Snapshot) -> tuple[JudgedForecast, ...]:
    """Every case that was judged or is over by the day of the snapshot, by initiative.

    Work under way is none: what it has brought so far is no verdict. A forecast of nothing is
    left out, since no share of it can be said.
    """
    rows: dict[InitiativeId, list[Outcome]] = defaultdict(list)
    for row in snapshot.outcomes:
        rows[row.initiative_id].append(row)
    streams = building_streams(snapshot)
    return tuple(
        replace(case, marks=marks_of(initiative, streams.get(initiative.id, ())))
        for initiative in snapshot.initiatives
        if (day := judged_on(initiative, rows[initiative.id], snapshot)) is not None
        for case in _cases(initiative, rows[initiative.id], snapshot, day)
    )


def size_foretold(
    rows: Iterable[Outcome], quantity: Foretold, snapshot: Snapshot
) -> Fraction | None:
    """How large the forecast of a quantity is, judged or not; None where there is none.

    Of a benefit it is what is foretold a week.
    """
    lengths = {one.id: one for one in snapshot.charter.calendar.intervals}
    about = [
        row
        for row in rows
        if row.quantity == quantity and row.forecast is not None and row.interval in lengths
    ]
    foretold = sum((_mean(row) for row in about), Fraction(0))
    weeks = _weeks(about, lengths) if quantity == "value" else Fraction(1)
    return foretold / weeks if foretold > 0 and weeks else None


def verdict_of(rows: Sequence[Outcome], as_of: date) -> Outcome | None:
    """The row of the newest verdict on a hypothesis by a day; None before the first."""
    given = [
        row
        for row in rows
        if row.verdict is not None and (row.verdict_on is None or row.verdict_on <= as_of)
    ]
    return max(given, key=lambda row: (row.verdict_on or date.min, row.interval), default=None)


def judged_on(initiative: Initiative, rows: Sequence[Outcome], snapshot: Snapshot) -> date | None:
    """The day of the verdict, or that on which funded work was over without one."""
    verdict = verdict_of(rows, snapshot.as_of)
    if verdict is not None:
        return verdict.verdict_on or snapshot.as_of
    if initiative.state not in _FUNDED_AND_OVER:
        return None
    since = initiative.state_since
    return snapshot.as_of if since is None else min(since, snapshot.as_of)


def _cases(
    initiative: Initiative, rows: Sequence[Outcome], snapshot: Snapshot, day: date
) -> Iterator[JudgedForecast]:
    closed = {one.id: one for one in snapshot.charter.calendar.closed(snapshot.as_of)}
    for quantity in FORETOLD:
        about = [
            row
            for row in rows
            if row.quantity == quantity and row.forecast is not None and row.interval in closed
        ]
        measured = [row for row in about if row.status == "measured" and row.actual is not None]
        counted = measured or about
        foretold = sum((_mean(row) for row in counted), Fraction(0))
        if foretold <= 0:
            continue
        last = max(closed[row.interval].last_day for row in counted)
        yield JudgedForecast(
            initiative=initiative.id,
            classes=classes_of(initiative, snapshot),
            quantity=quantity,
            foretold=foretold,
            actual=_sum_of(measured) if measured else None,
            weeks=_weeks(counted, closed) if quantity == "value" else Fraction(0),
            known_on=max(day, last),
        )


def _mean(row: Outcome) -> Fraction:
    assert row.forecast is not None, "rows without a forecast were left out"
    return row.forecast.mean


def _sum_of(rows: Sequence[Outcome]) -> Fraction:
    return sum((Fraction(row.actual) for row in rows if row.actual is not None), Fraction(0))


def _weeks(rows: Sequence[Outcome], closed: Mapping[IntervalId, Interval]) -> Fraction:
    names = {row.interval for row in rows}
    return sum((closed[name].weeks for name in names), Fraction(0))
