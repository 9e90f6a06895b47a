"""Gate economics: is it worth examining, is it worth doing whole, or in stages."""

from fractions import Fraction

from asp_decide.model.choice import DELIVERING
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Option
from asp_decide.model.subject import Measured
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.choice_columns import reason_against
from asp_decide.portfolio.delay_loss import earliest_finish, value
from asp_decide.portfolio.forward_value import Prices, best, forward_value, full_cost, unpriced
from asp_decide.portfolio.staging import (
    TESTING,
    added_worth,
    first_stage,
    follow_up,
    is_too_late,
    prospect,
)

WHOLE = frozenset({"mvp", "whole", "extended", "continue"})
"""Kinds that do the work without a stop between."""

_ANALYSIS = frozenset({"discovery"})


def net_value_whole(book: Book, initiative: InitiativeId, prices: Prices) -> Measured:
    """The best forward value over all scales at which it may be done without a stop between."""
    options = _options(book, initiative, WHOLE)
    return best(
        {o.option: forward_value(book, o, prices) for o in options},
        otherwise="no option delivers it",
    )


def net_value_staged(book: Book, initiative: InitiativeId, prices: Prices) -> Measured:
    """The best staged value: pay for a sign first, go on where the sign makes it worth it.

    -c1 + sum_s P(s) max(0, E[V given s] - c2), solved backwards through further stages
    (Huchzermeier & Loch 2001), with capacity at its price in every stage. Where no option has a
    stage there is nothing to stop between: the value is that of the whole.
    """
    options = _options(book, initiative, TESTING)
    if not options:
        return net_value_whole(book, initiative, prices)
    return best({o.option: staged_value(book, o, prices) for o in options}, otherwise="")


def value_of_examining(book: Book, initiative: InitiativeId, prices: Prices) -> Measured:
    """Worth of what an analysis would tell, less what the analysis takes.

    Nothing is funded unexamined, so the course without it is to leave the candidate, worth 0.
    """
    options = _options(book, initiative, _ANALYSIS)
    return best(
        {o.option: staged_value(book, o, prices) for o in options}, otherwise="no discovery option"
    )


def remaining_value(book: Book, initiative: InitiativeId) -> Measured:
    """What the best option that delivers brings from here on, at its earliest finish."""
    options = _options(book, initiative, DELIVERING)
    return best(
        {o.option: _value_at_best(book, o) for o in options}, otherwise="no option delivers it"
    )


def _options(book: Book, initiative: InitiativeId, kinds: frozenset[str]) -> tuple[Option, ...]:
    return tuple(o for o in book.options.get(initiative, ()) if o.kind in kinds)


def staged_value(book: Book, option: Option, prices: Prices) -> Measured:
    """Value of one option with what may follow its sign, less its cost, in money."""
    missing = reason_against(book, option) or _unpriced_course(book, option, prices)
    if missing:
        return Measured(None, missing)
    stage = first_stage(book, option, earliest_finish(book, option))
    gain = added_worth(book, stage) + after_sign(book, option, prices)
    return Measured(book.money(gain - full_cost(book, option, prices)))


def after_sign(book: Book, option: Option, prices: Prices) -> Fraction:
    """What is to be expected of what may follow the sign of a valued option: sum P(s) max(0, F_s).

    Full precision; nothing for an option without a sign.
    """
    stage = first_stage(book, option, earliest_finish(book, option))
    whole = prospect(
        book,
        stage,
        cost_of=lambda following: full_cost(book, following, prices),
        goes_on_after_bad=True,
    )
    return whole - added_worth(book, stage)


def _unpriced_course(book: Book, option: Option, prices: Prices) -> str:
    missing = unpriced(book, option, prices)
    if missing or option.kind not in TESTING:
        return missing
    return _unpriced_course(book, follow_up(book, option), prices)


def _value_at_best(book: Book, option: Option) -> Measured:
    missing = reason_against(book, option)
    if missing:
        return Measured(None, missing)
    done = earliest_finish(book, option)
    if is_too_late(book, option, done):
        return Measured(Fraction(0))
    return Measured(value(book, option, done))
