"""What is corrected and why, in sentences that a board understands."""

from collections.abc import Iterable
from decimal import Decimal

from asp_decide.model.calibration import ALL, ClassCalibration


def correction_sentences(classes: Iterable[ClassCalibration]) -> list[str]:
    """What is corrected and what is not, a sentence for each class, for plan and report.

    Of a class that holds every case of the larger one nothing is said that was not said of that.
    """
    known = {(one.quantity, one.reference_class): one for one in classes}
    told: list[str] = []
    for one in known.values():
        larger = None if one.part_of is None else known.get((one.quantity, one.part_of))
        is_all = larger is not None and larger.cases == one.cases
        if not is_all or one.used:
            told.append(_sentence(one))
    return told


def _sentence(one: ClassCalibration) -> str:
    where = "of all kinds" if one.reference_class == ALL else f"in `{one.reference_class}`"
    what = f"forecasts of {one.quantity} {where}"
    learnt = f"learnt from {one.cases} judged case{'' if one.cases == 1 else 's'}"
    if one.held_back is not None:
        off = f"held-back cases are off by {_percent(one.held_back.as_stated)} as stated"
        learnt += f"; {off} and by {_percent(one.held_back.corrected)} corrected"
    elif one.part_of is not None:
        learnt += f" and those of {'all' if one.part_of == ALL else f'`{one.part_of}`'}"
    if one.used:
        return f"{what} are multiplied by {one.factor.normalize():f}, {learnt}"
    return f"{what} are taken as stated: {learnt}, which is no proof of a bias"


def _percent(share: Decimal) -> str:
    return f"{round(share * 100)} %"
