"""No sentence, row, number or finding of a report stands without the records that it rests on."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from html.parser import HTMLParser

import pytest

from asp_decide.model.ids import IntervalId, ValueStreamId
from asp_decide.model.plan import Plan
from asp_decide.model.value_stream import Burn
from asp_decide.report.board.board_appendix import board_appendix
from asp_decide.report.board.board_paper import board_paper
from asp_decide.report.finance.finance_report import finance_report, finance_sheets
from asp_decide.report.formats.render import render
from asp_decide.report.page import Report
from asp_decide.report.record_numbers import RecordNumbers, cited
from asp_decide.report.recorded import Recorded
from asp_decide.report.sections.changes import Changes
from asp_decide.report.sheet import with_records
from asp_decide.report.stated_facts import StatedFacts
from asp_decide.report.stream.stream_report import stream_report
from builders import a_charter, a_snapshot, an_initiative, an_outcome
from plan_builders import a_board_plan, a_plan, a_record, an_override, records_of
from report_reading import lines_that_state

type Make = Callable[[Plan, Recorded | None], Report]

FACTS = StatedFacts.of(
    a_snapshot(
        [an_initiative("INI-101"), an_initiative("INI-098")],
        outcomes=(
            an_outcome("INI-101", "2026Q3", forecast=100, actual=40),
            an_outcome("INI-098", "2026Q3", forecast=50, actual=60, verdict="confirmed"),
        ),
        burns=(Burn(value_stream_id=ValueStreamId("payments"), interval=IntervalId("2026Q4")),),
    )
)
LESS = a_board_plan().model_copy(update={"allocations": a_board_plan().allocations[4:]})
A = Fraction(12)

AUDIENCES: dict[str, Make] = {
    "board": lambda plan, of: board_paper(
        plan, charter=a_charter(), recorded=of, facts=FACTS, since=Changes("2026Q4", LESS, plan, A)
    ),
    "board without facts": lambda plan, of: board_paper(plan, charter=a_charter(), recorded=of),
    "appendix": lambda plan, of: board_appendix(
        plan, charter=a_charter(), recorded=of, facts=FACTS
    ),
    "appendix without facts": lambda plan, of: board_appendix(
        plan, charter=a_charter(), recorded=of
    ),
    "finance": lambda plan, of: finance_report(
        plan, charter=a_charter(), recorded=of, facts=FACTS, since=Changes("2026Q4", LESS, plan, A)
    ),
    "finance without facts": lambda plan, of: finance_report(
        plan, charter=a_charter(), recorded=of
    ),
    "stream": lambda plan, of: stream_report(plan, "payments", charter=a_charter(), recorded=of),
}

SAYS_SOMETHING = {"p", "li", "tr", "figcaption", "dd"}
"""Elements that state something; those of a table's head name what stands below them."""

STATES_NOTHING = {"guide", "purpose"}
"""Classes of words that only say how to go on from here."""


@dataclass
class Sentences(HTMLParser):
    """Every element that states something, with its text and the numbers in it."""

    found: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self._inside: list[list[str]] = []
        self._numbers: list[list[str]] = []
        self._above_rows = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            return
        if tag == "table":
            self._above_rows = ""
        self._open.append((tag, dict(attrs)))
        if self._states(tag, dict(attrs)):
            self._inside.append([])
            self._numbers.append([])

    def handle_endtag(self, tag: str) -> None:
        opened, attrs = self._open.pop()
        assert opened == tag
        if self._states(tag, attrs):
            text, numbers = "".join(self._inside.pop()), "".join(self._numbers.pop())
            numbers = numbers or (self._above_rows if tag == "tr" else "")
            self.found.append((text, numbers, attrs.get("data-initiative") or ""))

    def handle_data(self, data: str) -> None:
        here = self._open[-1][1].get("class") if self._open else ""
        if here == "record" and self._open[-2][0] == "caption":
            self._above_rows += data
        for text in self._numbers if here == "record" else self._inside:
            text.append(data)

    def _states(self, tag: str, attrs: dict[str, str | None]) -> bool:
        is_head = any(opened == "thead" for opened, _ in self._open)
        return tag in SAYS_SOMETHING and not is_head and attrs.get("class") not in STATES_NOTHING


def stated(report: Report) -> list[tuple[str, str, str]]:
    """Text, numbers and initiative of everything that the page states."""
    reader = Sentences()
    reader.feed(render(report, format="html").decode())
    return reader.found


def recorded(plan: Plan) -> tuple[Recorded, list[dict[str, object]]]:
    override = an_override()
    records = records_of(plan, (override,))
    return a_record(overrides=(override,), numbers=RecordNumbers.of(records)), records


PLANS = {"a whole plan": a_board_plan(), "a plan of nothing": a_plan()}


CASES = [(audience, name) for audience in AUDIENCES for name in PLANS]
CASES.remove(("stream", "a plan of nothing"))


@pytest.mark.parametrize(("audience", "name"), CASES)
def test_whatever_a_page_states_names_records_of_the_run(audience: str, name: str) -> None:
    record, records = recorded(PLANS[name])

    found = stated(AUDIENCES[audience](PLANS[name], record))

    assert len(found) > 10
    assert [text for text, numbers, _ in found if not numbers] == []
    for _, numbers, _ in found:
        assert {int(n) for n in re.findall(r"\d+", numbers.partition("(")[0])} <= {
            *range(len(records))
        }


def test_what_is_not_named_would_be_seen() -> None:
    record, records = recorded(a_board_plan())
    without = [one for one in records if one["kind"] != "price"]
    report = AUDIENCES["appendix"](
        a_board_plan(), a_record(numbers=RecordNumbers.of(without), overrides=record.overrides)
    )

    unnamed = [text for text, numbers, _ in stated(report) if not numbers]

    assert any("WIP-01 costs most" in text for text in unnamed)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_row_about_an_initiative_names_a_record_about_it(audience: str) -> None:
    record, records = recorded(a_board_plan())

    for _, numbers, initiative in stated(AUDIENCES[audience](a_board_plan(), record)):
        about = [records[n] for n in _numbers(numbers)]
        assert not initiative or {"initiative": initiative} in [one.get("subject") for one in about]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_markdown_names_them_on_every_line_that_states_something(audience: str) -> None:
    record, _ = recorded(a_board_plan())
    report = AUDIENCES[audience](a_board_plan(), record)
    lines = lines_that_state(render(report, format="md"))

    assert len(lines) > 10
    assert [line for line in lines if not re.search(r"#\d+", line)] == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_before_a_plan_is_applied_no_sentence_pretends_to_be_recorded(audience: str) -> None:
    report = AUDIENCES[audience](a_board_plan(), None)

    assert not [numbers for _, numbers, _ in stated(report) if numbers]
    assert "Nothing of this is recorded yet" in report.guide
    assert 'class="record"' not in render(report, format="html").decode()


def test_the_page_says_once_how_a_record_is_looked_up() -> None:
    record, records = recorded(a_board_plan())
    page = render(AUDIENCES["board"](a_board_plan(), record), format="html").decode()
    last = len(records) - 1

    assert page.count(f"asp-decide ledger prove 2027Q1:{last}") == 1
    assert f"#{last} is record {last} of run 2027Q1: line {last + 1} of records.jsonl" in page


def test_every_row_of_the_workbook_names_its_records() -> None:
    record, _ = recorded(a_board_plan())

    for sheet in finance_sheets(a_board_plan(), charter=a_charter(), recorded=record):
        shown = with_records(sheet)
        assert shown.columns[-1].title == "Record"
        assert all(str(row[-1]).startswith("#") for row in shown.rows), sheet.name


def test_what_is_cited_in_short_counts_what_it_leaves_out() -> None:
    assert cited((0, 2, 4, 6, 8, 9)) == "#0 … #9 (6 records)"
    assert cited(()) == ""


def _numbers(numbers: str) -> list[int]:
    """The numbers of a citation that is written out."""
    found: list[int] = []
    for first, last in re.findall(r"#(\d+)(?:–(\d+))?", numbers):
        found += range(int(first), int(last or first) + 1)
    return found
