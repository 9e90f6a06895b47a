"""What only the solver states is solved again: confirmed, refuted, or told as another's word."""

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from asp_decide.audit.certificate_file import read_certificate, write_certificate
from asp_decide.audit.check import Check
from asp_decide.audit.reading import Reading
from asp_decide.audit.recorded_evidence import Evidence
from asp_decide.audit.solving_again import SolvedAgain
from asp_decide.audit.verification import verify
from asp_decide.canonical import canonical_json
from asp_decide.errors import SolverFailedError
from asp_decide.ledger.bundle import Bundle
from asp_decide.model.choice import Pool
from asp_decide.model.ids import ValueStreamId
from asp_decide.optimize.budgets import work_limit
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means
from audit_builders import a_bundle, a_world, with_evidence

READING = a_world().reading


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return a_bundle(tmp_path_factory.mktemp("ledger"))


def _solved(*, as_planned: bool) -> Callable[[Programme, Evidence, Reading], SolvedAgain]:
    def again(programme: Programme, evidence: Evidence, reading: Reading) -> SolvedAgain:
        means = Means(PulpSolver(seed=7), work_limit("board", choices=8))
        return SolvedAgain(solve_programme(programme, means, order={}), {}, as_planned)

    return again


def _seventh(bundle: Bundle, *, as_planned: bool = True) -> Check:
    solve_again = _solved(as_planned=as_planned)
    return verify(bundle, READING, solve_again=solve_again).checks[6]


def _claiming(bundle: Bundle, **claims: Any) -> Bundle:
    plan = json.loads(bundle.files["plan.json"])
    plan["objective"] |= claims
    return with_evidence(bundle, plan=canonical_json(plan))


def test_a_plan_that_comes_out_the_same_is_told_so(bundle: Bundle) -> None:
    found = _seventh(bundle)

    assert found.verdict == "PASS"
    assert found.told.endswith("solved again: it all comes out the same")


@pytest.mark.parametrize(
    ("claims", "what"),
    [
        ({"bound_stated": "9"}, "stated bound is told as `9`, solved again it is `10`"),
        ({"gap_stated": "0.5"}, "stated gap is told as `0.5`"),
        ({"status": "limit"}, "status is told as `limit`, solved again it is `optimal`"),
    ],
)
def test_a_word_of_the_solver_that_it_never_said_is_seen_only_by_solving_again(
    bundle: Bundle, claims: dict[str, Any], what: str
) -> None:
    forged = _claiming(bundle, **claims)

    assert verify(forged, READING).checks[6].verdict == "PASS"
    assert _seventh(forged).verdict == "FAIL"
    assert what in _seventh(forged).told


def test_a_stated_bound_that_a_plan_undercuts_is_refuted_by_any_version(bundle: Bundle) -> None:
    forged = _claiming(bundle, bound_stated="11")

    for as_planned in (True, False):
        found = _seventh(forged, as_planned=as_planned)
        assert (found.verdict, found.at) == ("FAIL", "plan.json")
        assert "the bound stated by the solver is `11`, and a plan loses 10" in found.told


def test_another_version_may_search_otherwise(bundle: Bundle) -> None:
    found = _seventh(_claiming(bundle, bound_stated="9"), as_planned=False)

    assert found.verdict == "PASS"
    assert "solved again, not by HiGHS 1.14.0: loss 10, and nothing contradicts" in found.told


def test_a_price_of_capacity_that_was_taken_as_given_is_solved_again(bundle: Bundle) -> None:
    stored = read_certificate(bundle.files["certificate.json"])
    pool = Pool(ValueStreamId("payments"))
    forged = with_evidence(
        bundle,
        certificate=write_certificate(replace(stored, capacity_prices={pool: Fraction(7)})),
    )

    found = _seventh(forged)

    assert (found.verdict, found.at) == ("FAIL", "certificate.json")
    assert "a price of capacity, payments" in found.told
    assert _seventh(forged, as_planned=False).verdict == "PASS"


def test_a_solver_that_finds_nothing_contradicts_the_plan(bundle: Bundle) -> None:
    def nothing(*_: object) -> SolvedAgain:
        raise SolverFailedError("the solver found no plan")

    found = verify(bundle, READING, solve_again=nothing).checks[6]

    assert (found.verdict, found.at) == ("FAIL", "plan.json")
    assert found.told == "it cannot be solved again: the solver found no plan"
