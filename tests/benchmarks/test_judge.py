"""The judge of a comparison: counts every plan again, and believes no figure of a side."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arrays import write_arrays
from asp_decide.optimize.evaluation import is_feasible
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Programme
from choice_builders import a_choice, a_choice_set, a_frame, a_grid, leave
from judge import NEARLY, false_bounds, gap, judge
from random_portfolios import ROW_KINDS, a_portfolio


def two_that_do_not_fit_together(room: Fraction = Fraction(5)) -> Programme:
    choices = [
        choice
        for name in ("INI-1", "INI-2")
        for choice in (
            a_choice(name, "whole", 0, value=30, best=30, needs={"web": Fraction(3)}),
            leave(name, 30),
        )
    ]
    return formulate(a_choice_set(choices, grid=a_grid(1), capacity={"web": room}), a_frame())


def numbers(programme: Programme, *ids: str) -> list[int]:
    return [n for n, c in enumerate(programme.choices) if f"{c.initiative} {c.kind}" in ids]


def test_a_plan_is_worth_what_its_choices_bring_exactly() -> None:
    programme = two_that_do_not_fit_together()
    judged = judge(programme, numbers(programme, "INI-1 whole", "INI-2 leave"))
    assert judged.keeps == "exactly"
    assert judged.loss == judged.captured == 30


def test_what_breaks_a_row_is_no_plan_and_the_row_is_named() -> None:
    programme = two_that_do_not_fit_together()
    judged = judge(programme, numbers(programme, "INI-1 whole", "INI-2 whole"))
    assert judged.keeps == "not"
    assert judged.captured is None
    assert judged.broken.startswith("capacity web")


def test_what_oversteps_by_a_trifle_counts_and_is_marked() -> None:
    programme = two_that_do_not_fit_together(6 - NEARLY)
    judged = judge(programme, numbers(programme, "INI-1 whole", "INI-2 whole"))
    assert judged.keeps == "nearly"
    assert judged.captured == 60


@pytest.mark.parametrize("ids", [("INI-1 leave",), ("INI-1 leave", "INI-1 whole", "INI-2 leave")])
def test_a_plan_takes_one_choice_of_each_initiative(ids: tuple[str, ...]) -> None:
    programme = two_that_do_not_fit_together()
    assert judge(programme, numbers(programme, *ids)).keeps == "not"


def test_no_plan_has_no_gap_and_a_bound_above_the_loss_none_below_zero() -> None:
    programme = two_that_do_not_fit_together()
    plan = judge(programme, numbers(programme, "INI-1 whole", "INI-2 leave"))
    assert gap(judge(programme, None), 0.0) is None
    assert gap(plan, None) is None
    assert gap(plan, 15.0) == 0.5
    assert gap(plan, 31.0) == 0.0


def test_a_bound_that_another_sides_plan_goes_below_is_false() -> None:
    programme = two_that_do_not_fit_together()
    good = judge(programme, numbers(programme, "INI-1 whole", "INI-2 leave"))
    poor = judge(programme, numbers(programme, "INI-1 leave", "INI-2 leave"))
    plans = {"boasts": poor, "finds": good, "says nothing": poor}
    bounds = {"boasts": 60.0, "finds": 30.0, "says nothing": None}
    assert false_bounds(programme, plans, bounds) == {"boasts"}


@given(
    st.integers(0, 10_000),
    st.sets(st.sampled_from(ROW_KINDS), max_size=4),
    st.randoms(use_true_random=False),
)
@settings(max_examples=40, deadline=None)
def test_arrays_in_whole_numbers_say_what_the_programme_says(
    tmp_path_factory: pytest.TempPathFactory, seed: int, kinds: set[str], chance: object
) -> None:
    portfolio = a_portfolio(seed, sorted(kinds))
    programme = formulate(portfolio.choice_set, portfolio.frame)
    path = tmp_path_factory.mktemp("arrays") / "arrays.npz"
    write_arrays(programme, path)
    with np.load(path) as stored:
        arrays = dict(stored)
    taken = sorted(chance.choice(group) for group in programme.groups)  # type: ignore[attr-defined]
    x = np.isin(np.arange(len(programme.choices)), taken).astype(np.int64)
    sums = np.add.reduceat(
        np.append(arrays["whole_coefficients"] * x[arrays["indices"]], 0), arrays["starts"][:-1]
    )
    sums[np.diff(arrays["starts"]) == 0] = 0
    keeps = (arrays["whole_lower"] <= sums) & (sums <= arrays["whole_upper"])
    assert bool(keeps.all()) == is_feasible(programme, taken)
    loss = Fraction(int(arrays["whole_losses"] @ x), int(arrays["whole_money"]))
    assert loss == sum(programme.losses[n] for n in taken)
