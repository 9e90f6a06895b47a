"""Pictures carry the numbers they show, and colour is never the only sign."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.report.page import Chart
from asp_decide.report.pictures.chart_frame import shortened
from asp_decide.report.pictures.order_picture import Spot, order_picture
from asp_decide.report.pictures.pictures import (
    Cell,
    LimitBar,
    PriceBar,
    capacity_picture,
    price_picture,
    wip_picture,
)
from asp_decide.report.pictures.roadmap_picture import Bar, roadmap_picture


def values_of(chart: Chart, mark: str) -> list[list[dict[str, Any]]]:
    """The values of each layer of that kind of mark."""
    return [layer["data"]["values"] for layer in chart["layer"] if layer["mark"]["type"] == mark]


def told(chart: Chart) -> Iterator[str]:
    for values in values_of(chart, "text"):
        yield from (value["told"] for value in values)


def a_map(*shares: Fraction) -> Chart:
    cells = [Cell(n, 0, share, f"{n} told") for n, share in enumerate(shares)]
    return capacity_picture(
        cells, intervals=[f"Q{n}" for n in range(len(shares))], value_streams=["payments"]
    )


def test_every_cell_of_the_map_is_told_and_only_what_is_over_is_hatched() -> None:
    chart = a_map(Fraction(1, 2), Fraction(1), Fraction(101, 100))
    (hatches,) = values_of(chart, "rule")

    assert {"0 told", "1 told", "2 told", "payments", "Q0", "Q1", "Q2"} <= set(told(chart))
    assert len(hatches) == 3
    assert all(200 <= line["x"] < line["x2"] <= 300 for line in hatches)


@given(st.lists(st.fractions(0, 1), min_size=2, max_size=8))
def test_a_fuller_cell_is_never_paler(shares: list[Fraction]) -> None:
    ordered = sorted(shares)
    (boxes,) = values_of(a_map(*ordered), "rect")
    darkness = [-sum(bytes.fromhex(box["fill"][1:])) for box in boxes]

    assert all(before <= after for before, after in pairwise(darkness))


def test_many_intervals_get_smaller_letters_and_no_unit() -> None:
    cells = [Cell(n, 0, Fraction(2), "▲ 200 %") for n in range(24)]
    chart = capacity_picture(
        cells, intervals=[f"2027Q{n}" for n in range(24)], value_streams=["payments"]
    )

    assert "200" in set(told(chart))
    assert "▲ 200 %" not in set(told(chart))
    assert len([head for head in told(chart) if head.startswith("2027Q")]) == 12


def test_the_limit_is_a_line_at_its_number() -> None:
    chart = wip_picture(
        [
            LimitBar("a", Fraction(3), Fraction(4), "3 · limit 4", is_full=False),
            LimitBar("b", Fraction(6), Fraction(4), "6 ▲ broken · limit 4", is_full=True),
        ]
    )
    (bars,), (limits,) = values_of(chart, "rect"), values_of(chart, "rule")

    assert [bar["x2"] for bar in bars] == [3, 6]
    assert [line["x"] for line in limits] == [4, 4]
    assert bars[0]["fill"] != bars[1]["fill"]
    assert "6 ▲ broken · limit 4" in set(told(chart))


def test_a_price_is_solid_only_as_far_as_it_is_certain() -> None:
    chart = price_picture(
        [
            PriceBar("sure", Fraction(10), Fraction(30), "10 to 30", is_sure=True),
            PriceBar("hidden", Fraction(-5), Fraction(20), "no difference", is_sure=False),
        ]
    )
    open_parts, solid = values_of(chart, "rect")

    assert [(bar["x"], bar["x2"]) for bar in solid] == [(0, 10)]
    assert [(bar["x"], bar["x2"]) for bar in open_parts] == [(10, 30), (-5, 20)]


def test_prices_of_nothing_can_be_drawn() -> None:
    nothing = PriceBar("free", Fraction(0), Fraction(0), "EUR 0", is_sure=True)

    assert "EUR 0" in set(told(price_picture([nothing])))


def test_bars_stand_under_the_name_of_their_stream_and_span_their_intervals() -> None:
    chart = roadmap_picture(
        [
            Bar("a", "Refunds", 0, 1, "start", goes_on=False),
            Bar("b", "Archive", 2, 2, "foreseen", goes_on=True),
        ],
        ["Q1", "Q2", "Q3"],
    )
    (bars,) = values_of(chart, "rect")

    assert [(bar["x"], bar["x2"]) for bar in bars] == [(4, 196), (204, 296)]
    assert bars[0]["y"] > 100, "the name of the stream stands in the row above"
    assert {"a", "b", "Refunds", "Archive", "start", "foreseen ▸"} <= set(told(chart))


@given(
    st.lists(
        st.tuples(
            st.fractions("0.01", 10**4).filter(bool), st.fractions("0.01", 10**7).filter(bool)
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_spot_lies_inside_its_scales(spots: list[tuple[Fraction, Fraction]]) -> None:
    chart = order_picture(
        [Spot(f"INI-{n}", weeks, cost, "runs") for n, (weeks, cost) in enumerate(spots)], "EUR"
    )
    x, y = (chart["layer"][0]["encoding"][axis]["scale"]["domain"] for axis in ("x", "y"))

    assert all(x[0] < weeks < x[1] and y[0] < cost < y[1] for weeks, cost in spots)


def test_lines_of_equal_cd3_are_where_cost_is_so_many_times_duration() -> None:
    chart = order_picture(
        [
            Spot("INI-1", Fraction(2), Fraction(100), "begins now"),
            Spot("INI-2", Fraction(50), Fraction(90000), "review"),
        ],
        "EUR",
    )
    lines = values_of(chart, "rule")[0]

    assert lines
    for line in lines:
        cd3 = Fraction(line["told"].removeprefix("CD3 ").replace(",", ""))
        assert line["y"] == cd3 * line["x"]
        assert line["y2"] == cd3 * line["x2"]


def test_each_standing_has_a_shape_or_filling_of_its_own() -> None:
    chart = order_picture([Spot("INI-1", Fraction(2), Fraction(100), "runs")], "EUR")
    looks = [
        (layer["mark"]["shape"], layer["mark"]["fill"])
        for layer in chart["layer"]
        if layer["mark"]["type"] == "point"
    ]
    shapes_in_grey = {(shape, fill == "#ffffff") for shape, fill in looks}

    assert len(shapes_in_grey) == 5


def test_long_names_are_cut_where_they_would_leave_the_picture() -> None:
    assert shortened("short", 10) == "short"
    assert shortened("a rather long name", 10) == "a rather…"
