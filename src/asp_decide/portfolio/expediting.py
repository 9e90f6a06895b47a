"""What it gains, and what it costs the others, to let one initiative go first (D21)."""

from fractions import Fraction

from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Option
from asp_decide.model.subject import Measured
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.delay_loss import earliest_finish, value, valued_work
from asp_decide.portfolio.queue_order import priority
from asp_decide.portfolio.work import streams_of

_NOTHING = Fraction(0)
_WAITS = "delivery_queue"


def expedite_gain(book: Book, initiative: InitiativeId) -> Measured:
    """Delay cost saved by going before all that it waits for, less the delay cost caused there.

    It waits for what stands before it in the delivery queue by remaining CD3 and needs a value
    stream that it needs too, one after the other, each for its duration. Whoever is passed is
    done later by the duration of what passes. Nothing that runs is interrupted, so that nothing
    is switched. Unknown unless it asks to go first and everything before it can be valued.
    """
    own = book.initiatives[initiative]
    if own.state != _WAITS or not own.expedite:
        return Measured(None, "it does not ask to go first")
    line = _line(book, initiative)
    if line is None:
        return Measured(None, "it or something before it cannot be valued")
    *ahead, expedited = line
    duration = _weeks(expedited)
    saved, waited, caused = _NOTHING, _NOTHING, _NOTHING
    for option in ahead:
        done = earliest_finish(book, option) + waited
        caused += value(book, option, done) - value(book, option, done + duration)
        waited += _weeks(option)
    first = earliest_finish(book, expedited)
    saved = value(book, expedited, first) - value(book, expedited, first + waited)
    return Measured(saved - caused)


def _line(book: Book, initiative: InitiativeId) -> list[Option] | None:
    """The work before it in the queue and then its own; None if one of these has no known value.

    Only what is worth waiting for stands before it: what loses nothing by waiting can be passed.
    """
    own = valued_work(book, initiative)
    if own is None:
        return None
    place = _place(book, initiative)
    line: list[tuple[tuple[Fraction, InitiativeId], Option]] = []
    for other in book.snapshot.initiatives:
        if other.state != _WAITS or other.id == initiative:
            continue
        option = valued_work(book, other.id)
        before = _place(book, other.id)
        if option is None or before is None or place is None:
            return None
        if before < place and set(streams_of(option)) & set(streams_of(own)):
            line.append((before, option))
    return [*(option for _, option in sorted(line, key=lambda one: one[0])), own]


def _place(book: Book, initiative: InitiativeId) -> tuple[Fraction, InitiativeId] | None:
    """Where it stands by remaining CD3, the highest first; ties by id."""
    cd3 = priority(book, initiative).cd3
    return None if cd3 is None else (-cd3, initiative)


def _weeks(option: Option) -> Fraction:
    duration = option.remaining_duration_weeks
    return _NOTHING if duration is None else duration.mean
