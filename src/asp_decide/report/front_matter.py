"""How every report begins: text made printable, warnings first, decisions counted, the foot."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from asp_decide.model.charter import Charter
from asp_decide.model.plan import Decision, DecisionWord, Plan, plan_digest
from asp_decide.report.page import Paragraph
from asp_decide.report.printable import printable
from asp_decide.report.recorded import Recorded

_WORDS: tuple[DecisionWord, ...] = (
    *("stop", "redirect", "pause", "continue", "fund", "fund_tranche", "start"),
    *("register", "examine", "confirmed", "partly", "refuted", "not_measurable"),
    *("wait", "return", "return_to_triage", "hold", "decline", "reject", "supersede", "review"),
)
"""The order in which decisions are counted."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a report is made from: plan, charter and record, each text of them printable.

    `digest` is that of the plan as it was approved, or as it is proposed.
    """

    plan: Plan
    charter: Charter
    recorded: Recorded | None
    digest: str

    @property
    def run(self) -> str:
        """The run by its name in the ledger, or by that of the plan."""
        return self.recorded.run if self.recorded else self.plan.run.id

    @property
    def opening(self) -> str:
        """The planning interval that the plan opens with."""
        return self.plan.run.intervals[0] if self.plan.run.intervals else self.plan.run.id

    @property
    def next_run(self) -> date | None:
        """The day of the next run: the last of the interval that this plan opens with."""
        opening = [one for one in self.charter.calendar.intervals if one.id == self.opening]
        return opening[0].last_day if opening else None

    @property
    def foot(self) -> str:
        """What stands on every printed page, so that paper can be traced to the record."""
        return f"Run {self.run} · plan {self.digest[:19]}"


def told(plan: Plan, *, charter: Charter, recorded: Recorded | None) -> Told:
    """The three, with text from facts made printable at this one door."""
    found = recorded.approval.plan if recorded else plan_digest(plan)
    return Told(printable(plan), printable(charter), _printable_record(recorded), found)


def warnings(told: Told) -> tuple[Paragraph, ...]:
    """What must be read before any number: the brake, and a run that was cut short."""
    found = []
    if told.plan.brake.tripped:
        found.append(Paragraph(_brake_sentence(told.plan, told.recorded), "alert"))
    if told.plan.run.exploratory:
        cut = "This plan was cut short by clock or hand: it is exploratory and cannot be applied."
        found.append(Paragraph(cut, "alert"))
    return tuple(found)


def decisions_counted(decisions: Sequence[Decision]) -> str:
    """How many of each decision, in the order in which they are always counted."""
    counted = Counter(decision.decision for decision in decisions)
    words = [f"{counted[word]} {word.replace('_', ' ')}" for word in _WORDS if counted[word]]
    return f"Recommended: {', '.join(words)}." if words else "No initiative is open."


def _brake_sentence(plan: Plan, recorded: Recorded | None) -> str:
    brake = plan.brake
    role = brake.role.replace("_", " ")
    told = f"The brake {brake.rule} tripped: {brake.message}."
    if recorded is None:
        return f"{told} Nothing is applied before the {role} confirms it."
    confirmed = recorded.approval.confirmed_brake
    return f"{told} The {role} {'confirmed' if confirmed else 'did not confirm'} it."


def _printable_record(recorded: Recorded | None) -> Recorded | None:
    if recorded is None:
        return None
    return replace(
        recorded,
        approval=printable(recorded.approval),
        overrides=tuple(
            replace(
                entry,
                override=printable(entry.override),
                price=printable(entry.price) if entry.price else None,
            )
            for entry in recorded.overrides
        ),
    )
