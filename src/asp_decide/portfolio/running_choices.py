"""What may be chosen for work in delivery: go on, in whole or for a tranche, redirect, pause, stop.

Or hold it for review.
"""

from dataclasses import replace
from fractions import Fraction

from asp_decide.model.choice import Removal
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
from asp_decide.portfolio.going_on import going_on, is_done_in, told_of
from asp_decide.portfolio.next_tranche import tranche_at_best, tranche_course
from asp_decide.portfolio.review_choice import continuing, review_choice
from asp_decide.portfolio.schedule import Impossible, Schedule, schedule
from asp_decide.portfolio.staging import is_too_late
from asp_decide.portfolio.work import unknown_amounts

KINDS = frozenset({"continue", "tranche", "redirect", "pause", "stop"})


def running_choices(book: Book, initiative: Initiative) -> Columns:
    """Every way to go on with work in delivery, or to end it, that its facts allow.

    It is continued, goes on for one more tranche or is stopped now; redirected now or later; a
    pause restarts in a later step.
    """
    removed: list[Removal] = []
    valued: list[Valued] = []
    best_value = Fraction(0)
    for option in book.options.get(initiative.id, ()):
        if option.kind not in KINDS:
            removed.append(not_offered(option))
            continue
        unknown = reason_against(book, option)
        if unknown:
            removed.append(removal(option, None, unknown))
            continue
        best_value = max(best_value, _at_best(book, option))
        if option.kind == "tranche":
            course = tranche_course(book, option)
            if isinstance(course, Impossible):
                removed.append(removal(option, 0, course.reason))
            else:
                valued.append(Valued(option, course.work, course.worth, goes_on=True))
            continue
        for start in _starts(book, option):
            placed = _place(book, option, start)
            if isinstance(placed, Impossible):
                removed.append(removal(option, start, placed.reason))
                continue
            brought = value(book, option, placed.finish_weeks)
            valued.append(Valued(option, placed, brought, is_done=is_done_in(placed, book)))
    review = review_choice(book, initiative, best_value=best_value)
    made = columns(initiative, valued, best_value=best_value, removed=removed, beside=(review,))
    return replace(made, assumptions=_assumptions(book, initiative))


def _place(book: Book, option: Option, start: int) -> Schedule | Impossible:
    return going_on(book, option) if option.kind == "continue" else schedule(book, option, start)


def _starts(book: Book, option: Option) -> range:
    match option.kind:
        case "continue" | "stop":
            return range(1)
        case "pause":
            return range(1, len(book.grid.steps))
        case _:
            return range(len(book.grid.steps))


def _at_best(book: Book, option: Option) -> Fraction:
    """What an option brings if it is done as early as it can be, capacity left aside."""
    if option.kind == "tranche":
        return tranche_at_best(book, option)
    finish_weeks = earliest_finish(book, option)
    if is_too_late(book, option, finish_weeks):
        return Fraction(0)
    return value(book, option, finish_weeks)


def _assumptions(book: Book, initiative: Initiative) -> tuple[str, ...]:
    option = continuing(book, initiative)
    if option is None or unknown_amounts(option):
        unknown = "holds no capacity while it is in review: what remains is not known"
        return (f"{initiative.id} {unknown}",)
    told = told_of(book, initiative, option)
    return (told,) if told else ()
