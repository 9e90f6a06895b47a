"""What a sign is worth before one decides: value of information and of staging."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Examination:
    """How well a test tells: chance of a good sign if true, and of a bad sign if false."""

    sensitivity: Fraction
    specificity: Fraction


@dataclass(frozen=True, slots=True)
class Sign:
    """One answer of a test: how likely it comes, and how likely the hypothesis holds after it."""

    chance: Fraction
    probability: Fraction


@dataclass(frozen=True, slots=True)
class Payoff:
    """What one course brings, net of its cost, if the hypothesis holds and if it does not."""

    if_true: Fraction
    if_false: Fraction

    def expected(self, probability: Fraction) -> Fraction:
        """Its mean at that probability."""
        return probability * self.if_true + (1 - probability) * self.if_false


def signs(probability: Fraction, examination: Examination) -> tuple[Sign, Sign]:
    """The good and the bad sign of a test, by Bayes' rule; what cannot come teaches nothing."""
    true_good = probability * examination.sensitivity
    true_bad = probability - true_good
    false_bad = (1 - probability) * examination.specificity
    false_good = (1 - probability) - false_bad
    return _sign(true_good, false_good, probability), _sign(true_bad, false_bad, probability)


def evpi(probability: Fraction, courses: Sequence[Payoff]) -> Fraction:
    """Expected value of perfect information: E[max_a] - max_a E."""
    knowing = probability * max(c.if_true for c in courses)
    knowing += (1 - probability) * max(c.if_false for c in courses)
    return knowing - _best(probability, courses)


def evsi(probability: Fraction, courses: Sequence[Payoff], examination: Examination) -> Fraction:
    """Expected value of what a test tells: E_s[max_a E[. given s]] - max_a E. Never negative."""
    told = (
        sign.chance * _best(sign.probability, courses) for sign in signs(probability, examination)
    )
    return sum(told, Fraction(0)) - _best(probability, courses)


def staged_net(
    probability: Fraction, courses: Sequence[Payoff], examination: Examination, *, cost: Fraction
) -> Fraction:
    """Value of paying `cost` for a test and then taking the best course, one of which may be 0.

    -c1 + sum_s P(s) max_a E[V_a given s] (Huchzermeier & Loch 2001).
    """
    return evsi(probability, courses, examination) + _best(probability, courses) - cost


def _best(probability: Fraction, courses: Sequence[Payoff]) -> Fraction:
    return max(course.expected(probability) for course in courses)


def _sign(if_true: Fraction, if_false: Fraction, prior: Fraction) -> Sign:
    chance = if_true + if_false
    return Sign(chance, if_true / chance if chance else prior)
