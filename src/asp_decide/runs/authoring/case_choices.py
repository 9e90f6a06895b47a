"""What may be chosen in the plan of a case: from what it gives of its initiatives and streams."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.model.choice import Choice, ChoiceKind, ChoiceSet, Pool, Step
from asp_decide.model.dependency import Dependency
from asp_decide.model.ids import InitiativeId, ValueStreamId
from asp_decide.model.subject import Measured, Subject, Subjects

INTERVAL_WEEKS = 13
"""Weeks of a planning interval in the plan of a case, which has no calendar: a quarter."""

_NOTHING = Fraction(0)
_BEGINS: Mapping[str, ChoiceKind] = {
    "discovery_queue": "discovery",
    "investment_framing": "whole",
    "delivery_queue": "whole",
}
"""What may be begun with an initiative, by its state."""

_BY_THEIR_GAIN: Mapping[ChoiceKind, str] = {
    "redirect": "gain_from_redirecting",
    "tranche": "gain_from_tranche",
}
"""What else may be done with work in delivery, and the measure that says what it brings more."""


def case_choices(subjects: Subjects, horizon_intervals: int) -> ChoiceSet:
    """The choices over so many intervals, and the capacity that they compete for.

    Capacity is each stream's `demonstrated_capacity`, the same in every interval. An initiative
    takes its `remaining_effort` in equal parts of the streams that it touches and of the intervals
    that its `remaining_duration` needs (one unless given); it brings its `remaining_value`, less
    its `remaining_cost_of_delay` for each week that it waits, and costs its `remaining_outlay`.
    What is not valued is not begun, and goes on in review. Money is not limited.
    """
    grid = tuple(_step(number) for number in range(horizon_intervals))
    initiatives = [s for key, s in sorted(subjects.items()) if key.kind == "initiative"]
    made = {_id(one): tuple(_choices(one, grid)) for one in initiatives}
    return ChoiceSet(
        grid=grid,
        choices=tuple(choice for each in made.values() for choice in each),
        capacity=_capacity(subjects, grid),
        budget={},
        running=frozenset(_id(one) for one in initiatives if _runs(one)),
        best_value={_id(one): _best_value(one) for one in initiatives},
    )


def case_dependencies(subjects: Subjects) -> tuple[Dependency, ...]:
    """What must be finished before what, along `predecessor` and `successor`."""
    pairs = {
        pair
        for key, subject in subjects.items()
        if key.kind == "initiative"
        for pair in (
            *((before, key.id) for before in subject.links.get("predecessor", ())),
            *((key.id, after) for after in subject.links.get("successor", ())),
        )
    }
    return tuple(Dependency(from_id=before, to_id=after) for before, after in sorted(pairs))


def case_order(choice_set: ChoiceSet) -> Mapping[InitiativeId, int]:
    """Which of two equal plans is taken: what is worth most begins first, then the first id."""
    ranked = sorted(choice_set.best_value, key=lambda one: (-choice_set.best_value[one], one))
    return {initiative: place for place, initiative in enumerate(ranked)}


def _capacity(subjects: Subjects, grid: tuple[Step, ...]) -> dict[tuple[Pool, int], Fraction]:
    return {
        (Pool(ValueStreamId(key.id)), step.number): amount
        for key, subject in sorted(subjects.items())
        if key.kind == "value_stream"
        and (amount := _amount(subject, "demonstrated_capacity")) is not None
        for step in grid
    }


def _step(number: int) -> Step:
    begins = Fraction(INTERVAL_WEEKS * number)
    ends = begins + INTERVAL_WEEKS
    return Step(number, f"interval {number + 1}", begins, ends, is_tail=False, intervals=())


@dataclass(frozen=True, slots=True)
class _Work:
    """What is left to do: for how many intervals, how much of each pool in each, and for what."""

    intervals: int
    each: Mapping[Pool, Fraction]
    value: Fraction
    outlay: Fraction
    lost_per_interval: Fraction


def _choices(initiative: Subject, grid: tuple[Step, ...]) -> Iterator[Choice]:
    work, state = _work(initiative), initiative.attributes.get("state") or ""
    if _runs(initiative):
        yield from _going_on(initiative, work, grid)
        return
    yield _idle(initiative, "leave")
    kind = _BEGINS.get(state)
    if kind is not None and work is not None and initiative.attributes.get("kind") != "strategic":
        for start in range(len(grid) - work.intervals + 1):
            yield _working(initiative, kind, start, work, grid)


def _going_on(initiative: Subject, work: _Work | None, grid: tuple[Step, ...]) -> Iterator[Choice]:
    """Continue or stop; pause where there is a later interval.

    Redirect, or go on for a tranche, where the gain from that is known.
    """
    yield _idle(initiative, "stop")
    if work is None:
        yield replace(_idle(initiative, "review"), active=(0,))
        return
    going_on = _working(initiative, "continue", 0, work, grid)
    yield going_on
    yield replace(
        going_on,
        id=f"{initiative.key.id}/review",
        option="review",
        kind="review",
        finish=None,
        demand={place: amount for place, amount in going_on.demand.items() if place[1] == 0},
        active=(0,),
    )
    for start in range(1, len(grid)):
        yield _working(initiative, "pause", start, work, grid)
    for kind, measure in _BY_THEIR_GAIN.items():
        gain = _amount(initiative, measure)
        if gain is not None:
            changed = _working(initiative, kind, 0, replace(work, value=work.value + gain), grid)
            yield replace(changed, goes_on=kind == "tranche")


def _working(
    initiative: Subject, kind: ChoiceKind, start: int, work: _Work, grid: tuple[Step, ...]
) -> Choice:
    ends = start + work.intervals
    steps = range(start, min(ends, len(grid)))
    value = work.value - work.lost_per_interval * start
    return Choice(
        id=f"{initiative.key.id}/{kind}@{start}",
        initiative=_id(initiative),
        option=kind,
        kind=kind,
        start=start,
        finish=ends - 1 if ends <= len(grid) else None,
        value=value,
        loss=_best_value(initiative) - value + work.outlay,
        demand={(pool, step): amount for step in steps for pool, amount in work.each.items()},
        active=tuple(steps),
        streams=tuple(ValueStreamId(pool.value_stream) for pool in work.each),
    )


def _idle(initiative: Subject, kind: ChoiceKind) -> Choice:
    """Nothing is done: all that the initiative could bring is lost."""
    start = None if kind == "leave" else 0
    best = _best_value(initiative)
    name = f"{initiative.key.id}/{kind}"
    return Choice(name, _id(initiative), kind, kind, start, None, _NOTHING, best)


def _work(initiative: Subject) -> _Work | None:
    """None where value or effort is not known; an examination takes no capacity of delivery."""
    examines = initiative.attributes.get("state") == "discovery_queue"
    value = _amount(initiative, "value_of_examining" if examines else "remaining_value")
    effort = _NOTHING if examines else _amount(initiative, "remaining_effort")
    if value is None or effort is None:
        return None
    weeks = _amount(initiative, "remaining_duration")
    intervals = 1 if examines or not weeks else max(1, math.ceil(weeks / INTERVAL_WEEKS))
    streams = sorted(set(initiative.links.get("value_stream", ())))
    each = effort / intervals / len(streams) if streams else _NOTHING
    lost = _amount(initiative, "remaining_cost_of_delay") or _NOTHING
    return _Work(
        intervals,
        {Pool(ValueStreamId(stream)): each for stream in streams},
        value,
        _NOTHING if examines else _amount(initiative, "remaining_outlay") or _NOTHING,
        lost * INTERVAL_WEEKS,
    )


def _best_value(initiative: Subject) -> Fraction:
    work = _work(initiative)
    if work is None:
        return _NOTHING
    gains = [_amount(initiative, one) for one in _BY_THEIR_GAIN.values() if _runs(initiative)]
    return max(_NOTHING, work.value, *(work.value + (gain or _NOTHING) for gain in gains))


def _amount(subject: Subject, name: str) -> Fraction | None:
    measured = subject.measures.get(name)
    return measured.value if isinstance(measured, Measured) else None


def _runs(initiative: Subject) -> bool:
    attributes = initiative.attributes
    return attributes.get("state") == "implementing" and attributes.get("kind") != "strategic"


def _id(initiative: Subject) -> InitiativeId:
    return InitiativeId(initiative.key.id)
