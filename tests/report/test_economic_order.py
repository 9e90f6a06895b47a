"""Whether the order of the plan is economically sound, and whom it passes over."""

from asp_decide.model.plan import Decision
from asp_decide.report.page import Figure
from asp_decide.report.sections.economic_order import order_section
from plan_builders import a_board_plan, a_decision, a_plan


def known(initiative: str, word: str, cd3: str, **changes: object) -> Decision:
    told = {"cost_of_delay_per_week": "1000", "remaining_duration_weeks": "10", "cd3": cd3}
    return a_decision(initiative, word, **(told | changes))


def figure_of(*decisions: Decision) -> Figure:
    section = order_section(a_plan(decisions))
    assert section is not None
    (figure,) = section.blocks
    assert isinstance(figure, Figure)
    return figure


def test_who_is_passed_over_by_what_begins_now_is_named() -> None:
    figure = figure_of(
        known("INI-1", "start", "500"),
        known("INI-2", "start", "900"),
        known("INI-3", "wait", "700"),
        known("INI-4", "wait", "500"),
        known("INI-5", "decline", "9000"),
        known("INI-6", "wait", "800", start="2027Q3"),
    )

    assert figure.caption == (
        "What begins now has a CD3 of 500 or more. "
        "Waiting with a higher one: INI-3, INI-6; the list of decisions says why."
    )


def test_an_order_that_follows_cd3_says_so() -> None:
    figure = figure_of(known("INI-1", "start", "500"), known("INI-2", "wait", "500"))

    assert figure.caption == (
        "What begins now has a CD3 of 500 or more. Nothing that waits has a higher one."
    )


def test_what_begins_although_it_costs_nothing_to_delay_is_not_explained_by_cd3() -> None:
    figure = figure_of(known("INI-1", "start", "0"), known("INI-2", "wait", "900"))

    assert figure.caption == (
        "What begins now costs nothing to delay today: CD3 is not why it begins."
    )


def test_a_caption_names_some_and_counts_the_rest() -> None:
    waiting = [known(f"INI-{n}", "wait", "900") for n in range(1, 10)]

    assert figure_of(known("INI-0", "start", "1"), *waiting).caption.endswith(
        "INI-1, INI-2, INI-3, INI-4, INI-5, INI-6 and 3 more; the list of decisions says why."
    )


def test_where_nothing_begins_the_figure_claims_no_order() -> None:
    assert figure_of(known("INI-1", "continue", "500")).caption == (
        "1 initiative by cost of delay and duration; nothing of it begins now."
    )


def test_what_has_no_cost_of_delay_has_no_place_on_a_logarithmic_scale() -> None:
    nothing = known("INI-1", "wait", "0", cost_of_delay_per_week="0")
    unknown = known("INI-2", "wait", "0", cost_of_delay_per_week=None)

    assert order_section(a_plan([nothing, unknown])) is None


def test_the_numbers_of_every_decision_stand_in_the_table() -> None:
    plan = a_board_plan()
    figure = figure_of(*plan.decisions)

    assert len(figure.table.rows) == len(plan.decisions)
    for row, decision in zip(
        figure.table.rows, sorted(plan.decisions, key=lambda d: d.initiative), strict=True
    ):
        told = (
            decision.cost_of_delay_per_week,
            decision.remaining_duration_weeks,
            decision.remaining_effort,
            decision.value,
            decision.loss,
        )
        shown = tuple(row.cells[n].replace(",", "") for n in (1, 2, 4, 5, 6))
        assert shown == tuple("–" if amount is None else amount for amount in told)
