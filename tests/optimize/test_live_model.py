"""A model that is changed in place says what one says that is stated anew."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.optimize.duality import Duality
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.live_model import LiveModel, least_overstep
from asp_decide.optimize.programme import Programme, Relaxation, Row
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import WorkLimit
from random_portfolios import ROW_KINDS, a_portfolio

KINDS = st.sets(st.sampled_from(ROW_KINDS), max_size=4)


def _a_programme(seed: int, kinds: set[str]) -> Programme:
    portfolio = a_portfolio(seed, sorted(kinds), most=6)
    return formulate(portfolio.choice_set, portfolio.frame)


def _other(programme: Programme, parts: list[int]) -> Programme:
    """The same programme with every number changed a little: limits, coefficients, losses."""

    def changed(amount: Fraction, number: int) -> Fraction:
        return amount * parts[number % len(parts)] / 10

    rows = tuple(
        replace(
            row,
            limit=changed(row.limit, number),
            terms=tuple((n, changed(a, n + number)) for n, a in row.terms),
        )
        for number, row in enumerate(programme.rows)
        if row.origin.kind == "fact"
    )
    kept = tuple(row for row in programme.rows if row.origin.kind != "fact")
    losses = tuple(changed(loss, number) for number, loss in enumerate(programme.losses))
    ordered: dict[str, Row] = {row.id: row for row in (*rows, *kept)}
    return replace(programme, losses=losses, rows=tuple(ordered[row.id] for row in programme.rows))


def _least(programme: Programme, relaxed: Relaxation) -> Fraction:
    """What the relaxation loses, by its shares."""
    shares = relaxed.shares
    lost = (
        loss * Fraction(shares.get(choice.id, 0), 2**40)
        for choice, loss in zip(programme.choices, programme.losses, strict=True)
    )
    return sum(lost, Fraction(0))


def _by_weak_duality(programme: Programme, relaxed: Relaxation) -> Fraction:
    """What the multipliers prove that every plan loses, in parts of choices or whole."""
    duality = Duality(programme)
    least = duality.least(duality.weigh(relaxed.multipliers))
    assert least is not None
    return least * programme.unit / 2**100


@given(st.integers(0, 10_000), KINDS, st.lists(st.integers(6, 14), min_size=1, max_size=7))
@settings(max_examples=60)
def test_what_is_changed_in_place_is_what_is_stated_anew(
    seed: int, kinds: set[str], parts: list[int]
) -> None:
    programme = _a_programme(seed, kinds)
    other = _other(programme, parts)
    live = LiveModel(programme, seed=7)
    live.relax()

    live.become(other)
    changed, anew = live.relax(), PulpSolver().relax(other)

    assert (changed is None) == (anew is None)
    if changed is None or anew is None:
        return
    size = max(Fraction(1), abs(_least(other, anew)))
    assert abs(_least(other, changed) - _least(other, anew)) < size / 10**6
    for one in (changed, anew):
        assert abs(_by_weak_duality(other, one) - _least(other, anew)) < size / 10**6


@given(st.integers(0, 10_000), KINDS, st.lists(st.integers(6, 14), min_size=1, max_size=7))
@settings(max_examples=30)
def test_what_was_asked_before_changes_no_answer(
    seed: int, kinds: set[str], parts: list[int]
) -> None:
    programme = _a_programme(seed, kinds)
    third = _other(programme, [*parts, 9])
    straight, round_about = (LiveModel(programme, seed=7) for _ in range(2))
    straight.relax()
    round_about.relax()
    round_about.become(_other(programme, parts))
    round_about.relax()

    for live in (straight, round_about):
        live.become(third)

    assert straight.relax() == round_about.relax()


def test_only_what_differs_is_changed() -> None:
    programme = _a_programme(3, {"wip", "budget"})
    row = programme.rows[0]
    more = replace(programme, rows=(replace(row, limit=row.limit + 1), *programme.rows[1:]))
    live = LiveModel(programme, seed=7)

    assert live.become(programme) == 0
    assert live.become(more) == 1


def test_a_programme_with_other_rows_is_another_model() -> None:
    programme = _a_programme(3, {"wip"})
    live = LiveModel(programme, seed=7)

    with pytest.raises(AssertionError, match="keeps its choices and its rows"):
        live.become(programme.without(programme.rows[:1]))


def test_without_a_weight_a_row_is_kept() -> None:
    """Nothing may give way, so nothing is overstepped, and there is no answer."""
    portfolio = a_portfolio(3, ["pins"], most=5)
    programme = formulate(portfolio.choice_set, portfolio.frame)
    none = replace(programme, rows=(*programme.rows, _asking_too_much(programme)))

    found = least_overstep(none, {}, limit=WorkLimit(nodes=100), seed=7)

    assert (found.outcome, found.taken) == ("infeasible", None)


def _asking_too_much(programme: Programme) -> Row:
    first = programme.rows[0]
    terms = tuple((number, Fraction(1)) for number in range(len(programme.choices)))
    most = Fraction(len(programme.groups) + 1)
    origin = first.origin._replace(id="too much")
    return Row(origin, ">=", most, terms, most)
