"""Whether the order of a plan is worth leaving that of an earlier one, told for a portfolio."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.decide.reordering import Found, Moved, Start, StreamOrder, reordering
from asp_decide.model.ids import InitiativeId
from asp_decide.model.plan import Plan
from asp_decide.report.amounts import counted, money
from asp_decide.runs.asked_about import asked_about
from asp_decide.runs.drafts import read_plan
from asp_decide.runs.instruments import judges
from asp_decide.runs.plan_run import Progress
from asp_decide.runs.which_plan import Asked
from asp_decide.runs.workspace import Workspace

_PLACES = 6


@dataclass(frozen=True, slots=True)
class ReorderTold:
    """The streams in which a start has moved since the earlier plan, with gain and answer."""

    plan: Plan
    earlier: Plan
    found: tuple[StreamOrder, ...]

    @property
    def headline(self) -> str:
        """The sum of it."""
        moved = {one.initiative for each in self.found for one in each.moved}
        told = f"{counted(len(moved), 'initiatives')} begin otherwise than in {self.earlier.run.id}"
        return f"{told} as of {self.earlier.run.as_of}"

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return ("stream", "answer", "the new order gains", "by", "moved", "why")

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A line for each stream in which something moved."""
        return [
            (
                str(one.stream),
                "not asked" if one.answer is None else one.answer.answer,
                self._gain(one),
                "" if one.answer is None else ", ".join(one.answer.by),
                "; ".join(_words(each) for each in one.moved),
                "; ".join(one.told) or "no rule asks for another order",
            )
            for one in self.found
        ]

    def as_json(self) -> dict[str, Any]:
        """The same for machines; amounts are decimal texts."""
        return {
            "schema_version": "1",
            "currency": self.plan.run.currency,
            "plan": self.plan.run.id,
            "earlier": self.earlier.run.id,
            "streams": [
                {
                    "stream": one.stream,
                    "answer": None if one.answer is None else one.answer.answer,
                    "rules": [] if one.answer is None else list(one.answer.by),
                    "gain": None if one.gain is None else decimal_text(one.gain, _PLACES),
                    "moved": [
                        {
                            "initiative": each.initiative,
                            "before": each.before.interval,
                            "now": each.now,
                        }
                        for each in one.moved
                    ],
                }
                for one in self.found
            ],
        }

    def _gain(self, one: StreamOrder) -> str:
        if one.gain is None:
            return "the earlier order cannot be kept"
        return money(one.gain, self.plan.run.currency)


def reorder_run(
    workspace: Workspace, before: Path, asked: Asked, *, progress: Progress
) -> ReorderTold:
    """What the order of a plan gains over that of an earlier one, in each stream.

    Raises UsageError where one of them is no plan, StalePlanError, and what solving raises.
    """
    earlier, _ = read_plan(before)
    planned = asked_about(workspace, asked, progress)
    starts = {
        InitiativeId(one.initiative): Start(one.option, one.start)
        for one in earlier.decisions
        if one.option is not None and one.start is not None
    }
    found = Found(planned.outlook.prepared, planned.solved, planned.means, planned.order)
    progress("asking what the earlier order would lose")
    return ReorderTold(planned.plan, earlier, reordering(found, starts, judges("durable")))


def _words(one: Moved) -> str:
    return f"{one.initiative} {one.before.interval} to {one.now or 'not begun'}"
