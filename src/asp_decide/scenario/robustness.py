"""How a plan stands in other worlds: what is funded in nearly all of them, and what it loses.

Each world is answered by its own relaxation. A search for a whole plan that begins with the plan
in hand mostly finds it again, and would show a stability that is none; so no search begins there,
and what the relaxation takes in parts is said to be undecided in that world.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.decide.investment import Planned
from asp_decide.decide.preparation import Prepared
from asp_decide.model.choice import ChoiceSet
from asp_decide.model.ids import InitiativeId
from asp_decide.model.snapshot import Snapshot
from asp_decide.optimize.columns import Frame
from asp_decide.optimize.duality import Duality
from asp_decide.optimize.evaluation import is_feasible, loss_of
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.list_rules import by_place, by_shares
from asp_decide.optimize.live_model import LiveModel
from asp_decide.optimize.presolve import Presolved, presolve
from asp_decide.optimize.programme import Programme, Relaxation
from asp_decide.optimize.room import Room
from asp_decide.optimize.start_plan import better_of, place
from asp_decide.portfolio.book import Book, open_book
from asp_decide.scenario.draws import book_to_draw_from, drawn
from asp_decide.scenario.holding import Shares, answer_of, by_id
from asp_decide.scenario.uncertainty import Ranges, ranges

SOLVER_SEED = 7


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

    `shares` are those of each answer; None if nothing fits, not even in parts: then `against`
    names a rule or a fact that cannot be met, where one alone cannot, and nothing else is known.
    `keeps` says that the plan fits as it is; otherwise its work is put off until it does. `value`
    is what the plan then captures, in money (None if no delay makes it fit); what it loses more
    than the best of this world lies from `low` to `high`.
    """

    number: int
    shares: Shares | None
    against: str = ""
    keeps: bool = False
    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None


def worlds_of(
    prepared: Prepared, planned: Planned, *, stated: Fraction | None, seed: int
) -> Worlds:
    """What the worlds of a plan share; `prepared` may be of facts that are supposed to be others.

    What states no range of its own varies by `stated` to either side, or is held where it is None.
    """
    snapshot, choice_set = prepared.inputs.snapshot, prepared.inputs.choice_set
    return Worlds(
        snapshot=snapshot,
        choice_set=choice_set,
        frame=prepared.frame,
        ranges=ranges(open_book(snapshot), choice_set, stated=stated),
        taken=planned.solved.taken,
        order=dict(planned.order),
        seed=seed,
    )


def worlds(of: Worlds, numbers: Sequence[int]) -> tuple[World, ...]:
    """The worlds of these numbers; each is the same whichever others are asked with it."""
    programme = formulate(of.choice_set, of.frame)
    asking = _Asking(of, programme, LiveModel(programme, seed=SOLVER_SEED))
    asking.live.relax()
    book = book_to_draw_from(of.snapshot)
    return tuple(_world(asking, number, book) for number in numbers)


@dataclass(frozen=True, slots=True)
class _Asking:
    """What every world of a batch is asked with: the programme of the plan, and its live model."""

    of: Worlds
    planned: Programme
    live: LiveModel


def _world(asking: _Asking, number: int, book: Book) -> World:
    of = asking.of
    programme = formulate(drawn(book, of.ranges, seed=of.seed, number=number), of.frame)
    left, relaxed = relaxed_world(programme, asking.live)
    if relaxed is None:
        return World(number, None, "" if left.impossible is None else str(left.impossible))
    world = World(number, _shares(programme, relaxed))
    known = by_id(programme)
    keeps = all(one in known for one in of.taken) and is_feasible(
        programme, programme.numbers(of.taken)
    )
    held = of.taken if keeps else _put_off(programme, asking)
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


def relaxed_world(programme: Programme, live: LiveModel) -> tuple[Presolved, Relaxation | None]:
    """What presolve leaves of a world, and its relaxation; None if nothing fits, even in parts."""
    left = presolve(programme)
    if left.impossible is not None:
        return left, None
    asked = live
    if live.fits(programme):
        live.become(programme)
    else:
        asked = LiveModel(programme, seed=SOLVER_SEED)
    asked.close(removed.choice for removed in left.removed)
    return left, asked.relax()


def _shares(programme: Programme, relaxed: Relaxation) -> Shares:
    found: dict[InitiativeId, dict[str, int]] = {one: {} for one in programme.of_initiative()}
    for choice in programme.choices:
        share = relaxed.shares[choice.id]
        if share:
            answers, answer = found[choice.initiative], answer_of(programme, choice)
            answers[answer] = answers.get(answer, 0) + share
    return found


def _put_off(programme: Programme, asking: _Asking) -> tuple[str, ...] | None:
    """The plan with work begun later or left where it does not fit; None if that does not help."""
    known = by_id(asking.planned)
    planned = {known[one].initiative: known[one] for one in asking.of.taken}

    def stays(number: int) -> bool:
        choice = programme.choices[number]
        was = planned[choice.initiative]
        later = choice.option == was.option and (choice.start or 0) >= (was.start or 0)
        return later or choice.kind in ("leave", "pause")

    fewer = programme.only(n for n in range(len(programme.choices)) if stays(n))
    left = presolve(fewer)
    if left.impossible is not None:
        return None
    return place(Room(left.programme), by_place(left.programme, asking.of.order))


def _bound(left: Programme, relaxed: Relaxation) -> Fraction:
    """A loss below which no plan of this world goes, by weak duality."""
    duality = Duality(left)
    least = duality.least(duality.weigh(relaxed.multipliers))
    assert least is not None, "every initiative has a choice"
    return duality.in_money(least)
