"""The flow of improvements: done is what has become a habit, and not what was ticked off."""

from asp_decide.delivery.feature_flow import WHY_GIVEN_UP
from asp_decide.flows.flow import Flow, Move, State

_TEAM, _STREAM = "team", "value_stream_owner"

IMPROVEMENT_FLOW = Flow(
    item="improvement",
    starts="chosen",
    done="established",
    states=(
        State("sensed", "pool", "somebody feels a friction and says what it does"),
        State("chosen", "queue", "the behaviour that is wanted, and its measure, are named"),
        State("trying", "stage", "at least one team does it the new way"),
        State("adopted", "stage", "the behaviour was at its target in one period"),
        State("established", "end", "it holds without support, period after period"),
        State("abandoned", "end", "it was given up"),
    ),
    moves=(
        Move("E1", None, "sensed", _TEAM, "the friction and its effect are described"),
        Move("E2", "sensed", "chosen", _STREAM, "target behaviour, its measure, and capacity"),
        Move("E3", "chosen", "trying", _TEAM, "the change is in place with at least one team"),
        Move("E4", "trying", "adopted", _TEAM, "the behaviour is at its target in one period"),
        Move(
            "E5",
            "adopted",
            "established",
            _STREAM,
            "evidence over the periods that policy asks",
            point="improvement",
        ),
        Move("E6", "adopted", "trying", _TEAM, "the behaviour has slipped"),
        *(
            Move("E7", state, "abandoned", _STREAM, "a reason")
            for state in ("sensed", "chosen", "trying", "adopted")
        ),
    ),
    reasons={"abandoned": WHY_GIVEN_UP},
)
"""Closing the action is no end of this flow: only behaviour that is established is."""
