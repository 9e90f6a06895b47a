"""What observations make of a belief, by Bayes' rule and by precision."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.model.estimate import Estimate
from asp_decide.portfolio.posterior import (
    PLACES,
    Likelihood,
    Sighting,
    posterior_probability,
    shift,
    shifted,
    spread,
)
from builders import an_estimate

WHOLE = Decimal(1)
chances = st.decimals("0.01", "0.99", places=2)
ratios = st.decimals("0.05", "20", places=2)
weights = st.decimals("0.1", "1", places=1)
likelihoods = st.builds(Likelihood, ratios, weights)
ranges = st.builds(
    lambda low, up, further: Estimate(low=low, likely=low + up, high=low + up + further),
    st.integers(1, 50).map(Fraction),
    st.integers(1, 50).map(Fraction),
    st.integers(1, 50).map(Fraction),
)
sightings = st.builds(Sighting, ranges, weights)


@pytest.mark.parametrize(
    ("weight", "believed"),
    [("1", "0.827586206897"), ("0.7", "0.772005589147"), ("0", "0.6")],
)
def test_a_pilot_that_tells_three_to_one_moves_six_in_ten_by_its_grade(
    weight: str, believed: str
) -> None:
    """Odds 1.5 times 3.2 are 4.8 for an experiment; 3.2^0.7 for a comparison; an anecdote is one."""
    pilot = Likelihood(Decimal("3.2"), Decimal(weight))

    assert posterior_probability(Decimal("0.6"), [pilot]) == Decimal(believed)


@given(chances, st.permutations([("3.2", "1"), ("0.5", "0.4"), ("1.8", "0.7"), ("1.8", "0.2")]))
def test_the_order_in_which_one_learns_changes_nothing(
    prior: Decimal, told: list[tuple[str, str]]
) -> None:
    seen = [Likelihood(Decimal(ratio), Decimal(weight)) for ratio, weight in told]

    assert posterior_probability(prior, seen) == posterior_probability(prior, seen[::-1])


@given(chances, likelihoods)
def test_a_good_observation_raises_the_chance_and_a_bad_one_lowers_it(
    prior: Decimal, one: Likelihood
) -> None:
    believed = posterior_probability(prior, [one])

    assert 0 <= believed <= 1
    assert (believed > prior) == (one.ratio > 1)
    assert (believed < prior) == (one.ratio < 1)


@given(chances, ratios, weights, weights)
def test_weak_evidence_moves_a_belief_less_than_strong_evidence_of_the_same(
    prior: Decimal, ratio: Decimal, one: Decimal, other: Decimal
) -> None:
    weak, strong = sorted((one, other))
    by_weak, by_strong = (
        posterior_probability(prior, [Likelihood(ratio, weight)]) for weight in (weak, strong)
    )

    assert abs(by_weak - prior) <= abs(by_strong - prior) + PLACES


@given(likelihoods)
def test_what_is_certain_is_not_argued_with(one: Likelihood) -> None:
    assert posterior_probability(Decimal(1), [one]) == 1
    assert posterior_probability(Decimal(0), [one]) == 0


def test_two_equal_estimates_meet_in_the_middle_and_leave_less_doubt() -> None:
    """Both with the same spread: the mean of both, and the root of a half of the spread."""
    case, pilot = an_estimate((8, 10, 12)), an_estimate((12, 14, 16))
    by = shift(case, [Sighting(pilot, WHOLE)])

    assert by is not None
    assert by.mean == 12
    assert by.narrowed == Fraction("0.707106781187")
    assert shifted(case, by).mean == 12


def test_an_expert_counts_a_fifth_of_an_experiment() -> None:
    """(10 + 0.2 * 14) / 1.2."""
    by = shift(an_estimate((8, 10, 12)), [Sighting(an_estimate((12, 14, 16)), Decimal("0.2"))])

    assert by is not None
    assert by.mean == Fraction(32, 3)


@given(ranges, st.lists(sightings, min_size=1, max_size=4))
def test_a_posterior_lies_among_what_was_said_and_is_surer_than_each(
    case: Estimate, seen: list[Sighting]
) -> None:
    by = shift(case, seen)
    means = [case.mean, *(one.estimate.mean for one in seen)]

    assert by is not None
    assert min(means) <= by.mean <= max(means)
    assert 0 < by.narrowed < 1
    believed, doubt = shifted(case, by), spread(case)
    assert doubt is not None
    assert believed.mean == by.mean
    assert spread(believed) == doubt * by.narrowed


@given(ranges, sightings, st.integers(1, 1000))
def test_another_unit_is_another_unit_and_nothing_more(
    case: Estimate, one: Sighting, factor: int
) -> None:
    before, after = shift(case, [one]), shift(_times(case, factor), [_seen_times(one, factor)])

    assert before is not None
    assert after is not None
    assert after.mean == before.mean * factor
    assert after.narrowed == before.narrowed


def test_what_was_measured_without_doubt_answers_the_question() -> None:
    by = shift(an_estimate((8, 10, 12)), [Sighting(an_estimate((14, 14, 14)), Decimal("0.4"))])

    assert by is not None
    assert by.mean == 14
    assert by.narrowed == 0


@pytest.mark.parametrize(
    ("case", "seen"), [((8, 10, 12), 14), (10, (12, 14, 16)), ((10, 10, 10), (12, 14, 16))]
)
def test_without_a_range_of_both_nothing_can_be_weighed(
    case: int | tuple[int, int, int], seen: int | tuple[int, int, int]
) -> None:
    assert shift(an_estimate(case), [Sighting(an_estimate(seen), WHOLE)]) is None


def _times(estimate: Estimate, factor: int) -> Estimate:
    assert estimate.low is not None
    assert estimate.high is not None
    return Estimate(
        low=estimate.low * factor, likely=estimate.likely * factor, high=estimate.high * factor
    )


def _seen_times(one: Sighting, factor: int) -> Sighting:
    return Sighting(_times(one.estimate, factor), one.weight)
