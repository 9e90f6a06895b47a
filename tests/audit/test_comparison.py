"""Where two lists of records part: missing, too much, out of order, or saying something else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.audit.comparison import differing, misplaced

RULES = frozenset({"rule"})


def _rule(number: int, **changes: Any) -> dict[str, Any]:
    told = {"kind": "rule", "rule": f"R-{number}", "subject": {"initiative": "INI-1"}}
    return {**told, "n": number, "comparisons": [{"margin": "-5", "why": None}]} | changes


FIVE = [_rule(number) for number in range(5)]


def test_the_same_records_are_neither_misplaced_nor_different() -> None:
    assert not list(misplaced(FIVE, FIVE))
    assert not list(differing(FIVE, FIVE, RULES))


@given(st.integers(0, 4))
def test_a_missing_record_is_named_where_it_should_stand(number: int) -> None:
    (first,) = misplaced([*FIVE[:number], *FIVE[number + 1 :]], FIVE)

    assert (first.at, first.what) == (
        f"records.jsonl:{number + 1}",
        f"there is no record of rule R-{number} initiative INI-1",
    )


@given(st.integers(0, 4))
def test_a_record_that_stands_twice_is_one_too_many(number: int) -> None:
    (first,) = misplaced([*FIVE[: number + 1], *FIVE[number:]], FIVE)

    assert first.at == f"records.jsonl:{number + 2}"
    assert first.what == f"there is one record too many of rule R-{number} initiative INI-1"


def test_records_that_changed_places_are_out_of_order() -> None:
    (first,) = misplaced([FIVE[1], FIVE[0], *FIVE[2:]], FIVE)

    assert (first.at, first.what) == ("records.jsonl:1", "the records are not in their order")


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"comparisons": [{"margin": "-4", "why": None}]}, "comparisons[0].margin is `-4`"),
        ({"comparisons": [{"margin": "-5"}]}, "comparisons[0].why is absent"),
        ({"comparisons": []}, "comparisons is `[]`"),
        ({"more": 1}, "more is `1`, decided again it is absent"),
        ({"comparisons": [{"margin": -5, "why": None}]}, "comparisons[0].margin is `-5`"),
    ],
)
def test_what_differs_is_named_down_to_its_field(changes: dict[str, Any], what: str) -> None:
    (first,) = differing([FIVE[0], _rule(1, **changes)], FIVE, RULES)

    assert first.at == "records.jsonl:2"
    assert what in first.what


def test_numbers_are_no_difference_and_other_kinds_are_not_looked_at() -> None:
    assert not list(differing([_rule(1, n=7)], FIVE, RULES))
    assert not list(differing([_rule(1, comparisons=[])], FIVE, frozenset({"answer"})))


def test_true_is_not_one() -> None:
    (first,) = differing([_rule(1, comparisons=True)], [_rule(1, comparisons=1)], RULES)

    assert "comparisons is `True`, decided again it is `1`" in first.what
