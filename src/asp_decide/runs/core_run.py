"""What every near-best plan agrees on, told for a board."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.model.plan import Plan
from asp_decide.report.amounts import NONE_GIVEN, money, percent
from asp_decide.runs.plan_run import Progress
from asp_decide.runs.why_not_run import planned_again_for
from asp_decide.runs.workspace import Workspace
from asp_decide.scenario.core import Fate, Question, Standing, standings
from asp_decide.scenario.executor import Where

PLACES = 6

_ORDER: tuple[Fate, ...] = ("core", "contested", "not resolved", "out")


@dataclass(frozen=True, slots=True)
class CoreOrder:
    """Which share of the value captured a good plan may lack, and where the questions are asked."""

    within: Fraction
    workers: int = 1
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class CoreTold:
    """How firm each decision is against all plans that lose at most `tolerance` more."""

    plan: Plan
    share: Fraction
    tolerance: Fraction
    found: tuple[Standing, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """What it says, in sentences."""
        counts = Counter(one.fate for one in self.found)
        told = ", ".join(f"{counts[fate]} {fate}" for fate in _ORDER if counts[fate])
        amount = money(self.tolerance, self.plan.run.currency)
        share = percent(self.share)
        return (
            f"plans that lose at most {amount} more ({share} of the value captured) count as good",
            f"of {len(self.found)} initiatives that could be decided otherwise: {told}",
            "core: in every good plan, proven; out: in none, proven",
            "contested: a good plan was found that decides otherwise",
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return (
            *("it is", "initiative", "name", "decision"),
            *("deciding otherwise loses at least", "at most, found"),
        )

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A line for each initiative, the firmest first."""
        decisions = {one.initiative: one for one in self.plan.decisions}
        ordered = sorted(
            self.found,
            key=lambda one: (_ORDER.index(one.fate), -(one.at_least or 0), one.initiative),
        )
        return [
            (
                one.fate,
                one.initiative,
                decisions[one.initiative].name,
                decisions[one.initiative].decision,
                self._at_least(one),
                NONE_GIVEN if one.more is None else money(one.more, self.plan.run.currency),
            )
            for one in ordered
        ]

    def _at_least(self, one: Standing) -> str:
        if one.at_least is None:
            return "no plan decides otherwise"
        return money(one.at_least, self.plan.run.currency, "down")

    def as_json(self) -> dict[str, Any]:
        """The same for machines; amounts are decimal texts."""
        return {
            "schema_version": "1",
            "currency": self.plan.run.currency,
            "tolerance": decimal_text(self.tolerance, PLACES),
            "initiatives": [
                {
                    "initiative": one.initiative,
                    "in_plan": one.in_plan,
                    "fate": one.fate,
                    "at_least": _text(one.at_least),
                    "more": _text(one.more),
                }
                for one in self.found
            ],
        }


def _text(amount: Fraction | None) -> str | None:
    return None if amount is None else decimal_text(amount, PLACES)


def core_run(
    workspace: Workspace, order: CoreOrder, *, plan: Path | None, progress: Progress
) -> CoreTold:
    """The fate of each initiative among all plans within a share of the value captured.

    Raises UsageError if there is no draft, StalePlanError if facts or policies changed since.
    """
    planned = planned_again_for(workspace, plan, progress)
    tolerance = max(Fraction(0), planned.solved.certificate.value_captured) * order.within
    programme = planned.outlook.prepared.programme
    question = Question(programme, planned.solved, planned.means, planned.order)
    where = Where(order.workers, order.cluster, batch=1)
    found = standings(question, tolerance, where=where, progress=progress)
    return CoreTold(planned.plan, order.within, tolerance, found)
