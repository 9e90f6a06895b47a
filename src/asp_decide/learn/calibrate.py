"""From judged cases to corrections: bias by reference class, used where held-back cases agree."""

from collections import defaultdict
from collections.abc import Mapping

from asp_decide.learn.building_streams import building_streams
from asp_decide.learn.judged_work import classes_of, judged_cases, size_foretold
from asp_decide.learn.marks import Sizes, marks_of, nearest_part
from asp_decide.model.calibration import (
    ALL,
    FORETOLD,
    NOTHING_LEARNT,
    Calibration,
    ClassCalibration,
    Foretold,
)
from asp_decide.model.outcome import Outcome
from asp_decide.model.snapshot import Snapshot


def calibrate(snapshot: Snapshot) -> Calibration:
    """What the cases judged by the day of a snapshot say of forecasts; a function of facts alone.

    Bias and spread of each reference class are shrunk to the class above it (Flyvbjerg 2006), and
    so are those of its parts by kind, value stream, size and forecaster. A correction is used only
    where it foretells cases better that were held back from it. Nothing is learnt where forecasts
    are asked to be taken as stated.
    """
    cases = () if snapshot.as_stated else judged_cases(snapshot)
    if not any(case.actual is not None for case in cases):
        return NOTHING_LEARNT
    # Statistics load numpy and scipy: only a portfolio with a past pays for them.
    from asp_decide.learn.class_parts import (  # noqa: PLC0415
        calibrated_classes,
        with_sizes,
    )

    found: dict[tuple[Foretold, str], ClassCalibration] = {}
    sizes: dict[Foretold, Sizes] = {}
    for quantity in FORETOLD:
        of_quantity = [case for case in cases if case.quantity == quantity]
        if of_quantity:
            sizes[quantity] = Sizes.of([case.size for case in of_quantity])
        for one in calibrated_classes(with_sizes(of_quantity)):
            found[quantity, one.reference_class] = one
    return Calibration(
        classes=tuple(found[key] for key in sorted(found)),
        belongs=_belongs(snapshot, found, sizes),
    )


def _belongs(
    snapshot: Snapshot,
    found: Mapping[tuple[Foretold, str], ClassCalibration],
    sizes: Mapping[Foretold, Sizes],
) -> dict[Foretold, dict[str, str]]:
    """The nearest class of each initiative of which something is known, or a part of it."""
    rows: dict[str, list[Outcome]] = defaultdict(list)
    for row in snapshot.outcomes:
        rows[row.initiative_id].append(row)
    streams = building_streams(snapshot)
    belongs: dict[Foretold, dict[str, str]] = {}
    for quantity in FORETOLD:
        known = {name for of, name in found if of == quantity}
        for initiative in snapshot.initiatives if ALL in known else ():
            classes = classes_of(initiative, snapshot)
            name = next((one for one in classes if one in known), None)
            if name is None:
                continue
            marks = dict(marks_of(initiative, streams.get(initiative.id, ())))
            size = size_foretold(rows[initiative.id], quantity, snapshot)
            if size is not None:
                marks["size"] = sizes[quantity].third(size)
            part = nearest_part(name, marks, known) if name == classes[0] else name
            belongs.setdefault(quantity, {})[initiative.id] = part
    return belongs
