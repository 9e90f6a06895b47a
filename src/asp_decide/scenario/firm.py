"""How firm each answer of a plan is: in how many drawn worlds it stays best, and what turns it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.decide.investment import Planned
from asp_decide.model.choice import Choice
from asp_decide.model.firmness import Firm, Firmness, SharedAssumption, Turn
from asp_decide.model.initiative import Initiative
from asp_decide.portfolio.book import Book, open_book
from asp_decide.portfolio.choices import choices_of
from asp_decide.scenario.core import works
from asp_decide.scenario.draws import otherwise
from asp_decide.scenario.executor import Where, ask_all
from asp_decide.scenario.falsified import holders
from asp_decide.scenario.holding import Holding, answer_of, holdings, percentile
from asp_decide.scenario.nearest_turns import Nearest, nearest_turns
from asp_decide.scenario.robustness import World, worlds, worlds_of
from asp_decide.scenario.uncertainty import Aspect, Key

SEED = 1
_PLACES = 6
_MONEY = 2
_TENTH = Fraction(1, 10)


def how_firm(planned: Planned, *, drawn: int, progress: Callable[[str], None]) -> Firmness:
    """The numbers that may turn answers of a plan, and its answers in as many drawn worlds.

    The worlds are those that `simulate` draws, from the same seed. Raises SolverFailedError.
    """
    prepared = planned.outlook.prepared
    book = open_book(prepared.inputs.snapshot)
    nearest = nearest_turns(
        prepared.programme,
        planned.solved.certificate,
        book.initiatives,
        planned.means.solver,
    )
    of = worlds_of(prepared, planned, stated=None, seed=SEED)
    batch = Where(batch=max(1, drawn))
    found = ask_all(worlds, of, range(drawn), where=batch, progress=progress)
    fitting = [world.shares for world in found if world.shares is not None]
    held = {one.initiative: one for one in holdings(prepared.programme, of.taken, fitting)}
    answers = {c.initiative: answer_of(prepared.programme, c) for c in planned.outlook.taken}
    return Firmness(
        worlds=drawn,
        seed=SEED,
        fitting=len(fitting),
        kept=sum(world.keeps for world in found),
        captured=_captured(found),
        held={aspect: count for aspect, count in of.ranges.held.items() if count},
        initiatives=tuple(
            _firm(book.initiatives[one], answers[one], nearest.get(one), held.get(one))
            for one in sorted({*nearest, *held})
        ),
        assumptions=tuple(
            _shared(book, one, planned.outlook.taken) for one in _assumptions(planned)
        ),
    )


def _captured(found: Sequence[World]) -> tuple[str, str] | None:
    values = [world.value for world in found if world.value is not None]
    if not values:
        return None
    low, high = (decimal_text(percentile(values, p), _MONEY) for p in (_TENTH, 1 - _TENTH))
    return low, high


def _firm(of: Initiative, answer: str, nearest: Nearest | None, held: Holding | None) -> Firm:
    best = None if held is None else held.best
    return Firm(
        initiative=of.id,
        answer=answer,
        hold=None if held is None else held.hold,
        best_in=None if best is None else (_share(best.surely), _share(best.possibly)),
        loses=None if nearest is None else decimal_text(nearest.loses, _MONEY),
        turns=() if nearest is None else tuple(_turns(nearest, of)),
    )


def _turns(nearest: Nearest, initiative: Initiative) -> Iterator[Turn]:
    if nearest.factor is not None:
        yield Turn(aspect="benefit", now="1", beyond=_share(nearest.factor))
    if nearest.chance is not None:
        yield Turn(
            aspect="chance",
            now=_share(Fraction(initiative.probability_of_success or 0)),
            beyond=_share(nearest.chance),
        )


def _assumptions(planned: Planned) -> list[str]:
    """The assumptions that anything rests on which the plan works on, sorted."""
    programme = planned.outlook.prepared.programme
    working = {c.initiative for c in planned.outlook.taken if works(programme, c)}
    snapshot = planned.outlook.prepared.inputs.snapshot
    resting = (one.assumption_ids for one in snapshot.initiatives if one.id in working)
    return sorted({assumption for each in resting for assumption in each})


def _shared(book: Book, assumption: str, taken: Sequence[Choice]) -> SharedAssumption:
    """What the choices of the plan bring less if the assumption fails, all holders together."""
    held = frozenset(holders(book.snapshot, assumption))

    def refuted(aspect: Aspect, key: Key) -> Fraction:
        return Fraction(aspect != "chance" or key[0] not in held)

    world = otherwise(book, refuted)
    only = tuple(one for one in world.snapshot.initiatives if one.id in held)
    fallen = replace(world, snapshot=world.snapshot.model_copy(update={"initiatives": only}))
    values = {choice.id: choice.value for choice in choices_of(fallen).choices}
    lost = {c.initiative: c.value - values[c.id] for c in taken if c.id in values}
    return SharedAssumption(
        id=assumption,
        holders=tuple(sorted(one for one, amount in lost.items() if amount)),
        captured_less=decimal_text(sum(lost.values(), Fraction(0)), _MONEY),
    )


def _share(amount: Fraction) -> str:
    return decimal_text(amount, _PLACES)
