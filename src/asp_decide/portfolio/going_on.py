"""How work in delivery goes on: as stated, slower where capacity is short, beyond the plan."""

from dataclasses import replace

from asp_decide.model.initiative import Initiative, Option
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.delay_loss import earliest_start
from asp_decide.portfolio.schedule import (
    Impossible,
    Schedule,
    place,
    schedule,
    schedule_over,
    unless_impossible,
)
from asp_decide.portfolio.work import work_of


def going_on(book: Book, option: Option) -> Schedule | Impossible:
    """The work continued from the first step.

    Where its effort over its duration asks more of a pool than there is, it takes longer: to the
    end of the first step by which every pool carries it. What lasts longer than the plan is
    not done in it, and is worth what it brings when it is. Facts that are a little off must not
    end what they say is worth continuing.
    """
    planned = schedule(book, option, 0)
    if isinstance(planned, Schedule):
        return planned
    begins, weeks = earliest_start(book, option), work_of(option, book).weeks
    if begins + weeks > book.grid.ends:
        return _beyond_the_plan(book, option)
    for step in book.grid.steps:
        if step.ends - begins > weeks:
            slower = schedule_over(book, option, 0, weeks=step.ends - begins)
            if isinstance(slower, Schedule):
                return slower
    return planned


def is_done_in(placed: Schedule, book: Book) -> bool:
    """Whether the work ends on the grid."""
    return placed.finish_weeks <= book.grid.ends


def told_of(book: Book, initiative: Initiative, option: Option) -> str:
    """What a plan assumes where the work goes on otherwise than stated; else empty."""
    placed = going_on(book, option)
    planned = schedule(book, option, 0)
    if isinstance(placed, Impossible) or isinstance(planned, Schedule):
        return ""
    if not is_done_in(placed, book):
        return f"{initiative.id} goes on beyond the horizon of the plan"
    last = book.grid.steps[placed.finish].id
    return f"{initiative.id} takes until {last}: as stated it {planned.reason}"


def _beyond_the_plan(book: Book, option: Option) -> Schedule | Impossible:
    begins, work = earliest_start(book, option), work_of(option, book)
    execution = book.grid.execution_within(begins=begins, weeks=work.weeks)
    placed = place(book, work, execution)
    if placed is None:
        return Impossible("would not be finished when the plan's horizon ends")
    rest = work.outlay + work.transition_cost - placed.cost
    return unless_impossible(
        book, option, replace(placed, finish_weeks=begins + work.weeks, outlay_behind=rest)
    )
