"""A table in YAML is a list of rows; a cell is a text or a list of texts."""

import pytest

from asp_decide.load.facts_table import Table
from asp_decide.load.yaml_source import read_yaml_table


def table_of(text: str) -> Table:
    checked = read_yaml_table(text.encode(), "facts/x.yaml", name="x")
    assert checked.diagnostics == ()
    assert checked.value is not None
    return checked.value


def codes(text: str) -> list[str]:
    return [d.code for d in read_yaml_table(text.encode(), "facts/x.yaml", name="x").diagnostics]


def test_rows_may_leave_columns_out_and_cells_may_be_lists() -> None:
    table = table_of("- {id: 012, on: no, theme_ids: [THE-2, THE-1]}\n- {id: B, name: }\n")

    assert table.columns == ("id", "on", "theme_ids", "name")
    assert [dict(row.cells) for row in table.rows] == [
        {"id": "012", "on": "no", "theme_ids": ("THE-2", "THE-1")},
        {"id": "B"},
    ]


def test_a_cell_is_found_where_it_stands_and_a_missing_one_at_its_row() -> None:
    table = table_of("- id: A\n  name: One\n- id: B\n")

    assert str(table.locator.cell(0, "name").place) == "facts/x.yaml:2:9"
    assert table.locator.cell(0, "name").width == 3
    assert str(table.locator.cell(1, "name").place) == "facts/x.yaml:3:3"
    assert str(table.locator.header("name").place) == "facts/x.yaml:2:3"


@pytest.mark.parametrize("text", ["", "# no theme yet\n", "[]"])
def test_a_file_without_rows_is_an_empty_table(text: str) -> None:
    assert table_of(text).rows == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id: A\n", ["I014"]),
        ("just a text\n", ["I014"]),
        ("- A\n- {id: B}\n", ["I014"]),
        ("- {id: {of: A}}\n", ["I014"]),
        ("- {id: [[A]]}\n", ["I014"]),
        ("- id: A\n\tname: B\n", ["I002"]),
        ("- {id: A, id: B}\n", ["I007"]),
        ("- {id: &a A}\n- {id: *a}\n", ["I005", "I005"]),
    ],
)
def test_what_is_no_table_is_refused(text: str, told: list[str]) -> None:
    assert codes(text) == told


def test_a_row_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asp_decide.load.yaml_source.MOST_ROWS", 1)

    assert codes("- {id: A}\n") == []
    assert codes("- {id: A}\n- {id: B}\n") == ["I003"]
