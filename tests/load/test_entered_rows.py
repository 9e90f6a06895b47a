"""Cells are entered where they belong, and nothing else of the table changes by a byte."""

import pytest

from asp_decide.load.entered_rows import Entered, with_entered

ROW = Entered({"id": "B"}, {"verdict": "refuted", "by": "P, Lind"})


def test_a_row_is_found_by_its_key_and_the_rest_stays_as_it_was() -> None:
    table = b'id, verdict ,by,note\nA,,,"two\nlines"\n\nB,,,x\nC,,,'

    assert with_entered(table, [ROW]) == (
        b'id, verdict ,by,note\nA,,,"two\nlines"\n\nB,refuted,"P, Lind",x\nC,,,\n'
    )


def test_a_row_and_columns_that_are_not_there_are_added_at_the_end() -> None:
    assert with_entered(b"id,note\nA,x\n", [ROW]) == (
        b'id,note,verdict,by\nA,x\nB,,refuted,"P, Lind"\n'
    )


def test_a_new_table_has_a_head_and_its_rows() -> None:
    assert with_entered(b"", [ROW]) == b'id,verdict,by\nB,refuted,"P, Lind"\n'


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_separator_line_ends_and_mark_of_a_spreadsheet_are_kept(bom: bytes) -> None:
    table = bom + b"id;verdict;by\r\nA;;\r\nB;;\r\n"

    assert with_entered(table, [ROW]) == bom + b"id;verdict;by\r\nA;;\r\nB;refuted;P, Lind\r\n"
