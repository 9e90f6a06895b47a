"""How steadily a stream is funded, and whether it spends what it was funded with."""

from fractions import Fraction

from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import History, Measured
from asp_decide.model.value_stream import Burn
from asp_decide.portfolio.funding import burn_variance, funding_of, run_rate_change
from builders import a_snapshot, a_value_stream


def burn(interval: str, funded: int | None, spent: int | None = None) -> Burn:
    return Burn.model_validate(
        {"value_stream_id": "payments", "interval": interval, "funded": funded, "spent": spent}
    )


def facts(*burns: Burn, per_week: int | None = None) -> Snapshot:
    return a_snapshot(
        burns=burns, value_streams=[a_value_stream("payments", funding_per_week=per_week)]
    )


def variance(*burns: Burn) -> History:
    told = facts(*burns)
    found = funding_of(told).get(told.value_streams[0].id)
    return burn_variance(found, told.charter.calendar.closed(told.as_of))


def change(*burns: Burn, per_week: int | None = None) -> Measured:
    told = facts(*burns, per_week=per_week)
    stream = told.value_streams[0]
    return run_rate_change(stream, funding_of(told).get(stream.id), told)


def test_f15_what_was_spent_over_what_was_funded_by_closed_interval() -> None:
    found = variance(burn("2026Q3", 200, 230), burn("2026Q4", 200, 170), burn("2027Q1", 200, 50))

    assert found == History(("2026Q3", "2026Q4"), (Fraction(3, 20), Fraction(-3, 20)))


def test_teams_of_a_stream_are_added_up_before_they_are_compared() -> None:
    (found,) = variance(burn("2026Q4", 100, 130), burn("2026Q4", 300, 270)).values

    assert found == 0


def test_an_interval_that_lacks_one_of_the_amounts_is_a_hole() -> None:
    rows = (burn("2026Q2", 200, 210), burn("2026Q4", 100, 90), burn("2026Q4", 100))

    assert variance(*rows).values == (Fraction(1, 20), None, None)
    assert variance(burn("2026Q4", 0, 10)).values == (None,)
    assert variance() == History((), ())


def test_the_run_rate_changes_from_the_last_closed_interval_to_the_first_planned_one() -> None:
    """2026Q4 has 92 days and 2027Q1 has 90: the same money is more a week."""
    found = change(burn("2026Q4", 92_000), burn("2027Q1", 90_000 + 9_000))

    assert found.value == Fraction(1, 10)


def test_less_is_as_much_of_a_change_as_more() -> None:
    assert change(burn("2026Q4", 92_000), burn("2027Q1", 81_000)).value == Fraction(1, 10)


def test_where_the_planned_interval_states_no_funding_the_allocation_holds() -> None:
    assert change(burn("2026Q4", 92_000), per_week=7_000).value == 0


def test_without_the_interval_before_nobody_knows_how_much_it_changes() -> None:
    assert change(burn("2027Q1", 90_000), per_week=7_000).value is None
    assert change(burn("2026Q4", 0), per_week=7_000).why == "divided by zero"
    assert change(burn("2026Q4", 92_000)).value is None
