"""Whether the order of a plan is worth leaving that of an earlier one, told for a portfolio."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.decide.reordering import (
    Found,
    Moved,
    Start,
    StreamOrder,
    reordering,
    starts_that_can_be_kept,
)
from asp_decide.model.ids import InitiativeId, IntervalId
from asp_decide.model.pin import Pin
from asp_decide.model.plan import Plan
from asp_decide.report.amounts import counted, money, percent
from asp_decide.runs.drafts import read_plan
from asp_decide.runs.instruments import judges
from asp_decide.runs.investing.asked_about import asked_about
from asp_decide.runs.investing.plan_run import Progress
from asp_decide.runs.which_plan import Asked
from asp_decide.runs.workspace import Workspace

_PLACES = 6


@dataclass(frozen=True, slots=True)
class ReorderTold:
    """The streams in which a start has moved since the earlier plan, with gain and answer.

    `could_stay` is how many starts of the earlier plan could still be kept.
    """

    plan: Plan
    earlier: Plan
    found: tuple[StreamOrder, ...]
    could_stay: int

    @property
    def headline(self) -> str:
        """The sum of it."""
        moved = counted(self._moved, "initiatives")
        told = f"{moved} begin otherwise than in {self.earlier.run.id} as of"
        return f"{told} {self.earlier.run.as_of}{self._stable}"

    @property
    def pins(self) -> tuple[str, ...]:
        """What a plan is asked for that keeps the earlier starts where the rules say `keep`."""
        kept = [one for one in self.found if one.answer is not None and one.answer.answer == "keep"]
        pins = {
            Pin(each.initiative, IntervalId(each.before.interval)) for o in kept for each in o.moved
        }
        return tuple(map(str, sorted(pins, key=str)))

    @property
    def stability(self) -> Fraction | None:
        """The share of the earlier starts that the plan keeps, of those that it could keep."""
        if not self.could_stay:
            return None
        return 1 - Fraction(self._moved, self.could_stay)

    @property
    def _moved(self) -> int:
        return len({one.initiative for each in self.found for one in each.moved})

    @property
    def _stable(self) -> str:
        if self.stability is None:
            return ""
        return f": {percent(self.stability)} of {self.could_stay} starts that could stay do"

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
            "order_stability": None
            if self.stability is None
            else decimal_text(self.stability, _PLACES),
            "starts_that_could_stay": self.could_stay,
            "pins_that_keep": list(self.pins),
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
    could_stay = starts_that_can_be_kept(found, starts)
    orders = reordering(found, starts, judges("durable"))
    return ReorderTold(planned.plan, earlier, orders, could_stay)


def _words(one: Moved) -> str:
    return f"{one.initiative} {one.before.interval} to {one.now or 'not begun'}"
