"""What changed since the plan before: each initiative once, and nothing where nothing did."""

from fractions import Fraction

from asp_decide.report.page import Paragraph, Table
from asp_decide.report.sections.changes import Changes, changes_section
from plan_builders import a_board_plan, a_decision, a_plan, a_run


def told(changes: Changes) -> tuple[list[str], list[tuple[str, ...]]]:
    """The sentences, and the rows of the decisions that changed."""
    section = changes_section(changes)
    tables = {b.caption: b for b in section.blocks if isinstance(b, Table)}
    changed = tables.get("Decisions that are other ones than before")
    rows = [row.cells for row in changed.rows] if changed else []
    return [b.text for b in section.blocks if isinstance(b, Paragraph)], rows


def test_a_plan_has_not_changed_since_itself() -> None:
    plan = a_board_plan()

    sentences, rows = told(Changes("2027Q1", plan, plan, Fraction(0)))

    assert rows == []
    assert sentences[0].startswith("Of 26 decisions none is another one than then. 0 team-weeks")
    assert sentences[1] == "The policies are the same."


def test_what_was_decided_otherwise_what_is_new_and_what_is_gone_stand_there_once() -> None:
    before = a_plan([a_decision("INI-1", "wait"), a_decision("INI-2"), a_decision("INI-3")])
    now = a_plan(
        [a_decision("INI-1"), a_decision("INI-2"), a_decision("INI-4", "wait")],
        run=a_run(policies="sha256:0", intervals=("2027Q2",)),
    )

    sentences, rows = told(Changes("2027Q1", before, now, Fraction(7, 2)))

    assert [row[:1] + row[2:4] for row in rows] == [
        ("INI-1", "wait", "start"),
        ("INI-3", "start", "no longer open"),
        ("INI-4", "new", "wait"),
    ]
    assert sentences[0] == (
        "Of 3 decisions 1 is another one than then, 1 is about what was not open then, 1 initiative "
        "of then is no longer open. 3.5 team-weeks go elsewhere in the intervals of both plans."
    )
    assert sentences[1].startswith("The policies are other ones")


def test_another_option_of_the_same_word_is_a_change() -> None:
    """What is funded narrower than before is another decision."""
    before, now = (a_plan([a_decision("INI-1", "fund", option=one)]) for one in ("all", "half"))

    _, rows = told(Changes("2027Q1", before, now, Fraction(0)))

    assert [row[2:4] for row in rows] == [("fund (all)", "fund (half)")]
