"""A moved row, a moved column or another file format is the same portfolio."""

import csv
import random
from pathlib import Path

import pytest
from openpyxl import Workbook

from workspace_builders import Row, a_workspace, bytes_of, planned, rewrite


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return bytes_of(planned(a_workspace(tmp_path_factory.mktemp("order") / "demo", "demo")))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_rows_give_the_same_bytes(tmp_path: Path, before: bytes, seed: int) -> None:
    demo = a_workspace(tmp_path / "demo", "demo")
    shuffle = random.Random(seed)

    def change(rows: list[Row]) -> list[Row]:
        return shuffle.sample(rows, len(rows))

    for table in ("capacity", "initiatives", "options", "dependencies", "outcomes", "evidence"):
        rewrite(demo, table, change)

    assert bytes_of(planned(demo)) == before


@pytest.mark.slow
def test_columns_from_last_to_first_give_the_same_bytes(tmp_path: Path, before: bytes) -> None:
    demo = a_workspace(tmp_path / "demo", "demo")
    for path in sorted((demo / "facts").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row[::-1] for row in csv.reader(file)]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)

    assert bytes_of(planned(demo)) == before


@pytest.mark.slow
def test_a_workbook_says_the_same_as_a_csv_file(tmp_path: Path, before: bytes) -> None:
    demo = a_workspace(tmp_path / "demo", "demo")
    source = demo / "facts" / "options.csv"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            sheet.append(row)
    book.save(demo / "facts" / "options.xlsx")
    source.unlink()

    assert bytes_of(planned(demo)) == before


@pytest.mark.slow
def test_policies_in_another_order_give_the_same_bytes(tmp_path: Path, before: bytes) -> None:
    """The rules of a file from last to first; names of files say which layer and topic, not when."""
    demo = a_workspace(tmp_path / "demo", "demo")
    for path in sorted((demo / "policies" / "portfolio").glob("*.yaml")):
        if path.name.endswith(".tests.yaml"):
            continue
        head, mark, rules = path.read_text(encoding="utf-8").partition("\nrules:\n")
        parts = rules.rstrip("\n").split("\n\n")
        path.write_text(head + mark + "\n\n".join(parts[::-1]) + "\n", encoding="utf-8")

    assert bytes_of(planned(demo)) == before
