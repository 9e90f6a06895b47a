"""Each bound of the language is reached without a word, and one more is refused by name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from asp_decide.policy.checks.check_conditions import LONGEST_WINDOW, WIDEST
from asp_decide.policy.checks.check_set import MOST_MEASURES, MOST_PARAMETERS
from asp_decide.policy.written.parse_conditions import DEEPEST
from asp_decide.policy.written.parse_tables import MOST_COLUMNS, MOST_ROWS
from asp_decide.policy.written.phrase import LONGEST_PHRASE
from asp_decide.policy.written.policy_file import WRITTEN
from asp_decide.strict_yaml import read_yaml
from policy_builders import GOOD, codes_of, read_all

WHEN = "when: {stopped_share: above 30 %}"
WINDOW = "for 2 intervals in a row"
ROW = "      - {row: dear, if: [any, at least 500_000 EUR], then: [finance]}\n"


def once(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def window(intervals: int) -> str:
    return once(WINDOW, f"for {intervals} intervals in a row")


def window_of_some(intervals: int) -> str:
    return once(WINDOW, f"in 2 of the last {intervals} intervals")


def depth(levels: int) -> str:
    return once(WHEN, f"when: {'{not: ' * levels}{{stopped_share: above 30 %}}{'}' * levels}")


def ways(number: int) -> str:
    each = ", ".join(f"{{stopped_share: above {percent} %}}" for percent in range(1, number + 1))
    return once(WHEN, f"when: {{any: [{each}]}}")


def phrase(characters: int) -> str:
    blanks = " " * (characters - len("above30 %"))
    return once("{stopped_share: above 30 %}", f'{{stopped_share: "above{blanks}30 %"}}')


def rows(number: int) -> str:
    more = "".join(
        f"      - {{row: r{n}, if: [any, at least {n} EUR], then: [finance]}}\n"
        for n in range(number - 2)
    )
    return once(ROW, ROW + more)


def parameters(number: int) -> str:
    """Two are there already."""
    more = "".join(
        f"  p{n}: {{unit: weeks, values: [{{from: 2026-01-01, value: 1 week}}]}}\n"
        for n in range(number - 2)
    )
    return once("\nmeasures:\n", f"{more}\nmeasures:\n")


def measures(number: int) -> str:
    """Six are there already."""
    more = "".join(f"  m{n}: {{count: initiative, unit: initiatives}}\n" for n in range(number - 6))
    return once("\ndecisions:\n", f"{more}\ndecisions:\n")


BOUNDS: list[tuple[Callable[[int], str], int, str]] = [
    (window, LONGEST_WINDOW, "P015"),
    (window_of_some, LONGEST_WINDOW, "P015"),
    (depth, DEEPEST, "P014"),
    (ways, WIDEST, "P015"),
    (phrase, LONGEST_PHRASE, "P016"),
    (rows, MOST_ROWS, "P015"),
    (parameters, MOST_PARAMETERS, "P003"),
    (measures, MOST_MEASURES, "P003"),
]


@pytest.mark.parametrize(
    ("write", "most", "code"), BOUNDS, ids=[write.__name__ for write, _, _ in BOUNDS]
)
def test_a_bound_may_be_reached_and_not_gone_over(
    write: Callable[[int], str], most: int, code: str, tmp_path: Path
) -> None:
    at = read_all(tmp_path / "at", {"portfolio/sample": write(most)})
    over = read_all(tmp_path / "over", {"portfolio/sample": write(most + 1)})

    assert codes_of(at) == [], "\n".join(str(one) for one in at.errors)
    assert codes_of(over) == [code]
    assert str(most) in over.errors[0].message + over.errors[0].help


def columns(number: int) -> str:
    """All but one are inputs."""
    names = ", ".join(f"c{n}" for n in range(number - 1))
    cells = ", ".join("any" for _ in range(number - 1))
    text = once("inputs: [category, linked_outlay]", f"inputs: [{names}]")
    return text.replace("if: [any, at least 500_000 EUR]", f"if: [{cells}]").replace(
        "if: [enabler, any]", f"if: [{cells}]"
    )


def test_a_table_has_so_many_columns_and_no_more(tmp_path: Path) -> None:
    """The names of these columns mean nothing; what counts is whether there are too many."""
    at = read_all(tmp_path / "at", {"portfolio/sample": columns(MOST_COLUMNS)})
    over = read_all(tmp_path / "over", {"portfolio/sample": columns(MOST_COLUMNS + 1)})

    assert set(codes_of(at)) == {"P023"}
    assert codes_of(over) == ["P015"]


@pytest.mark.parametrize(
    ("write", "most"),
    [
        (lambda size: "a: " + "x " * 9 + "\n" + "#" * (size - 22), WRITTEN.bytes),
        (lambda levels: "[" * levels + "]" * levels, WRITTEN.levels),
        (lambda nodes: "[" + "a," * (nodes - 1) + "]", WRITTEN.nodes),
        (lambda characters: "a: " + "x" * characters, WRITTEN.characters),
    ],
    ids=["bytes", "levels", "values", "characters of a text"],
)
def test_a_file_is_as_large_as_people_write_and_no_larger(
    write: Callable[[int], str], most: int
) -> None:
    at = read_yaml(write(most), "a.yaml", strictness=WRITTEN)
    over = read_yaml(write(most + 1), "a.yaml", strictness=WRITTEN)

    assert at.diagnostics == ()
    assert [one.code for one in over.diagnostics] == ["P003"]


def test_what_would_grow_without_end_is_not_expanded() -> None:
    """Ten lines that would be ten thousand million texts in a reader that follows aliases."""
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
    )

    told = read_yaml(bomb, "a.yaml", strictness=WRITTEN).diagnostics

    assert {one.code for one in told} == {"P005"}
    assert len(told) == bomb.count("&") + bomb.count("*")


def test_however_much_is_wrong_in_one_line_its_text_is_kept_once() -> None:
    """A line of many slips is one text in memory, and each problem shows a piece of it."""
    line = "[" + "&a b, " * 9_000 + "]"

    told = read_yaml(line, "a.yaml", strictness=WRITTEN).diagnostics

    assert len(told) == 9_000
    assert len({id(one.source) for one in told}) == 1
    assert max(len(part) for part in str(told[-1]).splitlines()) <= 120
