"""One meaning, one snapshot: whatever the order, the format or the way to write it."""

import csv
import io
import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.load.portfolio_tables import TABLES as SCHEMAS
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.fact_row import Origin
from asp_decide.model.snapshot import Snapshot, facts_digest
from asp_decide.model.subject import SubjectKey
from workspace_builder import CHARTER, RUN_DAY, TABLES, read, snapshot_of, write_workspace

SHIPPED = Path(__file__).parents[2] / "src" / "asp_decide" / "shipped"

type Grid = list[list[str]]

RICH = {
    "initiatives": """\
id,name,state,urgency,benefit_per_week_low,benefit_per_week_likely,benefit_per_week_high,\
benefit_ends_on,benefit_life,theme_ids,probability_of_success,case_version,expedite,review_on
INI-1,Instant refunds,implementing,standard,6000,10000,14000.5,,156,THE-1,0.6,1,yes,2027-03-31
INI-2,"Gift cards, and more",investment_framing,standard,,3500,,2029-12-31,,,0.25,,no,
INI-3,Kiosk,triage,,,,,,,THE-1,,,,
""",
    "options": """\
initiative_id,option,kind,value_stream_id,remaining_effort_likely,remaining_duration_likely,\
remaining_outlay_likely,benefit_share,needs_ids
INI-1,continue,continue,payments,15,12,40000,,
INI-1,continue,continue,booking,3,,,,
INI-1,stop,stop,payments,0.5,1,15000,0.3,
INI-2,whole,whole,booking,6,8,0,,INI-1;INI-3
INI-2,mvp,mvp,booking,2,3.5,0,0.4,INI-3
""",
    "dependencies": "from_id,to_id,lag,agreed\nINI-1,INI-2,2.5,no\nINI-3,INI-2,0,yes\n",
    "outcomes": """\
initiative_id,quantity,unit,interval,forecast_likely,actual,method
INI-1,value,EUR,2026Q3,260000,241800,before_after
INI-1,value,EUR,2026Q4,260000,,
""",
    "evidence": """\
id,about_kind,about_id,informs,estimate_likely,grade,observed_on,source
EVI-1,initiative,INI-1,benefit,9000,experiment,2026-11-28,Pilot with two shops
EVI-2,option,INI-2/mvp,effort,2.25,expert,2026-11-28,Review
""",
}


def grids() -> dict[str, Grid]:
    """The tables of the rich workspace as rows of texts, the header first."""
    return {name: list(csv.reader(io.StringIO(text))) for name, text in ({**TABLES} | RICH).items()}


def write_csv(grid: Grid, path: Path) -> None:
    with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(grid)


def write_yaml(grid: Grid, path: Path) -> None:
    header = grid[0]
    lists = {h for h in header if h.endswith("_ids")}
    rows = [
        {h: c.split(";") if h in lists and c else c for h, c in zip(header, row, strict=True)}
        for row in grid[1:]
    ]
    text = yaml.safe_dump(rows, default_style='"', allow_unicode=True)
    path.with_suffix(".yaml").write_text(text, encoding="utf-8")


def write_xlsx(grid: Grid, path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in grid:
        book.active.append([_typed(cell) for cell in row])
    book.save(path.with_suffix(".xlsx"))


def _typed(cell: str) -> object:
    """The cell as a spreadsheet would hold it: numbers, days, and yes or no as such."""
    if cell in {"yes", "no"}:
        return cell == "yes"
    for form in (int, float, date.fromisoformat):
        try:
            return form(cell)
        except ValueError:
            continue
    return cell or None


WRITERS: tuple[Callable[[Grid, Path], None], ...] = (write_csv, write_yaml, write_xlsx)


def snapshot_from(
    tables: dict[str, Grid], writers: dict[str, Callable[[Grid, Path], None]]
) -> Snapshot:
    with TemporaryDirectory() as folder:
        facts = Path(folder) / "facts"
        facts.mkdir()
        (Path(folder) / "asp.yaml").write_text(CHARTER, encoding="utf-8")
        for name, grid in tables.items():
            writers.get(name, write_csv)(grid, facts / name)
        checked = read_snapshot(Path(folder), as_of=RUN_DAY)
    assert checked.value is not None, "\n".join(str(d) for d in checked.errors)
    return checked.value


@pytest.mark.parametrize("template", ["demo", "minimal"])
def test_what_we_ship_loads_without_an_error(template: str) -> None:
    checked = read_snapshot(SHIPPED / template, as_of=RUN_DAY)

    assert checked.errors == ()
    assert checked.value is not None
    assert checked.value.initiatives


@given(st.data())
@settings(max_examples=40)
def test_the_order_of_rows_and_columns_and_the_format_change_nothing(data: st.DataObject) -> None:
    tables = grids()
    digest = facts_digest(snapshot_from(tables, {}))
    shuffled: dict[str, Grid] = {}
    writers: dict[str, Callable[[Grid, Path], None]] = {}
    for name, grid in tables.items():
        order = data.draw(st.permutations(range(len(grid[0]))), label=f"columns of {name}")
        rows = data.draw(st.permutations(grid[1:]), label=f"rows of {name}")
        shuffled[name] = [[row[n] for n in order] for row in (grid[0], *rows)]
        writers[name] = data.draw(st.sampled_from(WRITERS), label=f"format of {name}")

    assert facts_digest(snapshot_from(shuffled, writers)) == digest


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("12,40000", "84 days,40000.00 EUR"),
        ("0.5,1", "0.50 team-weeks,7 days"),
        ("15000,0.3", "15_000,30 %"),
        ("0.4,INI-3", "40.0 %,INI-3;INI-3"),
        ("INI-1;INI-3", " INI-3 ; INI-1; "),
    ],
)
def test_the_same_amount_written_otherwise_is_the_same_fact(
    written: str, instead: str, tmp_path: Path
) -> None:
    assert written in RICH["options"]

    one = snapshot_of(tmp_path / "one", **RICH)
    other = snapshot_of(
        tmp_path / "other", **RICH | {"options": RICH["options"].replace(written, instead)}
    )

    assert facts_digest(one) == facts_digest(other)


def test_another_amount_is_another_fact(tmp_path: Path) -> None:
    one = snapshot_of(tmp_path / "one", **RICH)
    other = snapshot_of(
        tmp_path / "other", **RICH | {"options": RICH["options"].replace("12,40000", "12,40001")}
    )

    assert facts_digest(one) != facts_digest(other)


def test_a_moved_row_changes_nothing(tmp_path: Path) -> None:
    moved = RICH["evidence"].splitlines()
    moved[1], moved[2] = moved[2], moved[1]

    one = snapshot_of(tmp_path / "one", **RICH)
    other = snapshot_of(tmp_path / "other", **RICH | {"evidence": "\n".join(moved)})

    assert one.rows == other.rows
    assert facts_digest(one) == facts_digest(other)


def test_every_fact_is_among_the_rows_with_what_it_is_about(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, **RICH)

    for key in (
        *(f"initiatives/{i.id}" for i in snapshot.initiatives),
        *(f"options/{o.initiative_id}/{o.option}" for o in snapshot.options),
        *(f"capacity/{c.value_stream_id}/{c.interval}" for c in snapshot.capacities),
        *(f"value_streams/{s.id}" for s in snapshot.value_streams),
        *(f"themes/{t.id}" for t in snapshot.themes),
        *(f"dependencies/{d.from_id}/{d.to_id}" for d in snapshot.dependencies),
        "outcomes/INI-1/value/2026Q4",
    ):
        assert snapshot.rows[key].about, key
    assert snapshot.rows["options/INI-2/mvp"].about == (SubjectKey("initiative", "INI-2"),)
    assert set(RICH) <= {row.table for row in snapshot.rows.values()}


def test_a_fact_names_every_source_that_its_rows_name_and_no_decision_sees_them(
    tmp_path: Path,
) -> None:
    head, *rows = RICH["options"].splitlines()
    noted = ["plan of May,2026-05-04", "plan of May,2026-05-04", ",2026-06-01", *[","] * len(rows)]
    stated = "\n".join(
        [f"{head},source,noted_on", *(f"{r},{n}" for r, n in zip(rows, noted, strict=False))]
    )

    bare = snapshot_of(tmp_path / "one", **RICH)
    told = snapshot_of(tmp_path / "other", **RICH | {"options": stated})
    found = [
        origin for row in told.rows.values() if row.table == "options" for origin in row.origins
    ]

    assert Origin("plan of May", date(2026, 5, 4)) in found
    assert Origin("", date(2026, 6, 1)) in found
    assert Origin() not in found
    assert facts_digest(bare) == facts_digest(told)


CELLS = [
    (name, row, column)
    for name, grid in grids().items()
    for row in range(1, len(grid))
    for column in range(len(grid[0]))
]


@given(
    st.sampled_from(CELLS),
    st.text(max_size=30) | st.sampled_from(["=1", "-1", "1e9", "∞", "9" * 40]),
)
@settings(max_examples=150)
def test_whatever_a_cell_holds_it_is_a_fact_or_told(
    cell: tuple[str, int, int], garbage: str
) -> None:
    name, row, column = cell
    tables = grids()
    tables[name][row][column] = garbage
    with TemporaryDirectory() as folder:
        root = write_workspace(Path(folder))
        for table, grid in tables.items():
            out = io.StringIO()
            csv.writer(out, lineterminator="\n").writerows(grid)
            body = out.getvalue().encode("utf-8", "surrogatepass")
            (root / "facts" / f"{table}.csv").write_bytes(body)
        checked = read_snapshot(root, as_of=RUN_DAY)

    if checked.value is None:
        assert checked.errors
    else:
        assert facts_digest(checked.value)


TYPED_CELLS = [
    (name, row, column)
    for name, row, column in CELLS
    if SCHEMAS[name].columns[grids()[name][0][column]].kind
    in {"number", "own_unit", "day", "word", "yes_no", "interval"}
]


@given(st.sampled_from(TYPED_CELLS), st.sampled_from(["garbage", "3,75", "31/12/2026"]))
@settings(max_examples=100)
def test_a_problem_points_at_its_cell(cell: tuple[str, int, int], garbage: str) -> None:
    name, row, column = cell
    tables = grids()
    tables[name][row][column] = garbage
    lines = [";".join(f'"{text}"' for text in line) for line in tables[name]]
    with TemporaryDirectory() as folder:
        root = write_workspace(Path(folder), **RICH)
        (root / "facts" / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
        checked = read_snapshot(root, as_of=RUN_DAY)

    before = sum(len(text) + 3 for text in tables[name][row][:column])
    places = [(d.place.file, d.place.line, d.place.column) for d in checked.errors]
    assert (f"facts/{name}.csv", row + 1, before + 1) in places
    (told,) = (
        d for d in checked.errors if d.place.column == before + 1 and d.place.line == row + 1
    )
    assert told.width == len(garbage) + 2
    assert told.source == lines[row]


WHOLE: dict[str, Any] = {**TABLES, **RICH}


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    checked = read(
        tmp_path,
        charter=CHARTER + "colour: blue\n",
        capacity="value_stream_id,interval,net\npayments,2027Q1,many\nbooking,2027Q9,13\n",
        initiatives="id,name,state\nINI-1,,implementing\nINI-2,Gift cards,asleep\n",
        options=TABLES["options"].replace("payments", "paymets"),
        themes="id,weight\nTHE-1,140 %\n",
    )

    assert checked.value is None
    told = [(d.place.file, d.code) for d in checked.errors]
    assert told == sorted(told, key=lambda each: each[0])
    assert set(told) == {
        ("asp.yaml", "W011"),
        ("facts/capacity.csv", "I024"),
        ("facts/initiatives.csv", "I021"),
        ("facts/initiatives.csv", "I022"),
        ("facts/initiatives.csv", "I023"),
        ("facts/options.csv", "I041"),
        ("facts/themes.csv", "I028"),
    }


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_table_that_lost_its_heads_is_told_of_and_never_our_fault(
    tmp_path: Path, name: str
) -> None:
    """The first row is then taken for the heads, and every column that a row needs is missing."""
    heads, _, rows = WHOLE[name].partition("\n")

    checked = read(tmp_path, **WHOLE | {name: f"{rows}{heads}\n"})

    needed = {c.name for c in SCHEMAS[name].columns.values() if c.needed}
    told = {d.message for d in checked.errors if d.code == "I021"}
    assert checked.value is None
    assert told >= {f"the table has no column `{column}`" for column in needed}
    assert told


@pytest.mark.parametrize(
    ("name", "lost"),
    [(n, c.name) for n in WHOLE for c in SCHEMAS[n].columns.values() if c.needed],
)
def test_a_table_that_lost_a_column_is_told_of_once(tmp_path: Path, name: str, lost: str) -> None:
    text = WHOLE[name]
    grid = list(csv.DictReader(io.StringIO(text)))
    out = io.StringIO()
    kept = [column for column in grid[0] if column != lost]
    writer = csv.DictWriter(out, kept, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(grid)

    checked = read(tmp_path, **WHOLE | {name: out.getvalue()})

    assert checked.value is None
    assert [d.message for d in checked.errors if d.code == "I021"] == [
        f"the table has no column `{lost}`"
    ]


def test_the_same_workspace_elsewhere_on_disk_is_the_same_facts(tmp_path: Path) -> None:
    here = write_workspace(tmp_path / "here", **RICH)
    there = Path(shutil.copytree(here, tmp_path / "a" / "b" / "there"))

    one, other = (read_snapshot(folder, as_of=RUN_DAY).value for folder in (here, there))

    assert one == other
    assert one is not None
    assert other is not None
    assert one.rows == other.rows


@pytest.mark.slow
def test_ten_thousand_initiatives_load_in_whatever_order_they_stand(tmp_path: Path) -> None:
    head, first, _ = TABLES["initiatives"].splitlines()
    rows = [first.replace("INI-1", f"INI-{n:05}") for n in range(10_000)]
    options = [f"INI-{n:05},payments,{n % 30 + 1},{n % 20 + 1}" for n in range(10_000)]
    random.Random(4).shuffle(rows)
    texts = {
        "initiatives": "\n".join([head, *rows]),
        "options": "\n".join([TABLES["options"].splitlines()[0], *options]),
    }

    snapshot = snapshot_of(tmp_path, **texts)

    assert len(snapshot.initiatives) == 10_000
    assert len(snapshot.options) == 20_000
    assert [i.id for i in snapshot.initiatives] == sorted(i.id for i in snapshot.initiatives)
