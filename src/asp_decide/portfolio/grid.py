"""The grid of time that a plan stands on: planning intervals, then coarse blocks that wait."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from asp_decide.model.charter import Charter
from asp_decide.model.choice import Step
from asp_decide.model.interval import Interval, weeks_until

DAY = Fraction(1, 7)


@dataclass(frozen=True, slots=True)
class Execution:
    """When work runs: its first and last step, and the share of it in each step."""

    start: int
    finish: int
    shares: tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The steps of a plan in order of time; `sizes` says how many intervals each stands for."""

    steps: tuple[Step, ...]
    sizes: tuple[int, ...]
    _executions: dict[tuple[int, Fraction, Fraction], Execution | None] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def begins(self) -> Fraction:
        """When the plan begins, in weeks from the day of the run."""
        return self.steps[0].begins

    @property
    def ends(self) -> Fraction:
        """The horizon: when the last step ends, in weeks from the day of the run."""
        return self.steps[-1].ends

    def execution(self, start: int, *, begins: Fraction, weeks: Fraction) -> Execution | None:
        """Work of `weeks` that begins at `begins` in step `start`, spread evenly over its weeks.

        None if it is unfinished when the grid ends.
        """
        key = (start, begins, weeks)
        if key not in self._executions:
            self._executions[key] = _execution(self.steps, start, begins=begins, weeks=weeks)
        return self._executions[key]

    def execution_within(self, *, begins: Fraction, weeks: Fraction) -> Execution:
        """The part of work of `weeks` from the first step on that falls into the grid."""
        spans = [
            (step.number, min(begins + weeks, step.ends) - max(begins, step.begins))
            for step in self.steps
        ]
        shares = tuple((step, worked / weeks) for step, worked in spans if worked > 0)
        return Execution(shares[0][0], shares[-1][0], shares)

    def interval_of_execution(self, start: int, number: int) -> int | None:
        """The step of the `number`-th interval of work that starts in step `start`; None beyond.

        A tail block counts for as many intervals as it stands for.
        """
        left = number
        for step in range(start, len(self.steps)):
            left -= self.sizes[step]
            if left <= 0:
                return step
        return None


def time_grid(charter: Charter, as_of: date) -> Grid:
    """The planning intervals that begin on `as_of` or later, then the charter's tail blocks.

    A tail block takes the calendar's next intervals; where the calendar ends, each that is missing
    is as long as the last planned one. There are fewer planning intervals if the calendar ends.
    """
    ahead = charter.calendar.ahead(as_of)
    assert ahead, "a calendar without an interval ahead is refused when it is read"
    planned, behind = ahead[: charter.planning_intervals], list(ahead[charter.planning_intervals :])
    steps = [
        Step(
            number=number,
            id=interval.id,
            begins=begin_of(interval.first_day, as_of),
            ends=weeks_until(interval.last_day, as_of),
            is_tail=False,
            intervals=(interval.id,),
        )
        for number, interval in enumerate(planned)
    ]
    for number, size in enumerate(charter.tail_intervals, start=1):
        covered, behind = behind[:size], behind[size:]
        missing = (size - len(covered)) * planned[-1].weeks
        steps.append(_tail_block(steps[-1], number, covered, missing_weeks=missing))
    return Grid(tuple(steps), (1,) * len(planned) + charter.tail_intervals)


def begin_of(day: date, as_of: date) -> Fraction:
    """Weeks from the end of `as_of` to the morning of `day`, when work of that day begins."""
    return weeks_until(day, as_of) - DAY


def _tail_block(
    before: Step, number: int, covered: Sequence[Interval], *, missing_weeks: Fraction
) -> Step:
    weeks = sum((interval.weeks for interval in covered), missing_weeks)
    name = f"tail-{number}"
    if covered and not missing_weeks:
        name = covered[0].id if len(covered) == 1 else f"{covered[0].id}..{covered[-1].id}"
    return Step(
        number=before.number + 1,
        id=name,
        begins=before.ends,
        ends=before.ends + weeks,
        is_tail=True,
        intervals=tuple(interval.id for interval in covered),
    )


def _execution(
    steps: Sequence[Step], start: int, *, begins: Fraction, weeks: Fraction
) -> Execution | None:
    if weeks <= 0:
        return Execution(start, start, ((start, Fraction(1)),))
    ends = begins + weeks
    shares = []
    for step in steps[start:]:
        worked = min(ends, step.ends) - max(begins, step.begins)
        shares.append((step.number, worked / weeks))
        if ends <= step.ends:
            return Execution(start, step.number, tuple(shares))
    return None
