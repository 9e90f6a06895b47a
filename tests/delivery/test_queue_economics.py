"""What load, limits and batches cost: the golden numbers, and the laws behind them."""

from decimal import Decimal
from fractions import Fraction
from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.delivery.batch_size import Batching, batch_cost, economic_batch, off_the_best
from asp_decide.delivery.economic_load import Demand, cost_at, economic_capacity, economic_load
from asp_decide.delivery.queueing import (
    OverloadedError,
    blocked_share,
    in_limited_system,
    in_queue,
    in_system,
    limited_flow_time,
    queue_cost_per_week,
    waiting_time,
)

_AMOUNTS = st.decimals("0.01", "1000000", places=2)
_RATES = st.fractions(Fraction(1, 100), 1000, max_denominator=100)
_LOADS = st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100)


def test_g6_the_last_tenth_of_load_costs_more_than_the_first_nine() -> None:
    assert [in_system(Fraction(load, 100)) for load in (50, 80, 90, 95)] == [1, 4, 9, 19]


def test_g7_slack_is_cheaper_than_the_queue_that_it_prevents() -> None:
    """Pitfall 19: a load of 89 % costs more than twice what one of 56 % does."""
    demand = Demand(Fraction(8), cost_of_delay=Decimal(5000), cost_of_capacity=Decimal(1000))

    best = economic_capacity(demand)

    assert round(best, 3) == Decimal("14.325")
    assert round(economic_load(demand), 3) == Decimal("0.558")
    assert round(cost_at(demand, best)) == 20_649
    assert cost_at(demand, Decimal(9)) == 49_000


def test_g8_a_limit_shortens_what_it_lets_in_and_turns_some_away() -> None:
    load = Fraction(9, 10)

    turned_away = [round(100 * blocked_share(load, limit), 2) for limit in (18, 9)]
    taken = [round(limited_flow_time(load, limit), 2) for limit in (18, 9)]

    assert turned_away == [Fraction("1.74"), Fraction("5.95")]
    assert taken == [Fraction("6.82"), Fraction("4.31")]
    assert in_system(load) / load == 10


def test_g9_the_batch_of_least_cost_and_what_half_or_double_of_it_costs() -> None:
    """Row 16a too: small batches."""
    batching = Batching(Fraction(10), transaction_cost=Decimal(2000), holding_cost=Decimal(50))

    best = economic_batch(batching)

    assert round(best, 2) == Decimal("28.28")
    assert round(batch_cost(batching, best), 1) == Decimal("1414.2")
    for other in (best / 2, best * 2):
        assert round(batch_cost(batching, other) / batch_cost(batching, best), 20) == Decimal(
            "1.25"
        )


def test_g14_an_average_of_loads_hides_the_stream_that_drowns() -> None:
    """Pitfall 18, as golden numbers G13 and G17 are: no average stands for what it averages."""
    calm, drowning = Fraction(1, 2), Fraction(95, 100)

    averaged = in_system((calm + drowning) / 2)

    assert round(averaged, 2) == Fraction("2.64")
    assert (in_system(calm) + in_system(drowning)) / 2 == 10


@given(_LOADS, _LOADS, st.integers(1, 8))
def test_waiting_rises_with_load_and_falls_with_servers(
    load: Fraction, other: Fraction, servers: int
) -> None:
    less, more = sorted((load, other))

    waits = waiting_time(less, Fraction(1), servers=servers)

    assert waits <= waiting_time(more, Fraction(1), servers=servers)
    assert waiting_time(less, Fraction(1), servers=servers + 1) < waits


@given(_LOADS, _RATES)
def test_by_chance_and_with_one_server_the_wait_is_the_queue_by_littles_law(
    load: Fraction, service_weeks: Fraction
) -> None:
    arrivals_per_week = load / service_weeks

    exact = in_queue(load) / arrivals_per_week

    assert abs(Fraction(waiting_time(load, service_weeks)) - exact) < Fraction(1, 10**20)


@pytest.mark.parametrize("servers", [1, 2, 4])
def test_several_servers_wait_within_four_percent_of_erlang(servers: int) -> None:
    load = Fraction(4, 5)
    offered = servers * load
    busy = offered**servers / factorial(servers) / (1 - load)
    rest = sum(offered**n / factorial(n) for n in range(servers))
    erlang = busy / (rest + busy) / (servers * (1 - load))

    told = Fraction(waiting_time(load, Fraction(1), servers=servers))

    assert abs(told / erlang - 1) < Fraction(4, 100)


@given(st.fractions(Fraction(1, 100), 3, max_denominator=100), st.integers(1, 30))
def test_a_wider_limit_turns_fewer_away_and_keeps_longer_whom_it_lets_in(
    load: Fraction, limit: int
) -> None:
    assert blocked_share(load, limit + 1) < blocked_share(load, limit)
    assert limited_flow_time(load, limit + 1) > limited_flow_time(load, limit)
    assert 0 < in_limited_system(load, limit) < limit


@given(_LOADS)
def test_a_limit_that_never_binds_is_no_limit(load: Fraction) -> None:
    far = 4_000

    assert round(in_limited_system(load, far) - in_system(load), 9) == 0
    assert round(blocked_share(load, far), 9) == 0


@pytest.mark.parametrize("load", [Fraction(1), Fraction(3, 2)])
def test_an_overloaded_queue_has_no_length(load: Fraction) -> None:
    for told in (in_system, in_queue, lambda each: waiting_time(each, Fraction(1))):
        with pytest.raises(OverloadedError, match="grows without end"):
            told(load)
    with pytest.raises(OverloadedError):
        cost_at(Demand(load, Decimal(1), Decimal(1)), Decimal(1))


@given(_RATES, _AMOUNTS, _AMOUNTS, st.decimals("0.1", "0.99", places=2))
def test_no_other_capacity_costs_less_than_the_economic_one(
    arrivals: Fraction, delay: Decimal, capacity: Decimal, apart: Decimal
) -> None:
    demand = Demand(arrivals, cost_of_delay=delay, cost_of_capacity=capacity)
    best = economic_capacity(demand)
    slack = best - best * economic_load(demand)

    least = cost_at(demand, best)

    assert least <= cost_at(demand, best - slack * apart)
    assert least <= cost_at(demand, best + slack * apart)


@given(_RATES, _AMOUNTS, _AMOUNTS)
def test_the_unit_of_money_moves_neither_load_nor_batch(
    rate: Fraction, first: Decimal, second: Decimal
) -> None:
    load = economic_load(Demand(rate, first, second))
    batch = economic_batch(Batching(rate, first, second))

    assert round(economic_load(Demand(rate, first * 100, second * 100)) - load, 25) == 0
    assert round(economic_batch(Batching(rate, first * 100, second * 100)) - batch, 20) == 0


@given(_RATES, _AMOUNTS, _AMOUNTS, st.decimals("0.1", "10", places=1))
def test_the_curve_of_batches_is_a_u(
    rate: Fraction, transaction: Decimal, holding: Decimal, apart: Decimal
) -> None:
    batching = Batching(rate, transaction_cost=transaction, holding_cost=holding)
    best = economic_batch(batching)

    told = batch_cost(batching, best * apart) / batch_cost(batching, best)

    assert told >= 1 - Decimal("1e-25")
    assert round(told - off_the_best(best * apart, best), 20) == 0


def test_a_queue_says_what_it_costs_and_of_how_many_it_does_not_know() -> None:
    assert queue_cost_per_week([Decimal(4000), None, Decimal(500)]) == (Decimal(4500), 1)
