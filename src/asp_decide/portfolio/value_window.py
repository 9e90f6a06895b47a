"""Until when there is something left to earn, and what must be done before."""

from fractions import Fraction

from asp_decide.model.called import named
from asp_decide.model.choice import DELIVERING
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import (
    DeadlineProfile,
    EnablerProfile,
    ExpiringProfile,
    FirstMoverProfile,
    StandardProfile,
    UrgencyProfile,
)
from asp_decide.model.subject import Measured, counted_by_name
from asp_decide.portfolio.book import Book, is_done, is_open
from asp_decide.portfolio.delay_loss import earliest_finish


def window_left(book: Book, initiative: InitiativeId) -> Measured:
    """Weeks it may still wait until nothing is left to earn; 0 or less is closed.

    From the quickest finish of what delivers it to the end of its value; where that has no end
    of its own, to the horizon of the plan. Unknown without a benefit model.
    """
    profile = book.initiatives[initiative].profile
    if profile is None:
        return Measured(None, "the benefit is not known")
    ends = _window_end(book, initiative, profile)
    finishes = [
        earliest_finish(book, option)
        for option in book.options.get(initiative, ())
        if option.kind in DELIVERING and option.remaining_duration_weeks is not None
    ]
    return Measured(ends - min(finishes, default=Fraction(0)))


def unmet_predecessors(book: Book, initiative: InitiativeId) -> Measured:
    """How many initiatives it surely waits for that are not done; a doubtful need is an option."""
    needed = {
        InitiativeId(link.from_id)
        for link in book.predecessors.get(initiative, ())
        if link.needed_probability == 1
    }
    found = {one: book.initiatives.get(one) for one in needed}
    return counted_by_name(
        one if before is None else named(one, before.name)
        for one, before in found.items()
        if before is None or not is_done(before)
    )


def _window_end(book: Book, initiative: InitiativeId, profile: UrgencyProfile) -> Fraction:
    frame = book.frame
    match profile:
        case StandardProfile(benefit_ends_on=end) if end is not None:
            return frame.weeks(end)
        case DeadlineProfile(deadline_is="hard"):
            return frame.weeks(profile.deadline_on)
        case DeadlineProfile(late_until_on=until) if until is not None:
            return max(frame.weeks(profile.deadline_on), frame.weeks(until))
        case ExpiringProfile():
            return frame.weeks(profile.window_closes_on)
        case EnablerProfile():
            return _enabler_end(book, initiative, profile)
        case StandardProfile() | DeadlineProfile() | FirstMoverProfile():
            return frame.horizon_weeks


def _enabler_end(book: Book, initiative: InitiativeId, profile: EnablerProfile) -> Fraction:
    """An enabler has a use as long as its own benefit lasts, or that of anything it unblocks."""
    ends: list[Fraction] = []
    if profile.benefit_per_week is not None:
        own = profile.benefit_ends_on
        ends.append(book.frame.horizon_weeks if own is None else book.frame.weeks(own))
    for link in book.successors.get(initiative, ()):
        after = book.initiatives.get(InitiativeId(link.to_id))
        if after is None or not is_open(after) or is_done(after):
            continue
        known = after.profile
        ends.append(
            book.frame.horizon_weeks if known is None else _window_end(book, after.id, known)
        )
    return max(ends, default=book.frame.horizon_weeks)
