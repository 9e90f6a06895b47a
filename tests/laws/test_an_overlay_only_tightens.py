"""What a stream may only tighten is never loosened: by the text that lint accepts, nor in a plan."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.clauses.bounded import CountOf
from asp_decide.clauses.clause import Clause, LimitClause, OwnLimit
from asp_decide.clauses.own_limits import limit_for
from asp_decide.model.ids import InitiativeId
from asp_decide.model.subject import SubjectKey
from asp_decide.optimize.evaluation import is_feasible
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Programme
from policy_builders import GOOD, OVERLAY, read_all
from random_portfolios import a_portfolio, best_of_all

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n))


@given(
    values=st.dictionaries(DAYS, st.integers(1, 6), max_size=3),
    first=st.integers(1, 6),
    own=st.integers(1, 6),
    ends=st.tuples(DAYS, DAYS),
    floor=st.booleans(),
)
def test_what_lint_accepts_raises_no_limit_on_any_day(
    *,
    values: dict[date, int],
    first: int,
    own: int,
    ends: tuple[date, date],
    floor: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """And what it refuses would have loosened one on some day: decided, not guessed."""
    stated = {FIRST: first} | values
    begins, until = min(ends), max(ends)
    folder = tmp_path_factory.mktemp("overlay")
    policy = _policy(stated, floor=floor)
    overlay = OVERLAY.replace(
        "from: 2026-10-01, until: 2027-03-31", f"from: {begins}, until: {until}"
    )
    texts = {
        "portfolio/sample": policy,
        "overlays/payments": overlay.replace("wip_limit: 4 initiatives", _amount(own, floor=floor)),
    }
    days = [begins + timedelta(days=n) for n in range((until - begins).days + 1)]

    def policys(day: date) -> int:
        return stated[max(one for one in stated if one <= day)]

    loosens = any(own < policys(day) if floor else own > policys(day) for day in days)
    read = read_all(folder, texts, as_of=begins)
    assert [told.code for told in read.errors] == (["P115"] if loosens else [])
    for day in () if loosens else (FIRST, begins - timedelta(days=1), *days):
        if day < FIRST:
            continue
        compiled = read_all(folder, texts, as_of=day).value
        assert compiled is not None
        clause = compiled.clause("GRD-01" if floor else "WIP-01")
        assert isinstance(clause, LimitClause)
        for stream in ("payments", "booking"):
            held = limit_for(clause, SubjectKey("value_stream", stream), ()).limit
            unit = clause.unit.factor
            is_set = stream == "payments" and day in days
            assert held / unit == (own if is_set else policys(day))
            assert held / unit >= policys(day) if floor else held / unit <= policys(day)


@pytest.mark.parametrize("seed", range(60))
def test_an_overlay_that_tightens_never_widens_what_the_plan_may_do(seed: int) -> None:
    """Every plan under the overlay is one without it, and the best of them is no better."""
    looser, tighter, order = _with_and_without(seed)

    best, tight = best_of_all(looser, order), best_of_all(tighter, order)

    assert best is not None
    if tight is not None:
        assert tight.loss >= best.loss
    for numbers in _some_plans(tighter):
        if is_feasible(tighter, numbers):
            assert is_feasible(looser, looser.numbers(tighter.ids(numbers)))


def test_an_overlay_can_bind_where_the_policy_did_not() -> None:
    """The law above is no law about nothing: some of its overlays cost something."""
    dearer = 0
    for seed in range(60):
        looser, tighter, order = _with_and_without(seed)
        before, after = best_of_all(looser, order), best_of_all(tighter, order)
        dearer += before is not None and after is not None and after.loss > before.loss
    assert dearer > 5


def _with_and_without(seed: int) -> tuple[Programme, Programme, Mapping[InitiativeId, int]]:
    """The programme of a random portfolio, and the same under an overlay of some streams."""
    portfolio = a_portfolio(seed, ("wip", "running", "precedence"), most=5)
    plain = tuple(_in_streams(one) for one in portfolio.frame.policies.clauses)
    tightened = tuple(_tightened(one, seed) for one in plain)
    looser, tighter = (
        formulate(
            portfolio.choice_set,
            replace(portfolio.frame, policies=replace(portfolio.frame.policies, clauses=clauses)),
        )
        for clauses in (plain, tightened)
    )
    return looser, tighter, portfolio.order


def _policy(values: dict[date, int], *, floor: bool) -> str:
    unit = "%" if floor else "initiatives"
    listed = "".join(
        f"      - {{from: {day}, value: {value} {unit}}}\n" for day, value in sorted(values.items())
    )
    text = GOOD
    if floor:
        declared = f'  floor:\n    unit: "%"\n    overlays: tighten_only\n    values:\n{listed}'
        text = text.replace("at_least: 5 %", "at_least: $floor").replace(
            "guardrail: bold_share\n    per: portfolio",
            "guardrail: bold_share\n    per: value_stream",
        )
        return text.replace("parameters:\n", f"parameters:\n{declared}", 1)
    return text.replace("      - {from: 2026-01-01, value: 5 initiatives}\n", listed)


def _amount(own: int, *, floor: bool) -> str:
    return f"floor: {own} %" if floor else f"wip_limit: {own} initiatives"


def _in_streams(clause: Clause) -> LimitClause:
    assert isinstance(clause, LimitClause)
    return replace(clause, per="value_stream")


def _tightened(clause: LimitClause, seed: int) -> LimitClause:
    """The limit on work in progress, one lower for one or two of the value streams."""
    assert isinstance(clause.measure, CountOf)
    assert clause.at_most is not None
    lower = max(Fraction(0), clause.at_most - 1)
    streams = ("ads", "billing")[: 1 + seed % 2]
    keys = [SubjectKey("value_stream", stream) for stream in streams]
    own = tuple(OwnLimit(key, lower, "", "overlays/own") for key in keys)
    return replace(clause, own_limits=own)


def _some_plans(programme: Programme) -> list[tuple[int, ...]]:
    groups = programme.groups
    return [tuple(group[(n + k) % len(group)] for k, group in enumerate(groups)) for n in range(12)]
