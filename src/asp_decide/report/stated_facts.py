"""Facts of a run's day that its plan does not repeat: of value that came, and of funding."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Self

from asp_decide.delivery.stream_work import StreamWork
from asp_decide.learn.lessons import StreamLesson, stream_lessons
from asp_decide.model.ids import InitiativeId
from asp_decide.model.outcome import Outcome
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.dossier import broken_on
from asp_decide.portfolio.funding import funding_of
from asp_decide.report.printable import on_one_line, printable


@dataclass(frozen=True, slots=True)
class StatedFacts:
    """What reports tell of the past, each text of it printable; money in the charter's currency.

    `closed` are the intervals that had ended on the day of the facts, oldest first. `names` are of
    every initiative, the delivered ones too; `streams` are those that its options need. `funded`
    and `spent` are by value stream and interval; `run_rates` are the standing funding of each
    stream in money a week. None is stated by nobody. `work` is what the log of the run tells of
    work in the value streams; None where it holds no event. `lessons` are the verdicts on
    hypotheses, `changes` the days on which an assumption was broken.
    """

    closed: tuple[str, ...]
    weeks: Mapping[str, Fraction]
    outcomes: tuple[Outcome, ...]
    names: Mapping[str, str]
    streams: Mapping[str, tuple[str, ...]]
    funded: Mapping[tuple[str, str], Fraction | None]
    spent: Mapping[tuple[str, str], Fraction | None]
    run_rates: Mapping[str, Fraction | None]
    work: StreamWork | None = None
    lessons: tuple[StreamLesson, ...] = ()
    changes: tuple[date, ...] = ()

    @classmethod
    def of(cls, snapshot: Snapshot, *, work: StreamWork | None = None) -> Self:
        """What a snapshot states of it, and the log of work beside it."""
        calendar = snapshot.charter.calendar
        streams: dict[str, set[str]] = {}
        found = funding_of(snapshot)
        for option in snapshot.options:
            needed = (
                on_one_line(one.value_stream_id) for one in option.demands if one.value_stream_id
            )
            streams.setdefault(on_one_line(option.initiative_id), set()).update(needed)
        return cls(
            closed=tuple(interval.id for interval in calendar.closed(snapshot.as_of)),
            weeks={interval.id: interval.weeks for interval in calendar.intervals},
            outcomes=tuple(printable(_as_known(one, snapshot.as_of)) for one in snapshot.outcomes),
            names={on_one_line(one.id): on_one_line(one.name) for one in snapshot.initiatives},
            streams={one: tuple(sorted(needed)) for one, needed in streams.items()},
            funded={
                (on_one_line(stream), interval): amount
                for stream, funding in found.items()
                for interval, amount in funding.funded.items()
            },
            spent={
                (on_one_line(stream), interval): amount
                for stream, funding in found.items()
                for interval, amount in funding.spent.items()
            },
            run_rates={
                on_one_line(one.id): None
                if one.funding_per_week is None
                else Fraction(one.funding_per_week)
                for one in snapshot.value_streams
            },
            work=work,
            lessons=tuple(_printed(one) for one in stream_lessons(snapshot)),
            changes=broken_on(snapshot),
        )


def _printed(lesson: StreamLesson) -> StreamLesson:
    streams = frozenset(on_one_line(one) for one in lesson.streams)
    return replace(lesson, initiative=InitiativeId(on_one_line(lesson.initiative)), streams=streams)


def _as_known(outcome: Outcome, as_of: date) -> Outcome:
    """The outcome as it was known on that day: a verdict of a later day was none yet."""
    if outcome.verdict_on is None or outcome.verdict_on <= as_of:
        return outcome
    return outcome.model_copy(update={"verdict": None})
