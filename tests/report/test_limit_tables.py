"""Limits as the plan recorded them: none lost, none rounded across its limit."""

from typing import Any

from asp_decide.model.plan import Bound, Plan, Price
from asp_decide.report.page import Figure, Paragraph, Section, Table
from asp_decide.report.sections.limit_tables import (
    binding_section,
    guardrail_section,
    planned_and_limit,
    wip_section,
)
from plan_builders import INTERVALS, a_board_plan, a_bound, a_plan


def a_share(**changes: object) -> Bound:
    told: dict[str, object] = {
        "rule": "GRD-01",
        "name": "quality_share",
        "planned": "21",
        "limit": "20",
        "stated": "20",
        "unit": "%",
        "at": "least",
        "slack": "1",
    }
    return a_bound(**(told | changes))


def first_table(section: Section | None) -> list[tuple[str, ...]]:
    assert section is not None
    block = section.blocks[0]
    assert isinstance(block, Figure | Table)
    table = block.table if isinstance(block, Figure) else block
    return [row.cells for row in table.rows]


def caption_of(section: Section | None) -> str:
    assert section is not None
    assert isinstance(section.blocks[0], Figure)
    return section.blocks[0].caption


def with_bounds(*bounds: Bound, **changes: Any) -> Plan:
    return a_plan(bounds=bounds, **changes)


def test_a_broken_limit_is_told_as_broken_even_where_it_rounds_to_the_limit() -> None:
    bound = a_share(planned="19.996", slack="-0.004", kept=False)

    assert planned_and_limit(bound, "EUR") == ("▲ 19.996 %, broken", "at least 20 %", "-0.004 pp")


def test_a_limit_that_was_widened_for_what_runs_today_shows_the_rules_own_number() -> None:
    bound = a_bound(planned="6", limit="6", stated="5", slack="0", binding=True)

    assert planned_and_limit(bound, "EUR") == (
        "6 initiatives",
        "at most 6 initiatives (the rule says 5 initiatives)",
        "0 initiatives",
    )


def test_a_limit_in_money_is_written_as_money() -> None:
    bound = a_bound(unit="EUR", planned="89000.5", limit="90000", stated="90000", slack="999.5")

    assert planned_and_limit(bound, "EUR") == ("EUR 89,000", "at most EUR 90,000", "EUR 1,000")


def test_work_in_progress_is_shown_for_every_interval_of_every_stream() -> None:
    section = wip_section(
        with_bounds(
            a_bound(group="b", planned="5", slack="0", binding=True),
            a_bound(group="a", planned="6", slack="-1", kept=False),
            a_bound(group="a", interval="2027Q2", planned="0", slack="5"),
            a_bound(group="a", interval=None, rule="WIP-02", at="least", limit="1", stated="2"),
        )
    )
    rows = first_table(section)

    assert rows[0][:4] == ("WIP-01 wip", "a", "6 of 5 ▲", "0 of 5")
    assert rows[1][:4] == ("WIP-01 wip", "b", "5 of 5 ■", "–")
    assert rows[2][-1] == "4, floor 1 (rule 2)"
    assert caption_of(section) == "In 2027Q1 1 of 3 limits on initiatives in progress is reached."


def test_every_bound_of_the_plan_is_in_the_report_once_by_its_rule_and_group() -> None:
    plan = a_board_plan()
    told = [
        row[:2] for row in (*first_table(wip_section(plan)), *first_table(guardrail_section(plan)))
    ]

    assert len(told) == len(set(told))
    assert set(told) == {(f"{b.rule} {b.name.replace('_', ' ')}", b.group) for b in plan.bounds}


def test_a_guardrail_is_told_at_its_tightest_interval_and_a_break_is_tighter_than_any_margin() -> (
    None
):
    rows = first_table(
        guardrail_section(
            with_bounds(
                a_share(planned="25", slack="5"),
                a_share(interval="2027Q2", planned="20.5", slack="0.5"),
                a_share(interval="2027Q3", planned="21", slack="1"),
                a_share(group="lending", planned="20", slack="0"),
                a_share(group="lending", interval="2027Q2", planned="19", slack="-1", kept=False),
            )
        )
    )

    assert rows[0] == (
        *("GRD-01 quality share", "lending", "2027Q2"),
        *("▲ 19 %, broken", "at least 20 %", "-1 pp", "1 of 2"),
    )
    assert rows[1] == (
        *("GRD-01 quality share", "payments", "2027Q2"),
        *("20.5 %", "at least 20 %", "0.5 pp", "all"),
    )


def test_limits_that_bind_are_drawn_together_over_neighbouring_intervals() -> None:
    binding = [
        a_bound(interval=INTERVALS[n], planned="5", slack="0", binding=True) for n in (0, 1, 2, 5)
    ]
    free = a_bound(interval=INTERVALS[3])
    price = Price(origin="WIP-01", low="10", high="20", measurable=True)
    rows = first_table(binding_section(with_bounds(*binding, free, prices=(price,))))

    assert rows == [
        (
            *("WIP-01 wip", "payments", "2027Q1 to 2027Q3, 2028Q2", "5 initiatives"),
            *("at most 5 initiatives", "0 initiatives", "EUR 10 to 20"),
        )
    ]


def test_a_plan_that_no_limit_binds_and_no_price_was_asked_of_says_both() -> None:
    assert binding_section(with_bounds(a_bound())).blocks == (
        Paragraph("No limit binds this plan: each leaves room for one step more."),
        Paragraph("No prices were asked for in this run."),
    )


def test_a_plan_without_limits_has_no_empty_sections() -> None:
    assert wip_section(a_plan()) is None
    assert guardrail_section(a_plan()) is None
