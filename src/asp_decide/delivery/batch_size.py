"""How much to release or to plan at once: where batches and waiting for them cost least."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction

from asp_decide.delivery.queueing import DIGITS, as_decimal


@dataclass(frozen=True, slots=True)
class Batching:
    """What goes out in batches: items a week, ¤ a batch, ¤ a week for each item that is held."""

    items_per_week: Fraction
    transaction_cost: Decimal
    holding_cost: Decimal

    def __post_init__(self) -> None:
        assert self.items_per_week > 0, "something goes out"
        assert self.transaction_cost > 0, "a batch costs"
        assert self.holding_cost > 0, "holding costs"


def economic_batch(batching: Batching) -> Decimal:
    """Items of the batch that costs least: √(2Fλ/h) (F13; Harris 1913, Reinertsen 2009)."""
    with localcontext(Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)):
        doubled = 2 * batching.transaction_cost * as_decimal(batching.items_per_week)
        return (doubled / batching.holding_cost).sqrt()


def batch_cost(batching: Batching, batch: Decimal) -> Decimal:
    """What batches of so many items cost, ¤ a week: Fλ/Q + hQ/2 (F13).

    The curve is flat at its bottom: half the best batch, or double, costs a quarter more.
    """
    assert batch > 0, "a batch holds something"
    with localcontext(Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)):
        transactions = batching.transaction_cost * as_decimal(batching.items_per_week) / batch
        return transactions + batching.holding_cost * batch / 2


def off_the_best(batch: Decimal, best: Decimal) -> Decimal:
    """How many times the least cost a batch costs: (k + 1/k)/2 with k = Q/Q* (F13)."""
    with localcontext(Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)):
        apart = batch / best
        return (apart + 1 / apart) / 2
