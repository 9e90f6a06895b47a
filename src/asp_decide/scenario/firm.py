"""How firm each answer of a plan is: in how many drawn worlds it stays best, and what turns it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.decide.investment import Planned
from asp_decide.model.choice import Choice
from asp_decide.model.firmness import Firm, Firmness, SharedAssumption, Turn
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Initiative
from asp_decide.portfolio.book import Book, open_book
from asp_decide.portfolio.choices import choices_of
from asp_decide.scenario.core import works
from asp_decide.scenario.draws import otherwise
from asp_decide.scenario.executor import Where, ask_all
from asp_decide.scenario.falsified import holders
from asp_decide.scenario.holding import Holding, answer_of, holdings, percentile
from asp_decide.scenario.lone_numbers import LoneNumber, lone_numbers
from asp_decide.scenario.nearest_turns import Nearest, nearest_turns
from asp_decide.scenario.robustness import World, Worlds, worlds, worlds_of
from asp_decide.scenario.uncertainty import Aspect, Key

SEED = 1
UNASKED = 20
"""So many worlds are drawn where nobody says how many: the fewest in which one is 5 in 100.

With fewer, core and out could not forgive a single world.
"""
_MOST_CHOICES = 1_500
"""A hundred initiatives have fewer. Worlds of more take longer than a plan: who wants them asks."""

_BATCH = Where(batch=5)
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
    found = ask_all(worlds, of, range(drawn), where=_BATCH, progress=progress)
    fitting = [world.shares for world in found if world.shares is not None]
    held = {one.initiative: one for one in holdings(prepared.programme, of.taken, fitting)}
    alone = _alone(of, held, progress)
    answers = {c.initiative: answer_of(prepared.programme, c) for c in planned.outlook.taken}
    return Firmness(
        worlds=drawn,
        seed=SEED,
        fitting=len(fitting),
        kept=sum(world.keeps for world in found),
        captured=_captured(found),
        held={aspect: count for aspect, count in of.ranges.held.items() if count},
        initiatives=tuple(
            _firm(
                _Asked(
                    book.initiatives[one],
                    answers[one],
                    nearest.get(one),
                    held.get(one),
                    alone.get(one),
                )
            )
            for one in sorted({*nearest, *held})
        ),
        assumptions=tuple(
            _shared(book, one, planned.outlook.taken) for one in _assumptions(planned)
        ),
    )


def worlds_unasked(planned: Planned) -> int:
    """How many worlds are drawn for a plan where nobody says how many.

    None for a large one, and none for one that a person or a clock ended: who is in a hurry for the
    plan is so for what is told beside it.
    """
    is_small = len(planned.outlook.prepared.programme.choices) <= _MOST_CHOICES
    return UNASKED if is_small and not planned.solved.exploratory else 0


def _captured(found: Sequence[World]) -> tuple[str, str] | None:
    values = [world.value for world in found if world.value is not None]
    if not values:
        return None
    low, high = (decimal_text(percentile(values, p), _MONEY) for p in (_TENTH, 1 - _TENTH))
    return low, high


def _alone(
    of: Worlds, held: Mapping[InitiativeId, Holding], progress: Callable[[str], None]
) -> Mapping[InitiativeId, Sequence[LoneNumber]]:
    """What turns the answers by itself that are not the best ones in every world."""
    doubtful = [name for name, one in held.items() if one.best.surely < 1]
    if not doubtful:
        return {}
    progress(f"asking which number turns an answer by itself, of {len(doubtful)} in doubt")
    return lone_numbers(of, doubtful)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was found of one initiative; `alone` is None where no number was asked by itself."""

    of: Initiative
    answer: str
    nearest: Nearest | None
    held: Holding | None
    alone: Sequence[LoneNumber] | None


def _firm(asked: _Asked) -> Firm:
    best = None if asked.held is None else asked.held.best
    return Firm(
        initiative=asked.of.id,
        answer=asked.answer,
        hold=None if asked.held is None else asked.held.hold,
        best_in=None if best is None else (_share(best.surely), _share(best.possibly)),
        loses=None if asked.nearest is None else decimal_text(asked.nearest.loses, _MONEY),
        turns=(*_found(asked), *_proven(asked)),
        asked_alone=asked.alone is not None,
    )


def _found(asked: _Asked) -> Iterator[Turn]:
    """The numbers that turn it by themselves, the smallest change first."""
    chance = asked.of.probability_of_success
    for one in asked.alone or ():
        # A chance that options state each for themselves is told as a multiple, like an amount.
        now = Fraction(chance or 1) if one.aspect == "chance" else Fraction(1)
        yield Turn(
            aspect=one.aspect,
            of=one.of,
            now=_share(now),
            beyond=_share(now * one.factor),
            by="relaxation",
            to=one.to,
        )


def _proven(asked: _Asked) -> Iterator[Turn]:
    """The numbers up to which nothing turns it."""
    if asked.nearest is None:
        return
    if asked.nearest.factor is not None:
        yield Turn(aspect="benefit", now="1", beyond=_share(asked.nearest.factor))
    if asked.nearest.chance is not None:
        now = Fraction(asked.of.probability_of_success or 0)
        yield Turn(aspect="chance", now=_share(now), beyond=_share(asked.nearest.chance))


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

    fallen = otherwise(book, refuted, among=held)
    values = {choice.id: choice.value for choice in choices_of(fallen).choices}
    lost = {c.initiative: c.value - values[c.id] for c in taken if c.id in values}
    return SharedAssumption(
        id=assumption,
        holders=tuple(sorted(one for one, amount in lost.items() if amount)),
        captured_less=decimal_text(sum(lost.values(), Fraction(0)), _MONEY),
    )


def _share(amount: Fraction) -> str:
    return decimal_text(amount, _PLACES)
