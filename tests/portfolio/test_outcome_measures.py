"""What was realised of what was foretold."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from asp_decide.model.outcome import Outcome
from asp_decide.model.subject import History, Measured
from asp_decide.portfolio.dossier import Dossiers, dossiers
from asp_decide.portfolio.outcome_measures import (
    outcome_reached,
    realisation,
    value_history,
    verdict_overdue,
)
from builders import a_snapshot, an_outcome


def test_a_history_has_one_value_per_closed_interval_since_the_first_that_has_a_row() -> None:
    rows = [
        an_outcome(interval="2026Q2", forecast=100, actual=40),
        an_outcome(interval="2026Q4", forecast=(100, 120, 160), actual=90),
        an_outcome(interval="2027Q1", forecast=300),
    ]
    realised, foretold = value_history(rows, _told(rows))

    assert realised == History(("2026Q2", "2026Q3", "2026Q4"), (Fraction(40), None, Fraction(90)))
    assert foretold.values == (Fraction(100), None, Fraction(126))


def test_what_was_not_measured_is_a_hole_even_if_a_number_stands_there() -> None:
    rows = [
        an_outcome(interval="2026Q3", forecast=100, status="withheld"),
        an_outcome(interval="2026Q4", forecast=100, actual=90, status="not_measured"),
    ]
    realised, foretold = value_history(rows, _told(rows))

    assert realised.values == (None, None)
    assert foretold.values == (Fraction(100), Fraction(100))


def test_a_young_initiative_has_a_short_history() -> None:
    assert value_history([], _told([])) == (History((), ()), History((), ()))


def test_g13_realisation_is_the_ratio_of_sums_and_no_mean_of_ratios() -> None:
    """The mean of the three ratios is 1.30 and looks great; the truth is 0.565."""
    rows = [
        an_outcome("A", forecast=100, actual=150),
        an_outcome("B", forecast=1000, actual=400),
        an_outcome("C", forecast=50, actual=100),
    ]
    (truth,) = realisation(rows, _told(rows)).values

    assert truth == Fraction(650, 1150)
    assert round(truth, 3) == Fraction("0.565")
    assert sum((Fraction(3, 2), Fraction(2, 5), Fraction(2))) / 3 == Fraction("1.3")


def test_one_value_that_was_not_measured_makes_the_streams_interval_a_hole() -> None:
    rows = [an_outcome("A", forecast=100, actual=150), an_outcome("B", forecast=100)]

    assert realisation(rows, _told(rows)).values == (None,)


def test_an_interval_that_foretold_nothing_has_no_realisation() -> None:
    rows = [an_outcome(forecast=0, actual=150)]

    assert realisation(rows, _told(rows)).values == (None,)


def test_scope_delivered_counts_nothing_and_the_metric_counts_all() -> None:
    """Row 17b, pitfall 25: a metric that has not moved is 0 reached, one at its target is all."""
    assert _reached(actual=48) == Measured(Fraction(0))
    assert _reached(actual=36) == Measured(Fraction(1))
    assert _reached(actual=45) == Measured(Fraction(1, 4))


def test_the_target_is_that_of_the_last_interval_and_the_actual_the_latest_measured() -> None:
    rows = [
        _metric(interval="2026Q3", forecast=46, actual=47),
        _metric(interval="2026Q4", forecast=44, actual=42),
        _metric(interval="2027Q4", forecast=36),
    ]

    assert outcome_reached(rows, _told(rows)) == Measured(Fraction(1, 2))


def test_of_several_metrics_the_one_furthest_from_its_target_counts() -> None:
    rows = [_metric(actual=36), _metric(quantity="speed", baseline=Decimal(10), forecast=20)]
    both = [*rows, _metric(quantity="trust", baseline=Decimal(0), forecast=10, actual=2)]

    assert outcome_reached(rows, _told(rows)).why == "`speed` lacks baseline, target or actual"
    assert outcome_reached([rows[0], both[2]], _told(both)) == Measured(Fraction(1, 5))


def test_a_target_equal_to_its_baseline_cannot_be_reached_in_part() -> None:
    assert _reached(forecast=48, actual=48).value is None


def test_a_verdict_is_overdue_from_the_last_day_of_its_closing_interval() -> None:
    def overdue(interval: str, **changes: Any) -> Measured:
        rows = [an_outcome(interval=interval, quantity="success", **changes)]
        return verdict_overdue(rows, _told(rows))

    assert overdue("2026Q4").value == 0
    assert overdue("2026Q3").value == Fraction(92, 7)
    assert overdue("2027Q1").value == Fraction(-90, 7)
    assert overdue("2026Q3", verdict="refuted").value == 0


def test_without_a_day_of_judgement_it_is_unknown_whether_it_is_overdue() -> None:
    assert verdict_overdue([], _told([])).value is None


def _metric(**changes: Any) -> Outcome:
    told: dict[str, Any] = {"quantity": "contacts", "baseline": Decimal(48), "forecast": 36}
    return an_outcome(**(told | changes))


def _reached(**changes: Any) -> Measured:
    rows = [_metric(**changes)]
    return outcome_reached(rows, _told(rows))


def _told(rows: Iterable[Outcome]) -> Dossiers:
    return dossiers(a_snapshot(outcomes=rows))
