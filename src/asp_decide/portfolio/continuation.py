"""Continue, redirect, pause or stop: forward values compared, without a field for money spent."""

from fractions import Fraction

from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Option, OptionKind
from asp_decide.model.subject import Measured
from asp_decide.portfolio.book import RUNNING, Book
from asp_decide.portfolio.delay_loss import earliest_start
from asp_decide.portfolio.forward_value import Prices, best, forward_value
from asp_decide.portfolio.work import unknown_amounts, work_of


def gain_from(kind: OptionKind, book: Book, initiative: InitiativeId, prices: Prices) -> Measured:
    """Forward value of the best option of a kind less that of continuing, in money.

    A pause is one of a single interval. Where no such option is on offer there is nothing to
    gain: 0. Unknown for what is not in delivery, and where a fact of either side is missing.
    """
    if book.initiatives[initiative].state != RUNNING:
        return Measured(None, "not in delivery")
    instead = _of_kind(book, initiative, kind)
    if not instead:
        return Measured(Fraction(0))
    going_on = best(
        {o.option: forward_value(book, o, prices) for o in _of_kind(book, initiative, "continue")},
        otherwise="no option continues it",
    )
    other = best({o.option: forward_of(book, o, prices) for o in instead}, otherwise="")
    if going_on.value is None:
        return going_on
    return other if other.value is None else Measured(other.value - going_on.value)


def _of_kind(book: Book, initiative: InitiativeId, kind: OptionKind) -> tuple[Option, ...]:
    return tuple(o for o in book.options.get(initiative, ()) if o.kind == kind)


def forward_of(book: Book, option: Option, prices: Prices) -> Measured:
    """Forward value of an option of work in delivery; a pause is one of a single interval."""
    if option.kind != "pause" or unknown_amounts(option):
        return forward_value(book, option, prices)
    restart = max(book.grid.steps[0].ends, earliest_start(book, option))
    done = restart + work_of(option, book).weeks
    return forward_value(book, option, prices, finish_weeks=done)
