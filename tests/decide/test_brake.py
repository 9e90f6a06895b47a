"""A run that changes very much waits for the role that the rule names."""

from dataclasses import replace

from asp_decide.decide.brake import brake
from asp_decide.model.finding import Finding, Result
from asp_decide.model.ids import RuleId
from asp_decide.model.plan import Brake
from asp_decide.model.subject import PORTFOLIO, SubjectKey
from clause_builders import compared, escalate, policies

BRAKE = escalate("BRK-01", when=compared("BRK-01/1", "stopped_share", "above 30 %", of="portfolio"))


def _found(rule: str, result: Result, message: str = "") -> Finding:
    return Finding(RuleId(rule), SubjectKey("portfolio", PORTFOLIO), result, message=message)


def test_a_rule_that_fires_halts_the_run_in_its_own_words() -> None:
    found = brake(policies(BRAKE), [_found("BRK-01", "fires", "half of it stops")])

    assert found == Brake(
        tripped=True, rule="BRK-01", role=BRAKE.to[0].role, message="half of it stops"
    )


def test_what_is_spared_silent_or_unknown_halts_nothing() -> None:
    for result in ("spared", "does_not_fire", "unknown"):
        assert brake(policies(BRAKE), [_found("BRK-01", result)]) == Brake(tripped=False)


def test_a_rule_that_only_asks_a_role_halts_nothing() -> None:
    asks = replace(BRAKE, halts_apply=False)

    assert brake(policies(asks), [_found("BRK-01", "fires")]) == Brake(tripped=False)


def test_of_two_brakes_the_first_by_its_id_is_told() -> None:
    other = replace(BRAKE, heading=replace(BRAKE.heading, rule=RuleId("BRK-02")))
    findings = [_found("BRK-01", "fires", "one"), _found("BRK-02", "fires", "two")]

    assert brake(policies(other, BRAKE), findings).rule == "BRK-01"


def test_without_a_brake_nothing_halts() -> None:
    assert brake(policies(), [_found("BRK-01", "fires")]) == Brake(tripped=False)
