"""What a correction does to held-back cases may be chance: how likely, the statistics library says."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from asp_decide.learn.estimation import compared


@given(st.lists(st.floats(0, 3), min_size=2, max_size=30), st.floats(0, 3))
def test_chance_is_that_of_the_t_test_of_paired_differences(
    actual: list[float], corrected: float
) -> None:
    came = np.array(actual)
    found = compared(came, np.ones_like(came), np.full_like(came, corrected))

    gain = (came - 1) ** 2 - (came - corrected) ** 2
    if np.ptp(gain) < 1e-6:
        return
    told = stats.ttest_1samp(gain, 0.0, alternative="greater").pvalue
    assert float(found.chance) == pytest.approx(told, abs=6e-5)


def test_what_helps_each_case_alike_is_no_chance() -> None:
    came = np.full(4, 2.0)

    assert compared(came, np.ones(4), came).chance == Decimal("0.0000")
