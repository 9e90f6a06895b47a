"""What a portfolio has agreed once for all runs: money, time, roles, and how long a plan looks."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from pydantic import Field

from asp_decide.model.base import Model
from asp_decide.model.effective import Period
from asp_decide.model.ids import IntervalId, Role
from asp_decide.model.interval import Calendar
from asp_decide.model.outcome import Grade
from asp_decide.model.role_map import DEFAULT_RIGHTS, ROLES

EVIDENCE_WEIGHTS: Mapping[Grade, Decimal] = {
    "experiment": Decimal(1),
    "comparison": Decimal("0.7"),
    "before_after": Decimal("0.4"),
    "expert": Decimal("0.2"),
    "anecdote": Decimal(0),
}
"""How much an observation of each grade counts; an anecdote moves nothing."""


class Delegation(Model):
    """A right that one role lends to another: at which points, on which days, up to how much.

    `up_to` is outlay to complete in the charter's currency, that of all linked parts together, so
    that slicing gains nothing; None has no limit.
    """

    by: Role
    to: Role
    points: tuple[str, ...]
    effective: Period
    up_to: Decimal | None = None


class SolverBudget(Model):
    """How much work a recorded run may spend; work is counted in nodes, never in seconds."""

    name: Literal["quick", "board", "deep"] = "board"
    max_gap: Decimal | None = None


class Charter(Model):
    """The agreed frame of every decision; all of it is copied into the plan.

    Only `sprint_weeks` stands outside its digest: no decision of the portfolio knows of sprints.
    """

    name: str = Field(min_length=1)
    origin: str = Field(min_length=1)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    currency_decimals: int = Field(default=2, ge=0, le=4)
    capacity_unit: Literal["team-weeks", "money"] = "team-weeks"
    discount_rate_per_year: Decimal = Field(ge=0, lt=1)
    calendar: Calendar
    planning_intervals: int = Field(default=8, ge=1, le=40)
    tail_intervals: tuple[int, ...] = (2, 4)
    budgets: Mapping[IntervalId, Decimal] = Field(default_factory=dict)
    budget_carries_over: bool = True
    roles: tuple[Role, ...] = tuple(Role(role) for role in ROLES)
    rights: Mapping[str, Role] = Field(
        default_factory=lambda: {point: Role(role) for point, role in DEFAULT_RIGHTS.items()}
    )
    delegations: tuple[Delegation, ...] = ()
    reference_classes: Mapping[str, str] = Field(default_factory=dict)
    evidence_weights: Mapping[Grade, Decimal] = Field(
        default_factory=lambda: dict(EVIDENCE_WEIGHTS)
    )
    solver: SolverBudget = SolverBudget()
    sprint_weeks: int | None = Field(default=None, ge=1, le=8, exclude=True)

    @property
    def capacity_counted_in(self) -> str:
        """The unit of capacity as people write it: team-weeks, or the currency."""
        return self.currency if self.capacity_unit == "money" else self.capacity_unit

    def sprint_ends(self, sprint: str) -> date | None:
        """The last day of a sprint, named by its interval and its place in it, as `2027Q1.3`.

        None where no sprint is known by that name: the last of an interval may be a short one.
        """
        interval, _, number = sprint.rpartition(".")
        found = next((one for one in self.calendar.intervals if one.id == interval), None)
        if found is None or self.sprint_weeks is None or not number.isdecimal():
            return None
        weeks = timedelta(weeks=self.sprint_weeks)
        begins = found.first_day + weeks * (int(number) - 1)
        if not found.first_day <= begins <= found.last_day:
            return None
        return min(begins + weeks - timedelta(days=1), found.last_day)
