"""Which number turns an answer by itself, if it alone comes out at an end of its range."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.duality import GRID
from asp_decide.scenario.draws import Factor
from asp_decide.scenario.holding import answer_of, by_id
from asp_decide.scenario.lone_worlds import Answered, LoneWorlds
from asp_decide.scenario.robustness import Worlds
from asp_decide.scenario.uncertainty import Aspect, Key, Range, name_of

type Answers = Mapping[InitiativeId, str]
"""What most of each initiative does in a world; those that are torn between several left out."""

type _Place = tuple[int, Fraction]
"""Which end of a range, P10 (0) or P90 (2), and how far on the way to it."""

_AS_PLANNED: _Place = (2, Fraction(0))
_STEPS = 5
"""Halvings of the way to an end of a range: the turn is found within a thirty-second of it."""


@dataclass(frozen=True, slots=True)
class LoneNumber:
    """A number that turns the answer about an initiative, everything else being as planned.

    `of` is a value stream for capacity and empty for the initiative's own; `factor` is by what it
    is multiplied where the relaxation first answers otherwise, between the plan's amount and P10
    or P90; `to` is that answer, empty where it is torn between several.
    """

    aspect: Aspect
    of: str
    factor: Fraction
    to: str


@dataclass(frozen=True, slots=True)
class _Number:
    aspect: Aspect
    of: str
    ends: Mapping[Key, Range]

    def at(self, place: _Place) -> Factor:
        """So far on the way to that end of its range, and all else as it is."""
        end, part = place

        def factor(aspect: Aspect, key: Key) -> Fraction:
            if aspect != self.aspect or key not in self.ends:
                return Fraction(1)
            return 1 + part * (self.ends[key][end] - 1)

        return factor


def lone_numbers(
    of: Worlds, asked: Iterable[InitiativeId]
) -> Mapping[InitiativeId, tuple[LoneNumber, ...]]:
    """The numbers that turn answers of the plan by themselves within their ranges, by initiative.

    The smallest change comes first. Asked are an initiative's own numbers and the capacity of each
    value stream that it needs, as far as they have a range, and only the relaxation answers: an
    answer is what more than a half of the initiative does. Of one about which the relaxation
    decides otherwise than the plan from the start nothing can be said, and it is left out. Raises
    SolverFailedError.
    """
    asking = _Asking(of)
    found = {one: asking.turns(one) for one in asked}
    return {one: turns for one, turns in found.items() if turns is not None}


class _Asking:
    """Each world is asked once, for whomever it is about."""

    def __init__(self, of: Worlds) -> None:
        self.of = of
        self.worlds = LoneWorlds(of)
        known = by_id(self.worlds.planned)
        self._planned = {
            known[one].initiative: answer_of(self.worlds.planned, known[one]) for one in of.taken
        }
        self._of_capacity: dict[tuple[str, _Place], Answers | None] = {}

    def turns(self, initiative: InitiativeId) -> tuple[LoneNumber, ...] | None:
        """None where the relaxation answers otherwise from the start."""
        found: list[LoneNumber] = []
        known: dict[bool, bool] = {}
        for number in self._numbers(initiative):
            shared = number.aspect == "capacity"
            if shared not in known:
                known[shared] = not self._turns(initiative, number, _AS_PLANNED)
            if not known[shared]:
                return None
            ends = [end for end in (0, 2) if self._turns(initiative, number, (end, Fraction(1)))]
            found += [self._turn(initiative, number, end) for end in ends]
        return tuple(sorted(found, key=lambda one: (_away(one.factor), one.aspect, one.of)))

    def _turn(self, initiative: InitiativeId, number: _Number, end: int) -> LoneNumber:
        low, high = Fraction(0), Fraction(1)
        for _ in range(_STEPS):
            middle = (low + high) / 2
            if self._turns(initiative, number, (end, middle)):
                high = middle
            else:
                low = middle
        # Capacity has a range in each interval: told is the furthest of them.
        factors = (1 + high * (range_[end] - 1) for range_ in number.ends.values())
        to = self._answer(initiative, number, (end, high)) or ""
        return LoneNumber(number.aspect, number.of, max(factors, key=_away), to)

    def _turns(self, initiative: InitiativeId, number: _Number, place: _Place) -> bool:
        """Whether it is answered otherwise there than in the plan; not where nothing fits."""
        return self._answer(initiative, number, place) not in {None, self._planned[initiative]}

    def _answer(self, initiative: InitiativeId, number: _Number, place: _Place) -> str | None:
        """What is done with it in that world, empty if that is torn; None where nothing fits."""
        if number.aspect != "capacity":
            answers = _answers(self.worlds.with_own(initiative, number.at(place)))
            return None if answers is None else answers.get(initiative, "")
        world = "" if place == _AS_PLANNED else number.of, place
        if world not in self._of_capacity:
            self._of_capacity[world] = _answers(self.worlds.with_any(number.at(place)))
        found = self._of_capacity[world]
        return None if found is None else found.get(initiative, "")

    def _numbers(self, initiative: InitiativeId) -> Iterator[_Number]:
        for aspect, ranges in sorted(self.of.ranges.varying.items()):
            own = {key: range_ for key, range_ in ranges.items() if key[0] == initiative}
            if own and aspect != "capacity":
                yield _Number(aspect, "", own)
        streams = {
            demand.value_stream_id
            for option in self.worlds.book.options.get(initiative, ())
            for demand in option.demands
        }
        rows, capacity = self.of.snapshot.capacities, self.of.ranges.varying["capacity"]
        for stream in sorted(one for one in streams if one is not None):
            keys = [(name_of(row), "") for row in rows if row.value_stream_id == stream]
            ends = {key: capacity[key] for key in keys if key in capacity}
            if ends:
                yield _Number("capacity", stream, ends)


def _answers(world: Answered) -> Answers | None:
    programme, relaxed = world
    if relaxed is None:
        return None
    shares: dict[tuple[InitiativeId, str], int] = {}
    for choice in programme.choices:
        place = choice.initiative, answer_of(programme, choice)
        shares[place] = shares.get(place, 0) + relaxed.shares[choice.id]
    return {initiative: told for (initiative, told), share in shares.items() if 2 * share > GRID}


def _away(factor: Fraction) -> Fraction:
    return abs(factor - 1)
