"""The benchmark of the log of work writes a log that can have happened, and tells each figure."""

from work_at_scale import HEAD, at_size


def test_a_small_log_gives_a_line_of_the_table() -> None:
    line = at_size(80)

    assert line.startswith("| 80 | 10 | ")
    assert line.count("|") == HEAD.splitlines()[0].count("|")
