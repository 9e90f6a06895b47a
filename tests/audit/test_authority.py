"""Check 5: an act is worth what the right behind it is worth."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from asp_decide.audit.authority import check_allowed
from asp_decide.audit.check import Check
from asp_decide.audit.reading import Reading
from asp_decide.audit.recorded_evidence import Evidence, read_evidence
from asp_decide.audit.redecide import Redecided, redecide
from asp_decide.clauses.clause import DecideClause, EscalateClause, OverrideRight
from asp_decide.clauses.exemption import Exemption, Grant
from asp_decide.diagnostics import Place
from asp_decide.ledger.bundle import Bundle
from asp_decide.model.charter import Delegation
from asp_decide.model.effective import Period
from asp_decide.model.forced_decision import ForcedDecision
from asp_decide.model.ids import Role, RuleId
from asp_decide.model.plan import Course
from asp_decide.model.subject import SubjectKey
from asp_decide.rules.standing import Standing
from audit_builders import a_bundle, a_world, records_of, rehashed

type Records = list[dict[str, Any]]
type Attack = Callable[[Records], None]

READING = a_world().reading
BOARD, FINANCE = Role("portfolio_board"), Role("finance")
OVERRIDE, FIRST, THIRD = 16, 17, 19
SPARED = SubjectKey("initiative", "INI-3")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return a_bundle(tmp_path_factory.mktemp("ledger"))


@pytest.fixture(scope="module")
def redecided(bundle: Bundle) -> Redecided:
    again = redecide(_evidence(bundle), READING)
    assert isinstance(again, Redecided)
    return again


def _evidence(bundle: Bundle) -> Evidence:
    evidence = read_evidence(bundle)
    assert isinstance(evidence, Evidence)
    return evidence


def _attacked(bundle: Bundle, attack: Attack) -> Evidence:
    records = records_of(bundle)
    attack(records)
    return _evidence(rehashed(bundle, records))


def _overridable(right: OverrideRight | None, enforce: Any = "overridable") -> Reading:
    """STOP-01 as a rule that this right may override."""
    policies = READING.policies
    clauses = tuple(
        replace(clause, override=right, enforce=enforce)
        if isinstance(clause, DecideClause)
        else clause
        for clause in policies.clauses
    )
    return replace(READING, policies=replace(policies, clauses=clauses))


RIGHT = OverrideRight(BOARD, 1, ("reason", "evidence", "second_approver"))


def _against_stop(**changes: Any) -> Attack:
    """The override of INI-2 departs from STOP-01, with these changes."""

    def attack(records: Records) -> None:
        records[OVERRIDE - 1]["rules"] = ["STOP-01"]
        for name, value in changes.items():
            part, _, field = name.partition("__")
            records[OVERRIDE - 1][part][field] = value

    return attack


def test_a_board_that_holds_the_right_may_override(bundle: Bundle, redecided: Redecided) -> None:
    found = check_allowed(_attacked(bundle, _against_stop()), _overridable(RIGHT), redecided)

    assert found.line == (
        "5 allowed      PASS        3 approvals by portfolio_board, 1 override, 0 exemptions"
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"granted__by": "finance"}, "STOP-01 lets `portfolio_board` override it, and `finance`"),
        ({"needs__evidence": []}, "STOP-01 asks for evidence, which it lacks"),
        ({"needs__second_approver": "a. example"}, "the second approver is `A. Example`"),
        ({"effective__until": "2030-01-01"}, "STOP-01 lets it last until "),
        ({"effective__until": "2026-01-01"}, "it ended on 2026-01-01, before the run of "),
    ],
)
def test_a_stale_long_bare_or_foreign_override_is_seen(
    bundle: Bundle, redecided: Redecided, changes: dict[str, Any], told: str
) -> None:
    found = check_allowed(
        _attacked(bundle, _against_stop(**changes)), _overridable(RIGHT), redecided
    )

    assert (found.verdict, found.at) == ("FAIL", f"records.jsonl:{OVERRIDE}")
    assert told in found.told


@pytest.mark.parametrize("enforce", ["mandatory", "advisory"])
def test_what_nobody_may_override_is_not_overridden(
    bundle: Bundle, redecided: Redecided, enforce: str
) -> None:
    found = check_allowed(
        _attacked(bundle, _against_stop()), _overridable(None, enforce), redecided
    )

    assert found.told.endswith(f"STOP-01 is {enforce} and lets nobody override it")


def test_an_override_of_a_rule_that_is_not_in_force_is_seen(
    bundle: Bundle, redecided: Redecided
) -> None:
    def attack(records: Records) -> None:
        records[OVERRIDE - 1]["rules"] = ["OLD-01"]

    assert "no rule `OLD-01` is in force" in _told(bundle, redecided, attack)


def _told(bundle: Bundle, redecided: Redecided, attack: Attack, reading: Reading = READING) -> str:
    found = check_allowed(_attacked(bundle, attack), reading, redecided)
    assert found.verdict == "FAIL"
    return f"{found.at} {found.told}"


def _untouched(_: Records) -> None:
    pass


def _by(role: str) -> Attack:
    def attack(records: Records) -> None:
        records[THIRD - 1]["by"] = role

    return attack


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("finance", "`validation` is decided by `portfolio_board`, and `finance` decided it"),
        ("emperor", "`emperor` is no role of this workspace"),
    ],
)
def test_a_gate_decided_by_another_role_is_seen(
    bundle: Bundle, redecided: Redecided, role: str, told: str
) -> None:
    assert _told(bundle, redecided, _by(role)) == f"records.jsonl:{THIRD} {told}"


def _lending(until: date, up_to: int | None = None) -> Reading:
    """The board lends the validation to finance from the year of the run until some day."""
    lent = Delegation(
        by=BOARD,
        to=FINANCE,
        points=("validation",),
        effective=Period(from_day=date(2026, 1, 1), until=until),
        up_to=None if up_to is None else Decimal(up_to),
    )
    snapshot = READING.snapshot
    charter = snapshot.charter.model_copy(update={"delegations": (lent,)})
    return replace(READING, snapshot=snapshot.model_copy(update={"charter": charter}))


def test_a_gate_may_be_decided_by_whom_the_right_was_lent(
    bundle: Bundle, redecided: Redecided
) -> None:
    reading = _lending(date(2027, 12, 31))

    assert check_allowed(_attacked(bundle, _by("finance")), reading, redecided).verdict == "PASS"


@pytest.mark.parametrize(
    "reading",
    [_lending(date(2026, 1, 2)), _lending(date(2027, 12, 31), up_to=0)],
    ids=["a delegation out of date", "a case above what was lent"],
)
def test_a_lent_right_that_does_not_reach_so_far_is_seen(
    bundle: Bundle, redecided: Redecided, reading: Reading
) -> None:
    told = _told(bundle, redecided, _by("finance"), reading)

    assert "`validation` is decided by `portfolio_board`, and `finance` decided it" in told


@pytest.mark.parametrize("part", ["lead", "sponsor"])
def test_the_right_role_in_the_wrong_person_is_seen(
    bundle: Bundle, redecided: Redecided, part: str
) -> None:
    told = _told(bundle, redecided, _untouched, _whose(part))

    assert told == (
        f"records.jsonl:{THIRD} `A. Example` is {part} of `INI-3` and decided its `validation`"
    )


def _whose(part: str) -> Reading:
    snapshot = READING.snapshot
    initiatives = tuple(
        one.model_copy(update={part: "a. example"}) if one.id == SPARED.id else one
        for one in snapshot.initiatives
    )
    return replace(READING, snapshot=snapshot.model_copy(update={"initiatives": initiatives}))


def test_a_silent_deviation_is_seen(bundle: Bundle, redecided: Redecided) -> None:
    def attack(records: Records) -> None:
        records[FIRST - 1]["decided"] = "wait"

    told = "`INI-1` is decided `wait` for `start` in silence"
    assert _told(bundle, redecided, attack) == f"records.jsonl:{FIRST} {told}"


def test_an_override_that_is_not_there_is_seen(bundle: Bundle, redecided: Redecided) -> None:
    def attack(records: Records) -> None:
        records[FIRST - 1]["override"] = "OV-2027Q1-099"

    assert "there is no override `OV-2027Q1-099`" in _told(bundle, redecided, attack)


def _exemption(until: date = date(2027, 3, 31)) -> Exemption:
    return Exemption(
        "EX-1",
        RuleId("STOP-01"),
        SPARED,
        "suspend",
        None,
        Grant(
            BOARD,
            "A. Example",
            READING.snapshot.as_of,
            Period(from_day=READING.snapshot.as_of, until=until),
            "A migration ends in March",
            ("plan 4",),
            None,
            "B. Example",
        ),
        Place("policies/exceptions.yaml", 4, 3),
    )


def _exempting(records: Records) -> None:
    records.insert(
        OVERRIDE - 1,
        {
            **records[OVERRIDE - 1],
            "id": "EX-1",
            "subject": {"initiative": "INI-3"},
            "rules": ["STOP-01"],
            "state": "used",
            "effective": {"from": "2027-01-01", "until": "2027-03-31"},
        },
    )
    del records[OVERRIDE - 1]["decided"]


def _register(*exemptions: Exemption) -> Reading:
    reading = _overridable(RIGHT)
    return replace(reading, policies=replace(reading.policies, exemptions=exemptions))


def _with(redecided: Redecided, *standing: Standing) -> Redecided:
    return replace(redecided, standing=standing)


def test_an_exemption_that_stands_is_allowed(bundle: Bundle, redecided: Redecided) -> None:
    found = _exempted(bundle, _with(redecided, Standing(_exemption())), _register(_exemption()))

    assert found.verdict == "PASS"
    assert found.told.endswith("1 override, 1 exemption")


def _exempted(bundle: Bundle, redecided: Redecided, reading: Reading) -> Check:
    return check_allowed(_attacked(bundle, _exempting), reading, redecided)


def test_an_exemption_that_has_lapsed_by_its_own_condition_is_seen(
    bundle: Bundle, redecided: Redecided
) -> None:
    lapsed = Standing(_exemption(), lapsed=True, why="realised is below 20 %")

    found = _exempted(bundle, _with(redecided, lapsed), _register(_exemption()))

    assert found.told == "EX-1: it has lapsed: realised is below 20 %"


def test_an_exemption_out_of_its_days_is_seen(bundle: Bundle, redecided: Redecided) -> None:
    found = _exempted(bundle, redecided, _register(_exemption()))

    assert found.told.startswith("EX-1: it holds from ")


def test_an_exemption_that_nobody_registered_is_seen(bundle: Bundle, redecided: Redecided) -> None:
    found = _exempted(bundle, redecided, _register())

    assert found.told == "EX-1: the register of exemptions has none of that name"


def test_an_exemption_with_another_end_than_the_register_has_is_seen(
    bundle: Bundle, redecided: Redecided
) -> None:
    longer = _exemption(date(2027, 6, 30))

    found = _exempted(bundle, _with(redecided, Standing(longer)), _register(longer))

    assert found.told == "EX-1: it is not granted as the register says"


def _braking(role: Role = BOARD) -> Reading:
    """A brake that any share of stopped work trips."""
    policies = READING.policies
    clauses = tuple(
        replace(clause, to=(replace(clause.to[0], role=role),))
        if isinstance(clause, EscalateClause)
        else clause
        for clause in policies.clauses
    )
    return replace(READING, policies=replace(policies, clauses=clauses))


def _tripped(redecided: Redecided) -> Redecided:
    findings = tuple(
        replace(one, result="fires") if one.rule == "BRK-01" else one for one in redecided.findings
    )
    return replace(redecided, findings=findings)


def _confirmed(records: Records) -> None:
    records.insert(
        THIRD,
        {
            **records[THIRD - 1],
            "point": "brake",
            "subject": {"portfolio": "portfolio"},
            "recommended": {"answer": "halt", "record": None},
            "decided": "confirm",
        },
    )


def test_a_tripped_brake_is_confirmed_by_the_role_that_the_rule_names(
    bundle: Bundle, redecided: Redecided
) -> None:
    tripped, evidence = _tripped(redecided), _attacked(bundle, _confirmed)

    assert check_allowed(evidence, _braking(), tripped).verdict == "PASS"
    assert check_allowed(evidence, _braking(FINANCE), tripped).told == (
        "BRK-01 is confirmed by `finance`, and `portfolio_board` did"
    )
    assert check_allowed(_evidence(bundle), _braking(), tripped).told == (
        "BRK-01 halts the run, and nobody has confirmed it"
    )


def test_what_a_rule_forced_somebody_to_decide_was_decided(
    bundle: Bundle, redecided: Redecided
) -> None:
    """INI-2 was overridden by name; of INI-1 nobody said a word."""

    def forced(initiative: str) -> Check:
        evidence = _evidence(bundle)
        one = ForcedDecision(rule="AGE-9", initiative=initiative, carried=True, message="old")
        plan = evidence.plan.model_copy(update={"forced": (one,)})
        return check_allowed(replace(evidence, plan=plan), READING, redecided)

    assert forced("INI-2").verdict == "PASS"
    assert forced("INI-1").told == "AGE-9 forces a decision on `INI-1`, and nobody has taken it"


def _case_of_ini_2(evidence: Evidence) -> Evidence:
    """As if INI-2 stood at Gate 2, where its whole is worth 50 EUR less than nothing."""
    course = Course(option="whole", kind="whole", worth="-50", cost="90", margin="-50")
    at_gate = {"point": "gate_2", "option": None, "courses": (course,)}
    told = [
        one.model_copy(update=at_gate) if one.initiative == "INI-2" else one
        for one in evidence.plan.decisions
    ]
    return replace(evidence, plan=evidence.plan.model_copy(update={"decisions": tuple(told)}))


@pytest.mark.parametrize("second_approver", ["B. Example", None])
def test_money_that_earns_less_than_it_costs_has_two_people_behind_it(
    bundle: Bundle, redecided: Redecided, second_approver: str | None
) -> None:
    def attack(records: Records) -> None:
        records[OVERRIDE - 1] |= {"decided": "fund", "rules": []}
        records[OVERRIDE - 1]["needs"]["second_approver"] = second_approver

    found = check_allowed(_case_of_ini_2(_attacked(bundle, attack)), READING, redecided)

    if second_approver is None:
        assert found.verdict == "FAIL"
        assert "`whole` earns less than it costs, and it lacks second_approver" in found.told
    else:
        assert found.verdict == "PASS"
