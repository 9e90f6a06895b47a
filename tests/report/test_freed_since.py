"""What stopped since an earlier plan, the capacity that it set free, and who has it now."""

from asp_decide.model.plan import Allocation, Plan
from asp_decide.report.record_numbers import NOT_RECORDED
from asp_decide.report.sections.freed_since import freed_since
from plan_builders import a_decision, a_plan, a_run


def having(decisions: dict[str, str], *amounts: tuple[str, str, str, str]) -> Plan:
    return a_plan(
        [a_decision(one, word) for one, word in decisions.items()],
        run=a_run(intervals=tuple(sorted({when for _, when, _, _ in amounts}))),
        allocations=tuple(
            Allocation(value_stream=pool, interval=when, initiative=who, amount=much, money="0")
            for pool, when, who, much in amounts
        ),
    )


BEFORE = having(
    {"INI-1": "continue", "INI-2": "continue", "INI-3": "stop"},
    ("payments", "2026Q4", "INI-1", "9"),
    ("payments", "2027Q1", "INI-1", "6"),
    ("payments/data", "2027Q1", "INI-1", "1"),
    ("payments", "2027Q1", "INI-2", "4"),
    ("web", "2027Q1", "INI-2", "2"),
)
NOW = having(
    {"INI-1": "stop", "INI-2": "continue", "INI-4": "start"},
    ("payments", "2027Q1", "INI-1", "2"),
    ("payments", "2027Q1", "INI-2", "5"),
    ("payments", "2027Q1", "INI-4", "3"),
    ("payments", "2027Q2", "INI-4", "8"),
    ("web", "2027Q1", "INI-2", "2"),
)


def test_what_ended_is_told_with_who_has_more_than_then_in_the_intervals_of_both() -> None:
    told = freed_since(BEFORE, NOW, NOT_RECORDED)

    assert told is not None
    assert [row.cells for row in told.groups[0].rows] == [
        (
            "payments",
            "Name of INI-1 (INI-1): 5",
            "Name of INI-4 (INI-4): 3; Name of INI-2 (INI-2): 1",
        )
    ]


def test_where_nothing_was_set_free_there_is_no_table() -> None:
    assert freed_since(NOW, NOW, NOT_RECORDED) is None
    assert freed_since(BEFORE, BEFORE, NOT_RECORDED) is None
