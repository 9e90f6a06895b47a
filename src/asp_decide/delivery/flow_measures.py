"""Everything that a rule may name of stories, improvements, states of a stream, and teams."""

from collections.abc import Iterator
from fractions import Fraction

from asp_decide.delivery.ageing import age, age_against_p85, time_blocked, time_in_state
from asp_decide.delivery.delivery_grounds import DeliveryGrounds
from asp_decide.delivery.interval_history import history_of
from asp_decide.delivery.predictability import done_of_committed, is_committed_story
from asp_decide.model.delivery_catalogue import IN_PROGRESS, UPSTREAM
from asp_decide.model.feature import Feature
from asp_decide.model.interval import Interval
from asp_decide.model.outcome import GRADES, Evidence
from asp_decide.model.subject import History, Measured, Subject, SubjectKey


def measure_stories(grounds: DeliveryGrounds) -> Iterator[Subject]:
    """Every story as rules see it.

    Its sprint has a goal where a row of its team says so; a story of no sprint serves none.
    """
    goals = {(goal.team, goal.planned_sprint) for goal in grounds.of_kind("sprint_goal")}
    for one in grounds.of_kind("story"):
        parent = None if one.parent_id is None else grounds.by_id.get(one.parent_id)
        of_feature = parent is not None and parent.item == "feature"
        yield Subject(
            key=SubjectKey("story", one.id),
            name=one.name,
            attributes={
                "state": grounds.state(one),
                "story_kind": one.story_kind,
                "is_ready": "yes" if one.is_ready else "no",
            },
            fields={
                "acceptance": bool(one.acceptance),
                "sprint_goal": one.planned_sprint is not None
                and (one.team, one.planned_sprint) in goals,
            },
            measures={
                "age_against_p85": age_against_p85(grounds, one),
                "days_blocked": time_blocked(grounds, one),
            },
            links={
                "value_stream": (one.value_stream_id,),
                "feature": (one.parent_id,) if of_feature and one.parent_id else (),
            },
            streams=(one.value_stream_id,),
        )


def measure_improvements(grounds: DeliveryGrounds) -> Iterator[Subject]:
    """Every improvement as rules see it: how far the changed behaviour has come."""
    for one in grounds.of_kind("improvement"):
        yield Subject(
            key=SubjectKey("improvement", one.id),
            name=one.name,
            attributes={"state": grounds.state(one)},
            fields={"hypothesis": bool(one.hypothesis)},
            measures={
                "behaviour_kept": _behaviour_kept(grounds, one),
                "age_in_state": time_in_state(grounds, one),
            },
            links={"value_stream": (one.value_stream_id,)},
            streams=(one.value_stream_id,),
        )


def measure_flow_states(grounds: DeliveryGrounds) -> Iterator[Subject]:
    """Every state in which features of a stream can be open: how many, and how old the oldest."""
    for stream in grounds.streams:
        own = [one for one in grounds.of_kind("feature") if one.value_stream_id == stream.id]
        lost = sorted(one.id for one in own if grounds.state(one) is None)
        for state in (*UPSTREAM, *IN_PROGRESS):
            inside = [one for one in own if grounds.state(one) == state]
            count = Measured(Fraction(len(inside)))
            if lost:
                count = Measured(None, f"where {', '.join(lost)} stands is not known")
            yield Subject(
                key=SubjectKey("flow_state", f"{stream.id}/{state}"),
                name=f"{state} in {stream.name}",
                attributes={"state": state},
                measures={"features_in_state": count, "age_of_oldest": _oldest(grounds, inside)},
                links={"value_stream": (stream.id,)},
                streams=(stream.id,),
            )


def measure_teams(grounds: DeliveryGrounds) -> Iterator[Subject]:
    """Every team as rules see it."""
    for stream in grounds.streams:
        for team in stream.teams:
            yield Subject(
                key=SubjectKey("team", team),
                name=team,
                measures={"sprint_predictability": _predictability(grounds, team)},
                links={"value_stream": (stream.id,)},
                streams=(stream.id,),
            )


def _oldest(grounds: DeliveryGrounds, inside: list[Feature]) -> Measured:
    ages = [age(grounds, one) for one in inside]
    known = [each.value for each in ages if each.value is not None]
    if not inside:
        return Measured(None, "nothing stands there")
    if len(known) < len(inside):
        return Measured(None, next(each.why for each in ages if each.value is None))
    return Measured(max(known))


def _behaviour_kept(grounds: DeliveryGrounds, one: Feature) -> History:
    """By closed interval the share of occasions that evidence states; the best grade counts."""
    rows = [
        row
        for row in grounds.evidence.get(one.id, ())
        if row.informs == "behaviour" and row.estimate is not None
    ]

    def kept(interval: Interval) -> Fraction | None:
        of_it = [row for row in rows if row.interval == interval.id]
        best = min(of_it, key=_strength, default=None)
        return None if best is None or best.estimate is None else best.estimate.mean

    return history_of(grounds.closed, kept, since=lambda interval: kept(interval) is not None)


def _strength(row: Evidence) -> tuple[int, str]:
    return len(GRADES) if row.grade is None else GRADES.index(row.grade), row.id


def _predictability(grounds: DeliveryGrounds, team: str) -> History:
    """By closed interval the committed stories that were done by its last day, of all committed.

    A hole where nothing was committed, or where it is not known when one of them was done.
    """
    stories = [
        one for one in grounds.of_kind("story") if one.team == team and is_committed_story(one)
    ]
    told = {str(one.id): found for one in stories if (found := grounds.history(one)) is not None}

    def done(interval: Interval) -> Fraction | None:
        figure = done_of_committed(stories, told, intervals=(interval,))
        return None if figure.excluded else figure.value

    def planned_any(interval: Interval) -> bool:
        return any(one.planned_interval == interval.id for one in stories)

    return history_of(grounds.closed, done, since=planned_any)
