"""How urgent each initiative is, and the lists that follow. A list shows; the plan decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import DeadlineProfile, Option
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.book import Book, is_open, open_book
from asp_decide.portfolio.cd3 import atc_index, cd3, relative_priority
from asp_decide.portfolio.delay_loss import (
    chance,
    cost_of_delay,
    earliest_finish,
    is_valued,
    leading_option,
)
from asp_decide.portfolio.staging import TESTING, first_stage, prior, prospect, unknown_of_course
from asp_decide.portfolio.work import money_cost

_PATIENCE = 2
"""Mean durations that a date may still be away before it presses (Vepsalainen & Morton 1987)."""


@dataclass(frozen=True, slots=True)
class Priority:
    """What an initiative loses per week of waiting now, and for how long it holds its capacity.

    Amounts are None where a fact is missing.
    """

    cost_of_delay_per_week: Fraction | None
    remaining_weeks: Fraction | None

    @property
    def cd3(self) -> Fraction | None:
        """Remaining cost of delay per remaining week; None if either is unknown."""
        if self.cost_of_delay_per_week is None or self.remaining_weeks is None:
            return None
        return cd3(self.cost_of_delay_per_week, self.remaining_weeks)


def cd3_order(snapshot: Snapshot) -> tuple[InitiativeId, ...]:
    """All open initiatives by remaining CD3, the highest first; ties by id.

    Where money is unknown, relative points order what stands behind all that has money.
    """
    book = open_book(snapshot)
    return _ordered(book, {i: priority(book, i).cd3 for i in _open(book)})


def atc_order(snapshot: Snapshot) -> tuple[InitiativeId, ...]:
    """The same by apparent tardiness cost: a deadline presses as its slack runs out.

    Being late weighs what each late week costs, and a penalty as if spread over a mean duration.
    """
    book = open_book(snapshot)
    priorities = {i: priority(book, i) for i in _open(book)}
    weeks = [p.remaining_weeks for p in priorities.values() if p.remaining_weeks is not None]
    mean_weeks = sum(weeks, Fraction(0)) / len(weeks) if weeks else Fraction(0)
    return _ordered(
        book, {i: _atc(book, i, p, mean_weeks=mean_weeks) for i, p in priorities.items()}
    )


def priority(book: Book, initiative: InitiativeId) -> Priority:
    """The priority of one initiative in the queue or stage where it stands.

    In the discovery queue the duration is that of the analysis, since analysts are what is scarce
    there; elsewhere it is that of the work.
    """
    leading, holding = leading_option(book, initiative), _holding(book, initiative)
    duration = None if holding is None else holding.remaining_duration_weeks
    return Priority(
        cost_of_delay_per_week=None if leading is None else _waiting_cost(book, leading),
        remaining_weeks=None if duration is None else duration.mean,
    )


def _holding(book: Book, initiative: InitiativeId) -> Option | None:
    if book.initiatives[initiative].state == "discovery_queue":
        for option in book.options.get(initiative, ()):
            if option.kind == "discovery":
                return option
    return leading_option(book, initiative)


def _waiting_cost(book: Book, option: Option) -> Fraction | None:
    """Cost of delay at the earliest finish; of a staged course, what its next week would lose."""
    finish_weeks = earliest_finish(book, option)
    if option.kind not in TESTING:
        return cost_of_delay(book, option, finish_weeks) if is_valued(book, option) else None
    if (
        unknown_of_course(book, option)
        or option.initiative_id not in book.curves
        or prior(book, option) is None
    ):
        return None
    now, later = (
        prospect(book, first_stage(book, option, at), cost_of=money_cost, goes_on_after_bad=False)
        for at in (finish_weeks, finish_weeks + 1)
    )
    return book.money(now - later)


def _open(book: Book) -> list[InitiativeId]:
    return [initiative.id for initiative in book.snapshot.initiatives if is_open(initiative)]


def _ordered(
    book: Book, indices: Mapping[InitiativeId, Fraction | None]
) -> tuple[InitiativeId, ...]:
    def place(initiative: InitiativeId) -> tuple[int, Fraction, InitiativeId]:
        index = indices[initiative]
        if index is not None:
            return 0, -index, initiative
        points = relative_priority(book.initiatives[initiative])
        return (2, Fraction(0), initiative) if points is None else (1, -points, initiative)

    return tuple(sorted(indices, key=place))


def _atc(
    book: Book, initiative: InitiativeId, told: Priority, *, mean_weeks: Fraction
) -> Fraction | None:
    profile = book.initiatives[initiative].profile
    leading = leading_option(book, initiative)
    if not isinstance(profile, DeadlineProfile) or leading is None or told.cd3 is None:
        return told.cd3
    assert told.remaining_weeks is not None, "what has a CD3 has a duration"
    late_cost = Fraction(0)
    if profile.late_cost_per_week is not None:
        late_cost += profile.late_cost_per_week.mean
    if profile.late_penalty is not None and mean_weeks:
        late_cost += profile.late_penalty.mean / mean_weeks
    late_cost *= chance(book, leading) or 0
    due = book.frame.weeks(profile.deadline_on) - book.grid.begins
    return atc_index(
        late_cost,
        told.remaining_weeks,
        slack_weeks=due - told.remaining_weeks,
        patience_weeks=_PATIENCE * mean_weeks,
    )
