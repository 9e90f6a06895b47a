"""The first page: what is unknown, what is asked for, and what waits below the line."""

from fractions import Fraction

from asp_decide.model.plan import Plan, PlanFinding, Reason
from asp_decide.report.page import Paragraph, Section, Table
from asp_decide.report.sections.decision_list import (
    MOST_OWED_IN_FRONT,
    decision_section,
    owed_section,
    unknown_section,
)
from plan_builders import a_board_plan, a_decision, a_plan, a_record, an_override

HOLDERS = {"gate_2": "portfolio_board", "start": "portfolio_manager"}


def the_table(section: Section) -> Table:
    """The section's one table."""
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    return table


def decisions_of(plan: Plan) -> Table:
    return the_table(decision_section(plan, holders=HOLDERS, recorded=None))


def owed(count: int) -> tuple[PlanFinding, ...]:
    return tuple(
        PlanFinding(
            rule="GATE-21",
            subject=f"initiative INI-{n}",
            result="unknown",
            severity="high",
            message=f"INI-{n}: effort missing",
        )
        for n in range(count)
    )


def test_every_decision_of_the_plan_stands_on_the_first_pages_exactly_once() -> None:
    plan = a_board_plan()
    unknown = unknown_section(plan, recorded=None).blocks[0]

    assert isinstance(unknown, Table)
    told = [row.subject for row in (*unknown.rows, *decisions_of(plan).rows)]
    assert sorted(told) == [
        d.initiative for d in sorted(plan.decisions, key=lambda d: d.initiative)
    ]


def test_the_numbers_of_a_decision_are_those_of_the_plan() -> None:
    plan = a_board_plan()
    cells = {row.subject: row.cells for row in decisions_of(plan).rows}

    for decision in plan.decisions:
        if decision.decision != "review" and decision.cost_of_delay_per_week is not None:
            assert cells[decision.initiative][4].replace(",", "") == decision.cost_of_delay_per_week
            assert decision.cd3 is not None
            assert cells[decision.initiative][5].replace(",", "") == str(
                round(Fraction(decision.cd3))
            )


def test_what_moves_capacity_stands_above_the_waterline_and_what_waits_below_it() -> None:
    groups = decisions_of(a_board_plan()).groups
    line = next(n for n, group in enumerate(groups) if group.is_waterline)
    above = {row.cells[2] for group in groups[:line] for row in group.rows}
    below = {row.cells[2] for group in groups[line:] for row in group.rows}

    assert {"stop", "start", "continue", "pause", "fund (mvp)", "examine"} <= above
    assert below == {"wait", "return", "hold", "decline", "reject"}


def test_the_waterline_counts_what_waits_and_sums_its_cost_of_delay() -> None:
    plan = a_plan(
        [
            a_decision("INI-1", "wait", cost_of_delay_per_week="1000.5"),
            a_decision("INI-2", "decline", cost_of_delay_per_week="2000"),
            a_decision("INI-3", "hold"),
            a_decision("INI-4", "start", cost_of_delay_per_week="9000"),
        ]
    )
    (line,) = (group for group in decisions_of(plan).groups if group.is_waterline)

    assert line.note == (
        "what stands below takes no capacity in this plan: 3 of 4 initiatives, EUR 3,000 of delay "
        "a week"
    )


def test_a_group_says_who_decides_it() -> None:
    plan = a_plan(
        [
            a_decision("INI-1", "fund", point="gate_2"),
            a_decision("INI-2", "start", point="start"),
            a_decision("INI-3", "wait", point="nobody's"),
        ]
    )
    notes = {group.title: group.note for group in decisions_of(plan).groups}

    assert notes["▶ Fund or start now (2)"] == "decided by portfolio board and portfolio manager"
    assert notes["○ Wait for capacity (1)"] == ""


def test_an_overridden_decision_says_what_was_decided_and_what_was_recommended() -> None:
    record = a_record(overrides=(an_override("INI-112"), an_override("INI-145")))
    plan = a_board_plan()
    section = decision_section(plan, holders=HOLDERS, recorded=record)
    why = {row.subject: row.cells[3] for row in the_table(section).rows}
    reviews = unknown_section(plan, recorded=record).blocks[0]

    assert section.title == "Decisions taken"
    assert why["INI-112"].startswith(
        "overridden by OV-2027-001: decided to continue until 2027-03-31; recommended: INI-112: 30 %"
    )
    assert "overridden" not in why["INI-113"]
    assert isinstance(reviews, Table)
    assert next(r for r in reviews.rows if r.subject == "INI-145").cells[3].startswith("overridden")


def test_a_review_tells_everything_that_is_missing_once() -> None:
    reasons = (
        Reason(rule="GATE-21", message="effort missing"),
        Reason(rule="GATE-22", message="effort missing"),
        Reason(rule="GATE-23", message="capacity unknown"),
    )
    plan = a_plan([a_decision("INI-1", "review", point="gate_2", reasons=reasons)])
    table = the_table(unknown_section(plan, recorded=None))

    assert table.rows[0].cells[2:4] == ("gate 2", "effort missing; capacity unknown")


def test_a_plan_that_rests_on_nothing_unknown_says_so() -> None:
    section = unknown_section(a_plan([a_decision()]), recorded=None)

    assert section.blocks == (Paragraph("Nothing that this plan rests on is unknown."),)


def test_owed_facts_are_told_by_subject_with_the_rules_that_ask() -> None:
    again = PlanFinding(
        rule="CON-01",
        subject="initiative INI-0",
        result="unknown",
        severity="low",
        message="INI-0: value missing",
    )
    table = the_table(unknown_section(a_plan(findings=(*owed(2), again)), recorded=None))

    assert [row.cells for row in table.rows] == [
        ("initiative INI-0", "INI-0: effort missing; INI-0: value missing", "CON-01, GATE-21"),
        ("initiative INI-1", "INI-1: effort missing", "GATE-21"),
    ]


def test_what_is_under_review_tells_what_it_owes_only_there() -> None:
    plan = a_plan([a_decision("INI-0", "review")], findings=owed(2))
    tables = [b for b in unknown_section(plan, recorded=None).blocks if isinstance(b, Table)]

    assert [row.cells[0] for table in tables for row in table.rows] == ["INI-0", "initiative INI-1"]


def test_many_owed_facts_are_counted_in_front_and_listed_behind() -> None:
    few, many = a_plan(findings=owed(MOST_OWED_IN_FRONT)), a_plan(findings=owed(40))
    behind = owed_section(many)

    assert owed_section(few) is None
    assert unknown_section(many, recorded=None).blocks == (
        Paragraph("Facts are owed for 40 subjects; they are listed under Data owed."),
    )
    assert behind is not None
    assert len(the_table(behind).rows) == 40
