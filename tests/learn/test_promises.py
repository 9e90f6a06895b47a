"""Every promise is counted, whatever became of it: what nobody measured, what was stopped."""

from datetime import date
from fractions import Fraction
from typing import Any

from asp_decide.learn.promises import Promise, counted_judgements, exits, promises, waiting
from asp_decide.model.snapshot import Snapshot
from builders import a_snapshot, an_initiative, an_outcome


def test_pitfall_17_denominators_hold_everything_that_was_funded() -> None:
    found = promises(_portfolio())

    assert [one.initiative for one in found] == ["INI-1", "INI-2", "INI-3", "INI-5"]
    assert counted_judgements(found) == {
        "confirmed": 1, "partly": 0, "refuted": 0, "not_measurable": 1, "none": 2,
    }  # fmt: skip


def test_who_waits_longest_for_a_verdict_comes_first() -> None:
    found = waiting(promises(_portfolio()))

    assert [(one.initiative, one.overdue_weeks) for one in found] == [
        ("INI-3", Fraction(92, 7)),
        ("INI-5", None),
    ]


def test_what_is_not_due_yet_says_when_it_is_and_waits_for_nobody() -> None:
    told = _portfolio().model_copy(update={"as_of": date(2026, 9, 29)})

    (due, undated) = waiting(promises(told))[-2:]

    assert (due.initiative, due.due_on, due.overdue_weeks) == ("INI-3", date(2026, 9, 30), None)
    assert (undated.initiative, undated.due_on) == ("INI-5", None)


def test_a_promise_is_as_old_as_its_first_forecast_that_is_known_on_the_day() -> None:
    made = [date(2026, 10, 8), date(2026, 12, 3), date(2027, 3, 1)]
    rows = [
        an_outcome("INI-1", interval, forecast=10, forecast_made_on=day)
        for interval, day in zip(("2026Q4", "2027Q1", "2027Q2"), made, strict=True)
    ]
    told = [an_initiative("INI-1", state="implementing")]

    assert _of("INI-1", a_snapshot(told, outcomes=rows)).age_weeks == 12
    assert _of("INI-1", a_snapshot(told, outcomes=rows[2:])).age_weeks is None


def test_a_verdict_of_tomorrow_is_none_today() -> None:
    snapshot = _portfolio().model_copy(update={"as_of": date(2026, 11, 1)})

    assert _of("INI-1", snapshot).judgement == "none"


def test_every_end_is_a_result() -> None:
    """Pitfall 12."""
    assert [one.id for one in exits(_portfolio())] == ["INI-1", "INI-4", "INI-5"]


def _of(initiative: str, snapshot: Snapshot) -> Promise:
    return next(one for one in promises(snapshot) if one.initiative == initiative)


def _portfolio() -> Snapshot:
    """One confirmed, one that cannot be measured, one that waits, one declined, one stopped."""
    states = ["assessed", "outcome_assessment", "outcome_assessment", "declined", "stopped"]
    initiatives = [an_initiative(f"INI-{n}", state=s) for n, s in enumerate(states, 1)]
    judged: dict[str, Any] = {
        "verdict_on": date(2026, 11, 2),
        "verdict_by": "portfolio_manager A. Judge",
    }
    rows = [
        an_outcome("INI-1", "2026Q3", quantity="success", verdict="confirmed", **judged),
        an_outcome("INI-2", "2026Q3", quantity="success", verdict="not_measurable", **judged),
        an_outcome("INI-3", "2026Q3", quantity="success"),
    ]
    return a_snapshot(initiatives, outcomes=rows)
