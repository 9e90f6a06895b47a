"""In what order: where CD3 is exact, where it is not, and by how much (golden numbers G1 to G5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, permutations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import UrgencyProfile
from asp_decide.portfolio.book import Book, open_book
from asp_decide.portfolio.cd3 import atc_index, cd3, relative_priority
from asp_decide.portfolio.delay_loss import value
from asp_decide.portfolio.queue_order import priority
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
    standard,
    weeks_after,
)

FAR = weeks_after(200)


@dataclass(frozen=True)
class Job:
    """One piece of work for a single lane: its name, its urgency and the weeks it takes."""

    name: str
    profile: UrgencyProfile
    weeks: int


@dataclass(frozen=True)
class Lane:
    """Work for single lanes without discounting, priced by the engine's own delay loss."""

    book: Book

    def loss(self, name: str, done_weeks: int) -> Fraction:
        """What is lost if it is done then and not at once."""
        (option,) = self.book.options[InitiativeId(name)]
        at_once = value(self.book, option, Fraction(0))
        return at_once - value(self.book, option, Fraction(done_weeks))

    def weeks(self, name: str) -> int:
        """How long it holds the lane."""
        told = priority(self.book, InitiativeId(name))
        assert told.remaining_weeks is not None
        return int(told.remaining_weeks)

    def cost(self, order: Sequence[str]) -> Fraction:
        """Delay cost of one lane that does the work in this order."""
        clock, total = 0, Fraction(0)
        for name in order:
            clock += self.weeks(name)
            total += self.loss(name, clock)
        return total

    def ranked(self) -> list[str]:
        """By CD3, the highest first."""
        names = list(self.book.options)
        return sorted(names, key=lambda i: (-(priority(self.book, InitiativeId(i)).cd3 or 0), i))


def test_g1_one_lane_by_cd3_is_the_brute_force_optimum() -> None:
    """Row 6a."""
    first = [_linear("A", 30, 10), _linear("B", 4, 1), _linear("C", 45, 9)]
    told = _lane([*first, _linear("D", 14, 4), _linear("E", 5, 2)])
    costs = {order: told.cost(order) for order in permutations("ABCDE")}

    assert told.ranked() == list("CBDAE")
    assert costs[tuple("CBDAE")] == min(costs.values()) == 1491
    assert costs[tuple("CADEB")] == 1526
    assert costs[tuple("BEDCA")] == 1617
    assert costs[tuple("ABCDE")] == 1710
    assert max(costs.values()) == 1832


def test_g2_two_lanes_by_cd3_miss_the_optimum_and_keep_the_lower_bound() -> None:
    """Row 6a, pitfall 5."""
    told = _lane([_linear("A", 11, 10), _linear("B", 11, 10), _linear("C", 24, 24)])

    def two_lanes(order: Sequence[str]) -> Fraction:
        free, total = [0, 0], Fraction(0)
        for name in order:
            lane = free.index(min(free))
            free[lane] += told.weeks(name)
            total += told.loss(name, free[lane])
        return total

    by_cd3 = told.ranked()
    single = told.cost(by_cd3)
    weighted = sum(told.loss(name, told.weeks(name)) for name in by_cd3)
    # Eastman, Even & Isaacs 1964, for two lanes.
    bound = single / 2 + Fraction(1, 4) * weighted

    assert two_lanes(by_cd3) == 1036
    assert min(two_lanes(order) for order in permutations("ABC")) == 906
    assert bound == 892


def test_g3_a_deadline_is_neither_first_nor_last() -> None:
    """Row 6a, pitfalls 5 and 9."""
    late = deadline(weeks_after(6), penalty=200)
    told = _lane([_linear("A", 10, 4), _linear("B", 6, 3), Job("X", late, 2)])
    costs = {"".join(order): told.cost(order) for order in permutations("ABX")}

    assert min(costs, key=lambda order: (costs[order], order)) == "AXB"
    assert [costs[order] for order in ("AXB", "ABX", "BAX", "XAB")] == [94, 282, 288, 114]


def test_g4_an_enabler_goes_by_what_waits_for_it() -> None:
    """Row 6a, pitfalls 5 and 10."""
    told = _lane(
        [Job("P", enabler(), 1), _linear("Q", 30, 2), _linear("R", 8, 1)],
        needs=[("P", "Q")],
    )
    orders = {
        "".join(order): told.cost(order)
        for order in permutations("PQR")
        if order.index("P") < order.index("Q")
    }

    assert told.ranked() == ["P", "Q", "R"]
    assert orders == {"PQR": 122, "RPQ": 128, "PRQ": 136}
    assert cd3(Fraction(30), Fraction(3)) == 10


def test_g5_the_slope_of_a_short_life_misleads_and_its_loss_does_not() -> None:
    """Row 6a, pitfalls 5 and 7."""
    told = _lane([Job("U", expiring(100, AS_OF, weeks_after(12)), 6), _linear("L", 60, 6)])

    assert cd3(Fraction(100), Fraction(6)) == Fraction(50, 3)
    assert cd3(Fraction(60), Fraction(6)) == 10
    assert told.cost("UL") == 1170
    assert told.cost("LU") == 960


jobs = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 12)), min_size=2, max_size=5)


@given(jobs)
def test_bringing_neighbours_into_cd3_order_never_costs_more(
    rates_and_weeks: list[tuple[int, int]],
) -> None:
    """Smith 1956: swapping neighbours i and j changes the cost by w_i p_j - w_j p_i."""
    told = _lane([_linear(name, *job) for name, job in zip("ABCDE", rates_and_weeks, strict=False)])
    listed, ranked = sorted(told.book.options), told.ranked()

    for place, (first, second) in enumerate(pairwise(listed)):
        if ranked.index(second) < ranked.index(first):
            swapped = [*listed[:place], second, first, *listed[place + 2 :]]
            assert told.cost(swapped) <= told.cost(listed)


@given(jobs)
@settings(max_examples=25)
def test_one_lane_with_linear_delay_cost_is_optimal_by_cd3(
    rates_and_weeks: list[tuple[int, int]],
) -> None:
    told = _lane([_linear(name, *job) for name, job in zip("ABCDE", rates_and_weeks, strict=False)])

    assert told.cost(told.ranked()) == min(map(told.cost, permutations(told.book.options)))


def test_a_date_presses_as_its_slack_runs_out() -> None:
    """Vepsalainen & Morton 1987: with no slack left it is CD3, far from the date it is nothing."""

    def index(slack: int) -> Fraction:
        told = atc_index(
            Fraction(60), Fraction(6), slack_weeks=Fraction(slack), patience_weeks=Fraction(8)
        )
        assert told is not None
        return told

    assert index(-3) == index(0) == 10
    assert index(0) > index(4) > index(40) > 0
    assert round(index(8), 9) == Fraction("3.678794412")


def test_without_a_duration_there_is_no_cd3() -> None:
    assert cd3(Fraction(5), Fraction(0)) is None


def test_relative_points_need_all_four_of_them() -> None:
    points: dict[str, Any] = {
        "relative_value": 8,
        "relative_urgency": 5,
        "relative_risk": 0,
        "relative_size": 2,
    }

    assert relative_priority(an_initiative(**points)) == Fraction(13, 2)
    assert relative_priority(an_initiative(**(points | {"relative_size": None}))) is None


def _linear(name: str, rate: int, weeks: int) -> Job:
    """A constant cost of delay: a level benefit whose end is fixed far away."""
    return Job(name, standard(rate, ends_on=FAR), weeks)


def _lane(jobs: Sequence[Job], *, needs: Sequence[tuple[str, str]] = ()) -> Lane:
    snapshot = a_snapshot(
        [an_initiative(job.name, profile=job.profile) for job in jobs],
        [an_option(job.name, weeks=job.weeks) for job in jobs],
        dependencies=[a_dependency(before, after) for before, after in needs],
        charter=a_charter(discount_rate_per_year=Decimal(0)),
    )
    return Lane(open_book(snapshot))
