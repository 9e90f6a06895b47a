"""What load does to waiting: queues, and what a limit on work in progress turns away."""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction

DIGITS = 34
"""Digits of what has no exact ratio: roots and their powers."""


class OverloadedError(ValueError):
    """As much comes as can be served, or more: without a limit such a queue grows without end."""


def in_system(load: Fraction) -> Fraction:
    """Items that wait or are worked on, on average, at this load (M/M/1, F10).

    Averages of loads say nothing here: two streams at 50 % and 95 % hold 10 items on average, and
    one at the average load of 72.5 % holds fewer than 3. Raises OverloadedError from 100 % on.

    >>> [int(in_system(Fraction(load, 100))) for load in (50, 80, 90, 95)]
    [1, 4, 9, 19]
    """
    return load / _slack(load)


def in_queue(load: Fraction) -> Fraction:
    """Items that wait and are not yet worked on, on average (M/M/1, F10).

    Raises OverloadedError from a load of 100 % on.
    """
    return load * load / _slack(load)


def waiting_time(
    load: Fraction,
    service_weeks: Fraction,
    *,
    servers: int = 1,
    arrivals_vary: Fraction = Fraction(1),
    service_varies: Fraction = Fraction(1),
) -> Decimal:
    """Weeks that an item waits before somebody begins it, on average (F10).

    Kingman's formula (1961) for one server, Sakasegawa's (1977) for several. `arrivals_vary` and
    `service_varies` are squared coefficients of variation; 1 is pure chance, and with one server
    the formula is then exact. Raises OverloadedError from a load of 100 % on.

    >>> str(waiting_time(Fraction(9, 10), Fraction(2)).normalize())
    '18'
    """
    slack = _slack(load)
    assert servers >= 1, "somebody serves"
    spread = (arrivals_vary + service_varies) / 2
    if load == 0:
        return Decimal(0)
    with localcontext(Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)):
        pressed = as_decimal(load) ** (Decimal(2 * (servers + 1)).sqrt() - 1)
        return pressed * as_decimal(service_weeks * spread / (servers * slack))


def blocked_share(load: Fraction, limit: int) -> Fraction:
    """The share of arrivals that a limit on work in progress does not let in (M/M/1/K, F12).

    Any load will do: what does not fit stays outside, and waits or goes elsewhere there.
    """
    _check(load)
    if load == 1:
        return Fraction(1, limit + 1)
    full: Fraction = load**limit
    return (1 - load) * full / (1 - full * load)


def in_limited_system(load: Fraction, limit: int) -> Fraction:
    """Items inside, on average, where at most `limit` are let in (M/M/1/K, F12)."""
    _check(load)
    if load == 1:
        return Fraction(limit, 2)
    over: Fraction = load ** (limit + 1)
    return load / (1 - load) - (limit + 1) * over / (1 - over)


def limited_flow_time(load: Fraction, limit: int) -> Fraction:
    """How long an item that is let in stays, in mean service times (M/M/1/K, F12).

    Time from its start, and not from its request: what the limit turns away waits outside.

    >>> round(limited_flow_time(Fraction(9, 10), 18), 2)
    Fraction(341, 50)
    """
    return in_limited_system(load, limit) / (load * (1 - blocked_share(load, limit)))


def queue_cost_per_week(costs_of_delay: Iterable[Decimal | None]) -> tuple[Decimal, int]:
    """What waiting costs, ¤ a week, and of how many waiting items that is not known (F10b)."""
    total, unknown = Decimal(0), 0
    for cost in costs_of_delay:
        if cost is None:
            unknown += 1
        else:
            total += cost
    return total, unknown


def as_decimal(value: Fraction) -> Decimal:
    """The number in the digits of the context."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def _slack(load: Fraction) -> Fraction:
    _check(load)
    if load >= 1:
        raise OverloadedError("at a load of 100 % or more a queue grows without end")
    return 1 - load


def _check(load: Fraction) -> None:
    assert load >= 0, "nothing arrives less often than never"
