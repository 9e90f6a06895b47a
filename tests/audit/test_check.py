import pytest

from asp_decide.audit.check import NAMES, Check, Divergence, counted, judged, not_checked


def test_a_check_that_finds_nothing_passes_with_its_counts() -> None:
    assert judged(3, [], told="5 results") == Check(3, "PASS", "5 results")


def test_a_check_fails_with_the_first_thing_that_it_finds() -> None:
    found = [Divergence("records.jsonl:7", "one"), Divergence("records.jsonl:2", "other")]

    assert judged(3, found, told="5 results") == Check(3, "FAIL", "one", "records.jsonl:7")


def test_what_is_not_checked_is_said_with_its_reason() -> None:
    assert not_checked(8, "no report").line == "8 told         NOT CHECKED no report"


def test_a_line_names_the_question_and_the_place() -> None:
    check = Check(5, "FAIL", "override by finance", "records.jsonl:17388")

    assert check.line == "5 allowed      FAIL        override by finance   records.jsonl:17388"
    assert [Check(n, "PASS", "").name for n in range(1, 9)] == list(NAMES)


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 records"), (1, "1 record"), (17630, "17,630 records")]
)
def test_counts_are_told_in_words(number: int, words: str) -> None:
    assert counted(number, "record") == words
