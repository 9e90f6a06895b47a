"""Money that is gone has no field in anything that a decision reads."""

from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workspace_builders import Row, a_workspace, bytes_of, planned, rewrite

AMOUNTS = st.lists(
    st.one_of(st.just(""), st.integers(0, 10**9).map(str), st.just("withheld")),
    min_size=20,
    max_size=50,
)
"""What was spent on one initiative after the other; the first follow the last where they are few."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_workspace(tmp_path_factory.mktemp("spent") / "demo", "demo")


@pytest.fixture(scope="module")
def before(demo: Path) -> bytes:
    return bytes_of(planned(demo))


@pytest.mark.slow
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(spent=AMOUNTS)
def test_whatever_was_spent_no_byte_of_the_plan_changes(
    demo: Path, before: bytes, spent: list[str]
) -> None:
    """Pitfall 11, row 6c."""

    def change(rows: list[Row]) -> list[Row]:
        amounts = cycle(spent)
        return [{**row, "spent_to_date": next(amounts)} for row in rows]

    rewrite(demo, "initiatives", change)

    assert bytes_of(planned(demo)) == before
