"""What only a plan has: its load, its dates, and how much it changes."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import PORTFOLIO, Measured, SubjectKey, Subjects
from asp_decide.portfolio.choices import choices
from asp_decide.portfolio.plan_measures import measure_plan
from asp_decide.portfolio.subjects import measure_subjects
from builders import (
    a_capacity,
    a_requirement,
    a_snapshot,
    an_initiative,
    an_option,
)

WHOLE = SubjectKey("portfolio", PORTFOLIO)
PAYMENTS = SubjectKey("value_stream", "payments")


def test_load_is_planned_capacity_of_the_first_interval_over_what_there_is() -> None:
    snapshot = a_snapshot(
        [an_initiative("A"), an_initiative("B")],
        capacities=[a_capacity(likely=30, low=Decimal(14), high=Decimal(40))],
    )
    told = _planned(snapshot, "A/whole@2027Q1", "B/whole@2027Q2")

    assert _amount(told, PAYMENTS, "load") == Fraction(12, 30)
    assert _amount(told, PAYMENTS, "load_p85") == Fraction(12, 16)


def test_load_of_unknown_or_of_no_capacity_is_unknown() -> None:
    unknown = a_snapshot([], [an_option()], capacities=[a_capacity(likely=None)])
    nothing = a_snapshot([], [an_option()], capacities=[a_capacity(likely=0)])

    assert _told(_planned(unknown), PAYMENTS, "load") == Measured(None, "missing")
    assert _told(_planned(nothing), PAYMENTS, "load") == Measured(None, "divided by zero")


def test_the_stopped_share_is_of_what_is_in_delivery() -> None:
    running = [an_initiative(name, state="implementing") for name in "ABC"]
    snapshot = a_snapshot([*running, an_initiative("D")])
    told = _planned(snapshot, "A/stop", "B/continue", "C/continue", "D/leave")

    assert _amount(told, WHOLE, "stopped_share") == Fraction(1, 3)


def test_where_nothing_is_in_delivery_nothing_is_stopped_or_moved() -> None:
    told = _planned(a_snapshot(), "INI-1/whole@2027Q1")

    assert _amount(told, WHOLE, "stopped_share") == 0
    assert _amount(told, WHOLE, "moved_share") == 0


@pytest.mark.parametrize(
    ("taken", "moved"),
    [
        (["A/continue", "B/continue", "C/leave"], Fraction(0)),
        (["A/continue", "B/continue", "C/whole@2027Q1"], Fraction(0)),
        (["A/stop", "B/continue", "C/whole@2027Q1"], Fraction(8, 12)),
        (["A/stop", "B/stop", "C/leave"], Fraction(1)),
        (["A/continue", "B/smaller@2027Q1", "C/leave"], Fraction(3, 12)),
        (["A/review", "B/review", "C/leave"], Fraction(0)),
    ],
)
def test_capacity_is_moved_where_work_in_delivery_loses_what_it_uses_today(
    taken: list[str], moved: Fraction
) -> None:
    """A uses 8 and B 4 of the first interval; starting C on free capacity moves nothing."""
    snapshot = a_snapshot(
        [
            an_initiative("A", state="implementing"),
            an_initiative("B", state="implementing"),
            an_initiative("C"),
        ],
        [
            an_option("A", option="continue", effort=8),
            an_option("A", option="stop"),
            an_option("B", option="continue", effort=4),
            an_option("B", option="stop"),
            an_option("B", option="smaller", kind="redirect", effort=1),
            an_option("C", effort=8),
        ],
    )

    assert _amount(_planned(snapshot, *taken), WHOLE, "moved_share") == moved


def test_planned_outlay_is_that_of_the_first_interval() -> None:
    snapshot = a_snapshot(
        [an_initiative("A"), an_initiative("B")],
        [
            an_option("A", weeks=Fraction(180, 7), outlay=1_800),
            an_option("B", outlay=500, transition_cost=Decimal(7)),
        ],
    )

    assert _amount(
        _planned(snapshot, "A/whole@2027Q1", "B/whole@2027Q1"), WHOLE, "planned_outlay"
    ) == (900 + 507)


def test_unknown_is_a_share_of_all_that_is_open() -> None:
    snapshot = a_snapshot([an_initiative(n) for n in "ABC"] + [an_initiative("D", state="stopped")])
    told = _planned(snapshot, reviewed=1)

    assert _amount(told, WHOLE, "unknown_share") == Fraction(1, 3)


def test_slack_is_from_the_day_on_which_the_plan_has_it_done_to_the_requirements_date() -> None:
    snapshot = a_snapshot(
        [an_initiative("A", requirement_ids=("REQ-1",)), an_initiative("B")],
        requirements=[a_requirement(valid_from=date(2027, 7, 1))],
    )

    def slack(name: str, *taken: str) -> Measured:
        told = _planned(snapshot, *taken)
        return _told(told, SubjectKey("initiative", name), "requirement_slack")

    assert slack("A", "A/whole@2027Q1").value == Fraction(92, 7)
    assert slack("A", "A/whole@2027Q2").value == Fraction(1, 7)
    assert slack("A", "A/whole@2027Q3").value == Fraction(-91, 7)
    assert slack("A", "A/leave") == Measured(None, "the plan does not have it done")
    assert slack("B", "B/whole@2027Q1").value is None


def _planned(snapshot: Snapshot, *taken: str, reviewed: int = 0) -> Subjects:
    told = choices(snapshot)
    by_id = {choice.id: choice for choice in told.choices}
    return measure_plan(
        measure_subjects(snapshot, told, capacity_prices={}),
        snapshot=snapshot,
        choice_set=told,
        taken=tuple(by_id[name] for name in taken),
        reviewed_for_want_of_facts=reviewed,
    )


def _told(subjects: Subjects, key: SubjectKey, name: str) -> Measured:
    measure = subjects[key].measures[name]
    assert isinstance(measure, Measured)
    return measure


def _amount(subjects: Subjects, key: SubjectKey, name: str) -> Fraction | None:
    return _told(subjects, key, name).value
