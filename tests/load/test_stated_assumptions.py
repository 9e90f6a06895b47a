"""What a workspace takes for granted is said by itself and told with every plan."""

from pathlib import Path

import pytest

from asp_decide.load.stated_assumptions import sentences_in
from workspace_builder import problems_of, snapshot_of

FILE = "facts/assumptions.yaml"


def told(text: str) -> tuple[tuple[str, ...] | None, list[str]]:
    read = sentences_in(text.encode(), FILE)
    return read.value, [f"{d.place} {d.code}" for d in read.diagnostics]


def test_sentences_are_told_in_their_order_before_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    (tmp_path / FILE).write_text('- Zero comes first\n- "And this: second, with a colon"\n')

    snapshot = snapshot_of(tmp_path)

    assert snapshot.assumptions[:2] == ("Zero comes first", "And this: second, with a colon")
    assert len(snapshot.assumptions) > 2


def test_a_workspace_without_the_file_states_none(tmp_path: Path) -> None:
    stated = set(snapshot_of(tmp_path / "without").assumptions)
    (tmp_path / "with" / "facts").mkdir(parents=True)
    (tmp_path / "with" / FILE).write_text("")

    assert set(snapshot_of(tmp_path / "with").assumptions) == stated


def test_a_sentence_said_twice_is_told_once_and_in_one_line() -> None:
    assert told("- it  is\n  so\n- it is so\n") == (("it is so",), [])


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("all is well\n", [f"{FILE}:1:1 I014"]),
        ("{a: b}\n", [f"{FILE}:1:1 I014"]),
        (
            "- it is so\n- {a: b}\n- [c]\n-\n",
            [f"{FILE}:{n}:{c} I014" for n, c in [(2, 3), (3, 3), (4, 2)]],
        ),
        ("- &a it is so\n", [f"{FILE}:1:3 I005"]),
    ],
)
def test_what_is_no_list_of_sentences_is_refused_with_its_place(
    text: str, places: list[str]
) -> None:
    assert told(text)[1] == places


def test_a_broken_file_of_assumptions_stops_the_load(tmp_path: Path) -> None:
    """Else a plan would be printed without what its numbers rest on."""
    (tmp_path / "facts").mkdir()
    (tmp_path / FILE).write_text("- {}\n")

    assert [d.code for d in problems_of(tmp_path)] == ["I014"]
