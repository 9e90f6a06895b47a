"""One decision table in all its cells: which rows are reached, and what each column changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from asp_decide.clauses.clause import TableClause, TableRow
from asp_decide.clauses.condition import Comparison
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.cells.bare_conditions import bare, inside
from asp_decide.policy.cells.cell_diagrams import Diagram
from asp_decide.policy.cells.cell_parts import Part
from asp_decide.policy.cells.clause_cells import crowded_part_of_clauses
from asp_decide.policy.cells.suppositions import Supposition
from asp_decide.policy.cells.table_cells import Given, Levels, Words, given_by


@dataclass(frozen=True, slots=True)
class Taken:
    """Where a dead row holds and the row `before` it is taken, or nobody knows which is.

    `is_alone` says that this one row is taken wherever the dead one holds.
    """

    before: str | None
    where: Diagram
    is_alone: bool = False


@dataclass(slots=True)
class TableLook:
    """A table, the cells of subjects of whom it speaks, and what it gives in them."""

    clause: TableClause
    part: Part[Diagram]
    within: Diagram
    given: Given[Diagram]

    def holds(self, row: TableRow) -> Diagram:
        """Where the row holds for certain."""
        return self._level(row)[0] & self.within

    def dead_rows(self) -> Iterator[TableRow]:
        """Rows that give their words in no case; of a `unique` or `collect` table, hold in none."""
        left = self.within
        for row in self.clause.rows:
            certain, possible = self._level(row)
            is_first = self.clause.hit == "first"
            if not (possible & left & self.given.gives if is_first else self.holds(row)):
                yield row
            left = left & ~certain

    def taken_instead(self, dead: TableRow) -> Taken | None:
        """The first row that is taken where the dead one holds; None if that can never hold."""
        holds, left = self.holds(dead), self.within
        if not holds:
            return None
        for row in self.clause.rows[: self.clause.rows.index(dead)]:
            certain = self.holds(row)
            if taken := holds & certain & left & self.given.gives:
                return Taken(row.name, taken, is_alone=not holds & ~certain)
            left = left & ~certain
        return Taken(None, holds)

    def implied_rows(self) -> list[TableRow]:
        """Rows that could be left out together, and the table would give the same in every case."""
        left, gone = list(self.clause.rows), list[TableRow]()
        for row in reversed(self.clause.rows):
            fewer = [one for one in left if one is not row]
            if fewer and self._is_same(self._given(fewer)):
                left = fewer
                gone.append(row)
        return gone[::-1]

    def without_column(self, number: int) -> Given[Diagram]:
        """What the table gives if nobody looks at that column."""
        return self._given([_without(row, number) for row in self.clause.rows])

    def gives_the_same(self, other: Given[Diagram]) -> bool:
        """Whether the other gives the same, or no row as well, wherever this is known."""
        gives, no_row = self.given.gives, self.given.no_row
        if gives & ~other.gives or no_row & ~other.no_row:
            return False
        return _alike(self.given.sure, other.sure, gives)

    def fact(self, cells: Diagram) -> Supposition:
        """A fact that stands for the cells."""
        return self.part.space.supposition(cells)

    def counted(self, cells: Diagram) -> str:
        """The number of cells, of how many."""
        return f"{cells.bit_count()} of {self.within.bit_count()} cases"

    def _is_same(self, other: Given[Diagram]) -> bool:
        """The same in every case: at a decision point also what may be answered."""
        if other.no_row != self.given.no_row or other.unknown != self.given.unknown:
            return False
        if self.clause.point and not _alike(self.given.may, other.may, self.given.unknown):
            return False
        return _alike(self.given.sure, other.sure, self.within)

    def _given(self, rows: Sequence[TableRow]) -> Given[Diagram]:
        levels = [self._level(row) for row in rows]
        return given_by(self.clause.hit, levels, [row.then for row in rows], self.within)

    def _level(self, row: TableRow) -> Levels[Diagram]:
        return self.part.sided(bare(row.when))


def _alike(one: Mapping[Words, Diagram], other: Mapping[Words, Diagram], within: Diagram) -> bool:
    nothing = within & ~within
    return all(
        one.get(words, nothing) & within == other.get(words, nothing) & within
        for words in {*one, *other}
    )


def _without(row: TableRow, number: int) -> TableRow:
    cells: tuple[Comparison | None, ...] = (*row.cells[:number], None, *row.cells[number + 1 :])
    return replace(row, cells=cells)


def looked_at(clause: TableClause, axes: Axes) -> TableLook:
    """The table in all its cells. Raises TooManyCellsError."""
    part, _ = crowded_part_of_clauses((clause,), axes)
    within = part.sided(inside(clause))[0]
    levels = [part.sided(bare(row.when)) for row in clause.rows]
    given = given_by(clause.hit, levels, [row.then for row in clause.rows], within)
    return TableLook(clause, part, within, given)
