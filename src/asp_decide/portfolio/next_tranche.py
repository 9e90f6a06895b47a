"""One more tranche of work in delivery: go on for a while, learn, and decide anew at its end.

It is worth what its sign tells, solved backwards: at each sign one takes the best of going on, of
each redirect, and of stopping with its cost (Huchzermeier & Loch 2001). What is already released
earns whatever is decided.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Option
from asp_decide.model.subject import Measured
from asp_decide.portfolio.book import RUNNING, Book
from asp_decide.portfolio.choice_columns import reason_against
from asp_decide.portfolio.continuation import forward_of
from asp_decide.portfolio.delay_loss import (
    benefit_share,
    chance,
    earliest_finish,
    earliest_start,
    released_share,
    worth,
)
from asp_decide.portfolio.forward_value import Prices, best, full_cost, unpriced
from asp_decide.portfolio.schedule import Impossible, Schedule, schedule
from asp_decide.portfolio.staged_choices import Course, staged_course, together
from asp_decide.portfolio.staging import (
    TESTING,
    Stage,
    added_worth,
    both_signs,
    first_stage,
    follow_up,
)
from asp_decide.portfolio.work import money_cost, unknown_amounts, work_of

_NOTHING = Fraction(0)
_DECIDED_AT_ONCE = frozenset({"continue", "redirect", "stop"})

type CostOf = Callable[[Option], Fraction]


@dataclass(frozen=True, slots=True)
class Tranche:
    """A tranche of work in delivery: its worth from here on, and what it adds, in money.

    `information` is what its sign is worth, `gain` what it is worth more than deciding at once.
    """

    worth: Measured
    information: Fraction | None = None
    gain: Fraction | None = None


def tranches_of(book: Book, initiative: InitiativeId) -> tuple[Option, ...]:
    """The tranches that work in delivery may go on with; none of what is not in delivery."""
    if book.initiatives[initiative].state != RUNNING:
        return ()
    return tuple(o for o in book.options.get(initiative, ()) if o.kind == "tranche")


def next_tranche(book: Book, option: Option, prices: Prices) -> Tranche:
    """What one more tranche is worth, with capacity at its price, beside deciding at once."""
    missing = _missing(book, option, prices)
    if missing:
        return Tranche(Measured(None, missing))
    cost = full_cost(book, option, prices)
    after = _after_signs(book, _first(book, option), lambda one: full_cost(book, one, prices))
    released = _released(book, option)
    gross = released + added_worth(book, _first(book, option)) + after
    value = Measured(book.money(gross - cost))
    at_once = _at_once(book, option.initiative_id, prices)
    if at_once.value is None or value.value is None:
        return Tranche(value)
    return Tranche(
        value,
        information=book.money(released + after - at_once.value),
        gain=value.value - at_once.value,
    )


def gain_from_tranche(book: Book, initiative: InitiativeId, prices: Prices) -> Measured:
    """What the best tranche is worth more than the best that can be decided at once, in money.

    Where no tranche is on offer there is nothing to gain: 0. Unknown for what is not in delivery.
    """
    if book.initiatives[initiative].state != RUNNING:
        return Measured(None, "not in delivery")
    offered = tranches_of(book, initiative)
    if not offered:
        return Measured(_NOTHING)
    value = best(
        {one.option: next_tranche(book, one, prices).worth for one in offered}, otherwise=""
    )
    at_once = _at_once(book, initiative, prices)
    if value.value is None:
        return value
    return at_once if at_once.value is None else Measured(value.value - at_once.value)


def tranche_course(book: Book, option: Option) -> Course | Impossible:
    """The tranche as a choice of the plan: it goes on now, and its follow-up after a good sign.

    After a bad one the work is stopped: what closing takes is booked at the chance of it. Capacity
    is not priced here: the programme does that.
    """
    course = staged_course(book, option, 0)
    if isinstance(course, Impossible):
        return course
    work, stop = course.work, _stop(book, option.initiative_id)
    closing = None if stop is None else schedule(book, stop, work.finish)
    if isinstance(closing, Schedule):
        ends = 1 - course.completes
        work = replace(
            work,
            demand=together(work.demand, closing.demand, chance=ends),
            outlay=together(work.outlay, closing.outlay, chance=ends),
        )
    return replace(course, worth=book.money(_released(book, option) + course.worth), work=work)


def tranche_at_best(book: Book, option: Option) -> Fraction:
    """What a tranche brings with all that may follow it, less its cost, capacity left aside."""
    stage = _first(book, option)
    after = _after_signs(book, stage, money_cost)
    return book.money(_released(book, option) + added_worth(book, stage) + after)


def _first(book: Book, option: Option) -> Stage:
    return first_stage(book, option, earliest_finish(book, option))


def _after_signs(book: Book, stage: Stage, cost_of: CostOf) -> Fraction:
    """What is to be expected after a stage's sign, less the cost of what follows."""
    released = max(stage.released, benefit_share(book, stage.option))
    total = _NOTHING
    for sign in both_signs(stage):
        later = _stages_after(book, stage, sign.probability, released)
        nets = [_net(book, one, cost_of) for one in later]
        stop = _stop(book, stage.option.initiative_id)
        nets.append(_NOTHING if stop is None else -cost_of(stop))
        total += sign.chance * max(nets)
    return total


def _stages_after(
    book: Book, stage: Stage, probability: Fraction, released: Fraction
) -> Iterator[Stage]:
    """What may follow a sign: the follow-up, and each redirect."""
    following = follow_up(book, stage.option)
    redirects = (
        o for o in book.options.get(stage.option.initiative_id, ()) if o.kind == "redirect"
    )
    for option in dict.fromkeys((following, *redirects)):
        begins = max(stage.finish_weeks, earliest_start(book, option))
        done = begins + work_of(option, book).weeks
        yield Stage(option, done, probability, released)


def _net(book: Book, stage: Stage, cost_of: CostOf) -> Fraction:
    gain = added_worth(book, stage) - cost_of(stage.option)
    if stage.option.kind in TESTING:
        return gain + _after_signs(book, stage, cost_of)
    return gain


def _released(book: Book, option: Option) -> Fraction:
    """What is already released brings, whatever is decided."""
    share = released_share(book, option.initiative_id)
    likely = chance(book, option)
    if not share or likely is None:
        return _NOTHING
    return share * worth(book, option.initiative_id, _NOTHING, likely)


def _at_once(book: Book, initiative: InitiativeId, prices: Prices) -> Measured:
    """The best of what can be decided without another tranche."""
    options = [o for o in book.options.get(initiative, ()) if o.kind in _DECIDED_AT_ONCE]
    return best(
        {one.option: forward_of(book, one, prices) for one in options},
        otherwise="no option continues it",
    )


def _stop(book: Book, initiative: InitiativeId) -> Option | None:
    stops = (o for o in book.options.get(initiative, ()) if o.kind == "stop")
    return next((one for one in stops if not unknown_amounts(one)), None)


def _missing(book: Book, option: Option, prices: Prices) -> str:
    """What is not known of the tranche or of a course after it, in words; empty if all is."""
    after = [
        one
        for one in book.options.get(option.initiative_id, ())
        if one.kind in _DECIDED_AT_ONCE or one.option == option.continues_with
    ]
    for one in (option, *after):
        missing = reason_against(book, one) or unpriced(book, one, prices)
        if missing:
            return missing if one is option else f"`{one.option}`: {missing}"
    return ""
