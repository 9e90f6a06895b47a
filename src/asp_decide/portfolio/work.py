"""What an option takes from now on: time, capacity of each pool, and money. Never what it took."""

from fractions import Fraction

from asp_decide.model.choice import Pool
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.initiative import Demand, Option
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.workload import Load, Work


def unknown_amounts(option: Option) -> tuple[str, ...]:
    """What is not known of an option's work, in words; empty if it can be planned.

    Stopping takes what closing takes and no duration.
    """
    unknown = []
    if option.remaining_outlay is None:
        unknown.append("the remaining outlay")
    if option.kind == "stop":
        return tuple(unknown)
    if option.remaining_duration_weeks is None:
        unknown.append("the remaining duration")
    unknown += [
        f"the remaining effort in {demand.value_stream_id or 'the portfolio'}"
        for demand in option.demands
        if demand.remaining_effort is None
    ]
    return tuple(unknown)


def work_of(option: Option, book: Book) -> Work:
    """The work of an option of the book of which no amount is unknown."""
    key = option.initiative_id, option.option
    if key not in book.works:
        book.works[key] = _work(option, book)
    return book.works[key]


def money_cost(option: Option) -> Fraction:
    """Mean outlay and cost of switching of an option whose outlay is known."""
    outlay = option.remaining_outlay
    assert outlay is not None, "a cost is asked for once its amounts are known"
    return outlay.mean + Fraction(option.transition_cost)


def streams_of(option: Option) -> tuple[ValueStreamId, ...]:
    """The value streams whose capacity an option needs, whether the amount is known or not."""
    needed = {
        demand.value_stream_id
        for demand in option.demands
        if demand.value_stream_id is not None and _takes_capacity(demand)
    }
    return tuple(sorted(needed))


def _work(option: Option, book: Book) -> Work:
    assert not unknown_amounts(option), "work is asked for once its amounts are known"
    duration, outlay = option.remaining_duration_weeks, option.remaining_outlay
    return Work(
        weeks=Fraction(0) if duration is None else duration.mean,
        outlay=Fraction(0) if outlay is None else outlay.mean,
        transition_cost=Fraction(option.transition_cost),
        loads=tuple(_load(demand, book) for demand in option.demands),
    )


def _takes_capacity(demand: Demand) -> bool:
    effort = demand.remaining_effort
    return effort is None or effort.mean > 0 or demand.transition_effort > 0


def _load(demand: Demand, book: Book) -> Load:
    stream = demand.value_stream_id or ValueStreamId("")
    pools = [Pool(stream, demand.function)]
    if demand.skill:
        scarce = Pool(stream, demand.function, demand.skill)
        pools += [scarce] if scarce in book.supply.pools else []
    effort = demand.remaining_effort
    return Load(
        pools=tuple(pools),
        effort=Fraction(0) if effort is None else effort.mean,
        transition_effort=Fraction(demand.transition_effort),
        step=demand.step,
    )
