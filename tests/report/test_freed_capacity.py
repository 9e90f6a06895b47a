"""What stopping sets free, and who begins there."""

from asp_decide.model.plan import Allocation, Plan
from asp_decide.report.page import Paragraph, Table
from asp_decide.report.sections.freed_capacity import freed_section
from plan_builders import a_board_plan, a_decision, a_plan


def given_to(initiative: str, stream: str, interval: str, amount: str) -> Allocation:
    return Allocation(
        value_stream=stream, interval=interval, initiative=initiative, amount=amount, money="0"
    )


def rows_of(plan: Plan) -> list[tuple[str, ...]]:
    section = freed_section(plan)
    assert section is not None
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    return [row.cells for row in table.rows]


def test_a_plan_that_stops_nothing_has_nothing_to_tell() -> None:
    assert freed_section(a_plan([a_decision("INI-1", "start")])) is None


def test_each_stream_shows_what_ends_and_what_begins_there_at_once() -> None:
    """Pitfall 12: a stop is credited with what it sets free."""
    plan = a_plan(
        [
            a_decision(
                "INI-1", "stop", name="Old", value_streams=("b", "a"), remaining_effort="34.5"
            ),
            a_decision("INI-2", "start", name="New", value_streams=("a",)),
            a_decision("INI-3", "continue", name="Runs", value_streams=("a",)),
        ],
        allocations=(
            given_to("INI-2", "a", "2027Q1", "6"),
            given_to("INI-2", "a", "2027Q1", "1.5"),
            given_to("INI-2", "a", "2027Q2", "9"),
            given_to("INI-3", "a", "2027Q1", "9"),
        ),
    )

    assert rows_of(plan) == [
        ("a", "Old (INI-1): 34.5 in 2 streams together", "New (INI-2): 7.5"),
        ("b", "Old (INI-1): 34.5 in 2 streams together", "nothing begins here yet"),
    ]


def test_paused_work_sets_free_too_and_unknown_effort_stays_unknown() -> None:
    plan = a_plan([a_decision("INI-1", "pause", name="Held", value_streams=("a",))])

    assert rows_of(plan) == [("a", "Held (INI-1): –", "nothing begins here yet")]


def test_what_stops_outside_every_value_stream_is_not_forgotten() -> None:
    section = freed_section(a_plan([a_decision("INI-1", "stop", name="Lost", value_streams=())]))

    assert section is not None
    assert Paragraph("Without a value stream: Lost (INI-1).") in section.blocks


def test_the_boards_plan_tells_every_stop_and_pause() -> None:
    plan = a_board_plan()
    told = " ".join(cells[1] for cells in rows_of(plan))

    for decision in plan.decisions:
        assert (decision.initiative in told) == (decision.decision in {"stop", "pause"})
