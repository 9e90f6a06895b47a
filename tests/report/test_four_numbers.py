"""Target, proposal, approval and actual stand side by side, and none is made of another."""

from decimal import Decimal
from fractions import Fraction

from asp_decide.model.ids import IntervalId, ValueStreamId
from asp_decide.model.plan import Allocation, Plan
from asp_decide.model.value_stream import Burn
from asp_decide.report.finance.four_numbers import (
    PROPOSAL,
    four_numbers_section,
    four_numbers_sheet,
)
from asp_decide.report.page import Paragraph, Table
from asp_decide.report.sheet import SheetCell
from asp_decide.report.stated_facts import StatedFacts
from builders import a_snapshot, a_value_stream
from plan_builders import a_decision, a_plan, a_record, an_override


def a_burn(interval: str, funded: int | None, spent: int | None = None) -> Burn:
    return Burn(
        value_stream_id=ValueStreamId("payments"),
        interval=IntervalId(interval),
        funded=None if funded is None else Decimal(funded),
        spent=None if spent is None else Decimal(spent),
    )


FACTS = StatedFacts.of(
    a_snapshot(
        value_streams=(a_value_stream(funding_per_week=Decimal(10)),),
        burns=(a_burn("2026Q4", 700, 650), a_burn("2027Q1", 800), a_burn("2040Q1", 9)),
    )
)


def paying(*told: tuple[str, str, str, str]) -> Plan:
    allocations = tuple(
        Allocation(value_stream=stream, interval=when, initiative=who, amount="1", money=money)
        for stream, when, who, money in told
    )
    return a_plan(
        [a_decision(one) for one in sorted({t[2] for t in told})], allocations=allocations
    )


PLAN = paying(
    ("payments", "2027Q1", "INI-1", "30"),
    ("payments/data", "2027Q1", "INI-2", "12"),
    ("web", "2027Q2", "INI-2", "5"),
)


def cells(sheet_rows: tuple[tuple[SheetCell, ...], ...]) -> dict[tuple[SheetCell, ...], tuple]:  # type: ignore[type-arg]
    return {row[:2]: row[2:] for row in sheet_rows}


def test_each_number_comes_from_its_own_source() -> None:
    rows = cells(four_numbers_sheet(PLAN, FACTS, a_record()).rows)

    assert rows["payments", "2026Q4"] == (700, 650, -50, None, None)
    assert rows["payments", "2027Q1"] == (800, None, None, 42, 42)
    assert rows["web", "2027Q2"] == (None, None, None, 5, 5)


def test_an_interval_ahead_without_an_amount_has_the_run_rate_of_its_weeks() -> None:
    rows = cells(four_numbers_sheet(PLAN, FACTS, None).rows)

    assert rows["payments", "2027Q2"][0] == Fraction(10 * 91, 7)
    assert ("payments", "2040Q1") not in rows, "neither closed nor planned"


def test_nothing_is_approved_before_it_is_and_nothing_of_what_was_decided_otherwise() -> None:
    before = cells(four_numbers_sheet(PLAN, FACTS, None).rows)
    recorded = a_record(overrides=(an_override("INI-2"),))
    after = cells(four_numbers_sheet(PLAN, FACTS, recorded).rows)

    assert before["payments", "2027Q1"][3:] == (42, None)
    assert after["payments", "2027Q1"][3:] == (42, 30)
    assert after["web", "2027Q2"][3:] == (5, 0)
    told = four_numbers_section(PLAN, FACTS, recorded).blocks[-1]
    assert isinstance(told, Paragraph)
    assert told.text.endswith("the plan has no approved outlay: INI-2.")


def test_the_proposal_sums_up_to_the_plan_and_targets_are_not_added_up() -> None:
    totals = four_numbers_sheet(PLAN, FACTS, a_record()).totals

    assert totals is not None
    assert totals[PROPOSAL] == 47
    assert totals[2:5] == (None, None, None)


def test_without_facts_the_plan_speaks_alone_and_says_so() -> None:
    section = four_numbers_section(PLAN, None, None)

    assert [isinstance(b, Paragraph) and "not at hand" in b.text for b in section.blocks] == [
        False,
        True,
    ]


def test_where_nothing_is_known_of_any_that_is_said() -> None:
    (told,) = four_numbers_section(a_plan(), StatedFacts.of(a_snapshot()), None).blocks

    assert isinstance(told, Paragraph)
    assert told.text == "No funding is stated and nothing is to be paid."


def test_more_rows_than_a_page_has_are_drawn_together_and_sum_up_alike() -> None:
    streams = [f"stream-{number}" for number in range(9)]
    plan = paying(*((one, f"2027Q{q}", "INI-1", "10") for one in streams for q in (1, 2, 3)))
    burns = [a_burn("2026Q3", 5, 4), a_burn("2026Q4", 7, None)]
    facts = StatedFacts.of(a_snapshot(burns=tuple(burns)))
    sheet = four_numbers_sheet(plan, facts, a_record())
    (told,) = four_numbers_section(plan, facts, a_record()).blocks

    assert isinstance(told, Table)
    rows = [row.cells for row in told.groups[0].rows]
    assert len(sheet.rows) == 29
    assert rows[0] == ("payments", "2026Q3 to 2026Q4", "12", "–", "–", "–", "–")
    assert rows[1] == ("stream-0", "2027Q1", "–", "–", "–", "10", "10")
    assert rows[2] == ("stream-0", "2027Q2 to 2027Q3", "–", "–", "–", "20", "20")
    assert told.groups[1].rows[0].cells[-2:] == ("270", "270")
    assert "the workbook has each interval by itself" in told.caption
