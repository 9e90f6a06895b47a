"""Filling the room of an interval with the most value: one programme, solved and certified."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from asp_decide.decide.commitment_candidates import Candidate, Weighable
from asp_decide.decide.commitment_programme import (
    ShareBound,
    SkillOfStream,
    commitment_programme,
    committing,
    named,
    pinned,
)
from asp_decide.delivery.feature_worth import in_order
from asp_decide.errors import NoFeasiblePlanError
from asp_decide.model.ids import FeatureId, InitiativeId, ValueStreamId
from asp_decide.optimize.evaluation import loss_of
from asp_decide.optimize.exact_solve import solve_exactly
from asp_decide.optimize.pipeline import Solved, solve_programme
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.solver import Means


@dataclass(frozen=True, slots=True)
class Filled:
    """The features that fill the room best, with the programme that shows it.

    `solved` is None where there was nothing to choose.
    """

    taken: frozenset[FeatureId]
    value: Fraction
    programme: Programme
    solved: Solved | None
    order: Mapping[InitiativeId, int]

    @property
    def gap(self) -> Fraction | None:
        """The proven share of value by which another filling could be better."""
        return Fraction(0) if self.solved is None else self.solved.certificate.gap

    def effort_in(self, weighed: Weighable, stream: ValueStreamId) -> Fraction:
        """Mean team-weeks of what is taken in a stream."""
        own = [one for one in weighed.candidates if one.feature.value_stream_id == stream]
        return self.effort_of(weighed, {one.feature.id for one in own})

    def effort_of(self, weighed: Weighable, members: Collection[FeatureId]) -> Fraction:
        """Mean team-weeks of those among these that are taken."""
        return sum(
            (
                one.effort
                for one in weighed.candidates
                if one.feature.id in members and one.feature.id in self.taken
            ),
            Fraction(0),
        )


@dataclass(frozen=True, slots=True)
class Filling:
    """What is filled: candidates, the team-weeks that each stream may take, and who solves.

    `skills` are the team-weeks that it may take of each scarce skill.
    """

    weighed: Weighable
    room_of: Mapping[ValueStreamId, Fraction]
    means: Means
    skills: Mapping[SkillOfStream, Fraction] = field(default_factory=dict)

    def fill(
        self, bounds: Sequence[ShareBound] = (), *, to: Literal["commit", "stretch"] = "commit"
    ) -> Filled:
        """The most value within the room, the shares and the links; equals in the order of delay.

        A floor under a share that cannot be reached holds as far as it can be: it would else make
        every commitment infeasible, and tell nobody what is lacking. Raises NoFeasiblePlanError
        where what rules commit does not fit.
        """
        allowed = replace(self.weighed, candidates=_allowed(self.weighed.candidates, to))
        own = replace(self, weighed=allowed)
        try:
            return own.solved(bounds)
        except NoFeasiblePlanError:
            floors = [bound for bound in bounds if bound.is_floor]
            if not floors:
                raise
        held = [bound for bound in bounds if not bound.is_floor]
        for floor in floors:
            held.append(own.reachable(floor, held))
        return own.solved(held)

    def reachable(self, floor: ShareBound, held: Sequence[ShareBound]) -> ShareBound:
        """The floor, lowered to what its members can come to where all others hold."""
        members = tuple(
            replace(one, value=one.effort if one.feature.id in floor.members else Fraction(0))
            for one in self.weighed.candidates
        )
        most = replace(self, weighed=replace(self.weighed, candidates=members)).solved(held)
        return replace(floor, amount=min(floor.amount, floor.carried + most.value))

    def solved(self, bounds: Sequence[ShareBound]) -> Filled:
        """The most value where all bounds hold as they stand. Raises NoFeasiblePlanError."""
        candidates = self.weighed.candidates
        ordered = in_order(each.feature for each in candidates)
        order = {named(one.id): place for place, one in enumerate(ordered)}
        programme = commitment_programme(self.weighed, bounds, self.room_of, self.skills)
        if not programme.choices:
            return Filled(frozenset(), Fraction(0), programme, None, order)
        solved = solve_programme(programme, self.means, order=order)
        chosen = set(solved.taken)
        taken = [one for one in candidates if committing(one.feature.id) in chosen]
        return Filled(
            taken=frozenset(one.feature.id for one in taken),
            value=sum((one.value for one in taken), Fraction(0)),
            programme=programme,
            solved=solved,
            order=order,
        )


def price_of(one: Candidate, filled: Filled, means: Means) -> Fraction | None:
    """The value that the best filling with this one has less; None if there is none with it.

    Found by asking again and counted exactly; only the filling itself is certified.
    """
    if filled.solved is None:
        return None
    programme = pinned(filled.programme, one.feature.id)
    again = solve_exactly(programme, means)
    if again.taken is None:
        return None
    loss = loss_of(programme, programme.numbers(again.taken))
    return max(Fraction(0), loss - filled.solved.certificate.loss)


def _allowed(
    candidates: Sequence[Candidate], to: Literal["commit", "stretch"]
) -> tuple[Candidate, ...]:
    """Those that may stand there, and with them all that they wait for."""
    kept = {one.feature.id: one for one in candidates if to in one.may}
    while lost := [one for one in kept.values() if not kept.keys() >= set(one.waits_for)]:
        for one in lost:
            del kept[one.feature.id]
    return tuple(kept.values())
