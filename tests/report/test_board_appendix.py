"""What stands behind the board's paper: nothing lost, nothing claimed, the unknowns first."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.model.approval import Approval
from asp_decide.model.plan import Brake, CapacityLine, Plan, plan_digest
from asp_decide.report.board.board_appendix import board_appendix
from asp_decide.report.page import Paragraph, Report
from asp_decide.report.recorded import Recorded
from builders import a_charter
from plan_builders import a_board_plan, a_decision, a_plan, a_record, a_run


def report_of(plan: Plan, recorded: Recorded | None = None) -> Report:
    return board_appendix(plan, charter=a_charter(name="Meridian Mutual"), recorded=recorded)


def alerts(report: Report) -> list[str]:
    return [paragraph.text for paragraph in report.lead if paragraph.tone == "alert"]


def test_the_unknowns_come_before_the_knowns() -> None:
    sections = [section.id for section in report_of(a_board_plan()).sections]

    assert sections[:2] == ["unknown", "decisions"]
    assert sections[-1] == "provenance"
    assert len(set(sections)) == len(sections)


def test_the_page_says_what_it_is_and_what_it_covers() -> None:
    report = report_of(a_board_plan())

    assert report.title == "Meridian Mutual: what stands behind the plan for 2027Q1"
    assert report.subtitle.text == (
        "The whole portfolio: 26 open initiatives in 6 value streams, 2027Q1 to 2028Q4. "
        "Facts as of 2026-12-31. Amounts in EUR, capacity in team-weeks."
    )


def test_skills_and_analysts_are_no_value_streams_of_their_own() -> None:
    lines = tuple(
        CapacityLine(value_stream=pool, interval="2027Q1", net="9", committed="3")
        for pool in ("payments", "payments/data", "portfolio/analysis")
    )

    assert (
        "0 open initiatives in 1 value stream, " in report_of(a_plan(capacity=lines)).subtitle.text
    )


def test_the_first_numbers_are_those_of_the_plan() -> None:
    shown = {h.label: (h.value, h.note) for h in report_of(a_board_plan()).headlines}

    assert shown["Decisions"][0] == "26"
    assert shown["Value captured"][0] == "EUR 8,412,700"
    assert shown["Loss"][0] == "EUR 4,210,300"
    assert shown["Certified gap"] == ("2.8 %", "stated by the solver, not certified: 0.5 %")


def test_every_decision_is_counted_under_its_word() -> None:
    report = report_of(a_board_plan())

    assert report.lead[1].text == (
        "Recommended: 2 stop, 1 redirect, 1 pause, 2 continue, 2 fund, 1 fund tranche, 3 start, "
        "1 register, 1 examine, 1 confirmed, 4 wait, 1 return, 1 hold, 1 decline, 1 reject, "
        "3 review."
    )
    assert report.lead[2].text == (
        "3 of 26 initiatives (11.5 %) cannot be decided on the facts at hand; they come first."
    )


def test_a_tripped_brake_stands_above_everything_until_its_role_confirms() -> None:
    plan = a_board_plan()
    record = a_record()
    confirmed = a_record(
        approval=Approval.model_validate(record.approval.model_dump() | {"confirmed_brake": True})
    )
    told = (
        "The brake BRK-01 tripped: this run stops 33.3 % of what is in flight and moves 18.5 % of "
        "capacity."
    )

    assert alerts(report_of(plan)) == [
        f"{told} Nothing is applied before the portfolio board confirms it."
    ]
    assert alerts(report_of(plan, confirmed)) == [f"{told} The portfolio board confirmed it."]
    assert alerts(report_of(plan, record)) == [f"{told} The portfolio board did not confirm it."]


def test_a_plan_cut_short_by_a_clock_says_that_it_cannot_be_applied() -> None:
    assert alerts(report_of(a_plan(run=a_run(exploratory=True)))) == [
        "This plan was cut short by clock or hand: it is exploratory and cannot be applied."
    ]


def test_a_calm_plan_begins_with_what_it_recommends() -> None:
    report = report_of(a_plan([a_decision()], brake=Brake(tripped=False)))

    assert report.lead[0] == Paragraph("Recommended: 1 start.")
    assert alerts(report) == []


def test_an_empty_plan_is_a_report_too() -> None:
    report = report_of(a_plan(run=a_run(intervals=())))

    assert report.lead[0] == Paragraph("No initiative is open.")
    assert {"unknown", "decisions", "overrides", "provenance"} <= {s.id for s in report.sections}


def test_paper_is_traced_by_run_and_digest() -> None:
    plan = a_board_plan()
    before, after = (
        report_of(plan),
        report_of(plan, a_record("sha256:" + "ab" * 32, run="2027Q1-2")),
    )

    assert before.foot == f"Run 2027Q1 · plan {plan_digest(plan)[:19]}"
    assert after.foot == "Run 2027Q1-2 · plan sha256:abababababab"


@given(st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_the_order_of_a_plans_rows_does_not_show(random: Random) -> None:
    plan = a_board_plan()
    shuffled = plan.model_copy(
        update={
            name: tuple(random.sample(rows, len(rows)))
            for name in ("decisions", "allocations", "capacity", "bounds", "prices", "findings")
            if (rows := getattr(plan, name)) is not None
        }
    )
    # The digest is that of the approved plan: the same for both.
    record = a_record()

    assert report_of(shuffled, record) == report_of(plan, record)
