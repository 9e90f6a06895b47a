"""One option from one start, placed on the grid: when it is done and what it takes by then."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.model.choice import Pool
from asp_decide.model.initiative import DeadlineProfile, Option
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.delay_loss import earliest_start
from asp_decide.portfolio.grid import Execution, begin_of
from asp_decide.portfolio.staging import is_too_late
from asp_decide.portfolio.work import work_of
from asp_decide.portfolio.workload import Load, Work

_PLACES = 4
"""Decimal places of an amount in a reason; the comparison itself is exact."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Work on the grid: first and last step, capacity by pool and step, money by step.

    `name` is the id of its first step. `outlay_behind` is money that falls behind the grid, which
    only work has that is not done when it ends.
    """

    name: str
    start: int
    finish: int
    finish_weeks: Fraction
    demand: Mapping[tuple[Pool, int], Fraction]
    outlay: Mapping[int, Fraction]
    outlay_behind: Fraction = Fraction(0)

    @property
    def cost(self) -> Fraction:
        """All money that it takes."""
        return sum(self.outlay.values(), self.outlay_behind)


@dataclass(frozen=True, slots=True)
class Impossible:
    """Why an option cannot be done from a start, in the words of the trade."""

    reason: str


def schedule(book: Book, option: Option, start: int) -> Schedule | Impossible:
    """The option started in step `start`, or as soon in it as its window opens.

    Effort and outlay are spread evenly over the weeks of execution, or fall where the facts say;
    switching is paid in the first step. It is done on the last day of the step in which it ends.
    """
    return schedule_over(book, option, start, weeks=work_of(option, book).weeks)


def schedule_over(
    book: Book, option: Option, start: int, *, weeks: Fraction
) -> Schedule | Impossible:
    """The same, spread over so many weeks instead of its own duration."""
    step = book.grid.steps[start]
    begins = max(step.begins, earliest_start(book, option))
    if begins >= step.ends:
        return Impossible(f"would start before {option.earliest_start_on}, its earliest start")
    latest = option.latest_start_on
    if latest is not None and begins > begin_of(latest, book.frame.as_of):
        return Impossible(f"would start after {latest}, its latest start")
    execution = book.grid.execution(start, begins=begins, weeks=weeks)
    placed = None if execution is None else place(book, work_of(option, book), execution)
    if placed is None:
        return Impossible("would not be finished when the plan's horizon ends")
    return unless_impossible(book, option, placed)


def place(book: Book, work: Work, execution: Execution) -> Schedule | None:
    """The work along its execution; None if a stated interval of it lies behind the grid."""
    demand: dict[tuple[Pool, int], Fraction] = {}
    finish = execution.finish
    for load in work.loads:
        shares = _shares(book, load, execution)
        if shares is None:
            return None
        for step, amount in shares:
            for pool in load.pools:
                so_far = demand.get((pool, step))
                demand[pool, step] = amount if so_far is None else so_far + amount
            finish = max(finish, step)
    return Schedule(
        name=book.grid.steps[execution.start].id,
        start=execution.start,
        finish=finish,
        finish_weeks=book.grid.steps[finish].ends,
        demand=demand,
        outlay=_outlay(work, execution),
    )


def _shares(
    book: Book, load: Load, execution: Execution
) -> tuple[tuple[int, Fraction], ...] | None:
    """Capacity by step that one load takes; nothing is not listed."""
    first = ((execution.start, load.transition_effort),) if load.transition_effort else ()
    if not load.effort:
        return first
    if load.step is None:
        spread = tuple((step, load.effort * share) for step, share in execution.shares)
        return first + spread
    step = book.grid.interval_of_execution(execution.start, load.step)
    return None if step is None else (*first, (step, load.effort))


def _outlay(work: Work, execution: Execution) -> Mapping[int, Fraction]:
    outlay: dict[int, Fraction] = {}
    if work.outlay:
        outlay = {step: work.outlay * share for step, share in execution.shares}
    if work.transition_cost:
        outlay[execution.start] = outlay.get(execution.start, Fraction(0)) + work.transition_cost
    return outlay


def unless_impossible(book: Book, option: Option, placed: Schedule) -> Schedule | Impossible:
    """The schedule, unless a hard deadline or the capacity of a pool forbids it."""
    if is_too_late(book, option, placed.finish_weeks):
        profile = book.initiatives[option.initiative_id].profile
        assert isinstance(profile, DeadlineProfile), "only a deadline can be too late"
        return Impossible(f"would be done after {profile.deadline_on}, its hard deadline")
    short = [
        (step, pool)
        for (pool, step), needed in placed.demand.items()
        if _is_short(book, option, needed, pool, step)
    ]
    return _shortage(book, placed, *min(short)) if short else placed


def _is_short(book: Book, option: Option, needed: Fraction, pool: Pool, step: int) -> bool:
    """Whether the pool cannot carry it. Unknown capacity begins nothing, and it ends nothing."""
    available = book.supply.capacity.get((pool, step))
    if available is None:
        return option.kind not in {"continue", "stop"}
    return needed > available


def _shortage(book: Book, placed: Schedule, step: int, pool: Pool) -> Impossible:
    name = book.grid.steps[step].id
    available = book.supply.capacity.get((pool, step))
    if available is None:
        return Impossible(f"capacity of {pool} in {name} is not known")
    charter, needed = book.snapshot.charter, placed.demand[pool, step]
    unit = charter.currency if charter.capacity_unit == "money" else charter.capacity_unit
    told = f"needs {decimal_text(needed, _PLACES)} {unit} of {pool} in {name}"
    return Impossible(f"{told}, which has {decimal_text(available, _PLACES)}")
