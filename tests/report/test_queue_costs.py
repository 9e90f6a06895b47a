"""Row 18a: cost of delay is quantifiable, and so is not knowing it."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.model.plan import Decision
from asp_decide.report.page import Paragraph, Table
from asp_decide.report.sections.queue_costs import queue_section, worth_finding_out
from plan_builders import a_decision, a_plan

amounts = st.fractions(0, 10_000, max_denominator=4)


def _waiting(
    initiative: str, cost: str | None, weeks: str | None = "4", state: str = "delivery_queue"
) -> Decision:
    return a_decision(
        initiative,
        "wait",
        state=state,
        cost_of_delay_per_week=cost,
        remaining_duration_weeks=weeks,
    )


def _told(*decisions: Decision) -> tuple[Table, str]:
    section = queue_section(a_plan(decisions))
    assert section is not None
    first, *rest = section.blocks
    assert isinstance(first, Table)
    return first, "".join(one.text for one in rest if isinstance(one, Paragraph))


def test_every_queue_shows_what_a_week_of_waiting_costs_in_it() -> None:
    told, method = _told(
        _waiting("INI-1", "30000"),
        _waiting("INI-2", "12500"),
        _waiting("INI-3", "700", state="discovery_queue"),
        _waiting("INI-4", "9", state="implementing"),
    )

    assert [row.cells for row in told.rows] == [
        ("Discovery: waits to be examined", "1", "700", "0", "–", "–"),
        ("Delivery: is funded, and waits to begin", "2", "42,500", "0", "–", "–"),
    ]
    assert method == ""


def test_what_is_not_known_gives_a_range_and_what_finding_out_is_worth() -> None:
    """Between 1,000 and 9,000: last it costs 8 weeks of that, first it holds 10,000 up for 4.

    Before anybody asks it goes behind or before at 40,000; known to cost 1,000 it goes last, for
    8,000: half of the 32,000 that this saves.
    """
    told, method = _told(
        _waiting("INI-1", "1000"), _waiting("INI-2", "9000"), _waiting("INI-3", None)
    )

    (row,) = told.rows
    assert row.cells[2:5] == ("10,000", "1", "11,000 to 19,000")
    assert row.cells[5] == "INI-3 EUR 16,000"
    assert "between the least and the most" in method


def test_of_what_nobody_has_sized_the_worth_of_finding_out_is_not_known_either() -> None:
    told, _ = _told(_waiting("INI-1", "1000"), _waiting("INI-2", None, None))

    assert told.rows[0].cells[5] == "INI-2: how long it takes is not known either"


def test_where_nothing_is_known_nothing_is_made_up() -> None:
    told, _ = _told(_waiting("INI-1", None))

    assert told.rows[0].cells[2:] == ("–", "1", "nothing is known to compare with", "–")


def test_where_nothing_waits_there_is_no_table() -> None:
    assert queue_section(a_plan([a_decision(state="implementing")])) is None


@given(amounts, amounts, amounts, amounts, amounts)
def test_finding_out_is_never_worth_less_than_nothing_nor_more_than_the_whole_range(
    one: Fraction, other: Fraction, weeks: Fraction, cost: Fraction, lasting: Fraction
) -> None:
    least, most = sorted((one, other))

    worth = worth_finding_out((least, most), weeks, others=(cost, lasting))

    assert 0 <= worth <= (most - least) * lasting / 2
    assert worth_finding_out((least, least), weeks, others=(cost, lasting)) == 0
