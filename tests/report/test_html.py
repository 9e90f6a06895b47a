"""The page of a board: one file that needs nothing else and lets nothing in."""

import re
from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.model.plan import Plan, Reason
from asp_decide.report.board.board_appendix import board_appendix
from asp_decide.report.formats.html import style_text
from asp_decide.report.formats.render import render
from asp_decide.report.recorded import Recorded
from builders import a_charter
from plan_builders import a_board_plan, a_decision, a_plan, a_record, a_run, an_override
from report_reading import PageReader, read_page

NASTY = '</style></title><script>alert("x")</script><img src=x onerror=alert(1)>"\'{{7*7}}'


def html_of(plan: Plan, recorded: Recorded | None = None, name: str = "Example") -> bytes:
    return render(
        board_appendix(plan, charter=a_charter(name=name), recorded=recorded), format="html"
    )


def board_page() -> PageReader:
    return read_page(html_of(a_board_plan(), a_record(overrides=(an_override(),))))


def test_the_page_runs_no_script_and_loads_nothing() -> None:
    body = html_of(a_board_plan())
    page = read_page(body)
    tags = {tag for tag, _ in page.tags}

    assert not {"script", "link", "img", "iframe", "object", "embed", "form", "base"} & tags
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert not {"src", "href", "xlink:href"} & {name for _, attrs in page.tags for name in attrs}
    assert not re.search(rb"https?:|//|@import|url\((?!#)", body)


def test_the_page_forbids_what_it_does_not_need() -> None:
    (policy,) = (
        attrs["content"]
        for tag, attrs in board_page().tags
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    )

    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def test_every_id_is_unique_and_every_reference_leads_somewhere() -> None:
    page = board_page()
    ids = page.attributes("id")
    references = {name for told in page.attributes("aria-labelledby") for name in told.split()}

    assert [name for name, times in Counter(ids).items() if times > 1] == []
    assert references <= set(ids)


def test_every_figure_has_a_caption_a_drawing_and_its_numbers() -> None:
    page = board_page()
    counted = Counter(tag for tag, _ in page.tags)

    assert counted["figure"] == counted["figcaption"] == counted["svg"] == counted["details"] == 5
    assert "Figure 1. WIP-01 costs most" in page.text


def test_headings_follow_each_other_without_a_gap() -> None:
    levels = [int(tag[1]) for tag, _ in board_page().tags if re.fullmatch(r"h[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_head_of_a_table_says_what_it_heads() -> None:
    heads = [attrs for tag, attrs in board_page().tags if tag == "th"]

    assert heads
    assert {attrs.get("scope") for attrs in heads} == {"col", "row", "rowgroup"}


def test_the_page_says_its_language_and_fits_every_width() -> None:
    tags = board_page().tags

    assert ("html", {"lang": "en"}) in tags
    assert any(attrs.get("name") == "viewport" for tag, attrs in tags if tag == "meta")


def test_every_decision_has_one_row() -> None:
    plan = a_board_plan()

    assert sorted(board_page().attributes("data-initiative")) == sorted(
        d.initiative for d in plan.decisions
    )


def test_a_nasty_name_is_shown_and_does_nothing() -> None:
    decision = a_decision(
        NASTY,
        "stop",
        name=NASTY,
        option=NASTY,
        finish=NASTY,
        value_streams=(NASTY,),
        reasons=(Reason(rule=NASTY, message=NASTY),),
        cost_of_delay_per_week="10",
        remaining_duration_weeks="10",
    )
    plan = a_plan([decision], run=a_run(id=NASTY, intervals=(NASTY,)), assumptions=(NASTY,))
    body = html_of(plan, name=NASTY)
    plain = read_page(html_of(a_plan([a_decision(decision="stop")]), name="plain"))
    page = read_page(body)

    assert NASTY in page.text
    assert b"<script" not in body
    assert b"<img" not in body
    assert {tag for tag, _ in page.tags} - {tag for tag, _ in plain.tags} <= {
        *("ul", "li", "figure", "figcaption", "details", "summary"),
        *("svg", "g", "path", "rect", "text", "line"),
    }


def test_a_title_from_facts_stays_a_title() -> None:
    page = read_page(html_of(a_plan(), name="<b>Bold & loud</b>"))

    assert "<b>Bold & loud</b>: what stands behind the plan for 2027Q1" in page.text
    assert "b" not in {tag for tag, _ in page.tags}


def test_control_characters_and_turned_writing_never_reach_the_page() -> None:
    body = html_of(
        a_plan([a_decision(name="a\u202eb\u2028c\nd")]), name="Meridian\u2066 Mutual\u2069"
    ).decode()

    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", body
    )


@given(st.text())
def test_no_text_can_leave_the_quotes_of_a_style_sheet(text: str) -> None:
    shown = style_text(text)

    assert re.fullmatch(r"(?:[A-Za-z0-9]|\\[0-9a-f]{6})*", shown)
    assert re.sub(r"\\([0-9a-f]{6})", lambda m: chr(int(m[1], 16)), shown) == text


def test_paper_carries_the_run_and_the_digest_on_every_page() -> None:
    body = html_of(a_board_plan(), a_record("sha256:" + "ab" * 32)).decode()

    assert style_text("Run 2027Q1 · plan sha256:abababababab") in body
    assert "Run 2027Q1 · plan sha256:abababababab</footer>" in body
    assert "counter(page)" in body
