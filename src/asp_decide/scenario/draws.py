"""Other worlds, drawn from what the facts say of their own uncertainty: exact, and by number.

A draw is looked up and not rolled: it follows from the seed, its own number and what it is about,
and from nothing else. So one world can be made without those before it, in any process, and
another initiative moves no draw of the others.
"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

from asp_decide.model.choice import ChoiceSet
from asp_decide.model.estimate import Estimate
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Demand, Initiative, Option
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.value_stream import Capacity
from asp_decide.portfolio.book import Book, open_book
from asp_decide.portfolio.calibrated import scaled
from asp_decide.portfolio.choices import choices_of
from asp_decide.portfolio.supply import supply
from asp_decide.portfolio.time_value import Curve
from asp_decide.scenario.shared_causes import together
from asp_decide.scenario.uncertainty import Aspect, Key, Ranges, name_of, quantile

type Factor = Callable[[Aspect, Key], Fraction]
"""By what an aspect of something is multiplied in a world."""

_PARTS = 2**53
_PLACES = 6
"""Factors and what they give are rounded to so many places, half-even, and exact from then on."""

_BRINGS = frozenset({"benefit", "chance"})
"""What is drawn together where initiatives rest on one assumption; the rest is their own work."""


def book_to_draw_from(snapshot: Snapshot) -> Book:
    """The book of which worlds are made: it remembers the worth of each week for the next one."""
    book = open_book(snapshot)
    return replace(book, curves={one: _remembered(curve) for one, curve in book.curves.items()})


def drawn(book: Book, of: Ranges, *, seed: int, number: int) -> ChoiceSet:
    """What may be chosen in one of the worlds, and the capacity that there is.

    Benefit, chance of success, effort, duration and outlay are drawn for each initiative, where
    all its options stand at the same part of their ranges; capacity row by row. What initiatives
    bring is drawn together where they rest on the same assumption, and what one takes where it is
    the same work: more of it takes longer and costs more. Dates and the answers of rules stay.
    """
    return choices_of(otherwise(book, draw_of(of, seed=seed, number=number)))


def draw_of(of: Ranges, *, seed: int, number: int) -> Factor:
    """By what each aspect is multiplied in one of the worlds."""
    return _Draw(of, seed, number).factor


def otherwise(book: Book, factor: Factor, *, among: Collection[InitiativeId] | None = None) -> Book:
    """The book of a world in which amounts are multiplied by these factors.

    `among` some initiatives alone it is a book of those, and capacity is as it was.
    """
    if among is not None:
        return _of_some(book, factor, among)
    rows = tuple(
        _with_capacity(row, factor("capacity", (name_of(row), "")))
        for row in book.snapshot.capacities
    )
    whole = book.snapshot.model_copy(update={"capacities": rows})
    everybody = {one.id for one in whole.initiatives}
    return _of_some(
        replace(book, snapshot=whole, supply=supply(whole, book.grid)), factor, everybody
    )


def _of_some(book: Book, factor: Factor, among: Collection[InitiativeId]) -> Book:
    initiatives = tuple(
        _with_chance(one, factor("chance", (one.id, "")))
        for one in book.snapshot.initiatives
        if one.id in among
    )
    changed = [one.id for one in initiatives]
    return replace(
        book,
        snapshot=book.snapshot.model_copy(update={"initiatives": initiatives}),
        initiatives={**book.initiatives, **{one.id: one for one in initiatives}},
        options={
            **book.options,
            **{
                one: tuple(_with_work(option, factor) for option in book.options[one])
                for one in changed
                if one in book.options
            },
        },
        curves={
            **book.curves,
            **{
                one: scaled(book.curves[one], factor("benefit", (one, "")))
                for one in changed
                if one in book.curves
            },
        },
        leading={},
        works={},
    )


def uniform(seed: int, number: int, aspect: str, name: str) -> Fraction:
    """A part between 0 and 1, evenly spread over all that may be asked."""
    told = f"{seed}\n{number}\n{aspect}\n{name}".encode()
    found = int.from_bytes(hashlib.sha256(told).digest()[:8]) % _PARTS
    return Fraction(2 * found + 1, 2 * _PARTS)


@dataclass(frozen=True, slots=True)
class _Draw:
    of: Ranges
    seed: int
    number: int

    def factor(self, aspect: Aspect, key: Key) -> Fraction:
        range_ = self.of.varying[aspect].get(key)
        if range_ is None:
            return Fraction(1)
        return round(quantile(range_, self._part(aspect, key[0])), _PLACES)

    def _part(self, aspect: Aspect, name: str) -> Fraction:
        own = self._uniform(aspect, name)
        if aspect == "capacity":
            return own
        if aspect in _BRINGS:
            assumed = self.of.causes.get(name, ())
            return together(own, [self._uniform("assumption", one) for one in assumed])
        return together(own, [self._uniform("work", name)])

    def _uniform(self, aspect: str, name: str) -> Fraction:
        return uniform(self.seed, self.number, aspect, name)


def _remembered(curve: Curve) -> Curve:
    return Curve(value=cache(curve.value), slope=cache(curve.slope))


def _with_chance(initiative: Initiative, factor: Fraction) -> Initiative:
    chance = initiative.probability_of_success
    if chance is None or factor == 1:
        return initiative
    return initiative.model_copy(update={"probability_of_success": _chance(chance, factor)})


def _with_work(option: Option, factor: Factor) -> Option:
    key = option.initiative_id, option.option
    effort = factor("effort", key)
    changes: dict[str, object] = {}
    if effort != 1:
        changes["demands"] = tuple(_with_effort(demand, effort) for demand in option.demands)
    duration, outlay = option.remaining_duration_weeks, option.remaining_outlay
    changes["remaining_duration_weeks"] = _times(duration, factor("duration", key))
    changes["remaining_outlay"] = _times(outlay, factor("outlay", key))
    if option.probability_of_success is not None:
        chance = _chance(option.probability_of_success, factor("chance", key))
        changes["probability_of_success"] = chance
    return option.model_copy(update=changes)


def _with_effort(demand: Demand, factor: Fraction) -> Demand:
    return demand.model_copy(update={"remaining_effort": _times(demand.remaining_effort, factor)})


def _with_capacity(row: Capacity, factor: Fraction) -> Capacity:
    if row.likely is None or factor == 1:
        return row
    return row.model_copy(update={"likely": _decimal(Fraction(row.likely) * factor)})


def _times(estimate: Estimate | None, factor: Fraction) -> Estimate | None:
    """The estimate as it turns out: one amount, in the place of its mean."""
    if estimate is None or factor == 1:
        return estimate
    return Estimate(likely=round(estimate.mean * factor, _PLACES))


def _chance(stated: Decimal, factor: Fraction) -> Decimal:
    return min(Decimal(1), _decimal(Fraction(stated) * factor))


def _decimal(amount: Fraction) -> Decimal:
    exact = round(amount, _PLACES)
    return Decimal(exact.numerator) / Decimal(exact.denominator)
