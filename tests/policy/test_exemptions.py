"""What stands in the register: whom it exempts, from what, and what it is refused for."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.clauses.exempting import exempted, renewals
from asp_decide.diagnostics import Diagnostic, Place
from asp_decide.errors import unwrap
from asp_decide.model.subject import SubjectKey
from policy_builders import GOOD, REGISTER, codes_of, read_all

DAY = date(2026, 10, 1)
ONE = SubjectKey("initiative", "INI-112")
PORTFOLIO = SubjectKey("portfolio", "portfolio")


def files(register: str = REGISTER, policy: str = GOOD) -> dict[str, str]:
    return {"portfolio/sample": policy, "exceptions": register}


def the(*entries: str) -> str:
    return "asp: exceptions/v1\nexceptions:\n" + "".join(entries)


def entry(**changes: str) -> str:
    """One exemption from STOP-01 with some of its lines exchanged; an empty one is left out."""
    lines = {
        "id": "EX-2026-001",
        "rule": "STOP-01",
        "for": "{initiative: INI-1}",
        "does": "suspend",
        "granted": "{by: portfolio_board, person: A. Example, on: 2026-09-30}",
        "effective": "{from: 2026-10-01, until: 2026-12-31}",
        "reason": "The value arrives in one step in December.",
        "evidence": "[minutes 4]",
    } | changes
    told = [f"    {key}: {value}\n" for key, value in lines.items() if value]
    return told[0].replace("    id", "  - id") + "".join(told[1:])


def read(folder: Path, register: str, *, day: date = DAY) -> CompiledPolicies:
    return unwrap(read_all(folder, files(register), as_of=day))


def told_of(folder: Path, register: str, *, day: date = DAY) -> tuple[Diagnostic, ...]:
    return read_all(folder, files(register), as_of=day).diagnostics


def test_an_exemption_is_read_with_everything_that_it_needs(tmp_path: Path) -> None:
    suspends, replaces = read(tmp_path, REGISTER).exemptions

    assert (suspends.id, suspends.rule, suspends.subject) == ("EX-2026-014", "STOP-01", ONE)
    assert (suspends.does, suspends.replaced) == ("suspend", None)
    assert suspends.grant.person == "A. Example"
    assert suspends.grant.evidence == ("minutes/2026-09-30.pdf p. 4",)
    assert len(suspends.lapses_when) == 1
    assert (replaces.does, replaces.replaced) == ("2 %", Fraction(1, 50))


def test_what_exemptions_leave_of_the_rules(tmp_path: Path) -> None:
    """A suspended rule is known as such; a replaced limit stands in place of the rule's own."""
    policies = read(tmp_path, REGISTER)

    left = exempted(policies, policies.exemptions)

    assert left.suspended == {("STOP-01", ONE): "EX-2026-014"}
    clause = left.clause("GRD-01")
    assert clause is not None
    ((own),) = clause.own_limits  # type: ignore[union-attr]
    assert (own.subject, own.limit, own.set_by) == (PORTFOLIO, Fraction(1, 50), "EX-2026-015")
    assert exempted(policies, ()) is policies


def test_a_mandatory_rule_has_no_exemption_and_says_where_it_would_be_changed(
    tmp_path: Path,
) -> None:
    register = the(entry(rule="WIP-01", **{"for": "{value_stream: payments}"}))

    (told,) = told_of(tmp_path, register)

    assert told.message == "WIP-01 is mandatory, so that nobody can be exempted from it"
    assert told.help.startswith("change the policy, visibly: policies/portfolio/sample.yaml:")


def test_unknown_rules_and_fields_come_with_the_nearest_known_one(tmp_path: Path) -> None:
    (rule,) = told_of(tmp_path / "rule", the(entry(rule="STOPP-01")))
    (field,) = told_of(tmp_path / "field", the(entry(evidense="[4]")))

    assert rule.help == "did you mean `STOP-01`?"
    assert field.code == "P010"


def test_an_id_stands_once_and_two_exemptions_of_one_rule_and_subject_do_not_overlap(
    tmp_path: Path,
) -> None:
    later = entry(id="EX-2026-002", effective="{from: 2026-12-31, until: 2027-03-31}")
    (twice,) = told_of(tmp_path / "twice", the(entry(), entry(**{"for": "{initiative: INI-2}"})))
    (overlap,) = told_of(tmp_path / "overlap", the(entry(), later))

    assert twice.code == "P024"
    assert overlap.code == "P120"
    assert "EX-2026-001 (policies/exceptions.yaml:3:9)" in overlap.message
    assert "2026-12-31" in overlap.message
    assert overlap.place == Place("policies/exceptions.yaml", 11, 9)


@pytest.mark.parametrize(
    ("day", "level"),
    [(date(2026, 9, 30), None), (date(2026, 12, 31), None), (date(2027, 1, 1), "warning")],
)
def test_one_that_has_ended_warns_and_refuses_nothing(
    day: date, level: str | None, tmp_path: Path
) -> None:
    told = told_of(tmp_path, the(entry()), day=day)

    assert [(one.code, one.level) for one in told] == ([("P114", level)] if level else [])


def test_one_that_was_renewed_is_history(tmp_path: Path) -> None:
    renewal = entry(id="EX-2026-002", effective="{from: 2027-01-01, until: 2027-03-31}")

    assert not told_of(tmp_path, the(entry(), renewal), day=date(2027, 1, 1))


def test_a_renewal_after_a_renewal_is_told(tmp_path: Path) -> None:
    periods = [
        ("EX-2026-001", "{from: 2026-10-01, until: 2026-12-31}"),
        ("EX-2026-002", "{from: 2027-01-01, until: 2027-03-31}"),
        ("EX-2026-003", "{from: 2027-04-01, until: 2027-06-30}"),
    ]
    register = the(*(entry(id=id_, effective=period) for id_, period in periods))

    once = told_of(tmp_path / "once", register, day=date(2027, 3, 31))
    (twice,) = told_of(tmp_path / "twice", register, day=date(2027, 4, 1))

    assert not once
    assert (twice.code, twice.level) == ("P114", "warning")
    assert "renewal 2 in a row" in twice.message


def test_a_day_between_ends_the_row(tmp_path: Path) -> None:
    register = the(
        entry(effective="{from: 2026-10-01, until: 2026-12-30}"),
        entry(id="EX-2026-002", effective="{from: 2027-01-01, until: 2027-03-31}"),
        entry(id="EX-2026-003", effective="{from: 2027-04-01, until: 2027-06-30}"),
    )

    exemptions = read(tmp_path, register, day=date(2027, 4, 1)).exemptions

    assert [renewals(one, exemptions) for one in exemptions] == [0, 0, 1]


def test_the_meaning_of_a_set_covers_its_register_and_no_prose_of_it(tmp_path: Path) -> None:
    def digest(name: str, register: str) -> str:
        return read(tmp_path / name, register).digest

    plain = unwrap(read_all(tmp_path / "none", {"portfolio/sample": GOOD}, as_of=DAY)).digest
    some = digest("some", the(entry()))
    assert plain != some
    assert some == digest("reworded", the(entry(reason="It all comes at once in December.")))
    for change in (
        {"rule": "GRD-01", "for": "{portfolio: portfolio}"},
        {"for": "{initiative: INI-2}"},
        {"granted": "{by: portfolio_board, person: B. Example, on: 2026-09-30}"},
        {"granted": "{by: portfolio_board, person: A. Example, on: 2026-09-29}"},
        {"effective": "{from: 2026-10-01, until: 2026-12-30}"},
        {"lapses_when": "[{remaining_cd3: below 500 EUR/week/week}]"},
        {"second_approver": "B. Example"},
    ):
        assert (
            digest(f"change-{sorted(change.items())}".replace("/", "-")[:40], the(entry(**change)))
            != some
        )


def test_a_condition_that_uses_what_is_not_in_force_on_that_day_is_told(tmp_path: Path) -> None:
    later = GOOD.replace("portfolio/sample", "portfolio/later").split("parameters:")[0]
    later = later.replace("{from: 2026-01-01}", "{from: 2026-11-01}")
    later += """
rules:
  - id: LATE-01
    title: Later
    derive: sound
    for_each: initiative
    when: {horizon: is H1}
    owner: finance
    because: It is known from then on.
    message: "{initiative}"
"""
    texts = files(the(entry(lapses_when="[{sound: holds}]"))) | {"portfolio/later": later}

    early = read_all(tmp_path, texts, as_of=DAY)
    late = read_all(tmp_path, texts, as_of=date(2026, 11, 1))

    assert codes_of(early) == ["P034"]
    assert late.value is not None
