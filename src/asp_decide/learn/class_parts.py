"""Parts of reference classes: by kind, stream, size and forecaster, where that foretells better.

A class of few cases divided by four dimensions would be many classes of no cases, each with a bias
of its own that is chance. So a part is shrunk to what it is a part of, and there is one at all only
where its own held-back cases are foretold better by it than by that, by more than chance among all
the parts that were looked at (Bonferroni).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from asp_decide.learn.class_calibration import (
    BY_CHANCE,
    LEAST_CASES,
    Known,
    known,
    known_classes,
    ratios_of,
)
from asp_decide.learn.estimation import own_against_above
from asp_decide.learn.judged_work import JudgedForecast
from asp_decide.learn.marks import DIMENSIONS, Dimension, Sizes, named
from asp_decide.model.calibration import ClassCalibration

type _Divisible = tuple[Known, Sequence[Dimension]]
"""A class, and the dimensions by which it is not divided yet."""


def calibrated_classes(cases: Sequence[JudgedForecast]) -> tuple[ClassCalibration, ...]:
    """What cases of one quantity say of their classes, then of the parts that prove themselves."""
    found = known_classes(cases)
    return tuple(one.calibration for one in (*found.values(), *_parts(found)))


def with_sizes(cases: Sequence[JudgedForecast]) -> tuple[JudgedForecast, ...]:
    """Cases of one quantity, each marked by the third of all forecasts that it belongs to."""
    if not cases:
        return ()
    sizes = Sizes.of([case.size for case in cases])
    return tuple(
        replace(case, marks={**case.marks, "size": sizes.third(case.size)}) for case in cases
    )


def _parts(found: Mapping[str, Known]) -> Iterator[Known]:
    """Level by level: what has proven itself may be divided further."""
    level: list[_Divisible] = [
        (replace(one, members=own), DIMENSIONS)
        for name, one in found.items()
        if (own := [case for case in one.members if case.classes[0] == name])
    ]
    while level:
        looked_at = [part for divisible in level for part in _parts_of(*divisible)]
        kept = [
            (_used(part), left)
            for whole, part, left in looked_at
            if _is_better(whole, part, among=len(looked_at))
        ]
        yield from (part for part, _ in kept)
        level = kept


def _parts_of(
    whole: Known, dimensions: Sequence[Dimension]
) -> Iterator[tuple[Known, Known, Sequence[Dimension]]]:
    """The parts of a class with cases enough, each with the dimensions that are then left."""
    for place, dimension in enumerate(dimensions, start=1):
        marks = sorted({c.marks[dimension] for c in whole.members if dimension in c.marks})
        for mark in marks if len(marks) > 1 else ():
            members = [case for case in whole.members if case.marks.get(dimension) == mark]
            if len(ratios_of(members)) >= LEAST_CASES:
                name = named(whole.calibration.reference_class, mark)
                yield whole, known(name, members, whole), dimensions[place:]


def _is_better(whole: Known, part: Known, *, among: int) -> bool:
    told = own_against_above(ratios_of(part.members), part.chain, used=whole.calibration.used)
    return told.corrected < told.as_stated and told.chance * among <= BY_CHANCE


def _used(part: Known) -> Known:
    return replace(part, calibration=part.calibration.model_copy(update={"used": True}))
