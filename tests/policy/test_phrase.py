"""Phrases are read back as they were written, and what is none says where it stops being one."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.clauses.condition import Window
from asp_decide.policy.written.misread import BadPhrase
from asp_decide.policy.written.phrase import (
    Amount,
    Bound,
    Conclusion,
    Equality,
    Named,
    Number,
    Phrase,
    Presence,
    in_words,
    parse_amount,
    parse_phrase,
)

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
WORDS = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,9}", fullmatch=True)
UNITS = st.sampled_from(
    ["%", "pp", "EUR", "EUR/week/week", "EUR/team-week", "weeks", "day", "team-weeks", "criteria"]
)
NUMBERS = st.decimals(
    min_value=-(10**9), max_value=10**9, places=3, allow_nan=False, allow_infinity=False
)
AMOUNTS: st.SearchStrategy[Amount] = st.one_of(
    st.builds(Named, NAMES),
    st.builds(lambda value, unit: Number(Fraction(value), unit), NUMBERS, UNITS),
)
WINDOWS = st.none() | st.integers(1, 40).flatmap(
    lambda last: st.builds(Window, st.integers(1, last), st.just(last))
)
PHRASES: st.SearchStrategy[Phrase] = st.one_of(
    st.builds(Presence, st.booleans()),
    st.builds(Conclusion, st.booleans()),
    st.builds(lambda word, negated: Equality((word,), negated), WORDS, st.booleans()),
    st.lists(WORDS, min_size=2, max_size=5).map(lambda words: Equality(tuple(words))),
    st.builds(
        lambda word, limit, window: Bound(word, limit, None, window),
        st.sampled_from(["below", "at most", "above", "at least"]),
        AMOUNTS,
        WINDOWS,
    ),
    st.builds(
        lambda lower, upper, window: Bound("between", lower, upper, window),
        AMOUNTS,
        AMOUNTS,
        WINDOWS,
    ),
)


@given(PHRASES)
def test_what_is_written_in_words_is_read_back(phrase: Phrase) -> None:
    assert parse_phrase(in_words(phrase)) == phrase


@given(PHRASES, st.sampled_from(["  ", "   "]))
def test_more_blanks_mean_the_same(phrase: Phrase, blanks: str) -> None:
    assert parse_phrase(in_words(phrase).replace(" ", blanks)) == phrase


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = parse_phrase(text)

    if isinstance(found, BadPhrase):
        assert 0 <= found.column <= len(text)
        assert "\n" not in found.message + found.mend
    parse_amount(text)


@given(PHRASES, st.integers(0, 60), st.sampled_from("<>=$%_,.:;'\"\t9xZ -"))
def test_no_mistyped_phrase_breaks_the_reader(phrase: Phrase, at: int, typed: str) -> None:
    text = in_words(phrase)
    mistyped = text[:at] + typed + text[at:]

    found = parse_phrase(mistyped)

    assert not isinstance(found, BadPhrase) or 0 <= found.column <= len(mistyped)


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("below ten weeks", 6, "after `below`"),
        ("at most", 7, "nothing follows"),
        (">= 5 weeks", 0, "not with `>=`"),
        ("bellow 5 weeks", 0, "no phrase"),
        ("below 40 % for two intervals", 11, "no window"),
        ("below 40 % in 5 of the last 4 intervals", 11, "cannot be"),
        ("below 40 % and above 5 %", 11, "one thing"),
        ("one of H1, , H3", 9, "one thing"),
        ("between 5 weeks", 8, "two amounts"),
        ("40 %", 0, "no comparison"),
        ("holds for 2 intervals in a row", 5, "takes a window"),
        ("at most 1e3 weeks", 12, "does not belong"),
        ("x" * 201, 0, "at most 200 characters"),
    ],
)
def test_a_text_that_is_no_phrase_says_where_it_stops_being_one(
    text: str, column: int, said: str
) -> None:
    found = parse_phrase(text)

    assert isinstance(found, BadPhrase)
    assert found.column == column
    assert said in found.message


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        (">= 5 weeks", "write `at least 5 weeks`"),
        ("≤ $hurdle", "write `at most $hurdle`"),
        ("bellow 5 weeks", "did you mean `below`?"),
        ("H1", "write `is H1`, if that is meant"),
        ("40 %", "write `at least 40 %`, or what is meant"),
    ],
)
def test_the_mend_says_what_to_write(text: str, mend: str) -> None:
    found = parse_phrase(text)

    assert isinstance(found, BadPhrase)
    assert found.mend == mend


def test_a_number_is_exact_and_may_have_thousands() -> None:
    found = parse_phrase("at least -1_234_567.0625 EUR/week")

    assert found == Bound("at least", Number(Fraction(-1234567_0625, 10**4), "EUR/week"))


def test_a_number_without_a_unit_is_read_so_that_its_unit_can_be_asked_for() -> None:
    assert parse_phrase("below 40 for 2 intervals in a row") == Bound(
        "below", Number(Fraction(40), ""), None, Window(2, 2)
    )


def test_a_month_of_days_in_a_row_is_k_of_k() -> None:
    assert parse_phrase("above 0 % in 3 of the last 3 intervals") == parse_phrase(
        "above 0 % for 3 intervals in a row"
    )
