"""What a sign is worth before one decides."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.portfolio.examination import Examination, Payoff, evpi, evsi, signs, staged_net

BUILD = Payoff(Fraction(2000 - 900), Fraction(100 - 900))
LEAVE = Payoff(Fraction(0), Fraction(0))
TEST = Examination(Fraction("0.8"), Fraction("0.75"))
P = Fraction("0.35")

shares = st.fractions(0, 1, max_denominator=100)
amounts = st.integers(-1000, 1000).map(Fraction)
courses = st.lists(st.builds(Payoff, amounts, amounts), min_size=1, max_size=4)
tests = st.builds(Examination, shares, shares)


def test_g10_what_is_not_worth_building_is_worth_examining() -> None:
    assert BUILD.expected(P) == -135
    assert staged_net(P, [BUILD, LEAVE], TEST, cost=Fraction(150)) == 28
    assert evsi(P, [BUILD, LEAVE], TEST) == 178
    assert evpi(P, [BUILD, LEAVE]) == 385


@given(shares, tests)
def test_signs_are_all_there_is_and_their_mean_is_what_was_believed(
    probability: Fraction, examination: Examination
) -> None:
    both = signs(probability, examination)

    assert sum(sign.chance for sign in both) == 1
    assert sum(sign.chance * sign.probability for sign in both) == probability
    assert all(0 <= sign.probability <= 1 for sign in both)


@given(shares, courses, tests)
def test_a_sign_is_never_worth_less_than_nothing_nor_more_than_knowing(
    probability: Fraction, options: list[Payoff], examination: Examination
) -> None:
    assert 0 <= evsi(probability, options, examination) <= evpi(probability, options)


@given(shares, courses)
def test_a_perfect_test_is_worth_as_much_as_knowing(
    probability: Fraction, options: list[Payoff]
) -> None:
    perfect = Examination(Fraction(1), Fraction(1))

    assert evsi(probability, options, perfect) == evpi(probability, options)


@given(shares, st.builds(Payoff, amounts, amounts), tests)
def test_a_sign_that_arrives_after_the_commitment_is_worth_nothing(
    probability: Fraction, committed: Payoff, examination: Examination
) -> None:
    """Pitfall 32: with one course left there is nothing to decide."""
    assert evsi(probability, [committed], examination) == 0


@given(shares, st.builds(Payoff, amounts, amounts), tests, st.integers(0, 500).map(Fraction))
def test_the_right_to_stop_is_never_worth_less_than_having_committed(
    probability: Fraction, build: Payoff, examination: Examination, cost: Fraction
) -> None:
    staged = staged_net(probability, [build, LEAVE], examination, cost=cost)

    assert staged >= build.expected(probability) - cost
