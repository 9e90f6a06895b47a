"""How steadily a value stream is funded, and whether it spends what it was funded with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.ids import IntervalId, ValueStreamId
from asp_decide.model.interval import Interval
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import History, Measured
from asp_decide.model.value_stream import Burn, ValueStream

type _Amounts = Mapping[IntervalId, Fraction | None]


@dataclass(frozen=True, slots=True)
class Funding:
    """What a value stream was funded with and what it spent, by interval; None is not known.

    An interval is absent where no row states either amount.
    """

    funded: _Amounts
    spent: _Amounts


def funding_of(snapshot: Snapshot) -> Mapping[ValueStreamId, Funding]:
    """The funding of every value stream that has rows about it; rows of teams are added up."""
    rows: dict[ValueStreamId, dict[IntervalId, list[Burn]]] = defaultdict(lambda: defaultdict(list))
    for burn in snapshot.burns:
        rows[burn.value_stream_id][burn.interval].append(burn)
    return {
        stream: Funding(
            {interval: _sum(burn.funded for burn in burns) for interval, burns in found.items()},
            {interval: _sum(burn.spent for burn in burns) for interval, burns in found.items()},
        )
        for stream, found in rows.items()
    }


def run_rate(stream: ValueStream) -> Measured:
    """The standing funding granted in the present allocation, in money per week (D06)."""
    if stream.funding_per_week is None:
        return Measured(None, "missing")
    return Measured(Fraction(stream.funding_per_week))


def run_rate_change(stream: ValueStream, funding: Funding | None, snapshot: Snapshot) -> Measured:
    """Size of the change of the run rate from the last closed interval to the first planned one.

    The rate of an interval is its funding over its weeks; where none is stated for the planned
    one it is the rate of the present allocation. As a share of the rate before (D06).
    """
    calendar, as_of = snapshot.charter.calendar, snapshot.as_of
    closed, ahead = calendar.closed(as_of), calendar.ahead(as_of)
    before = _rate(funding, closed[-1]) if closed else None
    after = _rate(funding, ahead[0]) if ahead else None
    if after is None:
        after = run_rate(stream).value
    if before is None:
        return Measured(None, "the funding of the interval before is not stated")
    if after is None:
        return Measured(None, "the funding of the planned interval is not stated")
    return Measured(abs(after - before) / before) if before else Measured(None, "divided by zero")


def burn_variance(funding: Funding | None, closed: Sequence[Interval]) -> History:
    """Spent less funded, as a share of funded, by closed interval (F15).

    It begins with the first interval that has an amount; a hole is an interval in which one of
    the two is missing, or in which nothing was funded.
    """
    if funding is None:
        return History((), ())
    first = next((n for n, i in enumerate(closed) if i.id in funding.funded), len(closed))
    lived = closed[first:]
    return History(
        tuple(interval.id for interval in lived),
        tuple(_variance(funding, interval.id) for interval in lived),
    )


def _variance(funding: Funding, interval: IntervalId) -> Fraction | None:
    funded, spent = funding.funded.get(interval), funding.spent.get(interval)
    if funded is None or spent is None or not funded:
        return None
    return (spent - funded) / funded


def _rate(funding: Funding | None, interval: Interval) -> Fraction | None:
    funded = None if funding is None else funding.funded.get(interval.id)
    return None if funded is None else funded / interval.weeks


def _sum(amounts: Iterable[object]) -> Fraction | None:
    """The sum, or None where one amount is missing."""
    found = [None if amount is None else Fraction(str(amount)) for amount in amounts]
    known = [amount for amount in found if amount is not None]
    return sum(known, Fraction(0)) if len(known) == len(found) else None
