"""What more or less money or capacity would buy, told for a board."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.errors import UsageError
from asp_decide.optimize.budgets import Budget, work_limit
from asp_decide.optimize.solver import Means
from asp_decide.portfolio.choices import choices
from asp_decide.report.amounts import NONE_GIVEN, money, money_between, percent
from asp_decide.report.price_table import NO_DIFFERENCE
from asp_decide.runs.instruments import judges, solver
from asp_decide.runs.plan_run import Progress
from asp_decide.runs.workspace import Workspace, read_sources
from asp_decide.scenario.frontier import Axis, Ground, Level, frontier

PLACES = 6
_WIDTH = 24
"""Characters of the longest bar."""


@dataclass(frozen=True, slots=True)
class FrontierTold:
    """The levels with what each captures; money in `currency`."""

    axis: Axis
    currency: str
    levels: tuple[Level, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return (
            self.axis,
            "value captured",
            "at most",
            "initiatives begun",
            "of the largest",
            "more than before",
        )

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A line for each level, with a bar as long as its value."""
        best = max((one.value for one in self.levels if one.value is not None), default=None)
        rows: list[tuple[str, ...]] = []
        before: Level | None = None
        for level in self.levels:
            rows.append(self._row(level, before, best))
            before = level
        return rows

    @property
    def lines(self) -> tuple[str, ...]:
        """What it says: how to read the two amounts, and from where on more buys nothing."""
        told = f"100 % is today's {self.axis}; `at most` is proven of every plan at that level"
        flat = _flat_from([one for one in self.levels if one.value is not None])
        if flat is None:
            return (told,)
        share = percent(flat.share)
        return (told, f"from {share} on, more {self.axis} makes {NO_DIFFERENCE}")

    def as_json(self) -> dict[str, Any]:
        """The same for machines; amounts are decimal texts."""
        return {
            "schema_version": "1",
            "axis": self.axis,
            "currency": self.currency,
            "levels": [
                {
                    "share": decimal_text(one.share, PLACES),
                    "value": None if one.value is None else decimal_text(one.value, PLACES),
                    "at_most": None if one.most is None else decimal_text(one.most, PLACES),
                    "gained": None if gain is None else [decimal_text(e, PLACES) for e in gain],
                    "begun": list(one.begun),
                    "conflict": list(one.conflict),
                }
                for one, gain in zip(self.levels, self._gains(), strict=True)
            ],
        }

    def _gains(self) -> list[tuple[Fraction, Fraction] | None]:
        """What each level buys over the one before; None for the first."""
        return [None, *(gained_over(one, other) for one, other in pairwise(self.levels))]

    def _gain(self, low: Fraction, high: Fraction) -> str:
        return NO_DIFFERENCE if low <= 0 < high else money_between(low, high, self.currency)

    def _row(self, level: Level, before: Level | None, best: Fraction | None) -> tuple[str, ...]:
        name = percent(level.share)
        if level.value is None or level.most is None:
            return (name, "no plan", NONE_GIVEN, NONE_GIVEN, "", "; ".join(level.conflict))
        length = int(_WIDTH * level.value / best) if best and best > 0 and level.value > 0 else 0
        gained = ""
        if before is not None:
            gain = gained_over(before, level)
            gained = "" if gain is None else self._gain(*gain)
        return (
            name,
            money(level.value, self.currency),
            money(level.most, self.currency, "up"),
            str(len(level.begun)),
            "█" * length,
            gained,
        )


@dataclass(frozen=True, slots=True)
class FrontierOrder:
    """What is asked: of what, at how many levels between half and one and a half, on which day."""

    axis: Axis
    points: int
    as_of: date
    budget: Budget | None = None

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The levels, evenly apart, with today's own among them."""
        step = Fraction(1, self.points - 1)
        return (*(Fraction(1, 2) + step * number for number in range(self.points)), Fraction(1))


def frontier_run(workspace: Workspace, order: FrontierOrder, *, progress: Progress) -> FrontierTold:
    """The plan at each level.

    Raises UsageError where there is no budget to change, and what reading and planning raise.
    """
    sources = read_sources(workspace, order.as_of)
    snapshot = sources.snapshot
    if order.axis == "budget" and not snapshot.charter.budgets:
        raise UsageError("`asp.yaml` gives no budget", mend="--x capacity, or add `budgets`")
    budget = order.budget or snapshot.charter.solver.name
    limit = work_limit(budget, choices=len(choices(snapshot).choices))
    ground = Ground(snapshot, sources.policies, judges("durable"), Means(solver(), limit))
    levels = frontier(ground, order.axis, order.shares, progress=progress)
    return FrontierTold(order.axis, snapshot.charter.currency, levels)


def gained_over(before: Level, level: Level) -> tuple[Fraction, Fraction] | None:
    """What the level truly buys more than the one before: at least and at most, in money.

    Each of the two best plans is known up to its gap; None where one of the levels has no plan.
    """
    if before.value is None or before.most is None or level.value is None or level.most is None:
        return None
    return max(Fraction(0), level.value - before.most), level.most - before.value


def _flat_from(levels: list[Level]) -> Level | None:
    """The first level that is known to reach at most what all looser levels captured."""
    for number, level in enumerate(levels[:-1]):
        looser = [one.value for one in levels[number + 1 :] if one.value is not None]
        if level.most is not None and looser and max(looser) <= level.most:
            return level
    return None
