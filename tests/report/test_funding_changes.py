"""From the money of one plan to that of the next: each step with its number, and the ends tie."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.model.plan import Allocation, Plan
from asp_decide.report.finance.funding_changes import funding_section
from asp_decide.report.page import Command, Figure, Paragraph, Section
from asp_decide.report.record_numbers import NOT_RECORDED
from asp_decide.report.sections.changes import Changes
from plan_builders import INTERVALS, a_decision, a_plan, a_record, a_run

amounts = st.dictionaries(
    st.sampled_from(("INI-1", "INI-2", "INI-3", "INI-4", "INI-5")), st.integers(0, 10**6)
)


def costing(outlay: dict[str, int], interval: str = INTERVALS[0]) -> Plan:
    return a_plan(
        [a_decision(one) for one in outlay],
        allocations=tuple(
            Allocation(
                value_stream="payments",
                interval=interval,
                initiative=one,
                amount="1",
                money=str(money),
            )
            for one, money in outlay.items()
        ),
    )


def moved(before: Plan, now: Plan) -> Section:
    return funding_section(Changes("2026Q4", before, now, Fraction(0)), None, NOT_RECORDED)


@given(amounts, amounts)
def test_the_steps_lead_from_the_one_total_to_the_other(
    before: dict[str, int], now: dict[str, int]
) -> None:
    (figure,) = moved(costing(before), costing(now)).blocks

    assert isinstance(figure, Figure)
    bars = figure.chart["layer"][2]["data"]["values"]
    assert bars[0]["x2"] == sum(before.values())
    assert bars[-1]["x2"] == sum(now.values())
    rows = figure.table.rows
    assert {row.cells[0] for row in rows} == {
        one for one in {*before, *now} if before.get(one, 0) != now.get(one, 0)
    }


def test_each_kind_of_move_is_one_step_with_its_sum_and_its_count() -> None:
    (figure,) = moved(
        costing({"INI-1": 100, "INI-2": 50, "INI-3": 20}),
        costing({"INI-2": 40, "INI-3": 90, "INI-4": 7}),
    ).blocks

    assert isinstance(figure, Figure)
    words = [value["told"] for value in figure.chart["layer"][3]["data"]["values"]]
    assert words == [
        *("EUR 170", "− EUR 100 · 1", "− EUR 10 · 1", "+ EUR 70 · 1", "+ EUR 7 · 1", "EUR 137")
    ]
    assert "INI-1 moved most: − EUR 100." in figure.caption
    assert figure.table.rows[0].cells == (
        *("INI-1", "Name of INI-1", "no longer open", "100", "0", "−100"),
    )


def test_only_intervals_of_both_plans_are_compared() -> None:
    before = costing({"INI-1": 100}).model_copy(update={"run": a_run(intervals=("2026Q4",))})

    (told,) = moved(before, costing({"INI-1": 5})).blocks

    assert isinstance(told, Paragraph)
    assert told.text == "The plan of 2026Q4 and this one have no interval in common."


def test_without_an_earlier_plan_it_says_how_one_is_compared_or_that_there_is_none() -> None:
    (first,) = funding_section(None, a_record(), NOT_RECORDED).blocks
    (later,) = funding_section(None, a_record(previous="2026Q4"), NOT_RECORDED).blocks

    assert isinstance(first, Paragraph)
    assert first.text.startswith("Nothing to compare yet")
    assert isinstance(later, Command)
    assert later.text == "asp-decide report --for finance --run 2027Q1 --compare 2026Q4"
