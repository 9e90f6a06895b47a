"""A table of facts as a file holds it: rows of texts under headers, each cell with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from asp_decide.load.input_codes import Spot

type Cell = str | tuple[str, ...]

MOST_BYTES = 64_000_000
"""A table of more is no table of a portfolio; it is refused before it is read."""

MOST_ROWS = 500_000
"""Ten thousand initiatives with a few options each are a tenth of this."""


class Locator(Protocol):
    """A file that can say where in it a row or a cell stands."""

    def row(self, number: int) -> Spot:
        """Where a row begins."""
        ...

    def cell(self, number: int, column: str) -> Spot:
        """Where a cell stands; where its row does, if the file leaves the cell out."""
        ...

    def header(self, column: str) -> Spot:
        """Where a column is named first."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One row: the texts of its cells that are not empty, without outer white space.

    A list of YAML is a tuple of texts. `number` is how its file finds it again.
    """

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table in the one form that all files are read into.

    `columns` are those that the file names, even where every cell of them is empty. `complete` is
    false where rows could not be read: then nobody can say which ids the table does not have.
    """

    name: str
    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    locator: Locator
    complete: bool = True
