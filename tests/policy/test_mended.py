"""What has one right answer is mended where it stands, and nothing else of the file changes."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.diagnostics import Diagnostic, Place
from asp_decide.policy.written.mended import mended
from policy_builders import GOOD, read_all
from policy_slips import SLIPS, Slip

MENDED = {
    "a symbol in the place of words": "at_least: 5 %",
    "a key in another spelling": "    halts: apply",
    "a required key in another spelling": "at_most: 5 initiatives",
    "a kind in another spelling": "guardrail: largest",
    "a comparison in another spelling": "{stopped_share: below 30 %}",
    "a quoted symbol": "{stopped_share: 'above 30 %'}",
    "a file that calls itself otherwise": "policy: portfolio/sample",
    "a measure in another spelling": "- value_realisation: below",
    "a parameter in another spelling": "below $hurdle",
    "a role that nobody has": "by: portfolio_board",
    "a link that does not exist": "every: value_stream",
    "a point that does not exist": "at: validation",
    "a subject that does not exist": "for_each: portfolio",
    "a part of a ratio that does not exist": "[value_realised, value_forecast]",
    "a number without a unit": "stopped_share: above 30 %",
}
"""Slips by which only one thing can be meant, and what stands there then."""

LEFT = {
    "a tab before a value",
    "no reason",
    "two kinds in one rule",
    "a window of eleven years",
    "more intervals than there are",
    "a word where a limit stands",
    "the thirteenth month",
    "a list where a text stands",
    "a word that enforce does not have",
    "a reason of one word",
}
"""Slips by which more than one thing can be meant, or that only their author can mend."""


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.wrong)
def test_what_is_mended_of_a_slip_is_its_line_and_reads_well_then(
    slip: Slip, tmp_path: Path
) -> None:
    text = GOOD.replace(slip.old, slip.new, 1)

    after = mended_over_and_over(tmp_path, text)

    if after == text:
        assert slip.wrong not in MENDED
        return
    assert slip.wrong not in LEFT
    assert MENDED.get(slip.wrong, "") in after
    assert not read_all(tmp_path / "after", {"portfolio/sample": after}).errors
    assert mended_over_and_over(tmp_path, after) == after
    changed = [(a, b) for a, b in zip(text.split("\n"), after.split("\n"), strict=True) if a != b]
    assert len(changed) == 1, "one slip is one line"


def test_every_slip_that_is_named_here_is_in_the_corpus() -> None:
    assert {slip.wrong for slip in SLIPS} >= LEFT | set(MENDED)


@pytest.mark.parametrize(
    ("written", "instead", "after"),
    [
        ("{a: bellow 1 week}  # why", "below", "{a: below 1 week}  # why"),
        ("a: 'bellow'", None, "a: 'bellow'"),
    ],
)
def test_what_stands_around_the_mended_place_stays(
    written: str, instead: str | None, after: str
) -> None:
    told = a_problem(written, "bellow", instead)

    assert mended(written.encode(), [told])[0].decode() == after


@pytest.mark.parametrize("quote", ["'", '"'])
def test_quotes_stay_where_the_whole_of_a_quoted_text_is_mended(quote: str) -> None:
    written = f"owner: {quote}finace{quote} # the money"

    after, done = mended(written.encode(), [a_problem(written, f"{quote}finace{quote}", "finance")])

    assert after.decode() == f"owner: {quote}finance{quote} # the money"
    assert len(done) == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_ends_of_lines_stay_as_they_are(end: str) -> None:
    written = end.join(["a: b", "owner: finace", "c: d", ""])

    told = Diagnostic(Place("f", 2, 8), "P023", "unknown-name", "", width=6, instead="finance")

    assert mended(written.encode(), [told])[0].decode() == written.replace("finace", "finance")


def test_of_places_that_overlap_one_is_mended_at_a_time() -> None:
    written = "a: bellow ten"
    whole = a_problem(written, "bellow ten", "below 10 %")
    part = a_problem(written, "ten", "10 %")

    after, done = mended(written.encode(), [whole, part])

    assert len(done) == 1
    assert after.decode() == "a: bellow 10 %"


def test_a_letter_that_is_counted_otherwise_than_it_is_stored_moves_no_edit() -> None:
    """Places count composed letters; where the file holds others, its line is left to people."""
    written = "message: 'cafe\u0301'\nowner: {by: finace, title: cafe\u0301}\n"

    told = Diagnostic(Place("f", 2, 13), "P023", "unknown-name", "", width=6, instead="finance")

    assert mended(written.encode(), [told]) == (written.encode(), ())


@given(
    st.text(),
    st.integers(1, 9),
    st.integers(1, 40),
    st.integers(1, 40),
    st.text("ab '", max_size=9),
)
def test_no_edit_reaches_beyond_its_line(
    text: str, line: int, column: int, width: int, instead: str
) -> None:
    told = Diagnostic(Place("f", line, column), "P023", "n", "", width=width, instead=instead)
    before = text.encode("utf-8", "replace")

    after, done = mended(before, [told])

    lines, new = (body.decode().splitlines() for body in (before, after))
    assert len(done) <= 1
    assert sum(a != b for a, b in zip(lines, new, strict=False)) <= 1


def mended_over_and_over(folder: Path, text: str) -> str:
    """The text with everything mended that only one thing can be meant by."""
    for number in range(9):
        told = read_all(folder / str(number), {"portfolio/sample": text}).diagnostics
        body, done = mended(text.encode(), told)
        text = body.decode()
        if not done:
            break
    return text


def a_problem(text: str, part: str, instead: str | None) -> Diagnostic:
    place = Place("f", 1, text.index(part) + 1)
    return replace(
        Diagnostic(place, "P023", "unknown-name", "told"), width=len(part), instead=instead
    )
