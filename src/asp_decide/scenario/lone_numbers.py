"""Which number turns an answer by itself, if it alone comes out at an end of its range."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.duality import GRID
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.live_model import LiveModel
from asp_decide.optimize.programme import Programme
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.choices import choices_of
from asp_decide.scenario.core import works
from asp_decide.scenario.draws import Factor, book_to_draw_from, otherwise
from asp_decide.scenario.robustness import SOLVER_SEED, Worlds, relaxed_world
from asp_decide.scenario.uncertainty import Aspect, Key, Range, name_of

_HALF = GRID // 2
_STEPS = 5
"""Halvings of the way to an end of a range: the turn is found within a thirty-second of it."""


@dataclass(frozen=True, slots=True)
class LoneNumber:
    """A number that turns whether an initiative is worked on, everything else being as planned.

    `of` is a value stream for capacity and empty for the initiative's own; `factor` is by what it
    is multiplied where the relaxation first decides otherwise, between the plan's amount and P10 or
    P90.
    """

    aspect: Aspect
    of: str
    factor: Fraction


@dataclass(frozen=True, slots=True)
class _Number:
    aspect: Aspect
    of: str
    ends: Mapping[Key, Range]

    def at(self, end: int, part: Fraction) -> Factor:
        """So far on the way to P10 (end 0) or P90 (end 2) of its range, and all else as it is."""

        def factor(aspect: Aspect, key: Key) -> Fraction:
            if aspect != self.aspect or key not in self.ends:
                return Fraction(1)
            return 1 + part * (self.ends[key][end] - 1)

        return factor


def lone_numbers(of: Worlds, initiative: InitiativeId) -> tuple[LoneNumber, ...]:
    """The numbers that turn its answer by themselves within their ranges, the smallest first.

    Those of the initiative, and the capacity of each value stream that it needs. Only numbers with
    a range are asked about, and only the relaxation answers: more than a half of the work counts as
    worked on. Raises SolverFailedError.
    """
    book = book_to_draw_from(of.snapshot)
    planned = formulate(of.choice_set, of.frame)
    live = LiveModel(planned, seed=SOLVER_SEED)
    live.relax()

    def is_worked_on(factor: Factor) -> bool | None:
        programme = formulate(choices_of(otherwise(book, factor)), of.frame)
        return _is_worked_on(programme, live, initiative)

    now = is_worked_on(lambda *_: Fraction(1))
    found = (
        LoneNumber(number.aspect, number.of, _turn(number, end, is_worked_on, now=now))
        for number in _numbers(of, book, initiative)
        for end in (0, 2)
        if is_worked_on(number.at(end, Fraction(1))) not in {now, None}
    )
    return tuple(sorted(found, key=lambda one: (abs(one.factor - 1), one.aspect, one.of)))


def _turn(
    number: _Number, end: int, asked: Callable[[Factor], bool | None], *, now: bool | None
) -> Fraction:
    low, high = Fraction(0), Fraction(1)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if asked(number.at(end, middle)) == now:
            low = middle
        else:
            high = middle
    # Capacity has a range in each interval: told is the furthest of them.
    return max((1 + high * (range_[end] - 1) for range_ in number.ends.values()), key=_away)


def _away(factor: Fraction) -> Fraction:
    return abs(factor - 1)


def _is_worked_on(programme: Programme, live: LiveModel, initiative: InitiativeId) -> bool | None:
    """None where not even parts of choices keep every rule."""
    _, relaxed = relaxed_world(programme, live)
    if relaxed is None:
        return None
    group = programme.of_initiative()[initiative]
    working = (programme.choices[n] for n in group if works(programme, programme.choices[n]))
    return sum(relaxed.shares[choice.id] for choice in working) > _HALF


def _numbers(of: Worlds, book: Book, initiative: InitiativeId) -> Iterator[_Number]:
    for aspect, ranges in sorted(of.ranges.varying.items()):
        own = {key: range_ for key, range_ in ranges.items() if key[0] == initiative}
        if own and aspect != "capacity":
            yield _Number(aspect, "", own)
    streams = {
        demand.value_stream_id
        for option in book.options.get(initiative, ())
        for demand in option.demands
    }
    capacity = of.ranges.varying["capacity"]
    for stream in sorted(one for one in streams if one is not None):
        rows = [
            (name_of(row), "") for row in book.snapshot.capacities if row.value_stream_id == stream
        ]
        ends = {key: capacity[key] for key in rows if key in capacity}
        if ends:
            yield _Number("capacity", stream, ends)
