"""Whoever picks the best of many estimates picks luck too (golden number G11, pitfall 15)."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.learn.shrinkage import shrunk_estimate, weight_of_estimate

MEAN, SPREAD, ERROR = 400, 300, 400


def test_g11_an_estimate_of_1500_in_a_class_around_400_is_worth_796() -> None:
    weight = weight_of_estimate(spread=Fraction(SPREAD), error=Fraction(ERROR))

    assert weight == Fraction(36, 100)
    assert shrunk_estimate(Fraction(1_500), class_mean=Fraction(MEAN), weight=weight) == 796


def test_g11_the_best_of_ten_disappoints_by_492_and_adjusted_by_nothing() -> None:
    rng = np.random.default_rng(11)
    true = rng.normal(MEAN, SPREAD, (100_000, 10))
    estimate = true + rng.normal(0, ERROR, true.shape)
    best = estimate.argmax(axis=1), np.arange(len(true))
    weight = float(weight_of_estimate(spread=Fraction(SPREAD), error=Fraction(ERROR)))
    picked, came = estimate[best[1], best[0]], true[best[1], best[0]]

    assert (picked - came).mean() == pytest.approx(492, abs=4)
    assert (weight * picked + (1 - weight) * MEAN - came).mean() == pytest.approx(0, abs=4)


@given(st.fractions(), st.fractions(), st.fractions(0, 1))
def test_an_adjusted_estimate_lies_between_the_estimate_and_its_class(
    estimate: Fraction, mean: Fraction, weight: Fraction
) -> None:
    adjusted = shrunk_estimate(estimate, class_mean=mean, weight=weight)

    assert min(estimate, mean) <= adjusted <= max(estimate, mean)


def test_an_estimate_without_error_is_believed() -> None:
    assert weight_of_estimate(spread=Fraction(0), error=Fraction(0)) == 1
    assert weight_of_estimate(spread=Fraction(3), error=Fraction(0)) == 1
