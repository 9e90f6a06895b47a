"""The flow of stories within a team: pulled, not pushed, and done only when it works as a whole."""

from asp_decide.flows.flow import Flow, Move, State

_OWNER, _TEAM = "product_owner", "team"

TEAM_FLOW = Flow(
    item="story",
    starts="in_progress",
    done="done",
    states=(
        State("backlog", "pool", "it may be wanted some day"),
        State("refinement", "stage", "it is made clear, sized, and given its criteria"),
        State("sprint_backlog", "queue", "it belongs to the goal of a sprint"),
        State("in_progress", "stage", "somebody works on it"),
        State("review", "stage", "it is held against its criteria"),
        State("done", "end", "it works together with all else and could be released"),
    ),
    moves=(
        Move("T1", None, "backlog", _OWNER, "somebody names it"),
        Move("T2", "backlog", "refinement", _OWNER, "it comes near"),
        Move("T3", "refinement", "backlog", _OWNER, "it is clear and waits, or is not wanted yet"),
        Move("T4", "backlog", "sprint_backlog", _TEAM, "ready, the sprint's goal, capacity"),
        Move("T5", "refinement", "sprint_backlog", _TEAM, "ready, the sprint's goal, capacity"),
        Move("T6", "sprint_backlog", "in_progress", _TEAM, "a slot is free", point="pull_story"),
        Move("T7", "in_progress", "review", _TEAM, "it is built and tested"),
        Move("T8", "review", "in_progress", _TEAM, "what was found has to be mended"),
        Move("T9", "review", "done", _TEAM, "criteria met, integrated, tested"),
        *(
            Move("T10", state, "backlog", _OWNER, "the sprint is over, or its goal has changed")
            for state in ("sprint_backlog", "in_progress", "review")
        ),
    ),
)
"""A story that is not finished with its sprint goes back: nothing is carried over unseen."""
