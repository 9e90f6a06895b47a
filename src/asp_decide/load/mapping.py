"""What a mapping says: how a file of others becomes our facts, and what is assumed beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from asp_decide.diagnostics import Place
from asp_decide.load.assumed_forms import Assumed
from asp_decide.load.cell_values import Absence

type Encoding = Literal["utf-8", "cp1252"]
type Records = Literal["rows", "columns"]
type FieldKind = Literal[
    "id", "text", "stream", "group", "rating", "day", "money", "amount", "state"
]

FIELDS: dict[str, FieldKind] = {
    "id": "id",
    "name": "text",
    "value_stream": "stream",
    "group": "group",
    "state": "state",
    "rating": "rating",
    "starts_on": "day",
    "ends_on": "day",
    "whole_life_cost": "money",
    "cost_this_year": "money",
    "benefit_per_week": "money",
    "benefit_life": "amount",
    "probability_of_success": "amount",
    "remaining_effort": "amount",
    "remaining_duration": "amount",
    "sponsor": "text",
    "lead": "text",
    "problem": "text",
    "value_hypothesis": "text",
}
"""What a record of a source may state, and how its cells are read.

Effort, cost and dates that a source states are facts; a share of its group, a rating and a cost of
the whole life are what assumptions start from.
"""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as a mapping names it: whole, or by its beginning or end where `...` stands.

    Compared are folded texts: white space single, case left aside.
    """

    text: str
    begins: bool = False
    ends: bool = False

    def fits(self, folded: str) -> bool:
        """Whether a folded text is the one that is meant."""
        if self.begins:
            return folded.startswith(self.text)
        return folded.endswith(self.text) if self.ends else folded == self.text


@dataclass(frozen=True, slots=True)
class FileForm:
    """How the file is divided; a line whose first cell fits one of `skip` is left out."""

    encoding: Encoding
    separator: str
    records: Records
    skip: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class CellStyles:
    """How days and numbers are written, and what says that a value is absent, and why.

    `date_styles` are forms such as `dd/mm/yyyy`; `sign` stands before or behind amounts of money.
    """

    date_styles: tuple[str, ...]
    thousands: str
    decimal: str
    currency: str | None
    sign: str
    absences: tuple[tuple[Wording, Absence], ...]


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Where a field stands in the source: under which header, and the how-manieth of its name.

    `factor` turns the number in a cell into the base unit of its `dimension` (as of a unit).
    `unknown` are texts that say in this field alone that nothing is known. `recorded_by` says who
    rates.
    """

    header: str
    wording: Wording
    place: Place
    number: int | None = None
    factor: Fraction = Fraction(1)
    dimension: str = ""
    unknown: tuple[Wording, ...] = ()
    recorded_by: str = ""


@dataclass(frozen=True, slots=True)
class SourceMapping:
    """One mapping: for one release of one source.

    `noted_on` is the day on which the source was true, `as_of` the day of the plan, from which
    remaining time is counted. Names are found by folded texts: `streams` may name several ids, over
    which effort is divided evenly; `groups` give their own text and a category of ours; `ids` are
    by the id of the source, or by the name where it has none.
    """

    source: str
    attribution: str
    noted_on: date
    as_of: date
    form: FileForm
    styles: CellStyles
    fields: Mapping[str, tuple[FieldSource, ...]]
    stream_names: Mapping[str, str]
    streams: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, str]]
    states: Mapping[str, str]
    ids: Mapping[str, str]
    assumed: Assumed


def folded(text: str) -> str:
    r"""The text as it is compared: white space single, case left aside.

    >>> folded("  Amber/Red\n (IPA) ")
    'amber/red (ipa)'
    """
    return " ".join(text.split()).casefold()


def wording(text: str) -> Wording:
    """The wording that a text of a mapping means: `Exempt ...` is a beginning, `... TBC` an end.

    >>> wording("Exempt ...").fits(folded("Exempt  under Section 26"))
    True
    """
    known = folded(text)
    if known.endswith("..."):
        return Wording(known.removesuffix("...").rstrip(), begins=True)
    if known.startswith("..."):
        return Wording(known.removeprefix("...").lstrip(), ends=True)
    return Wording(known)
