"""Check 6: a plan that is not what its choices make it, or breaks a row, does not pass."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from asp_decide.audit.certificate_file import StoredCertificate, write_certificate
from asp_decide.audit.check import Check
from asp_decide.audit.verification import verify
from asp_decide.canonical import canonical_json
from asp_decide.clauses.clause import LimitClause
from asp_decide.ledger.bundle import Bundle
from asp_decide.model.plan import Brake, Plan, PlanFinding
from audit_builders import a_bundle, a_world, with_evidence

WORLD = a_world()


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return a_bundle(tmp_path_factory.mktemp("ledger"))


def _told(
    bundle: Bundle, number: int, plan: Plan, stored: StoredCertificate | None = None
) -> Check:
    """What the check says of another plan and certificate, with every digest made anew."""
    forged = with_evidence(
        bundle,
        plan=canonical_json(plan.model_dump(mode="json")),
        certificate=write_certificate(stored or WORLD.certificate),
    )
    verification = verify(forged, WORLD.reading)
    assert verification.checks[0].verdict == "PASS"
    return verification.checks[number - 1]


def _with_decision(number: int, **changes: object) -> Plan:
    decisions = list(WORLD.plan.decisions)
    decisions[number] = decisions[number].model_copy(update=changes)
    return WORLD.plan.model_copy(update={"decisions": tuple(decisions)})


@pytest.mark.parametrize(
    ("number", "field", "value"),
    [
        (0, "decision", "wait"),
        (0, "option", "mvp"),
        (0, "start", "Q2"),
        (0, "start", None),
        (0, "finish", "Q2"),
        (0, "value", "100.000001"),
        (1, "loss", "0"),
        (2, "by", "rules"),
        (2, "point", "start"),
        (2, "state", "delivery_queue"),
        (2, "name", "Initiative 3"),
        (2, "value_streams", ("ads",)),
        (0, "cost_of_delay_per_week", "5001"),
        (0, "remaining_duration_weeks", "11"),
        (0, "cd3", "417"),
        (1, "cd3", "0"),
        (1, "remaining_effort", "5"),
    ],
)
def test_a_decision_that_does_not_follow_from_its_choice_is_seen(
    bundle: Bundle, number: int, field: str, value: object
) -> None:
    found = _told(bundle, 6, _with_decision(number, **{field: value}))

    assert (found.verdict, found.at) == ("FAIL", "plan.json")
    assert f"INI-{number + 1}: {field} is `{value}`" in found.told


def _more_capacity(plan: Plan) -> Plan:
    line = plan.capacity[0].model_copy(update={"net": "10.000001"})
    return plan.model_copy(update={"capacity": (line, *plan.capacity[1:])})


def _less_committed(plan: Plan) -> Plan:
    line = plan.capacity[0].model_copy(update={"committed": "9.999999"})
    return plan.model_copy(update={"capacity": (line, *plan.capacity[1:])})


def _an_allocation_less(plan: Plan) -> Plan:
    return plan.model_copy(update={"allocations": plan.allocations[1:]})


def _another_amount(plan: Plan) -> Plan:
    line = plan.allocations[0].model_copy(update={"amount": "6.000001"})
    return plan.model_copy(update={"allocations": (line, *plan.allocations[1:])})


def _a_false_alarm(plan: Plan) -> Plan:
    return plan.model_copy(update={"brake": Brake(tripped=True, rule="BRK-01")})


def _an_invented_finding(plan: Plan) -> Plan:
    told = PlanFinding(
        rule="WIP-01", subject="value_stream payments", result="broken", severity="high", message=""
    )
    return plan.model_copy(update={"findings": (told,)})


def _another_bound(plan: Plan) -> Plan:
    bound = plan.bounds[0].model_copy(update={"limit": "3", "slack": "1", "binding": False})
    return plan.model_copy(update={"bounds": (bound, *plan.bounds[1:])})


def _one_bound_less(plan: Plan) -> Plan:
    return plan.model_copy(update={"bounds": plan.bounds[1:]})


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        (_more_capacity, "capacity"),
        (_less_committed, "capacity"),
        (_an_allocation_less, "allocations"),
        (_another_amount, "allocations"),
        (_a_false_alarm, "brake"),
        (_an_invented_finding, "it tells that WIP-01 is broken for value_stream payments"),
        (_another_bound, "bounds"),
        (_one_bound_less, "bounds"),
    ],
)
def test_numbers_that_do_not_add_up_again_are_seen(
    bundle: Bundle, forge: Callable[[Plan], Plan], told: str
) -> None:
    found = _told(bundle, 6, forge(WORLD.plan))

    assert (found.verdict, found.at) == ("FAIL", "plan.json")
    assert told in found.told


def test_a_plan_over_capacity_is_seen_however_consistently_it_is_told(bundle: Bundle) -> None:
    """All three in the first quarter need 15 team-weeks of 10."""
    plan = _with_decision(1, decision="start", start="Q1", finish="Q1", value="70", loss="0")
    taken = ("INI-1/whole/0", "INI-2/whole/0", "INI-3/continue/0")
    stored = replace(WORLD.certificate, taken=taken, loss=Fraction(0), bound=Fraction(0))

    found = _told(bundle, 6, plan, stored)

    assert found.told == "it breaks capacity payments Q1 by 5"


def test_a_capacity_smaller_by_a_billionth_is_not_kept(bundle: Bundle) -> None:
    """The facts decide: the plan fits 10 team-weeks, and does not fit a billionth less."""
    pools = dict(WORLD.reading.choice_set.capacity)
    pools[min(pools)] -= Fraction(1, 10**9)
    less = replace(WORLD.reading, choice_set=replace(WORLD.reading.choice_set, capacity=pools))

    assert verify(bundle, less).checks[5].told == "it breaks capacity payments Q1 by 0.000000001"


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        (("INI-1/whole/0", "INI-2/whole/1"), "one choice of each"),
        (("INI-1/whole/0", "INI-1/whole/1", "INI-3/continue/0"), "one choice of each"),
        (("INI-1/whole/7", "INI-2/whole/1", "INI-3/continue/0"), "`INI-1/whole/7` is no choice"),
    ],
)
def test_choices_that_are_no_plan_are_seen(
    bundle: Bundle, taken: tuple[str, ...], told: str
) -> None:
    found = _told(bundle, 6, WORLD.plan, replace(WORLD.certificate, taken=taken))

    assert (found.verdict, found.at) == ("FAIL", "certificate.json")
    assert told in found.told


def test_a_rule_in_force_binds_though_the_plan_does_not_speak_of_it(bundle: Bundle) -> None:
    """A row left out of the model: the limit of the facts' policies is one, the plan starts two."""
    policies = WORLD.reading.policies
    limit = next(clause for clause in policies.clauses if isinstance(clause, LimitClause))
    others = (clause for clause in policies.clauses if clause is not limit)
    policies = replace(policies, clauses=(*others, replace(limit, at_most=Fraction(1))))

    found = verify(bundle, replace(WORLD.reading, policies=policies)).checks[5]

    assert found.told.startswith("it breaks WIP-01 payments Q1 by 1")


def test_somebody_pinned_who_is_not_there_fails(bundle: Bundle) -> None:
    run = WORLD.plan.run.model_copy(update={"pinned": ("INI-9",)})

    found = _told(bundle, 6, WORLD.plan.model_copy(update={"run": run}))

    assert found.told == "`INI-9` is pinned or dropped, and is not open in this run"


def test_a_pin_of_the_run_is_a_row_of_its_programme(tmp_path: Path) -> None:
    pinned = WORLD.plan.run.model_copy(update={"pinned": ("INI-1",)})
    world = a_world(run=pinned.id)
    bundle = a_bundle(tmp_path, replace(world, plan=world.plan.model_copy(update={"run": pinned})))

    assert verify(bundle, world.reading).checks[5].told == "5 rows, 3 at their limit"
