"""How far an estimate that looks best has to be believed (Smith & Winkler 2006)."""

from fractions import Fraction


def shrunk_estimate(estimate: Fraction, *, class_mean: Fraction, weight: Fraction) -> Fraction:
    """An estimate drawn back to the mean of its class: w e + (1 - w) mu.

    `weight` is tau^2 / (tau^2 + sigma^2), with tau the spread of true amounts in the class and
    sigma the error of estimates. Whoever picks the best of many picks luck too: this takes the
    expected luck away.

    >>> shrunk_estimate(Fraction(1500), class_mean=Fraction(400), weight=Fraction(9, 25))
    Fraction(796, 1)
    """
    return weight * estimate + (1 - weight) * class_mean


def weight_of_estimate(*, spread: Fraction, error: Fraction) -> Fraction:
    """tau^2 / (tau^2 + sigma^2): 1 without any error, 0 where all true amounts are one.

    >>> weight_of_estimate(spread=Fraction(300), error=Fraction(400))
    Fraction(9, 25)
    """
    total = spread**2 + error**2
    return spread**2 / total if total else Fraction(1)
