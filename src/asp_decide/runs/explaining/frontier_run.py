"""What more or less money or capacity would buy, told for a board."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.decide.causes import cause_in_words
from asp_decide.errors import UsageError
from asp_decide.optimize.budgets import Budget, work_limit
from asp_decide.optimize.solver import Means
from asp_decide.portfolio.choices import choices
from asp_decide.report.amounts import NONE_GIVEN, figures, figures_between, percent
from asp_decide.report.sections.price_table import NO_DIFFERENCE
from asp_decide.runs.drafts import newest_draft
from asp_decide.runs.instruments import judges, solver
from asp_decide.runs.investing.plan_run import Progress
from asp_decide.runs.workspace import Workspace, read_sources
from asp_decide.scenario.executor import Where
from asp_decide.scenario.frontier import Axis, Ground, Level, frontier

PLACES = 6
_WIDTH = 12
"""Characters of the longest bar."""


@dataclass(frozen=True, slots=True)
class FrontierTold:
    """The levels with what each captures; money in `currency`, `names` by initiative."""

    axis: Axis
    currency: str
    levels: tuple[Level, ...]
    names: Mapping[str, str]

    @property
    def title(self) -> str:
        """What the table is about."""
        return f"What more or less {self.axis} would buy, money in {self.currency}"

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return (self.axis, "value captured", "at most", "begun", "more than before", "")

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A line for each level, with a bar as long as its value."""
        best = max((one.value for one in self.levels if one.value is not None), default=None)
        gains = zip(self.levels, self._gains(), strict=True)
        return [_row(level, gain, best) for level, gain in gains]

    @property
    def lines(self) -> tuple[str, ...]:
        """How to read the amounts, from where on more buys nothing, and what leaves no plan."""
        flat = _flat_from([one for one in self.levels if one.value is not None])
        return (
            f"100 % is today's {self.axis}; `at most` is proven of every plan at that level",
            "`begun`: how many initiatives begin work in the planning intervals",
            *(
                f"at {percent(one.share)} no plan keeps every rule; {self._conflict(one)}"
                for one in self.levels
                if one.value is None
            ),
            *(
                [f"from {percent(flat.share)} on, more {self.axis} makes {NO_DIFFERENCE}"]
                if flat is not None
                else []
            ),
        )

    def _conflict(self, level: Level) -> str:
        told = "; ".join(cause_in_words(origin, self.names) for origin in level.conflict)
        alone = len(level.conflict) == 1
        return f"{'this cannot be kept' if alone else 'these cannot hold together'}: {told}"

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


@dataclass(frozen=True, slots=True)
class FrontierOrder:
    """What is asked: of what, at how many levels between half and one and a half, on which day.

    Without a day it is that of the newest draft. The levels are asked in so many processes of this
    machine, or at a Dask scheduler's address.
    """

    axis: Axis
    points: int
    as_of: date | None = None
    budget: Budget | None = None
    workers: int = 1
    cluster: str = ""

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The levels, evenly apart, with today's own among them."""
        step = Fraction(1, self.points - 1)
        return (*(Fraction(1, 2) + step * number for number in range(self.points)), Fraction(1))


def frontier_run(workspace: Workspace, order: FrontierOrder, *, progress: Progress) -> FrontierTold:
    """The plan at each level.

    Raises UsageError where there is no budget to change, or neither a day nor a draft, and what
    reading and planning raise.
    """
    as_of = order.as_of or date.fromisoformat(newest_draft(workspace.plans).plan.run.as_of)
    sources = read_sources(workspace, as_of)
    snapshot = sources.snapshot
    if order.axis == "budget" and not snapshot.charter.budgets:
        raise UsageError("`asp.yaml` gives no budget", mend="--x capacity, or add `budgets`")
    budget = order.budget or snapshot.charter.solver.name
    limit = work_limit(budget, choices=len(choices(snapshot).choices))
    ground = Ground(snapshot, sources.policies, judges("durable"), Means(solver(), limit))
    where = Where(order.workers, order.cluster, batch=1)
    levels = frontier(ground, order.axis, order.shares, where=where, progress=progress)
    names = {str(one.id): one.name for one in snapshot.initiatives}
    return FrontierTold(order.axis, snapshot.charter.currency, levels, names)


def _row(
    level: Level, gain: tuple[Fraction, Fraction] | None, best: Fraction | None
) -> tuple[str, ...]:
    name = percent(level.share)
    if level.value is None or level.most is None:
        return (name, "no plan", NONE_GIVEN, NONE_GIVEN, NONE_GIVEN, "")
    length = int(_WIDTH * level.value / best) if best and best > 0 and level.value > 0 else 0
    same = level.most == level.value
    return (
        name,
        figures(level.value),
        figures(level.most, "nearest" if same else "up"),
        str(len(level.begun)),
        NONE_GIVEN if gain is None else _gained(*gain),
        "█" * length,
    )


def _gained(low: Fraction, high: Fraction) -> str:
    return NO_DIFFERENCE if low <= 0 < high else figures_between(low, high)


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
