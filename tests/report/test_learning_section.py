"""The board sees how fast it learns, and never a loop that has not been closed."""

from dataclasses import replace
from datetime import date

from asp_decide.learn.calibrate import calibrate
from asp_decide.learn.lessons import StreamLesson
from asp_decide.model.ids import InitiativeId
from asp_decide.model.plan import Plan
from asp_decide.report.page import Paragraph, Section, Sentences, Table
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers
from asp_decide.report.sections.learning_section import learning_section
from asp_decide.report.stated_facts import StatedFacts
from audit_builders import a_world
from judged_builders import a_past

PLAN = a_world().plan
FACTS = StatedFacts.of(a_past([]))
LESSON = StreamLesson(
    InitiativeId("INI-9"), frozenset({"payments"}), date(2026, 9, 7), date(2026, 11, 2)
)
FIRST_KNOWN = RecordNumbers.of([{"kind": "outcome", "n": 7, "initiative": "INI-9"}])


def test_nothing_is_said_before_the_first_verdict() -> None:
    assert learning_section(FACTS, PLAN, NOT_RECORDED) is None
    assert learning_section(None, PLAN, NOT_RECORDED) is None


def test_row_17_a_loop_that_is_closed_is_held_against_change() -> None:
    """F33: from release to use of the verdict, over the time between broken assumptions."""
    facts = _facts(date(2026, 1, 1), date(2026, 12, 1))
    section = learning_section(facts, PLAN, FIRST_KNOWN)

    assert "16.4 weeks, faster than assumptions break: 0.34 times" in _text(section)
    assert _table(section).rows[1].cells == ("payments", "1", "8", "8.4", "47.7", "0.34")


def test_the_streams_that_learn_fastest_and_slowest_are_named() -> None:
    slow = StreamLesson(
        InitiativeId("INI-8"), frozenset({"booking"}), date(2026, 1, 5), date(2026, 11, 2)
    )
    facts = replace(_facts(date(2026, 1, 1), date(2026, 12, 1)), lessons=(LESSON, slow))
    numbers = [{"kind": "outcome", "n": n, "initiative": f"INI-{n}"} for n in (8, 9)]

    text = _text(learning_section(facts, PLAN, RecordNumbers.of(numbers)))

    assert "from 0.34 in payments to 1.08 in booking" in text


def test_a_verdict_that_an_earlier_run_knew_closes_no_loop_here() -> None:
    section = learning_section(_facts(), PLAN, NOT_RECORDED)

    assert "cannot be said yet" in _text(section)


def test_what_is_corrected_stands_in_a_sentence_with_its_records() -> None:
    learnt = calibrate(a_past([(14, 10)] * 8)).classes
    numbers = RecordNumbers.of([{"kind": "calibration", "n": 4}])
    section = learning_section(FACTS, _learnt(learnt), numbers)
    assert section is not None
    told = section.blocks[0]

    assert isinstance(told, Sentences)
    assert told.entries[0].startswith("Forecasts of value of all kinds are multiplied by 0.7143")
    assert told.records == (4,)


def _learnt(classes: tuple) -> Plan:  # type: ignore[type-arg]
    return PLAN.model_copy(update={"calibration": classes})


def _facts(*changes: date) -> StatedFacts:
    return replace(FACTS, lessons=(LESSON,), changes=changes)


def _text(section: Section | None) -> str:
    assert section is not None
    return " ".join(one.text for one in section.blocks if isinstance(one, Paragraph))


def _table(section: Section | None) -> Table:
    assert section is not None
    return next(one for one in section.blocks if isinstance(one, Table))
