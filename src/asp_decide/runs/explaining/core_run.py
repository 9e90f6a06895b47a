"""What every near-best plan agrees on, told for a board."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.model.plan import Plan
from asp_decide.report.amounts import NONE_GIVEN, counted, figures, money, percent
from asp_decide.runs.investing.asked_about import asked_about
from asp_decide.runs.investing.plan_run import Progress
from asp_decide.runs.which_plan import NEWEST, Asked
from asp_decide.runs.workspace import Workspace
from asp_decide.scenario.core import Fate, Question, Standing, standings
from asp_decide.scenario.executor import Where

PLACES = 6

_ORDER: tuple[Fate, ...] = ("core", "contested", "not resolved", "out")


@dataclass(frozen=True, slots=True)
class CoreOrder:
    """Which share of the value captured a good plan may lack, of which plan, and asked where."""

    within: Fraction
    asked: Asked = NEWEST
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
    def headline(self) -> str:
        """The sum of it."""
        counts = Counter(one.fate for one in self.found)
        told = ", ".join(f"{counts[fate]} {fate}" for fate in _ORDER if counts[fate])
        could = counted(len(self.found), "initiatives")
        return f"{told or 'nothing'}, of {could} that could be decided otherwise"

    @property
    def lines(self) -> tuple[str, ...]:
        """How to read it, in sentences."""
        amount = money(self.tolerance, self.plan.run.currency)
        return (
            f"good are plans that lose at most {amount} more ({percent(self.share)} of the value)",
            "core: every good plan works on it; out: none does: both are proven",
            "contested: another good plan was found that decides otherwise",
            *(
                ["not resolved: neither was shown within the work allowed"]
                if any(one.fate == "not resolved" for one in self.found)
                else []
            ),
        )

    @property
    def title(self) -> str:
        """What the table is about."""
        return f"What deciding otherwise loses more, money in {self.plan.run.currency}"

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return ("it is", "initiative", "name", "decision", "loses at least", "found at")

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A line for each initiative, the firmest first."""
        decisions = {one.initiative: one for one in self.plan.decisions}
        ordered = sorted(self.found, key=_firmest)
        return [
            (
                one.fate,
                one.initiative,
                decisions[one.initiative].name,
                decisions[one.initiative].decision.replace("_", " "),
                *_ends(one),
            )
            for one in ordered
        ]

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


def _firmest(one: Standing) -> tuple[int, bool, Fraction, str]:
    never = one.at_least is None
    return _ORDER.index(one.fate), not never, -(one.at_least or Fraction(0)), one.initiative


def _ends(one: Standing) -> tuple[str, str]:
    """What deciding otherwise loses at least, and what the plan found that does; as figures."""
    if one.at_least is None:
        return "no plan does", NONE_GIVEN
    if one.more is None:
        return figures(one.at_least, "down"), NONE_GIVEN
    if one.at_least == one.more:
        return figures(one.more), figures(one.more)
    return figures(one.at_least, "down"), figures(one.more, "up")


def _text(amount: Fraction | None) -> str | None:
    return None if amount is None else decimal_text(amount, PLACES)


def core_run(workspace: Workspace, order: CoreOrder, *, progress: Progress) -> CoreTold:
    """The fate of each initiative among all plans within a share of the value captured.

    Raises UsageError if there is no draft, StalePlanError if facts or policies changed since.
    """
    planned = asked_about(workspace, order.asked, progress)
    tolerance = max(Fraction(0), planned.solved.certificate.value_captured) * order.within
    programme = planned.outlook.prepared.programme
    question = Question(programme, planned.solved, planned.means, planned.order)
    where = Where(order.workers, order.cluster, batch=1)
    found = standings(question, tolerance, where=where, progress=progress)
    return CoreTold(planned.plan, order.within, tolerance, found)
