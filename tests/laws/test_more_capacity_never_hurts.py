"""Room is worth nothing or something: more capacity never loses more, a tighter limit never less."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asp_decide.model.plan import Plan
from drawn_workspaces import DRAWS, Draw, Drawn, a_drawn_workspace, capacities

EXAMPLES = settings(max_examples=40, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    return a_drawn_workspace(tmp_path_factory.mktemp("more") / "mini")


def _loss(plan: Plan) -> Fraction:
    return Fraction(plan.objective.loss)


@pytest.mark.slow
@EXAMPLES
@given(draw=DRAWS, more=capacities(0, 6))
def test_more_capacity_in_any_quarter_never_loses_more(
    drawn: Drawn, draw: Draw, more: dict[tuple[str, str], int]
) -> None:
    drawn.put(draw)
    drawn.put_limit(5)
    before = drawn.proven()

    drawn.put_capacity({at: net + more[at] for at, net in draw.capacity.items()})

    assert _loss(drawn.proven()) <= _loss(before)


@pytest.mark.slow
@EXAMPLES
@given(draw=DRAWS, limits=st.tuples(st.integers(1, 3), st.integers(1, 3)))
def test_a_tighter_limit_never_loses_less(
    drawn: Drawn, draw: Draw, limits: tuple[int, int]
) -> None:
    drawn.put(draw)
    drawn.put_limit(max(limits))
    looser = drawn.proven()

    drawn.put_limit(min(limits))

    assert _loss(drawn.proven()) >= _loss(looser)


@pytest.mark.slow
@EXAMPLES
@given(draw=DRAWS, limit=st.integers(1, 2))
def test_the_price_of_a_limit_is_what_it_would_bring_to_lift_it(
    drawn: Drawn, draw: Draw, limit: int
) -> None:
    drawn.put(draw)
    drawn.put_limit(limit)
    bound = drawn.proven()
    drawn.put_limit(1000)
    difference = _loss(bound) - _loss(drawn.proven())

    prices = {price.origin: price for price in bound.prices}

    if "WIP-01" in prices:
        price = prices["WIP-01"]
        assert 0 <= Fraction(price.low) <= difference <= Fraction(price.high)
    else:
        assert difference == 0, "no row of it binds"
