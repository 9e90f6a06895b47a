"""The flow of features: options upstream, planning as the boundary of commitment, then flow."""

from asp_decide.flows.flow import Flow, Move, State

_PRODUCT, _TEAM = "product_manager", "team"
_IN_FLOW = ("implementing", "integrating", "verifying", "deploying")
WHY_GIVEN_UP = (
    "not_worth_cost",
    "no_effect",
    "duplicate",
    "no_longer_needed",
    "breaks_requirement",
)
"""Why something of a value stream ends without being done: features and improvements alike."""

STATES = (
    State("funnel", "pool", "somebody thinks that it would help"),
    State("analyzing", "stage", "what it would bring and take is being found out"),
    State("ready", "queue", "it could be committed at the next planning"),
    State("implementing", "stage", "teams build it"),
    State("integrating", "stage", "its stories are brought together"),
    State("verifying", "stage", "it is held against acceptance, quality gates and requirements"),
    State("deploying", "stage", "it is on its way to production"),
    State("released", "end", "those who need it can use it"),
    State("discarded", "end", "it was given up before anybody was committed to it"),
    State("withdrawn", "end", "it was given up after work on it had begun"),
)

FEATURE_FLOW = Flow(
    item="feature",
    starts="analyzing",
    done="released",
    states=STATES,
    moves=(
        Move("D1", None, "funnel", _PRODUCT, "somebody names it"),
        Move("D2", "funnel", "analyzing", _PRODUCT, "a go: worth its analysis", point="admit"),
        Move(
            "D3",
            "analyzing",
            "ready",
            _PRODUCT,
            "hypothesis, acceptance, and a trace to an initiative or to a standing class",
            point="admit",
        ),
        Move("D4", "ready", "analyzing", _PRODUCT, "it no longer meets the definition of ready"),
        Move("D5", "ready", "implementing", _TEAM, "committed, and a slot is free", point="pull"),
        Move("D6", "implementing", "integrating", _TEAM, "its stories are done"),
        Move("D7", "integrating", "verifying", _TEAM, "its stories work together"),
        Move("D8", "verifying", "deploying", "product_owner", "acceptance, gates and requirements"),
        Move("D9", "deploying", "released", _PRODUCT, "it is in production and can be used"),
        *(
            Move("D10", state, "implementing", _TEAM, "what was found has to be mended")
            for state in _IN_FLOW[1:]
        ),
        *(
            Move("D11", state, "discarded", _PRODUCT, "a no-go: not worth its rest", point="admit")
            for state in ("funnel", "analyzing", "ready")
        ),
        *(
            Move("D12", state, "withdrawn", _PRODUCT, "a no-go, at the cost of what was done")
            for state in _IN_FLOW
        ),
    ),
    reasons={"discarded": WHY_GIVEN_UP, "withdrawn": WHY_GIVEN_UP},
)
"""Rejection gets dearer with every step; nothing is committed but at planning."""
