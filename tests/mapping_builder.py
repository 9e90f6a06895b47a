"""A sound mapping and what is read by it, in which a test changes only what matters to it.

A source of few projects in columns, in millions of pounds, and a workspace in financial years.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from asp_decide.errors import unwrap
from asp_decide.load.charter_reader import charter_in
from asp_decide.load.imported_facts import ImportedFacts, import_facts
from asp_decide.load.mapping import SourceMapping
from asp_decide.load.mapping_reader import read_mapping
from asp_decide.model.charter import Charter

FILE = "projects.csv"
MAPPING = "mapping.yaml"

CHARTER = """\
name: Projects of Ruritania
currency: GBP
capacity_unit: money
discount_rate_per_year: 3.5 %
planning_intervals: 2
tail_intervals: [5, 20]
calendar:
  - {id: FY2021-22, from: 2021-04-01, until: 2022-03-31}
  - {id: FY2022-23, from: 2022-04-01, until: 2023-03-31}
  - {id: FY2023-24, from: 2023-04-01, until: 2024-03-31}
  - {id: FY2024-25, from: 2024-04-01, until: 2025-03-31}
"""

SECTIONS = {
    "head": """\
asp: mapping/v1
source: the projects of Ruritania, 2022
attribution: Contains public sector information of Ruritania.
noted_on: 2022-03-31
as_of: 2022-03-31
""",
    "file": """\
file: {encoding: cp1252, separator: ";", records: columns}
""",
    "cells": """\
cells:
  dates: [yyyy-mm-dd]
  numbers: {thousands: ",", decimal: "."}
  money: {currency: GBP, sign: £}
  absence:
    unknown: [TBD, Not provided]
    withheld: [Exempt ...]
    not_applicable: [Early planning ...]
""",
    "fields": """\
fields:
  id: GMPP ID
  name: Project Name
  value_stream: Department
  group: Category
  rating:
    - {header: IPA Rating ..., by: the authority}
    - {header: SRO Rating, by: the owner}
  starts_on: Start Date
  ends_on: End Date
  cost_this_year: {header: Forecast £m, scale: 1_000_000}
  whole_life_cost: {header: Whole Life Cost £m, scale: 1_000_000}
""",
    "names": """\
value_streams:
  MOJ: Ministry of Justice
  DFT: Department for Transport
aliases:
  MOJ & DFT: [MOJ, DFT]
groups:
  ICT: enabler
  Construction: business
""",
    "assume": """\
assume:
  id: {form: from_name, words: 3, because: some have none}
  state:
    form: by_dates
    without_dates: implementing
    not_yet_dated: investigate
    because: somebody works on them
  benefit:
    form: share_of_whole_life_cost
    by_group:
      ICT: {ratio: 1.5, life: 500 weeks}
      Construction: {ratio: 2, life: 1000 weeks}
    because: such are approved at this
  probability_of_success:
    form: by_rating
    shares: {Green: 90 %, Amber: 65 %, Red: 40 %}
    because: it is a number
  remaining_effort: {form: straight_line, because: there is no profile}
  pause: {form: restart_later, cost: 10 %, because: nobody says}
  capacity: {form: sum_of_costs_this_year, factor: 110 %, because: it is shown}
""",
}
"""The parts of the sound mapping; each may be replaced by its name, or left out with an empty one."""

HEADERS = (
    "GMPP ID",
    "Project Name",
    "Department",
    "Category",
    "IPA Rating (five steps)",
    "SRO Rating",
    "Start Date",
    "End Date",
    "Forecast £m",
    "Whole Life Cost £m",
)
COURT = (
    *("MOJ_1", "Courts", "MOJ", "ICT", "Amber", ""),
    *("2020-04-01", "2025-03-31", "£10.00", "£1,000.00"),
)
TUNNEL = (
    *("DFT_1", "Tunnel", "DFT", "Construction", "", "Green"),
    *("2022-10-01", "2030-03-31", "£20.50", "£3,650"),
)


def mapping_text(**sections: str) -> str:
    """The sound mapping with these parts in place of its own."""
    assert sections.keys() <= SECTIONS.keys(), "a part of the mapping is meant"
    return "".join((SECTIONS | sections).values())


def a_mapping(**sections: str) -> SourceMapping:
    """The mapping with these parts in place of its own; it must be sound."""
    return unwrap(read_mapping(mapping_text(**sections).encode(), MAPPING))


def a_charter(text: str = CHARTER) -> Charter:
    """What the workspace has agreed on."""
    return unwrap(charter_in(text.encode())).charter


def in_columns(*projects: Sequence[str], headers: Sequence[str] = HEADERS) -> bytes:
    """A source with a column for each project, in cp1252, its cells divided by semicolons.

    A character U+0081 becomes the byte 0x81, which cp1252 does not define.
    """
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(zip(headers, *projects, strict=True))
    undefined = "\x81".encode("latin-1")
    return undefined.join(part.encode("cp1252") for part in out.getvalue().split("\x81"))


@dataclass(frozen=True)
class Read:
    """What an import made of a source, as rows of tables."""

    facts: ImportedFacts

    def rows(self, table: str) -> list[dict[str, str]]:
        """The rows of a table."""
        text = self.facts.files[f"{table}.csv"].decode()
        return list(csv.DictReader(io.StringIO(text)))

    def row(self, table: str, key: str) -> dict[str, str]:
        """The first row whose first cell is this."""
        return next(row for row in self.rows(table) if next(iter(row.values())) == key)

    @property
    def ids(self) -> list[str]:
        """The initiatives that were taken."""
        return [row["id"] for row in self.rows("initiatives")]

    @property
    def rejected(self) -> list[str]:
        """Every rejected cell as row, column and code."""
        return [f"{d.place.line}:{d.place.column} {d.code}" for d in self.facts.rejected]


def imported(body: bytes, *, charter: str = CHARTER, **sections: str) -> Read:
    """What is made of the bytes of a source by the mapping with these parts; it must be readable."""
    mapping = a_mapping(**sections)
    return Read(unwrap(import_facts(body, FILE, mapping, a_charter(charter))))


def write_imported(folder: Path, read: Read, *, charter: str = CHARTER) -> Path:
    """A workspace that holds these facts."""
    (folder / "facts").mkdir(parents=True, exist_ok=True)
    (folder / "asp.yaml").write_text(charter, encoding="utf-8")
    for name, body in read.facts.files.items():
        (folder / "facts" / name).write_bytes(body)
    return folder
