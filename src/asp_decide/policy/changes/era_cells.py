"""Cells in which two versions of a policy set differ, era by era: today and on days to come."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from asp_decide.model.quantity import Unit
from asp_decide.model.subject import Layer
from asp_decide.policy.cases.case import Judge
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.cells.cells import Difference, differing_cells
from asp_decide.policy.cells.fact_words import Units, units_of
from asp_decide.policy.compiling.compile import compile_policies
from asp_decide.policy.written.dated import check_in_force
from asp_decide.policy.written.eras import eras
from asp_decide.policy.written.policy_set import PolicySet


@dataclass(frozen=True, slots=True)
class EraDifference:
    """A difference, from the first day on which it is one to the last; None is for good."""

    layer: Layer
    since: date
    until: date | None
    difference: Difference


@dataclass(frozen=True, slots=True)
class ComparedCells:
    """What differs in some case, and the days from which a version is not in force as a whole.

    On such days nothing is compared: a plan would be refused. `units` are those in which the
    rules of both write amounts.
    """

    found: tuple[EraDifference, ...] = ()
    not_compared: tuple[date, ...] = ()
    units: Units = field(default_factory=dict)

    def with_other(self, other: "ComparedCells") -> "ComparedCells":
        """What differs in either."""
        return ComparedCells(
            self.found + other.found,
            tuple(sorted({*self.not_compared, *other.not_compared})),
            {**other.units, **self.units},
        )


def compared_cells(old: PolicySet, new: PolicySet, judge: Judge, *, as_of: date) -> ComparedCells:
    """Every case that the versions of a layer decide otherwise on `as_of` or later.

    Days before `as_of` are left alone: what was decided on them is decided.
    """
    axes = Axes(judge)
    days = sorted({*eras(old, since=as_of), *eras(new, since=as_of)})
    found: dict[date, tuple[Difference, ...]] = {}
    left_out: list[date] = []
    units: dict[str, Unit] = {}
    for day in days:
        if _refused(old, day) or _refused(new, day):
            left_out.append(day)
            continue
        versions = [compile_policies(one, as_of=day) for one in (old, new)]
        for version in versions:
            units |= units_of(version.clauses)
        found[day] = tuple(differing_cells(versions[0], versions[1], axes))
    return ComparedCells(tuple(_in_eras(found, old.words.layer)), tuple(left_out), units)


def _refused(policies: PolicySet, day: date) -> bool:
    return bool(policies.documents) and bool(check_in_force(policies, day))


def _in_eras(found: dict[date, tuple[Difference, ...]], layer: Layer) -> Iterator[EraDifference]:
    """Each difference once for every stretch of days on which it is one."""
    days = list(found)
    for number, day in enumerate(days):
        before = found[days[number - 1]] if number else ()
        for one in found[day]:
            if one in before:
                continue
            ends = next((later for later in days[number:] if one not in found[later]), None)
            until = None if ends is None else ends - timedelta(days=1)
            yield EraDifference(layer, day, until, one)
