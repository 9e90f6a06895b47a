"""A chance that was stated is held to account by many cases, never by one."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.learn.chances import brier

TOLD = st.lists(
    st.tuples(st.sampled_from([Fraction(n, 10) for n in range(11)]), st.booleans()), min_size=1
)


def test_g16_four_chances_lose_0_175() -> None:
    told = [("0.9", True), ("0.7", False), ("0.4", False), ("0.8", True)]
    found = brier((Fraction(stated), held) for stated, held in told)

    assert found is not None
    assert found.total == Fraction("0.175")


@given(TOLD)
def test_what_is_lost_is_reliability_less_resolution_plus_uncertainty(
    told: list[tuple[Fraction, bool]],
) -> None:
    found = brier(told)

    assert found is not None
    assert found.total == found.reliability - found.resolution + found.uncertainty
    assert 0 <= found.total <= 1


@given(TOLD)
def test_nobody_gains_by_another_chance_than_the_one_that_comes(
    told: list[tuple[Fraction, bool]],
) -> None:
    """Stating for every case how often it came is never worse than one word for all."""
    rate = Fraction(sum(held for _, held in told), len(told))
    honest, other = brier((rate, held) for _, held in told), brier((told[0][0], h) for _, h in told)

    assert honest is not None
    assert other is not None
    assert honest.total <= other.total


def test_who_foretold_nothing_is_held_to_nothing() -> None:
    assert brier([]) is None
