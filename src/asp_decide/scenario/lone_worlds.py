"""The programme of a plan with one number changed: only what that number reaches is made anew."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from asp_decide.model.choice import ChoiceSet
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.live_model import LiveModel
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.programme import Programme, Relaxation, Row, Term
from asp_decide.portfolio.choices import choices_of
from asp_decide.scenario.draws import Factor, book_to_draw_from, otherwise
from asp_decide.scenario.robustness import SOLVER_SEED, Worlds, relaxed_world

type Answered = tuple[Programme, Relaxation | None]
"""A world with its relaxation; None where not even parts of choices keep every rule."""


class LoneWorlds:
    """The programme of a plan, ready to be relaxed with one number of it changed.

    A number of an initiative reaches the choices of all that it is linked with, and nothing else:
    every other column stays, and so does every limit unless the number is that of running work.
    """

    def __init__(self, of: Worlds) -> None:
        self.of = of
        self.book = book_to_draw_from(of.snapshot)
        self.planned = formulate(of.choice_set, of.frame)
        self._live = LiveModel(self.planned, seed=SOLVER_SEED)
        self._live.relax()
        self._useless = presolve(self.planned).removed
        self._number_of = self.planned.number_of()
        self._origins = {row.origin for row in self.planned.rows}
        self._kin = _kin(of)

    def with_own(self, initiative: InitiativeId, factor: Factor) -> Answered:
        """The world in which numbers of this initiative are multiplied."""
        kin = self._kin.get(initiative, frozenset({initiative}))
        of_kin = choices_of(otherwise(self.book, factor, among=kin))
        spliced = None if initiative in of_kin.running else self._spliced(of_kin, kin)
        if spliced is None:
            return self.with_any(factor)
        there = {choice.id for choice in of_kin.choices}
        gone = {one.choice for one in self._useless} - there
        gone |= {self.planned.choices[n].id for n in self._columns(kin)} - there
        self._live.become(spliced)
        self._live.close(gone)
        return spliced, self._live.relax()

    def with_any(self, factor: Factor) -> Answered:
        """The world in which any numbers are multiplied, made as any other."""
        programme = formulate(choices_of(otherwise(self.book, factor)), self.of.frame)
        return programme, relaxed_world(programme, self._live)[1]

    def _spliced(self, of_kin: ChoiceSet, kin: Collection[InitiativeId]) -> Programme | None:
        """The programme with the columns of the kin as they are now; None if its form is another.

        A choice that is there no more keeps its loss and takes nothing of any row.
        """
        pins = tuple(pin for pin in self.of.frame.pinned if pin.initiative in kin)
        drops = tuple(one for one in self.of.frame.dropped if one in kin)
        alone = formulate(of_kin, replace(self.of.frame, pinned=pins, dropped=drops))
        if any(choice.id not in self._number_of for choice in alone.choices):
            return None
        if any(row.origin not in self._origins and _may_bind(row, alone) for row in alone.rows):
            return None
        numbers = [self._number_of[choice.id] for choice in alone.choices]
        choices, losses = list(self.planned.choices), list(self.planned.losses)
        for number, choice, loss in zip(numbers, alone.choices, alone.losses, strict=True):
            choices[number], losses[number] = choice, loss
        own = self._columns(kin)
        terms = {row.origin: [(numbers[n], a) for n, a in row.terms] for row in alone.rows}
        rows = [_with_terms(row, own, terms.get(row.origin, ())) for row in self.planned.rows]
        return replace(self.planned, choices=tuple(choices), losses=tuple(losses), rows=tuple(rows))

    def _columns(self, kin: Collection[InitiativeId]) -> frozenset[int]:
        groups = self.planned.of_initiative()
        return frozenset(n for one in kin for n in groups.get(one, ()))


def _with_terms(row: Row, own: frozenset[int], terms: Iterable[Term]) -> Row:
    """The row with these terms in the place of those of its own columns; itself if they are."""
    kept = [term for term in row.terms if term[0] not in own]
    now = tuple(sorted((*kept, *terms)))
    return row if now == row.terms else replace(row, terms=now)


def _may_bind(row: Row, programme: Programme) -> bool:
    """Whether any choices of this programme can break the row, all others taking none of it."""
    amounts = dict(row.terms)
    ends = [[amounts.get(n, 0) for n in group] for group in programme.groups]
    above = row.sense != ">=" and sum(max(each) for each in ends) > row.limit
    return above or (row.sense != "<=" and sum(min(each) for each in ends) < row.limit)


def _kin(of: Worlds) -> Mapping[InitiativeId, frozenset[InitiativeId]]:
    """With whom each is linked, directly or by others; those that are linked with nobody left out.

    What one brings or when it is done may change what those are worth and when they may begin.
    """
    linked: dict[InitiativeId, set[InitiativeId]] = defaultdict(set)
    links = {*of.snapshot.dependencies, *of.frame.dependencies}
    pairs = [(InitiativeId(one.from_id), InitiativeId(one.to_id)) for one in links]
    pairs += [(c.initiative, needed) for c in of.choice_set.choices for needed in c.needs]
    for one, other in pairs:
        linked[one].add(other)
        linked[other].add(one)
    found: dict[InitiativeId, frozenset[InitiativeId]] = {}
    for first in linked:
        if first not in found:
            reached, waiting = {first}, [first]
            while waiting:
                new = linked[waiting.pop()] - reached
                reached |= new
                waiting += new
            found |= dict.fromkeys(reached, frozenset(reached))
    return found
