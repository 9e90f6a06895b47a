"""What a rule asked and what was measured is told with units, of whom, and under what sign."""

from typing import Any

from asp_decide.runs.explaining.rule_table import rule_rows

ASKED: dict[str, Any] = {
    "rule": "START-01",
    "result": "does_not_apply",
    "at": "policies/portfolio/wip.yaml:66:9",
    "comparisons": [
        {
            "measure": "demonstrated_capacity",
            "seen": [{"value": "21.5"}],
            "test": "known",
            "truth": "true",
            "via": [{"value_stream": "booking"}],
        },
        {
            "measure": "value_realisation",
            "limit": "40",
            "unit": "%",
            "seen": [
                {"interval": "2026Q3", "value": "39.996"},
                {"interval": "2026Q4", "value": None},
            ],
            "test": "below 40 % for 2 intervals in a row",
            "truth": "unknown",
            "why": "no value in 2026Q4",
        },
        {
            "measure": "mandatory",
            "seen": [{"value": "false"}],
            "test": "holds",
            "truth": "false",
            "unless": True,
        },
    ],
}


def test_each_thing_asked_has_its_line() -> None:
    capacity, realisation, mandatory = rule_rows(ASKED, "EUR")

    assert capacity == (
        "START-01",
        "does not apply",
        "demonstrated capacity of booking: known",
        "21.5 team-weeks",
        "true",
        "wip.yaml:66:9",
    )
    assert realisation[:2] == ("", "")
    assert realisation[3:5] == ("39.996 %, missing", "unknown (no value in 2026Q4)")
    assert mandatory[2:5] == ("unless mandatory: holds", "false", "false")


def test_money_is_named_by_its_currency() -> None:
    asked = {"measure": "value_forecast", "seen": [{"value": "180000"}], "test": "missing"}
    record = ASKED | {"comparisons": [asked | {"truth": "false"}]}

    (row,) = rule_rows(record, "CHF")

    assert row[3] == "CHF 180,000"


def test_a_rule_that_compares_nothing_is_told_all_the_same() -> None:
    (row,) = rule_rows(ASKED | {"comparisons": [], "outputs": {"hear": ["finance"]}}, "EUR")

    assert row == ("START-01", "does not apply hear: finance", "", "", "", "wip.yaml:66:9")
