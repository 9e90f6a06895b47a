"""From facts and policies to the question that the optimizer is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.clauses.exempting import exempted
from asp_decide.decide.judging import Judges, judge
from asp_decide.model.choice import ChoiceSet, Pool
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.ids import InitiativeId
from asp_decide.model.pin import Pin
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import Subjects
from asp_decide.optimize.columns import Frame
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Programme
from asp_decide.portfolio.grid import time_grid
from asp_decide.portfolio.subjects import measure_subjects
from asp_decide.portfolio.supply import capacity_met_in_85
from asp_decide.rules.applicability import applies
from asp_decide.rules.free_slots import with_free_slots
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.standing import Standing, standings


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run decides on: facts, policies, what may be chosen, and what capacity is worth.

    `capacity_prices` are money per team-week (or per unit of money) by pool. `pinned` initiatives
    must not be left out, `dropped` ones get nothing.
    """

    snapshot: Snapshot
    policies: CompiledPolicies
    choice_set: ChoiceSet
    capacity_prices: Mapping[Pool, Fraction]
    pinned: tuple[Pin, ...] = ()
    dropped: tuple[InitiativeId, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """The question: measured subjects, what the rules say of them, and the programme.

    The policies of `inputs` are as exemptions leave them, `written` are they without any;
    `standing` are the exemptions in force.
    """

    inputs: Inputs
    subjects: Subjects
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]
    frame: Frame
    programme: Programme
    written: CompiledPolicies
    standing: tuple[Standing, ...] = ()


def prepare(inputs: Inputs, judges: Judges) -> Prepared:
    """Measure, judge and formulate; the same inputs give the same question.

    Raises EvaluatorsDisagreeError and EngineFailedError.
    """
    snapshot, charter = inputs.snapshot, inputs.snapshot.charter
    subjects = measure_subjects(snapshot, inputs.choice_set, capacity_prices=inputs.capacity_prices)

    def judged(rules: CompiledPolicies, of: Subjects) -> tuple[Finding, ...]:
        return judge(rules, of, judges=judges, currency=charter.currency)

    written = inputs.policies
    standing = standings(written, subjects, snapshot.as_of, judged)
    policies = exempted(written, (one.exemption for one in standing if not one.lapsed))
    subjects = with_free_slots(policies, subjects, judged)
    findings = judged(policies, subjects)
    answers = prevailing(policies, findings, subjects)
    frame = Frame(
        policies=policies,
        answers=answers,
        subjects=subjects,
        applies=applies(policies, findings),
        dependencies=snapshot.dependencies,
        budget_carries_over=charter.budget_carries_over,
        pinned=inputs.pinned,
        dropped=inputs.dropped,
        capacity_p85=capacity_met_in_85(snapshot, time_grid(charter, snapshot.as_of)),
    )
    programme = formulate(inputs.choice_set, frame)
    inputs = replace(inputs, policies=policies)
    return Prepared(inputs, subjects, findings, answers, frame, programme, written, standing)
