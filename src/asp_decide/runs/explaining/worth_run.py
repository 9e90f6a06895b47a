"""What more capacity would bring, told for a board."""

from dataclasses import dataclass
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.model.plan import Plan
from asp_decide.report.amounts import figures, figures_between
from asp_decide.report.sections.price_table import NO_DIFFERENCE
from asp_decide.runs.investing.asked_about import asked_about
from asp_decide.runs.investing.plan_run import Progress
from asp_decide.runs.which_plan import NEWEST, Asked
from asp_decide.runs.workspace import Workspace
from asp_decide.scenario.capacity_worth import CapacityWorth, capacity_worth
from asp_decide.scenario.executor import Where

PLACES = 6


@dataclass(frozen=True, slots=True)
class WorthTold:
    """The places where one step more capacity promises most, with what asking again found.

    `most` is how many places were asked for at the most.
    """

    plan: Plan
    most: int
    found: tuple[CapacityWorth, ...]

    @property
    def _in_money(self) -> bool:
        return self.plan.run.capacity_unit == self.plan.run.currency

    @property
    def title(self) -> str:
        """What the table is about."""
        step = "a tenth" if self._in_money else "one team-week"
        return f"What {step} more would bring, money in {self.plan.run.currency}"

    @property
    def line(self) -> str:
        """What it says of the places that are not told; empty where there may be more of them."""
        if len(self.found) >= self.most:
            return ""
        where = "nowhere else" if self.found else "nowhere"
        return (
            f"{where} does one step more capacity by itself promise anything, even if work could "
            "be had in parts; limits, money or links bind before it does"
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        more = ["more"] if self._in_money else []
        return (
            *("value stream", "interval", *more, "it is worth"),
            *("the plan gains", "the best possible gains"),
        )

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A line for each place."""
        return [
            (
                str(one.pool),
                one.interval,
                *([figures(one.more)] if self._in_money else []),
                figures_between(one.low, one.high) if one.measurable else NO_DIFFERENCE,
                figures(one.plan_change),
                figures(one.bound_change),
            )
            for one in self.found
        ]

    def as_json(self) -> dict[str, Any]:
        """The same for machines; amounts are decimal texts."""
        return {
            "schema_version": "1",
            "currency": self.plan.run.currency,
            "capacity_unit": self.plan.run.capacity_unit,
            "worth": [
                {
                    "value_stream": one.pool.value_stream or None,
                    "function": one.pool.function,
                    "skill": one.pool.skill or None,
                    "interval": one.interval,
                    "more": decimal_text(one.more, PLACES),
                    "low": decimal_text(one.low, PLACES),
                    "high": decimal_text(one.high, PLACES),
                    "measurable": one.measurable,
                    "plan_change": decimal_text(one.plan_change, PLACES),
                    "bound_change": decimal_text(one.bound_change, PLACES),
                    "direction": decimal_text(one.direction, PLACES),
                    "sure": decimal_text(one.sure, PLACES),
                }
                for one in self.found
            ],
        }


@dataclass(frozen=True, slots=True)
class WorthOrder:
    """How many places at the most, of which plan, and where the questions are asked."""

    most: int
    asked: Asked = NEWEST
    workers: int = 1
    cluster: str = ""


def worth_run(workspace: Workspace, order: WorthOrder, *, progress: Progress) -> WorthTold:
    """What one step more would bring in the places that promise most.

    Raises UsageError if there is no draft, StalePlanError if facts or policies changed since.
    """
    planned = asked_about(workspace, order.asked, progress)
    found = capacity_worth(
        planned,
        most=order.most,
        counted_in_money=workspace.charter.capacity_unit == "money",
        where=Where(order.workers, order.cluster, batch=1),
        progress=progress,
    )
    return WorthTold(planned.plan, order.most, found)
