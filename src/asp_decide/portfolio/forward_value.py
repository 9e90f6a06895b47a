"""Value from here on less cost from here on, with capacity at its price. What is spent is gone."""

from collections.abc import Mapping
from fractions import Fraction

from asp_decide.model.choice import Pool
from asp_decide.model.initiative import Option
from asp_decide.model.subject import Measured
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.choice_columns import reason_against
from asp_decide.portfolio.delay_loss import earliest_finish, value
from asp_decide.portfolio.staging import is_too_late
from asp_decide.portfolio.work import money_cost, work_of

type Prices = Mapping[Pool, Fraction]
"""Money per unit of capacity, by pool; a pool that is absent has no known price."""


def known_prices(book: Book, capacity_prices: Prices) -> Prices:
    """The prices given, and 0 for each other pool whose capacity is known: it is not scarce."""
    free = {pool: Fraction(0) for pool, _ in book.supply.capacity}
    return free | dict(capacity_prices)


def forward_value(
    book: Book, option: Option, prices: Prices, *, finish_weeks: Fraction | None = None
) -> Measured:
    """F = E[V] - E[outlay] - cost of switching - sum of price times capacity, in money.

    Done at the earliest finish unless `finish_weeks` says when. Past a hard deadline there is
    nothing left. Unknown with the reason if a fact is missing.
    """
    missing = reason_against(book, option) or unpriced(book, option, prices)
    if missing:
        return Measured(None, missing)
    done = earliest_finish(book, option) if finish_weeks is None else finish_weeks
    brought = Fraction(0) if is_too_late(book, option, done) else value(book, option, done)
    return Measured(brought - full_cost(book, option, prices))


def full_cost(book: Book, option: Option, prices: Prices) -> Fraction:
    """Money and priced capacity that an option of known amounts and prices takes."""
    capacity = work_of(option, book).capacity()
    priced = sum((prices[pool] * amount for pool, amount in capacity.items()), Fraction(0))
    return money_cost(option) + priced


def unpriced(book: Book, option: Option, prices: Prices) -> str:
    """Which pool that the option needs has no known price, in words; empty if all have."""
    capacity = work_of(option, book).capacity()
    missing = sorted(pool for pool, amount in capacity.items() if amount and pool not in prices)
    return f"the price of capacity of {missing[0]} is not known" if missing else ""


def best(of: Mapping[str, Measured], *, otherwise: str) -> Measured:
    """The largest of several amounts; unknown if one of them is, or if there is none."""
    if not of:
        return Measured(None, otherwise)
    for name in sorted(of):
        if of[name].value is None:
            return Measured(None, f"`{name}`: {of[name].why}")
    return Measured(max(amount.value for amount in of.values() if amount.value is not None))
