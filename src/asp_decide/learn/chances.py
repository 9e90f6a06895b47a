"""Stated probabilities beside what came: Brier and what it is made of (Murphy 1973)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Brier:
    """The mean square of probability less outcome, and its parts: 0 is perfect, 0.25 is a coin.

    `total` is reliability less resolution plus uncertainty, exactly, where equal probabilities
    are taken together: how far stated chances are from what came of them, how far they tell cases
    apart, and how uncertain the cases are by themselves.
    """

    n: int
    total: Fraction
    reliability: Fraction
    resolution: Fraction
    uncertainty: Fraction


def brier(cases: Iterable[tuple[Fraction, bool]]) -> Brier | None:
    """Brier's loss of stated probabilities, each with whether it held; None without a case.

    >>> told = [("0.9", True), ("0.7", False), ("0.4", False), ("0.8", True)]
    >>> brier((Fraction(p), held) for p, held in told).total
    Fraction(7, 40)
    """
    outcomes: dict[Fraction, list[bool]] = defaultdict(list)
    for stated, held in cases:
        outcomes[stated].append(held)
    n = sum(len(of_these) for of_these in outcomes.values())
    if not n:
        return None
    rate = Fraction(sum(sum(of_these) for of_these in outcomes.values()), n)
    total = reliability = resolution = Fraction(0)
    for stated, of_these in outcomes.items():
        came = Fraction(sum(of_these), len(of_these))
        total += sum((stated - one) ** 2 for one in of_these)
        reliability += len(of_these) * (stated - came) ** 2
        resolution += len(of_these) * (came - rate) ** 2
    return Brier(n, total / n, reliability / n, resolution / n, rate * (1 - rate))
