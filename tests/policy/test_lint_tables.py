"""What lint says of a decision table is what is found by going through all cases one by one."""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from asp_decide.clauses.bounded import Scope
from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    DecideClause,
    Hit,
    TableClause,
    TableRow,
)
from asp_decide.clauses.condition import Comparison
from asp_decide.diagnostics import Diagnostic, Place
from asp_decide.model.finding import TableOutcome
from asp_decide.model.subject import SubjectKey
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.cells.axis_histories import TooManyCellsError
from asp_decide.policy.cells.clause_cells import part_of_clauses
from asp_decide.policy.cells.table_cells import outcomes_in
from asp_decide.policy.lint import lint_tables
from asp_decide.policy.lint.lint import Lint
from asp_decide.policy.lint.table_look import TableLook
from clause_builders import a_heading, compared, decide
from policy.test_lint_cells import CASES, JUDGE, ORDER, POINT, a_rule, lint

INPUTS = ("gain_from_stopping", "category", "lead")
HITS: tuple[Hit, ...] = ("first", "unique", "collect")
PHRASES = {
    "gain_from_stopping": ["above 1 EUR", "at most 1 EUR", "between 1 EUR and 2 EUR", "missing"],
    "category": ["is business", "is not business", "one of enabler, run", "known"],
    "lead": ["known", "missing"],
}


@st.composite
def tables(draw: st.DrawFn, words: Sequence[str] = ("x", "y", "z"), point: str = "") -> TableClause:
    numbers = itertools.count(1)

    def a_cell(name: str) -> Comparison | None:
        phrase = draw(st.sampled_from(["any", *PHRASES[name]]))
        return None if phrase == "any" else compared(f"TAB-01/{next(numbers)}", name, phrase)

    rows = tuple(
        TableRow(
            f"row_{n}",
            tuple(a_cell(name) for name in INPUTS),
            (draw(st.sampled_from(list(words))),),
            Place("policies/x.yaml", n),
        )
        for n in range(draw(st.integers(1, 4)))
    )
    hit = draw(st.sampled_from(HITS if not point else HITS[:2]))
    scope = Scope("initiative", draw(st.sampled_from([(), (("category", ("business", "run")),)])))
    return TableClause(
        a_heading("TAB-01"),
        "table_01",
        scope,
        hit,
        INPUTS,
        ("answer",),
        rows,
        "review",
        point,
        "advisory" if point else None,
    )


def given_of(table: TableClause) -> Mapping[SubjectKey, TableOutcome]:
    """What the evaluator makes of the table in every case that it speaks of for certain."""
    findings, _ = JUDGE(CompiledPolicies((table,), {}, ""), CASES)
    within = {word for _, words in table.scope.where for word in words}
    return {
        one.subject: one.table
        for one in findings
        if one.subject is not None and one.table is not None
        if not within or CASES[one.subject].attributes["category"] in within
    }


def holding(table: TableClause, row: TableRow) -> set[SubjectKey]:
    alone = replace(table, rows=(row,), hit="collect")
    return {key for key, one in given_of(alone).items() if one.result == "gives"}


def findings_of(clauses: Sequence[Clause]) -> tuple[Diagnostic, ...]:
    policies = CompiledPolicies(tuple(clauses), {"validation": ORDER}, "")
    return Lint.by(JUDGE, currency="EUR").of_day(policies)


def rows_told(found: Sequence[Diagnostic], code: str) -> set[str]:
    return {one.message.split(" ")[1] for one in found if one.code == code}


quick = settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])


@given(tables())
@quick
def test_a_table_gives_in_some_cell_what_it_gives_of_some_fact(table: TableClause) -> None:
    part = part_of_clauses((table,), Axes(JUDGE))
    findings, _ = JUDGE(CompiledPolicies((table,), {}, ""), CASES)

    outcomes = outcomes_in(table, part)

    said = {
        (one.result, tuple(words for _, words in one.table.outputs))
        for one in findings
        if one.table
    }
    outside = {("no_row", ())} if table.scope.where else set()
    assert {(one.result, one.words) for one in outcomes} == said | outside
    cells = list(outcomes.values())
    assert all(not one & other for one, other in itertools.combinations(cells, 2))
    assert sum(one.bit_count() for one in cells) == part.possible.bit_count()


@given(tables())
@quick
def test_a_row_is_dead_if_it_gives_its_words_in_no_case(table: TableClause) -> None:
    given = given_of(table)

    found = findings_of([table])

    giving = {row for one in given.values() if one.result == "gives" for row in one.rows}
    dead = {row.name for row in table.rows if row.name not in giving}
    if table.hit != "first":
        dead = {row.name for row in table.rows if not holding(table, row)}
    assert rows_told(found, "P105") == dead


@given(tables())
@quick
def test_rows_of_a_unique_table_overlap_if_some_fact_makes_both_hold(table: TableClause) -> None:
    found = findings_of([table])

    overlapping = {
        (one.name, other.name)
        for one, other in itertools.combinations(table.rows, 2)
        if table.hit == "unique" and holding(table, one) & holding(table, other)
    }
    told = [re.findall(r"row_\d", one.message) for one in found if one.code == "P103"]
    assert {tuple(pair) for pair in told} == overlapping
    assert {one.level for one in found if one.code == "P103"} <= {"error"}


@given(tables())
@quick
def test_a_column_is_dead_if_the_table_gives_the_same_without_it(table: TableClause) -> None:
    given = given_of(table)

    found = findings_of([table])

    if {"P105", "P103"} & {one.code for one in found}:
        return  # what is wrong with rows is told first
    dead = set()
    for number, name in enumerate(INPUTS):
        rows = tuple(
            replace(row, cells=(*row.cells[:number], None, *row.cells[number + 1 :]))
            for row in table.rows
        )
        without = given_of(replace(table, rows=rows))
        if all(
            without[key].outputs == one.outputs and without[key].result == one.result
            for key, one in given.items()
            if one.result != "unknown"
        ):
            dead.add(name)
    assert {one.message.split("`")[1] for one in found if one.code == "P106"} == dead


@given(tables())
@quick
def test_a_row_is_implied_if_the_table_gives_the_same_without_it(table: TableClause) -> None:
    given = {key: (one.result, one.outputs) for key, one in given_of(table).items()}

    found = findings_of([table])

    if {"P105", "P103"} & {one.code for one in found}:
        return  # what is wrong with rows is told first
    gone = rows_told(found, "P102")
    left = tuple(row for row in table.rows if row.name not in gone)
    for rows in [left, *(tuple(r for r in left if r is not row) for row in left)]:
        if rows:
            fewer = given_of(replace(table, rows=rows))
            same = all((fewer[k].result, fewer[k].outputs) == one for k, one in given.items())
            assert same is (rows == left)


@given(tables(("stop", "continue"), "validation"), st.integers(0, 1), st.sampled_from(["lead", ""]))
@quick
def test_a_table_at_a_point_speaks_as_rules_do(
    table: TableClause, with_rule: int, asked: str
) -> None:
    name, phrase = ("lead", "known") if asked else ("gain_from_stopping", "above 2 EUR")
    rule = decide("DEC-01", "redirect", when=compared("DEC-01/1", name, phrase))
    clauses: list[DecideClause | TableClause] = [table, *([rule] if with_rule else [])]
    policies = CompiledPolicies(tuple(clauses), {"validation": ORDER}, "")
    findings, answers = JUDGE(policies, CASES)

    found = findings_of(clauses)

    gaps = [one for one in found if one.code == "P104"]
    assert bool(gaps) == any(answer.why == "gap" for answer in answers)
    fires = {one.subject for one in findings if one.rule == "DEC-01" and one.result == "fires"}
    meeting = {
        ("DEC-01", f"TAB-01 ({one.table.outputs[0][1][0]})")
        for one in findings
        if one.table is not None and one.result == "gives" and one.subject in fires
    }
    told = [one for one in found if one.code == "P103" and one.level == "note"]
    assert {tuple(one.message.split(" both ")[0].split(" and ")) for one in told} == meeting


HEAD = 'measures:\n  kept: {ratio: [value_realised, value_forecast], unit: "%"}\n'


def a_table(hit: str, inputs: str, outputs: str, *rows: str, title: str = "TAB-01") -> str:
    lines = "".join(f"      - {row}\n" for row in rows)
    return (
        f"  - id: {title}\n    title: A table\n    table: {title.lower().replace('-', '_')}\n"
        f"    for_each: initiative\n    hit: {hit}\n    inputs: [{inputs}]\n"
        f"    outputs: [{outputs}]\n    rows:\n{lines}    missing: review\n    owner: finance\n"
        '    because: It is an example of a test.\n    message: "{initiative}"\n'
    )


WORTH = a_table(
    "first",
    "gain_from_stopping",
    "worth",
    "{row: much, if: [above 10 EUR], then: [high]}",
    "{row: some, if: [above 5 EUR], then: [low]}",
)
ASKING = (
    a_rule("STOP-01", "stop", "{worth: is high}")
    + a_rule("CON-01", "continue", "{worth: is low}")
)  # fmt: skip


def test_what_a_table_never_gives_is_asked_of_nobody(tmp_path: Path) -> None:
    """With a row for everything else, `high` and `low` are all there is, and no case is left."""
    total = WORTH.replace("[above 5 EUR]", "[any]")

    assert lint(tmp_path, POINT + "rules:\n" + total + ASKING) == ()


def test_where_a_table_gives_nothing_rules_that_ask_for_its_word_are_silent(
    tmp_path: Path,
) -> None:
    point, table = lint(tmp_path, POINT + "rules:\n" + WORTH + ASKING)

    assert point.message.startswith("`validation`: no rule speaks for 1 of 4 cases")
    assert point.examples == ("worth no row",)
    assert table.message == (
        "no row of TAB-01 holds in 1 of 4 cases, and rules that ask for `worth` find no word"
    )
    assert table.examples == ("gain_from_stopping 4 EUR",)


def test_two_inputs_of_one_origin_may_not_overlap_at_all_and_it_is_said(tmp_path: Path) -> None:
    table = a_table(
        "unique",
        "relevance, theme_ids",
        "heard",
        "{row: relevant, if: [above 10 %, any], then: [finance]}",
        "{row: adrift, if: [any, missing], then: [portfolio_board]}",
    )

    (overlap,) = lint(tmp_path, "rules:\n" + table)

    assert overlap.level == "warning"
    assert overlap.message.endswith("and `hit: unique` promises one, if it can occur")


def test_a_last_row_does_not_answer_for_what_is_missing_and_it_is_said(tmp_path: Path) -> None:
    table = a_table(
        "first",
        "gain_from_stopping",
        "heard",
        "{row: much, if: [above 10 EUR], then: [finance]}",
        "{row: little, if: [at most 10 EUR], then: [sponsor]}",
        "{row: unclear, if: [known], then: [portfolio_board]}",
        "{row: rest, if: [any], then: [portfolio_board]}",
    )

    unclear, rest = lint(tmp_path, "rules:\n" + table)

    assert unclear.message == "row unclear of TAB-01 is never reached: much and others come first"
    assert rest.message.startswith("row rest of TAB-01 is never reached: much and others come")
    assert (rest.place.line - unclear.place.line, rest.code) == (1, "P105")


def test_a_table_of_too_many_cases_is_told_as_not_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(table: TableClause, axes: Axes) -> TableLook:
        raise TooManyCellsError

    monkeypatch.setattr(lint_tables, "looked_at", refused)

    found = lint(tmp_path, "rules:\n" + WORTH)

    assert any(one.level == "note" and "is not decided" in one.message for one in found)
