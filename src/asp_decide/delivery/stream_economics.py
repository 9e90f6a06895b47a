"""What waiting costs a stream, how busy it should be for that, and how much it should batch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from typing import Literal

from asp_decide.delivery.batch_size import Batching, batch_cost, economic_batch
from asp_decide.delivery.delivery_grounds import DeliveryGrounds
from asp_decide.delivery.economic_load import Demand, economic_load
from asp_decide.delivery.interval_capacity import capacity_of
from asp_decide.delivery.queueing import DIGITS, as_decimal, queue_cost_per_week
from asp_decide.delivery.throughput import weeks_between
from asp_decide.model.delivery_catalogue import IN_PROGRESS
from asp_decide.model.feature import Feature
from asp_decide.model.value_stream import ValueStream

_WAITING = "ready"


@dataclass(frozen=True, slots=True)
class LoadAdvice:
    """The load at which slack and waiting cost least together, and the load of now, as shares.

    `now` is None where capacity is not known. It may be above 1: more comes than can be served.
    """

    best: Decimal
    now: Fraction | None


@dataclass(frozen=True, slots=True)
class BatchAdvice:
    """The features of the batch that costs least, those of now, and what both cost, ¤ a week.

    Those of now are None where there were none in the window.
    """

    of: Literal["release", "planning"]
    best: Decimal
    cost_best: Decimal
    now: Fraction | None
    cost_now: Decimal | None


@dataclass(frozen=True, slots=True)
class StreamEconomics:
    """One stream: the cost of delay of what is ready and waits, and what it could do about it.

    `unstated` are waiting features that state no cost of delay; `lacking` says what is missing for
    each advice that is not given.
    """

    stream: ValueStream
    queue_cost_per_week: Decimal
    unstated: int
    load: LoadAdvice | None
    batches: tuple[BatchAdvice, ...]
    lacking: tuple[str, ...]


def stream_economics(
    grounds: DeliveryGrounds, stream: ValueStream, *, since: int
) -> StreamEconomics:
    """The advice for a stream, from what came and went since then and from what is open now."""
    of_stream = [one for one in grounds.of_kind("feature") if one.value_stream_id == stream.id]
    ready = [one for one in of_stream if grounds.state(one) == _WAITING]
    still_open = [*ready, *(one for one in of_stream if grounds.state(one) in IN_PROGRESS)]
    with localcontext(Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)):
        told = _Told(grounds, stream, since, ready, _mean_cost(still_open))
        cost, unstated = queue_cost_per_week(_delay(one) for one in ready)
        load, batches = told.load(), tuple(told.batches())
        return StreamEconomics(stream, cost, unstated, load, batches, tuple(told.lacking()))


@dataclass(frozen=True, slots=True)
class _Told:
    grounds: DeliveryGrounds
    stream: ValueStream
    since: int
    ready: Sequence[Feature]
    mean_cost: Decimal | None

    @property
    def arrivals(self) -> Fraction:
        board = self.grounds.boards["feature", self.stream.id]
        begun = sum(item.began > self.since for item in board.items)
        return begun / weeks_between(self.since, self.grounds.until)

    @property
    def effort(self) -> Fraction | None:
        """Mean team-weeks of what is ready."""
        known = [one.remaining_effort.mean for one in self.ready if one.remaining_effort]
        return sum(known, Fraction(0)) / len(known) if known else None

    def lacking(self) -> Iterator[str]:
        if not self.arrivals:
            yield "nothing began in the window"
        if self.mean_cost is None:
            yield "no open feature states a cost of delay"
        if self.effort is None:
            yield "no ready feature states its effort"
        for name in ("cost_per_team_week", "release_transaction_cost", "planning_transaction_cost"):
            if not getattr(self.stream, name):
                yield f"`{name}` is missing"

    def load(self) -> LoadAdvice | None:
        arrivals, effort, cost = self.arrivals, self.effort, self.stream.cost_per_team_week
        if not arrivals or not effort or not self.mean_cost or not cost:
            return None
        demand = Demand(arrivals, self.mean_cost, cost * as_decimal(effort))
        interval = self.grounds.interval
        capacity = capacity_of(self.grounds, self.stream.id).likely
        now = arrivals * effort * interval.weeks / capacity if capacity else None
        return LoadAdvice(economic_load(demand), now)

    def batches(self) -> Iterator[BatchAdvice]:
        board = self.grounds.boards["feature", self.stream.id]
        weeks = weeks_between(self.since, self.grounds.until)
        released = len(board.done_since(self.since)) / weeks
        yield from self._batch(
            "release", released, self.stream.release_transaction_cost, self._released_at_once()
        )
        planned = self.arrivals * self.grounds.interval.weeks
        yield from self._batch(
            "planning", self.arrivals, self.stream.planning_transaction_cost, planned or None
        )

    def _batch(
        self,
        of: Literal["release", "planning"],
        per_week: Fraction,
        transaction: Decimal | None,
        now: Fraction | None,
    ) -> Iterator[BatchAdvice]:
        if not per_week or not transaction or not self.mean_cost:
            return
        batching = Batching(per_week, transaction, self.mean_cost)
        best = economic_batch(batching)
        cost_now = None if now is None else batch_cost(batching, as_decimal(now))
        yield BatchAdvice(of, best, batch_cost(batching, best), now, cost_now)

    def _released_at_once(self) -> Fraction | None:
        """Features made usable by a release, on average over the releases that made any."""
        sizes = [
            len(one.feature_ids)
            for one in self.grounds.releases
            if one.value_stream_id == self.stream.id
            and self.since < one.deployed_at <= self.grounds.until
            and one.feature_ids
        ]
        return Fraction(sum(sizes), len(sizes)) if sizes else None


def _delay(one: Feature) -> Decimal | None:
    return None if one.cost_of_delay is None else as_decimal(one.cost_of_delay.mean)


def _mean_cost(features: Sequence[Feature]) -> Decimal | None:
    known = [cost for one in features if (cost := _delay(one)) is not None]
    return sum(known, Decimal(0)) / len(known) if known else None
