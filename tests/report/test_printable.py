"""Names from facts are data."""

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.plain_text import UNSEEN
from asp_decide.report.printable import on_one_line, printable
from plan_builders import a_board_plan, a_decision, a_plan, a_run


@given(st.text())
def test_nothing_that_steers_a_terminal_or_a_page_gets_through(text: str) -> None:
    shown = on_one_line(text)

    assert not UNSEEN.search(shown)
    assert "\n" not in shown
    assert on_one_line(shown) == shown


def test_a_name_cannot_turn_the_direction_of_writing() -> None:
    plan = a_plan([a_decision(name="stop\u202egnihton\u202c")])

    assert printable(plan).decisions[0].name == "stopgnihton"


def test_keys_and_texts_in_depth_are_cleaned_too() -> None:
    plan = a_plan([a_decision()], run=a_run(versions={"hi\x07ghs": "1\x1b[2J"}))

    assert printable(plan).run.versions == {"highs": "1[2J"}


def test_a_plan_without_such_characters_stays_as_it_is() -> None:
    plan = a_board_plan()

    assert printable(plan) == plan
