"""A file of others to the files of our facts, by a mapping: everything that `import` computes."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from asp_decide.diagnostics import Checked, Diagnostic, Place
from asp_decide.load.assumed_values import id_from_name
from asp_decide.load.assumption_sentences import assumption_sentences
from asp_decide.load.cell_values import Misfit, read_id
from asp_decide.load.facts_file import sentences_body, table_body
from asp_decide.load.imported_rows import (
    PROSE,
    CellTexts,
    Origin,
    evidence_rows,
    initiative_row,
    option_rows,
    state_of,
)
from asp_decide.load.imported_streams import capacity_rows, stream_rows
from asp_decide.load.input_codes import problem
from asp_decide.load.mapped_records import MappedRecord, Outcome, Reading, read_records
from asp_decide.load.mapped_source import SourceCell, read_source
from asp_decide.load.mapping import SourceMapping, folded
from asp_decide.load.stated_assumptions import STATED_ASSUMPTIONS
from asp_decide.model.charter import Charter

_ALWAYS = ("id", "name", "state", "urgency", "benefit_per_week_likely", "benefit_life")
_ORIGIN = ("noted_on", "source")
_OPTIONS = (
    *("initiative_id", "option", "kind", "value_stream_id"),
    *("remaining_effort_likely", "remaining_duration_likely"),
)
_CAPACITY = ("value_stream_id", "interval", "net", "stated_on", *_ORIGIN)
_EVIDENCE = (
    *("id", "about_kind", "about_id", "informs", "metric", "grade", "origin"),
    *("observed_on", "recorded_by", "source"),
)


@dataclass(frozen=True, slots=True)
class ImportedFacts:
    """The files of facts by name, every rejected cell in the order of the file, and counts.

    `tally` counts for each field of the mapping what its cells turned out to be, `initiatives` the
    records that were taken.
    """

    files: Mapping[str, bytes]
    rejected: tuple[Diagnostic, ...]
    tally: Mapping[str, Counter[Outcome]]
    initiatives: int


def import_facts(
    body: bytes, file: str, mapping: SourceMapping, charter: Charter
) -> Checked[ImportedFacts]:
    """The facts in the bytes of `file` as the mapping reads it, for a workspace with this charter.

    The same bytes give the same files, and the order of records changes nothing in them but the
    places that `source` names. A cell that cannot be read is told and left unknown; the value is
    None only where the file as a whole cannot be read.
    """
    source = read_source(body, file, mapping)
    if source.value is None:
        return Checked(None, source.diagnostics)
    reading = read_records(source.value, file, mapping)
    taken = _taken(reading, file, mapping)
    tables = _tables(taken, Origin(mapping, file, charter.currency_decimals), charter)
    told = assumption_sentences(mapping, reading.tally, initiatives=len(taken))
    files = {f"{name}.csv": table_body(*table) for name, table in tables.items()}
    files[STATED_ASSUMPTIONS] = sentences_body(told)
    rejected = tuple(sorted(set(reading.rejected)))
    return Checked(ImportedFacts(dict(sorted(files.items())), rejected, reading.tally, len(taken)))


@dataclass(frozen=True, slots=True)
class _Taken:
    """A record that becomes an initiative."""

    name: str
    record: MappedRecord
    state: str


type _Table = tuple[Sequence[str], Sequence[CellTexts]]


def _taken(reading: Reading, file: str, mapping: SourceMapping) -> list[_Taken]:
    """The records that can be told apart and have a state, sorted by the id they are called by.

    Of records that claim one id none is taken: nobody can say which is meant.
    """
    claimed: dict[str, list[_Taken]] = defaultdict(list)
    for record in reading.records:
        name, state = _id_of(record, mapping), state_of(record, mapping)
        if isinstance(name, Misfit):
            reading.reject(file, _cell(record), name)
        elif state is None:
            told = Misfit("I022", f"`{name}` has no state and is not taken")
            reading.reject(file, _cell(record), told)
        else:
            claimed[name].append(_Taken(name, record, state))
    for name, several in claimed.items():
        for one in several if len(several) > 1 else ():
            told_of = f"{len(several)} records are called `{name}`, and none of them is taken"
            mend = "tell them apart by `ids` of the mapping"
            reading.reject(file, _cell(one.record), Misfit("I040", told_of, mend))
    return [several[0] for _, several in sorted(claimed.items()) if len(several) == 1]


def _cell(record: MappedRecord) -> SourceCell:
    """The cell to show where a record as a whole is meant."""
    cells = record.cells
    return cells.get("id") or cells.get("name") or next(iter(cells.values()))


def _id_of(record: MappedRecord, mapping: SourceMapping) -> str | Misfit:
    name = record.text("name")
    if name is None:
        return Misfit("I022", "a record without a name is not taken", "name it in the source")
    if (stated := record.text("id")) is not None:
        return stated
    if (alias := mapping.ids.get(folded(name))) is not None:
        return alias
    made = "" if mapping.assumed.id is None else id_from_name(name, mapping.assumed.id)
    return read_id(made) if made else Misfit("I022", "a record without an id is not taken")


def _tables(taken: Sequence[_Taken], origin: Origin, charter: Charter) -> dict[str, _Table]:
    mapping = origin.mapping
    records = [one.record for one in taken]
    initiatives = [initiative_row(one.name, one.record, one.state, origin) for one in taken]
    options = [row for t in taken for row in option_rows(t.name, t.record, t.state, origin)]
    tables: dict[str, _Table] = {
        "initiatives": (_initiative_columns(mapping), initiatives),
        "options": (_option_columns(mapping), options),
        "value_streams": (("id", "name"), stream_rows(records, mapping)),
    }
    if "rating" in mapping.fields:
        rows = [row for one in taken for row in evidence_rows(one.name, one.record, mapping)]
        tables["evidence"] = (_EVIDENCE, rows)
    if (assumed := mapping.assumed.capacity) is not None:
        tables["capacity"] = (_CAPACITY, capacity_rows(records, assumed, origin, charter))
    return dict(sorted(tables.items()))


def _initiative_columns(mapping: SourceMapping) -> tuple[str, ...]:
    """Columns that the mapping can fill; one that it cannot takes the stated default."""
    columns = list(_ALWAYS)
    if mapping.groups:
        columns += ["category", "reference_class"]
    if "probability_of_success" in mapping.fields or mapping.assumed.probability_of_success:
        columns.append("probability_of_success")
    return (*columns, *(name for name in PROSE if name in mapping.fields), *_ORIGIN)


def _option_columns(mapping: SourceMapping) -> tuple[str, ...]:
    columns = list(_OPTIONS)
    if mapping.assumed.pause is not None:
        columns.append("transition_cost")
    if "starts_on" in mapping.fields:
        columns.append("earliest_start_on")
    return (*columns, *_ORIGIN)


def check_fit(mapping: SourceMapping, charter: Charter, file: str) -> tuple[Diagnostic, ...]:
    """Where mapping and workspace do not speak of the same money, capacity or time."""
    found = []
    used = [
        one for sources in mapping.fields.values() for one in sources if one.dimension == "money"
    ]
    currency = mapping.styles.currency
    if used and currency != charter.currency:
        told = f"the mapping reads {currency}, and the workspace counts in {charter.currency}"
        found.append(problem("I027", used[0].place, told, "use a workspace of that currency"))
    in_money = mapping.assumed.remaining_effort is not None or any(
        one.dimension == "money" for one in mapping.fields.get("remaining_effort", ())
    )
    wanted = "money" if in_money else "team-weeks"
    if charter.capacity_unit != wanted:
        told = f"effort is read in {wanted}, and the workspace counts {charter.capacity_unit}"
        mend = f"say `capacity_unit: {wanted}` in `asp.yaml`"
        found.append(problem("I026", Place(file), told, mend))
    if not charter.calendar.ahead(mapping.as_of):
        told = f"no interval of the calendar begins on {mapping.as_of} or later"
        found.append(problem("W018", Place(file), told, "add intervals to `asp.yaml`"))
    return tuple(sorted(found))
