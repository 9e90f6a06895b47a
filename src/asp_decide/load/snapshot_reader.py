"""A workspace's facts to one snapshot: the door of this room."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from asp_decide.diagnostics import Checked
from asp_decide.load.assumptions import assumptions_of, assumptions_of_delivery
from asp_decide.load.capacity_deductions import read_deductions
from asp_decide.load.charter_reader import read_charter
from asp_decide.load.column_values import frame_of
from asp_decide.load.dependency_table import read_dependencies
from asp_decide.load.feature_table import read_features
from asp_decide.load.initiative_table import read_initiatives
from asp_decide.load.input_codes import problem
from asp_decide.load.option_links import check_continuations, stops_taken, tell_missing
from asp_decide.load.option_table import read_options
from asp_decide.load.outcome_tables import read_evidence, read_outcomes
from asp_decide.load.planned_capacity import check_capacity, is_over, planned_intervals
from asp_decide.load.portfolio_tables import TABLES
from asp_decide.load.read_rows import ReadRows
from asp_decide.load.references import KnownIds, check_references
from asp_decide.load.release_table import read_releases
from asp_decide.load.signal_tables import read_requirements, read_signals, read_themes
from asp_decide.load.stated_assumptions import read_stated_assumptions
from asp_decide.load.stream_tables import (
    read_burns,
    read_capacity,
    read_staffing,
    read_value_streams,
    split_losses,
)
from asp_decide.load.table_files import FactsFolder, read_tables
from asp_decide.load.typed_rows import TypedTable, type_rows
from asp_decide.model.charter import Charter
from asp_decide.model.delivery_facts import DeliveryFacts
from asp_decide.model.dependency import Dependency
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.value_stream import ValueStream


def read_snapshot(folder: Path, *, as_of: date) -> Checked[Snapshot]:
    """All facts of the workspace at `folder` as of a day, with every problem of every file.

    The folder holds `asp.yaml` and `facts/`, one file a table, as CSV, YAML or workbook. Places
    name files as the user knows them: `facts/initiatives.csv`. The value is None if anything is an
    error; warnings and notes stand beside a value. The order of rows, columns and files changes
    nothing of the value, and neither does the format of a table.
    """
    settings = read_charter(folder / "asp.yaml")
    charter = settings.value.charter if settings.value else None
    files = read_tables(folder)
    tables = _typed(files, charter)
    read = ReadRows()
    facts = _facts(tables, read)
    check_references(tables.values(), KnownIds(_known_ids(files, tables, facts)))
    stated = read_stated_assumptions(folder)
    found = [*settings.diagnostics, *files.problems, *stated.diagnostics]
    planned = () if charter is None else planned_intervals(charter, as_of)
    if settings.value is not None and not planned:
        told = f"no interval of the calendar begins on {as_of} or later"
        calendar = settings.value.places["calendar"]
        found.append(problem("W018", calendar, told, "add the intervals that lie ahead"))
    _check_options(tables, facts, planned)
    for name in sorted(tables):
        found += tables[name].problems
    in_order = tuple(sorted(found))
    if charter is None or any(diagnostic.level == "error" for diagnostic in found):
        return Checked(None, in_order)
    stops = stops_taken(facts["initiatives"], facts["options"])
    options = sorted((*facts["options"], *stops), key=lambda o: (o.initiative_id, o.option))
    snapshot = Snapshot(
        as_of=as_of,
        charter=charter,
        **facts | {"options": tuple(options)},
        assumptions=(*(stated.value or ()), *assumptions_of(tables, stops)),
        rows=read.sorted(),
    )
    return Checked(snapshot, in_order)


def _typed(files: FactsFolder, charter: Charter | None) -> dict[str, TypedTable]:
    frame = frame_of(charter)
    present = {name: table for name, table in files.tables.items() if table is not None}
    return {name: type_rows(present[name], TABLES[name], frame) for name in sorted(present)}


def _facts(tables: Mapping[str, TypedTable], read: ReadRows) -> dict[str, Any]:
    """The collections of a snapshot, by their fields."""
    capacity, states = tables.get("capacity"), _states(tables)
    links = read_dependencies(tables.get("dependencies"), read)
    streams = read_value_streams(tables.get("value_streams"), capacity, read)
    split = split_losses(tables.get("value_streams"))
    return {
        "value_streams": streams,
        "capacities": read_capacity(capacity, read, split=split),
        "burns": read_burns(capacity),
        "staffing": read_staffing(capacity),
        "deductions": read_deductions(capacity, split),
        "initiatives": read_initiatives(tables.get("initiatives"), read),
        "options": read_options(tables.get("options"), states, read),
        "dependencies": links["initiative"],
        "themes": read_themes(tables.get("themes"), read),
        "requirements": read_requirements(tables.get("requirements"), read),
        "signals": read_signals(tables.get("signals"), read),
        "outcomes": read_outcomes(tables.get("outcomes"), states, read),
        "evidence": read_evidence(tables.get("evidence"), read),
        "delivery": _delivery(tables, streams, links["feature"], read),
    }


def _delivery(
    tables: Mapping[str, TypedTable],
    streams: Iterable[ValueStream],
    links: tuple[Dependency, ...],
    read: ReadRows,
) -> DeliveryFacts:
    initiatives = tables.get("initiatives")
    strategic = {
        row.text("id") or ""
        for row in (initiatives.rows if initiatives else ())
        if row.text("kind") == "strategic"
    }
    teams = {str(stream.id): stream.teams for stream in streams if stream.teams}
    features = tables.get("features")
    return DeliveryFacts(
        features=read_features(features, read, teams=teams, strategic=strategic),
        dependencies=links,
        releases=read_releases(tables.get("releases"), read),
        assumptions=assumptions_of_delivery(tables),
    )


def _states(tables: Mapping[str, TypedTable]) -> dict[str, str]:
    initiatives = tables.get("initiatives")
    rows = initiatives.rows if initiatives else ()
    return {row.text("id") or "": row.text("state") or "" for row in rows}


def _known_ids(
    files: FactsFolder, tables: Mapping[str, TypedTable], facts: Mapping[str, Any]
) -> dict[str, frozenset[str] | None]:
    """The ids of each table that is used; None for one that cannot be read."""
    known: dict[str, frozenset[str] | None] = dict.fromkeys(files.tables)
    complete = {name: table for name, table in tables.items() if table.source.complete}
    for name, table in complete.items():
        known[name] = frozenset(row.text("id") or "" for row in table.rows if "id" in row.values)
    if "options" in complete:
        known["options"] = frozenset(f"{o.initiative_id}/{o.option}" for o in facts["options"])
    if "value_streams" not in files.tables:
        named = frozenset(stream.id for stream in facts["value_streams"])
        known["value_streams"] = named if "capacity" in complete else None
    return known


def _check_options(
    tables: Mapping[str, TypedTable], facts: Mapping[str, Any], planned: tuple[str, ...]
) -> None:
    options, initiatives = tables.get("options"), tables.get("initiatives")
    states = _states(tables)
    if options is None:
        return
    check_continuations(options, facts["options"])
    if initiatives is not None:
        tell_missing(initiatives, options)
    if planned and "capacity" in tables:
        needed = [o for o in facts["options"] if not is_over(states.get(o.initiative_id))]
        streams = {stream.id for stream in facts["value_streams"]}
        check_capacity(options, needed, tables["capacity"], streams=streams, planned=planned)
