"""What was promised, by whom it was judged, what still waits, and how work ended."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from asp_decide.learn.judged_work import verdict_of
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import STATE_GROUPS, Initiative
from asp_decide.model.outcome import Outcome
from asp_decide.model.snapshot import Snapshot

type Judgement = Literal["confirmed", "partly", "refuted", "not_measurable", "none"]

JUDGEMENTS: tuple[Judgement, ...] = ("confirmed", "partly", "refuted", "not_measurable", "none")
"""What can be said of a promise; `none` is that nobody has said anything yet."""

_FUNDED = frozenset({"delivery_queue", "implementing", "outcome_assessment", "stopped", "assessed"})
_DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Promise:
    """A funded hypothesis: what became of it, by what method, or how long it has waited.

    It is to be judged by `due_on`, None where no day was stated; `overdue_weeks` count from there,
    None where it was judged or is not due yet. `age_weeks` count from its first forecast.
    """

    initiative: InitiativeId
    name: str
    state: str
    judgement: Judgement
    method: str
    judged_on: date | None
    due_on: date | None
    overdue_weeks: Fraction | None
    age_weeks: Fraction | None = None


def promises(snapshot: Snapshot) -> tuple[Promise, ...]:
    """Everything that was ever funded, by id: stopped work and what nobody measured included."""
    rows: dict[InitiativeId, list[Outcome]] = defaultdict(list)
    for row in snapshot.outcomes:
        rows[row.initiative_id].append(row)
    return tuple(
        _promise(one, rows[one.id], snapshot)
        for one in snapshot.initiatives
        if one.kind == "initiative" and one.state in _FUNDED
    )


def waiting(of: Sequence[Promise]) -> tuple[Promise, ...]:
    """Promises without a verdict, the longest overdue first; those without a day at the end."""
    found = [one for one in of if one.judgement == "none"]
    return tuple(sorted(found, key=lambda one: (one.due_on or date.max, one.initiative)))


def counted_judgements(of: Sequence[Promise]) -> Mapping[Judgement, int]:
    """How many promises came to what; all that were made are in one of the counts."""
    return {word: sum(one.judgement == word for one in of) for word in JUDGEMENTS}


def exits(snapshot: Snapshot) -> Iterator[Initiative]:
    """What has left the flow, however it ended: an end is a result."""
    return (one for one in snapshot.initiatives if one.state in STATE_GROUPS["closed"])


def _promise(one: Initiative, rows: Sequence[Outcome], snapshot: Snapshot) -> Promise:
    verdict = verdict_of(rows, snapshot.as_of)
    due = _due(rows, snapshot)
    overdue: Fraction | None = None
    if verdict is None and due is not None and due <= snapshot.as_of:
        overdue = _weeks(due, snapshot.as_of)
    return Promise(
        initiative=one.id,
        name=one.name,
        state=one.state,
        judgement="none" if verdict is None or verdict.verdict is None else verdict.verdict,
        method="" if verdict is None else verdict.method or "",
        judged_on=None if verdict is None else verdict.verdict_on,
        due_on=due,
        overdue_weeks=overdue,
        age_weeks=_age(rows, snapshot.as_of),
    )


def _age(rows: Sequence[Outcome], as_of: date) -> Fraction | None:
    """Weeks since the first forecast that is known on the day; None where none is dated."""
    days = [row.forecast_made_on for row in rows if row.forecast_made_on is not None]
    known = [day for day in days if day <= as_of]
    return _weeks(min(known), as_of) if known else None


def _weeks(since: date, as_of: date) -> Fraction:
    return Fraction((as_of - since).days, _DAYS_A_WEEK)


def _due(rows: Sequence[Outcome], snapshot: Snapshot) -> date | None:
    """The last day of the interval that closes the hypothesis."""
    last = {one.id: one.last_day for one in snapshot.charter.calendar.intervals}
    days = [
        last[row.interval] for row in rows if row.quantity == "success" and row.interval in last
    ]
    return max(days, default=None)
