"""What could be committed at a planning, and what is not even weighed, each by its rule."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from asp_decide.decide.commitment_rooms import Room, room_of
from asp_decide.decide.delivery_judging import JudgedDelivery
from asp_decide.decide.pull import REPAIRING
from asp_decide.delivery.feature_measures import VERIFIED, predecessors
from asp_decide.delivery.feature_worth import expected_value
from asp_decide.model.delivery_catalogue import IN_PROGRESS
from asp_decide.model.feature import Feature
from asp_decide.model.finding import Answer
from asp_decide.model.ids import FeatureId, ValueStreamId
from asp_decide.optimize.answer_rows import binding_rules

type Place = Literal["commit", "stretch"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feature that could be committed: expected value, mean effort, and where rules let it be.

    `must` is set where a binding rule commits it. `waits_for` are candidates that come with it.
    """

    feature: Feature
    value: Fraction
    effort: Fraction
    may: frozenset[Place]
    must: tuple[str, ...] = ()
    waits_for: tuple[FeatureId, ...] = ()


@dataclass(frozen=True, slots=True)
class NotWeighed:
    """A feature that is deferred, or found out about first, whatever it is worth."""

    feature: Feature
    answer: Literal["defer", "review"]
    rules: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighable:
    """Everything that a planning decides about: rooms by stream, candidates, and the rest."""

    rooms: Mapping[ValueStreamId, Room]
    candidates: tuple[Candidate, ...]
    rest: tuple[NotWeighed, ...]


def weighable(judged: JudgedDelivery, *, with_brake: bool = True) -> Weighable:
    """The features that are asked, as rules, capacity and predecessors leave them.

    `with_brake` says whether a stream that holds its intake takes in only what repairs it.
    """
    rooms = {
        stream.id: room_of(judged, stream.id, stream.name) for stream in judged.grounds.streams
    }
    asked = {one.subject.id: one for one in judged.answers if one.point == "commit"}
    found: list[Candidate] = []
    rest: list[NotWeighed] = []
    for one in judged.grounds.of_kind("feature"):
        if one.id in asked:
            weighed = _weighed(
                judged, one, asked[one.id], rooms[one.value_stream_id], with_brake=with_brake
            )
            if isinstance(weighed, Candidate):
                found.append(weighed)
            else:
                rest.append(weighed)
    kept, waiting = _with_predecessors(judged, found)
    return Weighable(rooms, kept, (*rest, *waiting))


def _weighed(
    judged: JudgedDelivery, one: Feature, answer: Answer, room: Room, *, with_brake: bool
) -> Candidate | NotWeighed:
    if unknown := room.cannot or _skill_unknown(room, one):
        return NotWeighed(one, "review", (), (unknown,))
    binding = binding_rules(answer, judged.policies)
    if answer.answer in {"defer", "review"} and binding:
        word: Literal["defer", "review"] = "review" if answer.answer == "review" else "defer"
        return NotWeighed(one, word, _rules(answer), _why(judged, answer))
    brake = judged.answer("quality_brake", "value_stream", room.stream)
    held = with_brake and brake is not None and brake.answer == "hold_intake"
    if held and brake is not None and one.category not in REPAIRING:
        return NotWeighed(one, "defer", brake.by, judged.sentences(brake.by, brake.subject))
    value, effort = expected_value(one), one.remaining_effort
    if value is None or effort is None:
        lacking = "its value" if value is None else "its remaining effort"
        return NotWeighed(one, "review", (), (f"{lacking} is missing",))
    places: tuple[Place, ...] = ("commit", "stretch")
    may = frozenset(place for place in places if place not in answer.blocked_answers)
    if binding and answer.answer == "stretch":
        may &= {"stretch"}
    if not may:
        return NotWeighed(one, "defer", _rules(answer), _why(judged, answer))
    must = answer.by if binding and answer.answer == "commit" else ()
    return Candidate(one, value, effort.mean, may, must)


def _skill_unknown(room: Room, one: Feature) -> str:
    """Why it is not known how much there is of the scarce skill that it needs; empty if it is."""
    scarce = room.skills.get(one.skill or "")
    if scarce is None or not scarce.why:
        return ""
    return f"capacity of {one.skill} is not known: {scarce.why}"


def _rules(answer: Answer) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*answer.by, *answer.blocked_by)))


def _why(judged: JudgedDelivery, answer: Answer) -> tuple[str, ...]:
    told = judged.sentences(_rules(answer), answer.subject)
    if answer.why == "unknown":
        told = judged.unknowns(_rules(answer), answer.subject) or told
    return told or ("no rule speaks for it",)


def _with_predecessors(
    judged: JudgedDelivery, found: Sequence[Candidate]
) -> tuple[tuple[Candidate, ...], tuple[NotWeighed, ...]]:
    """Candidates with those that they wait for; who waits for nobody's work is deferred."""
    before = predecessors(judged.grounds)
    kept = {one.feature.id: one for one in found}
    waiting: list[NotWeighed] = []
    while lost := [
        (one, gone)
        for one in kept.values()
        if (gone := _unplanned(judged, before.get(one.feature.id, ()), kept))
    ]:
        for one, gone in lost:
            told = f"it waits for {', '.join(gone)}, which nobody plans for this interval"
            waiting.append(NotWeighed(one.feature, "defer", (), (told,)))
            del kept[one.feature.id]
    return (
        tuple(
            Candidate(
                one.feature,
                one.value,
                one.effort,
                one.may,
                one.must,
                tuple(each for each in before.get(one.feature.id, ()) if each in kept),
            )
            for one in kept.values()
        ),
        tuple(waiting),
    )


def _unplanned(
    judged: JudgedDelivery, before: Iterable[FeatureId], kept: Mapping[FeatureId, Candidate]
) -> tuple[FeatureId, ...]:
    """Predecessors that are neither verified, nor under way, nor weighed."""
    settled = VERIFIED | frozenset(IN_PROGRESS)
    grounds = judged.grounds
    return tuple(
        each
        for each in before
        if each not in kept
        and ((one := grounds.by_id.get(each)) is None or grounds.state(one) not in settled)
    )
