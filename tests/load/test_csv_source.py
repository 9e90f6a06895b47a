"""A text file is read by position; whatever it holds, it is a table or a list of problems."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.diagnostics import Checked
from asp_decide.load import facts_table
from asp_decide.load.csv_source import read_csv
from asp_decide.load.facts_table import Table


def read(text: str | bytes) -> Checked[Table]:
    body = text if isinstance(text, bytes) else text.encode()
    return read_csv(body, "facts/x.csv", name="x")


def rows(text: str | bytes) -> list[dict[str, object]]:
    checked = read(text)
    assert checked.diagnostics == ()
    assert checked.value is not None
    return [dict(row.cells) for row in checked.value.rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_separator_is_that_of_the_header_and_any_end_of_line_will_do(
    separator: str, end: str
) -> None:
    lines = [["id", "name", "members"], ["A", 'say "one"', "x;y"], ["B", "", "z"]]
    quoted = [[f'"{c.replace(chr(34), chr(34) * 2)}"' for c in line] for line in lines[1:]]
    text = end.join(separator.join(line) for line in [lines[0], *quoted])

    assert rows(text) == [
        {"id": "A", "name": 'say "one"', "members": "x;y"},
        {"id": "B", "members": "z"},
    ]


def test_a_byte_order_mark_blanks_and_a_tab_before_a_code_are_no_part_of_a_text() -> None:
    assert rows("\ufeffid , name\n\t007,\u00a0 A \n \n,\n008,B\n".encode()) == [
        {"id": "007", "name": "A"},
        {"id": "008", "name": "B"},
    ]


def test_blank_columns_at_the_end_and_short_rows_are_let_be() -> None:
    assert rows("id,name,,\nA,one,,\nB\n") == [{"id": "A", "name": "one"}, {"id": "B"}]


def test_a_column_is_there_even_where_every_cell_is_empty() -> None:
    table = read("id,name\nA,\n").value

    assert table is not None
    assert table.columns == ("id", "name")


def test_a_cell_of_two_lines_is_one_text_and_rows_behind_it_keep_their_lines() -> None:
    table = read('id,name\nA,"one\ntwo"\nB,three\n').value

    assert table is not None
    assert [(row.number, row.cells["name"]) for row in table.rows] == [
        (2, "one\ntwo"),
        (4, "three"),
    ]
    assert table.locator.row(4).source == "B,three"


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\x00", "\x0b", "\u2028"])
def test_what_nobody_can_see_is_told_where_it_stands(hidden: str) -> None:
    (told,) = read(f"id,name\nA,o{hidden}ne\n").diagnostics

    assert (told.code, told.place.line, told.place.column) == ("I002", 2, 4)


def test_a_file_or_a_row_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asp_decide.load.csv_source.MOST_ROWS", 2)
    assert [d.code for d in read("id\nA\nB\nC\n").diagnostics] == ["I003"]

    monkeypatch.setattr("asp_decide.load.csv_source.MOST_BYTES", 5)
    assert read("id\nA\n").diagnostics == ()
    assert [d.code for d in read("id\nAB\n").diagnostics] == ["I003"]
    assert facts_table.MOST_ROWS >= 100_000


_cells = st.text(alphabet=st.sampled_from("ab,;\"\n é0\u00a0='"), min_size=0, max_size=8).map(
    str.strip
)


@given(
    st.lists(st.lists(_cells, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t"]),
)
def test_what_another_writer_writes_is_read_as_it_was_meant_each_cell_at_its_place(
    cells: list[list[str]], separator: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["one", "two", "three"])
    writer.writerows(cells)

    table = read(out.getvalue().replace('"one"', "one", 1)).value

    assert table is not None
    meant = [{n: t for n, t in zip(table.columns, row, strict=True) if t} for row in cells]
    assert [dict(row.cells) for row in table.rows] == [row for row in meant if row]
    for row in table.rows:
        for column, text in row.cells.items():
            spot = table.locator.cell(row.number, column)
            assert isinstance(text, str)
            assert spot.source is not None
            first = text.split("\n")[0].replace('"', '""')
            assert spot.source[spot.place.column - 1 :].startswith('"' + first.split("\u00a0")[0])


@given(st.binary(max_size=200))
def test_whatever_the_bytes_they_are_a_table_or_refused(body: bytes) -> None:
    checked = read(body)

    assert checked.value is not None or checked.diagnostics


@given(st.text(alphabet='ab,;"\n\t \r', max_size=60))
def test_whatever_the_quotes_they_are_a_table_or_refused(text: str) -> None:
    checked = read(text)

    assert checked.value is not None or checked.diagnostics
    for told in checked.diagnostics:
        assert told.place.line >= 1
