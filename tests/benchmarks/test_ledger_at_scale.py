"""The benchmark of the ledger makes a whole ledger, proves from it, and tells each figure."""

from ledger_at_scale import HEAD, at_size


def test_a_small_ledger_gives_a_line_of_the_table() -> None:
    line = at_size(20)

    assert line.startswith("| 20 | 2 | ")
    assert line.count("|") == HEAD.splitlines()[0].count("|")
