"""Check 3: do the rules give these results? Every record of a run made again, and compared."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from asp_decide.audit.check import Check, Divergence, counted, judged
from asp_decide.audit.comparison import differing, shown
from asp_decide.audit.reading import Reading
from asp_decide.audit.recorded_evidence import CERTIFICATE, PLAN, Evidence, Record, at_line
from asp_decide.canonical import digest
from asp_decide.clauses.act_records import Act, read_act
from asp_decide.clauses.calibration_records import cited
from asp_decide.clauses.case_records import cases_now
from asp_decide.clauses.clause import CompiledPolicies, EscalateClause, LimitClause
from asp_decide.clauses.exempting import exempted
from asp_decide.clauses.outcome_records import verdicts
from asp_decide.clauses.record import Judged, RunBefore, RunInputs, run_records
from asp_decide.clauses.rows_of_facts import FactRows
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.ids import InitiativeId
from asp_decide.model.pin import Pin
from asp_decide.model.plan import Plan
from asp_decide.model.snapshot import facts_digest
from asp_decide.model.subject import Subjects
from asp_decide.optimize.columns import Frame
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Programme
from asp_decide.portfolio.grid import time_grid
from asp_decide.portfolio.supply import capacity_met_in_85
from asp_decide.rules.applicability import applies
from asp_decide.rules.flips import flips_of_run
from asp_decide.rules.free_slots import as_before, with_free_slots
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from asp_decide.rules.standing import Standing, standings

_DECIDED = frozenset({"rule", "answer", "calibration", "design"})


@dataclass(frozen=True, slots=True)
class Redecided:
    """A run decided again: its records as they must be, its programme, and what frames that.

    `after` are the subjects once the plan is taken. `findings` are those of the run, `of_facts`
    those before there was a plan; `standing` are the exemptions in force.
    """

    records: tuple[Record, ...]
    programme: Programme
    frame: Frame
    after: Subjects
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]
    standing: tuple[Standing, ...] = ()
    of_facts: tuple[Finding, ...] = ()


def redecide(evidence: Evidence, reading: Reading) -> Redecided | Divergence:
    """Every rule, answer and record of the run made again by the reference evaluator.

    What a person decided is taken from the records themselves; everything else is not.
    """
    plan, written = _as_recorded(evidence), reading.policies
    currency, witness = plan.run.currency, ReferenceEvaluator()

    def judged(rules: CompiledPolicies, of: Subjects) -> tuple[Finding, ...]:
        return witness.findings(rules, of, currency=currency)

    standing = standings(written, reading.subjects, reading.snapshot.as_of, judged)
    policies = exempted(written, (one.exemption for one in standing if not one.lapsed))
    subjects = with_free_slots(policies, reading.subjects, judged)
    of_facts = witness.findings(policies, subjects, currency=currency)
    answers = prevailing(policies, of_facts, subjects)
    snapshot = reading.snapshot
    frame = Frame(
        policies=policies,
        answers=answers,
        subjects=subjects,
        applies=applies(policies, of_facts),
        dependencies=snapshot.dependencies,
        budget_carries_over=snapshot.charter.budget_carries_over,
        pinned=tuple(map(Pin.read, plan.run.pinned)),
        dropped=tuple(InitiativeId(one) for one in plan.run.dropped),
        capacity_p85=capacity_met_in_85(snapshot, time_grid(snapshot.charter, snapshot.as_of)),
    )
    programme = _programme(evidence, reading, frame)
    if isinstance(programme, Divergence):
        return programme
    after = as_before(reading.after(frame, programme), subjects)
    of_plan = witness.findings(policies, after, currency=currency)
    findings = _of_facts_and_of_plan(policies, of_facts, of_plan)
    flips = flips_of_run(policies, findings, before=subjects, after=after)
    try:
        act = read_act(evidence.records)
        judged_ = Judged(plan, policies, findings, answers, flips)
        records = _records(evidence, reading, judged_, act)
    except ValueError as error:
        acts = (*evidence.of_kind("override"), *evidence.of_kind("approval"))
        first = acts[0][0] if acts else 1
        return Divergence(at_line(first), str(error).splitlines()[0])
    return Redecided(records, programme, frame, after, findings, answers, standing, of_facts)


def _programme(evidence: Evidence, reading: Reading, frame: Frame) -> Programme | Divergence:
    """What the plan was chosen from, or the first thing that the run has not."""
    asked = {*(pin.initiative for pin in frame.pinned), *frame.dropped}
    strangers = asked - set(reading.choice_set.best_value)
    if strangers:
        what = f"`{min(strangers)}` is pinned or dropped, and is not open in this run"
        return Divergence(PLAN, what)
    programme = formulate(reading.choice_set, frame)
    known = programme.number_of()
    for one in evidence.certificate.taken:
        if one not in known:
            return Divergence(CERTIFICATE, f"`{one}` is no choice of this run")
    return programme


def check_decided(evidence: Evidence, reading: Reading, redecided: Redecided) -> Check:
    """Whether facts and policies give the recorded results, with every value and margin."""
    results = Counter(finding.result for finding in redecided.findings)
    told = [
        counted(sum(results.values()), "result"),
        f"{results['unknown']:,} unknown",
        counted(len(redecided.answers), "answer"),
    ]
    played = len(evidence.of_kind("design"))
    if played:
        told.append(f"{counted(played, 'change')} of the design played again")
    prices = len(evidence.certificate.capacity_prices)
    if prices:
        told.append(f"{counted(prices, 'capacity price')} taken as given")
    if not reading.words_as(_recorded_by(evidence)):
        told.append(f"sentences not compared: worded by asp-decide {_recorded_by(evidence)}")
    return judged(3, _divergences(evidence, reading, redecided), told=", ".join(told))


def _divergences(
    evidence: Evidence, reading: Reading, redecided: Redecided
) -> Iterator[Divergence]:
    run, wording = evidence.plan.run, reading.words_as(_recorded_by(evidence))
    digests = _digests(evidence, reading) if wording else ()
    for name, planned, found in (*digests, *_frame(evidence, reading)):
        if planned != found:
            what = f"the plan is made of {name} {shown(planned)}, the bundle holds {shown(found)}"
            yield Divergence(PLAN, what)
    if run.exploratory:
        yield Divergence(PLAN, "it was cut short by a clock, and cannot be repeated")
    yield from differing(evidence.records, redecided.records, _DECIDED, wording=wording)


def _digests(evidence: Evidence, reading: Reading) -> Iterator[tuple[str, str, str]]:
    """What the plan is made of, by digests of the model as this version has it.

    Another version may know a field more, which no old file states, and digests it as well; the
    files themselves are held against the manifest by check 1, whatever reads them.
    """
    run, charter = evidence.plan.run, reading.snapshot.charter
    yield "facts", run.facts, facts_digest(reading.snapshot)
    yield "charter", run.charter, digest(charter.model_dump(mode="json"))


def _frame(evidence: Evidence, reading: Reading) -> Iterator[tuple[str, str, str]]:
    run, charter = evidence.plan.run, reading.snapshot.charter
    yield "policies", run.policies, reading.policies.digest
    yield "as_of", run.as_of, reading.snapshot.as_of.isoformat()
    yield "currency", run.currency, charter.currency
    yield "capacity unit", run.capacity_unit, charter.capacity_counted_in
    yield "calibration", cited(evidence.plan), reading.choice_set.calibration.version
    yield "intervals", ", ".join(run.intervals), ", ".join(_planned_intervals(reading))


def _recorded_by(evidence: Evidence) -> str:
    return evidence.plan.run.versions.get("asp-decide", "")


def _planned_intervals(reading: Reading) -> tuple[str, ...]:
    planned = (step for step in reading.choice_set.grid if not step.is_tail)
    return tuple(dict.fromkeys(interval for step in planned for interval in step.intervals))


def _as_recorded(evidence: Evidence) -> Plan:
    """The plan under the name of the run that recorded it.

    A second run of an interval is recorded as `2027Q1-2`, and its plan does not know that.
    """
    plan, run = evidence.plan, evidence.manifest["run"]
    planned, dash, number = run.rpartition("-")
    if dash and number.isdecimal() and planned == plan.run.id:
        return plan.model_copy(update={"run": plan.run.model_copy(update={"id": run})})
    return plan


def _records(
    evidence: Evidence, reading: Reading, judged_: Judged, act: Act | None
) -> tuple[dict[str, Any], ...]:
    manifest = evidence.manifest
    before = manifest.get("previous")
    inputs = RunInputs(
        number=manifest.get("number", 0),
        origin=reading.snapshot.charter.origin,
        files={
            "plan.json": manifest.get("plan", ""),
            "certificate.json": manifest.get("certificate", ""),
            **{one["path"]: one["digest"] for one in manifest.get("files", ())},
        },
        subjects=Counter(key.kind for key in reading.subjects),
        previous=None if before is None else RunBefore(**before),
        repository=manifest.get("repository", {}),
        policies_before=evidence.policies_before,
        closed_before=evidence.closed_before,
        verdicts=verdicts(reading.snapshot),
        funded_in=evidence.funded_in,
        cases=cases_now(reading.snapshot, evidence.closed_before),
        rows=FactRows.of(reading.snapshot),
        designs=reading.designs,
    )
    return run_records(judged_, inputs, act=act)


def _of_facts_and_of_plan(
    policies: CompiledPolicies, of_facts: tuple[Finding, ...], of_plan: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """Limits and escalations speak of what the plan makes of the facts, all others before it."""
    after = {
        clause.heading.rule
        for clause in policies.clauses
        if isinstance(clause, LimitClause | EscalateClause)
    }
    kept = [one for one in of_facts if one.rule not in after]
    return (*kept, *(one for one in of_plan if one.rule in after))
