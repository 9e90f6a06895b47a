"""What a plan tells people beside its decisions: what is broken or owed, who is asked or listed."""

from dataclasses import replace

import pytest

from asp_decide.clauses.clause import Clause, TableClause, TableRow
from asp_decide.clauses.told import is_told
from asp_decide.model.finding import Result
from clause_builders import a_heading, a_scope, compared, decide, derive, escalate, limit, require

LISTED = TableClause(
    a_heading("GATE-24"),
    "consulted",
    a_scope("initiative"),
    "collect",
    ("category",),
    ("heard",),
    (TableRow("all", (None,), ("finance",)),),
    "review",
)
READ_BY_RULES = replace(LISTED, hit="first")
FITS = compared("X/1", "kill_criteria", "at least 1 criterion")
TABLE: tuple[Result, ...] = ("gives", "no_row", "unknown")


@pytest.mark.parametrize(
    ("clause", "results", "told"),
    [
        (LISTED, TABLE, {"gives", "unknown"}),
        (READ_BY_RULES, TABLE, {"unknown"}),
        (escalate("AGE-01", when=FITS), ("fires", "spared", "unknown"), {"fires", "unknown"}),
        (decide("STOP-01", "stop", when=FITS), ("fires", "spared", "unknown"), {"unknown"}),
        (derive("REQ-03", "mandatory", when=FITS), ("holds", "unknown"), {"unknown"}),
        (
            require("GATE-21", at="gate_2", before=["fund"], otherwise="return", that=FITS),
            ("met", "unmet", "unknown"),
            {"unknown"},
        ),
        (
            limit("WIP-01", "wip", "at most 3 initiatives"),
            ("kept", "broken", "unknown"),
            {"broken", "unknown"},
        ),
    ],
    ids=["collect", "first", "escalate", "decide", "derive", "require", "limit"],
)
def test_of_each_kind_of_rule_these_results_and_no_others(
    clause: Clause, results: tuple[Result, ...], told: set[Result]
) -> None:
    assert {result for result in results if is_told(clause, result)} == told
