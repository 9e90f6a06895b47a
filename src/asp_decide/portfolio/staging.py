"""Options that buy evidence first: what follows a sign, and what that prospect is worth."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.initiative import DeadlineProfile, Option
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.delay_loss import (
    benefit_share,
    earliest_start,
    expected_share,
    released_share,
    worth,
)
from asp_decide.portfolio.examination import Examination, Sign, signs
from asp_decide.portfolio.work import unknown_amounts, work_of

TESTING = frozenset({"discovery", "tranche"})
"""Kinds that end in a sign, upon which one goes on or ends."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A point in a staged course: the option, when it is done, and what is believed by then."""

    option: Option
    finish_weeks: Fraction
    probability: Fraction
    released: Fraction


def first_stage(book: Book, option: Option, finish_weeks: Fraction) -> Stage:
    """The stage of an option of a valued initiative that is done at `finish_weeks`."""
    probability = prior(book, option)
    assert probability is not None, "a stage is valued once its probability is known"
    released = released_share(book, option.initiative_id)
    return Stage(option, finish_weeks, probability, released)


def prospect(
    book: Book, stage: Stage, *, cost_of: Callable[[Option], Fraction], goes_on_after_bad: bool
) -> Fraction:
    """Expected worth of a stage and of what may follow it, less the cost of what follows.

    One goes on where that is worth more than it costs: after any sign, or after a good one only.
    Full precision; what is already released is not counted.
    """
    gain = added_worth(book, stage)
    if stage.option.kind not in TESTING:
        return gain
    following = follow_up(book, stage.option)
    begins = max(stage.finish_weeks, earliest_start(book, following))
    done = begins + work_of(following, book).weeks
    for sign in _signs(stage, goes_on_after_bad=goes_on_after_bad):
        after = Stage(following, done, sign.probability, benefit_share(book, stage.option))
        expected = prospect(book, after, cost_of=cost_of, goes_on_after_bad=goes_on_after_bad)
        gain += sign.chance * max(Fraction(0), expected - cost_of(following))
    return gain


def added_worth(book: Book, stage: Stage) -> Fraction:
    """Expected worth of what a stage releases by itself; nothing once a hard deadline is past."""
    added = benefit_share(book, stage.option) - stage.released
    if added <= 0 or is_too_late(book, stage.option, stage.finish_weeks):
        return Fraction(0)
    initiative = book.initiatives[stage.option.initiative_id]
    share = expected_share(stage.probability, initiative)
    return added * worth(book, initiative.id, stage.finish_weeks, share)


def good_sign(stage: Stage) -> Sign:
    """The good sign of the stage's test."""
    return both_signs(stage)[0]


def both_signs(stage: Stage) -> tuple[Sign, Sign]:
    """The good and the bad sign of the stage's test."""
    return signs(stage.probability, _examination(stage.option))


def follow_up(book: Book, option: Option) -> Option:
    """The option that follows a good sign."""
    found = _named(book, option)
    assert found is not None, "an option with an unknown follow-up is not staged"
    return found


def prior(book: Book, option: Option) -> Fraction | None:
    """How likely the hypothesis holds before any sign: the option's word, else the initiative's."""
    stated = option.probability_of_success
    if stated is None:
        stated = book.initiatives[option.initiative_id].probability_of_success
    return None if stated is None else Fraction(stated)


def unknown_of_course(book: Book, option: Option) -> tuple[str, ...]:
    """What is not known of a staged course, in words: its work, its test, what follows."""
    unknown: list[str] = []
    seen: set[str] = set()
    stage: Option | None = option
    while stage is not None:
        prefix = "" if stage is option else f"`{stage.option}`: "
        unknown += [prefix + amount for amount in unknown_amounts(stage)]
        if stage.kind not in TESTING:
            return tuple(unknown)
        if stage.test_sensitivity is None or stage.test_specificity is None:
            unknown.append(prefix + "how well its test tells")
        seen.add(stage.option)
        stage = _named(book, stage)
        if stage is not None and stage.option in seen:
            break
    return (*unknown, "the option that follows a good sign")


def is_too_late(book: Book, option: Option, finish_weeks: Fraction) -> bool:
    """Whether a hard deadline forbids being done at `finish_weeks`; stopping is never too late."""
    profile = book.initiatives[option.initiative_id].profile
    if not isinstance(profile, DeadlineProfile) or profile.deadline_is != "hard":
        return False
    if option.kind == "stop":
        return False
    return finish_weeks > book.frame.weeks(profile.deadline_on)


def _named(book: Book, option: Option) -> Option | None:
    options = book.options[option.initiative_id]
    return next((o for o in options if o.option == option.continues_with), None)


def _signs(stage: Stage, *, goes_on_after_bad: bool) -> tuple[Sign, ...]:
    both = both_signs(stage)
    return both if goes_on_after_bad else both[:1]


def _examination(option: Option) -> Examination:
    sensitivity, specificity = option.test_sensitivity, option.test_specificity
    assert sensitivity is not None, "a test is used once it is known how well it tells"
    assert specificity is not None, "a test is used once it is known how well it tells"
    return Examination(Fraction(sensitivity), Fraction(specificity))
