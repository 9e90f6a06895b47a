"""How busy a stream should be: where slack and waiting together cost least."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction

from asp_decide.delivery.queueing import DIGITS, OverloadedError, as_decimal


@dataclass(frozen=True, slots=True)
class Demand:
    """What comes, what its waiting costs, and what it costs to serve more of it.

    `cost_of_delay` is ¤ a week of an item in the system, `cost_of_capacity` ¤ a week of serving
    one more item a week.
    """

    arrivals_per_week: Fraction
    cost_of_delay: Decimal
    cost_of_capacity: Decimal

    def __post_init__(self) -> None:
        assert self.arrivals_per_week > 0, "something arrives"
        assert self.cost_of_delay > 0, "waiting costs"
        assert self.cost_of_capacity > 0, "capacity costs"


def economic_capacity(demand: Demand) -> Decimal:
    """Items a week that one should be able to serve: λ + √(cλ/K) (F11).

    It minimises Kμ + cλ/(μ - λ), the cost of capacity and of all that is inside an M/M/1 queue.
    """
    with localcontext(Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)):
        arrivals = as_decimal(demand.arrivals_per_week)
        return arrivals + (demand.cost_of_delay * arrivals / demand.cost_of_capacity).sqrt()


def economic_load(demand: Demand) -> Decimal:
    """The share of that capacity that is used: λ/μ*, always below 1 (F11)."""
    with localcontext(Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)):
        return as_decimal(demand.arrivals_per_week) / economic_capacity(demand)


def cost_at(demand: Demand, served_per_week: Decimal) -> Decimal:
    """What capacity and waiting cost together, ¤ a week, where so many items can be served.

    Raises OverloadedError where no more can be served than comes.
    """
    with localcontext(Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)):
        arrivals = as_decimal(demand.arrivals_per_week)
        if served_per_week <= arrivals:
            raise OverloadedError("no more is served than comes: the queue grows without end")
        waiting = demand.cost_of_delay * arrivals / (served_per_week - arrivals)
        return demand.cost_of_capacity * served_per_week + waiting
