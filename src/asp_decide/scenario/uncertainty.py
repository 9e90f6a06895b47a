"""What may come out otherwise, and by how much: what the facts say of their own uncertainty."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal

from asp_decide.model.choice import ChoiceSet
from asp_decide.model.estimate import Estimate
from asp_decide.model.initiative import Initiative, Option
from asp_decide.model.outcome import Evidence
from asp_decide.model.value_stream import Capacity
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.counted_evidence import counted

type Range = tuple[Fraction, Fraction, Fraction]
"""P10, P50 and P90 as parts of the amount that the plan was made with."""

type Aspect = Literal["benefit", "chance", "effort", "duration", "outlay", "capacity"]

type Key = tuple[str, str]
"""An initiative and one of its options (none: the initiative itself); or a row of capacity."""

_ODDS = Decimal(3)
"""What no evidence supports is known to about this factor of its odds.

Evidence that moves odds by less than three is hardly worth a mention (Kass & Raftery 1995), so
that a chance that nobody has tested could as well be that much higher or lower.
"""
_TENTH_TO_HALF = Fraction(2, 5)
_ARITHMETIC = Context(prec=34)
_PLACES = 12


@dataclass(frozen=True, slots=True)
class Ranges:
    """What varies, and by how much: the ranges of the facts, or one stated for the rest.

    `varying` has a range for each aspect and what it is an aspect of. What has no range is held as
    it is; `held` counts that, by aspect; a chance has a range by its evidence. `causes` are the
    assumptions that an initiative rests on.
    """

    varying: Mapping[Aspect, Mapping[Key, Range]]
    held: Mapping[Aspect, int]
    causes: Mapping[str, tuple[str, ...]]


def ranges(book: Book, choice_set: ChoiceSet, *, stated: Fraction | None) -> Ranges:
    """What the facts say of their own uncertainty, for everything that a plan chooses among.

    An amount without a range of its own takes `stated` to either side (a share of it), or is held
    where nothing is stated. Evidence narrows a range as it moves the amount. A chance of success
    is as uncertain as its best evidence is weak: from a third to three times its odds where there
    is none, and certain once an experiment has spoken.
    """
    chosen = {choice.initiative for choice in choice_set.choices if choice.streams}
    initiatives = [one for one in book.snapshot.initiatives if one.id in chosen]
    options = [option for one in initiatives for option in book.options.get(one.id, ())]
    found: dict[Aspect, dict[Key, Range | None]] = {
        "benefit": {
            (one.id, ""): range_of(amount, stated)
            for one in initiatives
            if (amount := _benefit(one)) is not None
        },
        "effort": _of_work(options, lambda option: option.remaining_effort, stated),
        "duration": _of_work(options, lambda option: option.remaining_duration_weeks, stated),
        "outlay": _of_work(options, lambda option: option.remaining_outlay, stated),
        "capacity": {
            (name_of(row), ""): range_of(_capacity(row), stated, counted_as=Fraction(row.likely))
            for row in book.snapshot.capacities
            if row.likely
        },
    }
    known: dict[Aspect, dict[Key, Range]] = {
        aspect: {key: range_ for key, range_ in of.items() if range_ is not None}
        for aspect, of in found.items()
    }
    return Ranges(
        varying=known | {"chance": _chances(book, initiatives)},
        held={aspect: sum(one is None for one in of.values()) for aspect, of in found.items()},
        causes={one.id: tuple(sorted(one.assumption_ids)) for one in initiatives},
    )


def name_of(row: Capacity) -> str:
    """What a row of capacity is about: stream, function, team, skill and interval."""
    parts = (row.value_stream_id, row.function, row.team, row.skill, row.interval)
    return "/".join(part or "" for part in parts)


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


def range_of(
    amount: Estimate | None, stated: Fraction | None, *, counted_as: Fraction | None = None
) -> Range | None:
    """As parts of what the plan counts with: the mean of three points, unless said otherwise."""
    if amount is None:
        return None
    if amount.low is None or amount.high is None:
        return None if stated is None else (1 - stated, Fraction(1), 1 + stated)
    whole = amount.mean if counted_as is None else counted_as
    return amount.low / whole, amount.likely / whole, amount.high / whole


def range_of_chance(chance: Decimal | None, weight: Decimal) -> Range | None:
    """How uncertain a chance of success is whose best evidence has this weight, from 0 to 1.

    P10 and P90 are its odds divided and multiplied by 3 to the power of what the evidence leaves
    open. None where it leaves nothing, or where the chance is none: 0, 1 or unknown.

    >>> [f"{float(part):.3f}" for part in range_of_chance(Decimal("0.6"), Decimal(0))]
    ['0.556', '1.000', '1.364']
    """
    if chance is None or chance in {0, 1} or weight >= 1:
        return None
    stated = Fraction(chance)
    factor = Fraction(_ARITHMETIC.power(_ODDS, 1 - weight))
    odds = stated / (1 - stated)
    low, high = (round(o / (1 + o) / stated, _PLACES) for o in (odds / factor, odds * factor))
    return low, Fraction(1), high


def _of_work(
    options: Iterable[Option], amount: Callable[[Option], Estimate | None], stated: Fraction | None
) -> dict[Key, Range | None]:
    return {
        (option.initiative_id, option.option): range_of(found, stated)
        for option in options
        if (found := amount(option)) is not None and found.mean > 0
    }


def _chances(book: Book, initiatives: Iterable[Initiative]) -> dict[Key, Range]:
    """Of each initiative, and of each option that states a chance of its own."""
    rows: dict[str, list[Evidence]] = defaultdict(list)
    for row in book.snapshot.evidence:
        if row.informs == "success" and row.about_kind in {"initiative", "option"}:
            rows[row.about_id.partition("/")[0]].append(row)
    found: dict[Key, Range] = {}
    for one in initiatives:
        weight = _best_weight(one, rows[one.id], book)
        stated = {"": one.probability_of_success}
        stated |= {o.option: o.probability_of_success for o in book.options.get(one.id, ())}
        for option, chance in stated.items():
            range_ = range_of_chance(chance, weight)
            if range_ is not None:
                found[one.id, option] = range_
    return found


def _best_weight(initiative: Initiative, rows: Iterable[Evidence], book: Book) -> Decimal:
    weights = book.snapshot.charter.evidence_weights
    told = counted(rows, initiative, as_of=book.snapshot.as_of, weights=weights)
    return max((one.weight for one in told if not one.why_not), default=Decimal(0))


def _benefit(initiative: Initiative) -> Estimate | None:
    """The estimate on which its worth rests: a benefit each week, else what being late costs."""
    profile = initiative.profile
    for name in ("benefit_per_week", "late_cost_per_week", "late_penalty"):
        found = getattr(profile, name, None)
        if isinstance(found, Estimate) and found.mean > 0:
            return found
    return None


def _capacity(row: Capacity) -> Estimate | None:
    assert row.likely is not None, "a capacity that is not known is not drawn"
    likely = Fraction(row.likely)
    if row.low is None or row.high is None:
        return Estimate(likely=likely)
    return Estimate(low=Fraction(row.low), likely=likely, high=Fraction(row.high))
