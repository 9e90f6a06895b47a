"""Holding work in delivery for one interval without deciding on it: the answer to unknown."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from asp_decide.model.choice import Choice, Pool
from asp_decide.model.initiative import Initiative, Option
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.choice_columns import reason_against
from asp_decide.portfolio.delay_loss import earliest_finish, earliest_start, value
from asp_decide.portfolio.going_on import going_on
from asp_decide.portfolio.schedule import Impossible
from asp_decide.portfolio.staging import is_too_late
from asp_decide.portfolio.work import money_cost, streams_of, unknown_amounts, work_of
from asp_decide.portfolio.workload import Load

_NOTHING = Fraction(0)


def review_choice(book: Book, initiative: Initiative, *, best_value: Fraction) -> Choice:
    """Keep what the work uses today through the first step, add nothing, and ask again.

    It holds the capacity and the outlay that continuing takes in the first step; where the work
    cannot go on, what its facts say it takes, as far as a pool has it. A review is fixed and never
    compared, so its value and its loss are a constant of the plan: those of continuing, as if the
    hold changed nothing; where those are not known it claims no value. What is unknown holds
    nothing.
    """
    option = continuing(book, initiative)
    held = None if option is None or unknown_amounts(option) else option
    brought = cost = _NOTHING
    if held is not None and not reason_against(book, held):
        brought, cost = _as_if_continued(book, held), money_cost(held)
    demand, outlay = ({}, {}) if held is None else _held(book, held)
    return Choice(
        id=f"{initiative.id}/review",
        initiative=initiative.id,
        option="review",
        kind="review",
        start=0,
        finish=None,
        value=brought,
        loss=best_value - brought + cost,
        demand=demand,
        outlay=outlay,
        active=(0,),
        streams=() if option is None else streams_of(option),
    )


def continuing(book: Book, initiative: Initiative) -> Option | None:
    """The option by which work in delivery goes on as it does today, if its facts have one."""
    options = book.options.get(initiative.id, ())
    return next((option for option in options if option.kind == "continue"), None)


def _as_if_continued(book: Book, option: Option) -> Fraction:
    placed = going_on(book, option)
    done = earliest_finish(book, option)
    if not isinstance(placed, Impossible):
        done = placed.finish_weeks
    return _NOTHING if is_too_late(book, option, done) else value(book, option, done)


type _Amounts = tuple[Mapping[tuple[Pool, int], Fraction], Mapping[int, Fraction]]


def _held(book: Book, option: Option) -> _Amounts:
    """Capacity and outlay of the first step."""
    placed = going_on(book, option)
    if isinstance(placed, Impossible):
        return _held_as_stated(book, option)
    demand = {at: amount for at, amount in placed.demand.items() if at[1] == 0}
    return demand, {step: money for step, money in placed.outlay.items() if step == 0}


def _held_as_stated(book: Book, option: Option) -> _Amounts:
    used: dict[Pool, Fraction] = defaultdict(Fraction)
    share = _first_step_share(book, option)
    for load in work_of(option, book).loads:
        for pool in load.pools:
            used[pool] += load.effort * _in_first_step(load, share)
    demand = {
        (pool, 0): min(amount, book.supply.capacity.get((pool, 0), amount))
        for pool, amount in used.items()
        if amount
    }
    outlay = work_of(option, book).outlay * share
    return demand, {0: outlay} if outlay else {}


def _in_first_step(load: Load, share: Fraction) -> Fraction:
    if load.step is None:
        return share
    return Fraction(1) if load.step == 1 else _NOTHING


def _first_step_share(book: Book, option: Option) -> Fraction:
    """The share of the option's weeks that falls into the first step."""
    weeks = work_of(option, book).weeks
    ahead = max(_NOTHING, book.grid.steps[0].ends - earliest_start(book, option))
    return Fraction(1) if ahead >= weeks else ahead / weeks
