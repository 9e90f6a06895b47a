"""The words and columns of the tables are those of the model: neither can drift from the other."""

from typing import Any, Literal, TypeAliasType, get_args, get_origin

import pytest
from pydantic import BaseModel

from asp_decide.load.portfolio_tables import TABLES
from asp_decide.load.table_columns import Column
from asp_decide.model.dependency import Dependency
from asp_decide.model.feature import Feature
from asp_decide.model.initiative import (
    DeadlineProfile,
    Demand,
    EnablerProfile,
    ExpiringProfile,
    FirstMoverProfile,
    Initiative,
    Option,
    StandardProfile,
)
from asp_decide.model.outcome import Evidence, Outcome
from asp_decide.model.release import Release, ReleasedChange
from asp_decide.model.signal import Requirement, Signal, Theme
from asp_decide.model.value_stream import Capacity, ValueStream

PROFILES = (StandardProfile, DeadlineProfile, ExpiringProfile, FirstMoverProfile, EnablerProfile)
MODELS: dict[str, tuple[type[BaseModel], ...]] = {
    "value_streams": (ValueStream,),
    "capacity": (Capacity,),
    "initiatives": (Initiative, *PROFILES),
    "options": (Option, Demand),
    "dependencies": (Dependency,),
    "themes": (Theme,),
    "requirements": (Requirement,),
    "signals": (Signal,),
    "outcomes": (Outcome,),
    "evidence": (Evidence,),
    "features": (Feature,),
    "releases": (Release, ReleasedChange),
}

# Fields that are no column of their own: computed of others, or named after their unit.
OF_COLUMNS = {
    "capacity": {"low", "likely", "high"},
    "initiatives": {
        *("profile", "benefit_model_lacks", "benefit_per_week", "benefit_life_weeks"),
        *("late_penalty", "late_cost_per_week"),
    },
    "options": {
        *("demands", "remaining_effort", "remaining_duration_weeks", "remaining_outlay"),
    },
    "dependencies": {"lag_weeks"},
    "outcomes": {"forecast"},
    "evidence": {"estimate"},
    "features": {"value", "cost_of_delay", "remaining_effort", "remaining_duration_weeks"},
    "releases": {"changes"},
}


def _words(annotation: Any) -> set[str]:
    """All words of the Literal types within an annotation."""
    if isinstance(annotation, TypeAliasType):
        return _words(annotation.__value__)
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    return {word for part in get_args(annotation) for word in _words(part)}


WORD_COLUMNS = [
    (table.name, column)
    for table in TABLES.values()
    for column in table.columns.values()
    if column.kind == "word"
]


@pytest.mark.parametrize(
    ("table", "column"), WORD_COLUMNS, ids=[f"{t}.{c.name}" for t, c in WORD_COLUMNS]
)
def test_a_column_takes_exactly_the_words_of_its_field(table: str, column: Column) -> None:
    annotations = [
        model.model_fields[column.name].annotation
        for model in MODELS[table]
        if column.name in model.model_fields
    ]

    words = {word for annotation in annotations for word in _words(annotation)}

    assert set(column.words) == words


@pytest.mark.parametrize("table", TABLES)
def test_every_field_of_the_model_has_a_column(table: str) -> None:
    fields = {name for model in MODELS[table] for name in model.model_fields}

    columns = {c.name for c in TABLES[table].columns.values() if c.kept}
    assert fields - columns == OF_COLUMNS.get(table, set())


def test_money_spent_is_kept_of_value_streams_alone_and_never_of_an_initiative() -> None:
    told = {
        (name, column.kept)
        for name, table in TABLES.items()
        for column in table.columns.values()
        if "spent" in column.name
    }

    assert told == {("capacity", True), ("initiatives", False)}
    assert not any("spent" in name for name in (*Capacity.model_fields, *Initiative.model_fields))


def test_every_reference_leads_to_a_table() -> None:
    for table in TABLES.values():
        for column in table.columns.values():
            assert set(column.refers_to) <= set(TABLES)
