"""Parts of a portfolio that nothing joins: together they lose what they lose apart."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.errors import NoFeasiblePlanError
from asp_decide.model.choice import Choice
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.programme import Programme, Row, make_programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from random_portfolios import ROW_KINDS, a_portfolio

MEANS = Means(PulpSolver(), WorkLimit(nodes=10_000))
kinds_of_rows = st.sets(st.sampled_from(ROW_KINDS), max_size=4)
seeds = st.integers(0, 10_000)


def loss(programme: Programme) -> Fraction | None:
    order = {initiative: place for place, initiative in enumerate(programme.of_initiative())}
    try:
        return solve_programme(programme, MEANS, order=order).certificate.loss
    except NoFeasiblePlanError:
        return None


def side_by_side(one: Programme, other: Programme) -> Programme:
    """Both in one run, the other under names of its own; no row speaks of both."""
    first = len(one.choices)

    def renamed(choice: Choice) -> Choice:
        name = InitiativeId(f"other {choice.initiative}")
        return replace(choice, id=f"other {choice.id}", initiative=name)

    def moved(row: Row) -> Row:
        terms = tuple((first + number, amount) for number, amount in row.terms)
        return replace(row, origin=row.origin._replace(id=f"other {row.origin.id}"), terms=terms)

    return make_programme(
        [*one.choices, *map(renamed, other.choices)],
        [*one.rows, *map(moved, other.rows)],
        worth=one.worth + other.worth,
        grid=one.grid,
    )


@given(seeds, seeds, kinds_of_rows)
@settings(max_examples=25)
def test_apart_and_together_is_the_same(seed: int, another: int, kinds: set[str]) -> None:
    one, other = (
        formulate(drawn.choice_set, drawn.frame)
        for drawn in (a_portfolio(each, sorted(kinds), most=4) for each in (seed, another))
    )
    apart = loss(one), loss(other)

    together = loss(side_by_side(one, other))

    assert (together is None) == (None in apart)
    if together is not None:
        assert together == sum((each for each in apart if each is not None), Fraction(0))
