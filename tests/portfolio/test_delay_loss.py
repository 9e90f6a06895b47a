"""What waiting costs, by urgency: laws first, then the worked numbers of the domain."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.model.initiative import Option, UrgencyProfile
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.book import Book, open_book
from asp_decide.portfolio.delay_loss import (
    cost_of_delay,
    delay_loss,
    earliest_finish,
    is_valued,
    value,
)
from builders import (
    AS_OF,
    a_charter,
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

CENT = Fraction(1, 100)
WORKED = [
    pytest.param(
        standard(10_000, ends_on=weeks_after(150)),
        8,
        ("1212846.40", "1134866.94", "77979.46", "80000"),
        id="T1 standard, the end fixed",
    ),
    pytest.param(
        standard(10_000, life_weeks=140),
        8,
        ("1212846.40", "1195240.07", "17606.33", "0"),
        id="T2 standard, the life from delivery",
    ),
    pytest.param(
        deadline(weeks_after(20), penalty=200_000, cost_per_week=15_000, until_on=weeks_after(104)),
        16,
        ("1318927.04", "1039811.30", "279115.74", "290000"),
        id="T3 deadline",
    ),
    pytest.param(
        expiring(50_000, AS_OF, weeks_after(52)),
        8,
        ("811809.49", "526811.46", "284998.03", "292307.69"),
        id="T4 expiring",
    ),
    pytest.param(
        first_mover(20_000, erosion="0.01", from_on=AS_OF, life_weeks=104),
        8,
        ("1682098.43", "1529615.60", "152482.83", "145326.09"),
        id="T5 first mover",
    ),
]


@pytest.mark.parametrize(("profile", "late_weeks", "expected"), WORKED)
def test_the_worked_numbers_of_each_urgency_hold_to_the_cent(
    profile: UrgencyProfile, late_weeks: int, expected: tuple[str, ...]
) -> None:
    at_once, late, lost, lost_undiscounted = (Fraction(amount) for amount in expected)

    assert _told(_one(profile), late_weeks) == (at_once, late, lost)
    # The two worths are rounded before they are subtracted; the table rounds their difference.
    assert abs(_told(_one(profile, rate="0"), late_weeks)[2] - lost_undiscounted) <= CENT


def test_an_enabler_is_worth_what_it_unblocks_outside_the_run() -> None:
    """T6: 0.8 likely to be needed by work of 12 weeks that could not start before week 12."""
    told = _told(_enabler(), 8)

    assert told == (Fraction("621700.90"), Fraction("576012.08"), Fraction("45688.82"))
    assert _told(_enabler(rate="0"), 8)[2] == 48_000
    assert _told(_enabler(), 2)[2] == 0


def test_a_successor_in_the_run_adds_nothing_to_its_enabler() -> None:
    assert set(_told(_enabler(successor_state="delivery_queue"), 8)) == {Fraction(0)}


def test_a_priced_deadline_costs_nothing_until_it_has_passed() -> None:
    profile = deadline(
        weeks_after(20), penalty=200_000, cost_per_week=15_000, until_on=weeks_after(104)
    )

    assert _told(_one(profile), 10)[2] == 0


@given(snapshots(), st.fractions(0, 150, max_denominator=7), st.fractions(0, 90, max_denominator=7))
@settings(max_examples=30)
def test_being_later_never_loses_less_and_being_in_time_loses_nothing(
    snapshot: Snapshot, one: Fraction, other: Fraction
) -> None:
    book = open_book(snapshot)
    shorter, longer = sorted((one, other))
    for option in (o for offered in book.options.values() for o in offered):
        if is_valued(book, option):
            at_once = earliest_finish(book, option)
            lost = [delay_loss(book, option, at_once + late) for late in (0, shorter, longer)]
            assert lost[0] == 0 <= lost[1] <= lost[2]


def test_waiting_is_cheaper_by_what_has_been_released_already() -> None:
    """phi0 = 0.25: a quarter earns whatever is decided, three quarters wait."""
    offered = [an_option(option="continue", weeks=10)]
    kept = an_option(option="stop", benefit_share=Decimal("0.25"))
    profile = standard(1_000, ends_on=weeks_after(110))

    def at_ten(*options: Option) -> tuple[Fraction, Fraction]:
        snapshot = a_snapshot(
            [an_initiative(state="implementing", profile=profile)],
            [*offered, *options],
            charter=a_charter(discount_rate_per_year=Decimal(0)),
        )
        book = open_book(snapshot)
        return (
            value(book, offered[0], Fraction(10)),
            cost_of_delay(book, offered[0], Fraction(10)),
        )

    assert at_ten() == (Fraction(100_000), Fraction(1_000))
    assert at_ten(kept) == (Fraction(75_000 + 27_500), Fraction(750))


def test_chance_is_the_options_own_if_it_has_one() -> None:
    snapshot = a_snapshot(
        [
            an_initiative(
                profile=standard(1, life_weeks=100),
                probability_of_success=Decimal("0.5"),
                value_if_refuted=Decimal("0.2"),
            )
        ],
        [an_option(), an_option(option="mvp", probability_of_success=Decimal("0.9"))],
        charter=a_charter(discount_rate_per_year=Decimal(0)),
    )
    book = open_book(snapshot)
    mvp, whole = book.options[snapshot.initiatives[0].id]

    assert value(book, whole, Fraction(0)) == 60
    assert value(book, mvp, Fraction(0)) == 92


def test_worth_is_rounded_half_to_even_at_the_end_and_to_the_currencys_smallest_unit() -> None:
    def worth(places: int, benefit: str) -> Fraction:
        snapshot = a_snapshot(
            [an_initiative(profile=standard(benefit, life_weeks=1))],
            charter=a_charter(discount_rate_per_year=Decimal(0), currency_decimals=places),
        )
        book = open_book(snapshot)
        return value(book, snapshot.options[0], Fraction(0))

    assert worth(2, "0.125") == Fraction("0.12")
    assert worth(2, "0.135") == Fraction("0.14")
    assert worth(0, "2.5") == 2


def test_an_enabler_waits_for_the_lag_of_its_link_and_shares_with_other_enablers() -> None:
    def worth(**changes: Any) -> Fraction:
        others = [a_dependency("INI-3", "INI-2")] if changes.pop("shared", False) else []
        snapshot = a_snapshot(
            [
                an_initiative(profile=enabler()),
                an_initiative(
                    "INI-2", state="triage", profile=standard(10, ends_on=weeks_after(60))
                ),
                an_initiative("INI-3", profile=enabler(), state=changes.pop("other", "triage")),
            ],
            [an_option(weeks=10), an_option("INI-2", weeks=10, outlay=100)],
            dependencies=[a_dependency("INI-1", "INI-2", **changes), *others],
            charter=a_charter(discount_rate_per_year=Decimal(0)),
        )
        return value(open_book(snapshot), snapshot.options[0], Fraction(10))

    assert worth() == 10 * 40 - 100
    assert worth(lag_weeks=4) == 10 * 36 - 100
    assert worth(shared=True) == Fraction(300, 2)
    assert worth(shared=True, other="assessed") == 300


def test_what_is_not_worth_its_cost_takes_nothing_from_its_enabler() -> None:
    snapshot = a_snapshot(
        [an_initiative(profile=enabler()), an_initiative("INI-2", state="held")],
        [an_option(), an_option("INI-2", outlay=99_000_000)],
        dependencies=[a_dependency("INI-1", "INI-2")],
    )

    assert value(open_book(snapshot), snapshot.options[0], Fraction(10)) == 0


def _one(profile: UrgencyProfile, *, rate: str = "0.10") -> Snapshot:
    return a_snapshot(
        [an_initiative(profile=profile)],
        [an_option(weeks=10)],
        charter=a_charter(discount_rate_per_year=Decimal(rate)),
    )


def _enabler(*, rate: str = "0.10", successor_state: str = "investigate") -> Snapshot:
    successor = an_initiative(
        "INI-2", state=successor_state, profile=standard(10_000, ends_on=weeks_after(150))
    )
    return a_snapshot(
        [an_initiative(profile=enabler()), successor],
        [
            an_option(weeks=10),
            an_option(
                "INI-2", weeks=12, outlay=300_000, earliest_start_on=_morning_after(weeks=12)
            ),
        ],
        dependencies=[a_dependency("INI-1", "INI-2", needed_probability=Decimal("0.8"))],
        charter=a_charter(discount_rate_per_year=Decimal(rate)),
    )


def _morning_after(*, weeks: int) -> date:
    return weeks_after(weeks) + timedelta(days=1)


def _told(snapshot: Snapshot, late_weeks: int) -> tuple[Fraction, Fraction, Fraction]:
    """Worth at the earliest finish, worth if late, and what being late costs."""
    book: Book = open_book(snapshot)
    (option,) = book.options[snapshot.initiatives[0].id]
    earliest = earliest_finish(book, option)
    late = earliest + late_weeks
    return value(book, option, earliest), value(book, option, late), delay_loss(book, option, late)
