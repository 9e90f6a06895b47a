"""How much of what was planned came about: of goals by their value, of sprints by their stories."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

from asp_decide.delivery.flow_figure import FlowFigure
from asp_decide.flows.replay import History
from asp_decide.model.feature import Feature
from asp_decide.model.interval import Interval
from asp_decide.model.work_event import end_of_day

_STRETCH = "stretch"


def predictability(
    features: Iterable[Feature],
    stories: Mapping[str, History],
    *,
    intervals: Collection[Interval],
) -> Iterator[FlowFigure]:
    """Value achieved over value planned of the goals of these intervals, as a ratio of sums (F30).

    What was taken in as stretch is not planned: its value counts where it was achieved, and never
    in what it is divided by. A goal that lacks one of the two amounts is left out and counted. Of
    sprints the committed stories count that were done; `stories` are their histories by id.
    """
    names = {one.id for one in intervals}
    own = [one for one in features if one.planned_interval in names]
    goals = [one for one in own if one.item == "pi_goal"]
    if goals:
        yield reached_of_planned(goals)
    if any(is_committed_story(one) for one in own):
        yield done_of_committed(own, stories, intervals=intervals)


def is_committed_story(one: Feature) -> bool:
    """Whether it is a story that a team has committed to."""
    return one.item == "story" and one.commitment == "committed"


def done_of_committed(
    features: Iterable[Feature],
    stories: Mapping[str, History],
    *,
    intervals: Collection[Interval],
) -> FlowFigure:
    """The committed stories of these intervals that were done by its last day, of all of them.

    Events say when. A story of which nothing sound is told is left out and counted.
    """
    ends = {one.id: end_of_day(one.last_day) for one in intervals}
    done: list[bool] = []
    left_out = 0
    for one in features:
        if not is_committed_story(one) or one.planned_interval not in ends:
            continue
        history = stories.get(one.id)
        if history is None or not history.is_sound or not history.stays:
            left_out += 1
            continue
        at = history.first("done")
        done.append(at is not None and at <= ends[one.planned_interval])
    share = Fraction(sum(done), len(done)) if done else None
    return FlowFigure("sprint predictability", "share", share, len(done), left_out)


def reached_of_planned(goals: Collection[Feature]) -> FlowFigure:
    """Value that goals achieved of the value that was planned with them, stretch not planned."""
    planned = achieved = Fraction(0)
    left_out = 0
    for goal in goals:
        if goal.planned_value is None or goal.achieved_value is None:
            left_out += 1
            continue
        achieved += Fraction(goal.achieved_value)
        if goal.commitment != _STRETCH:
            planned += Fraction(goal.planned_value)
    n = len(goals) - left_out
    return FlowFigure(
        "predictability", "share", achieved / planned if planned else None, n, left_out
    )
