"""Findings, overrides, assumptions and provenance: what stands behind a plan."""

from collections.abc import Mapping
from datetime import date

from asp_decide.model.effective import Period, in_force
from asp_decide.model.plan import Plan, PlanFinding
from asp_decide.report.amounts import NONE_GIVEN
from asp_decide.report.decision_groups import subject_words
from asp_decide.report.page import Block, Column, Command, Paragraph, Section, Sentences, table
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers, Records
from asp_decide.report.recorded import Recorded, RecordedOverride
from asp_decide.report.sections.plan_quality import gap_cell, stated_gap_cell
from asp_decide.report.sections.price_table import price_line

_SEVERITIES = ("critical", "high", "medium", "low")


def finding_section(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Section:
    """Broken advisory limits and whatever else people should know, the gravest first."""
    findings = grave_findings(plan)
    if not findings:
        nothing = "The plan keeps every limit, the advisory ones too."
        kept = Paragraph(nothing, records=numbers.all_of("rule"))
        return Section("findings", "Findings", (kept,))
    columns = (
        Column("Severity"),
        Column("Rule"),
        Column("Of"),
        Column("Result"),
        Column("What was found", "reason"),
    )
    rows = tuple(
        (f.severity, f.rule, subject_words(f.subject), f.result.replace("_", " "), f.message)
        for f in findings
    )
    records = (of_finding(f, numbers) for f in findings)
    told = table("What people should know", columns, rows, records)
    return Section("findings", "Findings", (told,))


def grave_findings(plan: Plan) -> tuple[PlanFinding, ...]:
    """Broken advisory limits and whatever else people should know, the gravest first."""
    return tuple(sorted((f for f in plan.findings if f.result != "unknown"), key=_gravest_first))


def override_section(plan: Plan, recorded: Recorded | None, *, next_run: date | None) -> Section:
    """The register of overrides; it stands there when it is empty too.

    Those that are not in force any more at the next run say so.
    """
    title = "Overrides"
    if recorded is None:
        nothing = Paragraph("Nothing is decided yet, so nothing is overridden.")
        return Section("overrides", title, (nothing,))
    if not recorded.overrides:
        as_planned = "No decision departs from the plan."
        told = Paragraph(as_planned, records=recorded.numbers.all_of("approval"))
        return Section("overrides", title, (told,))
    recommended = {d.initiative: d.decision for d in plan.decisions}
    columns = (
        Column("Override"),
        Column("Initiative"),
        Column("Recommended"),
        Column("Decided"),
        Column("Why, and on what evidence", "reason"),
        Column("Until", "short"),
        Column("By"),
        Column("Price", "number"),
    )
    rows = tuple(
        _override_row(entry, recommended, recorded, currency=plan.objective.currency, ends=ends)
        for entry in recorded.overrides
        for ends in [ends_before(entry, recorded, next_run)]
    )
    records = (recorded.numbers.find("override", id=entry.id) for entry in recorded.overrides)
    shown = table("Decisions other than the recommended ones", columns, rows, records)
    return Section("overrides", title, (shown,))


def assumption_section(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Section:
    """The defaults that stand in for facts which the workspace does not state.

    They stand in the plan, which the manifest names by its digest.
    """
    told: Block = Paragraph("No default stands in for a fact.", records=numbers.manifest)
    if plan.assumptions:
        told = Sentences(plan.assumptions, numbers.manifest)
    return Section("assumptions", "Assumptions", (told,))


def provenance_section(plan: Plan, recorded: Recorded | None, *, digest_of_plan: str) -> Section:
    """What went in, how good the answer is, and the command that checks it."""
    columns = (Column("What"), Column("Value", "code"))
    facts = run_facts(plan, digest_of_plan)
    numbers = recorded.numbers if recorded else NOT_RECORDED
    blocks: list[Block] = [
        table("What went into this plan", columns, facts, (numbers.manifest for _ in facts))
    ]
    if recorded is None:
        blocks.append(Paragraph("Nothing of this is in the ledger before a person applies it."))
    else:
        blocks += [
            Paragraph(for_the_minutes(recorded), records=numbers.all_of("approval")),
            Command(recorded.checkpoint.text.rstrip("\n")),
            Command(
                f"asp-decide verify runs/{recorded.run}",
                "This command decides it all again, offline, and says what it finds:",
            ),
        ]
    return Section("provenance", "Provenance", tuple(blocks))


def run_facts(plan: Plan, digest_of_plan: str) -> tuple[tuple[str, str], ...]:
    """What went into a plan and what came of it, by name, with the digest of the plan itself."""
    run = plan.run
    return (
        ("Run", run.id),
        ("Facts as of", run.as_of),
        ("Plan", digest_of_plan),
        ("Facts", run.facts),
        ("Policies", run.policies),
        ("Charter", run.charter),
        ("Rule engine", run.engine),
        *((f"Version of {name}", version) for name, version in sorted(run.versions.items())),
        ("Seed", str(run.seed)),
        ("Solver budget", run.budget),
        *((f"Limit of {name}", str(limit)) for name, limit in sorted(run.limits.items())),
        ("Solver status", plan.objective.status),
        ("Certified gap", gap_cell(plan.objective)),
        ("Gap stated by the solver, not certified", stated_gap_cell(plan.objective)),
        ("Pinned into the plan", ", ".join(run.pinned) or NONE_GIVEN),
        ("Dropped from the plan", ", ".join(run.dropped) or NONE_GIVEN),
    )


def _override_row(
    entry: RecordedOverride,
    recommended: Mapping[str, str],
    recorded: Recorded,
    *,
    currency: str,
    ends: bool,
) -> tuple[str, ...]:
    override = entry.override
    why = [override.reason, *override.evidence]
    if override.recovery_plan:
        why.append(f"recovery plan: {override.recovery_plan}")
    by = recorded.approval.role.replace("_", " ")
    # Names of people stay in the record; a board's paper speaks of roles.
    by += ", with a second approver" if override.second_approver else ""
    return (
        entry.id,
        override.initiative,
        recommended.get(override.initiative, NONE_GIVEN).replace("_", " "),
        override.decision.replace("_", " "),
        "; ".join(why),
        override.until.isoformat() + (", before the next run" if ends else ""),
        by,
        price_of_override(entry, currency),
    )


def price_of_override(entry: RecordedOverride, currency: str) -> str:
    """What an override costs the portfolio, or why that is not told."""
    unpriced = "masked" if entry.masked else "not asked for"
    return price_line(entry.price, currency) if entry.price else unpriced


def ends_before(entry: RecordedOverride, recorded: Recorded, next_run: date | None) -> bool:
    """Whether an override is over before the next run, as far as its day is known."""
    return next_run is not None and not in_force(_period(entry, recorded), next_run)


def _period(entry: RecordedOverride, recorded: Recorded) -> Period:
    return Period(from_day=recorded.approval.on, until=entry.override.until)


def for_the_minutes(recorded: Recorded) -> str:
    """Who approved the plan in which role on which day, and the sentence that the minutes need."""
    act = recorded.approval
    return (
        f"Approved by {act.role.replace('_', ' ')} on {act.on.isoformat()}. For the minutes: "
        f"the board noted checkpoint {recorded.checkpoint.short} of run {recorded.run}."
    )


def of_finding(finding: PlanFinding, numbers: RecordNumbers) -> Records:
    """The rule's result on its subject; of an exemption it is told where that is recorded."""
    found = numbers.find("rule", rule=finding.rule, subject=finding.subject)
    return found or numbers.about(finding.subject, "override") or numbers.manifest


def _gravest_first(finding: PlanFinding) -> tuple[int, str, str]:
    known = finding.severity in _SEVERITIES
    rank = _SEVERITIES.index(finding.severity) if known else len(_SEVERITIES)
    return (rank, finding.rule, finding.subject)
