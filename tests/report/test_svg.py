"""A drawing that stands in a page: no address, no script, and the same wherever it is drawn."""

import re
from html import unescape
from typing import Any

from asp_decide.report.board.board_appendix import board_appendix
from asp_decide.report.formats.svg import draw_svg
from asp_decide.report.page import Figure
from builders import a_charter
from plan_builders import a_board_plan

WITH_IDS: dict[str, Any] = {
    "width": 100,
    "height": 100,
    "data": {"values": [{"height": 1}]},
    "mark": {
        "type": "bar",
        "clip": True,
        "color": {
            "gradient": "linear",
            "stops": [{"offset": 0, "color": "red"}, {"offset": 1, "color": "blue"}],
        },
    },
    "encoding": {"y": {"field": "height", "type": "quantitative"}},
}


def board_figures() -> list[Figure]:
    return list(board_appendix(a_board_plan(), charter=a_charter(), recorded=None).figures())


def in_other_letters(data: Any) -> Any:
    """The chart, lettered in another font."""
    return {**data, "config": {**data["config"], "font": "monospace"}}


def test_ids_do_not_count_on_from_what_was_drawn_before() -> None:
    first = draw_svg(WITH_IDS, figure="fig-3", caption="fig-3-caption")
    again = draw_svg(WITH_IDS, figure="fig-3", caption="fig-3-caption")

    assert first == again


def test_ids_belong_to_their_figure_and_what_is_used_is_there() -> None:
    drawn = draw_svg(WITH_IDS, figure="fig-3", caption="fig-3-caption")
    defined = re.findall(r' id="([^"]+)"', drawn)
    used = re.findall(r"url\(#([^)]+)\)", drawn)

    assert len(defined) == 2
    assert set(used) == set(defined)
    assert all(name.startswith("fig-3-") for name in defined)


def test_a_drawing_is_one_image_whose_parts_say_nothing_aside() -> None:
    for figure in board_figures():
        drawn = draw_svg(figure.chart, figure="fig-1", caption="fig-1-caption")

        _, _, inside = drawn.partition(">")
        assert " role=" not in inside
        assert "aria-" not in inside


def test_a_word_that_looks_like_an_attribute_stays_in_its_label() -> None:
    odd = 'The role="owner" > aria-label="x"'
    chart = {
        "width": 300,
        "height": 50,
        "data": {"values": [{"told": odd}]},
        "mark": "text",
        "encoding": {"text": {"field": "told", "type": "nominal"}},
    }

    drawn = draw_svg(chart, figure="fig-1", caption="fig-1-caption")

    assert odd in unescape(drawn)


def test_a_drawing_is_told_by_its_caption_and_names_no_address() -> None:
    for figure in board_figures():
        drawn = draw_svg(figure.chart, figure="fig-1", caption="fig-1-caption")

        assert drawn.startswith('<svg role="img" aria-labelledby="fig-1-caption"')
        assert "http" not in drawn
        assert "<script" not in drawn


def test_the_layout_does_not_depend_on_the_font_of_a_machine() -> None:
    """`verify` makes reports again elsewhere; nothing may move there."""
    for figure in board_figures():
        here = draw_svg(figure.chart, figure="fig-1", caption="c")
        there = draw_svg(in_other_letters(figure.chart), figure="fig-1", caption="c")

        assert here.replace("sans-serif", "monospace") == there


def test_text_from_facts_is_text_in_a_drawing() -> None:
    chart = {
        **WITH_IDS,
        "mark": "text",
        "encoding": {"text": {"value": "<script>alert(1)</script>&"}},
    }
    drawn = draw_svg(chart, figure="fig-1", caption="c")

    assert "<script" not in drawn
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in drawn
