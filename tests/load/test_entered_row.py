"""A row at the end of a YAML table: what was there stays, and what was written is read again."""

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.load.entered_row import with_yaml_row
from asp_decide.load.yaml_source import read_yaml_table

KNOWN = b"# signals of the year\n- id: SIG-1\n  kind: market   # noticed at a fair\n"


@given(
    st.text(
        st.characters(max_codepoint=0x24F, exclude_categories=("C", "Z")), min_size=1, max_size=30
    ),
    st.lists(st.from_regex(r"[A-Z]{3}-[0-9]{1,3}", fullmatch=True), max_size=3),
)
def test_what_is_written_is_read_again(told: str, names: list[str]) -> None:
    body = with_yaml_row(KNOWN, {"id": "SIG-2", "description": told, "became_ids": tuple(names)})
    checked = read_yaml_table(body, "facts/signals.yaml", name="signals")

    assert body.startswith(KNOWN)
    assert checked.value is not None, checked.diagnostics
    first, second = checked.value.rows
    assert first.cells == {"id": "SIG-1", "kind": "market"}
    expected = {"id": "SIG-2", "description": told} | (
        {"became_ids": tuple(names)} if names else {}
    )
    assert second.cells == expected


def test_the_inset_and_the_line_ends_are_those_of_the_file() -> None:
    assert with_yaml_row(b"  - id: A\r\n", {"id": "B", "kind": "no"}) == (
        b"  - id: A\r\n  - id: B\r\n    kind: no\r\n"
    )
    assert with_yaml_row(b"", {"id": "B"}) == b"- id: B\n"
    assert with_yaml_row(b"- id: A", {"id": "B"}) == b"- id: A\n- id: B\n"
