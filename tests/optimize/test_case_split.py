"""Case by case the bound meets the best plan, and no case is ever left out."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from asp_decide.errors import UncertifiedPlanError
from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.case_split import split_cases
from asp_decide.optimize.certify import proven_bound
from asp_decide.optimize.cut_relaxation import CutRelaxation
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.proof import Case, Leaf, Proof, Split
from asp_decide.optimize.pulp_solver import PulpSolver
from random_portfolios import ROW_KINDS, a_portfolio, best_of_all

PORTFOLIOS = st.tuples(st.integers(0, 10_000), st.sets(st.sampled_from(ROW_KINDS), max_size=4))


def proven(programme: Programme, aim: Fraction, *, work: int) -> Proof:
    left = presolve(programme)
    stated = arrange(left.programme)
    relaxation = CutRelaxation(stated, PulpSolver().live(stated))
    guide = relaxation.guide()
    assert guide is not None, "a programme with a plan has a relaxation"
    return split_cases(relaxation, guide, aim=aim, work=work)


@given(PORTFOLIOS)
@settings(max_examples=120)
def test_with_enough_work_no_plan_is_proven_to_lose_less_than_the_best_one(
    drawn: tuple[int, set[str]],
) -> None:
    portfolio = a_portfolio(drawn[0], sorted(drawn[1]), most=6)
    programme = formulate(portfolio.choice_set, portfolio.frame)
    best = best_of_all(programme, portfolio.order)
    assume(best is not None)
    assert best is not None

    assert proven_bound(programme, proven(programme, best.loss, work=5_000)) == best.loss


@given(PORTFOLIOS, st.integers(0, 30), st.integers(0, 60))
@settings(max_examples=80)
def test_whatever_is_aimed_at_the_bound_is_never_above_the_best_plan(
    drawn: tuple[int, set[str]], work: int, too_high: int
) -> None:
    portfolio = a_portfolio(drawn[0], sorted(drawn[1]), most=5)
    programme = formulate(portfolio.choice_set, portfolio.frame)
    best = best_of_all(programme, portfolio.order)
    assume(best is not None)
    assert best is not None

    proof = proven(programme, best.loss + too_high, work=work)

    whole = proven_bound(programme, replace(proof, aim=None, cases=None))
    assert whole <= proven_bound(programme, proof) <= best.loss


@pytest.fixture
def split() -> tuple[Programme, Proof]:
    """A portfolio whose bound needs cases, with its proof."""
    for seed in range(200):
        portfolio = a_portfolio(seed, ["wip", "budget"], most=7)
        programme = formulate(portfolio.choice_set, portfolio.frame)
        best = best_of_all(programme, portfolio.order)
        proof = Proof() if best is None else proven(programme, best.loss, work=1_000)
        if isinstance(proof.cases, Split):
            return programme, proof
    raise AssertionError("no portfolio of these needs cases")


def test_a_case_without_its_prices_weakens_the_whole(split: tuple[Programme, Proof]) -> None:
    programme, proof = split
    bare = replace(proof, cases=_without_prices(proof.cases))

    assert proven_bound(programme, bare) < proven_bound(programme, proof)


def test_a_lower_aim_proves_no_more_than_itself(split: tuple[Programme, Proof]) -> None:
    programme, proof = split
    whole = proven_bound(programme, replace(proof, aim=None, cases=None))
    assert proof.aim is not None
    lower = (whole + proof.aim) / 2

    assert proven_bound(programme, replace(proof, aim=lower)) <= lower


def test_cases_are_split_at_choices_of_one_initiative(split: tuple[Programme, Proof]) -> None:
    programme, proof = split
    assert isinstance(proof.cases, Split)
    two = tuple(programme.choices[group[0]].id for group in programme.groups[:2])

    for among in ((), ("nobody/whole/0",), two):
        with pytest.raises(UncertifiedPlanError, match="no choices of one initiative"):
            proven_bound(programme, replace(proof, cases=replace(proof.cases, among=among)))


def _without_prices(case: Case | None) -> Case:
    match case:
        case Split(among=among, taken=taken, left=left):
            return Split(among, _without_prices(taken), _without_prices(left))
        case _:
            return Leaf({})
