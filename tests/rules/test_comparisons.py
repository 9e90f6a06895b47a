"""Each comparison is decided exactly, in three values, by the engine's eyes and the witness's."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.clauses.condition import Comparison, QuantityTest
from asp_decide.model.finding import Truth
from asp_decide.model.subject import History, Measured, Subject, SubjectKey
from asp_decide.rules.comparisons import Words, all_of, any_of, compare, negated
from asp_decide.rules.readings import readings
from asp_decide.rules.witnessed_comparisons import Sighting, sight
from clause_builders import a_history, an_initiative, compared, quantity

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def seen(comparison: Comparison, subject: Subject) -> Sighting:
    """What both say of it, after they have been found to say the same."""
    found = readings(subject, comparison.name, comparison.ratio_of)
    ours = compare(comparison, subject, found, Words(comparison.phrase))
    theirs = sight(comparison, subject)
    assert theirs == Sighting(ours.truth, ours.values, ours.word, ours.limit, ours.margin, ours.why)
    return theirs


def truth(phrase: str, *values: str | None) -> Truth:
    """The truth of a phrase about a measure with a history."""
    comparison = compared("STOP-01/1", "value_realisation", phrase)
    return seen(comparison, an_initiative("INI-1", value_realisation=values)).truth


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (TRUE, TRUE, TRUE, TRUE),
        (TRUE, FALSE, FALSE, TRUE),
        (TRUE, UNKNOWN, UNKNOWN, TRUE),
        (FALSE, TRUE, FALSE, TRUE),
        (FALSE, FALSE, FALSE, FALSE),
        (FALSE, UNKNOWN, FALSE, UNKNOWN),
        (UNKNOWN, TRUE, UNKNOWN, TRUE),
        (UNKNOWN, FALSE, FALSE, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_conditions_are_joined_as_kleene_joins_them(
    a: Truth, b: Truth, both: Truth, either: Truth
) -> None:
    assert all_of([a, b]) is both
    assert any_of([a, b]) is either


@pytest.mark.parametrize(("one", "other"), list(product(Truth, repeat=2)))
def test_denying_all_is_denying_one_of_them(one: Truth, other: Truth) -> None:
    assert negated(all_of([one, other])) is any_of([negated(one), negated(other)])


def test_every_of_nobody_holds_and_some_of_nobody_does_not() -> None:
    assert all_of([]) is TRUE
    assert any_of([]) is FALSE


@given(st.fractions(), st.fractions(min_value=0).filter(bool))
def test_at_the_limit_exactly_the_words_say_on_which_side_it_lies(
    limit: Fraction, step: Fraction
) -> None:
    """The boundary law: `below` and `at least` divide every axis, and so do `at most`, `above`."""
    for value, below, at_most in (
        (limit - step, TRUE, TRUE),
        (limit, FALSE, TRUE),
        (limit + step, FALSE, FALSE),
    ):
        subject = Subject(SubjectKey("initiative", "INI-1"), measures={"m": Measured(value)})
        opposites = {"below": "at least", "at most": "above"}
        for word, wanted in (("below", below), ("at most", at_most)):
            found = seen(_plain(word, limit), subject)

            assert found.truth is wanted
            assert found.margin == value - limit
            assert seen(_plain(opposites[word], limit), subject).truth is negated(wanted)


def _plain(word: str, limit: Fraction) -> Comparison:
    comparison = compared("X-1/1", "m", f"{word} 1 weeks")
    assert isinstance(comparison.test, QuantityTest)
    return replace(comparison, test=replace(comparison.test, limit=limit))


@pytest.mark.parametrize(
    ("value", "wanted", "margin"),
    [
        ("9 weeks", FALSE, -1),
        ("10 weeks", TRUE, 0),
        ("14 weeks", TRUE, 4),
        ("16 weeks", TRUE, -4),
        ("20 weeks", TRUE, 0),
        ("21 weeks", FALSE, 1),
    ],
)
def test_both_ends_of_between_are_included_and_the_nearer_one_decides(
    value: str, wanted: Truth, margin: int
) -> None:
    comparison = compared("X-1/1", "evidence_age", "between 10 weeks and 20 weeks")

    found = seen(comparison, an_initiative("INI-1", evidence_age=value))

    assert found.truth is wanted
    assert found.margin == margin


def test_a_hair_under_the_limit_is_under_it() -> None:
    assert truth("below 40 %", "39.999999999999999999999 %") is TRUE
    assert truth("below 40 %", "40 %") is FALSE


def test_a_missing_amount_is_unknown_and_never_a_small_number() -> None:
    comparison = compared("STOP-01/1", "value_realised", "below 40 EUR")

    found = seen(comparison, an_initiative("INI-1"))

    assert found.truth is UNKNOWN
    assert found.why == "missing"
    assert found.margin is None


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (["90 %", "30 %", "35 %"], TRUE),
        (["30 %", "40 %"], FALSE),
        (["30 %", None], UNKNOWN),
        (["50 %", None], FALSE),
        ([None, "30 %", "35 %"], TRUE),
        (["30 %"], FALSE),
        ([None], FALSE),
        ([], FALSE),
    ],
)
def test_in_a_row_asks_each_interval_and_a_hole_leaves_it_open(
    values: list[str | None], wanted: Truth
) -> None:
    assert truth("below 40 % for 2 intervals in a row", *values) is wanted


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (["60 %", "60 %", "60 %", "90 %"], TRUE),
        (["60 %", "60 %", "90 %", "90 %"], FALSE),
        (["60 %", "60 %", None, "90 %"], UNKNOWN),
        (["60 %", "60 %", "60 %", None], TRUE),
        (["60 %", None, "90 %", "90 %"], FALSE),
        (["60 %", "60 %", "60 %"], FALSE),
    ],
)
def test_three_of_the_last_four_counts_what_is_certain_and_what_is_possible(
    values: list[str | None], wanted: Truth
) -> None:
    assert truth("below 70 % in 3 of the last 4 intervals", *values) is wanted


def test_a_history_shorter_than_the_window_is_too_young_and_says_so() -> None:
    comparison = compared("STOP-01/1", "value_realisation", "below 40 % for 2 intervals in a row")

    found = seen(comparison, an_initiative("INI-1", value_realisation=["10 %"]))

    assert found.truth is FALSE
    assert found.why == "too young: 1 of 2 intervals"


def test_without_any_closed_interval_the_last_one_is_not_known() -> None:
    comparison = compared("CON-01/1", "value_realisation", "at least 70 %")

    found = seen(comparison, an_initiative("INI-1", value_realisation=[]))

    assert found.truth is UNKNOWN
    assert found.why == "no closed interval yet"


def test_without_a_window_the_last_closed_interval_counts() -> None:
    comparison = compared("CON-01/1", "value_realisation", "at least 70 %")

    found = seen(comparison, an_initiative("INI-1", value_realisation=["10 %", "70 %"]))

    assert found.truth is TRUE
    assert found.values == (("2026Q3", Fraction(7, 10)),)


@pytest.mark.parametrize(
    ("values", "margin"),
    [
        (["30 %", "35 %"], "-5 %"),
        (["39 %", "35 %"], "-1 %"),
        (["45 %", "50 %"], "10 %"),
        (["45 %", "10 %"], "5 %"),
    ],
)
def test_the_margin_is_that_of_the_value_with_which_the_result_would_turn(
    values: list[str], margin: str
) -> None:
    """Both below: the nearer one turns it. Both over: the farther one has to come down as well."""
    comparison = compared("STOP-01/1", "value_realisation", "below 40 % for 2 intervals in a row")

    found = seen(comparison, an_initiative("INI-1", value_realisation=values))

    assert found.margin == quantity(margin).value


def test_a_ratio_is_divided_interval_by_interval() -> None:
    comparison = compared(
        "STOP-01/1",
        "value_realisation",
        "below 40 % for 2 intervals in a row",
        ratio_of=("value_realised", "value_forecast"),
    )
    initiative = an_initiative(
        "INI-1",
        value_realised=["30 EUR", "35 EUR"],
        value_forecast=["500 EUR", "100 EUR", "100 EUR"],
    )

    found = seen(comparison, initiative)

    assert found.truth is TRUE
    assert found.values == (("2026Q2", Fraction(3, 10)), ("2026Q3", Fraction(7, 20)))


def test_a_ratio_over_zero_is_unknown_and_says_in_which_interval() -> None:
    comparison = compared(
        "STOP-01/1",
        "value_realisation",
        "below 40 %",
        ratio_of=("value_realised", "value_forecast"),
    )
    initiative = an_initiative("INI-1", value_realised=["30 EUR"], value_forecast=["0 EUR"])

    found = seen(comparison, initiative)

    assert found.truth is UNKNOWN
    assert found.why == "divided by zero in 2026Q3"


def test_a_ratio_that_is_given_by_name_is_taken_as_it_is() -> None:
    comparison = compared("X-1/1", "remaining_cd3", "below 2 EUR/week/week", ratio_of=("a", "b"))

    found = seen(comparison, an_initiative("INI-1", remaining_cd3="1 EUR/week/week"))

    assert found.truth is TRUE


@pytest.mark.parametrize(
    ("name", "given", "known"),
    [
        ("urgency", "standard", True),
        ("urgency", None, False),
        ("first_slice", "known", True),
        ("first_slice", None, False),
        ("evidence_age", "3 weeks", True),
        ("evidence_age", None, False),
    ],
)
def test_known_and_missing_are_never_unknown(name: str, given: str | None, known: bool) -> None:  # noqa: FBT001
    initiative = an_initiative("INI-1", **{name: given})

    assert seen(compared("X-1/1", name, "known"), initiative).truth is (TRUE if known else FALSE)
    assert seen(compared("X-1/1", name, "missing"), initiative).truth is (FALSE if known else TRUE)


@pytest.mark.parametrize(
    ("phrase", "found", "wanted"),
    [
        ("is stop", "stop", TRUE),
        ("is stop", "none", FALSE),
        ("is stop", None, UNKNOWN),
        ("is not stop", "none", TRUE),
        ("is not stop", "stop", FALSE),
        ("is not stop", None, UNKNOWN),
        ("one of stop, redirect", "redirect", TRUE),
    ],
)
def test_a_word_that_is_missing_is_no_other_word(
    phrase: str, found: str | None, wanted: Truth
) -> None:
    comparison = compared("KILL-01/1", "tripped_kill", phrase)

    assert seen(comparison, an_initiative("INI-1", tripped_kill=found)).truth is wanted


_values = st.lists(st.none() | st.integers(0, 4).map(Fraction), max_size=6)


@given(_values, st.integers(1, 4), st.integers(0, 3), st.sampled_from(["below", "at least"]))
def test_filling_in_a_hole_never_turns_a_certain_result(
    values: list[Fraction | None], last: int, spare: int, word: str
) -> None:
    """What unknown means: some way of filling in the holes gives true, and another gives false."""
    wanted = max(1, last - spare)
    comparison = compared("X-1/1", "m", f"{word} 2 weeks in {wanted} of the last {last} intervals")
    fillings = product(
        *([value] if value is not None else [Fraction(0), Fraction(4)] for value in values)
    )

    truths = {seen(comparison, _with(filling)).truth for filling in fillings}

    found = seen(comparison, _with(values)).truth
    assert found is (UNKNOWN if len(truths) == 2 else next(iter(truths)))


def _with(values: Sequence[Fraction | None]) -> Subject:
    names = a_history(*(None for _ in values)).intervals
    history = History(names, tuple(values))
    return Subject(SubjectKey("initiative", "INI-1"), measures={"m": history})
