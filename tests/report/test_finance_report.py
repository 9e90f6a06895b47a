"""What finance reads: sums that tie, the same cells on the page and in the workbook, no formula."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.model.ids import IntervalId
from asp_decide.model.plan import Allocation, Plan
from asp_decide.report.finance.finance_report import finance_report, finance_sheets
from asp_decide.report.finance.money_sheets import cost_sheet, funding_sheet, outlay_sheet
from asp_decide.report.formats.workbook import write_workbook
from asp_decide.report.page import Table
from asp_decide.report.sheet import Sheet, SheetColumn, as_table
from builders import a_charter
from plan_builders import INTERVALS, STREAMS, a_board_plan, a_decision, a_plan

DAY = date(2026, 12, 31)
LOOKS_LIKE_A_FORMULA = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "{=1}", "=HYPERLINK(0)", "http://x")

allocations = st.lists(
    st.builds(
        Allocation,
        value_stream=st.sampled_from(STREAMS),
        interval=st.sampled_from((*INTERVALS, "2029Q1")),
        initiative=st.sampled_from(("INI-1", "INI-2", "INI-3")),
        amount=st.just("1"),
        money=st.decimals(0, 10**7, places=6).map(lambda money: format(money, "f")),
    ),
    max_size=12,
).map(tuple)


def opened(body: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(body))


def written(*sheets: Sheet) -> bytes:
    return write_workbook(sheets, as_of=DAY, title="Money", foot="Run 2027Q1")


def workbook_of(plan: Plan, **charter: Any) -> openpyxl.Workbook:
    return opened(written(*finance_sheets(plan, charter=a_charter(**charter), recorded=None)))


@given(allocations)
def test_every_matrix_sums_up_to_the_outlay_of_the_plan(told: tuple[Allocation, ...]) -> None:
    """Rows, columns and the plan itself; behind the last interval of the plan too."""
    plan = a_plan(allocations=told)
    proposed = sum((Fraction(one.money) for one in told), Fraction(0))

    for sheet in (outlay_sheet(plan), cost_sheet(plan)):
        assert sheet.totals is not None
        *by_interval, together = [cell for cell in sheet.totals if isinstance(cell, Fraction)]
        assert together == proposed
        assert sum(by_interval, Fraction(0)) == proposed


def test_what_earlier_intervals_leave_is_carried_over_where_it_is() -> None:
    told = (
        Allocation(value_stream="payments", interval=INTERVALS[0], initiative="INI-1", amount="1", money="30"),
        Allocation(value_stream="payments", interval=INTERVALS[1], initiative="INI-1", amount="1", money="70"),
    )  # fmt: skip
    plan = a_plan(allocations=told)
    budgets = {IntervalId(INTERVALS[0]): Decimal(50), IntervalId(INTERVALS[1]): Decimal(60)}

    carried = funding_sheet(plan, a_charter(budgets=budgets, budget_carries_over=True)).rows
    apart = funding_sheet(plan, a_charter(budgets=budgets, budget_carries_over=False)).rows

    expected = [(50, 30, 20, 20), (60, 70, -10, 10)]
    assert [row[1:] for row in carried[:2]] == [tuple(map(Fraction, row)) for row in expected]
    assert [row[4] for row in apart[:2]] == [20, -10]
    assert carried[2][1] is None, "a budget that nobody stated is no budget of nothing"


def test_the_page_shows_the_cells_of_the_workbook() -> None:
    plan, charter = a_board_plan(), a_charter()
    report = finance_report(plan, charter=charter, recorded=None)
    sheets = finance_sheets(plan, charter=charter, recorded=None)
    on_the_page = {b.caption: b for s in report.sections for b in s.blocks if isinstance(b, Table)}

    shown = [sheet for sheet in sheets if sheet.caption in on_the_page and sheet.rows]

    assert [sheet.name for sheet in shown] == ["Funding", "Outlay by stream", "Cost to complete"]
    for sheet in shown:
        assert on_the_page[sheet.caption] == as_table(sheet)


def test_numbers_are_numbers_in_native_tables_under_their_heads() -> None:
    book = workbook_of(a_board_plan())

    page = book["Allocations"]
    (table,) = page.tables.values()
    heads, *rows = page[table.ref]
    assert [cell.value for cell in heads] == [column.name for column in table.tableColumns]
    first = a_board_plan().allocations[0]
    assert [cell.value for cell in rows[0][:3]] == [
        first.value_stream,
        first.interval,
        first.initiative,
    ]
    assert Fraction(str(rows[0][3].value)) == Fraction(first.amount)
    assert all(cell.data_type == "n" for row in rows for cell in row[3:])
    assert page.freeze_panes == "B4"


def test_the_workbook_says_in_a_cell_whether_its_sums_tie() -> None:
    told = {row[0].value: row[1].value for row in workbook_of(a_board_plan())["About"].iter_rows()}

    assert str(told["Sums"]).startswith("tie to the plan: ")


@pytest.mark.parametrize("name", LOOKS_LIKE_A_FORMULA)
def test_what_looks_like_a_formula_is_a_text(name: str) -> None:
    plan = a_plan([a_decision("INI-1", name=name)])

    cells = [
        cell
        for page in workbook_of(plan).worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None
    ]

    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell for cell in cells if cell.value == " ".join(name.split())]
    assert not any(cell.hyperlink for cell in cells)


def test_an_empty_sheet_says_so() -> None:
    page = opened(written(Sheet("Prices", "None", (SheetColumn("Rule"),), (), ()))).worksheets[0]

    assert page["A4"].value == "Nothing."
    assert not page.tables


def test_the_same_sheets_give_the_same_bytes() -> None:
    sheets = finance_sheets(a_board_plan(), charter=a_charter(), recorded=None)

    assert written(*sheets) == written(*sheets)
    assert opened(written(*sheets)).properties.created.date() == DAY
