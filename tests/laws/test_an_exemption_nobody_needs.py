"""An exemption moves what its rule would have moved, on its days, and nothing else."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.clauses.bounded import CountOf
from asp_decide.clauses.clause import Clause, LimitClause
from asp_decide.clauses.exempting import exempted
from asp_decide.clauses.exemption import Exemption, Grant
from asp_decide.decide.exemption_use import ACTS
from asp_decide.decide.judging import Judges
from asp_decide.decide.preparation import Inputs, Prepared, prepare
from asp_decide.diagnostics import Place
from asp_decide.model.effective import Period
from asp_decide.model.ids import Role, RuleId
from asp_decide.model.subject import SubjectKey
from asp_decide.optimize.bound_readings import leaves_no_room
from asp_decide.optimize.evaluation import is_feasible
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Programme
from asp_decide.portfolio.choices import choices
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from asp_decide.runs.workspace import read_sources
from random_portfolios import a_portfolio, best_of_all
from workspace_builders import AS_OF, a_workspace, opened

DAYS = st.integers(-3, 3).map(lambda n: AS_OF + timedelta(days=n))
RULES = ("STOP-02", "GATE-21")


def an_exemption(rule: str, subject: SubjectKey, begins: date, until: date) -> Exemption:
    period = Period(from_day=begins, until=until)
    board = Role("portfolio_board")
    grant = Grant(board, "A. Example", begins, period, "It is promised for May.")
    return Exemption("EX-2026-001", RuleId(rule), subject, "suspend", None, grant, Place("x"))


@cache
def inputs() -> Inputs:
    """The small workspace, every rule at a decision point overridable, one of them acting."""
    with TemporaryDirectory() as place:
        folder = a_workspace(Path(place) / "mini")
        path = folder / "policies" / "portfolio" / "basics.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("above 0 EUR", "above -20_000 EUR"), encoding="utf-8")
        sources = read_sources(opened(folder), AS_OF)
    return Inputs(sources.snapshot, sources.policies, choices(sources.snapshot), {})


@cache
def without() -> Prepared:
    return prepared_with()


def prepared_with(*exemptions: Exemption) -> Prepared:
    policies = replace(inputs().policies, exemptions=exemptions)
    return prepare(replace(inputs(), policies=policies), Judges(ReferenceEvaluator(), None))


@settings(max_examples=60, deadline=None)
@given(
    rule=st.sampled_from(RULES),
    number=st.integers(1, 9),
    days=st.tuples(DAYS, DAYS),
)
def test_one_that_is_not_in_force_or_not_needed_changes_nothing(
    rule: str, number: int, days: tuple[date, date]
) -> None:
    """Neither an answer nor a row, so no byte of a decision; and one that is needed does."""
    begins, until = sorted(days)
    subject = SubjectKey("initiative", f"INI-{number}")
    results = {(one.rule, one.subject): one.result for one in without().findings}
    acts = results.get((RuleId(rule), subject)) in ACTS
    in_force = begins <= AS_OF <= until

    found = prepared_with(an_exemption(rule, subject, begins, until))

    assert found.findings == without().findings, "what rules say is never another"
    if acts and in_force:
        assert found.answers != without().answers
    else:
        assert found.answers == without().answers
        assert found.programme == without().programme


def test_some_rules_of_the_law_above_act() -> None:
    acting = {one.rule for one in without().findings if one.result in ACTS}

    assert set(RULES) <= acting


@pytest.mark.parametrize("seed", range(60))
def test_a_suspended_limit_that_the_plan_does_not_reach_was_not_needed(seed: int) -> None:
    """Then the best plan is the one that there would have been without the exemption."""
    portfolio = a_portfolio(seed, ("wip", "running", "precedence"), most=5)
    policies = replace(
        portfolio.frame.policies,
        clauses=tuple(_in_streams(one) for one in portfolio.frame.policies.clauses),
    )
    (clause,) = policies.clauses
    subject = SubjectKey("value_stream", "ads")
    exemption = an_exemption(clause.heading.rule, subject, AS_OF, AS_OF)
    lifted = exempted(policies, [exemption])
    strict = formulate(portfolio.choice_set, replace(portfolio.frame, policies=policies))
    loose = formulate(portfolio.choice_set, replace(portfolio.frame, policies=lifted))

    best, held = best_of_all(loose, portfolio.order), best_of_all(strict, portfolio.order)

    assert best is not None
    assert {row.origin.group for row in loose.watched} <= {"ads"}
    if held is not None:
        assert best.loss <= held.loss, "more is allowed, so no more is lost"
        if best.loss < held.loss:
            taken = _taken(loose, best.loss)
            assert leaves_no_room(strict, clause.heading.rule, "ads", taken), "it was needed"


def _in_streams(clause: Clause) -> Clause:
    assert isinstance(clause, LimitClause)
    assert isinstance(clause.measure, CountOf)
    return replace(clause, per="value_stream", enforce="overridable")


def _taken(programme: Programme, loss: Fraction) -> tuple[str, ...]:
    """The choices of a best plan, found by trying all."""
    for numbers in product(*programme.groups):
        ordered = tuple(sorted(numbers))
        total = sum((programme.losses[n] for n in ordered), Fraction(0))
        if total == loss and is_feasible(programme, ordered):
            return programme.ids(ordered)
    raise AssertionError("the best plan is one of all")
