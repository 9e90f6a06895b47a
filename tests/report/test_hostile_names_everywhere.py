"""Names from facts are data in every report and every format, the pictures among them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest

from asp_decide.model.ids import IntervalId, ValueStreamId
from asp_decide.model.plan import Allocation, Plan, Reason
from asp_decide.model.value_stream import Burn
from asp_decide.report.board.board_appendix import board_appendix
from asp_decide.report.board.board_paper import board_paper
from asp_decide.report.finance.finance_report import finance_report, finance_sheets
from asp_decide.report.formats.render import render, render_workbook
from asp_decide.report.page import Report
from asp_decide.report.printable import printable
from asp_decide.report.record_numbers import RecordNumbers
from asp_decide.report.recorded import Recorded
from asp_decide.report.sections.changes import Changes
from asp_decide.report.stated_facts import StatedFacts
from asp_decide.report.stream.stream_report import stream_report
from builders import a_charter, a_snapshot, a_value_stream, an_initiative, an_option, an_outcome
from plan_builders import a_decision, a_plan, a_record, an_override, records_of
from report_reading import read_page

SCRIPT = '</td></svg><script>alert("x")</script><img src=x onerror=alert(1)>'
FORMULA = "=HYPERLINK(0)|*a* <b>{{7*7}}"
TURNED = "stop\u202egnihton\u202c\u0007"
NAMES = (SCRIPT, FORMULA, TURNED)


def hostile_plan(name: str, money: str) -> Plan:
    allocation = Allocation(
        value_stream=name, interval="2027Q1", initiative=name, amount="1", money=money
    )
    reason = Reason(rule=name, message=name)
    return a_plan(
        [a_decision(name, name=name, value_streams=(name,), reasons=(reason,))],
        allocations=(allocation,),
    )


def hostile_facts(name: str) -> StatedFacts:
    burn = Burn(
        value_stream_id=ValueStreamId(name), interval=IntervalId("2026Q4"), funded=Decimal(7)
    )
    return StatedFacts.of(
        a_snapshot(
            [an_initiative(name, name=name)],
            [an_option(name, effort={name: 3})],
            value_streams=(a_value_stream(name),),
            outcomes=(
                an_outcome(name, forecast=100, actual=40),
                an_outcome(name, quantity="success", verdict="partly"),
            ),
            burns=(burn,),
        )
    )


def hostile_record(name: str, plan: Plan) -> Recorded:
    override = an_override(name, reason=name)
    numbers = RecordNumbers.of(records_of(plan, (override,)))
    return a_record(
        overrides=(override,), numbers=numbers, previous=name, verdicts={name: "partly"}
    )


def reports_of(name: str) -> dict[str, Report]:
    plan, before = hostile_plan(name, "10"), hostile_plan(name, "3")
    recorded, facts = hostile_record(name, plan), hostile_facts(name)
    since = Changes(name, printable(before), printable(plan), Fraction(0))
    charter = a_charter(name=name)
    stream = printable(plan).decisions[0].value_streams[0]
    return {
        "board": board_paper(plan, charter=charter, recorded=recorded, facts=facts, since=since),
        "board-appendix": board_appendix(
            plan, charter=charter, recorded=recorded, facts=facts, since=since
        ),
        "finance": finance_report(
            plan, charter=charter, recorded=recorded, facts=facts, since=since
        ),
        "finance alone": finance_report(plan, charter=charter, recorded=recorded, facts=facts),
        "stream": stream_report(plan, stream, charter=charter, recorded=recorded),
    }


@pytest.mark.parametrize("name", NAMES)
def test_no_page_gains_a_tag_or_loses_a_direction(name: str) -> None:
    for audience, report in reports_of(name).items():
        body = render(report, format="html")
        page = read_page(body)
        tags = {tag for tag, _ in page.tags}

        assert not {"script", "img", "b"} & tags, audience
        assert not [key for _, attrs in page.tags for key in attrs if key.startswith("on")]
        assert not {"\u202e", "\u202c", "\u0007"} & set(body.decode()), audience


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_markdown_gains_a_cell_or_a_tag(name: str) -> None:
    for audience, report in reports_of(name).items():
        plain = {a: render(r, format="md") for a, r in reports_of("INI-1").items()}[audience]
        body = render(report, format="md")

        assert body.count(b"\n") == plain.count(b"\n"), audience
        unescaped = body.decode().replace("\\<", "").replace("\\|", "")
        assert "<" not in "".join(
            line for line in unescaped.splitlines() if not line.startswith("    ")
        )


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_of_the_workbook_becomes_a_formula_or_a_link(name: str) -> None:
    plan = hostile_plan(name, "10")
    recorded, charter = hostile_record(name, plan), a_charter(name=name)
    sheets = finance_sheets(plan, charter=charter, recorded=recorded, facts=hostile_facts(name))
    body = render_workbook(reports_of(name)["finance"], sheets, as_of=date(2026, 12, 31))

    cells = [
        cell
        for page in openpyxl.load_workbook(BytesIO(body)).worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
