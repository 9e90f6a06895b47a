"""What waits for long is told, so that somebody starts it, splits it, or says no."""

from datetime import date
from fractions import Fraction

import pytest

from asp_decide.model.subject import Measured
from asp_decide.portfolio.waiting import times_deferred
from builders import an_initiative, quarters

CALENDAR = quarters(2025, 2027)
RUN = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("since", "runs"),
    [
        (date(2026, 12, 1), 0),
        (date(2026, 9, 30), 1),
        (date(2026, 10, 1), 0),
        (date(2025, 12, 31), 4),
    ],
)
def test_pitfall_29_each_interval_that_began_while_it_waited_is_a_run_that_left_it(
    since: date, runs: int
) -> None:
    waits = an_initiative(state="delivery_queue", state_since=since)

    assert times_deferred(waits, CALENDAR, RUN) == Measured(Fraction(runs))


def test_nobody_was_deferred_who_does_not_wait() -> None:
    runs = an_initiative(state="implementing", state_since=date(2025, 1, 1))

    assert times_deferred(runs, CALENDAR, RUN) == Measured(None, "it waits in no queue")


def test_without_the_day_since_which_it_waits_nothing_is_counted() -> None:
    waits = an_initiative(state="delivery_queue")

    assert times_deferred(waits, CALENDAR, RUN) == Measured(None, "since when it waits is missing")
