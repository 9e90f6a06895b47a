"""What the cases of one quantity say of each of their reference classes (Flyvbjerg 2006)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
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

_BY_CHANCE = Decimal("0.05")
"""A correction is used where one that helps nothing would look so good once in twenty times."""


def calibrated_classes(cases: Sequence[JudgedForecast]) -> Iterable[ClassCalibration]:
    """What cases of one quantity say of each of their classes, from that of all downwards."""
    members: dict[str, list[JudgedForecast]] = defaultdict(list)
    above: dict[str, Sequence[str]] = {}
    for case in cases:
        for place, name in enumerate(case.classes):
            members[name].append(case)
            above[name] = case.classes[place + 1 :]
    sums: dict[str, Sums] = {}
    levels: dict[str, Levels] = {}
    found: dict[str, ClassCalibration] = {}
    for name in sorted(members, key=lambda one: (len(above[one]), one)):
        ratios = _ratios(members[name])
        if not ratios:
            continue
        part_of = above[name][0] if above[name] else None
        sums[name] = sums_of(ratios)
        levels[name] = shrunk(sums[name], levels[part_of] if part_of else None)
        chain = tuple(sums[one] for one in reversed((name, *above[name])))
        higher = found[part_of] if part_of else None
        found[name] = _calibrated(members[name], name, chain, levels[name], higher)
    return found.values()


def _calibrated(
    members: Sequence[JudgedForecast],
    name: str,
    chain: Sequence[Sums],
    levels: Levels,
    higher: ClassCalibration | None,
) -> ClassCalibration:
    ratios = _ratios(members)
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
    held_back, factors = held_back_error(_ratios(measured), chain)
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
    return found.chance <= _BY_CHANCE and found.corrected < found.as_stated


def _ratios(cases: Iterable[JudgedForecast]) -> list[Fraction]:
    return [case.ratio for case in cases if case.ratio is not None]
