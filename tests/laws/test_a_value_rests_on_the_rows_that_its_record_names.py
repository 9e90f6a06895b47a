"""A fact that is changed changes only values whose records name its row, or its whole table."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from asp_decide.clauses.rows_of_facts import FactRows
from asp_decide.learn.calibrate import calibrate
from asp_decide.model.base import Model
from asp_decide.model.choice import Pool
from asp_decide.model.portfolio_catalogue import PORTFOLIO_LAYER
from asp_decide.model.reads import CERTIFICATE, reads_of
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import SubjectKey, Subjects
from asp_decide.portfolio.choices import choices
from asp_decide.portfolio.subjects import measure_subjects
from asp_decide.runs.workspace import read_facts
from workspace_builders import AS_OF

DEMO = Path(__file__).parents[2] / "src" / "asp_decide" / "shipped" / "demo"
PRICE = Fraction(20_000)
ABOUT_INITIATIVES = {
    "initiatives": "id",
    "options": "initiative_id",
    "outcomes": "initiative_id",
    "evidence": "about_id",
    "dependencies": "from_id",
}
ABOUT_OTHERS = {
    "capacities": "value_stream_id",
    "burns": "value_stream_id",
    "value_streams": "id",
    "themes": "id",
    "requirements": "id",
    "signals": "id",
}
TABLE_OF = {"capacities": "capacity", "burns": "capacity"}
"""The table of a collection, where it is not called the same."""

IDENTITY = ("id", "initiative_id", "option", "value_stream_id", "from_id", "to_id", "about_id")


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    found = read_facts(DEMO, AS_OF).value
    assert found is not None
    return found


@pytest.fixture(scope="module")
def before(snapshot: Snapshot) -> Subjects:
    return measured(snapshot)


def measured(snapshot: Snapshot, price: Fraction = PRICE) -> Subjects:
    prices = {Pool(stream.id): price for stream in snapshot.value_streams}
    return measure_subjects(snapshot, choices(snapshot), capacity_prices=prices)


def differing(one: Subjects, other: Subjects) -> Iterator[tuple[SubjectKey, str]]:
    """Each name of a subject that says something else."""
    for key in one.keys() & other.keys():
        for part in ("attributes", "fields", "measures", "links"):
            left, right = getattr(one[key], part), getattr(other[key], part)
            yield from ((key, n) for n in left.keys() | right.keys() if left.get(n) != right.get(n))


def moved(row: Model) -> Model:
    """The row with other days, other amounts and the opposite of each yes or no."""
    told: dict[str, Any] = {}
    for name in type(row).model_fields:
        match getattr(row, name):
            case bool() as yes:
                told[name] = not yes
            case Decimal() | Fraction() as amount:
                told[name] = amount / 2 if amount else type(amount)(1) / 2
            case date() as day:
                told[name] = day - timedelta(days=100)
    return row.model_copy(update={n: v for n, v in told.items() if n not in IDENTITY})


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    place=st.integers(0, 10**6),
    collection=st.sampled_from([*ABOUT_INITIATIVES, *ABOUT_OTHERS]),
    drops=st.booleans(),
)
def test_no_value_moves_but_by_what_its_record_names(
    snapshot: Snapshot, before: Subjects, place: int, collection: str, *, drops: bool
) -> None:
    rows = getattr(snapshot, collection)
    id_ = {**ABOUT_INITIATIVES, **ABOUT_OTHERS}[collection]
    whose = getattr(rows[place % len(rows)], id_)
    # An initiative or a value stream that is gone leaves links that lead nowhere.
    stays = not drops or collection in {"initiatives", "value_streams"}
    changed = [
        *(row for row in rows if getattr(row, id_) != whose),
        *(moved(row) for row in rows if stays and getattr(row, id_) == whose),
    ]
    in_order = tuple(sorted(changed, key=str)) if collection == "evidence" else tuple(changed)
    other = snapshot.model_copy(update={collection: in_order})
    assume(calibrate(other) == calibrate(snapshot))
    after = measured(other)
    table = TABLE_OF.get(collection, collection)
    named = FactRows.of(snapshot)
    touched = {n for n, row in snapshot.rows.items() if row.table == table and _of(n, whose, table)}

    for key, name in differing(before, after):
        read = set(named.read_for(key, reads_of(key.kind, name)))
        assert ("table", table) in read or any(("row", one) in read for one in touched), (key, name)


def _of(name: str, whose: str | None, table: str) -> bool:
    """Whether a row is about that id: of a link about the end that it begins with."""
    return f"{name}/".startswith(f"{table}/{whose}/") or table == "evidence"


def test_what_a_price_of_capacity_moves_names_the_certificate(
    snapshot: Snapshot, before: Subjects
) -> None:
    dearer = set(differing(before, measured(snapshot, 2 * PRICE)))
    named = {name for key, name in dearer if CERTIFICATE in reads_of(key.kind, name).files}

    assert {name for _, name in dearer} == named
    assert {"capacity_price", "net_value_whole", "gain_from_stopping"} <= named


def test_what_only_a_plan_says_names_the_plan() -> None:
    planned = [one for one in PORTFOLIO_LAYER.measures if one.planned]

    assert all("plan.json" in reads_of(one.subject, one.name).files for one in planned)
