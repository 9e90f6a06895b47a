"""What was foretold beside what came: sums of what is measured, and verdicts with their source."""

from datetime import date

from asp_decide.model.outcome import Outcome
from asp_decide.report.finance.stream_value import stream_value_section
from asp_decide.report.page import Figure, Paragraph, Table
from asp_decide.report.sections.realised_value import (
    MOST_DUMBBELLS,
    realised_section,
    realised_values,
)
from asp_decide.report.stated_facts import StatedFacts
from builders import a_snapshot, an_initiative, an_option, an_outcome
from plan_builders import a_decision, a_plan, a_record


def facts_of(*outcomes: Outcome) -> StatedFacts:
    """As of the last day of 2026; every initiative that has an outcome is there, in `payments`."""
    ids = sorted({one.initiative_id for one in outcomes})
    return StatedFacts.of(
        a_snapshot([an_initiative(one, name=f"Name of {one}") for one in ids], outcomes=outcomes)
    )


def test_only_closed_intervals_that_are_measured_are_summed_and_the_others_are_counted() -> None:
    facts = facts_of(
        an_outcome(interval="2026Q2", forecast=100, actual=80),
        an_outcome(interval="2026Q3", forecast=100, status="not_measured"),
        an_outcome(interval="2026Q4", forecast=(50, 100, 150), actual=120),
        an_outcome(interval="2027Q1", forecast=900),
        an_outcome(interval="2026Q4", quantity="contacts", forecast=7, actual=3),
    )

    (one,) = realised_values(facts, a_plan(), None)

    assert one.foretold == one.realised == 200
    assert (one.measured, one.unmeasured) == (2, 1)
    assert one.share == 1
    assert one.judged == "not judged yet"


def test_a_verdict_of_the_facts_stands_before_one_that_rules_recommend() -> None:
    facts = facts_of(
        an_outcome("INI-1", "2026Q3", quantity="success", verdict="refuted"),
        an_outcome("INI-2", "2026Q3", forecast=10, actual=10),
    )
    recorded = a_record(verdicts={"INI-1": "confirmed", "INI-2": "not_measurable"})

    found = {one.initiative: one.judged for one in realised_values(facts, a_plan(), recorded)}

    assert found == {"INI-1": "✕ refuted", "INI-2": "? not measurable, recommended"}


def test_a_verdict_of_a_later_day_is_none_yet() -> None:
    later = date(2027, 1, 5)
    facts = facts_of(
        an_outcome("INI-1", "2026Q3", quantity="success", verdict="refuted", verdict_on=later)
    )

    assert realised_values(facts, a_plan(), None) == ()


def test_the_finding_says_how_much_of_what_was_foretold_came() -> None:
    facts = facts_of(
        an_outcome("INI-1", forecast=1000, actual=500),
        an_outcome("INI-2", forecast=3000, actual=2500),
    )

    figure, judged = realised_section(facts, a_plan(), None).blocks

    assert isinstance(figure, Figure)
    assert isinstance(judged, Paragraph)
    assert figure.caption == (
        "Of EUR 4,000 foretold for closed intervals EUR 3,000 (75 %) was realised by 2 initiatives."
    )
    assert [row.cells[0] for row in figure.table.rows] == [
        "Name of INI-2 (INI-2)",
        "Name of INI-1 (INI-1)",
    ]
    assert judged.text == "No hypothesis has been judged yet."


def test_the_verdicts_are_counted_the_one_that_cannot_be_measured_too() -> None:
    facts = facts_of(
        *(
            an_outcome(f"INI-{n}", "2026Q3", quantity="success", verdict=verdict)
            for n, verdict in enumerate(("not_measurable", "confirmed", "partly", "confirmed"))
        )
    )

    (nothing, judged) = realised_section(facts, a_plan(), None).blocks

    assert isinstance(nothing, Paragraph)
    assert nothing.text.startswith("Nothing to compare yet")
    assert isinstance(judged, Paragraph)
    assert judged.text == (
        "Verdicts on hypotheses: ✓ confirmed: INI-1, INI-3; ◐ partly: INI-2; "
        "? not measurable: INI-0."
    )


def test_a_picture_carries_the_largest_and_the_table_all() -> None:
    facts = facts_of(
        *(an_outcome(f"INI-{n}", forecast=100 + n, actual=50) for n in range(MOST_DUMBBELLS + 5))
    )

    figure = realised_section(facts, a_plan(), None).blocks[0]

    assert isinstance(figure, Figure)
    assert f"The picture has the {MOST_DUMBBELLS} largest forecasts" in figure.caption
    assert len(figure.table.rows) == MOST_DUMBBELLS + 5
    assert len(figure.chart["layer"][3]["data"]["values"]) == MOST_DUMBBELLS


def test_without_the_facts_of_the_plan_nothing_is_told() -> None:
    for section in (
        realised_section(None, a_plan([a_decision()]), None),
        stream_value_section(None, a_plan([a_decision()]), None),
    ):
        (told,) = section.blocks
        assert isinstance(told, Paragraph)
        assert "not at hand" in told.text


def test_a_stream_is_told_by_a_ratio_of_sums_and_shares_what_it_shares() -> None:
    shared = an_initiative("INI-1")
    alone = an_initiative("INI-2")
    snapshot = a_snapshot(
        [shared, alone],
        [
            an_option("INI-1", effort={"payments": 3, "web": 2}),
            an_option("INI-2", effort={"web": 2}),
        ],
        outcomes=(
            an_outcome("INI-1", forecast=100, actual=50),
            an_outcome("INI-2", forecast=300, actual=300),
            an_outcome("INI-9", forecast=10, actual=1),
        ),
    )

    (table,) = stream_value_section(StatedFacts.of(snapshot), a_plan(), None).blocks

    assert isinstance(table, Table)
    assert [row.cells for row in table.rows] == [
        ("no value stream", "10", "1", "10 %", "1", "0"),
        ("payments", "100", "50", "50 %", "1", "0"),
        ("web", "400", "350", "87.5 %", "2", "0"),
    ]
