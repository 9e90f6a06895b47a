"""What a person says when deciding: complete, plain to read, and for ever on record as said."""

from dataclasses import replace
from datetime import date

import pytest

from asp_decide.errors import UsageError
from asp_decide.runs.person_act import Act, as_said, overrides_of

ACT = Act(
    person="A. Person",
    role="portfolio_board",
    on=date(2027, 1, 11),
    overrides=(("INI-2", "continue"), ("INI-6", "fund")),
    reasons=("We have come far",),
    until=date(2027, 3, 31),
    evidence=("minutes, item 4",),
    recovery_plan="one more quarter",
    second_approver="B. Person",
)


def test_one_reason_stands_for_all_overrides_and_the_rest_belongs_to_each() -> None:
    one, other = overrides_of(ACT)

    assert (one.initiative, one.decision, one.reason) == ("INI-2", "continue", "We have come far")
    assert (other.initiative, other.decision, other.reason) == ("INI-6", "fund", "We have come far")
    for override in (one, other):
        assert override.until == ACT.until
        assert override.evidence == ACT.evidence
        assert override.recovery_plan == ACT.recovery_plan
        assert override.second_approver == ACT.second_approver


def test_each_override_may_have_a_reason_of_its_own() -> None:
    told = overrides_of(replace(ACT, reasons=("one", "two")))

    assert [one.reason for one in told] == ["one", "two"]


def test_without_an_override_nothing_more_is_asked() -> None:
    assert overrides_of(Act("A", "portfolio_board", ACT.on)) == ()


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (replace(ACT, until=None), "an override has an end"),
        (replace(ACT, reasons=()), "an override has a reason"),
        (replace(ACT, reasons=("one", "two", "three")), "an override has a reason"),
        (
            replace(ACT, overrides=(("INI-2", "continue"), ("INI-2", "pause"))),
            "each initiative has one override",
        ),
    ],
)
def test_an_override_that_lacks_something_is_refused(act: Act, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        overrides_of(act)


def test_texts_are_kept_as_one_line_with_each_letter_in_its_one_form() -> None:
    said = as_said(
        replace(ACT, person="  Ame\u0301lie\u00a0Roux ", reasons=("first line,\n\tsecond line",))
    )

    assert said.person == "Am\u00e9lie Roux"
    assert said.reasons == ("first line, second line",)


def test_what_is_plain_already_stays_as_it_was_said() -> None:
    assert as_said(ACT) == ACT


@pytest.mark.parametrize("empty", ["", " ", "\n\t", "\u00a0"])
def test_a_text_that_says_nothing_is_refused(empty: str) -> None:
    for flag, act in {
        "--by": replace(ACT, person=empty),
        "--reason": replace(ACT, reasons=("a reason", empty)),
        "--evidence": replace(ACT, evidence=(empty,)),
        "--recovery-plan": replace(ACT, recovery_plan=empty),
        "--second-approver": replace(ACT, second_approver=empty),
    }.items():
        with pytest.raises(UsageError, match=f"{flag} says nothing"):
            as_said(act)


@pytest.mark.parametrize("unseen", ["\x1b[2J", "\u202e", "\u200b", "\udcff", "\x00"])
def test_a_character_that_nobody_sees_is_refused(unseen: str) -> None:
    """It could turn the direction of reading of everything that quotes it."""
    with pytest.raises(UsageError, match="--by holds a character that nobody sees"):
        as_said(replace(ACT, person=f"A. {unseen}Person"))


@pytest.mark.parametrize("second", ["A. Person", "a. person", " A.  Person "])
def test_nobody_signs_as_two(second: str) -> None:
    with pytest.raises(UsageError, match="the second approver is another person"):
        as_said(replace(ACT, second_approver=second))
