"""What wins at a decision point: authority, order, what is unknown, what is required."""

from collections.abc import Mapping, Sequence

import pytest

from asp_decide.clauses.clause import Clause, Enforce
from asp_decide.errors import MissingFactError
from asp_decide.model.finding import Answer
from asp_decide.model.subject import Subject
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from clause_builders import (
    CURRENCY,
    a_subject,
    an_initiative,
    compared,
    decide,
    facts,
    policies,
    require,
)

VALIDATION = {"validation": (["stop", "redirect", "pause", "continue"], "review")}
GATE_2 = {"gate_2": (["return", "decline", "fund_tranche", "fund"], "plan")}


def answered(
    *rules: Clause,
    subject: Subject,
    points: Mapping[str, tuple[Sequence[str], str]] = VALIDATION,
) -> dict[str, Answer]:
    """The answers to one subject, by decision point."""
    compiled, given = policies(*rules, points=points), facts(subject)
    findings = ReferenceEvaluator().findings(compiled, given, currency=CURRENCY)
    return {one.point: one for one in prevailing(compiled, findings, given)}


def says(rule: str, answer: str, name: str, enforce: Enforce = "overridable") -> Clause:
    """A rule that gives the answer where the measure is above 0; unknown where it is missing."""
    return decide(rule, answer, when=compared(f"{rule}/1", name, "above 0 weeks"), enforce=enforce)


def needs(rule: str, name: str, before: Sequence[str], otherwise: str) -> Clause:
    """A requirement at Gate 2 that is met where the field is known."""
    that = compared(f"{rule}/1", name, "above 0 weeks")
    return require(rule, that=that, at="gate_2", before=before, otherwise=otherwise)


YES, NO, MISSING = "1 weeks", "0 weeks", None


def test_the_first_answer_in_the_order_wins_whatever_the_order_of_rules() -> None:
    rules = [says("A-1", "continue", "x"), says("B-1", "stop", "x"), says("C-1", "stop", "x")]

    found = answered(*rules, subject=an_initiative("INI-1", x=YES))["validation"]

    assert found.answer == "stop"
    assert found.by == ("B-1", "C-1")
    assert found.over == (("continue", "A-1"),)


def test_an_unknown_answer_earlier_in_the_order_leaves_the_question_to_people() -> None:
    rules = [says("A-1", "stop", "x"), says("B-1", "continue", "y")]

    found = answered(*rules, subject=an_initiative("INI-1", x=MISSING, y=YES))["validation"]

    assert (found.answer, found.why) == ("review", "unknown")
    assert found.by == ("A-1",)
    assert found.over == (("continue", "B-1"),)


def test_an_unknown_answer_later_in_the_order_changes_nothing() -> None:
    rules = [says("A-1", "stop", "x"), says("B-1", "continue", "y")]

    found = answered(*rules, subject=an_initiative("INI-1", x=YES, y=MISSING))["validation"]

    assert (found.answer, found.why) == ("stop", "")


def test_an_answer_that_one_rule_gives_for_certain_is_certain() -> None:
    rules = [says("A-1", "stop", "x"), says("B-1", "stop", "y")]

    found = answered(*rules, subject=an_initiative("INI-1", x=MISSING, y=YES))["validation"]

    assert (found.answer, found.by) == ("stop", ("B-1",))


def test_where_no_rule_speaks_the_point_says_what_happens_otherwise() -> None:
    found = answered(says("A-1", "stop", "x"), subject=an_initiative("INI-1", x=NO))["validation"]

    assert (found.answer, found.why, found.otherwise) == ("review", "gap", True)


def test_mandatory_outranks_overridable_and_overridable_outranks_advisory() -> None:
    rules = [
        says("A-1", "stop", "x", "advisory"),
        says("B-1", "redirect", "x", "overridable"),
        says("C-1", "continue", "x", "mandatory"),
    ]
    initiative = an_initiative("INI-1", x=YES)

    assert answered(*rules, subject=initiative)["validation"].answer == "continue"
    assert answered(*rules[:2], subject=initiative)["validation"].answer == "redirect"


def test_a_rule_that_halts_for_want_of_a_fact_halts_the_run_and_names_the_fact() -> None:
    rule = decide(
        "A-1", "stop", when=compared("A-1/1", "evidence_age", "above 4 weeks"), missing="fail"
    )

    with pytest.raises(MissingFactError, match=r"A-1 .* initiative INI-1: `evidence_age` missing"):
        answered(rule, subject=an_initiative("INI-1"))


def test_a_rule_that_halts_does_not_when_an_earlier_answer_is_certain() -> None:
    halting = decide(
        "B-1", "continue", when=compared("B-1/1", "evidence_age", "above 4 weeks"), missing="fail"
    )
    rules = [says("A-1", "stop", "x"), halting]

    found = answered(*rules, subject=an_initiative("INI-1", x=YES))["validation"]

    assert found.answer == "stop"


def test_a_subject_is_asked_in_the_states_of_the_point_only() -> None:
    rule = says("A-1", "stop", "x")

    assert "validation" not in answered(rule, subject=an_initiative("INI-1", state="triage", x=YES))
    assert "validation" in answered(rule, subject=an_initiative("INI-1", x=YES))


def test_a_subject_whose_state_is_missing_is_asked_and_left_to_people() -> None:
    found = answered(says("A-1", "stop", "x"), subject=an_initiative("INI-1", state=None, x=YES))

    assert (found["validation"].answer, found["validation"].why) == ("review", "unknown")


def test_expedite_is_asked_only_where_somebody_asks_to_go_first() -> None:
    points: dict[str, tuple[Sequence[str], str]] = {"expedite": (["deny", "allow"], "deny")}
    queued = {"state": "delivery_queue"}

    assert "expedite" in answered(
        subject=an_initiative("INI-1", **queued, expedite="yes"), points=points
    )
    for quiet in ("no", None):
        subject = an_initiative("INI-1", **queued, expedite=quiet)
        assert "expedite" not in answered(subject=subject, points=points)


def test_a_signal_is_asked_until_somebody_has_filed_it() -> None:
    points: dict[str, tuple[Sequence[str], str]] = {"signal": (["requirement", "none"], "review")}

    new = a_subject("signal", "SIG-1", disposition=None)
    filed = a_subject("signal", "SIG-2", disposition="need")

    assert "signal" in answered(subject=new, points=points)
    assert "signal" not in answered(subject=filed, points=points)


def test_what_leaves_its_queue_is_asked_no_more() -> None:
    queued = an_initiative("INI-1", state="delivery_queue", window_left=NO)
    closed = compared("SUP-01/1", "window_left", "at most 0 weeks")
    rule = decide("SUP-01", "supersede", when=closed, at="relevance", enforce="advisory")
    points: dict[str, tuple[Sequence[str], str]] = {
        "relevance": (["supersede", "return_to_triage", "keep"], "keep"),
        "start": (["wait", "start"], "plan"),
    }

    assert set(answered(rule, subject=queued, points=points)) == {"relevance"}
    assert set(answered(subject=queued, points=points)) == {"relevance", "start"}


def test_a_point_that_no_file_declares_goes_to_the_plan_where_it_may() -> None:
    queued = an_initiative("INI-1", state="delivery_queue")

    found = answered(subject=queued, points={})

    assert set(found) == {"start"}
    assert (found["start"].answer, found["start"].otherwise) == ("plan", True)


FRAMED = {"state": "investment_framing"}


@pytest.mark.parametrize("value", [NO, MISSING])
def test_what_is_required_and_not_met_takes_the_place_of_the_answer(value: str | None) -> None:
    """Unmet and unknown block alike: to block never moves money."""
    fund = decide("A-1", "fund", when=compared("A-1/1", "x", "above 0 weeks"), at="gate_2")
    rules = [fund, needs("G-1", "y", ["fund", "fund_tranche"], "return")]

    found = answered(
        *rules, subject=an_initiative("INI-1", **FRAMED, x=YES, y=value), points=GATE_2
    )["gate_2"]

    assert (found.answer, found.by, found.blocked_by) == ("return", ("G-1",), ("G-1",))
    assert found.over == (("fund", "A-1"),)


def test_what_is_required_and_met_changes_nothing() -> None:
    fund = decide("A-1", "fund", when=compared("A-1/1", "x", "above 0 weeks"), at="gate_2")
    rules = [fund, needs("G-1", "y", ["fund", "fund_tranche"], "return")]

    found = answered(*rules, subject=an_initiative("INI-1", **FRAMED, x=YES, y=YES), points=GATE_2)[
        "gate_2"
    ]

    assert (found.answer, found.blocked_by) == ("fund", ())


def test_of_several_requirements_the_first_in_the_order_wins_and_review_is_last() -> None:
    rules = [
        needs("G-1", "x", ["fund", "fund_tranche"], "review"),
        needs("G-2", "x", ["fund", "fund_tranche"], "decline"),
        needs("G-3", "x", ["fund", "fund_tranche"], "return"),
    ]
    initiative = an_initiative("INI-1", **FRAMED, x=NO)

    assert answered(*rules, subject=initiative, points=GATE_2)["gate_2"].answer == "return"
    assert answered(*rules[:2], subject=initiative, points=GATE_2)["gate_2"].answer == "decline"
    found = answered(rules[0], subject=initiative, points=GATE_2)["gate_2"]
    assert (found.answer, found.why) == ("review", "")


def test_a_review_for_want_of_data_says_so_and_one_by_rule_does_not() -> None:
    rule = needs("G-1", "x", ["fund", "fund_tranche"], "review")

    stale = answered(rule, subject=an_initiative("INI-1", **FRAMED, x=NO), points=GATE_2)
    unknown = answered(rule, subject=an_initiative("INI-1", **FRAMED), points=GATE_2)

    assert (stale["gate_2"].answer, stale["gate_2"].why) == ("review", "")
    assert (unknown["gate_2"].answer, unknown["gate_2"].why) == ("review", "unknown")


def test_the_plan_chooses_among_the_answers_that_nothing_blocks() -> None:
    rule = needs("G-1", "x", ["fund"], "return")

    found = answered(rule, subject=an_initiative("INI-1", **FRAMED, x=NO), points=GATE_2)["gate_2"]

    assert (found.answer, found.otherwise) == ("plan", True)
    assert (found.blocked_by, found.blocked_answers) == (("G-1",), ("fund",))


def test_a_plan_that_could_only_leave_things_be_is_no_question() -> None:
    rules = [needs("G-1", "x", ["fund"], "return"), needs("G-2", "x", ["fund_tranche"], "decline")]

    found = answered(*rules, subject=an_initiative("INI-1", **FRAMED, x=NO), points=GATE_2)[
        "gate_2"
    ]

    assert found.answer == "return"
    assert found.blocked_by == ("G-1", "G-2")


def test_what_takes_an_answers_place_must_itself_be_allowed() -> None:
    fund = decide("A-1", "fund", when=compared("A-1/1", "x", "above 0 weeks"), at="gate_2")
    rules = [
        fund,
        needs("G-1", "y", ["fund"], "fund_tranche"),
        needs("G-2", "y", ["fund_tranche"], "return"),
    ]
    initiative = an_initiative("INI-1", **FRAMED, x=YES, y=NO)

    assert answered(*rules, subject=initiative, points=GATE_2)["gate_2"].answer == "return"


def test_requirements_that_point_to_each_other_leave_the_question_to_people() -> None:
    fund = decide("A-1", "fund", when=compared("A-1/1", "x", "above 0 weeks"), at="gate_2")
    rules = [
        fund,
        needs("G-1", "y", ["fund"], "fund_tranche"),
        needs("G-2", "y", ["fund_tranche"], "fund"),
    ]
    initiative = an_initiative("INI-1", **FRAMED, x=YES, y=NO)

    assert answered(*rules, subject=initiative, points=GATE_2)["gate_2"].answer == "review"
