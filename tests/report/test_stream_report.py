"""What a value stream reads: all of its own, nothing of others, and what binds it from above."""

from dataclasses import replace

import pytest

from asp_decide.errors import UsageError
from asp_decide.report.formats.markdown import write_markdown
from asp_decide.report.page import Report, Table
from asp_decide.report.recorded import OpenEscalation, Recorded
from asp_decide.report.stream.own_part import streams_of
from asp_decide.report.stream.stream_report import stream_report
from builders import a_charter
from plan_builders import STREAMS, a_board_plan, a_bound, a_decision, a_plan, a_record, an_override

PLAN = a_board_plan()


def report_of(stream: str, recorded: Recorded | None = None) -> Report:
    return stream_report(PLAN, stream, charter=a_charter(name="Meridian"), recorded=recorded)


def decided_in(report: Report) -> set[str]:
    found = {section.id: section for section in report.sections}
    tables = [b for i in ("unknown", "decisions") for b in found[i].blocks if isinstance(b, Table)]
    return {row.subject for table in tables for row in table.rows if row.subject}


@pytest.mark.parametrize("stream", STREAMS)
def test_every_decision_about_its_work_stands_there_and_no_other(stream: str) -> None:
    own = {d.initiative for d in PLAN.decisions if stream in d.value_streams}

    assert decided_in(report_of(stream)) == own


def test_together_the_streams_read_every_decision_that_needs_one() -> None:
    told = {one for stream in streams_of(PLAN) for one in decided_in(report_of(stream))}

    assert told == {d.initiative for d in PLAN.decisions if d.value_streams}


def test_work_of_others_is_named_nowhere() -> None:
    """Not in a limit, a price, a finding or an override either."""
    own = {d.initiative for d in PLAN.decisions if "claims" in d.value_streams}
    others = [d for d in PLAN.decisions if d.initiative not in own]
    overrides = tuple(an_override(d.initiative) for d in others[:2])

    text = write_markdown(report_of("claims", a_record(overrides=overrides)))

    assert others
    assert not [d.initiative for d in others if d.initiative in text or d.name in text]


def test_limits_of_the_stream_and_of_the_portfolio_stand_there_and_no_others() -> None:
    bounds = tuple(
        a_bound(rule=rule, group=group)
        for rule, group in (
            ("WIP-01", "payments"),
            ("WIP-01", "claims"),
            ("WIP-02", "portfolio"),
            ("WIP-03", "payments/data"),
            ("GRD-11", "INI-1"),
            ("GRD-11", "INI-2"),
        )
    )
    decisions = [a_decision("INI-1"), a_decision("INI-2", value_streams=("claims",))]
    plan = a_plan(decisions, bounds=bounds)

    report = stream_report(plan, "payments", charter=a_charter(), recorded=None)

    (section,) = [one for one in report.sections if one.id == "wip"]
    (figure,) = section.blocks
    told = {(row.cells[0][:6], row.cells[1]) for row in figure.table.rows}  # type: ignore[union-attr]
    assert told == {
        ("WIP-01", "payments"),
        ("WIP-02", "portfolio"),
        ("WIP-03", "payments/data"),
        ("GRD-11", "INI-1"),
    }


def test_what_the_owner_acts_on_comes_first_and_each_price_is_told_once() -> None:
    """Of a price there is no word on what else would be planned, nor that nothing would be."""
    report = report_of("payments", a_record(overrides=(an_override("INI-101"),)))
    sections = {section.id: section for section in report.sections}
    order = list(sections)
    limits = write_markdown(replace(report, sections=(sections["limits"],)))

    assert order.index("decisions") < order.index("limits")
    assert order.index("limits") < min(order.index(one) for one in ("capacity", "roadmap", "wip"))
    assert "the same plan" not in limits
    for price in PLAN.prices:
        assert sum(price.origin in line for line in limits.splitlines()) <= 1


def test_an_amount_that_decided_stands_beside_its_limit_with_the_distance() -> None:
    reason = (
        PLAN.decisions[0]
        .reasons[0]
        .model_copy(
            update={
                "rule": "STOP-01",
                "measure": "value_realisation",
                "measured": "24",
                "limit": "40",
                "margin": "-16",
                "unit": "%",
            }
        )
    )
    plan = a_plan([a_decision("INI-1", "stop", reasons=(reason,))])

    report = stream_report(plan, "payments", charter=a_charter(), recorded=None)

    (section,) = [one for one in report.sections if one.id == "reasons"]
    table = section.blocks[0]
    assert isinstance(table, Table)
    assert [row.cells for row in table.rows] == [
        ("INI-1", "stop", "STOP-01", "value realisation", "24 %", "40 %", "16 pp")
    ]


def test_it_carries_the_digest_of_the_whole_plan() -> None:
    """Paper on a desk is traced to the plan that the board had before it, not to a part of it."""
    feet = {report_of(stream).foot.rpartition(" · ")[0] for stream in STREAMS}

    assert len(feet) == 1


def test_a_stream_that_the_plan_does_not_have_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="no value stream `paiments`") as refused:
        report_of("paiments")

    assert "payments" in str(refused.value)


def test_its_open_escalations_stand_there_with_their_clock_and_those_of_others_do_not() -> None:
    own = next(d.initiative for d in PLAN.decisions if "payments" in d.value_streams)
    other = next(d.initiative for d in PLAN.decisions if "payments" not in d.value_streams)
    asked = [
        OpenEscalation("ESC-1", f"initiative {one}", "2026-09-30", "2026Q4", 2, "finance", due, n)
        for n, (one, due) in enumerate([(own, "2027-01-28"), (other, "2027-01-02")], start=7)
    ]
    asked.append(
        OpenEscalation(
            "ESC-2", "value_stream payments", "2026-12-31", "2027Q1", 1, "x", "2027-01-14", 9
        )
    )
    report = report_of("payments", a_record(escalations=tuple(asked)))
    section = next(one for one in report.sections if one.id == "escalations")
    (told,) = (block for block in section.blocks if isinstance(block, Table))

    assert [row.cells for row in told.rows] == [
        ("ESC-2", "value stream payments", "2026-12-31, run 2027Q1", "1", "x", "2027-01-14"),
        ("ESC-1", f"initiative {own}", "2026-09-30, run 2026Q4", "2", "finance", "2027-01-28"),
    ]
    assert [row.records for row in told.rows] == [(9,), (7,)]
