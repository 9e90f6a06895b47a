"""A plan for the terminal: every number of it, in plain text."""

from asp_decide.model.firmness import Firm, Firmness
from asp_decide.model.plan import Brake
from asp_decide.report.plan_page import PlanPage, PlanSection, plan_page
from plan_builders import a_board_plan, a_decision, a_plan, a_run


def section(page: PlanPage, title: str) -> PlanSection:
    (found,) = (each for each in page.sections if each.title == title)
    return found


def test_every_decision_has_one_row_and_reviews_come_first() -> None:
    plan = a_board_plan()
    rows = section(plan_page(plan), "Decisions").rows

    assert sorted(row[1] for row in rows) == sorted(d.initiative for d in plan.decisions)
    assert [row[0] for row in rows[:4]] == ["review", "review", "review", "stop"]


def test_every_row_of_the_plan_is_on_the_page() -> None:
    plan = a_board_plan()
    page = plan_page(plan)

    assert len(section(page, "Capacity").rows) == len(plan.capacity)
    assert len(section(page, "Limits").rows) == len(plan.bounds)
    assert len(section(page, "Prices").rows) == len(plan.prices)
    assert len(section(page, "Findings").rows) == len(plan.findings)
    assert section(page, "Assumptions").lines == plan.assumptions


def test_every_row_has_a_cell_for_every_column() -> None:
    for each in plan_page(a_board_plan()).sections:
        assert {len(row) for row in each.rows} <= {len(each.columns)}


def test_the_first_page_of_a_plan_says_how_firm_it_is() -> None:
    firm = Firm(initiative="INI-1", answer="leave", hold="contested", loses="1000")
    told = Firmness(
        worlds=20, seed=1, fitting=20, kept=3, captured=None, held={}, initiatives=(firm,)
    )
    summary = plan_page(a_board_plan().model_copy(update={"firmness": told})).sections[0]

    assert "1 answer could be others; in 20 drawn worlds they are: 1 contested (INI-1)." in (
        summary.lines
    )


def test_the_numbers_are_those_of_the_plan() -> None:
    plan = a_board_plan()
    rows = {row[1]: row for row in section(plan_page(plan), "Decisions").rows}

    for decision in plan.decisions:
        shown = rows[decision.initiative]
        assert shown[4].replace(",", "") == (decision.cost_of_delay_per_week or "–")
        assert shown[6].replace(",", "") == (decision.loss or "–")


def test_the_page_says_how_good_the_plan_is_and_that_nothing_is_decided() -> None:
    lines = section(plan_page(a_board_plan()), "Summary").lines

    assert "26 decisions; nothing is decided before a person applies this plan" in lines
    assert "value captured EUR 8,412,700" in lines
    assert any("certified" in line and "EUR 227,780" in line for line in lines)
    assert any(line.startswith("the brake BRK-01 tripped, portfolio_board must") for line in lines)


def test_an_exploratory_plan_says_so_and_a_calm_one_is_silent() -> None:
    cut_short = a_plan(run=a_run(exploratory=True), brake=Brake(tripped=False))
    calm = a_plan()

    assert section(plan_page(cut_short), "Summary").lines[-1] == (
        "exploratory: cut short by a clock or by hand, cannot be applied"
    )
    assert len(section(plan_page(calm), "Summary").lines) == 5


def test_a_name_cannot_steer_the_terminal() -> None:
    rows = section(plan_page(a_plan([a_decision(name="red\u202e\nalert")])), "Decisions").rows

    assert rows[0][2] == "red alert"


def test_the_page_is_named_by_run_day_and_horizon() -> None:
    assert (
        plan_page(a_board_plan()).title == "Plan 2027Q1, facts as of 2026-12-31, 2027Q1 to 2028Q4"
    )
    assert plan_page(a_plan(run=a_run(intervals=()))).title == "Plan 2027Q1, facts as of 2026-12-31"
