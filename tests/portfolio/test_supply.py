"""What work competes for: capacity of pools, and money, on the grid of a plan."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from asp_decide.model.charter import Charter
from asp_decide.model.choice import Pool
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.value_stream import Capacity
from asp_decide.portfolio.grid import time_grid
from asp_decide.portfolio.supply import Supply, capacity_met_in_85, supply
from builders import AS_OF, a_calendar, a_capacity, a_charter, a_snapshot, quarters

PAYMENTS = Pool(ValueStreamId("payments"))
BACKEND = Pool(ValueStreamId("payments"), skill="backend")


def test_capacity_of_a_tail_block_is_the_rate_of_the_last_stated_interval() -> None:
    told = _supply([a_capacity(interval="P1", likely=10), a_capacity(interval="P2", likely=20)])

    assert [told.capacity[PAYMENTS, step] for step in range(4)] == [10, 20, 40, 80]
    assert told.assumptions == (
        "capacity of payments is not stated from P3 on: the rate of P2 is taken",
    )


def test_a_plan_says_whose_capacity_past_delivery_has_shown() -> None:
    """What was demonstrated is used wherever it is stated; the rest is an estimate, and told so."""
    rows = [
        a_capacity(interval=f"P{n}", likely=10, value_stream_id=stream, basis=basis)
        for n in range(1, 9)
        for stream, basis in (
            ("payments", "measured"),
            ("booking", "measured" if n != 2 else "estimated"),
            ("claims", "estimated"),
        )
    ]

    assert _supply(rows).assumptions == (
        "capacity of payments is what past delivery has shown; of booking, claims it is an estimate",
    )
    assert _supply([row for row in rows if row.value_stream_id == "claims"]).assumptions == ()


def test_a_rate_is_per_week_so_a_longer_interval_has_more() -> None:
    charter = a_charter(calendar=quarters(2027, 2027), planning_intervals=2, tail_intervals=())
    told = _supply([a_capacity(interval="2027Q1", likely=90)], charter=charter)

    assert told.capacity[PAYMENTS, 1] == 91


def test_capacity_that_is_stated_in_the_tail_counts_as_stated() -> None:
    rows = [a_capacity(interval=f"P{n}", likely=10 * n) for n in range(1, 9)]
    told = _supply(rows)

    assert [told.capacity[PAYMENTS, step] for step in range(4)] == [10, 20, 70, 260]
    assert told.assumptions == ()


def test_an_empty_amount_stays_unknown_and_is_not_zero() -> None:
    told = _supply([a_capacity(interval="P1", likely=10), a_capacity(interval="P2", likely=None)])

    assert (PAYMENTS, 0) in told.capacity
    assert [(PAYMENTS, step) in told.capacity for step in (1, 2, 3)] == [False] * 3
    assert PAYMENTS in told.pools


def test_before_the_first_statement_capacity_is_unknown() -> None:
    told = _supply([a_capacity(interval="P2", likely=10)])

    assert (PAYMENTS, 0) not in told.capacity
    assert told.capacity[PAYMENTS, 1] == 10


def test_teams_add_up_and_a_scarce_skill_is_a_pool_of_its_own() -> None:
    rows = [
        a_capacity(interval="P1", likely=6, team="pay-1", skill="backend"),
        a_capacity(interval="P1", likely=4, team="pay-2"),
    ]
    told = _supply(rows)

    assert told.capacity[PAYMENTS, 0] == 10
    assert told.capacity[BACKEND, 0] == 6


def test_a_row_of_the_whole_stream_is_the_total_and_a_skill_row_a_part_of_it() -> None:
    rows = [
        a_capacity(interval="P1", likely=10),
        a_capacity(interval="P1", likely=6, skill="backend"),
    ]
    told = _supply(rows)

    assert told.capacity[PAYMENTS, 0] == 10
    assert told.capacity[BACKEND, 0] == 6


def test_a_team_of_unknown_capacity_makes_its_stream_unknown() -> None:
    rows = [
        a_capacity(interval="P1", likely=None, team="pay-1"),
        a_capacity(interval="P1", likely=4, team="pay-2"),
    ]

    assert (PAYMENTS, 0) not in _supply(rows).capacity


def test_analysts_of_the_portfolio_are_a_pool_without_a_stream() -> None:
    told = _supply([a_capacity(None, "P1", 3, function="analysis")])
    analysts = Pool(ValueStreamId(""), "analysis")

    assert told.capacity[analysts, 0] == 3
    assert str(analysts) == "portfolio/analysis"


def test_without_budgets_money_is_not_limited() -> None:
    assert _supply([a_capacity(interval="P1")]).budget == {}


def test_a_budget_goes_on_at_its_rate_and_says_so() -> None:
    budgets = {"P1": Decimal(1000), "P2": Decimal(500)}
    told = _supply([], charter=_charter(budgets=budgets))

    assert dict(told.budget) == {0: 1000, 1: 500, 2: 1000, 3: 2000}
    assert told.assumptions == ("the budget is not stated from P3 on: the rate of P2 is taken",)


def test_capacity_met_in_85_of_100_intervals_is_an_eighth_of_the_way_from_low_to_likely() -> None:
    row = a_capacity(interval="P1", likely="6.4", low=Decimal("5.1"), high=Decimal("7.2"))
    snapshot = _snapshot([row])
    told = capacity_met_in_85(snapshot, time_grid(snapshot.charter, AS_OF))

    assert told[PAYMENTS, 0] == Fraction("5.2625")


def test_without_a_low_the_capacity_met_in_85_is_unknown() -> None:
    snapshot = _snapshot([a_capacity(interval="P1", likely=6)])

    assert capacity_met_in_85(snapshot, time_grid(snapshot.charter, AS_OF)) == {}


def _charter(**changes: Any) -> Charter:
    calendar = a_calendar(weeks=10, count=12)
    return a_charter(
        **({"calendar": calendar, "planning_intervals": 2, "tail_intervals": (2, 4)} | changes)
    )


def _snapshot(rows: list[Capacity], charter: Charter | None = None) -> Snapshot:
    return a_snapshot([], [], capacities=rows, charter=charter or _charter())


def _supply(rows: list[Capacity], charter: Charter | None = None) -> Supply:
    snapshot = _snapshot(rows, charter)
    return supply(snapshot, time_grid(snapshot.charter, AS_OF))
