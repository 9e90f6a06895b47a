"""What a stream is told of load and batches: from its own facts, and what is missing by name."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from asp_decide.delivery.stream_economics import StreamEconomics, stream_economics
from asp_decide.delivery.throughput import FlowBalance, wip_limit
from delivery_workspace import Told, delivery_workspace, done, grounds_of, told

FULL = """\
id,name,teams,cost_per_team_week,release_transaction_cost,planning_transaction_cost
payments,Payments,pay-1,10000,3000,20000
booking,Booking,book-1,8000,,
"""


def _told(folder: Path, *rows: Told, **tables: str) -> StreamEconomics:
    grounds = grounds_of(delivery_workspace(folder, rows, **tables))
    stream = next(one for one in grounds.streams if one.id == "payments")
    return stream_economics(grounds, stream, since=grounds.since)


def _thirteen() -> list[Told]:
    """Thirteen that began and were released in 26 weeks: one every fortnight."""
    return [done(f"FEA-{n:02}", took_days=7, days_ago=10 * n + 1) for n in range(13)]


def test_row_16a_the_batch_of_least_cost_stands_beside_the_one_of_now(tmp_path: Path) -> None:
    releases = "id,value_stream_id,deployed_at,feature_ids\n" + "".join(
        f"R{n},payments,2026-12-2{n}T09:00:00Z,{';'.join(f'FEA-{m:02}' for m in members)}\n"
        for n, members in enumerate((range(6), range(6, 13)))
    )
    ready = told("FEA-90", "ready", cost_of_delay_likely=750)
    rows = [done(f"FEA-{n:02}", took_days=7, days_ago=4 + n % 2) for n in range(13)]

    found = _told(tmp_path, *rows, ready, value_streams=FULL, releases=releases)

    release, planning = found.batches
    # √(2 · 3000 · 0.5 / 750) features, and half a feature a week goes out.
    assert (release.of, release.best) == ("release", Decimal(2))
    assert release.cost_best == 1500
    assert release.now == Fraction(13, 2)
    assert release.cost_now is not None
    assert release.cost_now > release.cost_best
    assert planning.of == "planning"


def test_row_16b_a_limit_is_throughput_times_the_time_that_is_wanted() -> None:
    """Three a quarter leave, twelve are under way: four quarters; for two the limit is six."""
    quarter = Fraction(13)
    balance = FlowBalance(
        wip=Fraction(12),
        arrived=3,
        left=3,
        per_week=3 / quarter,
        flow_time_days=None,
        expected_wip=None,
    )

    assert balance.wip / balance.per_week == 4 * quarter
    assert wip_limit(balance, flow_time_weeks=2 * quarter) == 6


def test_the_load_of_now_stands_beside_the_cheapest_one(tmp_path: Path) -> None:
    """As many come as in golden number G7, and cost what they do there, for one feature a week."""
    ready = told("FEA-90", "ready", cost_of_delay_likely=1250, remaining_effort_likely=1)

    found = _told(tmp_path, *_thirteen(), ready, value_streams=FULL)

    assert found.load is not None
    # λ = 14/26, c = 1250, K = 10000: μ* = λ + √(cλ/K).
    arrivals = Decimal(14) / 26
    best = arrivals / (arrivals + (arrivals * 1250 / 10000).sqrt())
    assert round(found.load.best - best, 20) == 0
    # 14/26 features a week of a team-week each, against 16 team-weeks in 90 days.
    assert found.load.now == Fraction(14, 26) * Fraction(90, 7) / 16


def test_what_waits_and_states_no_cost_is_counted_and_not_taken_for_free(tmp_path: Path) -> None:
    rows = [told("FEA-1", "ready", cost_of_delay_likely=1250), told("FEA-2", "ready")]

    found = _told(tmp_path, *rows)

    assert (found.queue_cost_per_week, found.unstated) == (Decimal(1250), 1)


def test_what_is_missing_for_an_advice_is_named(tmp_path: Path) -> None:
    found = _told(tmp_path, told("FEA-1", "ready", remaining_effort_likely=""))

    assert found.load is None
    assert not found.batches
    assert found.lacking == (
        "no open feature states a cost of delay",
        "no ready feature states its effort",
        "`planning_transaction_cost` is missing",
    )
