"""Criteria agreed beforehand: what trips them, and what missing evidence does."""

from decimal import Decimal
from typing import Any

import pytest

from asp_decide.model.outcome import Outcome
from asp_decide.portfolio.dossier import dossiers
from asp_decide.portfolio.kill_criteria import kill_criteria, tripped_kill
from builders import a_snapshot, an_outcome


@pytest.mark.parametrize(
    ("comparator", "actual", "expected"),
    [
        ("above", 46, "stop"),
        ("above", 45, "none"),
        ("below", 44, "stop"),
        ("below", 45, "none"),
    ],
)
def test_a_criterion_trips_beyond_its_threshold_and_not_at_it(
    comparator: str, actual: int, expected: str
) -> None:
    assert _told(_criterion(kill_if=comparator, actual=actual)) == expected


def test_an_interval_that_has_not_ended_trips_nothing_yet() -> None:
    assert _told(_criterion(interval="2027Q1", actual=99)) == "none"


@pytest.mark.parametrize("status", ["open", "not_measured", "withheld"])
def test_a_due_criterion_without_its_actual_is_missing_and_stops_nothing(status: str) -> None:
    assert _told(_criterion(actual=None, status=status)) is None


def test_evidence_weaker_than_agreed_does_not_trip() -> None:
    asked: dict[str, Any] = {"kill_min_grade": "comparison", "actual": 99}

    assert _told(_criterion(**asked, method="before_after")) is None
    assert _told(_criterion(**asked, method="none")) is None
    assert _told(_criterion(**asked, method="comparison")) == "stop"
    assert _told(_criterion(**asked, method="experiment")) == "stop"


def test_weak_evidence_that_all_is_well_needs_no_more() -> None:
    assert _told(_criterion(kill_min_grade="experiment", actual=40, method="none")) == "none"


def test_of_several_the_gravest_action_counts() -> None:
    rows = [
        _criterion(quantity="a", actual=99, kill_action="review"),
        _criterion(quantity="b", actual=99, kill_action="redirect"),
        _criterion(quantity="c", actual=40, kill_action="stop"),
    ]

    assert _told(*rows) == "redirect"


def test_doubt_hides_only_what_is_less_grave_than_it() -> None:
    redirected = _criterion(quantity="a", actual=99, kill_action="redirect")
    stop_in_doubt = _criterion(quantity="b", actual=None, kill_action="stop")
    review_in_doubt = _criterion(quantity="c", actual=None, kill_action="review")

    assert _told(redirected, stop_in_doubt) is None
    assert _told(redirected, review_in_doubt) == "redirect"


def test_without_criteria_none_has_tripped() -> None:
    plain = an_outcome(forecast=100, actual=50)

    assert _told(plain) == "none"
    assert kill_criteria([plain]) == 0
    assert kill_criteria([plain, _criterion()]) == 1


def _criterion(**changes: Any) -> Outcome:
    told: dict[str, Any] = {
        "quantity": "contacts",
        "interval": "2026Q4",
        "actual": 46,
        "method": "experiment",
        "kill_if": "above",
        "kill_threshold": Decimal(45),
        "kill_action": "stop",
    }
    return an_outcome(**(told | changes))


def _told(*rows: Outcome) -> str | None:
    return tripped_kill(rows, dossiers(a_snapshot(outcomes=rows)))
