"""A decision table changed in one place: a row, a cell, or a word that a row gives."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from asp_decide.diagnostics import Place
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.policy.adequacy.mutate_phrases import changed_leaf
from asp_decide.policy.written.document import Leaf, Row, Table
from asp_decide.policy.written.phrase import in_words


@dataclass(frozen=True, slots=True)
class ChangedTable:
    """A table with one change: where it is, what stood there and what stands there now."""

    table: Table
    place: Place
    was: str
    becomes: str


def changed_tables(table: Table) -> Iterator[ChangedTable]:
    """The table with one thing changed, once for each way, row by row.

    A row is dropped, or in a `first` table exchanged with the next; a cell compares otherwise, or
    nothing; a row gives another word.
    """
    rows = table.rows
    for number, row in enumerate(rows):
        name = row.name.text
        fewer = (*rows[:number], *rows[number + 1 :])
        yield ChangedTable(replace(table, rows=fewer), row.name.place, f"row {name}", "dropped")
        if table.hit == "first" and number + 1 < len(rows):
            after = rows[number + 1]
            other = (*rows[:number], after, row, *rows[number + 2 :])
            told = f"rows: {name}, {after.name.text}", f"rows: {after.name.text}, {name}"
            yield ChangedTable(replace(table, rows=other), row.name.place, *told)
        for changed, place, was, becomes in (*_cells(row), *_words(row, table)):
            other = (*rows[:number], changed, *rows[number + 1 :])
            told = f"row {name}, {was}", f"row {name}, {becomes}"
            yield ChangedTable(replace(table, rows=other), place, *told)


type _Changed = tuple[Row, Place, str, str]


def _cells(row: Row) -> Iterator[_Changed]:
    for number, cell in enumerate(row.cells):
        if cell is None:
            continue
        name = f"{cell.name.text}:"
        was, place = f"{name} {in_words(cell.phrase)}", cell.text.place
        for leaf, told in changed_leaf(cell):
            if isinstance(leaf, Leaf):  # a cell is one comparison
                yield _with_cell(row, number, leaf), place, was, f"{name} {told}"
        yield _with_cell(row, number, None), place, was, f"{name} any"


def _with_cell(row: Row, number: int, cell: Leaf | None) -> Row:
    return replace(row, cells=(*row.cells[:number], cell, *row.cells[number + 1 :]))


def _words(row: Row, table: Table) -> Iterator[_Changed]:
    """The next answer of the point; elsewhere the next word that some row gives in the column."""
    for number, word in enumerate(row.then):
        known = list(dict.fromkeys(other.then[number].text for other in table.rows))
        if table.at is not None and number == 0:
            known = list(POINTS_BY_NAME[table.at.text].answers)
        if set(known) <= {word.text}:
            continue
        place_of = known.index(word.text) if word.text in known else -1
        other = known[(place_of + 1) % len(known)]
        then = (*row.then[:number], replace(word, text=other), *row.then[number + 1 :])
        output = table.outputs[number].text
        yield replace(row, then=then), word.place, f"{output}: {word.text}", f"{output}: {other}"
