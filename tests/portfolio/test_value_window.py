"""Until when there is something left to earn, and what must be done before."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import UrgencyProfile
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.book import open_book
from asp_decide.portfolio.business_case import remaining_value
from asp_decide.portfolio.value_window import unmet_predecessors, window_left
from builders import (
    AS_OF,
    a_dependency,
    a_snapshot,
    an_initiative,
    an_option,
    deadline,
    enabler,
    expiring,
    first_mover,
    standard,
    weeks_after,
)
from strategies import snapshots

INI_1 = InitiativeId("INI-1")
HORIZON = Fraction((date(2030, 6, 30) - AS_OF).days, 7)


@pytest.mark.parametrize(
    ("profile", "ends"),
    [
        (standard(10, ends_on=weeks_after(50)), Fraction(50)),
        (standard(10, life_weeks=10), HORIZON),
        (deadline(weeks_after(20), cost_per_week=1, until_on=weeks_after(60)), Fraction(60)),
        (deadline(weeks_after(20), cost_per_week=1), HORIZON),
        (deadline(weeks_after(20), cost_per_week=1, hard=True), Fraction(20)),
        (expiring(10, weeks_after(-5), weeks_after(30)), Fraction(30)),
        (first_mover(10, life_weeks=10), HORIZON),
        (enabler(10, benefit_ends_on=weeks_after(40)), Fraction(40)),
        (enabler(), HORIZON),
    ],
)
def test_it_may_wait_until_its_quickest_finish_reaches_the_end_of_its_value(
    profile: UrgencyProfile, ends: Fraction
) -> None:
    offered = [an_option(weeks=12), an_option(option="mvp", weeks=7)]

    assert _left(profile, offered) == ends - 7


@given(snapshots())
@settings(max_examples=25)
def test_what_has_no_window_left_is_worth_nothing_and_what_is_worth_something_has_one(
    snapshot: Snapshot,
) -> None:
    """Pitfall 8: nothing that still earns may be proposed for superseding."""
    book = open_book(snapshot)
    for initiative in snapshot.initiatives:
        left, worth = window_left(book, initiative.id), remaining_value(book, initiative.id)
        if left.value is not None and left.value < 0 and initiative.state != "implementing":
            assert not worth.value


def test_without_a_benefit_model_the_window_is_unknown() -> None:
    assert _left(None, [an_option()]) is None


def test_an_enabler_has_a_use_as_long_as_anything_that_waits_for_it() -> None:
    snapshot = a_snapshot(
        [
            an_initiative(profile=enabler()),
            an_initiative("INI-2", profile=standard(10, ends_on=weeks_after(60))),
            an_initiative("INI-3", state="declined"),
        ],
        [an_option(weeks=10)],
        dependencies=[a_dependency("INI-1", "INI-2"), a_dependency("INI-1", "INI-3")],
    )

    assert window_left(open_book(snapshot), INI_1).value == 50


@pytest.mark.parametrize(
    ("state", "unmet"),
    [("implementing", 1), ("declined", 1), ("outcome_assessment", 0), ("assessed", 0)],
)
def test_a_predecessor_is_met_once_its_work_is_done(state: str, unmet: int) -> None:
    assert _unmet(state) == unmet


def test_a_doubtful_need_is_no_predecessor() -> None:
    assert _unmet("implementing", needed_probability="0.8") == 0
    assert _unmet("implementing", kind="excludes") == 0
    assert _unmet("implementing", level="feature") == 0


def _left(profile: UrgencyProfile | None, offered: list[Any]) -> Fraction | None:
    snapshot = a_snapshot([an_initiative(profile=profile)], offered)
    return window_left(open_book(snapshot), INI_1).value


def _unmet(state: str, **changes: Any) -> Fraction | None:
    snapshot = a_snapshot(
        [an_initiative(), an_initiative("INI-0", state=state)],
        dependencies=[a_dependency("INI-0", "INI-1", **changes)],
    )
    return unmet_predecessors(open_book(snapshot), INI_1).value
