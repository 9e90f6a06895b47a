"""Each row of the acceptance table, each golden number and each pitfall is a test by its number.

A test says which by its name (`test_row_13_...`, `test_g6_...`, `test_pitfall_24_...`) or in its
docstring: `Row 16`, `Rows 5 and 33`, `Rows 21 to 26a`, `golden number G17`, `pitfall 23`. A module
whose tests are all of one says so in its own.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TypeGuard

import pytest

from source_tree import modules_of_tests

ROWS: Mapping[str, str] = {
    "1": "the system is a design; a change of it is played and recorded",
    "2": "capacity is net of what runs",
    "3": "signals of the environment propagate in",
    "4": "signals of the organization propagate in",
    "5": "outcomes lead back to initiative, theme and signal",
    "6": "what is worth funding, in whole or by stages",
    "6a": "in what sequence",
    "6b": "at what scale, and no money at a loss",
    "6c": "continue, redirect or stop, whatever was spent",
    "6d": "every recommendation says how likely it is best, and what turns it",
    "7": "neither layer's logic is applied to the other",
    "8": "a full state takes nothing in",
    "9": "coordination across teams is priced before a commitment",
    "10": "technical quality is sustained, and the price of that is shown",
    "11": "nothing is done without a release",
    "12": "a stream outlives what it builds",
    "13": "without a known capacity nothing is decided",
    "14": "cadence: no gap, no overlap, a release in every interval",
    "15": "team-weeks are drawn from streams; no initiative has a budget",
    "16": "pull is never dearer than push",
    "16a": "small batches",
    "16b": "limits on work in progress, quantified",
    "17": "forecasts are corrected by what judged work taught",
    "17a": "the loop informs the next investment decision",
    "17b": "outcome, not output",
    "18": "no politics, hierarchy or annual budget",
    "18a": "cost of delay is quantifiable",
    "18b": "delivery performance beside realised value",
    "19": "streams are funded, and a project in disguise is told",
    "20": "decisions, not lists",
    "20a": "a commitment is met in 85 of 100 intervals",
    "21": "long-lived teams",
    "22": "continuous funding",
    "23": "cadenced planning",
    "24": "continuity of delivery",
    "25": "knowledge is kept",
    "26": "learning loops",
    "26a": "the table as a whole",
    "27": "the portfolio flow",
    "28": "the flows of features and of improvements",
    "29": "the flow of a team",
    "30": "roles and their rights",
    "31": "principles as checks",
    "32": "the system monitors itself, and no person",
    "33": "one system: no metric is computed twice differently",
}

GOLDEN_NUMBERS = tuple(str(number) for number in range(1, 19))

PITFALLS: Mapping[str, str] = {
    "1": "scores that add unlike quantities",
    "2": "urgency counted twice",
    "3": "a rank that is taken for a decision",
    "4": "an order that decides whether",
    "5": "CD3 where it does not hold",
    "6": "a benefit window that moves with delivery",
    "7": "the slope at the start for the cost of the slot",
    "8": "late work that just falls down the list",
    "9": "a date that is done now, or last",
    "10": "an enabler scored alone",
    "11": "sunk cost",
    "12": "a stop counted as failure",
    "13": "kill criteria afterwards",
    "14": "a sponsor who grades the own outcome",
    "15": "the best estimates at face value",
    "16": "points without calibration",
    "17": "only finished successes measured",
    "18": "averages",
    "19": "utilisation as a target",
    "20": "Little's law on unstable data",
    "21": "a project that is called a value stream",
    "22": "people split across streams",
    "23": "a limit that is said to cut the time from gate",
    "24": "gates that open by themselves",
    "25": "features rolled up to value",
    "26": "layers that are mixed",
    "27": "standing requirements as backlog items",
    "28": "an order that thrashes",
    "29": "large work that starves",
    "30": "skipping ahead of what needs several streams",
    "31": "duration taken for effort or cost",
    "32": "uncertainty that resolves too late",
    "33": "a DORA tier as a grade",
    "34": "metrics on people",
    "35": "an outcome without a counterfactual",
    "36": "units that are implicit",
    "37": "one deterministic run for a forecast",
    "38": "ties broken silently",
    "39": "correlated outcomes as independent",
    "40": "an explanation after the fact",
}

_LIST = r"(\d+[a-d]?(?:(?:, | and | to )\d+[a-d]?)*)"
_SAID = {
    "row": re.compile(rf"\brows? {_LIST}", re.IGNORECASE),
    "g": re.compile(r"\bG(\d+)\b"),
    "pitfall": re.compile(rf"\bpitfalls? {_LIST}", re.IGNORECASE),
}
_NAMED = re.compile(r"test_(row|g|pitfall)_?(\d+[a-d]?)_")


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_acceptance_table_is_a_test(row: str) -> None:
    assert ("row", row) in _numbers(), f"no test says that it is row {row}: {ROWS[row]}"


@pytest.mark.parametrize("number", GOLDEN_NUMBERS)
def test_every_golden_number_is_a_test(number: str) -> None:
    assert ("g", number) in _numbers(), f"no test says that it is golden number G{number}"


@pytest.mark.parametrize("pitfall", PITFALLS)
def test_every_pitfall_has_a_test_that_catches_it(pitfall: str) -> None:
    found = ("pitfall", pitfall) in _numbers()
    assert found, f"no test says that it is pitfall {pitfall}: {PITFALLS[pitfall]}"


def test_a_list_of_rows_names_each_of_them() -> None:
    assert list(_listed("5 and 33")) == ["5", "33"]
    assert list(_listed("12, 21, 22")) == ["12", "21", "22"]
    assert list(_listed("25 to 26a")) == ["25", "26", "26a"]


@cache
def _numbers() -> frozenset[tuple[str, str]]:
    return frozenset(_said_by_tests())


def _said_by_tests() -> Iterator[tuple[str, str]]:
    for module in modules_of_tests():
        if module.path.name == Path(__file__).name:
            continue
        own = [one for one in ast.walk(module.tree) if _is_test(one)]
        for node in own:
            if named := _NAMED.match(node.name):
                yield named[1], named[2]
        texts = [ast.get_docstring(node) or "" for node in own]
        if own and isinstance(module.tree, ast.Module):
            texts.append(ast.get_docstring(module.tree) or "")
        for what, pattern in _SAID.items():
            for text in texts:
                for told in pattern.findall(text):
                    yield from ((what, number) for number in _listed(told))


def _is_test(node: ast.AST) -> TypeGuard[ast.FunctionDef]:
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test_")


def _listed(told: str) -> Iterator[str]:
    """Each number of a list; a range is whole numbers, and its end as it stands."""
    for part in re.split(r", | and ", told):
        first, _, last = part.partition(" to ")
        if not last:
            yield first
            continue
        yield from (str(number) for number in range(int(first), int(last.rstrip("abcd")) + 1))
        if not last.isdigit():
            yield last
