"""A tranche as one choice: its own work, and what follows a good sign, booked at its chance."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.model.initiative import Option
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.delay_loss import benefit_share, earliest_start
from asp_decide.portfolio.schedule import Impossible, Schedule, schedule
from asp_decide.portfolio.staging import (
    TESTING,
    Stage,
    added_worth,
    first_stage,
    follow_up,
    good_sign,
)


@dataclass(frozen=True, slots=True)
class Course:
    """A staged course on the grid: its expected worth, and its work with what is to be expected.

    `work` begins and ends with the first stage; its demand and outlay hold those of later stages
    at the chance of reaching them, which is expected and not committed. `completes` is the chance
    that all stages are gone through.
    """

    worth: Fraction
    work: Schedule
    completes: Fraction = Fraction(1)


def staged_course(book: Book, option: Option, start: int) -> Course | Impossible:
    """The course of a staged option from step `start`; its follow-up starts at the earliest step.

    After a bad sign it ends; after a good one it goes on where that is worth more than it costs
    (Huchzermeier & Loch 2001). Capacity is not priced here: the programme does that.
    """
    placed = schedule(book, option, start)
    if isinstance(placed, Impossible):
        return placed
    return _course(book, first_stage(book, option, placed.finish_weeks), placed)


def _course(book: Book, stage: Stage, placed: Schedule) -> Course | Impossible:
    if stage.option.kind not in TESTING:
        return Course(added_worth(book, stage), placed)
    alone = Course(added_worth(book, stage), placed, completes=Fraction(0))
    following = follow_up(book, stage.option)
    later = _earliest(book, following, after=placed.finish)
    if isinstance(later, Impossible):
        return Impossible(f"its follow-up `{following.option}` {later.reason}")
    sign = good_sign(stage)
    released = benefit_share(book, stage.option)
    next_stage = Stage(following, later.finish_weeks, sign.probability, released)
    rest = _course(book, next_stage, later)
    if isinstance(rest, Impossible):
        return rest
    if rest.worth <= sum(rest.work.outlay.values()):
        return alone
    return Course(
        worth=alone.worth + sign.chance * rest.worth,
        work=replace(
            placed,
            demand=together(placed.demand, rest.work.demand, chance=sign.chance),
            outlay=together(placed.outlay, rest.work.outlay, chance=sign.chance),
        ),
        completes=sign.chance * rest.completes,
    )


def _earliest(book: Book, option: Option, *, after: int) -> Schedule | Impossible:
    """The option at the earliest step behind `after` that its window admits."""
    ready = earliest_start(book, option)
    for step in book.grid.steps[after + 1 :]:
        if ready < step.ends:
            return schedule(book, option, step.number)
    return Impossible("would not be finished when the plan's horizon ends")


def together[Key](
    first: Mapping[Key, Fraction], later: Mapping[Key, Fraction], *, chance: Fraction
) -> dict[Key, Fraction]:
    """Amounts with those that come later at that chance."""
    total = dict(first)
    for key, amount in later.items():
        total[key] = total.get(key, Fraction(0)) + chance * amount
    return total
