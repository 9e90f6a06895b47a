"""Continue, redirect, pause, stop: forward values compared, at the price of capacity."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from asp_decide.model.choice import Pool
from asp_decide.model.ids import InitiativeId, ValueStreamId
from asp_decide.model.initiative import Option, OptionKind
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import Measured
from asp_decide.portfolio.book import open_book
from asp_decide.portfolio.continuation import gain_from
from asp_decide.portfolio.forward_value import forward_value
from builders import a_calendar, a_charter, a_snapshot, an_initiative, an_option, standard

INI_1 = InitiativeId("INI-1")
PRICES = {Pool(ValueStreamId("payments")): Fraction(40)}


@pytest.mark.parametrize(
    ("continued", "redirected", "forward"),
    [("0.9", "1.1", (100, 170, -30)), ("0.6", "0.78", (-200, -150, -30))],
)
def test_g12_the_best_course_forward_wins_even_if_it_is_negative(
    continued: str, redirected: str, forward: tuple[int, int, int]
) -> None:
    """G12, row 6c."""
    offered = _g12(continued, redirected)
    book = open_book(_running(offered))
    told = {o.kind: forward_value(book, o, PRICES).value for o in book.options[INI_1]}

    assert [told[kind] for kind in ("continue", "redirect", "stop")] == list(forward)
    assert _gain("stop", offered).value == forward[2] - forward[0]
    assert _gain("redirect", offered).value == forward[1] - forward[0]


def test_a_pause_of_one_interval_loses_ten_weeks_and_its_restart() -> None:
    """A level benefit of 10 a week whose end is fixed; the interval is ten weeks long."""
    profile = standard(10, ends_on=a_calendar().intervals[-1].last_day)
    offered = [an_option(option="continue"), an_option(option="pause", transition_cost=Decimal(7))]

    assert _gain("pause", offered, profile=profile).value == -107


def test_where_nothing_else_is_on_offer_nothing_can_be_gained() -> None:
    """Otherwise each initiative without a redirection would wait for a fact that is not missing."""
    offered = [an_option(option="continue")]

    assert _gain("redirect", offered) == _gain("pause", offered) == Measured(Fraction(0))


def test_stopping_at_no_cost_gains_what_going_on_would_lose() -> None:
    offered = [an_option(option="continue", effort=30), an_option(option="stop")]

    assert _gain("stop", offered).value == 40 * 30 - 1000


def test_unknown_work_to_complete_compares_with_nothing() -> None:
    offered = [an_option(option="continue", effort=None), an_option(option="stop")]
    told = _gain("stop", offered)

    assert told.value is None
    assert told.why == "`continue`: the remaining effort in payments is not known"


def test_what_is_not_in_delivery_can_neither_be_stopped_nor_redirected() -> None:
    book = open_book(a_snapshot())

    assert gain_from("stop", book, INI_1, PRICES).why == "not in delivery"


def _g12(continued: str, redirected: str) -> list[Option]:
    """Benefits 900/1100 or 600/780 of 1,000; costs 0/50/30; effort 20/22/0."""
    return [
        an_option(option="continue", effort=20, benefit_share=Decimal(continued)),
        an_option(
            option="redirect",
            effort=22,
            benefit_share=Decimal(redirected),
            transition_cost=Decimal(50),
        ),
        an_option(option="stop", outlay=30),
    ]


def _gain(kind: OptionKind, offered: list[Option], **changes: Any) -> Measured:
    return gain_from(kind, open_book(_running(offered, **changes)), INI_1, PRICES)


def _running(offered: list[Option], **changes: Any) -> Snapshot:
    """Worth 1,000 whenever it is done: a life of a hundred weeks, nothing discounted."""
    told: dict[str, Any] = {"profile": standard(10, life_weeks=100)}
    return a_snapshot(
        [an_initiative(state="implementing", **(told | changes))],
        offered,
        charter=a_charter(calendar=a_calendar(weeks=10), discount_rate_per_year=Decimal(0)),
    )
