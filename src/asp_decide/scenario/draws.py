"""Other worlds, drawn from what the facts say of their own uncertainty: exact, and by number.

A draw is looked up and not rolled: it follows from the seed, its own number and what it is about,
and from nothing else. So one world can be made without those before it, in any process, and
another initiative moves no draw of the others.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from asp_decide.learn.calibrate import calibrate
from asp_decide.model.choice import Choice, ChoiceSet
from asp_decide.model.estimate import Estimate
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Initiative, Option
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.value_stream import Capacity
from asp_decide.portfolio.believed_facts import believed_facts
from asp_decide.portfolio.grid import time_grid
from asp_decide.portfolio.supply import supply

type Range = tuple[Fraction, Fraction, Fraction]
"""P10, P50 and P90 as parts of the amount that the plan was made with."""

_PARTS = 2**53
_TENTH_TO_HALF = Fraction(2, 5)
_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Ranges:
    """What varies, and by how much: the ranges of the facts, or one stated for the rest.

    `benefits` are by initiative, `efforts` by initiative and option, `capacities` by the place of
    the row in the snapshot. What has no range is held as it is; `held` counts that, by aspect.
    """

    benefits: Mapping[InitiativeId, Range]
    efforts: Mapping[tuple[InitiativeId, str], Range]
    capacities: Mapping[int, Range]
    held: Mapping[str, int]


def ranges(snapshot: Snapshot, choice_set: ChoiceSet, *, stated: Fraction | None) -> Ranges:
    """What the facts say of their own uncertainty, for everything that a plan chooses among.

    An amount without a range of its own takes `stated` to either side (a share of it), or is held
    where nothing is stated. Evidence narrows a range as it moves the amount.
    """
    snapshot = believed_facts(snapshot, calibrate(snapshot)).snapshot
    chosen = {choice.initiative for choice in choice_set.choices if choice.streams}
    benefits = {
        initiative.id: _range_of(_benefit(initiative), stated)
        for initiative in snapshot.initiatives
        if initiative.id in chosen and _benefit(initiative) is not None
    }
    efforts = {
        (option.initiative_id, option.option): _range_of(_effort(option), stated)
        for option in snapshot.options
        if option.initiative_id in chosen and _effort(option) is not None
    }
    capacities = {
        place: _range_of(_capacity(row), stated, counted=Fraction(row.likely))
        for place, row in enumerate(snapshot.capacities)
        if row.likely
    }
    every: dict[str, Iterable[Range | None]] = {
        "benefit": benefits.values(),
        "effort": efforts.values(),
        "capacity": capacities.values(),
    }
    return Ranges(
        benefits={key: found for key, found in benefits.items() if found is not None},
        efforts={key: found for key, found in efforts.items() if found is not None},
        capacities={key: found for key, found in capacities.items() if found is not None},
        held={aspect: sum(one is None for one in found) for aspect, found in every.items()},
    )


def drawn(
    snapshot: Snapshot, choice_set: ChoiceSet, of: Ranges, *, seed: int, number: int
) -> ChoiceSet:
    """The choices and the capacity of one of the worlds; what may be chosen stays the same.

    An initiative's benefit is multiplied as a whole, and an option's effort likewise, where all
    options of an initiative stand at the same part of their ranges; capacity is drawn row by row.
    Dates, durations and outlay stay as the facts have them.
    """

    def part(range_: Range | None, aspect: str, name: str) -> Fraction:
        if range_ is None:
            return Fraction(1)
        return quantile(range_, uniform(seed, number, aspect, name))

    benefits = {one: part(found, "benefit", one) for one, found in of.benefits.items()}
    efforts = {
        (one, option): part(found, "effort", one) for (one, option), found in of.efforts.items()
    }
    rows = tuple(
        _scaled(row, part(of.capacities.get(place), "capacity", _name_of(row)))
        for place, row in enumerate(snapshot.capacities)
    )
    changed = snapshot.model_copy(update={"capacities": rows})
    best = choice_set.best_value
    return replace(
        choice_set,
        choices=tuple(
            _drawn(
                choice,
                best.get(choice.initiative, Fraction(0)),
                benefits.get(choice.initiative, Fraction(1)),
                efforts.get((choice.initiative, choice.option), Fraction(1)),
            )
            for choice in choice_set.choices
        ),
        capacity=supply(changed, time_grid(snapshot.charter, snapshot.as_of)).capacity,
        best_value={one: value * benefits.get(one, Fraction(1)) for one, value in best.items()},
    )


def quantile(range_: Range, part: Fraction) -> Fraction:
    """The amount below which that part of all worlds lies; never below zero.

    Straight from P10 through P50 to P90, and on at the same slope to either end: the simplest
    curve through what people state, with a mean near to theirs.

    >>> stated = (Fraction(8), Fraction(10), Fraction(15))
    >>> [str(quantile(stated, Fraction(n, 10))) for n in (1, 5, 9)]
    ['8', '10', '15']
    """
    low, likely, high = range_
    away = (part - Fraction(1, 2)) / _TENTH_TO_HALF
    return max(Fraction(0), likely + away * ((likely - low) if away < 0 else (high - likely)))


def uniform(seed: int, number: int, aspect: str, name: str) -> Fraction:
    """A part between 0 and 1, evenly spread over all that may be asked."""
    told = f"{seed}\n{number}\n{aspect}\n{name}".encode()
    found = int.from_bytes(hashlib.sha256(told).digest()[:8]) % _PARTS
    return Fraction(2 * found + 1, 2 * _PARTS)


def _drawn(choice: Choice, best: Fraction, benefit: Fraction, effort: Fraction) -> Choice:
    delay = best - choice.value
    return replace(
        choice,
        value=choice.value * benefit,
        loss=choice.loss + (benefit - 1) * delay,
        demand={place: amount * effort for place, amount in choice.demand.items()},
    )


def _benefit(initiative: Initiative) -> Estimate | None:
    """The estimate on which its worth rests: a benefit each week, else what being late costs."""
    profile = initiative.profile
    for name in ("benefit_per_week", "late_cost_per_week", "late_penalty"):
        found = getattr(profile, name, None)
        if isinstance(found, Estimate) and found.mean > 0:
            return found
    return None


def _effort(option: Option) -> Estimate | None:
    """The remaining effort of an option over all value streams; None if it needs none."""
    effort = option.remaining_effort
    return None if effort is None or effort.mean <= 0 else effort


def _capacity(row: Capacity) -> Estimate | None:
    assert row.likely is not None, "a capacity that is not known is not drawn"
    likely = Fraction(row.likely)
    if row.low is None or row.high is None:
        return Estimate(likely=likely)
    return Estimate(low=Fraction(row.low), likely=likely, high=Fraction(row.high))


def _range_of(
    amount: Estimate | None, stated: Fraction | None, *, counted: Fraction | None = None
) -> Range | None:
    """As parts of what the plan counts with: the mean of three points, unless said otherwise."""
    if amount is None:
        return None
    if amount.low is None or amount.high is None:
        return None if stated is None else (1 - stated, Fraction(1), 1 + stated)
    whole = amount.mean if counted is None else counted
    return amount.low / whole, amount.likely / whole, amount.high / whole


def _name_of(row: Capacity) -> str:
    parts = (row.value_stream_id, row.function, row.team, row.skill, row.interval)
    return "/".join(part or "" for part in parts)


def _scaled(row: Capacity, part: Fraction) -> Capacity:
    if row.likely is None or part == 1:
        return row
    amount = Fraction(row.likely) * part
    likely = (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(_PLACES)
    return row.model_copy(update={"likely": likely})
