"""Records of a source to rows of our tables: initiatives, options and evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.load.assumed_values import (
    benefit_per_week,
    days_left,
    remaining_cost,
    state_by_dates,
)
from asp_decide.load.cell_values import Absence
from asp_decide.load.foreign_cells import MOST
from asp_decide.load.mapped_records import MappedRecord
from asp_decide.load.mapped_source import SourceCell
from asp_decide.load.mapping import SourceMapping
from asp_decide.model.initiative import STATE_GROUPS

type CellTexts = dict[str, str]

LONGEST_RAW = 60
"""So much of a raw cell is kept beside the value: a cell may hold a page."""

PROSE = ("sponsor", "lead", "problem", "value_hypothesis")
"""Texts that go into the table as they are."""

_PLANNED_NO_MORE = (*STATE_GROUPS["learning"], *STATE_GROUPS["closed"])
_OF_BENEFIT = ("whole_life_cost", "group", "benefit_per_week", "benefit_life", "rating")
_OF_REST = (
    *("whole_life_cost", "cost_this_year", "starts_on", "ends_on"),
    *("remaining_effort", "remaining_duration", "value_stream"),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where records come from and what they mean; money is rounded to `money_places` decimals."""

    mapping: SourceMapping
    file: str
    money_places: int

    def money(self, amount: Fraction | None, absence: Absence = "empty") -> str:
        """An amount as a cell, or the kind of its absence; one beyond all money is unknown."""
        if amount is None or amount > MOST:
            return _absent(absence)
        return decimal_text(amount, self.money_places)

    def cited(self, name: str, cell: SourceCell) -> str:
        """A cell of the source with its place, to be kept beside what was made of it."""
        raw = cell.text
        shown = raw if len(raw) <= LONGEST_RAW else raw[: LONGEST_RAW - 3] + "..."
        return f'{name} row {cell.row} column {cell.column} "{shown}"'

    def of(self, record: MappedRecord, names: Sequence[str]) -> CellTexts:
        """The cells that every table takes: when the facts were true, and where they stand."""
        told = [self.cited(name, record.cells[name]) for name in names if name in record.cells]
        source = f"{self.file}: {', '.join(told)}" if told else self.file
        return {"noted_on": self.mapping.noted_on.isoformat(), "source": source}


def state_of(record: MappedRecord, mapping: SourceMapping) -> str | None:
    """The state of an initiative, by its dates or as it is stated; None if it is not known."""
    assumed = mapping.assumed.state
    if assumed is None:
        return record.text("state")
    return state_by_dates(record, assumed, mapping.as_of)


def initiative_row(name: str, record: MappedRecord, state: str, origin: Origin) -> CellTexts:
    """The row of an initiative; the columns are those of its table, whether used or not."""
    group = origin.mapping.groups.get(record.text("group") or "", ("", ""))
    return {
        "id": name,
        "name": record.text("name") or "",
        "state": state,
        "category": group[1],
        "reference_class": group[0],
        "urgency": "standard",
        **_benefit(record, origin),
        "probability_of_success": _probability(record, origin.mapping),
        **{column: record.text(column) or "" for column in PROSE},
        **origin.of(record, _OF_BENEFIT),
    }


def option_rows(name: str, record: MappedRecord, state: str, origin: Origin) -> list[CellTexts]:
    """What can be done: go on or pause, or the whole; nothing of what is over.

    Effort in several streams is divided evenly over them.
    """
    if state in _PLANNED_NO_MORE:
        return []
    effort, absence = _effort(record, origin.mapping)
    pause = origin.mapping.assumed.pause
    kinds = ["continue", *(["pause"] if pause else [])] if state == "implementing" else ["whole"]
    starts = record.day("starts_on")
    waits = starts is not None and starts > origin.mapping.as_of
    rows: list[CellTexts] = []
    for kind in kinds:
        cost = effort * pause.cost if kind == "pause" and pause and effort is not None else None
        common = {
            "initiative_id": name,
            "option": kind,
            "kind": kind,
            "remaining_duration_likely": _duration(record, origin.mapping),
            "transition_cost": origin.money(cost),
            "earliest_start_on": starts.isoformat() if starts is not None and waits else "",
            **origin.of(record, _OF_REST),
        }
        for stream in record.streams:
            share = None if effort is None else effort / len(record.streams)
            amount = origin.money(share, absence)
            rows.append({**common, "value_stream_id": stream, "remaining_effort_likely": amount})
    return rows


def evidence_rows(name: str, record: MappedRecord, mapping: SourceMapping) -> list[CellTexts]:
    """A row for each rating: what experts think of success. It moves no estimate by itself.

    Its source is the document and not the cell: where evidence stands in it is no fact.
    """
    return [
        {
            "id": f"EVI-{name}" + (f"-{number}" if number > 1 else ""),
            "about_kind": "initiative",
            "about_id": name,
            "informs": "success",
            "metric": f"rated {rating.word}",
            "grade": "expert",
            "origin": "expert",
            "observed_on": mapping.noted_on.isoformat(),
            "recorded_by": rating.recorded_by,
            "source": f"{mapping.source}: {rating.header.strip(' .')}",
        }
        for number, rating in enumerate(record.ratings, start=1)
    ]


def _benefit(record: MappedRecord, origin: Origin) -> CellTexts:
    assumed = origin.mapping.assumed.benefit
    if assumed is None:
        rate, life = record.number("benefit_per_week"), record.number("benefit_life")
        why, why_no_life = record.absence("benefit_per_week"), record.absence("benefit_life")
    else:
        group = record.text("group")
        of_group = None if group is None else assumed.by_group[group]
        rate = None if of_group is None else benefit_per_week(record, of_group)
        life = None if of_group is None else of_group.life_weeks
        why, why_no_life = record.absence("whole_life_cost", "group"), record.absence("group")
    return {
        "benefit_per_week_likely": origin.money(rate, why),
        "benefit_life": _absent(why_no_life) if life is None else _weeks(life),
    }


def _probability(record: MappedRecord, mapping: SourceMapping) -> str:
    assumed = mapping.assumed.probability_of_success
    if assumed is None:
        share = record.number("probability_of_success")
        why = record.absence("probability_of_success")
    else:
        rating = record.text("rating")
        share = None if rating is None else assumed.shares[rating][1]
        why = record.absence("rating")
    return _absent(why) if share is None else decimal_text(share)


def _effort(record: MappedRecord, mapping: SourceMapping) -> tuple[Fraction | None, Absence]:
    assumed = mapping.assumed.remaining_effort
    if assumed is None:
        return record.number("remaining_effort"), record.absence("remaining_effort")
    needed = ["whole_life_cost", "starts_on", "ends_on"]
    if assumed.most_per_year is not None:
        needed.append("cost_this_year")
    return remaining_cost(record, assumed, mapping.as_of), record.absence(*needed)


def _duration(record: MappedRecord, mapping: SourceMapping) -> str:
    if "remaining_duration" in mapping.fields:
        weeks = record.number("remaining_duration")
        return _weeks(weeks) if weeks else _absent(record.absence("remaining_duration"))
    days = days_left(record, mapping.as_of)
    # Running work whose end has passed takes some time still, and nobody says how much.
    return f"{days} days" if days else _absent(record.absence("ends_on"))


def _weeks(weeks: Fraction) -> str:
    """Weeks exactly: a third of a week is no decimal, and days and hours are."""
    for factor, unit in ((1, "weeks"), (7, "days"), (168, "hours")):
        try:
            return f"{decimal_text(weeks * factor)} {unit}"
        except ValueError:
            continue
    raise AssertionError("lengths are read in hours, days or weeks")


def _absent(kind: Absence) -> str:
    return "" if kind == "empty" else kind
