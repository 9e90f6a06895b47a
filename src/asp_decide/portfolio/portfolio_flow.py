"""The flow of initiatives through sensing, discovery, delivery and learning, by its two gates."""

from dataclasses import replace

from asp_decide.flows.flow import Flow, Move, State

_BOARD, _MANAGER, _LEAD = "portfolio_board", "portfolio_manager", "initiative_lead"
_QUEUES = ("discovery_queue", "delivery_queue")


def _gate(name: str, source: str, target: str, guard: str, point: str) -> Move:
    """A move that the board decides, on record."""
    return Move(name, source, target, _BOARD, guard, recorded=True, point=point)


_STATES = (
    State("intake", "pool", "a need was raised; nothing is judged here"),
    State("triage", "stage", "is it worth examining?"),
    State("held", "pool", "the question waits for its day or for news"),
    State("discovery_queue", "queue", "it waits for somebody to analyse it"),
    State("investigate", "stage", "is the problem real, and what would it take?"),
    State("investment_framing", "stage", "is it a sound investment?"),
    State("delivery_queue", "queue", "it is funded and waits for capacity"),
    State("implementing", "stage", "are we getting the value that was expected?"),
    State("outcome_assessment", "stage", "did it work?"),
    State("rejected", "end", "not worth examining"),
    State("declined", "end", "not worth funding"),
    State("stopped", "end", "not worth going on with"),
    State("superseded", "end", "merged, or no longer of use to anybody"),
    State("assessed", "end", "what came of it is known, or known to be unknowable"),
)

_MOVES = (
    Move("P1", None, "intake", _MANAGER, "a sponsor with a mandate, and something to examine"),
    Move("P2", "intake", "triage", _MANAGER, "registered", point="intake"),
    _gate("P3", "triage", "discovery_queue", "Gate 1: a theme or requirement", "gate_1"),
    _gate("P4", "triage", "rejected", "Gate 1: a reason", "gate_1"),
    _gate("P4", "triage", "held", "Gate 1: a reason", "gate_1"),
    Move(
        "P5",
        "discovery_queue",
        "investigate",
        _MANAGER,
        "the first that may be; a free slot",
        point="analysis",
    ),
    Move("P6", "investigate", "investment_framing", _LEAD, "enough is understood; a free slot"),
    _gate("P7", "investment_framing", "delivery_queue", "Gate 2: a whole case", "gate_2"),
    _gate("P8", "investment_framing", "investigate", "Gate 2: what is missing", "gate_2"),
    _gate("P8", "investment_framing", "declined", "Gate 2: a reason", "gate_2"),
    Move(
        "P9",
        "delivery_queue",
        "implementing",
        _MANAGER,
        "a slot in every stream",
        recorded=True,
        point="start",
    ),
    _gate("P10", "implementing", "implementing", "continue, review or redirect", "validation"),
    _gate("P11", "implementing", "stopped", "a reason, and how it is closed", "validation"),
    Move("P12", "implementing", "outcome_assessment", _LEAD, "the last slice can be used"),
    Move("P13", "outcome_assessment", "assessed", _MANAGER, "a verdict", point="outcome"),
    *(
        _gate("P14", queue, "triage", "what it was for has changed", "relevance")
        for queue in _QUEUES
    ),
    *(Move("P15", queue, "superseded", _MANAGER, "a reason", recorded=True) for queue in _QUEUES),
    _gate(
        "P16", "implementing", "delivery_queue", "pause: what beginning again costs", "validation"
    ),
    _gate("P17", "held", "triage", "its day has come, or there is news", "gate_1"),
    _gate("P17", "held", "rejected", "a reason", "gate_1"),
)

PORTFOLIO_FLOW = Flow(
    item="initiative",
    starts="delivery_queue",
    done="outcome_assessment",
    states=_STATES,
    moves=_MOVES,
    reasons={
        "rejected": ("not_relevant", "not_worth_examining", "duplicate"),
        "declined": ("value_below_cost", "breaks_requirement", "not_feasible"),
        "stopped": (
            "kill_criterion",
            "value_not_realised",
            "better_use_of_capacity",
            "assumption_failed",
            "theme_ended",
        ),
        "superseded": ("merged", "window_closed", "obsolete", "theme_done"),
        "assessed": ("confirmed", "partly", "refuted", "not_measurable"),
    },
)
"""A gate is a move that somebody decides: none opens by itself. The clock starts at Gate 2."""

_IN_DELIVERY = {"delivery_queue", "implementing", "outcome_assessment", "stopped", "assessed"}

STRATEGIC_FLOW = replace(
    PORTFOLIO_FLOW,
    item="strategic initiative",
    starts="investigate",
    done="superseded",
    states=tuple(state for state in _STATES if state.name not in _IN_DELIVERY),
    moves=(
        *(move for move in _MOVES if not _IN_DELIVERY & {move.source, move.target}),
        Move(
            "P15", "investment_framing", "superseded", _MANAGER, "its theme is done", recorded=True
        ),
    ),
)
"""It yields initiatives, which pass Gate 2 one by one; itself it never enters delivery."""
