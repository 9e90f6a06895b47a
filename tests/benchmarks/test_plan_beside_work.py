"""The benchmark of a plan beside a log of work makes facts of which a plan can be made."""

from plan_beside_work import HEAD, at_size


def test_a_small_log_gives_a_line_of_the_table() -> None:
    line = at_size(80)

    assert line.startswith("| 80 | 10 | ")
    assert line.count("|") == HEAD.splitlines()[0].count("|")
