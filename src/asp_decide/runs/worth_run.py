"""What more capacity would bring, told for a board."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.model.plan import Plan
from asp_decide.report.amounts import money, money_between, quantity
from asp_decide.report.price_table import NO_DIFFERENCE
from asp_decide.runs.plan_run import Progress
from asp_decide.runs.why_not_run import planned_again_for
from asp_decide.runs.workspace import Workspace
from asp_decide.scenario.capacity_worth import CapacityWorth, capacity_worth

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
    def line(self) -> str:
        """What it says of the places that are not told; empty where there may be more of them."""
        if len(self.found) >= self.most:
            return ""
        where = "nowhere else" if self.found else "nowhere"
        return (
            f"{where} does more capacity by itself promise anything: limits, money or links bind "
            "before it does"
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return (
            *("value stream", "interval", "more", "it is worth"),
            *("the plan gains", "the best possible gains"),
        )

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A line for each place."""
        currency, unit = self.plan.run.currency, self.plan.run.capacity_unit
        return [
            (
                str(one.pool),
                one.interval,
                quantity(one.more, unit, currency),
                money_between(one.low, one.high, currency) if one.measurable else NO_DIFFERENCE,
                money(one.plan_change, currency),
                money(one.bound_change, currency),
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
                }
                for one in self.found
            ],
        }


def worth_run(
    workspace: Workspace, *, most: int, plan: Path | None, progress: Progress
) -> WorthTold:
    """What one step more would bring in the places that promise most.

    Raises UsageError if there is no draft, StalePlanError if facts or policies changed since.
    """
    planned = planned_again_for(workspace, plan, progress)
    found = capacity_worth(
        planned,
        most=most,
        counted_in_money=workspace.charter.capacity_unit == "money",
        progress=progress,
    )
    return WorthTold(planned.plan, most, found)
