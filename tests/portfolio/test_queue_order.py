"""The lists of a queue: by CD3, by the pressure of dates. A list shows; the plan decides."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from asp_decide.model.charter import Charter
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import STATE_GROUPS, Initiative, Option, StandardProfile
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.book import open_book
from asp_decide.portfolio.queue_order import Priority, atc_order, cd3_order, priority
from builders import (
    a_charter,
    a_dependency,
    a_snapshot,
    an_initiative,
    an_option,
    deadline,
    enabler,
    standard,
    weeks_after,
)
from strategies import snapshots

INI_1 = InitiativeId("INI-1")


def test_the_highest_cd3_comes_first_and_ties_go_by_id() -> None:
    snapshot = _queue({"D": (45, 9), "C": (30, 10), "B": (60, 20), "A": (4, 1)})

    assert cd3_order(snapshot) == ("D", "A", "B", "C")


def test_what_has_no_money_stands_behind_what_has_and_goes_by_its_points() -> None:
    points: dict[str, Any] = {"relative_urgency": 1, "relative_risk": 1, "relative_size": 2}
    unpriced = [
        an_initiative("A", profile=None),
        an_initiative("B", profile=None, relative_value=3, **points),
        an_initiative("C", profile=None, relative_value=9, **points),
        an_initiative("D", relative_value=1, profile=standard(1), **points),
    ]

    assert cd3_order(a_snapshot(unpriced)) == ("D", "C", "B", "A")


def test_pitfall_1_sums_of_points_reverse_what_money_orders_rightly() -> None:
    """X: 1,000 a week and 10 weeks (CD3 100), Y: 90 and 1 (CD3 90); 20/13 points against 8/1."""
    points = {"X": (13, 5, 2, 13), "Y": (3, 3, 2, 1)}
    named = ("relative_value", "relative_urgency", "relative_risk", "relative_size")
    by_points = sorted(points, key=lambda one: -sum(points[one][:3]) / points[one][3])
    scored = [
        an_initiative(
            one,
            profile=_linear({"X": 1000, "Y": 90}[one]),
            **{name: Decimal(said) for name, said in zip(named, points[one], strict=True)},
        )
        for one in points
    ]
    weeks = [an_option("X", weeks=10), an_option("Y", weeks=1)]

    assert by_points == ["Y", "X"]
    assert cd3_order(a_snapshot(scored, weeks, charter=_undiscounted())) == ("X", "Y")


@given(snapshots())
@settings(max_examples=20)
def test_everything_open_stands_in_the_list_once(snapshot: Snapshot) -> None:
    still_open = [i.id for i in snapshot.initiatives if i.state not in STATE_GROUPS["closed"]]

    assert sorted(cd3_order(snapshot)) == sorted(atc_order(snapshot)) == sorted(still_open)


def test_duration_and_not_cost_is_what_divides() -> None:
    """Pitfall 31: doubling effort and outlay at equal duration changes no order."""
    plain = _queue({"A": (30, 10), "B": (20, 9)})
    dear = plain.model_copy(
        update={
            "options": tuple(
                an_option(o.initiative_id, effort=40, outlay=9_000, weeks=10 if n == 0 else 9)
                for n, o in enumerate(plain.options)
            )
        }
    )

    assert cd3_order(plain) == cd3_order(dear) == ("A", "B")


def test_in_the_discovery_queue_analysis_is_the_duration() -> None:
    told = _priority(
        an_initiative(state="discovery_queue", profile=_linear(90)),
        an_option(option="discovery", weeks=3),
        an_option(weeks=30),
    )

    assert told == Priority(Fraction(90), Fraction(3))
    assert told.cd3 == 30


def test_a_candidate_with_only_an_examination_loses_what_its_sign_would_lose() -> None:
    """G10 with a fixed end: a good sign at 0.28 true and 0.1625 false, each week 10 a week."""
    told = _priority(
        an_initiative(
            state="investment_framing",
            profile=_linear(10),
            probability_of_success=Decimal("0.35"),
        ),
        an_option(
            option="tranche",
            weeks=4,
            test_sensitivity=Decimal("0.8"),
            test_specificity=Decimal("0.75"),
            continues_with="second",
        ),
        an_option(
            option="second",
            kind="discovery",
            weeks=2,
            test_sensitivity=Decimal(1),
            test_specificity=Decimal(1),
            continues_with="all",
        ),
        an_option(option="all", kind="redirect", weeks=6),
    )

    assert told.cost_of_delay_per_week == Fraction("2.8")
    assert told.remaining_weeks == 4


@pytest.mark.parametrize(
    ("initiative", "option"),
    [
        (an_initiative(profile=None), an_option()),
        (an_initiative(), an_option(weeks=None)),
        (an_initiative(), an_option(option="tranche")),
    ],
)
def test_a_missing_fact_gives_no_place_by_cd3(initiative: Initiative, option: Option) -> None:
    assert _priority(initiative, option).cd3 is None


def test_a_date_far_away_waits_and_a_near_one_goes_first() -> None:
    def order(weeks: int) -> tuple[str, ...]:
        late = deadline(weeks_after(weeks), cost_per_week=60, until_on=weeks_after(300))
        snapshot = a_snapshot(
            [an_initiative("DUE", profile=late), an_initiative("OPEN", profile=_linear(40))],
            [an_option("DUE", weeks=5), an_option("OPEN", weeks=5)],
            charter=_undiscounted(),
        )
        return atc_order(snapshot)

    assert order(6) == ("DUE", "OPEN")
    assert order(40) == ("OPEN", "DUE")


def test_a_penalty_presses_too() -> None:
    late = deadline(weeks_after(6), penalty=4_000)
    snapshot = a_snapshot(
        [an_initiative("DUE", profile=late), an_initiative("OPEN", profile=_linear(40))],
        [an_option("DUE", weeks=5), an_option("OPEN", weeks=5)],
        charter=_undiscounted(),
    )

    assert cd3_order(snapshot) == ("OPEN", "DUE")
    assert atc_order(snapshot) == ("DUE", "OPEN")


def test_an_enabler_bears_the_cost_of_delay_of_all_that_waits_for_it() -> None:
    """Shared among all enablers that a successor waits for, at the chance that it needs them."""
    snapshot = a_snapshot(
        [
            an_initiative("E", profile=enabler()),
            an_initiative("F", profile=enabler(10, benefit_ends_on=weeks_after(400))),
            an_initiative("A", profile=_linear(100)),
            an_initiative("B", profile=_linear(30), state="delivery_queue"),
            an_initiative("C", profile=_linear(999), state="declined"),
        ],
        [an_option(name, weeks=5) for name in "EFABC"],
        dependencies=[
            a_dependency("E", "A", needed_probability=Decimal("0.5")),
            a_dependency("F", "A"),
            a_dependency("E", "B"),
            a_dependency("E", "C"),
        ],
        charter=_undiscounted(),
    )
    book = open_book(snapshot)

    assert priority(book, InitiativeId("E")).cost_of_delay_per_week == 25 + 30
    assert priority(book, InitiativeId("F")).cost_of_delay_per_week == 10 + 50


def test_what_would_wait_anyway_costs_its_enabler_nothing() -> None:
    late = an_option("A", weeks=5, earliest_start_on=weeks_after(52))
    snapshot = a_snapshot(
        [an_initiative("E", profile=enabler()), an_initiative("A", profile=_linear(100))],
        [an_option("E", weeks=5), late],
        dependencies=[a_dependency("E", "A")],
        charter=_undiscounted(),
    )

    assert priority(open_book(snapshot), InitiativeId("E")).cost_of_delay_per_week == 0


def _linear(rate: int) -> StandardProfile:
    return standard(rate, ends_on=weeks_after(400))


def _queue(jobs: dict[str, tuple[int, int]]) -> Snapshot:
    return a_snapshot(
        [an_initiative(name, profile=_linear(rate)) for name, (rate, _) in jobs.items()],
        [an_option(name, weeks=weeks) for name, (_, weeks) in jobs.items()],
        charter=_undiscounted(),
    )


def _priority(initiative: Initiative, *offered: Option) -> Priority:
    return priority(open_book(a_snapshot([initiative], offered, charter=_undiscounted())), INI_1)


def _undiscounted() -> Charter:
    return a_charter(discount_rate_per_year=Decimal(0))
