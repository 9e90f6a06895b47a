"""Cells set in a row of a YAML table: what was there stays, and what was written is read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.load.changed_row import with_yaml_cells
from asp_decide.load.yaml_source import read_yaml_table

TABLE = b"""\
# what we were told
- id: SIG-1   # the first
  kind: market
  disposition: open

# from here on the new year
- id: "SIG-2"
  disposition: none
  became_ids: []
  kind: other
"""


@given(
    st.sampled_from(["SIG-1", "SIG-2"]),
    st.text(st.characters(max_codepoint=0x24F, exclude_categories=("C", "Z")), min_size=1),
    st.lists(st.from_regex(r"[A-Z]{3}-[0-9]{1,3}", fullmatch=True), max_size=3),
)
def test_one_row_says_what_was_set_and_all_else_what_it_said(
    row: str, told: str, names: list[str]
) -> None:
    body = with_yaml_cells(TABLE, row, {"disposition": told, "became_ids": tuple(names)})
    assert body is not None
    before, after = (
        {str(one.cells["id"]): dict(one.cells) for one in table.rows}
        for text in (TABLE, body)
        if (table := read_yaml_table(text, "facts/signals.yaml", name="signals").value) is not None
    )

    before[row] |= {"disposition": told}
    before[row].pop("became_ids", None)
    before[row] |= {"became_ids": tuple(names)} if names else {}
    assert after == before


def test_comments_and_blank_lines_stay_where_they_are() -> None:
    assert with_yaml_cells(TABLE, "SIG-1", {"disposition": "need", "became_ids": ("INI-1",)}) == (
        TABLE.replace(b"disposition: open\n", b"disposition: need\n  became_ids: [INI-1]\n")
    )
    assert with_yaml_cells(b"  - id: A\r\n    x: 1", "A", {"x": "2"}) == (
        b"  - id: A\r\n    x: 2\r\n"
    )


@pytest.mark.parametrize(
    "table",
    [
        b"",
        b"- id: SIG-9\n  disposition: open\n",
        b"- {id: SIG-1, disposition: open}\n",
        b"- disposition: open\n  id: SIG-1\n",
        b"- id: SIG-1\n  disposition:\n    open\n",
        b"- id: SIG-1\n  disposition:\n  - open\n",
    ],
)
def test_a_row_in_a_form_of_its_own_is_left_to_people(table: bytes) -> None:
    assert with_yaml_cells(table, "SIG-1", {"disposition": "none"}) is None
