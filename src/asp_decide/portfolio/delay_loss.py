"""What an option is worth if it is done at a time, and what waiting costs (Reinertsen 2009)."""

from fractions import Fraction

from asp_decide.model.choice import DELIVERING
from asp_decide.model.dependency import Dependency
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Initiative, Option
from asp_decide.portfolio.book import Book, in_run, is_done, is_open
from asp_decide.portfolio.grid import begin_of
from asp_decide.portfolio.work import money_cost, unknown_amounts

_NOTHING = Fraction(0)
_PREFERENCE = ("continue", "whole", "extended", "mvp", "tranche", "discovery")


def delay_loss(book: Book, option: Option, finish_weeks: Fraction) -> Fraction:
    """Money lost if a valued option is done at `finish_weeks` and not at its earliest finish."""
    return value(book, option, earliest_finish(book, option)) - value(book, option, finish_weeks)


def value(book: Book, option: Option, finish_weeks: Fraction) -> Fraction:
    """Money that a valued option brings if it is done at `finish_weeks`, to the smallest unit.

    V(T) = s (phi0 U(0) + (phi - phi0) U(T)): what is already released earns whatever is decided.
    Forecasts are taken as stated as long as their reference class has no history.
    """
    return book.money(_value(book, option, finish_weeks))


def cost_of_delay(book: Book, option: Option, finish_weeks: Fraction) -> Fraction:
    """Money per week that one more week of waiting costs at `finish_weeks`, to the smallest unit.

    For ranking, an enabler bears the cost of delay of all that waits for it.
    """
    return book.money(_slope(book, option, finish_weeks))


def earliest_finish(book: Book, option: Option) -> Fraction:
    """Weeks until an option of known duration is done at the earliest, capacity left aside."""
    duration = option.remaining_duration_weeks
    return earliest_start(book, option) + (_NOTHING if duration is None else duration.mean)


def earliest_start(book: Book, option: Option) -> Fraction:
    """Weeks until the work of an option may begin: with the plan, or when its window opens."""
    if option.earliest_start_on is None:
        return book.grid.begins
    return max(book.grid.begins, begin_of(option.earliest_start_on, book.frame.as_of))


def is_valued(book: Book, option: Option) -> bool:
    """Whether benefit, chance and work of an option are known, so that it can be valued.

    A stop that keeps nothing is worth nothing, whatever the benefit might have been.
    """
    if unknown_amounts(option):
        return False
    if option.kind == "stop" and not option.benefit_share:
        return True
    return option.initiative_id in book.curves and chance(book, option) is not None


def chance(book: Book, option: Option) -> Fraction | None:
    """Expected share of the benefit, s = p + (1 - p) u; None if no probability is known."""
    initiative = book.initiatives[option.initiative_id]
    probability = option.probability_of_success
    if probability is None:
        probability = initiative.probability_of_success
    return None if probability is None else expected_share(Fraction(probability), initiative)


def expected_share(probability: Fraction, initiative: Initiative) -> Fraction:
    """Expected share of the benefit if the hypothesis holds with this probability."""
    return probability + (1 - probability) * Fraction(initiative.value_if_refuted)


def released_share(book: Book, initiative: InitiativeId) -> Fraction:
    """phi0: the share of the benefit that is released and earns even if the work is stopped."""
    kept = [o.benefit_share for o in book.options.get(initiative, ()) if o.kind == "stop"]
    return Fraction(max(kept, default=0))


def benefit_share(book: Book, option: Option) -> Fraction:
    """phi: the share of the benefit earned once the option is done, never below phi0."""
    return max(Fraction(option.benefit_share), released_share(book, option.initiative_id))


def worth(book: Book, initiative: InitiativeId, at: Fraction, share: Fraction) -> Fraction:
    """Full-precision worth of the whole delivered at `at`, with `share` of the own benefit.

    For an enabler this includes what it unblocks outside the run, at its own chances.
    """
    return share * book.curves[initiative].value(at) + _unblocked(book, initiative, at)


def leading_option(book: Book, initiative: InitiativeId) -> Option | None:
    """The option that stands for an initiative where one number is asked of it.

    Continuing, else the whole, extended, the smallest product, a tranche, a discovery; among
    several of a kind the one worth most at its earliest finish less its cost, then by name.
    """
    if initiative not in book.leading:
        book.leading[initiative] = _leading_option(book, initiative)
    return book.leading[initiative]


def valued_work(book: Book, initiative: InitiativeId) -> Option | None:
    """The leading option if it delivers and can be valued: what an enabler of it may count on."""
    option = leading_option(book, initiative)
    if option is None or option.kind not in DELIVERING or not is_valued(book, option):
        return None
    return option


def _leading_option(book: Book, initiative: InitiativeId) -> Option | None:
    for kind in _PREFERENCE:
        of_kind = [o for o in book.options.get(initiative, ()) if o.kind == kind]
        if of_kind:
            return min(of_kind, key=lambda option: (-_net(book, option), option.option))
    return None


def _net(book: Book, option: Option) -> Fraction:
    if not is_valued(book, option):
        return _NOTHING
    return _value(book, option, earliest_finish(book, option)) - money_cost(option)


def _value(book: Book, option: Option, at: Fraction) -> Fraction:
    released = released_share(book, option.initiative_id)
    added = benefit_share(book, option) - released
    share = chance(book, option) or _NOTHING
    brought = _NOTHING
    if released:
        brought += released * worth(book, option.initiative_id, _NOTHING, share)
    if added:
        brought += added * worth(book, option.initiative_id, at, share)
    return brought


def _slope(book: Book, option: Option, at: Fraction) -> Fraction:
    initiative = option.initiative_id
    share = chance(book, option) or _NOTHING
    slope = share * book.curves[initiative].slope(at)
    for link in _unblocking(book, initiative):
        waiting = valued_work(book, InitiativeId(link.to_id))
        if waiting is None:
            continue
        ready, free = _ready(book, link, waiting, at)
        if ready >= free and _value(book, waiting, ready) > money_cost(waiting):
            slope += _needed(book, link) * _slope(book, waiting, ready)
    return (benefit_share(book, option) - released_share(book, initiative)) * slope


def _unblocked(book: Book, initiative: InitiativeId, at: Fraction) -> Fraction:
    """What successors outside the run bring once they may start; in it they count themselves."""
    total = _NOTHING
    for link in _unblocking(book, initiative):
        successor = InitiativeId(link.to_id)
        waiting = valued_work(book, successor)
        if waiting is None or in_run(book.initiatives[successor]):
            continue
        ready, free = _ready(book, link, waiting, at)
        gain = _value(book, waiting, max(ready, free)) - money_cost(waiting)
        total += _needed(book, link) * max(_NOTHING, gain)
    return total


def _unblocking(book: Book, initiative: InitiativeId) -> tuple[Dependency, ...]:
    """The links of an enabler to initiatives that are still to be done."""
    if book.initiatives[initiative].urgency != "enabler":
        return ()
    return tuple(
        link
        for link in book.successors.get(initiative, ())
        if _waits(book.initiatives.get(InitiativeId(link.to_id)))
    )


def _waits(initiative: Initiative | None) -> bool:
    if initiative is None or initiative.kind == "strategic":
        return False
    return is_open(initiative) and not is_done(initiative)


def _ready(
    book: Book, link: Dependency, waiting: Option, at: Fraction
) -> tuple[Fraction, Fraction]:
    """When the successor is done if it waits for the enabler, and if it need not wait."""
    duration = waiting.remaining_duration_weeks
    weeks = _NOTHING if duration is None else duration.mean
    return at + link.lag_weeks + weeks, earliest_finish(book, waiting)


def _needed(book: Book, link: Dependency) -> Fraction:
    """Chance that the successor needs the enabler, shared among all enablers it waits for."""
    enablers = [
        other
        for other in book.predecessors[InitiativeId(link.to_id)]
        if (before := book.initiatives.get(InitiativeId(other.from_id))) is not None
        and before.urgency == "enabler"
        and _waits(before)
    ]
    return Fraction(link.needed_probability) / max(1, len(enablers))
