"""How a plan stands in other worlds: what is funded in nearly all of them, and what it loses.

Each world is answered by its own relaxation. A search for a whole plan that begins with the plan
in hand mostly finds it again, and would show a stability that is none; so no search begins there,
and what the relaxation takes in parts is said to be undecided in that world.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from asp_decide.model.choice import ChoiceSet
from asp_decide.model.ids import InitiativeId
from asp_decide.model.snapshot import Snapshot
from asp_decide.optimize.columns import Frame
from asp_decide.optimize.duality import GRID, Duality
from asp_decide.optimize.evaluation import is_feasible, loss_of
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.list_rules import by_place, by_shares
from asp_decide.optimize.live_model import LiveModel
from asp_decide.optimize.presolve import Presolved, presolve
from asp_decide.optimize.programme import Programme, Relaxation
from asp_decide.optimize.room import Room
from asp_decide.optimize.start_plan import better_of, place
from asp_decide.scenario.core import works
from asp_decide.scenario.draws import Ranges, drawn

type Hold = Literal["core", "contested", "out", "not resolved"]

_SOLVER_SEED = 7
CORE = Fraction(95, 100)
OUT = Fraction(5, 100)
_A_TRIFLE = GRID // 10**6
"""What a solver's tolerance may leave of a choice that is taken, or not taken, as a whole."""


@dataclass(frozen=True, slots=True)
class Worlds:
    """What all worlds share, and what may vary: data, so that any process can be asked.

    `taken` is the plan, `frame` holds what the rules said of the facts as they are: the rules are
    not asked again in each world. `order` is the place of each initiative by CD3.
    """

    snapshot: Snapshot
    choice_set: ChoiceSet
    frame: Frame
    ranges: Ranges
    taken: tuple[str, ...]
    order: Mapping[InitiativeId, int]
    seed: int


@dataclass(frozen=True, slots=True)
class World:
    """One world: what its relaxation takes, and how the plan fares in it.

    `shares` say how much of each initiative is worked on in the planning intervals, over 2**40;
    None if nothing fits, not even in parts: then `against` names a rule or a fact that cannot be
    met, where one alone cannot, and nothing else is known. `keeps` says that
    the plan fits as it is; otherwise its work is put off until it does. `value` is what the plan
    then captures, in money (None if no delay makes it fit); what it loses more than the best of
    this world lies from `low` to `high`.
    """

    number: int
    shares: Mapping[InitiativeId, int] | None
    against: str = ""
    keeps: bool = False
    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """How often an initiative is worked on in the planning intervals, over all worlds that fit.

    The relaxation's own frequency is `often`; it is at least `surely`, the part of the worlds in
    which it is taken as a whole, and at most `possibly`, where any of it is.
    """

    initiative: InitiativeId
    in_plan: bool
    often: Fraction
    surely: Fraction
    possibly: Fraction

    @property
    def hold(self) -> Hold:
        """Core in at least 95 of 100 worlds, out in at most 5, contested in between.

        Not resolved where that depends on what becomes of parts.
        """
        if self.surely >= CORE:
            return "core"
        if self.possibly <= OUT:
            return "out"
        return "contested" if self.surely > OUT and self.possibly < CORE else "not resolved"


def worlds(of: Worlds, numbers: Sequence[int]) -> tuple[World, ...]:
    """The worlds of these numbers; each is the same whichever others are asked with it."""
    programme = formulate(of.choice_set, of.frame)
    live = LiveModel(programme, seed=_SOLVER_SEED)
    live.relax()
    return tuple(_world(of, number, live) for number in numbers)


def holdings(of: Worlds, found: Sequence[World]) -> tuple[Holding, ...]:
    """How often each initiative is in, sorted by it; none where no world fits anything.

    What can only stay as it is in every world is left out.
    """
    programme = formulate(of.choice_set, of.frame)
    fitting = [world.shares for world in found if world.shares is not None]
    if not fitting:
        return ()
    taken = set(programme.numbers(of.taken))
    told: list[Holding] = []
    for initiative, group in sorted(programme.of_initiative().items()):
        working = {n for n in group if works(programme, programme.choices[n])}
        if not working or len(working) == len(group):
            continue
        shares = [each[initiative] for each in fitting]
        told.append(
            Holding(
                initiative,
                bool(working & taken),
                often=Fraction(sum(shares), GRID * len(shares)),
                surely=Fraction(sum(s >= GRID - _A_TRIFLE for s in shares), len(shares)),
                possibly=Fraction(sum(s > _A_TRIFLE for s in shares), len(shares)),
            )
        )
    return tuple(told)


def percentile(values: Sequence[Fraction], part: Fraction) -> Fraction:
    """The least of the values that at least that part of them do not exceed.

    >>> str(percentile([Fraction(n) for n in (4, 1, 3, 2)], Fraction(1, 2)))
    '2'
    """
    ordered = sorted(values)
    place = -((-part * len(ordered)).__floor__())
    return ordered[max(0, place - 1)]


def _world(of: Worlds, number: int, live: LiveModel) -> World:
    choice_set = drawn(of.snapshot, of.choice_set, of.ranges, seed=of.seed, number=number)
    programme = formulate(choice_set, of.frame)
    left = presolve(programme)
    relaxed = None if left.impossible is not None else _relaxed(programme, left, live)
    if relaxed is None:
        return World(number, None, "" if left.impossible is None else str(left.impossible))
    world = World(number, dict(_shares(programme, relaxed)))
    keeps = is_feasible(programme, programme.numbers(of.taken))
    held = of.taken if keeps else _put_off(programme, of)
    if held is None:
        return world
    shares = [relaxed.shares[choice.id] for choice in left.programme.choices]
    rankings = by_place(left.programme, of.order), by_shares(left.programme, shares)
    room = Room(left.programme)
    placed = [place(room, ranking) for ranking in rankings]
    best = better_of(programme, (held, *placed))
    assert best is not None, "the plan itself is one of them"
    lost, least = (loss_of(programme, programme.numbers(plan)) for plan in (held, best))
    return replace(
        world,
        keeps=keeps,
        value=programme.worth - lost,
        low=lost - least,
        high=lost - min(least, _bound(left.programme, relaxed)),
    )


def _relaxed(programme: Programme, left: Presolved, live: LiveModel) -> Relaxation | None:
    if live.fits(programme):
        live.become(programme)
        asked = live
    else:
        asked = LiveModel(programme, seed=_SOLVER_SEED)
    asked.close(removed.choice for removed in left.removed)
    return asked.relax()


def _shares(programme: Programme, relaxed: Relaxation) -> Iterator[tuple[InitiativeId, int]]:
    for initiative, group in sorted(programme.of_initiative().items()):
        chosen = (programme.choices[n] for n in group)
        yield initiative, sum(relaxed.shares[c.id] for c in chosen if works(programme, c))


def _put_off(programme: Programme, of: Worlds) -> tuple[str, ...] | None:
    """The plan with work begun later or left where it does not fit; None if that does not help."""
    known = {choice.id: choice for choice in programme.choices}
    planned = {known[one].initiative: known[one] for one in of.taken}

    def stays(number: int) -> bool:
        choice = programme.choices[number]
        was = planned[choice.initiative]
        later = choice.option == was.option and (choice.start or 0) >= (was.start or 0)
        return later or choice.kind in ("leave", "pause")

    fewer = programme.only(n for n in range(len(programme.choices)) if stays(n))
    left = presolve(fewer)
    if left.impossible is not None:
        return None
    return place(Room(left.programme), by_place(left.programme, of.order))


def _bound(left: Programme, relaxed: Relaxation) -> Fraction:
    """A loss below which no plan of this world goes, by weak duality."""
    duality = Duality(left)
    least = duality.least(duality.weigh(relaxed.multipliers))
    assert least is not None, "every initiative has a choice"
    return duality.in_money(least)
