"""A verdict is put on record once, as the facts say it, and only as it may be given."""

from datetime import date
from typing import Any

import pytest

from asp_decide.clauses.outcome_records import (
    Verdict,
    new_verdicts,
    objection_to,
    outcome_records,
    verdicts,
)
from asp_decide.model.snapshot import Snapshot
from builders import a_snapshot, an_initiative, an_outcome

GIVEN: dict[str, Any] = {
    "verdict": "refuted",
    "verdict_on": date(2026, 12, 30),
    "verdict_by": "portfolio_manager P. Lind",
    "method": "before_after",
}


def _facts(**changes: Any) -> Snapshot:
    """Foretold 100 a quarter and judged at the end of the second, in which less came."""
    return a_snapshot(
        [an_initiative("INI-1", lead="L. Ead", sponsor="S. Ponsor")],
        outcomes=[
            an_outcome(interval="2026Q3", forecast=100, actual="80"),
            an_outcome(interval="2026Q4", forecast=100, actual="30"),
            an_outcome(interval="2027Q1", forecast=100, actual="999"),
            an_outcome(quantity="calls", forecast=20, baseline=50, actual="45", unit="calls"),
            an_outcome(quantity="success", **(GIVEN | changes)),
        ],
    )


def _the_verdict(**changes: Any) -> Verdict:
    (found,) = verdicts(_facts(**changes))
    return found


def test_a_record_says_what_came_beside_what_was_foretold_until_that_day() -> None:
    (record,) = outcome_records([_the_verdict(forecast_probability="0.7")], {"INI-1": 17})

    assert record == {
        "kind": "outcome",
        "initiative": "INI-1",
        "hypothesis": {"interval": "2026Q4", "forecast_probability": "0.7"},
        "verdict": "refuted",
        "realised": {"value": "110", "foretold": "200", "unit": "EUR"},
        "metrics": [
            {
                "quantity": "calls",
                "unit": "calls",
                "interval": "2026Q4",
                "baseline": "50",
                "foretold": "20",
                "actual": "45",
            }
        ],
        "method": "before_after",
        "by": "portfolio_manager",
        "person": "P. Lind",
        "on": "2026-12-30",
        "decided_in": 17,
    }


def test_what_the_run_before_knew_is_not_recorded_again_unless_it_was_judged_anew() -> None:
    known = _the_verdict()
    before = {"outcomes": [known.known_as]}

    assert new_verdicts([known], None) == (known,)
    assert new_verdicts([known], before) == ()
    assert len(new_verdicts([_the_verdict(verdict="partly")], before)) == 1


def test_a_verdict_of_a_later_day_is_not_known_yet() -> None:
    assert verdicts(_facts(verdict_on=date(2027, 1, 2))) == ()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, ""),
        ({"verdict": "not_measurable", "method": None}, ""),
        ({"method": None}, "method is not stated"),
        ({"method": "none"}, "method is not stated"),
        ({"verdict_by": None}, "not said by whom"),
        ({"verdict_by": "portfolio_manager"}, "not said by whom"),
        ({"verdict_on": None}, "which day"),
        ({"verdict_by": "finance P. Lind"}, "`outcome` is decided by `portfolio_manager`"),
        ({"verdict_by": "oracle P. Lind"}, "`oracle` is no role"),
        ({"verdict_by": "portfolio_manager l. ead"}, "`l. ead` is lead of `INI-1`"),
        ({"verdict_by": "portfolio_manager S. Ponsor"}, "is sponsor of `INI-1`"),
    ],
)
def test_a_verdict_is_given_in_its_role_by_somebody_else_and_with_a_method(
    changes: dict[str, Any], told: str
) -> None:
    """Pitfalls 14 and 35."""
    objection = objection_to(_the_verdict(**changes), _facts(**changes))

    assert told in objection
    assert bool(told) == bool(objection)
