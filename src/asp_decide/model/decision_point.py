"""The questions that the delivery system asks of each subject in a state, and their answers."""

from dataclasses import dataclass

from asp_decide.model.delivery_catalogue import IN_PROGRESS
from asp_decide.model.initiative import STATE_GROUPS
from asp_decide.model.subject import Layer, SubjectKind


@dataclass(frozen=True, slots=True)
class DecisionPoint:
    """A question of the domain: who is asked, in which states, what may be answered.

    `states` is empty where the state does not matter. `otherwise` are the words that may stand
    where no rule speaks: none of them moves money. Points are answered in the order of the table.
    `asks_for` is an attribute that must be a certain word (`asks_word`), `answered_by` one that
    must still be missing: a signal that somebody has filed is not asked about again. An order may
    leave out an answer of `optional` where no rule of its policies gives it.
    """

    name: str
    layer: Layer
    subject: SubjectKind
    states: tuple[str, ...]
    answers: tuple[str, ...]
    otherwise: tuple[str, ...]
    asks_for: str = ""
    answered_by: str = ""
    asks_word: str = "yes"
    optional: tuple[str, ...] = ()


_QUEUES = ("discovery_queue", "delivery_queue")

DECISION_POINTS: tuple[DecisionPoint, ...] = (
    DecisionPoint(
        "signal",
        "portfolio",
        "signal",
        (),
        ("requirement", "need", "theme_change", "assumption_change", "none"),
        ("review",),
        answered_by="disposition",
    ),
    DecisionPoint(
        "intake",
        "portfolio",
        "initiative",
        ("intake",),
        ("register", "return"),
        ("return", "review"),
    ),
    DecisionPoint(
        "outcome",
        "portfolio",
        "initiative",
        STATE_GROUPS["learning"],
        ("confirmed", "partly", "refuted", "not_measurable"),
        ("review",),
    ),
    DecisionPoint(
        "relevance",
        "portfolio",
        "initiative",
        _QUEUES,
        ("supersede", "return_to_triage", "keep"),
        ("keep", "review"),
    ),
    DecisionPoint(
        "validation",
        "portfolio",
        "initiative",
        STATE_GROUPS["in_delivery"],
        ("stop", "redirect", "pause", "fund_tranche", "continue"),
        ("plan", "review"),
        optional=("fund_tranche",),
    ),
    DecisionPoint(
        "gate_1",
        "portfolio",
        "initiative",
        ("triage", "held"),
        ("examine", "hold", "reject"),
        ("hold", "review"),
    ),
    DecisionPoint(
        "analysis",
        "portfolio",
        "initiative",
        ("discovery_queue",),
        ("start", "wait"),
        ("wait", "plan", "review"),
    ),
    DecisionPoint(
        "gate_2",
        "portfolio",
        "initiative",
        ("investment_framing",),
        ("fund", "fund_tranche", "return", "decline"),
        ("return", "plan", "review"),
    ),
    DecisionPoint(
        "expedite",
        "portfolio",
        "initiative",
        STATE_GROUPS["funded"],
        ("allow", "deny"),
        ("deny", "review"),
        asks_for="expedite",
    ),
    DecisionPoint(
        "start",
        "portfolio",
        "initiative",
        STATE_GROUPS["funded"],
        ("start", "wait"),
        ("wait", "plan", "review"),
    ),
    DecisionPoint(
        "stream",
        "portfolio",
        "value_stream",
        (),
        ("keep", "shrink", "merge", "retire"),
        ("keep", "review"),
    ),
    DecisionPoint(
        "rebalance", "portfolio", "value_stream", (), ("move", "keep"), ("keep", "review")
    ),
    DecisionPoint(
        "reorder", "portfolio", "value_stream", (), ("reorder", "keep"), ("keep", "review")
    ),
    DecisionPoint(
        "quality_brake",
        "delivery",
        "value_stream",
        (),
        ("hold_intake", "shift_to_enablers", "open"),
        ("open", "review"),
    ),
    DecisionPoint(
        "improvement",
        "delivery",
        "improvement",
        ("adopted",),
        ("established", "still_trying", "abandon"),
        ("still_trying", "review"),
    ),
    DecisionPoint(
        "admit",
        "delivery",
        "feature",
        ("funnel", "analyzing"),
        ("admit", "return", "discard"),
        ("return", "review"),
    ),
    DecisionPoint(
        "commit",
        "delivery",
        "feature",
        ("ready",),
        ("commit", "stretch", "defer"),
        ("defer", "plan", "review"),
    ),
    DecisionPoint(
        "expedite_feature",
        "delivery",
        "feature",
        ("ready",),
        ("allow", "deny"),
        ("deny", "review"),
        asks_for="expedite",
    ),
    DecisionPoint(
        "help", "delivery", "feature", IN_PROGRESS, ("swarm", "leave"), ("leave", "review")
    ),
    DecisionPoint(
        "pull",
        "delivery",
        "feature",
        ("ready",),
        ("pull", "wait"),
        ("wait", "review"),
        asks_for="commitment",
        asks_word="committed",
    ),
    DecisionPoint(
        "pull_story",
        "delivery",
        "story",
        ("sprint_backlog",),
        ("pull", "wait"),
        ("wait", "review"),
    ),
)
"""The decision points of both layers, in the order in which they are asked."""

POINTS_BY_NAME = {point.name: point for point in DECISION_POINTS}

ENDS_THE_QUESTIONS = frozenset({"supersede", "return_to_triage"})
"""Answers that take an initiative out of its queue, so that later points are not asked of it."""

LEAVES_WHERE_IT_STANDS = frozenset({"wait", "keep", "hold", "continue", "review"})
"""Answers about an initiative by which nothing becomes of it: it stands tomorrow where it did.

`return` is none of them: at Gate 2 it sends a case back for work.
"""

GATES = frozenset({"gate_1", "gate_2", "validation", "relevance"})
"""Points whose answers only their holder records; starts and waits follow from the order."""
