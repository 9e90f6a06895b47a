"""What it would cost to decide otherwise about one initiative, told before anybody does."""

from dataclasses import dataclass
from typing import Any

from asp_decide.clauses.further_money import FurtherMoney
from asp_decide.decide.deciding_otherwise import Otherwise, price_of_deciding
from asp_decide.report.amounts import money
from asp_decide.report.sections.price_table import price_line
from asp_decide.runs.explaining.why_not_run import refuse_undecided
from asp_decide.runs.investing.asked_about import asked_about
from asp_decide.runs.investing.plan_run import Progress
from asp_decide.runs.which_plan import Asked
from asp_decide.runs.workspace import Workspace


@dataclass(frozen=True, slots=True)
class OtherwiseTold:
    """The answer in sentences, and the same for machines."""

    found: Otherwise
    currency: str

    @property
    def headline(self) -> str:
        """What is decided, and what is asked instead."""
        decision = self.found.decision
        return (
            f"{decision.initiative} {decision.name}: {self.found.answer} "
            f"instead of {decision.decision}"
        )

    @property
    def lines(self) -> tuple[str, ...]:
        """What it costs, and what stands against it."""
        price, rules = self.found.price, ", ".join(self.found.against)
        cost = price_line(price, self.currency)
        initiative = self.found.decision.initiative
        flags = f"--override {initiative}={self.found.answer} --reason TEXT --until DATE"
        more = self.found.further
        if more is not None:
            flags += " --evidence TEXT --second-approver NAME"
        return (
            f"it would cost {cost}" if price.measurable else f"it makes {cost}",
            f"against it: {rules}" if rules else "no rule is against it: the plan chose",
            *(() if more is None else (self._further(more),)),
            f"to do it: apply PLAN {flags}",
        )

    def _further(self, more: FurtherMoney) -> str:
        short = money(more.shortfall, self.currency)
        return f"its money earns less than it costs: {short} less than {more.instead}"

    def as_json(self) -> dict[str, Any]:
        """The same for machines; amounts are decimal texts."""
        price = self.found.price
        return {
            "schema_version": "1",
            "initiative": self.found.decision.initiative,
            "decision": self.found.decision.decision,
            "instead": self.found.answer,
            "currency": self.currency,
            "low": price.low,
            "high": price.high,
            "measurable": price.measurable,
            "against": list(self.found.against),
            "margin": None if self.found.further is None else self.found.further.course.margin,
        }


def otherwise_run(
    workspace: Workspace, initiative: str, answer: str, *, asked: Asked, progress: Progress
) -> OtherwiseTold:
    """The price of another answer; it decides and writes nothing.

    Raises UsageError for an initiative that the plan does not decide about and for an answer that
    cannot be given, StalePlanError if facts or policies changed since.
    """
    planned = asked_about(workspace, asked, progress)
    refuse_undecided(initiative, planned.plan)
    progress(f"planning again with {initiative}={answer}")
    return OtherwiseTold(price_of_deciding(planned, initiative, answer), planned.plan.run.currency)
