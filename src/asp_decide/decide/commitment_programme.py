"""A commitment as a programme: the most value within what each stream may commit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.clauses.bounded import ShareOf
from asp_decide.clauses.clause import LimitClause
from asp_decide.clauses.own_limits import limit_for
from asp_decide.decide.commitment_candidates import Candidate, Weighable
from asp_decide.decide.commitment_rooms import Room
from asp_decide.decide.delivery_judging import JudgedDelivery
from asp_decide.model.choice import Choice, Pool, Step
from asp_decide.model.feature import Feature
from asp_decide.model.ids import FeatureId, InitiativeId, ValueStreamId
from asp_decide.model.subject import SubjectKey
from asp_decide.optimize.programme import Origin, Programme, Row, make_programme, make_row
from asp_decide.rules.applicability import applies
from asp_decide.rules.scopes import member

_ONE = Fraction(1)
_ONE_STEP = (Step(0, "interval", Fraction(0), _ONE, is_tail=False, intervals=()),)


@dataclass(frozen=True, slots=True)
class ShareBound:
    """A binding rule on the share of a stream's firm capacity that goes to some of its features.

    `amount` is in team-weeks, and what is carried counts towards it.
    """

    rule: str
    stream: ValueStreamId
    is_floor: bool
    amount: Fraction
    members: frozenset[FeatureId]
    carried: Fraction


def share_bounds(judged: JudgedDelivery, weighed: Weighable) -> tuple[ShareBound, ...]:
    """The rules in force on what share of its commitment a stream gives to some features."""
    in_force = applies(judged.policies, judged.findings)
    return tuple(
        _share_bound(judged, clause, clause.measure, room, weighed)
        for clause in judged.policies.clauses
        if isinstance(clause, LimitClause)
        and isinstance(clause.measure, ShareOf)
        and clause.measure.quantity == "capacity"
        and clause.per == "value_stream"
        and clause.enforce != "advisory"
        for room in weighed.rooms.values()
        if not room.cannot
        and in_force.get((clause.heading.rule, room.stream), clause.when is None)
        and (clause.heading.rule, _key(room.stream)) not in judged.policies.suspended
    )


type SkillOfStream = tuple[ValueStreamId, str]


def commitment_programme(
    weighed: Weighable,
    bounds: Iterable[ShareBound],
    room_of: Mapping[ValueStreamId, Fraction],
    skills: Mapping[SkillOfStream, Fraction],
) -> Programme:
    """The programme over all candidates: commit or leave, under capacity, shares and links.

    Leaving a feature loses its expected value. `room_of` is what each stream may still take, and
    `skills` what of each scarce skill.
    """
    choices: list[Choice] = []
    for one in weighed.candidates:
        choices += _choices(one)
    number = {choice.initiative: at for at, choice in enumerate(choices) if choice.kind == "whole"}
    rows = [
        *_room_rows(weighed, room_of, number),
        *_skill_rows(weighed, skills, number),
        *(_share_row(bound, weighed.candidates, number) for bound in bounds),
        *_link_rows(weighed.candidates, number),
    ]
    worth = sum((max(Fraction(0), one.value) for one in weighed.candidates), Fraction(0))
    stated = [row for row in rows if row.terms or row.limit > 0]
    return make_programme(choices, stated, worth=worth, grid=_ONE_STEP)


def named(feature: FeatureId) -> InitiativeId:
    """The name under which a programme knows a feature: it groups choices by initiative."""
    return InitiativeId(str(feature))


def committing(feature: FeatureId) -> str:
    """The id of the choice to commit a feature."""
    return f"{feature}/commit"


def pinned(programme: Programme, feature: FeatureId) -> Programme:
    """The same programme with one feature committed, whatever that loses."""
    number = programme.number_of()[committing(feature)]
    return programme.with_rows(
        [make_row(Origin("pin", "pin", feature), "=", _ONE, [(number, _ONE)])]
    )


def _choices(one: Candidate) -> Iterator[Choice]:
    id_ = one.feature.id
    best = max(Fraction(0), one.value)
    yield Choice(
        id=committing(id_),
        initiative=named(id_),
        option="commit",
        kind="whole",
        start=0,
        finish=0,
        value=one.value,
        loss=best - one.value,
        active=(0,),
        streams=(one.feature.value_stream_id,),
    )
    yield Choice(
        id=f"{id_}/leave",
        initiative=named(id_),
        option="leave",
        kind="leave",
        start=None,
        finish=None,
        value=Fraction(0),
        loss=best,
    )


def _room_rows(
    weighed: Weighable,
    room_of: Mapping[ValueStreamId, Fraction],
    number: Mapping[InitiativeId, int],
) -> Iterator[Row]:
    for stream, left in room_of.items():
        room = weighed.rooms[stream]
        terms = [
            (number[named(one.feature.id)], one.effort)
            for one in weighed.candidates
            if one.feature.value_stream_id == stream
        ]
        named_by = Origin("rule", room.rule, stream) if room.rule else None
        origin = named_by or Origin("fact", "capacity", stream)
        yield make_row(origin, "<=", left, terms)


def _skill_rows(
    weighed: Weighable,
    skills: Mapping[SkillOfStream, Fraction],
    number: Mapping[InitiativeId, int],
) -> Iterator[Row]:
    for (stream, skill), left in skills.items():
        terms = [
            (number[named(one.feature.id)], one.effort)
            for one in weighed.candidates
            if (one.feature.value_stream_id, one.feature.skill) == (stream, skill)
        ]
        pool = Pool(stream, "delivery", skill)
        yield make_row(Origin("fact", "capacity", str(pool)), "<=", left, terms)


def _link_rows(
    candidates: Sequence[Candidate], number: Mapping[InitiativeId, int]
) -> Iterator[Row]:
    for one in candidates:
        own = number[named(one.feature.id)]
        for before in one.waits_for:
            origin = Origin("link", "finish_start", f"{before} {one.feature.id}")
            terms = [(own, _ONE), (number[named(before)], -_ONE)]
            yield make_row(origin, "<=", Fraction(0), terms)
        if one.must:
            origin = Origin("answer", ", ".join(one.must), one.feature.id)
            yield make_row(origin, "=", _ONE, [(own, _ONE)])


def _share_row(
    bound: ShareBound, candidates: Sequence[Candidate], number: Mapping[InitiativeId, int]
) -> Row:
    terms = [
        (number[named(one.feature.id)], one.effort)
        for one in candidates
        if one.feature.id in bound.members
    ]
    origin = Origin("rule", bound.rule, bound.stream)
    return make_row(
        origin,
        ">=" if bound.is_floor else "<=",
        max(Fraction(0), bound.amount - bound.carried),
        terms,
    )


def _share_bound(
    judged: JudgedDelivery, clause: LimitClause, measure: ShareOf, room: Room, weighed: Weighable
) -> ShareBound:
    is_floor = clause.at_least is not None
    limit = limit_for(clause, _key(room.stream), (room.stream,)).limit

    def counts(one: Feature) -> bool:
        found = member(judged.subjects[SubjectKey("feature", one.id)], measure.members.where)
        return found is not None and not (is_floor and found.missing)

    carried = [one for one in room.carried if counts(one)]
    members = frozenset(
        one.feature.id
        for one in weighed.candidates
        if one.feature.value_stream_id == room.stream and counts(one.feature)
    )
    efforts = [one.remaining_effort.mean for one in carried if one.remaining_effort is not None]
    return ShareBound(
        rule=str(clause.heading.rule),
        stream=room.stream,
        is_floor=is_floor,
        amount=limit * (room.capacity.met_in_85 or 0),
        members=members,
        carried=sum(efforts, Fraction(0)),
    )


def _key(stream: ValueStreamId) -> SubjectKey:
    return SubjectKey("value_stream", stream)
