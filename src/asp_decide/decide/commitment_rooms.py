"""How much a stream may commit in an interval: what it has shown, less what is under way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.clauses.bounded import SubjectMeasure
from asp_decide.clauses.clause import LimitClause
from asp_decide.clauses.own_limits import limit_for
from asp_decide.decide.delivery_judging import JudgedDelivery
from asp_decide.delivery.interval_capacity import IntervalCapacity, capacity_of, scarce_skills
from asp_decide.model.delivery_catalogue import IN_PROGRESS
from asp_decide.model.feature import Feature
from asp_decide.model.finding import Truth
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.subject import SubjectKey
from asp_decide.rules.applicability import applies

_LOAD = "commitment_load"
_STATED = "capacity_age"


@dataclass(frozen=True, slots=True)
class SkillRoom:
    """What a stream may commit of a scarce skill, in team-weeks; `why` says what is not known.

    `left` is what is firm less what is under way, `beyond` what is likely less that.
    """

    left: Fraction
    beyond: Fraction
    why: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """What a stream may commit in the interval, in team-weeks, and by which rule.

    `carried` is what is under way and goes on: it comes first, and takes `carried_effort`. `cannot`
    says why nothing can be decided here; the amounts are then of no use. `skills` are those that
    are scarce: of each no more is committed than there is of it.
    """

    stream: ValueStreamId
    name: str
    capacity: IntervalCapacity
    limit: Fraction
    rule: str
    carried: tuple[Feature, ...]
    carried_effort: Fraction
    cannot: str = ""
    skills: Mapping[str, SkillRoom] = field(default_factory=dict)

    @property
    def left(self) -> Fraction:
        """What may be committed beside what is carried."""
        return max(Fraction(0), self.limit - self.carried_effort)


def room_of(judged: JudgedDelivery, stream: ValueStreamId, name: str) -> Room:
    """What a stream may commit, or why nobody can say."""
    grounds = judged.grounds
    capacity = capacity_of(grounds, stream)
    carried = tuple(
        one
        for one in grounds.of_kind("feature")
        if one.value_stream_id == stream and grounds.state(one) in IN_PROGRESS
    )
    efforts = [
        None if one.remaining_effort is None else one.remaining_effort.mean for one in carried
    ]
    share, rule = _most_committed(judged, stream)
    cannot = _refused(judged, stream)
    if capacity.met_in_85 is None:
        cannot = f"capacity unknown: {capacity.why}"
    unsized = [one.id for one, effort in zip(carried, efforts, strict=True) if effort is None]
    if unsized and not cannot:
        cannot = f"remaining effort of {', '.join(unsized)}, under way, is missing"
    return Room(
        stream=stream,
        name=name,
        capacity=capacity,
        limit=share * (capacity.met_in_85 or 0),
        rule=rule,
        carried=carried,
        carried_effort=sum((effort for effort in efforts if effort is not None), Fraction(0)),
        cannot=cannot,
        skills={
            skill: _skill_room(capacity_of(grounds, stream, skill), carried, skill, share)
            for skill in scarce_skills(grounds, stream)
        },
    )


def _skill_room(
    capacity: IntervalCapacity, carried: Sequence[Feature], skill: str, share: Fraction
) -> SkillRoom:
    efforts = [
        one.remaining_effort.mean
        for one in carried
        if one.skill == skill and one.remaining_effort is not None
    ]
    taken = sum(efforts, Fraction(0))
    return SkillRoom(
        left=max(Fraction(0), share * (capacity.met_in_85 or 0) - taken),
        beyond=max(Fraction(0), (capacity.likely or Fraction(0)) - taken),
        why=capacity.why if capacity.met_in_85 is None else "",
    )


def _refused(judged: JudgedDelivery, stream: ValueStreamId) -> str:
    """Which rule does not take the stated capacity of the stream for known; empty if none."""
    key = SubjectKey("value_stream", stream)
    for finding in judged.findings:
        for seen in finding.seen:
            owed = finding.result in {"unmet", "unknown"} and seen.truth is not Truth.TRUE
            if owed and seen.name == _STATED and key in seen.via:
                value = seen.values[-1][1] if seen.values else None
                told = seen.why or "missing"
                if value is not None:
                    told = f"it was stated {decimal_text(value, 1)} weeks ago"
                return f"capacity unknown: {told} ({finding.rule})"
    return ""


def _most_committed(judged: JudgedDelivery, stream: ValueStreamId) -> tuple[Fraction, str]:
    """The least share of firm capacity that binding rules allow; all of it where none speaks."""
    key = SubjectKey("value_stream", stream)
    in_force = applies(judged.policies, judged.findings)
    bounds = [
        (limit_for(clause, key, (stream,)).limit, str(clause.heading.rule))
        for clause in judged.policies.clauses
        if isinstance(clause, LimitClause)
        and isinstance(clause.measure, SubjectMeasure)
        and clause.name == _LOAD
        and clause.at_most is not None
        and clause.enforce != "advisory"
        and in_force.get((clause.heading.rule, stream), True)
        and (clause.heading.rule, key) not in judged.policies.suspended
    ]
    return min(bounds, default=(Fraction(1), ""))
