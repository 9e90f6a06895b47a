"""Where a column is not used at all a default is taken, and the plan says so."""

from pathlib import Path

import pytest

from workspace_builder import TABLES, snapshot_of

HEAD, FIRST, SECOND = TABLES["initiatives"].splitlines()


def test_a_small_workspace_is_told_all_that_was_assumed(tmp_path: Path) -> None:
    told = snapshot_of(tmp_path, themes=None, requirements=None, signals=None).assumptions

    assert told == (
        "every row of initiatives is an initiative, none is strategic",
        "no initiative states a probability of success: each is taken as certain to succeed",
        "no initiative states what it is worth if refuted: nothing is left of it then",
        "no option states its kind: of work in delivery it is to continue, else the whole",
        "options have no names: each is called by its kind",
        "no option states an outlay: none is taken",
        "no capacity states its function: all of it is for delivery",
        "no capacity states its basis: it is measured where past delivery is given, else estimated",
        "no capacity says when it was stated: its age is unknown",
        "no `benefit_per_week` states a low and a high: the likely amount is taken as its mean",
        "no `remaining_effort` states a low and a high: the likely amount is taken as its mean",
        "no `remaining_duration` states a low and a high: the likely amount is taken as its mean",
        "no table describes the value streams: they are those that capacity names",
        "work in delivery with no stated stop may be stopped at no cost, keeping nothing: INI-1",
    )


@pytest.mark.parametrize(
    ("column", "cell", "word"),
    [
        ("kind", "initiative", "strategic"),
        ("probability_of_success", "0.9", "certain"),
        ("value_if_refuted", "0", "refuted"),
    ],
)
def test_a_column_that_is_used_is_no_assumption(
    column: str, cell: str, word: str, tmp_path: Path
) -> None:
    rows = f"{HEAD},{column}\n{FIRST},{cell}\n{SECOND},{cell}\n"

    told = snapshot_of(tmp_path, initiatives=rows).assumptions

    assert not any(word in sentence for sentence in told)


def test_many_stops_that_were_assumed_are_counted(tmp_path: Path) -> None:
    initiatives = HEAD + "\n" + "".join(f"I{n:02},N,implementing,enabler,,\n" for n in range(15))
    options = TABLES["options"].splitlines()[0] + "\n"
    options += "".join(f"I{n:02},payments,1,1\n" for n in range(15))

    told = snapshot_of(tmp_path, initiatives=initiatives, options=options).assumptions

    assert told[-1].endswith("I08, I09 and 5 more")
