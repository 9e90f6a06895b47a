"""The rows of a run's facts, to be named beside the values that were read from them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from asp_decide.model.fact_row import FactRow, Origin
from asp_decide.model.reads import Reads
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import SubjectKey, SubjectKind

_LINKS_AWAY = 2
"""So many links away a row may still count: what an enabler lets begin, and what else holds it."""


@dataclass(frozen=True, slots=True)
class FactRows:
    """Rows by `table/id`, and by what they are about.

    `linked` are the subjects that stand before and after each, `named` what each names of itself.
    """

    rows: Mapping[str, FactRow] = field(default_factory=dict)
    about: Mapping[tuple[str, SubjectKey], tuple[str, ...]] = field(default_factory=dict)
    linked: Mapping[SubjectKey, frozenset[SubjectKey]] = field(default_factory=dict)
    named: Mapping[SubjectKey, frozenset[SubjectKey]] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot) -> "FactRows":
        """The rows of a snapshot."""
        about: dict[tuple[str, SubjectKey], list[str]] = {}
        next_to: dict[SubjectKey, set[SubjectKey]] = {}
        for name, row in snapshot.rows.items():
            for key in row.about:
                about.setdefault((row.table, key), []).append(name)
                if row.table == "dependencies":
                    next_to.setdefault(key, set()).update(row.about)
        return cls(
            rows=snapshot.rows,
            about={key: tuple(names) for key, names in about.items()},
            linked={key: _within_reach(key, next_to) for key in next_to},
            named=_named(snapshot),
        )

    def read_for(self, subject: SubjectKey, reads: Reads) -> Iterator[tuple[str, str]]:
        """The rows, tables and files on which a value of a subject may rest."""
        for whose, tables in (
            ((subject,), reads.own),
            (self.linked.get(subject, ()), reads.linked),
            (self.named.get(subject, ()), reads.named),
        ):
            for key in whose:
                for table in tables:
                    for name in self.about.get((table, key), ()):
                        yield "row", name
        yield from (("table", table) for table in reads.others)
        yield from (("file", path) for path in reads.files)

    def origins(self, name: str) -> list[dict[str, str]]:
        """Where the owner of a row has it from, as far as the row says so."""
        row = self.rows.get(name)
        return [] if row is None else [_origin(one) for one in row.origins]


NO_ROWS = FactRows()
"""Those of no facts."""


def _within_reach(
    key: SubjectKey, next_to: Mapping[SubjectKey, set[SubjectKey]]
) -> frozenset[SubjectKey]:
    reached = {key}
    for _ in range(_LINKS_AWAY):
        reached |= {other for one in reached for other in next_to.get(one, ())}
    return frozenset(reached - {key})


def _named(snapshot: Snapshot) -> dict[SubjectKey, frozenset[SubjectKey]]:
    """Themes and requirements that each initiative names."""
    return {
        SubjectKey("initiative", one.id): frozenset(
            SubjectKey(kind, id_)
            for kind, ids in _naming(one.theme_ids, one.requirement_ids)
            for id_ in ids
        )
        for one in snapshot.initiatives
    }


def _naming(
    themes: Iterable[str], requirements: Iterable[str]
) -> tuple[tuple[SubjectKind, Iterable[str]], ...]:
    return (("theme", themes), ("requirement", requirements))


def _origin(origin: Origin) -> dict[str, str]:
    noted_on = "" if origin.noted_on is None else origin.noted_on.isoformat()
    told = {"source": origin.source, "noted_on": noted_on}
    return {name: text for name, text in told.items() if text}
