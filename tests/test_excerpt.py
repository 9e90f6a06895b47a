"""A caret stands under what it marks, however long the line is and whatever is written in it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.diagnostics import Diagnostic, Place
from asp_decide.excerpt import CUT, NARROWEST, excerpt

WRITTEN = st.text(
    st.one_of(
        st.sampled_from("abc -:{}\t\u00e9\u6f22\uff21\u05d0\u0627\u0301\u200b\u202e\x1b\x07\u00a0"),
        st.characters(),
    ),
    max_size=300,
)


def on_a_terminal(text: str) -> int:
    """The columns of a text: told here a second time, from the standard, for the laws below."""
    wide = sum(unicodedata.east_asian_width(c) in {"W", "F"} for c in text)
    none = sum(unicodedata.category(c) in {"Mn", "Me"} for c in text)
    both = sum(
        unicodedata.east_asian_width(c) in {"W", "F"} and unicodedata.category(c) in {"Mn", "Me"}
        for c in text
    )
    return len(text) + wide - none - both


@given(WRITTEN, st.integers(1, 320), st.integers(1, 320), st.integers(NARROWEST, 200))
def test_no_line_is_wider_than_it_may_be(line: str, column: int, width: int, columns: int) -> None:
    part = excerpt(line, column=column, width=width, columns=columns)

    assert on_a_terminal(part.text) <= columns
    assert on_a_terminal(part.carets.partition("`")[0].rstrip()) <= columns + 1, "one at the end"


@given(WRITTEN, st.integers(1, 320), st.integers(1, 320), st.integers(NARROWEST, 200))
def test_nothing_is_sent_that_a_terminal_obeys(
    line: str, column: int, width: int, columns: int
) -> None:
    part = excerpt(line, column=column, width=width, columns=columns)

    assert (part.text + part.carets).isprintable()


@given(st.text("abcxyz \u6f22\u00e9", max_size=400), st.integers(0, 400), st.integers(1, 9))
def test_the_carets_stand_under_what_is_marked(line: str, before: int, width: int) -> None:
    """The marked word is found again by the columns of its carets."""
    marked = "Q" * width
    written = line[:before] + marked + line[before:]

    part = excerpt(written, column=min(before, len(line)) + 1, width=width, columns=60)

    blank, carets = len(part.carets) - len(part.carets.lstrip(" ")), part.carets.strip()
    assert carets == "^" * width
    assert on_a_terminal(part.text.partition("Q")[0]) == blank
    assert marked in part.text


def test_a_line_that_fits_is_shown_whole() -> None:
    part = excerpt("at_most: >= 5", column=10, width=2, columns=40)

    assert part.text == "at_most: >= 5"
    assert part.carets == "         ^^"


def test_of_a_long_line_both_sides_are_cut() -> None:
    line = "because: " + "word " * 40 + "teh " + "word " * 40

    part = excerpt(line, column=line.index("teh") + 1, width=3, columns=48)

    assert part.text.startswith(CUT)
    assert part.text.endswith(CUT)
    assert part.text.index("teh") == part.carets.index("^")


def test_what_is_marked_is_cut_where_it_alone_is_too_long() -> None:
    part = excerpt("key: " + "x" * 500, column=6, width=500, columns=40)

    assert part.text.endswith("x" + CUT)
    assert set(part.carets.strip()) == {"^"}
    assert len(part.carets) == len(part.text) - len(CUT)


@pytest.mark.parametrize(
    ("line", "column", "width", "text", "carets"),
    [
        ("\u6f22\u5b57: >= 5", 5, 2, "\u6f22\u5b57: >= 5", "      ^^"),
        ("a\tb: x", 6, 1, "a b: x", "     ^"),
        ("e\u0301 x", 4, 1, "e\u0301 x", "  ^"),
        ("na\x1b[2Jme: x", 10, 1, "na\ufffd[2Jme: x", "         ^"),
        ("a\u00a0b", 3, 1, "a b", "  ^"),
        ("title: \u05e9\u05dc", 8, 2, "title: \u05e9\u05dc", "       ^^ `\u05e9\u05dc`"),
        ("short", 6, 1, "short", "     ^"),
        ("", 1, 1, "", "^"),
    ],
    ids=[
        "letters two columns wide",
        "a tab",
        "a mark above a letter",
        "a sequence that would clear the screen",
        "a blank that does not break",
        "letters read from right to left, said again",
        "behind the end",
        "an empty line",
    ],
)
def test_each_kind_of_letter_has_its_columns(
    line: str, column: int, width: int, text: str, carets: str
) -> None:
    part = excerpt(line, column=column, width=width, columns=80)

    assert (part.text, part.carets) == (text, carets)


def test_a_problem_is_told_as_wide_as_the_terminal_is() -> None:
    line = "because: " + "word " * 4_000
    problem = Diagnostic(
        Place("a.yaml", 3, 15_000), "P009", "comment-in-text", "it is cut", source=line, width=4
    )

    for columns in (60, 100):
        _, shown, carets = problem.told(columns=columns).splitlines()

        assert len(shown) <= columns
        assert shown[carets.index("^") :][:4] == line[14_999:15_003]
