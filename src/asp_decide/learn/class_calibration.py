"""What the cases of one quantity say of each of their reference classes (Flyvbjerg 2006)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from asp_decide.learn.estimation import (
    Levels,
    Sums,
    bias_and_spread,
    held_back_error,
    regressed,
    rounded,
    shrunk,
    sums_of,
)
from asp_decide.learn.judged_work import JudgedForecast
from asp_decide.model.calibration import ClassCalibration, HeldBack, Regression

LEAST_CASES = 5
"""With fewer cases a class is not held back against itself: the class above it answers."""

BY_CHANCE = Decimal("0.05")
"""A correction is used where one that helps nothing would look so good once in twenty times."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one class: its cases, the sums from that of all down to it, its levels."""

    members: Sequence[JudgedForecast]
    chain: tuple[Sums, ...]
    levels: Levels
    calibration: ClassCalibration


def known_classes(cases: Sequence[JudgedForecast]) -> dict[str, Known]:
    """What cases of one quantity say of each of their classes, from that of all downwards."""
    members: dict[str, list[JudgedForecast]] = defaultdict(list)
    above: dict[str, Sequence[str]] = {}
    for case in cases:
        for place, name in enumerate(case.classes):
            members[name].append(case)
            above[name] = case.classes[place + 1 :]
    found: dict[str, Known] = {}
    for name in sorted(members, key=lambda one: (len(above[one]), one)):
        if any(case.ratio is not None for case in members[name]):
            found[name] = known(name, members[name], found.get(next(iter(above[name]), "")))
    return found


def known(name: str, members: Sequence[JudgedForecast], part_of: Known | None) -> Known:
    """A class as part of the one above it; at least one of its cases was measured."""
    sums = sums_of(ratios_of(members))
    levels = shrunk(sums, part_of.levels if part_of else None)
    chain = (*(part_of.chain if part_of else ()), sums)
    higher = part_of.calibration if part_of else None
    return Known(members, chain, levels, _calibrated(members, name, chain, levels, higher))


def _calibrated(
    members: Sequence[JudgedForecast],
    name: str,
    chain: Sequence[Sums],
    levels: Levels,
    higher: ClassCalibration | None,
) -> ClassCalibration:
    ratios = ratios_of(members)
    held_back, regression = _held_back(members, chain)
    used = _is_used(held_back, higher)
    bias, spread = bias_and_spread(chain[-1])
    return ClassCalibration(
        reference_class=name,
        quantity=members[0].quantity,
        part_of=None if higher is None else higher.reference_class,
        cases=len(ratios),
        nothing=sum(not one for one in ratios),
        unmeasured=len(members) - len(ratios),
        bias=bias,
        spread=spread,
        typical=rounded(levels.typical[0]),
        factor=rounded(levels.factor[0]),
        held_back=held_back,
        regression=regression,
        used=used,
        newest=max(case.known_on for case in members),
    )


def _held_back(
    members: Sequence[JudgedForecast], chain: Sequence[Sums]
) -> tuple[HeldBack | None, Regression | None]:
    """How the correction does on held-back cases, and falling back to the mean on top of it."""
    measured = [case for case in members if case.actual is not None]
    if len(measured) < LEAST_CASES:
        return None, None
    held_back, factors = held_back_error(ratios_of(measured), chain)
    if measured[0].quantity != "value":
        return held_back, None
    told = regressed(
        [(case.actual or Fraction(0)) / case.weeks for case in measured],
        [case.foretold / case.weeks for case in measured],
        factors if _helps(held_back) else None,
    )
    regression = Regression(
        mean=told.mean,
        spread=told.spread,
        error=told.error,
        held_back=told.held_back,
        used=_helps(told.held_back),
    )
    return held_back, regression


def _is_used(own: HeldBack | None, higher: ClassCalibration | None) -> bool:
    """Whether held-back cases speak for the correction.

    Where those of the class above do, this one need not prove it once more: it has only to do no
    worse, and with too few cases of its own nothing is asked of it.
    """
    if own is None:
        return higher is not None and higher.used
    if higher is not None and higher.used:
        return own.corrected < own.as_stated
    return _helps(own)


def _helps(found: HeldBack) -> bool:
    return found.chance <= BY_CHANCE and found.corrected < found.as_stated


def ratios_of(cases: Iterable[JudgedForecast]) -> list[Fraction]:
    """Actual over forecast of those that were measured."""
    return [case.ratio for case in cases if case.ratio is not None]
