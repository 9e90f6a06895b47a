"""A board reads how firm an answer is before it decides, and what would have to be otherwise."""

from asp_decide.model.firmness import Firm, Firmness, SharedAssumption, Turn
from asp_decide.model.plan import Plan
from asp_decide.report.page import Paragraph, Section, Table
from asp_decide.report.sections.firmness_section import firmness_lines, firmness_section, may_turn
from plan_builders import a_decision, a_plan

CONTESTED = Firm(
    initiative="INI-1",
    answer="leave",
    hold="contested",
    best_in=("0.4", "0.55"),
    loses="31800.5",
    turns=(
        Turn(aspect="benefit", now="1", beyond="1.08"),
        Turn(aspect="chance", now="0.8", beyond="0.861"),
    ),
)
CORE = Firm(
    initiative="INI-2",
    answer="whole",
    hold="core",
    best_in=("1", "1"),
    loses="200",
    turns=(Turn(aspect="benefit", now="1", beyond="0.5"),),
)
SETTLED = Firm(initiative="INI-3", answer="stop", hold="out", best_in=("1", "1"), loses=None)


def _plan(*firm: Firm, worlds: int = 20) -> Plan:
    told = Firmness(
        worlds=worlds,
        seed=1,
        fitting=worlds,
        kept=3,
        captured=("1000", "2000") if worlds else None,
        held={"capacity": 4},
        initiatives=firm,
        assumptions=(SharedAssumption(id="ASM-1", holders=("INI-2",), captured_less="500"),),
    )
    decisions = tuple(a_decision(one.initiative) for one in firm)
    plan = a_plan(decisions)
    objective = plan.objective.model_copy(update={"value_captured": "2000"})
    return plan.model_copy(update={"firmness": told, "objective": objective})


def _section(plan: Plan) -> Section:
    section = firmness_section(plan)
    assert section is not None
    return section


def _text(section: Section) -> str:
    return " ".join(one.text for one in section.blocks if isinstance(one, Paragraph))


def _tables(section: Section) -> list[Table]:
    return [one for one in section.blocks if isinstance(one, Table)]


def test_the_doubtful_answer_comes_first_with_what_may_turn_it() -> None:
    answers, _ = _tables(_section(_plan(CORE, CONTESTED, SETTLED)))

    assert [row.cells[2:] for row in answers.rows] == [
        (
            "contested", "40 % to 55 %", "31,800",
            "a benefit above 108 % of what is stated, or a chance above 86.1 % instead of 80 %",
        ),
        ("core", "100 %", "200", "a benefit below 50 % of what is stated"),
    ]  # fmt: skip


def test_the_number_that_turns_a_doubtful_answer_is_named_with_the_answer_that_it_turns_to() -> (
    None
):
    found = (
        Turn(aspect="duration", now="1", beyond="0.862", by="relaxation", to="whole"),
        Turn(aspect="capacity", of="booking", now="1", beyond="1.2", by="relaxation"),
        Turn(aspect="chance", now="0.35", beyond="0.434", by="relaxation", to="fleet"),
    )
    asked = CONTESTED.model_copy(update={"asked_alone": True, "turns": (*found, *CONTESTED.turns)})

    assert may_turn(asked) == (
        "a duration at about 86.2 % of what is stated (then `whole`), or a capacity of booking at "
        "about 120 % of what is there, or a chance at about 43.4 % instead of 35 % (then `fleet`), "
        "or a benefit above 108 % of what is stated, or a chance above 86.1 % instead of 80 %"
    )
    assert "each number was changed by itself" in _text(_section(_plan(asked)))
    assert any("found by relaxing the plan: a duration" in line for line in _lines(asked))


def test_that_no_number_turns_a_doubtful_answer_by_itself_is_said() -> None:
    asked = CONTESTED.model_copy(update={"asked_alone": True})

    assert may_turn(asked).startswith("no number by itself within its range; a benefit above 108 %")
    assert any("several together do" in line for line in _lines(asked))
    assert not any("several together do" in line for line in _lines(CONTESTED))


def _lines(one: Firm) -> list[str]:
    return list(firmness_lines(one, "EUR"))


def test_what_nothing_turns_is_named_in_a_sentence_and_not_in_a_row() -> None:
    assert "nothing turns them: INI-3." in _text(_section(_plan(CORE, SETTLED)))


def test_pitfall_39_the_board_sees_what_fails_together() -> None:
    _, shared = _tables(_section(_plan(CORE)))

    assert shared.rows[0].cells == ("ASM-1", "INI-2", "500", "25 %")


def test_how_many_worlds_and_what_was_held_is_said() -> None:
    text = _text(_section(_plan(CORE)))

    assert "20 worlds were drawn (seed 1)" in text
    assert "held: capacity of 4" in text
    assert "this one fits as it is in 3" in text
    assert "capture EUR 1,000 to 2,000" in text


def test_a_plan_without_worlds_says_so_and_tells_what_is_proven() -> None:
    bare = CONTESTED.model_copy(update={"hold": None, "best_in": None})
    section = _section(_plan(bare, worlds=0))

    assert "No other worlds were drawn" in _text(section)
    assert _tables(section)[0].rows[0].cells[2:5] == ("–", "–", "31,800")
    assert next(iter(firmness_lines(bare, "EUR"))).startswith("every plan that decides otherwise")


def test_a_plan_that_asked_nothing_has_no_such_section() -> None:
    assert firmness_section(a_plan([a_decision("INI-1")])) is None
    assert may_turn(SETTLED) == ""
