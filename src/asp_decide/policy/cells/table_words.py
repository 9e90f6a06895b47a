"""The words that tables can give to other rules, so that those are asked of nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from asp_decide.clauses.clause import CompiledPolicies, TableClause
from asp_decide.model.finding import Result
from asp_decide.policy.cells.axes import Axes, Words
from asp_decide.policy.cells.axis_histories import TooManyCellsError
from asp_decide.policy.cells.clause_cells import part_of_clauses
from asp_decide.policy.cells.suppositions import NO_ROW
from asp_decide.policy.cells.table_cells import outcomes_in

_WITHOUT_A_WORD: Mapping[Result, str | None] = {"no_row": NO_ROW, "unknown": None}
"""What stands for the word where there is none."""


def knowing_tables(axes: Axes, *versions: CompiledPolicies) -> Axes:
    """The same axes, which know what the tables of these policies give, in any version."""
    words: dict[str, dict[str | None, None]] = {}
    for policies in versions:
        known = replace(axes, outputs={})
        for table in _inputs_first(c for c in policies.clauses if isinstance(c, TableClause)):
            given = _given(table, known)
            known = replace(known, outputs={**known.outputs, **given})
        for name, of in known.outputs.items():
            words.setdefault(name, {}).update(dict.fromkeys(of))
    return replace(axes, outputs={name: tuple(of) for name, of in words.items()})


def _inputs_first(tables: Iterable[TableClause]) -> Iterator[TableClause]:
    """Each table after those whose words it looks at."""
    waiting = [table for table in tables if table.words]
    while waiting:
        awaited = {word for table in waiting for word in table.words}
        ready = [table for table in waiting if awaited.isdisjoint(table.inputs)]
        assert ready, "no table looks at what it gives"
        yield from ready
        waiting = [table for table in waiting if table not in ready]


def _given(table: TableClause, axes: Axes) -> Words:
    """By output: the words that it can have, no row and not known where that can be."""
    columns = {name: table.outputs.index(name) for name in table.words}
    try:
        outcomes = outcomes_in(table, part_of_clauses((table,), axes))
    except TooManyCellsError:
        every = {name: sorted({row.then[n] for row in table.rows}) for name, n in columns.items()}
        return {name: (*words, NO_ROW, None) for name, words in every.items()}
    gives = [outcome for outcome in outcomes if outcome.result == "gives"]
    results = {outcome.result for outcome in outcomes}
    rest = [of for result, of in _WITHOUT_A_WORD.items() if result in results]
    return {
        name: (*sorted({w for outcome in gives for w in outcome.words[n]}), *rest)
        for name, n in columns.items()
    }
