"""What follows from a plan: measures of it, limits read as checks of it, and the brake."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.clauses.bounded import LargestShareOf, ShareOf
from asp_decide.clauses.clause import CompiledPolicies, LimitClause
from asp_decide.clauses.record import Judged
from asp_decide.decide.brake import brake
from asp_decide.decide.judging import Judges, judge, of_facts_and_of_plan
from asp_decide.decide.preparation import Prepared
from asp_decide.decide.words import open_initiatives
from asp_decide.model.choice import Choice, ChoiceSet
from asp_decide.model.finding import Finding
from asp_decide.model.plan import Brake, Plan
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import PORTFOLIO, Measured, SubjectKey, Subjects
from asp_decide.optimize.bound_readings import BoundReading, read_bounds
from asp_decide.optimize.columns import Frame
from asp_decide.optimize.programme import Programme
from asp_decide.portfolio.plan_measures import measure_plan
from asp_decide.rules.flips import flips_of_run


@dataclass(frozen=True, slots=True)
class Outlook:
    """A plan with everything that follows from it.

    `taken` holds the choice of each initiative, sorted by initiative; `findings` are those of
    the whole run.
    """

    prepared: Prepared
    taken: tuple[Choice, ...]
    subjects: Subjects
    findings: tuple[Finding, ...]
    bounds: tuple[BoundReading, ...]
    brake: Brake


def look_ahead(prepared: Prepared, taken_ids: Sequence[str], judges: Judges) -> Outlook:
    """Measure the plan and read the same limits that bound it as checks of it.

    Raises EvaluatorsDisagreeError and EngineFailedError.
    """
    inputs, programme = prepared.inputs, prepared.programme
    taken = _choices_taken(programme, taken_ids)
    bounds = read_bounds(programme, taken_ids)
    subjects = measured_plan(inputs.snapshot, inputs.choice_set, prepared.frame, taken, bounds)
    currency = inputs.snapshot.charter.currency
    of_plan = judge(inputs.policies, subjects, judges=judges, currency=currency)
    findings = of_facts_and_of_plan(inputs.policies, prepared.findings, of_plan)
    return Outlook(prepared, taken, subjects, findings, bounds, brake(inputs.policies, findings))


def subjects_after(
    snapshot: Snapshot,
    choice_set: ChoiceSet,
    frame: Frame,
    programme: Programme,
    ids: Sequence[str],
) -> Subjects:
    """The subjects of a programme as they are once it takes these choices."""
    taken, bounds = _choices_taken(programme, ids), read_bounds(programme, ids)
    return measured_plan(snapshot, choice_set, frame, taken, bounds)


def measured_plan(
    snapshot: Snapshot,
    choice_set: ChoiceSet,
    frame: Frame,
    taken: tuple[Choice, ...],
    bounds: Sequence[BoundReading],
) -> Subjects:
    """The subjects of a frame with the measures that only a plan has, its shares among them."""
    measured = measure_plan(
        frame.subjects,
        snapshot=snapshot,
        choice_set=choice_set,
        taken=taken,
        reviewed_for_want_of_facts=_reviewed_for_want_of_facts(snapshot, frame),
    )
    return _with_planned_shares(measured, frame.policies, bounds)


def _choices_taken(programme: Programme, ids: Sequence[str]) -> tuple[Choice, ...]:
    """The choices with these ids, by initiative."""
    known = {choice.id: choice for choice in programme.choices}
    return tuple(sorted((known[id_] for id_ in ids), key=lambda c: c.initiative))


def judged_run(outlook: Outlook, plan: Plan) -> Judged:
    """What is put on record of a run: its plan with all findings, answers and nearest flips."""
    prepared = outlook.prepared
    policies = prepared.inputs.policies
    flips = flips_of_run(
        policies, outlook.findings, before=prepared.subjects, after=outlook.subjects
    )
    return Judged(plan, policies, outlook.findings, prepared.answers, flips)


def _reviewed_for_want_of_facts(snapshot: Snapshot, frame: Frame) -> int:
    opened = {i.id for i in open_initiatives(snapshot.initiatives)}
    reviewed = {a.subject.id for a in frame.answers if a.answer == "review" and a.why == "unknown"}
    return len(opened & reviewed)


def _with_planned_shares(
    subjects: Subjects, policies: CompiledPolicies, bounds: Sequence[BoundReading]
) -> Subjects:
    """Shares of the plan beside the other measures of their group, by the name of the measure.

    A share over many rows (the largest of several bets) is read at its largest.
    """
    names: dict[str, str] = {
        clause.heading.rule: clause.name
        for clause in policies.clauses
        if isinstance(clause, LimitClause) and isinstance(clause.measure, ShareOf | LargestShareOf)
    }
    planned: dict[SubjectKey, dict[str, Fraction]] = defaultdict(dict)
    for bound in bounds:
        if bound.rule in names and bound.planned is not None:
            group = bound.group.split(" ")[0]
            key = SubjectKey("portfolio" if group == PORTFOLIO else "value_stream", group)
            shares = planned[key]
            name = names[bound.rule]
            shares[name] = max(shares.get(name, bound.planned), bound.planned)
    return {
        key: replace(subject, measures={**subject.measures, **_measured(planned.get(key, {}))})
        for key, subject in subjects.items()
    }


def _measured(amounts: Mapping[str, Fraction]) -> dict[str, Measured]:
    return {name: Measured(value) for name, value in amounts.items()}
