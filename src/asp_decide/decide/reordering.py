"""Whether a new order of starts gains more than it disturbs: a band, so that nobody thrashes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.decide.judging import Judges, judge
from asp_decide.decide.preparation import Prepared
from asp_decide.errors import NoFeasiblePlanError
from asp_decide.model.choice import Choice
from asp_decide.model.finding import Answer
from asp_decide.model.ids import InitiativeId, ValueStreamId
from asp_decide.model.subject import Measured, Subject, SubjectKey, Subjects
from asp_decide.optimize.pipeline import Solved, solve_again
from asp_decide.optimize.programme import Origin, Row, make_row
from asp_decide.optimize.solver import Means
from asp_decide.rules.precedence import prevailing

GAIN = "reorder_gain"
_POINT = "reorder"


@dataclass(frozen=True, slots=True)
class Start:
    """When an earlier plan let an initiative begin, and with which option."""

    option: str
    interval: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An initiative that the plan begins at another time than the earlier one, or not at all."""

    initiative: InitiativeId
    before: Start
    now: str | None
    streams: tuple[ValueStreamId, ...]


@dataclass(frozen=True, slots=True)
class StreamOrder:
    """What the new order of a stream gains over the earlier one, and what the rules say to that.

    `gain` is the loss that keeping all earlier starts of the stream would add; None where they
    cannot be kept any more. `answer` is None where no policy asks.
    """

    stream: ValueStreamId
    moved: tuple[Moved, ...]
    gain: Fraction | None
    answer: Answer | None
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A plan that was found: its question, its solution, and by what means and order of ties."""

    prepared: Prepared
    solved: Solved
    means: Means
    order: Mapping[InitiativeId, int]


def starts_that_can_be_kept(found: Found, before: Mapping[InitiativeId, Start]) -> int:
    """How many starts of the earlier plan could still be kept: what is open and lies ahead."""
    return sum(_earlier(found, one, start) is not None for one, start in before.items())


def reordering(
    found: Found, before: Mapping[InitiativeId, Start], judges: Judges
) -> tuple[StreamOrder, ...]:
    """Each value stream in which a start has moved, with the gain of that and the rules' answer.

    What runs is not moved by any order, and a start that lies behind us is none. Raises what
    judging and solving raise.
    """
    moved = tuple(_moved(found, before))
    streams = sorted({stream for one in moved for stream in one.streams})
    gains = {stream: _gain(found, [m for m in moved if stream in m.streams]) for stream in streams}
    subjects = _with_gains(found.prepared.subjects, gains)
    policies = found.prepared.inputs.policies
    currency = found.prepared.inputs.snapshot.charter.currency
    findings = judge(policies, subjects, judges=judges, currency=currency)
    answers = {
        one.subject.id: one
        for one in prevailing(policies, findings, subjects)
        if one.point == _POINT
    }
    return tuple(
        StreamOrder(
            stream,
            tuple(one for one in moved if stream in one.streams),
            gains[stream],
            answers.get(stream),
            tuple(
                finding.message
                for finding in findings
                if finding.subject == SubjectKey("value_stream", stream)
                and (answer := answers.get(stream)) is not None
                and finding.rule in answer.by
            ),
        )
        for stream in streams
    )


def _moved(found: Found, before: Mapping[InitiativeId, Start]) -> Iterator[Moved]:
    programme = found.prepared.programme
    steps = {step.number: step.id for step in programme.grid}
    known = {choice.id: choice for choice in programme.choices}
    for taken in (known[id_] for id_ in found.solved.taken):
        start = before.get(taken.initiative)
        earlier = None if start is None else _earlier(found, taken.initiative, start)
        if start is not None and earlier is not None and earlier.id != taken.id:
            now = None if taken.start is None else steps[taken.start]
            yield Moved(taken.initiative, start, now, earlier.streams)


def _earlier(found: Found, initiative: InitiativeId, start: Start) -> Choice | None:
    """The choice that would keep an earlier start; None where it is no start that can be kept."""
    programme = found.prepared.programme
    ahead = {step.id: step.number for step in programme.grid if not step.is_tail}
    return next(
        (
            choice
            for number in programme.of_initiative().get(initiative, ())
            if (choice := programme.choices[number]).begins_work
            and choice.option == start.option
            and choice.start == ahead.get(start.interval, -1)
        ),
        None,
    )


def _gain(found: Found, moved: Sequence[Moved]) -> Fraction | None:
    programme, numbers = found.prepared.programme, found.prepared.programme.number_of()
    rows: list[Row] = []
    for one in moved:
        earlier = _earlier(found, one.initiative, one.before)
        assert earlier is not None, "only a start that can be kept has moved"
        terms = [(numbers[earlier.id], Fraction(1))]
        rows.append(make_row(Origin("pin", "pin", one.initiative), "=", Fraction(1), terms))
    pinned = {row.id for row in rows}
    kept = [row for row in programme.rows if row.id not in pinned]
    try:
        asked = replace(programme, rows=tuple(kept)).with_rows(rows)
        again = solve_again(asked, found.solved, found.means, order=found.order)
    except NoFeasiblePlanError:
        return None
    return max(Fraction(0), again.certificate.loss - found.solved.certificate.loss)


def _with_gains(subjects: Subjects, gains: Mapping[ValueStreamId, Fraction | None]) -> Subjects:
    moved: Collection[ValueStreamId] = gains.keys()

    def told(subject: Subject) -> Subject:
        stream = ValueStreamId(subject.key.id)
        if subject.key.kind != "value_stream":
            return subject
        gain = gains.get(stream) if stream in moved else Fraction(0)
        why = "" if gain is not None else "the earlier order cannot be kept any more"
        return replace(subject, measures={**subject.measures, GAIN: Measured(gain, why)})

    return {key: told(subject) for key, subject in subjects.items()}
