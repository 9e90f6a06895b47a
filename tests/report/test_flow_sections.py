"""A value stream reads how its work flows: what stands where, what is old, and what will come."""

from datetime import date
from typing import Any

import pytest

from asp_decide.delivery.feature_flow import FEATURE_FLOW
from asp_decide.delivery.stream_work import StreamWork
from asp_decide.flows.replay import History, replay
from asp_decide.model.delivery_facts import DeliveryFacts
from asp_decide.model.feature import Feature
from asp_decide.model.interval import Interval
from asp_decide.model.release import Release
from asp_decide.model.work_event import SECONDS_A_DAY, WorkEvent, end_of_day
from asp_decide.report.flow_told import FlowTold, flow_told
from asp_decide.report.formats.html import write_html
from asp_decide.report.formats.markdown import write_markdown
from asp_decide.report.page import Figure, Paragraph, Report, Section, Table
from asp_decide.report.sections.flow_sections import flow_section
from asp_decide.report.stated_facts import StatedFacts
from asp_decide.report.stream.delivery_beside_value import NO_CAUSE, delivery_section
from asp_decide.report.stream.stream_report import stream_report
from builders import a_charter, a_snapshot, an_initiative, an_outcome
from plan_builders import a_board_plan, a_record

AS_OF = date(2026, 12, 31)
NOW = end_of_day(AS_OF)
_WAY = tuple(state.name for state in FEATURE_FLOW.states[:8])
QUARTERS = (
    Interval(id="2026Q3", first_day=date(2026, 7, 1), last_day=date(2026, 9, 30)),
    Interval(id="2026Q4", first_day=date(2026, 10, 1), last_day=date(2026, 12, 31)),
    Interval(id="2027Q1", first_day=date(2027, 1, 1), last_day=date(2027, 3, 31)),
)


def _history(name: str, begins: int, *stays: int) -> History:
    """A feature whose clock began so many days ago, and what it did a day at a time from there."""
    moments = [NOW - begins * SECONDS_A_DAY - SECONDS_A_DAY, NOW - begins * SECONDS_A_DAY]
    for stay in stays:
        moments.append(moments[-1] + stay * SECONDS_A_DAY)
    events = [
        WorkEvent("feature", name, "moved", source, target, at, None, None, None, row)
        for row, (source, target, at) in enumerate(
            zip((None, *_WAY), _WAY, moments, strict=False), 2
        )
    ]
    return replay(FEATURE_FLOW, events)[0]


def _release(name: str, days_ago: int, *, failed: bool) -> Release:
    at = NOW - days_ago * SECONDS_A_DAY
    told: dict[str, Any] = {"restored_at": at + 3600} if failed else {}
    return Release.model_validate(
        {
            "id": name,
            "value_stream_id": "payments",
            "deployed_at": at,
            "usable_on": AS_OF,
            "changes": [{"committed_at": at - SECONDS_A_DAY}],
            "failed": failed,
            "is_unplanned_repair": False,
            **told,
        }
    )


def _work() -> StreamWork:
    done = [_history(f"PAY-{n}", 20 + 15 * n, 3, 2, 5, 1, 2, 1 + n % 3) for n in range(12)]
    open_ones = [_history("PAY-OLD", 90, 4, 60), _history("PAY-NEW", 6, 3)]
    features = [
        Feature.model_validate({"id": one.item_id, "name": "N", "value_stream_id": "payments"})
        for one in (*done, *open_ones)
    ]
    other = _history("CLA-1", 300, 4)
    elsewhere = Feature.model_validate({"id": "CLA-1", "name": "N", "value_stream_id": "claims"})
    releases = [_release(f"R{n}", 20 * n + 5, failed=n < 4) for n in range(18)]
    return StreamWork(
        until=NOW,
        flows={"feature": FEATURE_FLOW},
        histories={"feature": (*done, *open_ones, other)},
        facts=DeliveryFacts(features=(*features, elsewhere), releases=tuple(releases)),
        intervals=QUARTERS,
    )


def _told(stream: str = "payments") -> FlowTold:
    found = flow_told(_work().of_stream(stream), as_of=AS_OF)
    assert found is not None
    return found


def _figures(section: Section | None) -> list[Figure]:
    assert section is not None
    return [block for block in section.blocks if isinstance(block, Figure)]


def test_every_picture_states_its_finding_and_has_its_numbers_in_a_table() -> None:
    section = flow_section(_told(), (1,))

    captions = [figure.caption for figure in _figures(section)]
    assert captions[0].startswith("In 52 weeks 12 were released; 2 are begun and not done, more")
    assert captions[1] == (
        "1 of 2 under way are older than the P85 of their kind (16 days over all kinds); the oldest "
        "is PAY-OLD, 90 days."
    )
    assert "85 of 100 16 or less" in captions[2]
    assert captions[3].startswith("As things went in the last 26 weeks, at least ")
    assert all(figure.table.rows for figure in _figures(section))


def test_of_another_stream_nothing_is_told() -> None:
    page = str(flow_section(_told(), (1,)))

    assert "CLA-1" not in page
    assert "PAY-OLD" in page


def test_the_same_work_gives_the_same_pictures() -> None:
    assert flow_section(_told(), (1,)) == flow_section(_told(), (1,))


def test_what_is_late_differs_by_its_shape_and_not_by_its_colour_alone() -> None:
    _, ageing, *_ = _figures(flow_section(_told(), (1,)))

    marks = {
        (layer["mark"]["shape"], len(layer["data"]["values"]))
        for layer in ageing.chart["layer"]
        if layer["mark"]["type"] == "point"
    }
    assert marks == {("circle", 1), ("diamond", 1)}


def test_releases_are_held_against_the_streams_own_past() -> None:
    """F32, pitfall 33: no group of a survey grades a stream."""
    facts = StatedFacts.of(a_snapshot([an_initiative("INI-1")]))

    section = delivery_section(_told(), facts, "payments", "EUR", (1,))

    (figure,) = _figures(section)
    assert figure.caption == ("Behind its own past, by however little, in change fail rate.")
    words = {row.cells[0]: row.cells[1:3] for row in figure.table.rows}
    assert words["change fail rate"] == ("44.4 %", "0 %")


def test_delivery_stands_beside_value_and_claims_no_cause() -> None:
    """Row 18b."""
    outcomes = (an_outcome("INI-1", "2026Q3", forecast=100, actual=40),)
    facts = StatedFacts.of(a_snapshot([an_initiative("INI-1")], outcomes=outcomes))
    own = StatedFacts(
        **{
            name: getattr(facts, name)
            for name in StatedFacts.__dataclass_fields__
            if name not in {"streams", "closed"}
        },
        streams={"INI-1": ("payments",)},
        closed=("2026Q3",),
    )

    section = delivery_section(_told(), own, "payments", "EUR", (1,))

    assert section is not None
    beside = section.blocks[-2]
    assert isinstance(beside, Table)
    third = next(row for row in beside.rows if row.cells[0] == "2026Q3")
    assert third.cells[-2:] == ("40", "40 %")
    assert int(third.cells[1]) > 0
    assert section.blocks[-1] == Paragraph(NO_CAUSE, records=(1,))


def test_a_stream_without_work_has_no_such_sections() -> None:
    assert flow_told(_work().of_stream("fleet"), as_of=AS_OF) is None
    assert flow_section(None, (1,)) is None
    assert delivery_section(None, None, "fleet", "EUR", (1,)) is None


def _report() -> Report:
    facts = StatedFacts.of(a_snapshot([an_initiative("INI-1")]), work=_work())
    return stream_report(
        a_board_plan(), "payments", charter=a_charter(), recorded=a_record(), facts=facts
    )


@pytest.mark.parametrize("write", [write_html, write_markdown])
def test_a_report_of_the_stream_is_the_same_every_time(write: Any) -> None:
    page = write(_report())

    assert write(_report()) == page
    assert "How work flows" in page
    assert "Delivery, and what it was worth" in page
