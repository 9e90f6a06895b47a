"""A difference between the two evaluators stops the run, and is named."""

from dataclasses import replace
from fractions import Fraction

import pytest

from asp_decide.errors import EvaluatorsDisagreeError
from asp_decide.model.finding import Finding, Result, Seen, Truth
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import SubjectKey
from asp_decide.rules.agreement import MOST_DIFFERENCES, agree

SEEN = Seen(
    "STOP-01/1",
    "value_realisation",
    "below 40 %",
    Truth.TRUE,
    values=(("2026Q3", Fraction(35, 100)),),
    limit=Fraction(40, 100),
    margin=Fraction(-5, 100),
)


def a_finding(subject: str = "INI-1", result: Result = "fires", *seen: Seen) -> Finding:
    """What STOP-01 says of an initiative."""
    key = SubjectKey("initiative", subject)
    return Finding(RuleId("STOP-01"), key, result, seen or (SEEN,))


def refusal(findings: list[Finding], witnessed: list[Finding]) -> str:
    """What the error says."""
    with pytest.raises(EvaluatorsDisagreeError) as refused:
        agree(findings, witnessed)
    assert refused.value.exit_code == 70
    return str(refused.value)


def test_the_same_findings_pass() -> None:
    agree([a_finding()], [a_finding()])


def test_reasons_and_messages_may_be_worded_differently() -> None:
    reworded = a_finding("INI-1", "fires", replace(SEEN, why="otherwise", test="under 40 %"))

    agree([a_finding()], [replace(reworded, message="otherwise")])


def test_another_result_is_named_with_both() -> None:
    told = refusal([a_finding()], [a_finding(result="spared")])

    assert "STOP-01 on initiative INI-1: engine `fires`, witness `spared`" in told


@pytest.mark.parametrize(
    "other",
    [
        replace(SEEN, truth=Truth.UNKNOWN),
        replace(SEEN, margin=Fraction(-4, 100)),
        replace(SEEN, limit=Fraction(41, 100)),
        replace(SEEN, values=(("2026Q3", Fraction(36, 100)),)),
        replace(SEEN, spares=True),
        replace(SEEN, via=(SubjectKey("initiative", "INI-2"),)),
        replace(SEEN, word="stop"),
    ],
)
def test_the_same_result_from_another_sight_is_a_difference(other: Seen) -> None:
    told = refusal([a_finding()], [a_finding("INI-1", "fires", other)])

    assert "STOP-01 on initiative INI-1, STOP-01/1: engine saw" in told


def test_another_number_of_comparisons_is_a_difference() -> None:
    told = refusal([a_finding()], [a_finding("INI-1", "fires", SEEN, SEEN)])

    assert "engine saw 1 comparisons, witness 2" in told


def test_a_subject_that_one_of_them_leaves_out_is_a_difference() -> None:
    both = [a_finding("INI-1"), a_finding("INI-2")]

    assert "STOP-01 on initiative INI-2: engine alone speaks of it" in refusal(both, both[:1])
    assert "STOP-01 on initiative INI-2: witness alone speaks of it" in refusal(both[:1], both)


def test_a_subject_that_is_judged_twice_is_a_difference() -> None:
    told = refusal([a_finding(), a_finding()], [a_finding()])

    assert "2 findings of the engine, 1 of the witness" in told


def test_another_order_is_a_difference() -> None:
    both = [a_finding("INI-1"), a_finding("INI-2")]

    assert "another order" in refusal(both, both[::-1])


def test_only_the_first_differences_are_named_and_the_rest_counted() -> None:
    many = [a_finding(f"INI-{n}") for n in range(MOST_DIFFERENCES + 3)]
    others = [replace(one, result="spared") for one in many]

    told = refusal(many, others)

    assert told.count("witness `spared`") == MOST_DIFFERENCES
    assert "and 3 more" in told
