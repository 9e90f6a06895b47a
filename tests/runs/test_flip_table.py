"""The smallest change that would turn a rule: to which side, from where, in words."""

from typing import Any

import pytest

from asp_decide.runs.explaining.flip_table import flip_row


def _record(test: str, was: str, to: str, **flip: Any) -> dict[str, Any]:
    compared = {"k": 1, "measure": "value_realisation", "test": test, "unit": "%"}
    told = {"k": 1, "from": was, "to": to, "would_give": "does_not_fire", **flip}
    return {"rule": "CON-01", "comparisons": [compared], "flip": told}


@pytest.mark.parametrize(
    ("record", "change"),
    [
        (_record("above 30 %", "40", "30"), "value realisation at 30 % instead of 40 %"),
        (
            _record("at least 70 %", "95", "70", beyond=True, interval="2026Q4"),
            "value realisation of 2026Q4 below 70 % instead of 95 %",
        ),
        (_record("at most 0 %", "0", "0", beyond=True), "value realisation above 0 %"),
        (_record("at least 0 %", "0", "0", beyond=True), "value realisation below 0 %"),
    ],
)
def test_the_change_says_on_which_side_of_the_limit_it_lies(
    record: dict[str, Any], change: str
) -> None:
    assert flip_row(record, "EUR", {}) == ("CON-01", change, "does not fire")
