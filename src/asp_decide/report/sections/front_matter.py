"""How every report begins: text made printable, warnings first, decisions counted, the foot."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from asp_decide.model.charter import Charter
from asp_decide.model.plan import Decision, DecisionWord, Plan, plan_digest
from asp_decide.report.page import Paragraph
from asp_decide.report.printable import on_one_line, printable, printable_in_depth
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers, Records, together
from asp_decide.report.recorded import CaseTold, OpenEscalation, PolicyChanged, Recorded

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
    def numbers(self) -> RecordNumbers:
        """Which record a sentence rests on; none before the run is recorded."""
        return self.recorded.numbers if self.recorded else NOT_RECORDED

    @property
    def guide(self) -> str:
        """What the numbers behind the sentences are, and how to look one up."""
        if self.recorded is None:
            return (
                "Nothing of this is recorded yet: once the plan is applied, each sentence names "
                "the record that it rests on."
            )
        last = self.numbers.close[-1] if self.numbers.close else 0
        return (
            f"#{last} is record {last} of run {self.run}: line {last + 1} of records.jsonl in the "
            f"folder of the run; asp-decide ledger prove {self.run}:{last} proves it alone."
        )

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
        sentence = _brake_sentence(told.plan, told.recorded)
        found.append(Paragraph(sentence, "alert", _of_brake(told)))
    if told.plan.run.exploratory:
        cut = "This plan was cut short by clock or hand: it is exploratory and cannot be applied."
        found.append(Paragraph(cut, "alert", told.numbers.manifest))
    return tuple(found)


def decisions_counted(decisions: Sequence[Decision], numbers: RecordNumbers) -> Paragraph:
    """How many of each decision, in the order in which they are always counted."""
    told = (numbers.about(f"initiative {d.initiative}", "approval") for d in decisions)
    records = together(*told) or numbers.close
    return Paragraph(_counted(decisions), records=records)


def _counted(decisions: Sequence[Decision]) -> str:
    counted = Counter(decision.decision for decision in decisions)
    words = [f"{counted[word]} {word.replace('_', ' ')}" for word in _WORDS if counted[word]]
    return f"Recommended: {', '.join(words)}." if words else "No initiative is open."


def _of_brake(told: Told) -> Records:
    """The rule that tripped, and the role's word where it was given."""
    rule = told.numbers.find("rule", rule=told.plan.brake.rule, result="fires")
    return together(rule, told.numbers.find("approval", point="brake")) or told.numbers.manifest


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
        previous=None if recorded.previous is None else on_one_line(recorded.previous),
        verdicts=printable_in_depth(recorded.verdicts),
        escalations=tuple(map(_printable_texts, recorded.escalations)),
        policies_changed=tuple(map(_printable_texts, recorded.policies_changed)),
        cases=tuple(map(_printable_texts, recorded.cases)),
    )


def _printable_texts[T: (OpenEscalation, PolicyChanged, CaseTold)](told: T) -> T:
    return replace(told, **printable_in_depth(asdict(told)))
