"""Which rows of the facts were read, what each is about, and where its owner has it from."""

from datetime import date

from asp_decide.load.typed_rows import TypedRow
from asp_decide.model.fact_row import FactRow, Origin
from asp_decide.model.subject import PORTFOLIO, SubjectKey, SubjectKind


class ReadRows:
    """The rows of all facts by `table/id`, noted as they are read."""

    def __init__(self) -> None:
        self._rows: dict[str, FactRow] = {}

    def note(self, table: str, key: str, about: tuple[SubjectKey, ...], *rows: TypedRow) -> None:
        """A fact of a table, what it is about, and the rows that state it."""
        stated = {_origin(row) for row in rows} - {Origin()}
        origins = tuple(sorted(stated, key=lambda o: (o.source, o.noted_on or date.min)))
        self._rows[f"{table}/{key}"] = FactRow(table, about, origins)

    def sorted(self) -> dict[str, FactRow]:
        """All of them, by `table/id`."""
        return dict(sorted(self._rows.items()))


def about(kind: SubjectKind, *ids: str | None) -> tuple[SubjectKey, ...]:
    """The subjects of these ids; what belongs to no value stream is of the portfolio."""
    return tuple(
        SubjectKey("portfolio", PORTFOLIO) if one is None else SubjectKey(kind, one) for one in ids
    )


def _origin(row: TypedRow) -> Origin:
    return Origin(row.text("source") or "", row.day("noted_on"))
