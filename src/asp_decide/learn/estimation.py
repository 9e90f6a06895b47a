"""Bias, spread and held-back error as numbers: floats come in here and leave as decimals."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.special import stdtr

from asp_decide.model.calibration import HeldBack

PSEUDO_CASES = 5
"""The cases of a class weigh n / (n + 5): at five they count as much as the class above it."""

PLACES = 4
"""Shares and logarithms are handed back rounded half-even to this many places, money to 2."""

type Amounts = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Sums:
    """Sufficient sums of a class: its cases, those that brought nothing, and logs of the rest."""

    cases: Amounts
    nothing: Amounts
    logs: Amounts
    squares: Amounts

    def without(self, ratios: Amounts) -> "Sums":
        """The same sums with one of the cases held back, for each of these cases in turn."""
        logs = _logs(ratios)
        return Sums(
            self.cases - 1,
            self.nothing - (ratios == 0),
            self.logs - logs,
            self.squares - logs**2,
        )


@dataclass(frozen=True, slots=True)
class Levels:
    """Bias, spread (squared) and share of nothing of a class, shrunk to the class above it."""

    bias: Amounts
    spread: Amounts
    nothing: Amounts

    @property
    def typical(self) -> Amounts:
        """The median of actual over forecast where something came, exp(b)."""
        return np.exp(self.bias)

    @property
    def factor(self) -> Amounts:
        """The mean of actual over forecast, (1 - z) exp(b + s^2 / 2).

        Lognormal where something came (Flyvbjerg 2006 for the reference class, Aitchison 1955 for
        the share of nothing).
        """
        return (1 - self.nothing) * np.exp(self.bias + self.spread / 2)


def sums_of(ratios: Sequence[Fraction]) -> Sums:
    """The sums of the cases of a class; `ratios` are actual over forecast, none below zero."""
    told = amounts(ratios)
    logs = _logs(told)
    return Sums(
        np.float64(len(ratios)) * np.ones(1),
        np.array([float((told == 0).sum())]),
        np.array([logs.sum()]),
        np.array([(logs**2).sum()]),
    )


def shrunk(own: Sums, above: Levels | None) -> Levels:
    """What a class says, shrunk to the class above it by n / (n + k); alone without one."""
    came = own.cases - own.nothing
    base = Levels(*(np.zeros_like(own.cases) for _ in range(3))) if above is None else above
    with np.errstate(divide="ignore", invalid="ignore"):
        bias = np.where(came > 0, own.logs / came, base.bias)
        spread = (own.squares - came * bias**2) / (came - 1)
        spread = np.where(came > 1, np.maximum(spread, 0), base.spread)
        nothing = np.where(own.cases > 0, own.nothing / own.cases, base.nothing)
    weight = np.ones_like(own.cases) if above is None else own.cases / (own.cases + PSEUDO_CASES)
    return Levels(
        weight * bias + (1 - weight) * base.bias,
        weight * spread + (1 - weight) * base.spread,
        weight * nothing + (1 - weight) * base.nothing,
    )


def bias_and_spread(own: Sums) -> tuple[Decimal | None, Decimal | None]:
    """Mean and standard deviation of ln(actual / forecast); None where too few cases came."""
    came = float((own.cases - own.nothing)[0])
    if not came:
        return None, None
    bias = float(own.logs[0]) / came
    if came == 1:
        return rounded(bias), None
    variance = (float(own.squares[0]) - came * bias**2) / (came - 1)
    return rounded(bias), rounded(max(0.0, variance) ** 0.5)


def held_back_error(ratios: Sequence[Fraction], above: Sequence[Sums]) -> tuple[HeldBack, Amounts]:
    """How what all other cases teach does on each; with the factors of the mean.

    `above` are the sums of the classes from that of all down to the one of the cases. Where every
    case came to something, errors are those of logarithms, told as the share by which a typical
    case is off: a few that came to many times their forecast would drown all others. Where some
    came to nothing, they are those of ratios, and of the mean.
    """
    told = amounts(ratios)
    levels: Levels | None = None
    for each in above:
        levels = shrunk(each.without(told), levels)
    assert levels is not None, "a case belongs to the class of all"
    if (told == 0).any():
        return compared(told, np.ones_like(told), levels.factor), levels.factor
    return compared_in_logs(np.log(told), levels.bias), levels.factor


def own_against_above(ratios: Sequence[Fraction], above: Sequence[Sums], *, used: bool) -> HeldBack:
    """Whether the last class of a chain foretells its held-back cases better than the one before.

    `as_stated` is then the error by the class above it: by what that corrects, or by the forecast
    as it is where that is not `used`.
    """
    told = amounts(ratios)
    levels: Levels | None = None
    before: Levels | None = None
    for each in above:
        before, levels = levels, shrunk(each.without(told), levels)
    assert levels is not None, "a case belongs to the class of all"
    assert before is not None, "what is divided is a class above"
    if (told == 0).any():
        base = before.factor if used else np.ones_like(told)
        return compared(told, base, levels.factor)
    base = before.bias if used else np.zeros_like(told)
    return _compared_in_logs(np.log(told), base, levels.bias)


def compared(actual: Amounts, as_stated: Amounts, corrected: Amounts) -> HeldBack:
    """Errors on held-back cases, and whether the difference of squares may be chance.

    A one-sided t test of the paired differences (Student 1908).
    """
    stated, mended = (actual - as_stated) ** 2, (actual - corrected) ** 2
    return HeldBack(
        as_stated=rounded(np.sqrt(stated.mean())),
        corrected=rounded(np.sqrt(mended.mean())),
        chance=_chance(stated - mended),
    )


def compared_in_logs(logs: Amounts, bias: Amounts) -> HeldBack:
    """The same of logarithms of actual over forecast, and what they are corrected by."""
    return _compared_in_logs(logs, np.zeros_like(logs), bias)


def _compared_in_logs(logs: Amounts, before: Amounts, bias: Amounts) -> HeldBack:
    stated, mended = (logs - before) ** 2, (logs - bias) ** 2
    return HeldBack(
        as_stated=rounded(np.expm1(np.sqrt(stated.mean()))),
        corrected=rounded(np.expm1(np.sqrt(mended.mean()))),
        chance=_chance(stated - mended),
    )


@dataclass(frozen=True, slots=True)
class Regressed:
    """Mean, spread and error in money a week, and what falling back to the mean does held back."""

    mean: Decimal
    spread: Decimal
    error: Decimal
    held_back: HeldBack


def regressed(
    actual: Sequence[Fraction], stated: Sequence[Fraction], factors: Amounts | None
) -> Regressed:
    """How a class regresses to its mean: actual and stated forecasts a week, case by case.

    Forecasts are corrected by `factors` first, where there are any. The case itself is held back
    from mean, spread and error by which it is foretold.
    """
    came = amounts(actual)
    corrected = amounts(stated) * (1.0 if factors is None else factors)
    n = len(came)
    off = (came - corrected) ** 2
    others = (came.sum() - came) / (n - 1)
    between = ((came**2).sum() - came**2 - (n - 1) * others**2) / (n - 2)
    within = (off.sum() - off) / (n - 1)
    weight = _weight(np.maximum(between, 0), within)
    scale = float(np.sqrt((came**2).mean())) or 1.0
    fallen = weight * corrected + (1 - weight) * others
    return Regressed(
        mean=rounded(came.mean(), 2),
        spread=rounded(came.std(ddof=1), 2),
        error=rounded(np.sqrt(off.mean()), 2),
        held_back=compared(came / scale, corrected / scale, fallen / scale),
    )


def amounts(of: Sequence[Fraction]) -> Amounts:
    """Exact amounts as floats."""
    return np.array([float(one) for one in of])


def rounded(value: Any, places: int = PLACES) -> Decimal:
    """A float as a decimal, half-even to so many places: the only way out of here."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places))


def _chance(gain: Amounts) -> Decimal:
    if np.ptp(gain) == 0:
        return rounded(0.0 if gain[0] > 0 else 1.0)
    # scipy.stats says the same and takes a second to load, in each plan of a portfolio with a past.
    t = gain.mean() / (gain.std(ddof=1) / np.sqrt(len(gain)))
    return rounded(stdtr(len(gain) - 1, -t))


def _weight(between: Amounts, within: Amounts) -> Amounts:
    total = between + within
    return np.divide(between, total, out=np.ones_like(total), where=total > 0)


def _logs(ratios: Amounts) -> Amounts:
    return np.log(np.where(ratios > 0, ratios, 1.0))
