"""Decisions in the groups in which a board takes them, and one decision in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.plan import Decision, Plan
from asp_decide.report.amounts import NONE_GIVEN, known

WATERLINE = "waterline"
REVIEW = "review"


@dataclass(frozen=True, slots=True)
class DecisionGroup:
    """A kind of answer as the board takes it.

    Its rows are ordered by the capacity at stake, or else by CD3: the order of a queue.
    """

    name: str
    title: str
    by_capacity: bool = False


GROUPS: tuple[DecisionGroup, ...] = (
    DecisionGroup("stop", "■ Stop", by_capacity=True),
    DecisionGroup("redirect", "◆ Redirect", by_capacity=True),
    DecisionGroup("pause", "❙❙ Pause", by_capacity=True),
    DecisionGroup("continue", "● Continue", by_capacity=True),
    DecisionGroup("now", "▶ Fund or start now"),
    DecisionGroup("fund_later", "▷ Fund now, start later"),
    DecisionGroup("later", "◇ Wait today, start later as foreseen"),
    DecisionGroup("enter", "✚ Register or examine"),
    DecisionGroup("verdict", "✓ Verdicts on what was delivered"),
    DecisionGroup(WATERLINE, "Waterline"),
    DecisionGroup("wait", "○ Wait for capacity"),
    DecisionGroup("stays", "□ Stay where they are: nothing is asked"),
    DecisionGroup("back", "◁ Hold or send back for work"),
    DecisionGroup("decline", "✕ Decline, reject or supersede"),
)
"""In the order of the page: what moves capacity first, then the waterline, then what waits."""

BELOW = ("wait", "stays", "back", "decline")
"""Groups under the waterline: they take no capacity."""

_GROUP_OF: Mapping[str, str] = {
    "register": "enter",
    "examine": "enter",
    "return": "back",
    "return_to_triage": "back",
    "hold": "back",
    "reject": "decline",
    "decline": "decline",
    "supersede": "decline",
    "confirmed": "verdict",
    "partly": "verdict",
    "refuted": "verdict",
    "not_measurable": "verdict",
}


def grouped_decisions(plan: Plan) -> Mapping[str, tuple[Decision, ...]]:
    """The decisions of each group in the order of the page; `review` holds the open questions."""
    orders = {group.name: _order(by_capacity=group.by_capacity) for group in GROUPS}
    orders[REVIEW] = _order(by_capacity=True)
    found: dict[str, list[Decision]] = {name: [] for name in orders}
    for decision in plan.decisions:
        found[_group_of(decision, plan.run.intervals)].append(decision)
    return {name: tuple(sorted(own, key=orders[name])) for name, own in found.items()}


def initiative_name(decision: Decision) -> str:
    """Its name with its id behind, or the id alone where they are the same."""
    if decision.name in {"", decision.initiative}:
        return decision.initiative
    return f"{decision.name} ({decision.initiative})"


def reason_line(decision: Decision) -> str:
    """The reason that stands first, with the rule that gave it.

    Of work that waits it is what stands against it, and not what it would bring.
    """
    if not decision.reasons:
        return "the plan gives no reason" if decision.by == "plan" else "no rule answers otherwise"
    against = [r for r in decision.reasons if decision.decision == "wait" and r.result != "chosen"]
    reason = (against or decision.reasons)[0]
    told = reason.message or reason.rule
    # What the plan says of itself, and of what binds it, needs no source.
    own = reason.rule == "plan" or reason.result == "binds"
    return told if own or reason.rule in told else f"{told} ({reason.rule})"


def decision_word(decision: Decision) -> str:
    """The word, the option behind it where that says more, and the day on which a tranche ends."""
    word = decision.decision.replace("_", " ")
    if decision.option in {None, "", decision.decision}:
        return word
    until = "" if decision.until is None else f" until {decision.until}"
    return f"{word} ({decision.option}{until})"


def subject_words(subject: str) -> str:
    """What a finding speaks of: its kind and its id, and the portfolio by one word."""
    kind, _, id_ = subject.partition(" ")
    return kind if kind == id_ else f"{kind.replace('_', ' ')} {id_}".rstrip()


def when_line(decision: Decision, intervals: Sequence[str]) -> str:
    """From start to finish by interval; what lies behind the last one planned is `later`."""
    start, finish = (
        day if day is None or day in intervals else "later"
        for day in (decision.start, decision.finish)
    )
    if start == finish:
        return start or NONE_GIVEN
    if finish is None:
        return f"from {start}"
    return f"{start} to {finish}" if start else f"to {finish}"


def _group_of(decision: Decision, intervals: Sequence[str]) -> str:
    if decision.by == "state":
        return "stays"
    match decision.decision:
        case "review" | "stop" | "redirect" | "pause" | "continue" as word:
            return word
        case "start":
            return "now"
        case "fund" | "fund_tranche":
            now = "continue" if decision.point == "validation" else "now"
            return now if decision.start in {*intervals[:1], None} else "fund_later"
        case "wait":
            return "later" if decision.start in intervals else "wait"
        case word:
            return _GROUP_OF[word]


def _order(*, by_capacity: bool) -> Callable[[Decision], tuple[bool, Fraction, str]]:
    def key(decision: Decision) -> tuple[bool, Fraction, str]:
        size = known(decision.remaining_effort if by_capacity else decision.cd3)
        return (size is None, -(size or Fraction(0)), decision.initiative)

    return key
