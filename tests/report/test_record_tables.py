"""What stands behind a plan: findings, overrides, assumptions, provenance."""

from asp_decide.model.plan import PlanFinding
from asp_decide.report.page import Command, Paragraph, Section, Sentences, Table
from asp_decide.report.sections.record_tables import (
    assumption_section,
    finding_section,
    override_section,
    provenance_section,
)
from plan_builders import a_board_plan, a_plan, a_record, a_run, an_override

WHY = "The regulator moved the date; the value arrives in one step in March"


def rows_of(section: Section) -> list[tuple[str, ...]]:
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    return [row.cells for row in table.rows]


def a_finding(rule: str, severity: str, result: str = "broken") -> PlanFinding:
    return PlanFinding(
        rule=rule, subject="portfolio", result=result, severity=severity, message=f"{rule} speaks"
    )


def commands_of(section: Section) -> list[str]:
    return [block.text for block in section.blocks if isinstance(block, Command)]


def test_the_gravest_finding_comes_first_and_owed_facts_are_told_elsewhere() -> None:
    findings = (
        a_finding("B", "low"),
        a_finding("A", "medium"),
        a_finding("C", "critical"),
        a_finding("D", "unheard of"),
        a_finding("E", "critical", "unknown"),
    )

    assert [row[1] for row in rows_of(finding_section(a_plan(findings=findings)))] == [
        *("C", "A", "B", "D")
    ]


def test_a_plan_that_keeps_everything_says_so() -> None:
    assert finding_section(a_plan()).blocks == (
        Paragraph("The plan keeps every limit, the advisory ones too."),
    )


def test_the_register_of_overrides_stands_there_when_it_is_empty_too() -> None:
    before = override_section(a_board_plan(), None, next_run=None)
    without = override_section(a_board_plan(), a_record(), next_run=None)

    assert before.title == without.title == "Overrides"
    assert before.blocks == (Paragraph("Nothing is decided yet, so nothing is overridden."),)
    assert without.blocks == (Paragraph("No decision departs from the plan."),)


def test_an_override_is_told_with_reason_evidence_end_role_and_price() -> None:
    record = a_record(overrides=(an_override("INI-112", recovery_plan="two teams in Q2"),))

    assert rows_of(override_section(a_board_plan(), record, next_run=None)) == [
        (
            *("OV-2027-001", "INI-112", "stop", "continue"),
            f"{WHY}; minutes 2027-01-12 p. 4; recovery plan: two teams in Q2",
            *("2027-03-31", "portfolio board, with a second approver", "EUR 8,200 to 11,801"),
        )
    ]


def test_names_of_people_stay_in_the_record() -> None:
    record = a_record(overrides=(an_override(),))
    told = str(override_section(a_board_plan(), record, next_run=None)) + str(
        provenance_section(a_board_plan(), record, digest_of_plan="sha256:0")
    )

    assert "A. Example" not in told
    assert "B. Example" not in told


def test_assumptions_are_listed_as_the_plan_has_them() -> None:
    plan = a_board_plan()

    assert assumption_section(plan).blocks == (Sentences(plan.assumptions),)
    assert assumption_section(a_plan()).blocks == (Paragraph("No default stands in for a fact."),)


def test_provenance_names_everything_that_went_in() -> None:
    run = a_run(pinned=("INI-121",), dropped=("INI-9", "INI-8"), engine="reference")
    section = provenance_section(a_plan(run=run), None, digest_of_plan="sha256:ab")
    told = {row[0]: row[1] for row in rows_of(section)}

    assert told["Plan"] == "sha256:ab"
    assert (told["Facts"], told["Policies"], told["Charter"]) == (
        *(run.facts, run.policies, run.charter),
    )
    assert told["Version of highspy"] == "1.14.0"
    assert told["Limit of nodes"] == "20000"
    assert told["Rule engine"] == "reference"
    assert told["Pinned into the plan"] == "INI-121"
    assert told["Dropped from the plan"] == "INI-9, INI-8"
    assert told["Certified gap"] == "2.8 %"
    assert told["Gap stated by the solver, not certified"] == "0.5 %"


def test_a_recorded_run_carries_its_checkpoint_and_the_command_that_checks_it() -> None:
    record = a_record(run="2027Q1-2")
    section = provenance_section(a_board_plan(), record, digest_of_plan="sha256:0")

    assert commands_of(section) == [
        "example.org/asp/portfolio\n188834\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "asp-decide verify runs/2027Q1-2",
    ]
    assert "Approved by portfolio board on 2027-01-12." in str(section)
    assert "checkpoint 188834:AAECAwQF" in str(section)


def test_a_plan_before_the_meeting_claims_no_checkpoint() -> None:
    section = provenance_section(a_board_plan(), None, digest_of_plan="sha256:0")

    assert commands_of(section) == []
    assert (
        Paragraph("Nothing of this is in the ledger before a person applies it.") in section.blocks
    )
