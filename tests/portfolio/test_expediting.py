"""What it gains, and what it costs the others, to let one initiative go first."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Initiative, Option
from asp_decide.model.subject import Measured
from asp_decide.portfolio.book import open_book
from asp_decide.portfolio.expediting import expedite_gain
from builders import a_snapshot, an_initiative, an_option, deadline, standard, weeks_after

type Job = tuple[Initiative, Option]


def job(name: str, rate: int, weeks: int, stream: str = "payments", **changes: object) -> Job:
    told = {"state": "delivery_queue", "profile": standard(rate), "expedite": name == "X"}
    initiative = an_initiative(name, **(told | changes))
    return initiative, an_option(name, effort={stream: 5}, weeks=weeks)


def gain(*jobs: Job, of: str = "X") -> Measured:
    snapshot = a_snapshot([one for one, _ in jobs], [option for _, option in jobs])
    return expedite_gain(open_book(snapshot), InitiativeId(of))


def test_going_first_costs_more_than_it_gains_where_the_order_by_cd3_is_right() -> None:
    found = gain(job("A", 20_000, 4), job("X", 2_000, 10))

    assert found.value is not None
    assert found.value < 0


def test_what_stands_first_already_gains_nothing_by_going_first() -> None:
    assert gain(job("A", 1_000, 4), job("X", 20_000, 4)).value == 0
    assert gain(job("X", 20_000, 4)).value == 0


def test_what_needs_another_stream_is_not_passed() -> None:
    assert gain(job("A", 90_000, 4, "lending"), job("X", 1_000, 4)).value == 0


def test_a_day_that_would_be_missed_is_worth_going_first() -> None:
    """By CD3 a deadline that is not pressing yet loses nothing a week, and then all at once."""
    due = deadline(weeks_after(12), penalty=900_000)

    found = gain(job("A", 1_000, 10), job("X", 0, 8, profile=due))

    assert found.value is not None
    assert found.value > 800_000


@pytest.mark.parametrize(
    ("state", "asks"),
    [("implementing", True), ("investment_framing", True), ("delivery_queue", False)],
)
def test_who_does_not_ask_or_does_not_wait_has_no_gain_to_tell(state: str, *, asks: bool) -> None:
    found = gain(job("A", 9_000, 4), job("X", 1_000, 4, state=state, expedite=asks))

    assert found == Measured(None, "it does not ask to go first")


def test_something_before_it_without_a_known_value_leaves_the_gain_unknown() -> None:
    found = gain(job("A", 9_000, 4, profile=None), job("X", 1_000, 4))

    assert found == Measured(None, "it or something before it cannot be valued")


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 12)), min_size=1, max_size=4))
def test_the_gain_is_the_difference_of_two_orders_of_one_lane(told: list[tuple[int, int]]) -> None:
    """Counted by hand: each is done after all that come before it, each at its own loss."""
    jobs = [job(f"J{n}", rate * 1000, weeks) for n, (rate, weeks) in enumerate(told)]
    jobs.append(job("X", 5_000, 6))
    found = gain(*jobs).value

    assert found is not None
    assert found <= _best_reordering(jobs) + 1


def _best_reordering(jobs: list[Job]) -> Fraction:
    """What the best order of all would save against the order by CD3, at level benefits."""

    def weekly(one: Job) -> Fraction:
        profile = one[0].profile
        assert profile is not None
        rate = getattr(profile, "benefit_per_week", None)
        assert rate is not None
        return Fraction(rate.mean)

    def weeks(one: Job) -> Fraction:
        assert one[1].remaining_duration_weeks is not None
        return one[1].remaining_duration_weeks.mean

    def cost(order: tuple[Job, ...]) -> Fraction:
        waited = total = Fraction(0)
        for one in order:
            total += weekly(one) * waited
            waited += weeks(one)
        return total

    by_cd3 = sorted(jobs, key=lambda one: (-weekly(one) / weeks(one), one[0].id))
    return cost(tuple(by_cd3)) - min(cost(order) for order in permutations(jobs))
