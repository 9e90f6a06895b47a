"""What may be pulled next, what to help finish before, and what waits by which rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from asp_decide.clauses.bounded import CountOf
from asp_decide.clauses.clause import LimitClause
from asp_decide.decide.delivery_judging import JudgedDelivery
from asp_decide.decide.escalation_clock import Clock
from asp_decide.decide.helping import Help, helps
from asp_decide.delivery.feature_worth import in_order
from asp_decide.model.feature import Feature
from asp_decide.model.finding import Answer
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.subject import SubjectKey
from asp_decide.rules.free_slots import counts_in

REPAIRING = frozenset({"enabler", "technical_quality", "run"})
"""Categories that go on while intake is held: they are what mends the stream, or keeps it up."""

_BESIDE = ("quality_brake", "admit", "expedite_feature", "improvement")
_NOTHING_NEW = frozenset({"open", "still_trying"})

type Kind = Literal["feature", "story"]


@dataclass(frozen=True, slots=True)
class Next:
    """Something that may be pulled now; `place` counts from 1 among its kind in the stream."""

    kind: Kind
    id: str
    name: str
    team: str | None
    place: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Something that waits, or of which somebody has to find out more (`review`), and why."""

    kind: Kind
    id: str
    name: str
    team: str | None
    answer: Literal["wait", "review"]
    rules: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A role that is asked today about something, and the day by which it has to answer."""

    rule: str
    subject: SubjectKey
    clock: Clock
    told: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What the rules answer at another decision point of the stream, by which rules, and why."""

    point: str
    subject: SubjectKey
    answer: str
    rules: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StreamPull:
    """One value stream: help comes before pull, and every wait has its rule.

    `answered` are the questions beside the pull: what is admitted, what may go first, which
    improvement is established, and whether quality holds the intake.
    """

    stream: ValueStreamId
    name: str
    helps: tuple[Help, ...]
    pulls: tuple[Next, ...]
    held: tuple[Held, ...]
    asked: tuple[Asked, ...]
    answered: tuple[Answered, ...] = ()


def pull(judged: JudgedDelivery) -> tuple[StreamPull, ...]:
    """What each stream may pull. It recommends; a team decides."""
    return tuple(_of_stream(judged, stream.id, stream.name) for stream in judged.grounds.streams)


def _of_stream(judged: JudgedDelivery, stream: ValueStreamId, name: str) -> StreamPull:
    pulls, held = _features(judged, stream)
    story_pulls, story_held = _stories(judged, stream)
    is_full = any(_room(judged, one) == 0 for one in _asked_to_pull(judged, stream, "feature"))
    return StreamPull(
        stream=stream,
        name=name,
        helps=tuple(helps(judged, stream, is_full=is_full)),
        pulls=(*pulls, *story_pulls),
        held=(*held, *story_held),
        asked=tuple(_asked(judged, stream)),
        answered=tuple(_answered(judged, stream)),
    )


def _features(judged: JudgedDelivery, stream: ValueStreamId) -> tuple[list[Next], list[Held]]:
    allowed = frozenset(
        one.subject.id
        for one in judged.answers
        if one.point == "expedite_feature" and one.answer == "allow"
    )
    asked = in_order(_asked_to_pull(judged, stream, "feature"), first=allowed)
    brake = judged.answer("quality_brake", "value_stream", stream)
    stops = brake is not None and brake.answer == "hold_intake"
    pulls: list[Next] = []
    held: list[Held] = []
    for one in asked:
        if stops and brake is not None and one.category not in REPAIRING:
            told = judged.sentences(brake.by, brake.subject)
            held.append(_held("feature", one, "wait", brake.by, told))
        else:
            _place(judged, "feature", one, pulls, held)
    return pulls, held


def _stories(judged: JudgedDelivery, stream: ValueStreamId) -> tuple[list[Next], list[Held]]:
    """The stories of each team, in the order of the features that they belong to."""
    stories = _asked_to_pull(judged, stream, "story")
    parents = in_order(one for one in judged.grounds.of_kind("feature"))
    rank = {one.id: place for place, one in enumerate(parents)}
    last = len(rank)

    def place(one: Feature) -> tuple[str, int, str]:
        own = last if one.parent_id is None else rank.get(one.parent_id, last)
        return one.team or "", own, one.id

    pulls: list[Next] = []
    held: list[Held] = []
    for one in sorted(stories, key=place):
        _place(judged, "story", one, pulls, held)
    return pulls, held


def _place(
    judged: JudgedDelivery, kind: Kind, one: Feature, pulls: list[Next], held: list[Held]
) -> None:
    """Into the free places as long as there are any, else among what waits."""
    point = "pull" if kind == "feature" else "pull_story"
    answer = judged.answer(point, kind, one.id)
    assert answer is not None, "only who is asked has a place"
    room = _room(judged, one)
    beside = len(pulls)
    if answer.answer == "pull" and (room is None or beside < room):
        pulls.append(Next(kind, one.id, one.name, one.team, beside + 1, answer.by))
    elif answer.answer == "pull":
        told = f"the free places go to {', '.join(each.id for each in pulls)}"
        held.append(_held(kind, one, "wait", answer.by, (told,)))
    else:
        rules = tuple(dict.fromkeys((*answer.by, *answer.blocked_by)))
        told_by = _why(judged, answer, rules, one)
        word: Literal["wait", "review"] = "review" if answer.answer == "review" else "wait"
        held.append(_held(kind, one, word, rules, told_by))


def _held(
    kind: Kind,
    one: Feature,
    answer: Literal["wait", "review"],
    rules: tuple[str, ...],
    told: Sequence[str],
) -> Held:
    return Held(kind, one.id, one.name, one.team, answer, rules, tuple(told))


def _why(
    judged: JudgedDelivery, answer: Answer, rules: tuple[str, ...], one: Feature
) -> tuple[str, ...]:
    key = answer.subject
    told = judged.sentences(answer.blocked_by, key)
    if told:
        return told
    if answer.answer == "review":
        return judged.unknowns(rules, key) or ("no rule speaks of it",)
    if (room := _room(judged, one)) is not None and room <= 0:
        return tuple(_full(judged, one)) or ("no place is free",)
    return judged.sentences(answer.by, key) or ("no rule lets it in",)


def _full(judged: JudgedDelivery, one: Feature) -> Iterator[str]:
    """The limits that leave no place, in the words of what is counted."""
    limits = {c.heading.rule: c for c in judged.policies.clauses if isinstance(c, LimitClause)}
    for finding in judged.findings:
        clause, key = limits.get(finding.rule), finding.subject
        if clause is None or key is None or not finding.seen:
            continue
        group, seen = judged.subjects[key], finding.seen[0]
        count = seen.values[-1][1] if seen.values else None
        if one.value_stream_id not in group.streams or count is None or seen.limit is None:
            continue
        own = judged.subjects[SubjectKey("story" if one.item == "story" else "feature", one.id)]
        entered = group.attributes.get("state") == "implementing" and one.item == "feature"
        state = "implementing" if one.item == "feature" else "in_progress"
        counted = isinstance(clause.measure, CountOf) and counts_in(clause, own, state)
        if count >= seen.limit and (entered or counted):
            where = "stand in implementing" if entered else f"are counted as {clause.name}"
            yield f"{finding.rule}: {count} {where} and the limit is {seen.limit}"


def _asked_to_pull(judged: JudgedDelivery, stream: ValueStreamId, kind: Kind) -> list[Feature]:
    point = "pull" if kind == "feature" else "pull_story"
    asked = {one.subject.id for one in judged.answers if one.point == point}
    return [
        one
        for one in judged.grounds.of_kind(kind)
        if one.id in asked and one.value_stream_id == stream
    ]


def _room(judged: JudgedDelivery, one: Feature) -> Fraction | None:
    """The free places under the limits; None where that is not known."""
    kind: Kind = "story" if one.item == "story" else "feature"
    return judged.amount(SubjectKey(kind, one.id), "free_slots")


def _asked(judged: JudgedDelivery, stream: ValueStreamId) -> Iterator[Asked]:
    for finding, ticking in judged.escalations():
        subject = finding.subject
        if subject is not None and stream in judged.subjects[subject].streams:
            yield Asked(finding.rule, subject, ticking, finding.message)


def _answered(judged: JudgedDelivery, stream: ValueStreamId) -> Iterator[Answered]:
    """The answers at the points beside the pull, but those by which everything stays as it is."""
    for answer in judged.answers:
        of_stream = stream in judged.subjects[answer.subject].streams
        if not of_stream or answer.point not in _BESIDE or answer.answer in _NOTHING_NEW:
            continue
        rules = tuple(dict.fromkeys((*answer.by, *answer.blocked_by)))
        told = judged.sentences(rules, answer.subject)
        if answer.why == "unknown":
            told = judged.unknowns(rules, answer.subject) or told
        yield Answered(answer.point, answer.subject, answer.answer, rules, told)
