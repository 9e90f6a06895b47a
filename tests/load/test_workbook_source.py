"""A sheet is read as what stands in it: formulas stay texts, dates are days, ids keep their form."""

import io
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.diagnostics import Checked
from asp_decide.load.facts_table import Table
from asp_decide.load.workbook_source import read_workbook


def workbook(*rows: list[Any], title: str = "x", further: str = "") -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = title
    for row in rows:
        book.active.append(row)
    if further:
        book.create_sheet(further)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(body: bytes) -> Checked[Table]:
    return read_workbook(body, "facts/x.xlsx", name="x")


def cells(*values: Any) -> list[object]:
    checked = read(workbook([f"c{n}" for n in range(len(values))], list(values)))
    assert checked.diagnostics == ()
    assert checked.value is not None
    (row,) = checked.value.rows
    return [row.cells.get(column) for column in checked.value.columns]


def test_values_of_a_sheet_are_texts_as_a_person_would_type_them() -> None:
    day = datetime(2027, 1, 31, tzinfo=UTC).replace(tzinfo=None)

    told = cells(
        "A", 7, 0.1, 12.0, 1e-7, 12345678.25, True, False, date(2027, 1, 31), day, "007", " B "
    )

    assert told == [
        *("A", "7", "0.1", "12", "0.0000001", "12345678.25", "yes", "no"),
        *("2027-01-31", "2027-01-31", "007", "B"),
    ]


def test_a_formula_and_a_time_of_day_stay_texts_that_no_number_or_day_is_read_from() -> None:
    noon = datetime.combine(date(2027, 1, 31), time(12, 30))

    assert cells("=1+1", noon, "#N/A") == ["=1+1", "2027-01-31T12:30:00", "#N/A"]


def test_the_first_row_that_is_not_blank_names_the_columns() -> None:
    table = read(workbook([], [None, "id", "name"], [], [None, "A", "One"])).value

    assert table is not None
    (row,) = table.rows
    assert dict(row.cells) == {"id": "A", "name": "One"}
    assert str(table.locator.cell(row.number, "name").place) == "facts/x.xlsx:4:3"


def test_the_sheet_of_the_tables_name_is_meant_among_several() -> None:
    assert read(workbook(["id"], ["A"], title="x", further="notes")).value is not None
    assert read(workbook(["id"], ["A"], title="only")).value is not None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (workbook(["id"], ["A"], title="y", further="z"), "I014"),
        (workbook(), "I014"),
        (workbook(["id", "id"], ["A", "B"]), "I016"),
        (workbook(["id", None], ["A", "B"]), "I015"),
        (workbook(["id"], ["A\u202eB"]), "I002"),
        (b"", "I014"),
        (b"PK\x03\x04 no workbook", "I014"),
    ],
)
def test_what_is_no_table_is_refused(body: bytes, code: str) -> None:
    assert [d.code for d in read(body).diagnostics] == [code]


def test_a_packed_file_that_would_unpack_beyond_the_bound_is_not_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 200_000)
    monkeypatch.setattr("asp_decide.load.workbook_source.MOST_UNPACKED", 100_000)

    assert len(out.getvalue()) < 1_000
    assert [d.code for d in read(out.getvalue()).diagnostics] == ["I003"]


def test_a_row_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asp_decide.load.workbook_source.MOST_ROWS", 1)

    assert read(workbook(["id"], ["A"])).diagnostics == ()
    assert [d.code for d in read(workbook(["id"], ["A"], ["B"])).diagnostics] == ["I003"]


@given(st.integers(-(10**15), 10**15), st.integers(0, 9))
def test_a_number_of_a_sheet_becomes_the_text_of_its_fifteen_digits(
    digits: int, places: int
) -> None:
    (told,) = cells(digits / 10**places)

    assert isinstance(told, str)
    assert "e" not in told
    assert Decimal(told) == Decimal(digits).scaleb(-places)


@given(st.binary(max_size=64))
def test_a_damaged_workbook_is_refused_and_never_raises(damage: bytes) -> None:
    sound = workbook(["id", "name"], ["A", "One"])
    middle = len(sound) // 2

    checked = read(sound[:middle] + damage + sound[middle + len(damage) :])

    assert checked.value is not None or checked.diagnostics
