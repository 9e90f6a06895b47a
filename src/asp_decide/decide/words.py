"""From rules' answers and the optimizer's choice to the one word that a board reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from asp_decide.model.choice import Choice, Step
from asp_decide.model.finding import Answer
from asp_decide.model.initiative import STATE_GROUPS, Initiative
from asp_decide.model.plan import DecisionWord

_NOT_DECIDED = frozenset(STATE_GROUPS["closed"] + STATE_GROUPS["learning"])
_RUNNING_KINDS = frozenset({"continue", "redirect", "pause", "stop"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The word for one initiative, who gave it, and which choice of the plan stands behind it.

    `starts` says whether the choice's first step is told as the start of its work.
    """

    word: DecisionWord
    point: str
    by: Literal["rules", "plan", "state"]
    answer: Answer | None
    starts: bool


def open_initiatives(initiatives: Sequence[Initiative]) -> tuple[Initiative, ...]:
    """Those that a run decides on: neither closed nor waiting for a verdict on their outcome."""
    return tuple(i for i in initiatives if i.state not in _NOT_DECIDED)


def last_answers(answers: Sequence[Answer]) -> Mapping[str, Answer]:
    """The answer at the last point at which each initiative was asked."""
    return {a.subject.id: a for a in answers if a.subject.kind == "initiative"}


def verdict(
    answer: Answer | None, *, taken: Choice, grid: Sequence[Step], worth_having: bool
) -> Verdict:
    """The word for an initiative, by the last answer and the choice that the optimizer took.

    `worth_having` says whether any of its choices would bring something if capacity were free:
    what waits for capacity waits, what would never pay is declined.
    """
    if answer is None:
        return Verdict("wait", "", "state", None, starts=False)
    if answer.answer != "plan":
        word = cast("DecisionWord", answer.answer)
        if word in {"fund", "fund_tranche"} and not _in_the_plan(taken, grid):
            # The rules allow the money; the plan has no room for it yet.
            return Verdict("wait", answer.point, "plan", answer, starts=False)
        return Verdict(word, answer.point, "rules", answer, starts=word not in {"review", "stop"})
    return Verdict(
        _planned_word(answer.point, taken, grid, worth_having=worth_having),
        answer.point,
        "plan",
        answer,
        starts=taken.kind != "stop",
    )


def _planned_word(
    point: str, taken: Choice, grid: Sequence[Step], *, worth_having: bool
) -> DecisionWord:
    if taken.kind in _RUNNING_KINDS:
        return cast("DecisionWord", taken.kind)
    if taken.kind == "review":
        return "review"
    if point == "validation":
        return "fund_tranche"
    if point == "gate_2":
        if _in_the_plan(taken, grid):
            return "fund_tranche" if taken.kind == "tranche" else "fund"
        return "wait" if worth_having else "decline"
    return "start" if taken.start == 0 else "wait"


def _in_the_plan(taken: Choice, grid: Sequence[Step]) -> bool:
    return taken.start is not None and not grid[taken.start].is_tail
