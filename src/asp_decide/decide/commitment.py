"""A commitment at the planning of an interval: by value, within what is demonstrated."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from asp_decide.decide.commitment_candidates import Candidate, Weighable, weighable
from asp_decide.decide.commitment_filling import Filled, Filling, price_of
from asp_decide.decide.commitment_programme import ShareBound, SkillOfStream, share_bounds
from asp_decide.decide.commitment_rooms import Room
from asp_decide.decide.delivery_judging import JudgedDelivery
from asp_decide.decide.feature_conflicts import Conflict, conflicts
from asp_decide.delivery.feature_worth import expected_value
from asp_decide.model.feature import Feature
from asp_decide.model.ids import FeatureId, ValueStreamId
from asp_decide.model.interval import Interval
from asp_decide.optimize.solver import Means

type Where = Literal["carry", "commit", "stretch", "defer", "review"]


@dataclass(frozen=True, slots=True)
class Decided:
    """What is proposed for one feature, why, and what the alternative costs.

    `delay_cost` is its cost of delay over the interval, None where nobody has stated one. `price`
    is the value that a commitment with it would have less; None where it cannot be committed.
    """

    feature: Feature
    where: Where
    value: Fraction | None
    delay_cost: Fraction | None
    rules: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    price: Fraction | None = None


@dataclass(frozen=True, slots=True)
class RulePrice:
    """What a rule on the shares of a commitment costs: value left out, and what is delayed for it.

    `reached` is what the share comes to in team-weeks, of `asked`: less where there is not enough
    to commit to, and None where the rule is not about a share. `delay_cost` is that of `delayed`
    over the interval, None where one of them states none.
    """

    rule: str
    stream: ValueStreamId
    asked: Fraction | None = None
    reached: Fraction | None = None
    value: Fraction = Fraction(0)
    delayed: tuple[FeatureId, ...] = ()
    delay_cost: Fraction | None = None


@dataclass(frozen=True, slots=True)
class StreamCommitment:
    """One value stream: its room, every feature that is asked about, what its brake costs."""

    room: Room
    decided: tuple[Decided, ...]
    prices: tuple[RulePrice, ...]

    def effort(self, *where: Where) -> Fraction:
        """Mean team-weeks of what stands there."""
        efforts = [d.feature.remaining_effort for d in self.decided if d.where in where]
        return sum((one.mean for one in efforts if one is not None), Fraction(0))

    def value(self, *where: Where) -> Fraction:
        """Expected value of what stands there, as far as it is known."""
        return sum((d.value for d in self.decided if d.where in where and d.value), Fraction(0))


@dataclass(frozen=True, slots=True)
class Commitment:
    """The commitments of all streams for an interval: they share links, so they share a programme.

    `gap` is the proven share of value by which a better one could be better; 0 is proven best.
    """

    interval: Interval
    streams: tuple[StreamCommitment, ...]
    conflicts: tuple[Conflict, ...]
    gap: Fraction | None


def commitment(judged: JudgedDelivery, means: Means) -> Commitment:
    """What each stream could commit to. It recommends; teams commit.

    Raises NoFeasiblePlanError where what rules commit does not fit, and what the solver raises.
    """
    weighed = weighable(judged)
    bounds = share_bounds(judged, weighed)
    firm = {stream: room.left for stream, room in weighed.rooms.items() if not room.cannot}
    first = Filling(weighed, firm, means, _firm_skills(weighed)).fill(bounds)
    planning = _Planning(judged, weighed, bounds, first, means)
    decided = planning.decided()
    prices = tuple(planning.prices(firm))
    planned = frozenset(d.feature.id for d in decided if d.where in {"commit", "carry"})
    return Commitment(
        interval=judged.grounds.interval,
        streams=tuple(
            StreamCommitment(
                room,
                tuple(d for d in decided if d.feature.value_stream_id == stream),
                tuple(price for price in prices if price.stream == stream),
            )
            for stream, room in weighed.rooms.items()
        ),
        conflicts=conflicts(judged.grounds, planned),
        gap=first.gap,
    )


def _firm_skills(weighed: Weighable) -> dict[SkillOfStream, Fraction]:
    return {
        (stream, skill): scarce.left
        for stream, room in weighed.rooms.items()
        for skill, scarce in room.skills.items()
    }


@dataclass(frozen=True, slots=True)
class _Planning:
    """A commitment that was found, and what everything else is told against."""

    judged: JudgedDelivery
    weighed: Weighable
    bounds: Sequence[ShareBound]
    first: Filled
    means: Means

    def decided(self) -> list[Decided]:
        """Every feature with its place: what goes on first, then what is committed, and so on."""
        stretched = self._stretched().taken
        rooms = self.weighed.rooms.values()
        found = [self._told(one, "carry", ("under way",)) for room in rooms for one in room.carried]
        found += [self._placed(one, stretched) for one in self.weighed.candidates]
        found += [
            replace(self._told(one.feature, one.answer, one.told), rules=one.rules)
            for one in self.weighed.rest
        ]
        rank: Mapping[Where, int] = {"carry": 0, "commit": 1, "stretch": 2, "defer": 3, "review": 4}
        return sorted(found, key=lambda d: (rank[d.where], -(d.value or 0), d.feature.id))

    def prices(self, rooms: Mapping[ValueStreamId, Fraction]) -> Iterator[RulePrice]:
        """What each rule on shares costs, and what it costs a stream to hold its intake."""
        skills = _firm_skills(self.weighed)
        for bound in self.bounds:
            others = [other for other in self.bounds if other != bound]
            freed = Filling(self.weighed, rooms, self.means, skills).fill(others)
            reached = self.first.effort_of(self.weighed, bound.members) + bound.carried
            told = RulePrice(bound.rule, bound.stream, bound.amount, reached)
            yield self._priced(told, freed, self.weighed)
        for stream in rooms:
            brake = self.judged.answer("quality_brake", "value_stream", stream)
            if brake is not None and brake.answer == "hold_intake":
                open_to_all = weighable(self.judged, with_brake=False)
                freed = Filling(open_to_all, rooms, self.means, skills).fill(self.bounds)
                yield self._priced(RulePrice(", ".join(brake.by), stream), freed, open_to_all)

    def _stretched(self) -> Filled:
        """What could be begun beyond the commitment, if an interval goes as expected."""
        taken = self.first.taken
        left = [one for one in self.weighed.candidates if one.feature.id not in taken]
        freed = tuple(
            replace(one, must=(), waits_for=tuple(e for e in one.waits_for if e not in taken))
            for one in left
        )
        room = {
            stream: max(
                Fraction(0),
                (room.capacity.likely or Fraction(0))
                - room.carried_effort
                - self.first.effort_in(self.weighed, stream),
            )
            for stream, room in self.weighed.rooms.items()
            if not room.cannot
        }
        weighed = replace(self.weighed, candidates=freed)
        skills = {
            (stream, skill): max(Fraction(0), scarce.beyond - self._taken_of(stream, skill))
            for stream, of_it in self.weighed.rooms.items()
            for skill, scarce in of_it.skills.items()
        }
        return Filling(weighed, room, self.means, skills).fill(to="stretch")

    def _taken_of(self, stream: ValueStreamId, skill: str) -> Fraction:
        members = {
            one.feature.id
            for one in self.weighed.candidates
            if (one.feature.value_stream_id, one.feature.skill) == (stream, skill)
        }
        return self.first.effort_of(self.weighed, members)

    def _placed(self, one: Candidate, stretched: frozenset[FeatureId]) -> Decided:
        id_ = one.feature.id
        if id_ in self.first.taken:
            return replace(self._told(one.feature, "commit", ()), rules=one.must)
        where: Where = "stretch" if id_ in stretched else "defer"
        if "commit" not in one.may:
            return self._told(one.feature, where, ("a rule keeps it out of the commitment",))
        room = self.weighed.rooms[one.feature.value_stream_id]
        told = "what it would displace is worth more"
        scarce = room.skills.get(one.feature.skill or "")
        if one.effort > room.left:
            told = "it alone takes more than may be committed"
        elif scarce is not None and one.effort > scarce.left:
            told = f"it alone takes more of {one.feature.skill} than may be committed"
        price = price_of(one, self.first, self.means)
        return replace(self._told(one.feature, where, (told,)), price=price)

    def _told(self, one: Feature, where: Where, told: tuple[str, ...]) -> Decided:
        return Decided(one, where, expected_value(one), self._delay_cost(one), told=told)

    def _priced(self, told: RulePrice, freed: Filled, weighed: Weighable) -> RulePrice:
        delayed = [
            one.feature
            for one in weighed.candidates
            if one.feature.value_stream_id == told.stream
            and one.feature.id in freed.taken - self.first.taken
        ]
        costs = [self._delay_cost(one) for one in delayed]
        known = [cost for cost in costs if cost is not None]
        return replace(
            told,
            value=max(Fraction(0), freed.value - self.first.value),
            delayed=tuple(one.id for one in delayed),
            delay_cost=sum(known, Fraction(0)) if len(known) == len(costs) else None,
        )

    def _delay_cost(self, one: Feature) -> Fraction | None:
        """What it loses if it is left for the next interval."""
        cost = one.cost_of_delay
        return None if cost is None else cost.mean * self.judged.grounds.interval.weeks
