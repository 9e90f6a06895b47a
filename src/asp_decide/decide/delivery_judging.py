"""What the rules of the delivery layer say of its subjects, witnessed as in any run."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.clauses.clause import CompiledPolicies, DeriveClause, EscalateClause
from asp_decide.clauses.exempting import exempted
from asp_decide.decide.escalation_clock import Clock, clock
from asp_decide.decide.judging import Judges, judge
from asp_decide.delivery.delivery_grounds import DeliveryGrounds
from asp_decide.delivery.delivery_subjects import measure_delivery
from asp_decide.model.finding import Answer, Finding, Seen, Truth
from asp_decide.model.subject import Measured, SubjectKey, Subjects
from asp_decide.rules.free_slots import with_free_slots
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.standing import standings


@dataclass(frozen=True, slots=True)
class JudgedDelivery:
    """The delivery layer of a workspace on a day: its subjects, findings, and answers.

    `policies` are as exemptions leave them.
    """

    grounds: DeliveryGrounds
    policies: CompiledPolicies
    subjects: Subjects
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]

    def answer(self, point: str, kind: str, id_: str) -> Answer | None:
        """What prevails at a point for one subject; None if it is not asked."""
        return next(
            (
                one
                for one in self.answers
                if one.point == point and one.subject.kind == kind and one.subject.id == id_
            ),
            None,
        )

    def sentences(self, rules: tuple[str, ...], subject: SubjectKey) -> tuple[str, ...]:
        """What these rules tell of a subject, in their own words and in the order of rules."""
        return tuple(
            finding.message
            for finding in self.findings
            if finding.rule in rules and finding.subject == subject and finding.message
        )

    def unknowns(self, rules: tuple[str, ...], subject: SubjectKey) -> tuple[str, ...]:
        """What these rules would have to know of a subject and do not, each once.

        Where they lack a conclusion it is what that is drawn from.
        """
        drawn = {
            clause.name: clause.heading.rule
            for clause in self.policies.clauses
            if isinstance(clause, DeriveClause)
        }
        told: list[str] = []
        for seen in self._unknown(rules, subject):
            if seen.name in drawn:
                told += self.unknowns((drawn[seen.name],), subject)
            else:
                told.append(f"`{seen.name}` is not known: {seen.why or 'missing'}")
        return tuple(dict.fromkeys(told))

    def _unknown(self, rules: tuple[str, ...], subject: SubjectKey) -> Iterator[Seen]:
        for finding in self.findings:
            if finding.rule in rules and finding.subject == subject:
                yield from (seen for seen in finding.seen if seen.truth is Truth.UNKNOWN)

    def amount(self, subject: SubjectKey, name: str) -> Fraction | None:
        """A measure of a subject in base units; None where it is not known."""
        found = self.subjects[subject].measures.get(name)
        return found.value if isinstance(found, Measured) else None

    def escalations(self) -> tuple[tuple[Finding, Clock], ...]:
        """What asks a role today, each with its clock."""
        asking = {
            clause.heading.rule: clause
            for clause in self.policies.clauses
            if isinstance(clause, EscalateClause)
        }
        return tuple(
            (
                finding,
                clock(
                    asking[finding.rule],
                    finding,
                    self.subjects[finding.subject],
                    as_of=self.grounds.as_of,
                ),
            )
            for finding in self.findings
            if finding.rule in asking and finding.result == "fires" and finding.subject
        )


def judge_delivery(
    grounds: DeliveryGrounds, policies: CompiledPolicies, judges: Judges
) -> JudgedDelivery:
    """Measure and judge; the same facts and policies give the same answers.

    Raises EvaluatorsDisagreeError and EngineFailedError.
    """
    currency = grounds.charter.currency

    def judged(rules: CompiledPolicies, of: Subjects) -> tuple[Finding, ...]:
        return judge(rules, of, judges=judges, currency=currency)

    subjects = measure_delivery(grounds)
    standing = standings(policies, subjects, grounds.as_of, judged)
    policies = exempted(policies, (one.exemption for one in standing if not one.lapsed))
    subjects = with_free_slots(policies, subjects, judged)
    findings = judged(policies, subjects)
    return JudgedDelivery(
        grounds, policies, subjects, findings, prevailing(policies, findings, subjects)
    )
