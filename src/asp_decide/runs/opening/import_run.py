"""Bring facts from a file of others into a workspace, by a mapping that a person has committed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from asp_decide.errors import InvalidInputError, UsageError, WritingFailedError, unwrap
from asp_decide.load.imported_facts import ImportedFacts, check_fit, import_facts
from asp_decide.load.mapped_records import OUTCOMES
from asp_decide.load.mapping_reader import read_mapping
from asp_decide.runs.workspace import CHARTER, Workspace, find_workspace, open_workspace
from asp_decide.runs.writing import write_file

LAST_TABLE = "options.csv"
"""Every import writes it, and no plan is made without it."""

_OTHER_ENDINGS = (".yaml", ".yml", ".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class Import:
    """What an import has written, and what it could not use.

    `rejected` is a line for each cell, `file:row:column: reason [code]`; `counts` are rows of
    field, stated, and the kinds of what is not stated, under `columns`.
    """

    initiatives: int
    written: tuple[str, ...]
    rejected: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[str, ...], ...]

    def as_json(self) -> Mapping[str, object]:
        """The same as one JSON object."""
        counts = [dict(zip(self.columns, row, strict=True)) for row in self.counts]
        return {
            "schema_version": "1",
            "initiatives": self.initiatives,
            "written": list(self.written),
            "rejected": list(self.rejected),
            "fields": counts,
        }


def import_run(source: Path, *, mapping: Path, into: Workspace) -> Import:
    """Read `source` by the mapping and write the tables of facts of the workspace.

    A table that stands there is replaced. Cells that cannot be used are left unknown and listed.
    Every problem of mapping and file is told at once with InvalidInputError, and nothing is written
    then; nor where a table stands there in another format (UsageError). The same file and mapping
    give the same bytes.
    """
    known = unwrap(read_mapping(_read(mapping), mapping.name))
    if unfit := check_fit(known, into.charter, mapping.name):
        raise InvalidInputError(unfit)
    facts = unwrap(import_facts(_read(source), source.name, known, into.charter))
    folder = into.root / "facts"
    _refuse_twice(folder, facts)
    _write(folder, facts.files)
    return _told(facts)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Replace the tables so that a kill leaves the old facts, the new ones, or none to plan with.

    A workspace without options is refused: theirs go first and come last, and nobody plans with
    the tables of two releases.
    """
    last = folder / LAST_TABLE
    try:
        last.unlink(missing_ok=True)
    except OSError as error:
        raise WritingFailedError(str(last), why=error.strerror or str(error)) from error
    for name in sorted(files, key=lambda name: (name == LAST_TABLE, name)):
        write_file(folder / name, files[name])


def target(folder: Path | None, *, start: Path) -> Workspace:
    """The workspace that is `folder`, or the one around `start`. Raises UsageError."""
    if folder is None:
        return find_workspace(start)
    if not (folder / CHARTER).is_file():
        raise UsageError(
            f"`{folder}` is no workspace: it has no `{CHARTER}`",
            mend=f"`asp-decide init {folder} --template gmpp` makes one",
        )
    return open_workspace(folder.absolute())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"`{path}` cannot be read: {(error.strerror or 'unknown').lower()}",
            mend="name a file that is there",
        ) from error


def _refuse_twice(folder: Path, facts: ImportedFacts) -> None:
    """A table in two files would be refused when it is read; say so before writing the second."""
    for name in facts.files:
        for ending in _OTHER_ENDINGS:
            other = (folder / name).with_suffix(ending)
            if other.name != name and other.is_file():
                raise UsageError(
                    f"`facts/{other.name}` stands there, and `facts/{name}` would be written",
                    mend="move it away; one table stands in one file",
                )


def _told(facts: ImportedFacts) -> Import:
    return Import(
        initiatives=facts.initiatives,
        written=tuple(f"facts/{name}" for name in facts.files),
        rejected=tuple(f"{one.place}: {one.message} [{one.code}]" for one in facts.rejected),
        columns=("field", *OUTCOMES),
        counts=tuple(
            (field, *(str(counts[outcome]) for outcome in OUTCOMES))
            for field, counts in facts.tally.items()
        ),
    )
