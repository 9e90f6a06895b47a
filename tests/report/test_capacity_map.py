"""Committed of net capacity: the constraint is seen, and full is full."""

from asp_decide.model.plan import CapacityLine
from asp_decide.report.page import Figure
from asp_decide.report.sections.capacity_map import capacity_section, share_line
from plan_builders import a_board_plan, a_plan, a_run


def a_line(
    net: str, committed: str, stream: str = "payments", interval: str = "2027Q1"
) -> CapacityLine:
    return CapacityLine(value_stream=stream, interval=interval, net=net, committed=committed)


def figure_of(*lines: CapacityLine, intervals: tuple[str, ...] = ("2027Q1", "2027Q2")) -> Figure:
    section = capacity_section(a_plan(run=a_run(intervals=intervals), capacity=lines))
    assert section is not None
    (figure,) = section.blocks
    assert isinstance(figure, Figure)
    return figure


def test_a_stream_that_is_not_quite_full_is_not_shown_as_full() -> None:
    assert share_line(a_line("1000", "996")) == "99.6 %"
    assert share_line(a_line("1000", "1004")) == "▲ 100.4 %"
    assert share_line(a_line("1000", "1000")) == "100 %"
    assert share_line(a_line("36", "21.6")) == "60 %"


def test_without_net_capacity_there_is_no_share_and_any_commitment_is_too_much() -> None:
    assert share_line(a_line("0", "0")) == "–"
    assert share_line(a_line("0", "3")) == "▲ 3"


def test_the_finding_names_the_fullest_stream_over_the_whole_plan() -> None:
    figure = figure_of(
        a_line("10", "9", "a"),
        a_line("10", "0", "a", "2027Q2"),
        a_line("10", "6", "b"),
        a_line("10", "6", "b", "2027Q2"),
    )

    assert figure.caption == (
        "b is fullest: 60 % of its net capacity is committed over 2 intervals."
    )


def test_the_finding_counts_cells_in_which_more_is_committed_than_there_is() -> None:
    figure = figure_of(a_line("10", "12"), a_line("0", "1", interval="2027Q2"))

    assert figure.caption.endswith("In 2 of 2 cells more is committed than there is.")


def test_streams_without_any_capacity_make_no_finding_up() -> None:
    assert figure_of(a_line("0", "0")).caption == ("There is no net capacity in 2 intervals.")


def test_the_numbers_of_the_map_are_those_of_the_plan() -> None:
    plan = a_board_plan()
    section = capacity_section(plan)
    assert section is not None
    (figure,) = section.blocks
    assert isinstance(figure, Figure)
    cells = {row.cells[0]: row.cells[1:] for row in figure.table.rows}

    for line in plan.capacity:
        cell = cells[line.value_stream][plan.run.intervals.index(line.interval)]
        assert cell == f"{line.committed} of {line.net}"


def test_a_cell_that_the_plan_does_not_have_is_empty() -> None:
    assert figure_of(a_line("10", "5")).table.rows[0].cells == ("payments", "5 of 10", "–")


def test_a_plan_without_capacity_has_no_map() -> None:
    assert capacity_section(a_plan()) is None
