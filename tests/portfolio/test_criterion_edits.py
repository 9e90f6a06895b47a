"""Whoever moves the goalposts after the go is seen."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from asp_decide.model.outcome import Outcome
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.criterion_edits import criterion_edits
from builders import a_snapshot, an_initiative, an_outcome

AGREED = date(2026, 12, 15)


def test_a_criterion_that_is_what_was_agreed_is_no_edit() -> None:
    assert criterion_edits(_facts(_criterion()), _facts(_criterion(forecast=7, actual=3))) == ()


@pytest.mark.parametrize(
    ("change", "now"),
    [
        ({"kill_threshold": Decimal(60)}, "is now stop if above 60 by before_after (2026-12-15)"),
        ({"kill_if": "below"}, "is now stop if below 45 by before_after (2026-12-15)"),
        ({"kill_action": "review"}, "is now review if above 45 by before_after (2026-12-15)"),
        ({"kill_min_grade": "experiment"}, "is now stop if above 45 by experiment (2026-12-15)"),
        (
            {"kill_agreed_on": date(2027, 2, 1)},
            "is now stop if above 45 by before_after (2027-02-01)",
        ),
        ({"kill_if": None}, "is gone"),
        ({"interval": "2028Q4"}, "is gone"),
    ],
)
def test_an_edit_after_the_go_is_told_with_both(change: dict[str, Any], now: str) -> None:
    (edit,) = criterion_edits(_facts(_criterion()), _facts(_criterion(**change)))

    assert str(edit) == (
        "INI-1: the kill criterion on `contacts` in 2027Q4, agreed on 2026-12-15 as stop if above "
        f"45 by before_after (2026-12-15), {now}"
    )


def test_until_it_is_agreed_a_criterion_may_change() -> None:
    """Not yet agreed, or on a day behind that of the run."""
    for agreed in (None, date(2027, 1, 5)):
        before = _facts(_criterion(kill_agreed_on=agreed))

        assert criterion_edits(before, _facts(_criterion(kill_threshold=Decimal(60)))) == ()


def test_another_version_of_the_case_and_what_has_ended_need_not_keep_it() -> None:
    before, edited = _facts(_criterion()), _criterion(kill_threshold=Decimal(60))

    assert criterion_edits(before, _facts(edited, case_version=2)) == ()
    assert criterion_edits(before, _facts(edited, state="stopped")) == ()
    assert criterion_edits(before, a_snapshot([an_initiative("INI-2")])) == ()


def _criterion(**changes: Any) -> Outcome:
    told: dict[str, Any] = {
        "quantity": "contacts",
        "interval": "2027Q4",
        "kill_if": "above",
        "kill_threshold": Decimal(45),
        "kill_action": "stop",
        "kill_min_grade": "before_after",
        "kill_agreed_on": AGREED,
    }
    return an_outcome(**(told | changes))


def _facts(row: Outcome, **of_initiative: Any) -> Snapshot:
    told: dict[str, Any] = {"state": "implementing", "case_version": 1}
    return a_snapshot([an_initiative(**(told | of_initiative))], outcomes=[row])
