"""A checked table to its clause: a comparison for each cell that compares something."""

from asp_decide.clauses.clause import Heading, OverrideRight, TableClause, TableRow
from asp_decide.clauses.condition import Comparison
from asp_decide.policy.compiling.compile_conditions import Numbered, compile_condition
from asp_decide.policy.compiling.compile_scopes import compile_scope
from asp_decide.policy.written.document import Leaf, Table
from asp_decide.policy.written.rule_parts import point_of, rows_of, subject_of


def compile_table(
    table: Table, heading: Heading, numbered: Numbered, override: OverrideRight | None
) -> TableClause:
    """The clause of the table on that day; its cells are numbered row by row."""
    subject = subject_of(table)
    rows = tuple(
        TableRow(
            row.name.text,
            tuple(_cell(cell, subject, numbered) for cell in row.cells),
            tuple(word.text for word in row.then),
            row.name.place,
        )
        for row in rows_of(table)
    )
    return TableClause(
        heading,
        table.name.text,
        compile_scope(table, numbered.policies),
        table.hit,
        tuple(column.text for column in table.inputs),
        tuple(column.text for column in table.outputs),
        rows,
        table.missing,
        point_of(table),
        None if table.force is None else table.force.enforce,
        override,
    )


def _cell(cell: Leaf | None, subject: str, numbered: Numbered) -> Comparison | None:
    if cell is None:
        return None
    compared = compile_condition(cell, subject, numbered)
    assert isinstance(compared, Comparison), "a cell is one comparison"
    return compared
