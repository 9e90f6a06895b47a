"""What may be chosen for work that has not begun: examine, do it at some scale, or leave it."""

from fractions import Fraction

from asp_decide.model.choice import Choice, Removal
from asp_decide.model.initiative import Initiative, Option
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.choice_columns import (
    Columns,
    Valued,
    columns,
    not_offered,
    reason_against,
    removal,
)
from asp_decide.portfolio.delay_loss import earliest_finish, value
from asp_decide.portfolio.schedule import Impossible, schedule
from asp_decide.portfolio.staged_choices import staged_course
from asp_decide.portfolio.staging import TESTING, first_stage, is_too_late, prospect
from asp_decide.portfolio.work import money_cost

SCALES = frozenset({"mvp", "whole", "extended", "tranche"})
"""Kinds that may be funded, from Investment Framing on."""


def candidate_choices(book: Book, initiative: Initiative) -> Columns:
    """Each scale of work that may be funded, from each step, and leaving it."""
    return _offered(book, initiative, kinds=SCALES)


def discovery_choices(book: Book, initiative: Initiative) -> Columns:
    """Each way to examine a candidate in the discovery queue, from each step, and leaving it.

    Its value is what the examination tells (EVSI). Gate 2 funds nothing that was not examined,
    so before it the only course open is to leave the candidate, which is worth 0; and one goes
    on after a good sign only, since the capacity of going on is not yet priced here.
    """
    return _offered(book, initiative, kinds=frozenset({"discovery"}))


def leave(initiative: Initiative, best_value: Fraction) -> Choice:
    """Doing nothing with an initiative: no demand, and the loss of all it could bring."""
    return Choice(
        id=f"{initiative.id}/leave",
        initiative=initiative.id,
        option="leave",
        kind="leave",
        start=None,
        finish=None,
        value=Fraction(0),
        loss=best_value,
    )


def _offered(book: Book, initiative: Initiative, *, kinds: frozenset[str]) -> Columns:
    removed: list[Removal] = []
    valued: list[Valued] = []
    best_value = Fraction(0)
    for option in book.options.get(initiative.id, ()):
        if option.kind not in kinds:
            removed.append(not_offered(option))
            continue
        unknown = reason_against(book, option)
        if unknown:
            removed.append(removal(option, None, unknown))
            continue
        best_value = max(best_value, _at_best(book, option))
        for start in range(len(book.grid.steps)):
            placed = _place(book, option, start)
            if isinstance(placed, Impossible):
                removed.append(removal(option, start, placed.reason))
            else:
                valued.append(placed)
    return columns(
        initiative,
        valued,
        best_value=best_value,
        removed=removed,
        beside=(leave(initiative, best_value),),
    )


def _place(book: Book, option: Option, start: int) -> Valued | Impossible:
    if option.kind == "tranche":
        course = staged_course(book, option, start)
        if isinstance(course, Impossible):
            return course
        return Valued(option, course.work, book.money(course.worth))
    placed = schedule(book, option, start)
    if isinstance(placed, Impossible):
        return placed
    return Valued(option, placed, _value(book, option, placed.finish_weeks))


def _at_best(book: Book, option: Option) -> Fraction:
    """What an option brings if it is done as early as it can be, capacity left aside."""
    finish_weeks = earliest_finish(book, option)
    if is_too_late(book, option, finish_weeks):
        return Fraction(0)
    return _value(book, option, finish_weeks)


def _value(book: Book, option: Option, finish_weeks: Fraction) -> Fraction:
    if option.kind not in TESTING:
        return value(book, option, finish_weeks)
    stage = first_stage(book, option, finish_weeks)
    gain = prospect(book, stage, cost_of=money_cost, goes_on_after_bad=False)
    return book.money(gain)
