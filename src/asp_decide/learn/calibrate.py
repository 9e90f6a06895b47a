"""From judged cases to corrections: bias by reference class, used where held-back cases agree."""

from collections.abc import Mapping, Sequence

from asp_decide.learn.judged_work import classes_of, judged_cases
from asp_decide.model.calibration import (
    ALL,
    FORETOLD,
    NOTHING_LEARNT,
    Calibration,
    ClassCalibration,
    Foretold,
)
from asp_decide.model.snapshot import Snapshot


def calibrate(snapshot: Snapshot) -> Calibration:
    """What the cases judged by the day of a snapshot say of forecasts; a function of facts alone.

    Bias and spread of each reference class are shrunk to the class above it (Flyvbjerg 2006). A
    correction is used only where it foretells cases better that were held back from it. Nothing is
    learnt where forecasts are asked to be taken as stated.
    """
    cases = () if snapshot.as_stated else judged_cases(snapshot)
    if not any(case.actual is not None for case in cases):
        return NOTHING_LEARNT
    # Statistics load numpy and scipy: only a portfolio with a past pays for them.
    from asp_decide.learn.class_calibration import calibrated_classes  # noqa: PLC0415

    found: dict[tuple[Foretold, str], ClassCalibration] = {}
    for quantity in FORETOLD:
        for one in calibrated_classes([c for c in cases if c.quantity == quantity]):
            found[quantity, one.reference_class] = one
    return Calibration(
        classes=tuple(found[key] for key in sorted(found)), belongs=_belongs(snapshot, found)
    )


def _belongs(
    snapshot: Snapshot, found: Mapping[tuple[Foretold, str], ClassCalibration]
) -> dict[Foretold, dict[str, str]]:
    return {
        quantity: {
            initiative.id: name
            for initiative in snapshot.initiatives
            if (name := _first(classes_of(initiative, snapshot), quantity, found)) is not None
        }
        for quantity in FORETOLD
        if (quantity, ALL) in found
    }


def _first(
    classes: Sequence[str],
    quantity: Foretold,
    found: Mapping[tuple[Foretold, str], ClassCalibration],
) -> str | None:
    return next((name for name in classes if (quantity, name) in found), None)
