"""Finish before start: what is under way and should be helped before anything else is begun."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.decide.delivery_judging import JudgedDelivery
from asp_decide.model.feature import Feature
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.subject import SubjectKey


@dataclass(frozen=True, slots=True)
class Help:
    """Something under way that others should help to finish, and why it and not another."""

    id: str
    name: str
    team: str | None
    state: str
    age_weeks: Fraction | None
    blocked_weeks: Fraction | None
    rules: tuple[str, ...]
    told: tuple[str, ...]


def helps(judged: JudgedDelivery, stream: ValueStreamId, *, is_full: bool) -> Iterator[Help]:
    """Those that a rule asks to be helped; where the stream is full, its oldest block besides.

    Blocked ones stand first, the longest block before others, then the oldest.
    """
    asked = {
        one.subject.id: one
        for one in judged.answers
        if one.point == "help" and judged.grounds.stream_of_feature(one.subject.id) == stream
    }
    under_way = [one for one in judged.grounds.of_kind("feature") if one.id in asked]
    under_way.sort(key=lambda one: _worst(judged, one))
    for place, one in enumerate(under_way):
        answer = asked[one.id]
        if answer.answer == "swarm":
            told = judged.sentences(answer.by, answer.subject)
            yield _help(judged, one, answer.by, told)
        elif is_full and place == 0:
            blocked = judged.amount(SubjectKey("feature", one.id), "days_blocked")
            why = "is blocked the longest" if blocked else "is the oldest"
            yield _help(judged, one, (), (f"no place is free, and of what is open it {why}",))


def _worst(judged: JudgedDelivery, one: Feature) -> tuple[Fraction, Fraction, str]:
    blocked = judged.amount(SubjectKey("feature", one.id), "days_blocked") or Fraction(0)
    return -blocked, -(judged.amount(SubjectKey("feature", one.id), "age") or Fraction(0)), one.id


def _help(
    judged: JudgedDelivery, one: Feature, rules: tuple[str, ...], told: tuple[str, ...]
) -> Help:
    return Help(
        id=one.id,
        name=one.name,
        team=one.team,
        state=judged.grounds.state(one) or "",
        age_weeks=judged.amount(SubjectKey("feature", one.id), "age"),
        blocked_weeks=judged.amount(SubjectKey("feature", one.id), "days_blocked"),
        rules=rules,
        told=told,
    )
