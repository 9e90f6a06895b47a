"""Everything that a rule of the portfolio may name of a value stream."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from asp_decide.model.choice import Pool
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.outcome import Outcome
from asp_decide.model.subject import Measured, Subject, SubjectKey
from asp_decide.model.value_stream import Capacity
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.evidence import weeks_since
from asp_decide.portfolio.funding import burn_variance, funding_of, run_rate, run_rate_change
from asp_decide.portfolio.grounds import Grounds
from asp_decide.portfolio.outcome_measures import realisation
from asp_decide.portfolio.rebalancing import rebalance_gain
from asp_decide.portfolio.work import streams_of

_QUEUES = frozenset({"discovery_queue", "delivery_queue"})


def measure_value_streams(grounds: Grounds, initiatives: Sequence[Subject]) -> tuple[Subject, ...]:
    """Every value stream as rules see it before a plan, in the order of the snapshot.

    `initiatives` are all of them as measured: what waits in a queue makes its cost.
    """
    touched = _outcomes_by_stream(grounds)
    queue_costs = _queue_costs(initiatives)
    stated = _rows_of_first_interval(grounds.book)
    funding = funding_of(grounds.book.snapshot)
    return tuple(
        Subject(
            key=SubjectKey("value_stream", stream.id),
            name=stream.name,
            attributes={"customer": stream.customer},
            measures={
                "demonstrated_capacity": _capacity(grounds.book, stream.id),
                "capacity_age": _capacity_age(grounds.book, stated.get(stream.id, ())),
                "run_rate": run_rate(stream),
                "run_rate_change": run_rate_change(
                    stream, funding.get(stream.id), grounds.book.snapshot
                ),
                "burn_variance": burn_variance(funding.get(stream.id), grounds.dossiers.closed),
                "queue_cost": queue_costs.get(stream.id, Measured(Fraction(0))),
                "capacity_price": _price(grounds, stream.id),
                "rebalance_gain": rebalance_gain(grounds, stream),
                "reorder_gain": Measured(None, "no earlier order is among the facts"),
                "realisation": realisation(touched.get(stream.id, ()), grounds.dossiers),
            },
            streams=(stream.id,),
        )
        for stream in grounds.book.snapshot.value_streams
    )


def _capacity(book: Book, stream: ValueStreamId) -> Measured:
    amount = book.supply.capacity.get((Pool(stream), 0))
    return Measured(None, "missing") if amount is None else Measured(amount)


def _capacity_age(book: Book, rows: tuple[Capacity, ...]) -> Measured:
    """Since the oldest of the statements that make up the capacity of the first interval."""
    if not rows:
        return Measured(None, "no capacity is stated")
    days = [row.stated_on for row in rows]
    if any(day is None for day in days):
        return Measured(None, "missing")
    return weeks_since(min(day for day in days if day is not None), book.frame.as_of)


def _rows_of_first_interval(book: Book) -> Mapping[ValueStreamId, tuple[Capacity, ...]]:
    """The delivery rows of each stream in the first interval, or in the first one stated after."""
    order = {interval: step.number for step in book.grid.steps for interval in step.intervals}
    rows: dict[ValueStreamId, dict[int, list[Capacity]]] = defaultdict(lambda: defaultdict(list))
    for row in book.snapshot.capacities:
        if row.value_stream_id is None or row.function != "delivery" or row.interval not in order:
            continue
        rows[row.value_stream_id][order[row.interval]].append(row)
    return {stream: tuple(found[min(found)]) for stream, found in rows.items()}


def _queue_costs(initiatives: Sequence[Subject]) -> Mapping[str, Measured]:
    """Cost of delay per week of all that waits in a queue, in each stream that it needs."""
    costs: dict[str, Measured] = {}
    for initiative in initiatives:
        waiting = initiative.measures["remaining_cost_of_delay"]
        assert isinstance(waiting, Measured), "a cost of delay has no history"
        if initiative.attributes["state"] not in _QUEUES:
            continue
        for stream in initiative.streams:
            so_far = costs.get(stream, Measured(Fraction(0))).value
            if waiting.value is None or so_far is None:
                costs[stream] = Measured(None, "the cost of delay of some that waits is not known")
            else:
                costs[stream] = Measured(so_far + waiting.value)
    return costs


def _price(grounds: Grounds, stream: ValueStreamId) -> Measured:
    price = grounds.prices.get(Pool(stream))
    return Measured(None, "the capacity is not known") if price is None else Measured(price)


def _outcomes_by_stream(grounds: Grounds) -> Mapping[ValueStreamId, tuple[Outcome, ...]]:
    """Outcome rows of all initiatives that touch a stream by any of their options."""
    rows: dict[ValueStreamId, list[Outcome]] = defaultdict(list)
    for initiative, outcomes in grounds.dossiers.outcomes.items():
        options = grounds.book.options.get(initiative, ())
        for stream in sorted({stream for option in options for stream in streams_of(option)}):
            rows[stream] += outcomes
    return {stream: tuple(found) for stream, found in rows.items()}
