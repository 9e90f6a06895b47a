"""What is left out before solving, with its reason, and that no best plan is lost by it."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.presolve import Removed, presolve
from asp_decide.optimize.programme import Origin
from choice_builders import a_choice, a_choice_set, a_frame, a_grid, before, in_time, leave, share
from choice_builders import an_initiative_subject as a_subject
from random_portfolios import ROW_KINDS, a_portfolio, best_of_all


@given(st.integers(0, 10_000), st.sets(st.sampled_from(ROW_KINDS), max_size=4))
@settings(max_examples=80)
def test_the_best_plan_is_still_there(seed: int, kinds: set[str]) -> None:
    portfolio = a_portfolio(seed, sorted(kinds), most=5)
    programme = formulate(portfolio.choice_set, portfolio.frame)

    left = presolve(programme)

    best = best_of_all(programme, portfolio.order)
    if left.impossible is not None:
        assert best is None
    elif best is not None:
        kept = best_of_all(left.programme, portfolio.order)
        assert kept is not None
        assert kept.loss == best.loss


def test_what_needs_more_than_there_is_does_not_fit() -> None:
    choices = [leave("A", 10), a_choice("A", value=10, needs={"s": 5})]
    programme = formulate(a_choice_set(choices, grid=a_grid(1), capacity={"s": 4}), a_frame())

    left = presolve(programme)

    row = Origin("fact", "capacity", "s", "Q1")
    assert left.removed == (Removed("A/whole/0", "does not fit", row),)
    assert [choice.id for choice in left.programme.choices] == ["A/leave/-"]


def test_exactly_all_there_is_fits() -> None:
    choices = [leave("A", 10), a_choice("A", value=10, needs={"s": 4})]
    programme = formulate(a_choice_set(choices, grid=a_grid(1), capacity={"s": 4}), a_frame())

    assert "A/whole/0" in {choice.id for choice in presolve(programme).programme.choices}


def test_what_must_be_done_leaves_no_room_for_what_needs_it() -> None:
    choices = [
        a_choice("must", value=1, best=1, needs={"s": 3}),
        leave("may", 10),
        a_choice("may", value=10, needs={"s": 2}),
    ]
    programme = formulate(a_choice_set(choices, grid=a_grid(1), capacity={"s": 4}), a_frame())

    row = Origin("fact", "capacity", "s", "Q1")
    assert presolve(programme).removed == (Removed("may/whole/0", "does not fit", row),)


def test_what_brings_no_more_than_leaving_is_left() -> None:
    choices = [leave("A", 10), a_choice("A", value=3, best=10, outlay=3, needs={"s": 1})]
    programme = formulate(a_choice_set(choices, grid=a_grid(1), capacity={"s": 4}), a_frame())

    (removed,) = presolve(programme).removed

    assert removed == Removed("A/whole/0", "worth no more than leaving", None, "A/leave/-")


def test_what_brings_nothing_itself_stays_where_somebody_waits_for_it() -> None:
    choices = [
        leave("enabler", 0),
        a_choice("enabler", value=0, best=0, cost=1, needs={"s": 1}),
        leave("after", 10),
        a_choice("after", start=1, value=10, needs={"s": 1}),
    ]
    choice_set = a_choice_set(choices, grid=a_grid(2), capacity={"s": 4})

    waited_for = presolve(formulate(choice_set, a_frame(dependencies=[before("enabler", "after")])))
    alone = presolve(formulate(choice_set, a_frame()))

    assert "enabler/whole/0" not in {removed.choice for removed in waited_for.removed}
    assert "enabler/whole/0" in {removed.choice for removed in alone.removed}


def test_what_brings_nothing_itself_stays_where_a_floor_counts_it() -> None:
    choices = [leave("A", 0), a_choice("A", value=0, best=0, cost=1, needs={"s": 2})]
    choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"s": 4})
    floor = share("GRD-01", "quality", at_least=Fraction(1, 2))

    programme = formulate(choice_set, a_frame(floor, subjects=[a_subject("A", category="quality")]))

    assert [choice.id for choice in presolve(programme).programme.choices] == ["A/whole/0"]


def test_a_choice_that_another_beats_everywhere_goes() -> None:
    choices = [
        leave("A", 10),
        a_choice("A", "whole", value=10, needs={"s": 2}),
        a_choice("A", "mvp", value=6, best=10, needs={"s": 2}),
    ]
    programme = formulate(a_choice_set(choices, grid=a_grid(1), capacity={"s": 4}), a_frame())

    removed = {one.choice: one for one in presolve(programme).removed}

    assert removed["A/mvp/0"].instead == "A/whole/0"
    assert removed["A/mvp/0"].why == "worse in every respect"


def test_a_later_start_stays_although_it_brings_less() -> None:
    """Its demand lies elsewhere: it may be the only one that fits beside the others."""
    choices = [
        option
        for name in ("A", "B", "C")
        for option in (
            leave(name, 10),
            a_choice(name, start=0, value=10, needs={"s": 3}),
            a_choice(name, start=1, value=8, best=10, needs={"s": 3}),
        )
    ]
    programme = formulate(a_choice_set(choices, grid=a_grid(2), capacity={"s": 4}), a_frame())

    assert presolve(programme).removed == ()


def test_rows_that_cannot_bind_are_not_solved_but_kept() -> None:
    choices = [leave("A", 10), a_choice("A", value=10, needs={"s": 1})]
    programme = formulate(a_choice_set(choices, grid=a_grid(1), capacity={"s": 4}), a_frame())

    left = presolve(programme)

    assert left.programme.rows == ()
    assert left.idle == programme.rows


def test_a_date_that_nothing_can_keep_is_named() -> None:
    choices = [leave("A", 10), a_choice("A", start=1, value=10, needs={"s": 1})]
    subject = a_subject("A", weeks_to_requirement=20)
    choice_set = a_choice_set(choices, grid=a_grid(2), capacity={"s": 4})

    programme = formulate(
        choice_set, a_frame(in_time(), subjects=[subject], applies={("GRD-11", "A"): True})
    )

    assert presolve(programme).impossible == Origin("rule", "GRD-11", "A")
