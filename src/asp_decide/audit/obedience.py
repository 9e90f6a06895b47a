"""Check 6: does the plan obey the rules? Every row made from facts and policies, and summed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from asp_decide.audit.check import Check, Divergence, counted, judged
from asp_decide.audit.comparison import differing
from asp_decide.audit.decided_word import (
    course_told,
    decided_fields,
    decided_word,
    last_answers,
    paying,
    tranche_ends,
)
from asp_decide.audit.granted import exemptions_again
from asp_decide.audit.planned_use import allocated, capacity_used, text
from asp_decide.audit.reading import Reading
from asp_decide.audit.recorded_evidence import CERTIFICATE, PLAN, Evidence
from asp_decide.audit.redecide import Redecided
from asp_decide.clauses.clause import EscalateClause
from asp_decide.clauses.exemption_lines import exemption_findings
from asp_decide.clauses.forced_decisions import forced_decisions
from asp_decide.clauses.told import is_told
from asp_decide.model.base import Model
from asp_decide.model.choice import Choice
from asp_decide.model.exact_number import exact_text
from asp_decide.model.forced_decision import ForcedDecision
from asp_decide.model.ids import InitiativeId
from asp_decide.model.plan import Bound, Brake, Decision, PlannedExemption
from asp_decide.model.quantity import CURRENCY
from asp_decide.model.subject import SubjectKey
from asp_decide.optimize.bound_readings import read_bounds
from asp_decide.optimize.evaluation import breaches, slack_of, sum_of, takes_one_each
from asp_decide.optimize.programme import Programme
from asp_decide.portfolio.open_courses import courses_of

_PLANNED = frozenset({"bound", "allocation", "price"})


@dataclass(frozen=True, slots=True)
class Enacted:
    """The recorded plan found again in its programme: the choices that it takes, by initiative."""

    evidence: Evidence
    reading: Reading
    redecided: Redecided
    taken: Mapping[str, Choice]

    @property
    def programme(self) -> Programme:
        """What the plan was chosen from, made again."""
        return self.redecided.programme


def enact(evidence: Evidence, reading: Reading, redecided: Redecided) -> Enacted | Divergence:
    """The choices of the certificate in the programme, one of each initiative."""
    programme = redecided.programme
    numbers = programme.numbers(evidence.certificate.taken)
    if not takes_one_each(programme, numbers):
        return Divergence(CERTIFICATE, "it does not take one choice of each initiative")
    taken = {programme.choices[n].initiative: programme.choices[n] for n in numbers}
    return Enacted(evidence, reading, redecided, dict(sorted(taken.items())))


def check_obeyed(enacted: Enacted) -> Check:
    """Whether the plan is what its choices make it, and breaks no row of facts or policies."""
    programme, numbers = enacted.programme, _numbers(enacted)
    slacks = [slack_of(row, sum_of(row, frozenset(numbers))) for row in programme.rows]
    told = f"{counted(len(slacks), 'row')}, {sum(slack == 0 for slack in slacks):,} at their limit"
    return judged(6, _divergences(enacted), told=told)


def _divergences(enacted: Enacted) -> Iterator[Divergence]:
    for breach in breaches(enacted.programme, _numbers(enacted)):
        yield Divergence(PLAN, f"it breaks {breach.row.origin} by {exact_text(breach.by)}")
    yield from _decisions(enacted)
    plan, choice_set = enacted.evidence.plan, enacted.reading.choice_set
    taken = tuple(enacted.taken.values())
    yield from _unlike("capacity", plan.capacity, capacity_used(choice_set, taken))
    yield from _unlike("allocations", plan.allocations, allocated(choice_set, taken))
    yield from _unlike("bounds", plan.bounds, _bounds(enacted))
    yield from _unlike("brake", [plan.brake], [_brake(enacted)])
    yield from _unlike("forced", plan.forced, _forced(enacted))
    again = exemptions_again(plan, enacted.reading, enacted.redecided, enacted.taken)
    yield from _unlike("exemptions", plan.exemptions, again)
    yield from _findings(enacted, again)
    yield from differing(enacted.evidence.records, enacted.redecided.records, _PLANNED)


def _decisions(enacted: Enacted) -> Iterator[Divergence]:
    reading, answers = enacted.reading, last_answers(enacted.redecided.answers)
    after = enacted.redecided.after
    grid, pays = reading.choice_set.grid, paying(reading.choice_set.choices)
    initiatives = {one.id: one for one in reading.snapshot.initiatives}
    prices = enacted.evidence.certificate.capacity_prices
    open_to = courses_of(reading.snapshot, prices, book=reading.book)
    for decision in enacted.evidence.plan.decisions:
        one = InitiativeId(decision.initiative)
        if one not in enacted.taken or one not in initiatives:
            yield Divergence(PLAN, f"it takes no choice of `{one}`")
            continue
        taken, subject = enacted.taken[one], after[SubjectKey("initiative", one)]
        word = decided_word(answers.get(one), taken, grid, pays=one in pays)
        expected = decided_fields(word, taken, grid, initiative=initiatives[one], subject=subject)
        expected["until"] = tranche_ends(word, taken, grid, enacted.reading.snapshot.as_of)
        expected["courses"] = tuple(course_told(course) for course in open_to[one])
        yield from _differences(decision, expected)


def _differences(decision: Decision, expected: Mapping[str, Any]) -> Iterator[Divergence]:
    for name, value in expected.items():
        found = getattr(decision, name)
        if found != value:
            what = f"{decision.initiative}: {name} is `{found}`, decided again it is `{value}`"
            yield Divergence(PLAN, what)


def _findings(enacted: Enacted, exemptions: Sequence[PlannedExemption]) -> Iterator[Divergence]:
    """What is broken or owed, who is asked and who is listed stands in the plan for all to see."""
    clauses = {clause.heading.rule: clause for clause in enacted.reading.policies.clauses}
    loud: set[tuple[str, str, str]] = {
        (one.rule, str(one.subject), one.result)
        for one in enacted.redecided.findings
        if one.subject is not None and is_told(clauses[one.rule], one.result)
    }
    of_exemptions = exemption_findings(exemptions, {})
    loud |= {(one.rule, one.subject, one.result) for one in of_exemptions}
    told = {(one.rule, one.subject, one.result) for one in enacted.evidence.plan.findings}
    for rule, subject, result in sorted(loud ^ told):
        verb = "does not tell" if (rule, subject, result) in loud else "tells"
        yield Divergence(PLAN, f"it {verb} that {rule} is {result} for {subject}")


def _bounds(enacted: Enacted) -> tuple[Bound, ...]:
    currency = enacted.evidence.plan.run.currency
    taken = [choice.id for choice in enacted.taken.values()]
    return tuple(
        Bound(
            rule=one.rule,
            name=one.name,
            group=one.group,
            interval=one.interval or None,
            planned=text(one.planned / one.unit.factor),
            limit=text(one.limit / one.unit.factor),
            stated=text(one.stated / one.unit.factor),
            unit=one.unit.name.replace(CURRENCY, currency),
            at=one.at,
            slack=text(one.slack / one.unit.factor),
            binding=one.binding,
            kept=one.kept,
            set_by=one.set_by,
            instead_of=None if one.instead_of is None else text(one.instead_of / one.unit.factor),
        )
        for one in read_bounds(enacted.programme, taken)
    )


def _brake(enacted: Enacted) -> Brake:
    plan = enacted.evidence.plan
    halting = {
        clause.heading.rule: clause
        for clause in enacted.reading.policies.clauses
        if isinstance(clause, EscalateClause) and clause.halts_apply
    }
    wording = enacted.reading.words_as(plan.run.versions.get("asp-decide", ""))
    for finding in enacted.redecided.findings:
        if finding.rule in halting and finding.result == "fires":
            return Brake(
                tripped=True,
                rule=finding.rule,
                role=halting[finding.rule].to[0].role,
                message=finding.message if wording else plan.brake.message,
            )
    return Brake(tripped=False)


def _forced(enacted: Enacted) -> tuple[ForcedDecision, ...]:
    """The decisions that rules force, as this version would word them if it worded the plan."""
    plan, redecided = enacted.evidence.plan, enacted.redecided
    found = forced_decisions(redecided.frame.policies, redecided.findings, plan.decisions)
    if enacted.reading.words_as(plan.run.versions.get("asp-decide", "")):
        return found
    said = {(one.rule, one.initiative): one.message for one in plan.forced}
    return tuple(
        one.model_copy(update={"message": said.get((one.rule, one.initiative), one.message)})
        for one in found
    )


def _unlike(what: str, found: Sequence[Model], expected: Sequence[Model]) -> Iterator[Divergence]:
    for one, other in zip(found, expected, strict=False):
        if one != other:
            yield Divergence(PLAN, f"{what}: `{one}`, summed again `{other}`")
    if len(found) != len(expected):
        yield Divergence(PLAN, f"{what}: {len(found)} lines, summed again {len(expected)}")


def _numbers(enacted: Enacted) -> tuple[int, ...]:
    return enacted.programme.numbers(one.id for one in enacted.taken.values())
