"""The same report without pictures: the same sentences, the same numbers."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.report.board.board_appendix import board_appendix
from asp_decide.report.formats.markdown import escaped
from asp_decide.report.formats.render import render
from asp_decide.report.page import Report
from builders import a_charter
from plan_builders import a_board_plan, a_decision, a_plan, a_record, an_override
from report_reading import read_markdown_tables, read_page


def the_report() -> Report:
    record = a_record(overrides=(an_override(),))
    return board_appendix(a_board_plan(), charter=a_charter(), recorded=record)


def test_every_table_says_in_markdown_what_it_says_in_html() -> None:
    report = the_report()
    of_page = read_page(render(report, format="html")).tables
    headlines, *of_markdown = read_markdown_tables(render(report, format="md"))

    assert of_markdown == of_page
    assert headlines[1:] == [(h.label, h.value, h.note) for h in report.headlines]


def test_every_sentence_of_the_page_is_in_the_markdown() -> None:
    report = the_report()
    told = re.sub(r"\\(.)", r"\1", render(report, format="md").decode())

    assert all(paragraph.text in told for paragraph in report.lead)
    for section in report.sections:
        assert f"## {section.title}" in told
    for number, figure in enumerate(report.figures(), start=1):
        assert f"**Figure {number}.** {figure.caption}" in told


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    body = render(
        board_appendix(
            a_plan([a_decision(name="pipes | and \\| more")]), charter=a_charter(), recorded=None
        ),
        format="md",
    ).decode()
    widths = [len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in body.splitlines()]

    assert any("pipes" in line for line in body.splitlines())
    assert all(one == next_ for one, next_ in pairwise(widths) if one and next_)


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"])))
def test_nothing_in_a_name_is_read_as_markdown(text: str) -> None:
    shown = escaped(text)

    assert not re.search(r"(?<!\\)(?:\\\\)*[`*\[\]<>|~]", shown)
    assert not re.match(r"(?:[#+-]+|\d+[.)]) ", shown)
    assert re.sub(r"\\(.)", r"\1", shown) == text


def test_words_with_underscores_stay_readable() -> None:
    assert escaped("value_realisation of _draft_") == "value_realisation of \\_draft\\_"


def test_an_entity_in_a_name_is_not_an_entity() -> None:
    assert escaped("&lt;b&gt; & co") == "\\&lt;b\\&gt; & co"


def test_a_command_is_set_apart_as_it_stands() -> None:
    assert "\n    asp-decide verify runs/2027Q1\n" in render(the_report(), format="md").decode()


def test_an_alert_stands_out_without_colour() -> None:
    body = render(
        board_appendix(a_board_plan(), charter=a_charter(), recorded=None), format="md"
    ).decode()

    assert "> **The brake BRK-01 tripped: this run stops 33.3 %" in body
