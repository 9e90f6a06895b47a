"""Pitfall 13: what was agreed to end the work holds; later edits are logged and flagged.

And step 7 of continue, redirect, stop: on redirect there is a new version of the business case.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from asp_decide.clauses.case_records import (
    CaseNow,
    case_records,
    cases_kept,
    cases_now,
    held_back,
)
from asp_decide.model.estimate import Estimate
from asp_decide.model.outcome import Evidence, Outcome
from asp_decide.model.snapshot import Snapshot
from builders import a_snapshot, an_evidence, an_initiative, an_outcome

AGREED = date(2026, 12, 15)
LATER = date(2027, 1, 20)


def _criterion(**changes: Any) -> Outcome:
    told: dict[str, Any] = {
        "quantity": "contacts",
        "interval": "2027Q4",
        "kill_if": "above",
        "kill_threshold": Decimal(45),
        "kill_action": "stop",
        "kill_min_grade": "before_after",
        "kill_agreed_on": AGREED,
    }
    return an_outcome(**(told | changes))


def _facts(*rows: Outcome, as_of: date = date(2026, 12, 31), **of_initiative: Any) -> Snapshot:
    told: dict[str, Any] = {"state": "implementing", "case_version": 1}
    initiative = an_initiative(**(told | of_initiative))
    return a_snapshot([initiative], outcomes=rows, as_of=as_of)


def _closed(
    facts: Snapshot, decided: str = "continue", before: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The close of a run of these facts, in which this was decided of INI-1."""
    (initiative,) = facts.initiatives
    told = {"initiative": "INI-1", "state": initiative.state, "decided": decided}
    run = "2027Q1" if before is None else "2027Q2"
    return {
        "kind": "close",
        "run": run,
        "as_of": facts.as_of.isoformat(),
        "initiatives": [told],
        "cases": cases_kept(cases_now(facts, before)),
    }


def _now(facts: Snapshot, before: dict[str, Any]) -> CaseNow:
    (found,) = cases_now(facts, before)
    return found


def test_a_criterion_that_is_what_was_agreed_is_no_edit_and_no_record() -> None:
    before = _closed(_facts(_criterion()))

    found = _now(_facts(_criterion(forecast=7, actual=3)), before)

    assert (found.edits, case_records([found])) == ((), [])


@pytest.mark.parametrize(
    ("change", "now"),
    [
        ({"kill_threshold": Decimal(60)}, "is now stop if above 60 by before_after (2026-12-15)"),
        ({"kill_if": "below"}, "is now stop if below 45 by before_after (2026-12-15)"),
        ({"kill_action": "review"}, "is now review if above 45 by before_after (2026-12-15)"),
        ({"kill_min_grade": "experiment"}, "is now stop if above 45 by experiment (2026-12-15)"),
        (
            {"kill_agreed_on": date(2027, 2, 1)},
            "is now stop if above 45 by before_after (2027-02-01)",
        ),
        ({"kill_if": None}, "is gone"),
        ({"interval": "2028Q4"}, "is gone"),
    ],
)
def test_an_edit_after_the_go_is_recorded_with_both(change: dict[str, Any], now: str) -> None:
    found = _now(_facts(_criterion(**change)), _closed(_facts(_criterion())))

    (edit,) = found.edits
    assert str(edit) == (
        "INI-1: the kill criterion on `contacts` in 2027Q4, agreed on 2026-12-15 as stop if above "
        f"45 by before_after (2026-12-15), {now}"
    )
    (record,) = case_records([found])
    (told,) = record["edits"]
    assert told["was"]["threshold"] == "45"
    assert (told["now"] is None) == (now == "is gone")


def test_an_edit_is_told_once_and_the_log_keeps_it() -> None:
    """The next run is held to what stands now; what it was is on record of the run that saw it."""
    moved = _facts(_criterion(kill_threshold=Decimal(60)))
    before = _closed(moved, before=_closed(_facts(_criterion())))

    assert _now(moved, before).edits == ()


@pytest.mark.parametrize("agreed", [None, date(2027, 1, 5)])
def test_until_it_is_agreed_a_criterion_may_change(agreed: date | None) -> None:
    before = _closed(_facts(_criterion(kill_agreed_on=agreed)))

    assert _now(_facts(_criterion(kill_threshold=Decimal(60))), before).edits == ()


def test_a_case_that_was_sent_back_may_come_again_with_other_criteria() -> None:
    before = _closed(_facts(_criterion(), state="investment_framing"), "return")
    again = _facts(
        _criterion(kill_threshold=Decimal(60)), state="investment_framing", case_version=2
    )

    assert _now(again, before).edits == ()


@pytest.mark.parametrize(("state", "decided"), [("implementing", "continue"), ("triage", "fund")])
def test_a_new_number_on_a_funded_case_moves_no_goalposts(state: str, decided: str) -> None:
    """A re-estimate is a new version of the case; what ends the work was agreed with the go."""
    before = _closed(_facts(_criterion(), state=state), decided)

    found = _now(_facts(_criterion(kill_threshold=Decimal(60)), case_version=2), before)

    assert len(found.edits) == 1


def test_what_has_ended_or_is_gone_need_not_keep_it() -> None:
    before = _closed(_facts(_criterion()))

    assert cases_now(_facts(state="stopped"), before) == ()
    assert cases_now(a_snapshot([an_initiative("INI-2")]), before) == ()


def test_a_redirect_owes_the_next_version_of_the_case_with_criteria_of_its_own() -> None:
    before = _closed(_facts(_criterion()), "redirect")

    found = _now(_facts(_criterion()), before)

    assert found.debt == (
        "INI-1 was redirected in run 2027Q1, and owes a `case_version` above 1; a `case_agreed_on` "
        "since 2026-12-31; a kill criterion of its own, agreed since 2026-12-31"
    )
    (record,) = case_records([found])
    assert record["redirected"] == {"run": "2027Q1", "as_of": "2026-12-31", "version": 1}
    assert len(record["owed"]) == 3


@pytest.mark.parametrize("word", ["continue", "redirect", "start"])
def test_redirected_work_does_not_go_on_before_its_case_is_there(word: str) -> None:
    found = cases_now(_facts(_criterion()), _closed(_facts(_criterion()), "redirect"))

    ((initiative, why),) = held_back(found, {"INI-1": word})
    assert initiative == "INI-1"
    assert "owes a `case_version` above 1" in why


@pytest.mark.parametrize("word", ["stop", "pause", "review", "wait"])
def test_it_may_be_held_or_ended_without_one(word: str) -> None:
    found = cases_now(_facts(_criterion()), _closed(_facts(_criterion()), "redirect"))

    assert list(held_back(found, {"INI-1": word})) == []


def test_the_debt_stands_until_it_is_paid_whole() -> None:
    """A run that only looks at it in between does not make it forgotten."""
    redirected = _closed(_facts(_criterion()), "redirect")
    half = _facts(_criterion(), case_version=2)
    before = _closed(half, "review", redirected)

    found = _now(half, before)

    assert "owes a `case_agreed_on` since 2026-12-31; a kill criterion" in found.debt
    assert "in run 2027Q1" in found.debt


def test_a_next_version_of_its_own_pays_the_debt_and_leads_back_to_the_redirect() -> None:
    before = _closed(_facts(_criterion()), "redirect")
    own = _criterion(quantity="bookings", kill_agreed_on=LATER, forecast=12)
    facts = _facts(own, as_of=date(2027, 3, 31), case_version=2, case_agreed_on=LATER)

    found = _now(facts, before)

    assert (found.debt, found.edits) == ("", ())
    (record,) = case_records([found])
    assert (record["version_before"], record["version"]) == (1, 2)
    assert record["redirected"]["run"] == "2027Q1"
    (promise,) = record["promises"]
    assert (promise["quantity"], promise["likely"]) == ("bookings", "12")
    assert _now(facts, _closed(facts, before=before)).redirected is None


def test_work_that_never_had_a_case_owes_one_after_a_redirect_too() -> None:
    before = _closed(_facts(case_version=None), "redirect")

    assert "owes a `case_version` above 0" in _now(_facts(case_version=None), before).debt


def test_work_without_a_case_has_no_record_of_one() -> None:
    assert case_records(cases_now(_facts(case_version=None), None)) == []


def _after_a_tranche(*evidence: Evidence, day: date = date(2027, 3, 31)) -> CaseNow:
    before = _closed(_facts(_criterion()), "fund_tranche")
    facts = _facts(_criterion(), as_of=day).model_copy(update={"evidence": evidence})
    return _now(facts, before)


def _seen(**changes: Any) -> Evidence:
    told: dict[str, Any] = {
        "observed_on": date(2027, 2, 15),
        "likelihood_ratio": Decimal(2),
        "grade": "comparison",
        "origin": "outcome",
    }
    return an_evidence(**(told | changes))


def test_a_tranche_does_not_follow_a_tranche_without_new_information() -> None:
    ((initiative, why),) = held_back([_after_a_tranche()], {"INI-1": "fund_tranche"})

    assert initiative == "INI-1"
    assert why == (
        "INI-1 went on for a tranche in run 2027Q1, and no evidence of its success or benefit that "
        "counts was observed since 2026-12-31"
    )
    assert list(held_back([_after_a_tranche()], {"INI-1": "continue"})) == []


@pytest.mark.parametrize(
    "change",
    [
        {"observed_on": date(2026, 12, 31)},
        {"observed_on": date(2027, 4, 1)},
        {"observed_on": None},
        {"likelihood_ratio": None},
        {"grade": "anecdote"},
        {"grade": None},
        {"origin": "delivery"},
        {"informs": "effort", "estimate": Estimate(likely=Fraction(3))},
        {"about_id": "INI-2"},
    ],
)
def test_what_moves_no_belief_is_no_new_information(change: dict[str, Any]) -> None:
    assert not _after_a_tranche(_seen(**change)).learnt
    assert _after_a_tranche(_seen()).learnt


def test_the_log_remembers_the_tranche_over_a_run_that_only_looked() -> None:
    first = _closed(_facts(_criterion()), "fund_tranche")
    looked = _closed(_facts(_criterion()), "review", first)

    found = _now(_facts(_criterion(), as_of=date(2027, 3, 31)), looked)

    assert "in run 2027Q1" in found.against("fund_tranche")
