"""What facts say of each other: every id that is named is borne by a row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from asp_decide.diagnostics import nearest
from asp_decide.load.cell_values import in_a_row
from asp_decide.load.typed_rows import TypedRow, TypedTable

MOST_SUGGESTIONS = 20
"""A suggestion compares with every known id; whoever misses more than these has another problem."""

_NOUNS = {
    "value_streams": "value stream",
    "initiatives": "initiative",
    "themes": "theme",
    "requirements": "requirement",
    "signals": "signal",
    "options": "option",
    "features": "feature",
    "releases": "release",
}


@dataclass(slots=True)
class KnownIds:
    """The ids of each table; None for a table that stands there and could not be read.

    A table that is not in `ids` at all is not used by the workspace.
    """

    ids: Mapping[str, frozenset[str] | None]
    suggestions: dict[str, str] = field(default_factory=dict)

    def check(self, row: TypedRow, column: str, name: str, tables: Iterable[str]) -> None:
        """Tell an id that none of the tables has; nothing where one of them could not be read."""
        tables = tuple(tables)
        known: set[str] = set()
        for table in tables:
            ids = self.ids.get(table, frozenset())
            if ids is None or name in ids:
                return
            known |= ids
        nouns = " or ".join(_NOUNS[table] for table in tables)
        row.refuse("I041", column, f"unknown {nouns} `{name}`", self._mend(name, known, tables))

    def _mend(self, name: str, known: set[str], tables: tuple[str, ...]) -> str:
        if not known:
            return f"no row of {in_a_row(tables)} is there; add it, or empty the cell"
        if name not in self.suggestions and len(self.suggestions) < MOST_SUGGESTIONS:
            near = nearest(name, known)
            self.suggestions[name] = f"did you mean `{near}`?" if near else ""
        return self.suggestions.get(name, "") or f"add it to {in_a_row(tables)}"


def check_references(tables: Iterable[TypedTable], known: KnownIds) -> None:
    """Tell every reference of these tables to something that is not there."""
    for table in tables:
        for column in table.schema.columns.values():
            if not column.refers_to or not table.has(column.name):
                continue
            for row in table.rows:
                names = row.members(column.name) if column.many else row.text(column.name)
                for name in (names,) if isinstance(names, str) else names or ():
                    known.check(row, column.name, name, column.refers_to)
        if table.schema.name == "dependencies":
            _ends(table, known)
        elif table.schema.name == "evidence":
            _abouts(table, known)


def _ends(table: TypedTable, known: KnownIds) -> None:
    for row in table.rows:
        table_of_ends = "features" if row.text("level") == "feature" else "initiatives"
        for column in ("from_id", "to_id"):
            if name := row.text(column):
                known.check(row, column, name, (table_of_ends,))


def _abouts(table: TypedTable, known: KnownIds) -> None:
    """Assumptions have no table; features may have none, and may be named all the same."""
    for row in table.rows:
        about = row.text("about_id")
        match row.text("about_kind"):
            case "initiative" if about:
                known.check(row, "about_id", about, ("initiatives",))
            case "option" if about:
                known.check(row, "about_id", about, ("options",))
            case "feature" | "improvement" if about and "features" in known.ids:
                known.check(row, "about_id", about, ("features",))
            case _:
                pass
