"""What is named exists; what was probably meant is said, and only as often as anybody reads."""

from pathlib import Path

import pytest

from asp_decide.load.references import MOST_SUGGESTIONS
from workspace_builder import TABLES, problem_of, problems_of, read

HEAD, FIRST, SECOND = TABLES["initiatives"].splitlines()


@pytest.mark.parametrize(
    ("column", "noun", "known"),
    [
        ("theme_ids", "theme", "THE-1"),
        ("requirement_ids", "requirement", "REQ-1"),
        ("signal_ids", "signal", "SIG-1"),
    ],
)
def test_an_unknown_id_is_told_with_the_one_that_was_meant(
    column: str, noun: str, known: str, tmp_path: Path
) -> None:
    wrong = known.replace("1", "7")
    rows = f"{HEAD},{column}\n{FIRST},{known};{wrong}\n{SECOND},\n"

    told = problem_of(tmp_path, initiatives=rows)

    assert (told.code, told.message) == ("I041", f"unknown {noun} `{wrong}`")
    assert told.help == f"did you mean `{known}`?"
    assert told.place.column == len(FIRST) + 2
    assert told.width == len(f"{known};{wrong}")


def test_a_reference_to_a_table_that_nobody_keeps_is_told(tmp_path: Path) -> None:
    rows = f"{HEAD},theme_ids\n{FIRST},THE-1\n{SECOND},\n"

    told = problem_of(tmp_path, initiatives=rows, themes=None)

    assert told.help == "no row of `themes` is there; add it, or empty the cell"


def test_what_refers_to_a_table_that_cannot_be_read_is_not_told_as_well(tmp_path: Path) -> None:
    rows = f"{HEAD},theme_ids\n{FIRST},THE-1\n{SECOND},\n"

    told = problem_of(tmp_path, initiatives=rows, themes='id\n"THE-1\n')

    assert told.code == "I015"


def test_a_thousand_wrong_references_are_told_without_a_thousand_suggestions(
    tmp_path: Path,
) -> None:
    options = TABLES["options"] + "".join(f"INI-X{n},booking,1,1\n" for n in range(1000))

    told = problems_of(tmp_path, options=options)

    assert len(told) == 1000
    assert sum(d.help.startswith("did you mean") for d in told) <= MOST_SUGGESTIONS


def test_a_row_whose_own_id_misfits_makes_no_second_problem(tmp_path: Path) -> None:
    checked = read(tmp_path, signals="id,observed_on\nSIG-1,soon\n")

    assert [d.code for d in checked.errors] == ["I029"]
