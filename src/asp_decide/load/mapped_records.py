"""Records of cells to records of values: each cell read, absent for a reason, or rejected."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Literal

from asp_decide.diagnostics import Diagnostic, Place
from asp_decide.load.cell_values import Absence, Misfit
from asp_decide.load.foreign_cells import absence_in
from asp_decide.load.input_codes import problem
from asp_decide.load.mapped_cells import FieldValue, read_field
from asp_decide.load.mapped_source import SourceCell, SourceRecord, SourceRecords
from asp_decide.load.mapping import FIELDS, FieldSource, SourceMapping

type Outcome = Literal["stated", "rejected"] | Absence

OUTCOMES: tuple[Outcome, ...] = ("stated", "withheld", "not applicable", "rejected", "empty")
"""What a cell can turn out to be. Of several about one thing the first of these counts."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What somebody thinks of a record: the word, who says so, and under which header."""

    word: str
    recorded_by: str
    header: str


@dataclass(frozen=True, slots=True)
class MappedRecord:
    """The values of a record by field, and what each field turned out to be.

    A rejected cell is unknown. `cells` are those that were read, or that state the absence.
    """

    values: Mapping[str, FieldValue]
    outcomes: Mapping[str, Outcome]
    cells: Mapping[str, SourceCell]
    ratings: tuple[Rating, ...]

    def text(self, name: str) -> str | None:
        """A text, an id, a word of ours, or a folded text of theirs."""
        value = self.values.get(name)
        assert value is None or isinstance(value, str), f"`{name}` is a field of texts"
        return value

    def number(self, name: str) -> Fraction | None:
        """An amount in its base unit."""
        value = self.values.get(name)
        assert value is None or isinstance(value, Fraction), f"`{name}` is a field of amounts"
        return value

    def day(self, name: str) -> date | None:
        """A day."""
        value = self.values.get(name)
        assert value is None or isinstance(value, date), f"`{name}` is a field of days"
        return value

    @property
    def streams(self) -> tuple[str, ...]:
        """The value streams that it names, sorted; none where they are unknown."""
        value = self.values.get("value_stream", ())
        assert isinstance(value, tuple), "value streams are a list"
        return value

    def absence(self, *names: str) -> Absence:
        """Why a value that needs all of these fields is absent; the clearest reason of theirs."""
        kinds = {self.outcomes.get(name) for name in names}
        if "withheld" in kinds:
            return "withheld"
        return "not applicable" if "not applicable" in kinds else "empty"


@dataclass(slots=True)
class Reading:
    """What was read of a source: its records, every rejected cell, and a count of each field."""

    records: list[MappedRecord] = field(default_factory=list)
    rejected: list[Diagnostic] = field(default_factory=list)
    tally: dict[str, Counter[Outcome]] = field(default_factory=dict)

    def reject(self, file: str, cell: SourceCell, why: Misfit) -> None:
        """Tell that a cell is not used, and why."""
        place = Place(file, cell.row, cell.column)
        self.rejected.append(problem(why.code, place, why.message, why.mend))


def read_records(source: SourceRecords, file: str, mapping: SourceMapping) -> Reading:
    """The values of all records, in the order of the file; every rejected cell is told."""
    reading = Reading(rejected=list(source.rejected))
    reading.tally = {name: Counter() for name in FIELDS if name in mapping.fields}
    for record in source.records:
        reading.records.append(_Record(file, mapping, reading).read(record))
    return reading


@dataclass(slots=True)
class _Record:
    """One record while it is read."""

    file: str
    mapping: SourceMapping
    reading: Reading
    values: dict[str, FieldValue] = field(default_factory=dict)
    cells: dict[str, SourceCell] = field(default_factory=dict)
    ratings: list[Rating] = field(default_factory=list)

    def read(self, record: SourceRecord) -> MappedRecord:
        """Its values; what the fields turned out to be is counted."""
        told = {
            name: min(
                map(partial(self._field, name), sources, record.cells[name]), key=OUTCOMES.index
            )
            for name, sources in self.mapping.fields.items()
        }
        if self._runs_backward():
            told["ends_on"] = "rejected"
            del self.values["ends_on"]
        for name, outcome in told.items():
            self.reading.tally[name][outcome] += 1
        return MappedRecord(self.values, told, self.cells, tuple(self.ratings))

    def _field(self, name: str, source: FieldSource, cell: SourceCell) -> Outcome:
        absence = absence_in(cell.text, self.mapping.styles, source.unknown)
        if absence is not None:
            self.cells.setdefault(name, cell)
            return absence
        if not cell.whole and FIELDS[name] != "text":
            return "rejected"  # what cannot be decoded is told of the whole file
        value = read_field(name, cell.text, source, self.mapping)
        if isinstance(value, Misfit):
            self.reading.reject(self.file, cell, value)
            return "rejected"
        if name == "rating":
            self.ratings.append(Rating(cell.text, source.recorded_by, source.header))
        if name not in self.values:
            self.values[name], self.cells[name] = value, cell
        return "stated"

    def _runs_backward(self) -> bool:
        starts, ends = self.values.get("starts_on"), self.values.get("ends_on")
        if not isinstance(starts, date) or not isinstance(ends, date) or starts <= ends:
            return False
        told = f"it ends on {ends}, before it starts on {starts}"
        self.reading.reject(self.file, self.cells["ends_on"], Misfit("I044", told))
        return True
