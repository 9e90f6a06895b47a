"""What an auditor reads of a recorded run: what to check, and everything that was recorded."""

from collections import Counter
from dataclasses import dataclass

from asp_decide.model.charter import Charter
from asp_decide.model.plan import Plan
from asp_decide.report.auditor.check_list import check_section
from asp_decide.report.auditor.log_place import log_section
from asp_decide.report.auditor.policy_register import policy_section
from asp_decide.report.auditor.result_matrix import matrix_section, unknown_results_section
from asp_decide.report.auditor.source_register import source_section
from asp_decide.report.page import Headline, Paragraph, Report
from asp_decide.report.record_numbers import RecordNumbers
from asp_decide.report.recorded import Recorded
from asp_decide.report.run_evidence import RunEvidence
from asp_decide.report.sections.act_register import act_section
from asp_decide.report.sections.case_register import case_section, case_warnings
from asp_decide.report.sections.escalation_register import escalation_section, verdict_section
from asp_decide.report.sections.front_matter import decisions_counted, told, warnings
from asp_decide.report.sections.limit_tables import guardrail_section
from asp_decide.report.sections.plan_quality import gap_cell, gap_sentence, stated_gap_cell
from asp_decide.report.sections.realised_value import realised_section
from asp_decide.report.sections.record_tables import (
    assumption_section,
    finding_section,
    provenance_section,
)
from asp_decide.report.stated_facts import StatedFacts


@dataclass(frozen=True, slots=True)
class Audited:
    """A recorded run as it is told to an auditor.

    `reports` counts those that stand in the folder of the run, this one among them.
    """

    plan: Plan
    charter: Charter
    recorded: Recorded
    evidence: RunEvidence
    facts: StatedFacts | None
    reports: int


def audit_report(audited: Audited) -> Report:
    """Checks with their counts first, then results, policies, acts, and the place in the log.

    Names of people stand in it where the evidence shows them.
    """
    of = told(audited.plan, charter=audited.charter, recorded=audited.recorded)
    plan, numbers, run = of.plan, of.numbers, audited.evidence
    assert of.recorded is not None, "an audit is of what was recorded"
    sections = (
        check_section(run, plan, of.recorded, reports=audited.reports),
        unknown_results_section(run, numbers),
        matrix_section(run, numbers),
        source_section(run, numbers),
        policy_section(run, plan, numbers),
        act_section(run, of.charter, numbers),
        escalation_section(run, numbers),
        verdict_section(run, numbers),
        case_section(of.recorded),
        realised_section(audited.facts, plan, of.recorded),
        guardrail_section(plan, numbers),
        finding_section(plan, numbers),
        assumption_section(plan, numbers),
        log_section(run, of.recorded),
        provenance_section(plan, of.recorded, digest_of_plan=of.digest),
    )
    return Report(
        title=f"{of.charter.name}: the record of run {of.run}",
        subtitle=Paragraph(
            f"The whole run, as it was recorded: facts as of {plan.run.as_of}, facts "
            f"{plan.run.facts[:19]}, policies {plan.run.policies[:19]}. Amounts in "
            f"{plan.objective.currency}.",
            records=numbers.manifest,
        ),
        lead=(
            *warnings(of),
            *case_warnings(of.recorded),
            decisions_counted(plan.decisions, numbers),
            Paragraph(gap_sentence(plan.objective), records=numbers.manifest),
        ),
        headlines=_headlines(run, plan, numbers),
        sections=tuple(section for section in sections if section is not None),
        foot=of.foot,
        guide=of.guide,
    )


def _headlines(run: RunEvidence, plan: Plan, numbers: RecordNumbers) -> tuple[Headline, ...]:
    results = Counter(one.told for one in run.results)
    approvals, overrides = run.acts_of("approval"), run.acts_of("override")
    otherwise = sum(one["override"] is not None for one in approvals)
    return (
        Headline(
            "Records",
            f"{run.size - run.first:,}",
            f"entries {run.first} to {run.size - 1} of the log",
            numbers.close,
        ),
        Headline(
            "Results of rules",
            f"{len(run.results):,}",
            f"{results['acted']:,} acted, {results['unknown']:,} unknown",
            numbers.all_of("rule"),
        ),
        Headline(
            "Acts",
            f"{len(approvals):,}",
            f"{otherwise} decided otherwise; {len(overrides)} in the register of overrides",
            numbers.all_of("approval"),
        ),
        Headline(
            "Certified gap",
            gap_cell(plan.objective),
            f"stated by the solver, not certified: {stated_gap_cell(plan.objective)}",
            numbers.manifest,
        ),
    )
