"""How much of what was planned came about: of goals by their value, of sprints by their stories."""

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction

from asp_decide.delivery.flow_figure import FlowFigure
from asp_decide.model.feature import Feature

_STRETCH = "stretch"


def predictability(
    features: Iterable[Feature], *, intervals: Collection[str]
) -> Iterator[FlowFigure]:
    """Value achieved over value planned of the goals of these intervals, as a ratio of sums (F30).

    What was taken in as stretch is not planned: its value counts where it was achieved, and never
    in what it is divided by. A goal that lacks one of the two amounts is left out and counted.
    """
    own = [one for one in features if one.planned_interval in intervals]
    goals = [one for one in own if one.item == "pi_goal"]
    if goals:
        yield reached_of_planned(goals)
    stories = [one for one in own if one.item == "story" and one.commitment == "committed"]
    if stories:
        known = [one.state == "done" for one in stories if one.state is not None]
        share = Fraction(sum(known), len(known)) if known else None
        left_out = len(stories) - len(known)
        yield FlowFigure("sprint predictability", "share", share, len(known), left_out)


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
