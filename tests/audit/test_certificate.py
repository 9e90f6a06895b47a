"""Check 7: loss, bound and gap are those that anybody can prove, or the check fails."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from asp_decide.audit.certificate_file import StoredCertificate, write_certificate
from asp_decide.audit.check import Check
from asp_decide.audit.verification import verify
from asp_decide.canonical import canonical_json
from asp_decide.ledger.bundle import Bundle
from asp_decide.model.ids import InitiativeId
from asp_decide.model.plan import Plan
from asp_decide.optimize.cuts import Cut
from asp_decide.optimize.programme import Origin
from asp_decide.optimize.proof import Leaf, Proof, Split
from audit_builders import a_bundle, a_world, with_evidence

WORLD = a_world()
ROW = Origin("fact", "capacity", "payments", "Q1")
NO_ROW = Origin("fact", "capacity", "cards", "Q1")
FITTING = Cut("cover", ROW, members=((InitiativeId("INI-1"), Fraction(1, 2)),))


def _with_cut(stored: StoredCertificate, cut: Cut) -> Proof:
    return replace(stored.proof, cuts=(cut,))


def _split_at(stored: StoredCertificate, *among: str) -> Proof:
    cases = Split(among, Leaf({}), Leaf({}))
    return replace(stored.proof, aim=stored.loss, cases=cases)


def _loosened(stored: StoredCertificate) -> Proof:
    """A case whose multipliers are gone proves nothing, so neither do its sisters."""
    multipliers = stored.proof.multipliers
    cases = Split(("INI-1/whole/0",), Leaf({}), Leaf(multipliers))
    return Proof(aim=stored.loss, cases=cases)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return a_bundle(tmp_path_factory.mktemp("ledger"))


def _told(bundle: Bundle, plan: Plan, stored: StoredCertificate) -> Check:
    body = canonical_json(plan.model_dump(mode="json"))
    forged = with_evidence(bundle, plan=body, certificate=write_certificate(stored))
    return verify(forged, WORLD.reading).checks[6]


def _with_objective(**changes: object) -> Plan:
    objective = WORLD.plan.objective.model_copy(update=changes)
    return WORLD.plan.model_copy(update={"objective": objective})


def test_the_proof_of_the_example_is_accepted(bundle: Bundle) -> None:
    assert _told(bundle, WORLD.plan, WORLD.certificate).verdict == "PASS"


def test_weaker_multipliers_prove_a_weaker_bound_and_no_more(bundle: Bundle) -> None:
    """Without multipliers every initiative gets its best choice: nothing is lost for certain."""
    nothing = replace(WORLD.certificate, proof=Proof(), bound=Fraction(0))
    claimed = _told(bundle, WORLD.plan, replace(WORLD.certificate, proof=Proof()))
    honest = _told(bundle, _with_objective(bound="0", gap="0.047619"), nothing)

    assert claimed.verdict == "FAIL"
    assert claimed.told == "bound is 10, proven is 0"
    assert honest.verdict == "PASS"
    assert "gap 4.8 % of value captured" in honest.told


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        (lambda c: replace(c, bound=c.bound + 1), "bound is 11, proven is 10"),
        (lambda c: replace(c, loss=c.loss - 1), "loss is 9, proven is 10"),
        (lambda c: replace(c, value_captured=Fraction(211)), "value captured is 211"),
        (lambda c: replace(c, proof=Proof({ROW: -1})), "below zero"),
        (
            lambda c: replace(c, proof=Proof({Origin("rule", "WIP-09", "payments", "Q1"): 1})),
            "which is no row",
        ),
        (lambda c: replace(c, proof=_with_cut(c, Cut("rounded", ROW))), "rounds to no part"),
        (lambda c: replace(c, proof=_with_cut(c, FITTING)), "fit together"),
        (lambda c: replace(c, proof=_with_cut(c, Cut("rounded", NO_ROW, part=1))), "give none"),
        (
            lambda c: replace(c, proof=_split_at(c, "INI-1/whole/0", "INI-2/whole/0")),
            "one initiative",
        ),
        (
            lambda c: replace(c, proof=_split_at(c, "INI-1/extended/0")),
            "no choices of one initiative",
        ),
        (lambda c: replace(c, proof=_loosened(c)), "bound is 10, proven is 0"),
    ],
)
def test_a_forged_certificate_is_seen(
    bundle: Bundle, forge: Callable[[StoredCertificate], StoredCertificate], told: str
) -> None:
    found = _told(bundle, WORLD.plan, forge(WORLD.certificate))

    assert (found.verdict, found.at) == ("FAIL", "certificate.json")
    assert told in found.told


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("loss", "9"),
        ("bound", "10.000001"),
        ("gap", "0.01"),
        ("gap", None),
        ("value_captured", "220"),
    ],
)
def test_a_plan_that_claims_more_than_is_proven_is_seen(
    bundle: Bundle, field: str, value: str | None
) -> None:
    found = _told(bundle, _with_objective(**{field: value}), WORLD.certificate)

    assert (found.verdict, found.at) == ("FAIL", "plan.json")
    assert f"is told as `{value}`" in found.told


def test_what_only_the_solver_states_is_told_as_its_word(bundle: Bundle) -> None:
    found = _told(bundle, _with_objective(gap_stated="0.013"), WORLD.certificate)

    assert found.verdict == "PASS"
    assert found.told.endswith("the solver states 1.3 %, which is not certified")
