"""Prices are intervals, and what the gap hides is no measurable difference."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.model.plan import Price
from asp_decide.report.sections.price_table import dearest_first, price_figure, price_line
from plan_builders import a_board_plan, a_bound, a_plan

AMOUNTS = st.integers(-10, 10)
PRICES = st.lists(
    st.tuples(AMOUNTS, AMOUNTS, st.booleans()).map(
        lambda told: Price(
            origin="WIP-01",
            low=str(min(told[:2])),
            high=str(max(told[:2])),
            measurable=told[2],
        )
    )
)


def a_price(
    origin: str = "WIP-01", low: str = "100", high: str = "200", **changes: object
) -> Price:
    return Price(**({"origin": origin, "low": low, "high": high, "measurable": True} | changes))


@given(PRICES)
def test_what_can_be_told_from_nothing_comes_first_and_the_dearest_of_it_foremost(
    prices: list[Price],
) -> None:
    ordered = dearest_first(prices)
    sure = [Fraction(price.low) for price in ordered if price.measurable]

    assert [p.measurable for p in ordered] == sorted((p.measurable for p in prices), reverse=True)
    assert sure == sorted(sure, reverse=True)
    assert len(ordered) == len(prices)


def test_a_price_that_the_gap_hides_is_no_measurable_difference() -> None:
    assert price_line(a_price(low="0", high="11800", measurable=False), "EUR") == (
        "no measurable difference (EUR 0 to 11,800)"
    )
    assert price_line(a_price(low="8200.5", high="11800.5"), "EUR") == "EUR 8,200 to 11,801"
    assert price_line(a_price(low="41000", high="41000"), "EUR") == "EUR 41,000"


def test_the_figure_says_what_costs_most_and_how_much_is_hidden() -> None:
    figure = price_figure(a_board_plan())

    assert figure.caption == (
        "WIP-01 costs most: EUR 86,200 to 131,401. 2 of 4 show no measurable difference."
    )
    assert [row.cells[0] for row in figure.table.rows] == [
        "WIP-01 wip",
        "GRD-01 technical quality share",
        "FND-01 budget used",
        "pin INI-121",
    ]


def test_where_every_price_is_hidden_the_figure_claims_none() -> None:
    prices = (a_price(measurable=False), a_price("FND-01", measurable=False))

    assert price_figure(a_plan(prices=prices)).caption == (
        "None of 2 prices can be told from nothing: no measurable difference."
    )


def test_a_rule_is_named_where_the_plan_knows_its_name() -> None:
    figure = price_figure(a_plan(prices=(a_price(frees="Pots would start"),), bounds=(a_bound(),)))

    assert figure.table.rows[0].cells == ("WIP-01 wip", "EUR 100 to 200", "Pots would start")
    assert figure.caption == "WIP-01 costs most: EUR 100 to 200."
