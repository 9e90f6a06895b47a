"""The roadmap: start and finish by interval, in every stream that does the work."""

from asp_decide.model.plan import Allocation, Decision
from asp_decide.report.page import Figure, Section
from asp_decide.report.sections.roadmap import MOST_BARS, roadmap_section
from plan_builders import a_board_plan, a_decision, a_plan


def figures_of(section: Section | None) -> list[Figure]:
    assert section is not None
    return [block for block in section.blocks if isinstance(block, Figure)]


def schedule(
    *decisions: Decision, allocations: tuple[Allocation, ...] = ()
) -> list[tuple[str, ...]]:
    (figure,) = figures_of(roadmap_section(a_plan(decisions, allocations=allocations)))
    return [row.cells for row in figure.table.rows]


def worked(interval: str) -> Allocation:
    return Allocation(value_stream="payments", interval=interval, initiative="INI-1", amount="5")


def test_work_stands_in_every_stream_that_does_it() -> None:
    rows = schedule(
        a_decision("INI-1", "start", name="Refunds", finish="2027Q3", value_streams=("b", "a"))
    )

    assert rows == [
        ("a", "INI-1 Refunds", "start", "2027Q1", "2027Q3"),
        ("b", "INI-1 Refunds", "start", "2027Q1", "2027Q3"),
    ]


def test_work_that_waits_today_and_has_a_place_is_foreseen() -> None:
    rows = schedule(a_decision("INI-1", "wait", start="2027Q4", finish="2028Q1"))

    assert rows[0][2:] == ("foreseen", "2027Q4", "2028Q1")


def test_work_that_ends_behind_the_plan_goes_on() -> None:
    rows = schedule(a_decision("INI-1", "start", finish="behind"))

    assert rows[0][3:] == ("2027Q1", "later")


def test_where_no_day_is_told_the_capacity_given_tells_it() -> None:
    rows = schedule(
        a_decision("INI-1", "continue", start=None),
        allocations=(worked("2027Q3"), worked("2027Q2")),
    )

    assert rows[0][3:] == ("2027Q2", "2027Q3")


def test_what_has_no_place_in_the_plan_has_no_bar() -> None:
    plan = a_plan(
        [a_decision("INI-1", "wait"), a_decision("INI-2", "wait", start="behind the plan")]
    )

    assert roadmap_section(plan) is None


def test_the_finding_counts_each_initiative_once() -> None:
    (figure,) = figures_of(roadmap_section(a_board_plan()))

    assert figure.caption == "At work from the first interval on: 9 initiatives; later: 3."


def test_past_forty_bars_every_stream_has_a_picture_of_its_own() -> None:
    decisions = [
        a_decision(f"INI-{n}", "start", value_streams=("a" if n % 2 else "b",))
        for n in range(MOST_BARS + 1)
    ]

    assert len(figures_of(roadmap_section(a_plan(decisions[:-1])))) == 1
    assert [f.caption for f in figures_of(roadmap_section(a_plan(decisions)))] == [
        "a. At work from the first interval on: 20 initiatives; later: 0.",
        "b. At work from the first interval on: 21 initiatives; later: 0.",
    ]
